// An XML file, read safely: its encoding, its size and depth are checked before a tree is built, a DOCTYPE is refused,
// nothing outside of the file is opened. Every element gets a number, its namespace and its kind in one pass.
//
//   const auto document = Document::load("shop.bpmn");
//   if (!document.ok()) print(document.findings());
//   for (const Element e : document.root().children())
//       if (e.is(Tag::process)) …
#ifndef BATON_BPMN_DOCUMENT_HPP
#define BATON_BPMN_DOCUMENT_HPP

#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/file.hpp"
#include "diagnostic.hpp"
#include "element.hpp"
#include "encoding.hpp"
#include "tags.hpp"
#include "well_formed.hpp"

namespace baton::inline BATON_ABI::bpmn {

namespace detail {

/// At most `limit` bytes and one of a file, which must be one and no pipe. BTN222.
inline std::string read_bounded(const std::string& path, std::size_t limit) {
    const core::detail::FileDescriptor file = core::detail::open_file(path, O_RDONLY | O_NONBLOCK);
    if (!file.open()) core::detail::fail_file(path, "open");
    struct stat about {};
    if (::fstat(file.get(), &about) < 0) core::detail::fail_file(path, "look at");
    if (!S_ISREG(about.st_mode)) throw core::error(error_code::the_file_cannot_be_used, path, "it is no file");
    std::string text(std::min(limit + 1, static_cast<std::size_t>(about.st_size) + 1), '\0');
    std::size_t size = 0;
    for (;;) {
        const ssize_t got =
            core::detail::retried([&] { return ::read(file.get(), text.data() + size, text.size() - size); });
        if (got < 0) core::detail::fail_file(path, "read");
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (size < text.size()) continue;
        if (size > limit) break;
        text.resize(std::min(limit + 1, 2 * size + 1));  // it grew meanwhile
    }
    text.resize(size);
    return text;
}

}  // namespace detail

/// Immutable once read: any number of threads may look at it.
class Document {
public:
    /// Reads a file. BTN222 when it cannot be read; what is wrong with its text is in findings().
    static Document load(const std::string& path, const ReadLimits& limits = {}) {
        return Document(detail::read_bounded(path, limits.bytes), path, limits);
    }
    /// Reads a text in any encoding that XML files have. `file` is what findings call it.
    static Document parse(std::string_view text, std::string file = "text", const ReadLimits& limits = {}) {
        return Document(text, std::move(file), limits);
    }

    /// No XML findings: the tree is there and every prefix is declared.
    [[nodiscard]] bool ok() const { return findings_.empty(); }
    /// Of rule XML.
    [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
    [[nodiscard]] const std::string& file() const { return content_->file; }

    /// The outermost element; none when the text is not well-formed.
    [[nodiscard]] Element root() const { return size() == 0 ? Element() : (*this)[0]; }
    /// The number of elements.
    [[nodiscard]] std::size_t size() const { return content_->rows.size(); }
    /// In document order. Precondition: index < size().
    [[nodiscard]] Element operator[](std::size_t index) const { return {*content_, static_cast<std::uint32_t>(index)}; }
    /// All of them.
    [[nodiscard]] Element::Descendants elements() const {
        return {content_.get(), 0, static_cast<std::uint32_t>(size())};
    }

    /// The first element of the BPMN model with this id; none when there is none.
    [[nodiscard]] Element by_id(std::string_view id) const {
        for (auto at = lower_bound(id); at != content_->ids.end() && at->id == id; ++at)
            if (const Element e = (*this)[at->row]; e.in_model()) return e;
        return {};
    }
    /// Calls `visit` with each pair of an element and the one before it that has its id, diagrams included, extensions
    /// not.
    template <class Visit>
    void each_duplicate_id(Visit visit) const {
        for (std::size_t i = 1; i < content_->ids.size(); ++i)
            if (content_->ids[i].id == content_->ids[i - 1].id)
                visit((*this)[content_->ids[i].row], (*this)[content_->ids[i - 1].row]);
    }

    /// A finding about the element, at its place.
    [[nodiscard]] Finding finding(Severity severity, std::string rule, error_code code, Element at,
                                  std::string message) const {
        const Position p = at.position();
        return {severity, std::move(rule), file(), p.line, p.column, std::string(at.label()), std::move(message), code};
    }

private:
    Document(std::string_view bytes, std::string file, const ReadLimits& limits)
        : content_(std::make_unique<detail::Content>()) {
        content_->file = std::move(file);
        read(bytes, limits);
    }

    void read(std::string_view bytes, const ReadLimits& limits) {
        if (bytes.size() > limits.bytes)
            return report({}, "the file is larger than " + std::to_string(limits.bytes) + " bytes",
                          error_code::the_xml_is_too_large);
        bool known = true;
        content_->text = detail::to_utf8(bytes, known);
        if (!known) return report({1, 1}, "the encoding that the file names is not known");
        find_lines();
        detail::WellFormed checker(content_->text, limits);
        if (const auto problem = checker.find())
            return report(
                content_->position(problem->at), problem->what,
                problem->too_large ? error_code::the_xml_is_too_large : error_code::the_xml_is_not_well_formed);
        const pugi::xml_parse_result result =
            content_->tree.load_buffer(content_->text.data(), content_->text.size(),
                                       pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
        if (!result)
            return report(content_->position(static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0))),
                          result.description());
        index(limits);
        index_ids();
    }

    void report(Position at, std::string message, error_code code = error_code::the_xml_is_not_well_formed,
                std::string element = {}) {
        if (findings_.size() >= 100) return;
        findings_.push_back(
            {Severity::error, "XML", content_->file, at.line, at.column, std::move(element), std::move(message), code});
    }

