// Extensions that no part of the importer took: kept as XML.
#ifndef BATON_BPMN_MAPPING_RAW_EXTENSIONS_HPP
#define BATON_BPMN_MAPPING_RAW_EXTENSIONS_HPP

#include <algorithm>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../imported.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::detail {

class RawKeeper {
public:
    explicit RawKeeper(Reading& reading) : reading_(reading), taken_(reading.taken_attributes()) {}

    void keep() {
        for (const Element e : reading_.document.elements()) {
            if (e.in_extension() || e.is({Tag::foreign, Tag::extensionElements})) {
                if (e.parent().is(Tag::extensionElements) && e.parent().parent() && !inside_kept(e) &&
                    !reading_.is_taken(e))
                    element(e);
                continue;
            }
            attributes(e);
        }
    }

private:
    /// Only the outermost elements of an extension are kept, with all that is in them.
    [[nodiscard]] static bool inside_kept(Element e) { return e.parent().in_extension(); }

    static void place(Element owner, RawExtension& raw) {
        Element named = owner;
        while (named && named.id().empty()) named = named.parent();
        raw.element = named.id();
        if (named != owner) raw.inside = owner.local();
    }

    void attributes(Element e) {
        for (const pugi::xml_attribute& a : e.node().attributes()) {
            const std::string_view name = a.name();
            if (name.find(':') == std::string_view::npos || name.starts_with("xmlns:")) continue;
            const auto resolved = e.resolve(name);
            if (!resolved || resolved->uri == uri::xsi) continue;
            if (std::binary_search(taken_.begin(), taken_.end(), static_cast<const void*>(a.internal_object())))
                continue;
            RawExtension raw;
            place(e, raw);
            raw.name = name;
            raw.uri = resolved->uri;
            raw.text = a.value();
            raw.attribute = true;
            reading_.imported.extensions.push_back(std::move(raw));
        }
    }

    void element(Element e) {
        RawExtension raw;
        place(e.parent().parent(), raw);
        raw.name = e.node().name();
        raw.uri = e.uri();
        pugi::xml_document copy;
        pugi::xml_node node = copy.append_copy(e.node());
        declare_prefixes(e, node);
        struct Writer : pugi::xml_writer {
            std::string text;
            void write(const void* data, std::size_t size) override {
                text.append(static_cast<const char*>(data), size);
            }
        } writer;
        node.print(writer, "", pugi::format_raw);
        raw.text = std::move(writer.text);
        reading_.imported.extensions.push_back(std::move(raw));
    }

    /// The copy stands alone: what its names mean is declared on it.
    static void declare_prefixes(Element e, pugi::xml_node copy) {
        std::vector<std::string_view> declared;
        const auto declare = [&](Element at, std::string_view name, bool attribute) {
            const std::size_t colon = name.find(':');
            if (attribute && colon == std::string_view::npos) return;
            const std::string_view prefix =
                colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
            if (prefix == "xml" || prefix == "xmlns" ||
                std::find(declared.begin(), declared.end(), prefix) != declared.end())
                return;
            declared.push_back(prefix);
            const auto resolved = at.resolve(name);
            if (!resolved || resolved->uri.empty()) return;
            const std::string key = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
            if (copy.attribute(key.c_str()).empty())
                copy.append_attribute(key.c_str()).set_value(std::string(resolved->uri).c_str());
        };
        const auto all_of = [&](Element at) {
            declare(at, at.node().name(), false);
            for (const pugi::xml_attribute& a : at.node().attributes()) declare(at, a.name(), true);
        };
        all_of(e);
        for (const Element inner : e.descendants()) all_of(inner);
    }

    Reading& reading_;
    std::vector<const void*> taken_;
};

}  // namespace baton::inline BATON_ABI::bpmn::detail

#endif
