// The extensions of one element: attributes of other namespaces, and what stands in extensionElements. What a part of
// the importer takes is carried by the Definition; the rest is kept raw.
#ifndef BATON_BPMN_MAPPING_EXTENSIONS_HPP
#define BATON_BPMN_MAPPING_EXTENSIONS_HPP

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn {

namespace uri {
inline constexpr std::string_view baton = "urn:baton:bpmn:1";
}  // namespace uri

namespace mapping {

/// Camunda 7 and its kin (Activiti, Flowable, Operaton) say the same things by the same names.
enum class Vendor : std::uint8_t { other, camunda, zeebe, baton };

constexpr Vendor vendor_of(std::string_view namespace_uri) {
    if (namespace_uri == "http://camunda.org/schema/1.0/bpmn" || namespace_uri == "http://activiti.org/bpmn" ||
        namespace_uri == "http://flowable.org/bpmn" || namespace_uri == "http://operaton.org/schema/1.0/bpmn" ||
        namespace_uri == "http://www.camunda.com/fox")
        return Vendor::camunda;
    if (namespace_uri == "http://camunda.org/schema/zeebe/1.0") return Vendor::zeebe;
    if (namespace_uri == uri::baton) return Vendor::baton;
    return Vendor::other;
}

inline bool is_of(Element e, Vendor vendor, std::string_view local) {
    return e.local() == local && vendor_of(e.uri()) == vendor;
}

class Extensions {
public:
    Extensions(Reading& reading, Element owner) : reading_(&reading), owner_(owner) {
        for (const pugi::xml_attribute& a : owner.node().attributes()) {
            const std::string_view name = a.name();
            if (name.find(':') == std::string_view::npos || name.starts_with("xmlns:")) continue;
            const auto resolved = owner.resolve(name);
            if (!resolved) continue;
            const Vendor vendor = vendor_of(resolved->uri);
            if (vendor != Vendor::other) attributes_.push_back({vendor, resolved->local, a});
        }
        if (const Element extension = owner.child(Tag::extensionElements))
            for (const Element e : extension.children())
                if (vendor_of(e.uri()) != Vendor::other) elements_.push_back(e);
    }

    [[nodiscard]] Element owner() const { return owner_; }
    [[nodiscard]] bool empty() const { return attributes_.empty() && elements_.empty(); }

    [[nodiscard]] bool has(Vendor vendor, std::string_view name) const {
        for (const Attribute& a : attributes_)
            if (a.vendor == vendor && a.local == name) return true;
        return false;
    }
    /// The value of the attribute, which is then taken; empty when there is none.
    std::string_view take(Vendor vendor, std::string_view name) {
        for (const Attribute& a : attributes_)
            if (a.vendor == vendor && a.local == name) {
                reading_->take(a.attribute);
                return a.attribute.value();
            }
        return {};
    }
    std::string_view take(std::string_view name) { return take(Vendor::camunda, name); }
    bool take_flag(std::string_view name) { return take(name) == "true"; }

    /// The first element of that name, which is then taken.
    Element take_element(Vendor vendor, std::string_view name) {
        for (const Element e : elements_)
            if (is_of(e, vendor, name)) {
                reading_->take(e);
                return e;
            }
        return {};
    }
    /// Takes and visits every element of that name.
    template <class Visit>
    void each(Vendor vendor, std::string_view name, Visit visit) {
        for (const Element e : elements_)
            if (is_of(e, vendor, name)) {
                reading_->take(e);
                visit(e);
            }
    }

private:
    struct Attribute {
        Vendor vendor;
        std::string_view local;
        pugi::xml_attribute attribute;
    };
    Reading* reading_;
    Element owner_;
    std::vector<Attribute> attributes_;
    std::vector<Element> elements_;
};

/// The children of an extension's element that have that name.
template <class Visit>
void each_child(Element parent, std::string_view name, Visit visit) {
    for (const Element e : parent.children())
        if (e.local() == name && e.uri() == parent.uri()) visit(e);
}
inline Element child_named(Element parent, std::string_view name) {
    for (const Element e : parent.children())
        if (e.local() == name && e.uri() == parent.uri()) return e;
    return {};
}

/// "a, b,c", but commas inside of ${…} and of FEEL do not part.
inline std::vector<std::string> comma_list(std::string_view text) {
    std::vector<std::string> result;
    text = trimmed(text);
    if (text.starts_with('=')) return {std::string(text)};
    int depth = 0;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : ',';
        if (c == '{' || c == '(' || c == '[') ++depth;
        if (c == '}' || c == ')' || c == ']') --depth;
        if (i < text.size() && (c != ',' || depth > 0)) continue;
        const std::string_view part = trimmed(text.substr(from, i - from));
        if (!part.empty()) result.emplace_back(part);
        from = i + 1;
    }
    return result;
}

}  // namespace mapping

}  // namespace baton::inline BATON_ABI::bpmn

#endif
