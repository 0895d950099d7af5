// A model with the files that it imports: read from the folder of the model and below, once each, and never from a
// network.
#ifndef BATON_BPMN_FILES_HPP
#define BATON_BPMN_FILES_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "document.hpp"
#include "tags.hpp"

namespace baton::inline BATON_ABI::bpmn {

/// A file that was read.
struct Source {
    enum class Kind : std::uint8_t { bpmn, xml_schema, wsdl, other };

    Document document;
    std::string real_path;  ///< empty for a text
    Kind kind = Kind::other;
    std::string_view target_namespace;
    struct Import {
        static constexpr std::size_t not_read = std::numeric_limits<std::size_t>::max();
        Element element;
        std::size_t source = not_read;
        bool remote = false;   ///< on a network: not opened
        bool outside = false;  ///< of the model's folder: likewise
        std::string problem;   ///< why it was not read
    };
    std::vector<Import> imports;
};

/// The first source is the model itself.
class Files {
public:
    static constexpr std::size_t most = 64;

    /// Reads a model and all that it imports. BTN222 when the model itself cannot be read.
    static Files load(const std::string& path, const ReadLimits& limits = {}) {
        Files files(limits);
        files.add(Document::load(path, limits), core::real_path(path));
        files.folder_ = core::detail::folder_of(files.sources_[0]->real_path);
        for (std::size_t i = 0; i < files.sources_.size(); ++i) files.follow(*files.sources_[i]);
        return files;
    }
    /// A text, which has no folder and so imports nothing.
    static Files parse(std::string_view text, std::string name, const ReadLimits& limits = {}) {
        Files files(limits);
        files.add(Document::parse(text, std::move(name), limits), {});
        files.follow(*files.sources_[0]);
        return files;
    }

    [[nodiscard]] std::size_t size() const { return sources_.size(); }
    [[nodiscard]] const Source& operator[](std::size_t i) const { return *sources_[i]; }

private:
    explicit Files(const ReadLimits& limits) : limits_(limits) {}

    std::size_t add(Document document, std::string real_path) {
        auto source = std::make_unique<Source>(Source{std::move(document), std::move(real_path), {}, {}, {}});
        const Element root = source->document.root();
        if (root.is(Tag::definitions)) source->kind = Source::Kind::bpmn;
        if (root.uri() == uri::xml_schema && root.local() == "schema") source->kind = Source::Kind::xml_schema;
        if ((root.uri() == uri::wsdl_1 && root.local() == "definitions") ||
            ((root.uri() == uri::wsdl_2 || root.uri() == uri::wsdl_2_draft) && root.local() == "description"))
            source->kind = Source::Kind::wsdl;
        source->target_namespace = root.attribute("targetNamespace");
        sources_.push_back(std::move(source));
        return sources_.size() - 1;
    }

    void follow(Source& source) {
        if (source.kind != Source::Kind::bpmn) return;
        for (const Element e : source.document.root().children()) {
            if (!e.is(Tag::import)) continue;
            Source::Import import{e, Source::Import::not_read, false, false, {}};
            open(source, import);
            source.imports.push_back(std::move(import));
        }
    }

    void open(const Source& from, Source::Import& import) {
        const std::string location = unescaped(import.element.attribute("location"));
        if (location.empty() || location.find('\0') != std::string::npos) {
            import.problem = "it has no location";
            return;
        }
        if (location.find("://") != std::string::npos || location.starts_with("//") || location.starts_with("urn:")) {
            import.remote = true;
            import.problem = "it is on a network, and was not opened";
            return;
        }
        if (folder_.empty()) {
            import.remote = true;
            import.problem = "the model is a text without a folder";
            return;
        }
        if (sources_.size() >= most) {
            import.problem = "more than " + std::to_string(most) + " files";
            return;
        }
        try {
            const std::string path = core::real_path(core::detail::folder_of(from.real_path) + "/" + location);
            const std::string inside = folder_ == "/" ? folder_ : folder_ + "/";
            if (location.front() == '/' || !path.starts_with(inside)) {
                import.outside = true;
                import.problem = "it is outside of the model's folder, and was not opened";
                return;
            }
            for (std::size_t i = 0; i < sources_.size(); ++i)
                if (sources_[i]->real_path == path) import.source = i;
            if (import.source != Source::Import::not_read) return;
            // Named as its user finds it from where the model is named.
            const std::string& model = sources_[0]->document.file();
            const std::size_t slash = model.rfind('/');
            std::string name = slash == std::string::npos ? "" : model.substr(0, slash + 1);
            const std::string text = detail::read_bounded(path, limits_.bytes);
            if ((imported_bytes_ += text.size()) > limits_.bytes) {
                import.problem = "all imports together are larger than " + std::to_string(limits_.bytes) + " bytes";
                return;
            }
            import.source = add(Document::parse(text, name.append(path.substr(inside.size())), limits_), path);
        } catch (const core::error& problem) {
            import.problem = problem.findings().front().what;
        }
    }
    /// %20 and the like.
    static std::string unescaped(std::string_view text) {
        const auto digit = [](char c) {
            return c >= '0' && c <= '9'   ? c - '0'
                   : c >= 'a' && c <= 'f' ? c - 'a' + 10
                   : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                          : -1;
        };
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
                out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
                i += 2;
            } else {
                out += text[i];
            }
        }
        return out;
    }

    ReadLimits limits_;
    std::string folder_;
    std::size_t imported_bytes_ = 0;
    std::vector<std::unique_ptr<Source>> sources_;
};

}  // namespace baton::inline BATON_ABI::bpmn

#endif