    void find_lines() {
        const std::string& text = content_->text;
        content_->lines.push_back(0);
        for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
            content_->lines.push_back(static_cast<std::uint32_t>(at + 1));
    }

    /// One walk over the tree, without recursion.
    void index(const ReadLimits& limits) {
        std::vector<detail::Row>& rows = content_->rows;
        std::vector<std::uint32_t> declared{0};  // how many prefixes, at each depth
        const auto first_element = [](pugi::xml_node n) {
            while (n && n.type() != pugi::node_element) n = n.next_sibling();
            return n;
        };
        std::uint32_t parent = detail::no_row;
        for (pugi::xml_node node = content_->tree.document_element(); node;) {
            const auto here = static_cast<std::uint32_t>(rows.size());
            rows.push_back({node, parent});
            declared.push_back(declared.back() + enter(rows.back()));
            if (declared.back() > limits.prefixes) {
                report(Element(*content_, here).position(),
                       "more than " + std::to_string(limits.prefixes) + " prefixes are declared here",
                       error_code::the_xml_is_too_large);
                rows.clear();
                return;
            }
            if (const pugi::xml_node child = first_element(node.first_child())) {
                parent = here;
                node = child;
                continue;
            }
            std::uint32_t at = here;
            for (;;) {
                rows[at].end = static_cast<std::uint32_t>(rows.size());
                declared.pop_back();
                parent = rows[at].parent;
                node = parent == detail::no_row ? pugi::xml_node() : first_element(rows[at].node.next_sibling());
                if (node || parent == detail::no_row) break;
                at = parent;
            }
        }
    }

    /// Reads the declarations of an element, then what it is itself. The number of declarations.
    std::uint32_t enter(detail::Row& row) {
        const std::uint32_t outer = row.parent == detail::no_row ? detail::no_row : content_->rows[row.parent].scope;
        row.scope = outer;
        std::uint32_t count = 0;
        bool prefixed = false;
        for (const pugi::xml_attribute& a : row.node.attributes()) {
            const std::string_view name = a.name();
            if (!name.starts_with("xmlns") || (name.size() > 5 && name[5] != ':')) {
                prefixed |= name.find(':') != std::string_view::npos;
                continue;
            }
            const std::string_view prefix = name.size() > 5 ? name.substr(6) : std::string_view();
            const std::string_view meaning = a.value();
            if (!prefix.empty() && meaning.empty()) report_at(row, "prefix " + std::string(prefix) + " means nothing");
            if (meaning.find_first_of(" \t\r\n") != std::string_view::npos)
                report_at(row, "the namespace '" + std::string(meaning) + "' is no URI");
            content_->bindings.push_back({prefix, interned(meaning), row.scope});
            row.scope = static_cast<std::uint32_t>(content_->bindings.size() - 1);
            ++count;
        }
        const std::string_view name = row.node.name();
        const std::size_t colon = name.find(':');
        const std::string_view prefix = colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
        row.prefix_length = colon == std::string_view::npos ? 0U : static_cast<std::uint32_t>(colon + 1) & 0x7FFFFF;
        row.uri = declared_uri(row, prefix);
        row.tag = tag_of(content_->uris[row.uri], name.substr(row.prefix_length));
        if (row.parent != detail::no_row) {
            const detail::Row& outside = content_->rows[row.parent];
            row.extension =
                outside.extension != 0 || outside.tag == Tag::extensionElements || outside.tag == Tag::foreign;
        }
        if (prefixed)
            for (const pugi::xml_attribute& a : row.node.attributes()) {
                const std::string_view attribute = a.name();
                const std::size_t end = attribute.find(':');
                if (end != std::string_view::npos && !attribute.starts_with("xmlns:"))
                    declared_uri(row, attribute.substr(0, end));
            }
        return count;
    }

    std::uint32_t declared_uri(const detail::Row& row, std::string_view prefix) {
        const std::uint32_t found = content_->find_uri(row.scope, prefix);
        if (found != detail::no_row) return found;
        if (prefix == "xml") return interned(uri::xml);
        if (!prefix.empty()) report_at(row, "prefix " + std::string(prefix) + " is not declared");
        return 0;
    }
    void report_at(const detail::Row& row, std::string message) {
        report(content_->position(static_cast<std::size_t>(row.node.offset_debug() - 1)), std::move(message),
               error_code::the_xml_is_not_well_formed, row.node.name());
    }
    std::uint32_t interned(std::string_view text) {
        // Nearly always one of the few that came last.
        const std::size_t known = content_->uris.size();
        for (std::size_t i = 1; i <= std::min<std::size_t>(known, 16); ++i)
            if (content_->uris[known - i] == text) return static_cast<std::uint32_t>(known - i);
        const auto [at, added] = interned_.emplace(text, static_cast<std::uint32_t>(known));
        if (added) content_->uris.push_back(text);
        return at->second;
    }

    void index_ids() {
        std::vector<detail::Named>& ids = content_->ids;
        for (std::uint32_t i = 0; i < content_->rows.size(); ++i) {
            const detail::Row& row = content_->rows[i];
            if (row.extension != 0 || row.tag == Tag::foreign) continue;
            const char* id = row.node.attribute("id").value();
            if (*id != '\0') ids.push_back({id, i});
        }
        std::stable_sort(ids.begin(), ids.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    }
    [[nodiscard]] std::vector<detail::Named>::const_iterator lower_bound(std::string_view id) const {
        return std::lower_bound(content_->ids.begin(), content_->ids.end(), id,
                                [](const detail::Named& n, std::string_view i) { return n.id < i; });
    }

    std::unique_ptr<detail::Content> content_;
    std::vector<Finding> findings_;
    std::unordered_map<std::string_view, std::uint32_t> interned_;
};

}  // namespace baton::inline BATON_ABI::bpmn

#endif
