// What a validator of the BPMN 2.0 schema would find, from tables (rule XSD).
#ifndef BATON_BPMN_SCHEMA_HPP
#define BATON_BPMN_SCHEMA_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/nearest.hpp"
#include "document.hpp"
#include "schema_tables.hpp"

namespace baton::inline BATON_ABI::bpmn {

/// How a file breaks the schema.
enum class Breach : std::uint8_t {
    not_bpmn,           ///< the root is no definitions of BPMN 2.0
    unknown_element,    ///< a namespace of BPMN has no element of that name
    misplaced_element,  ///< it may not stand in its parent
    wrong_order,        ///< it stands after what must follow it
    too_many,           ///< more than the schema allows
    missing_element,    ///< a child that must be there is not
    missing_attribute,  ///< likewise
    unknown_attribute,  ///< without a prefix, and not one of the type's
    wrong_value,        ///< an attribute's text is not of its type
    wrong_name,         ///< likewise, where the type is an id or a name
    stray_text          ///< text where only elements stand
};

namespace detail {

/// A type with all that it has from those that it extends.
struct FlatType {
    std::vector<const ParticleRow*> particles;  ///< in the order of the schema
    std::vector<const AttributeRow*> attributes;
    bool mixed = false;
    bool lax = false;  ///< nothing is said about its content
};

struct Schema {
    std::array<FlatType, static_cast<std::size_t>(Type::count)> types;
    std::array<ElementRow, static_cast<std::size_t>(Tag::count)> elements;

    static const Schema& get() {
        static const Schema schema;
        return schema;
    }
    [[nodiscard]] const FlatType& of(Type t) const { return types[static_cast<std::size_t>(t)]; }
    [[nodiscard]] const ElementRow& of(Tag t) const { return elements[static_cast<std::size_t>(t)]; }
    /// May an element with this tag stand for the particle?
    [[nodiscard]] bool fits(const ParticleRow& p, Tag tag) const {
        if (p.type != Type::by_tag) return p.tag == tag;
        for (; tag != Tag::unknown; tag = of(tag).group)
            if (tag == p.tag) return true;
        return false;
    }
    /// Is `derived` the type `base`, or an extension of it?
    [[nodiscard]] static bool extends(Type derived, Type base) {
        for (; derived != Type::none; derived = base_of(derived))
            if (derived == base) return true;
        return false;
    }
    static Type base_of(Type type) {
        for (const TypeRow& row : detail::types)
            if (row.type == type) return row.base;
        return Type::none;
    }

private:
    Schema() {
        elements.fill({Tag::unknown, Type::none, Tag::unknown, false});
        for (const ElementRow& row : global_elements) elements[static_cast<std::size_t>(row.tag)] = row;
        for (const TypeRow& row : detail::types) {
            FlatType& flat = types[static_cast<std::size_t>(row.type)];
            std::vector<Type> chain;
            for (Type t = row.type; t != Type::none; t = base_of(t)) chain.insert(chain.begin(), t);
            for (const Type t : chain) {
                for (const ParticleRow& p : detail::particles)
                    if (p.owner == t) flat.particles.push_back(&p);
                for (const AttributeRow& a : detail::attributes)
                    if (a.owner == t) flat.attributes.push_back(&a);
                for (const TypeRow& r : detail::types) flat.mixed |= r.type == t && r.mixed;
            }
        }
        for (const Type t :
             {Type::none, Type::Anything, Type::Documentation, Type::ExtensionElements, Type::Script, Type::Text})
            types[static_cast<std::size_t>(t)].lax = true;
        for (const Type t : {Type::QName, Type::IdRef}) types[static_cast<std::size_t>(t)].mixed = true;
    }
};

inline bool is_nc_name(std::string_view text) {
    return !text.empty() && starts_name(text.front()) && std::all_of(text.begin(), text.end(), is_name);
}
inline std::string_view trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}
inline bool is_q_name(std::string_view text) {
    const std::size_t colon = text.find(':');
    return colon == std::string_view::npos ? is_nc_name(text)
                                           : is_nc_name(text.substr(0, colon)) && is_nc_name(text.substr(colon + 1));
}
inline bool is_integer(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}
inline bool is_number(std::string_view text) {
    if (text == "INF" || text == "-INF" || text == "NaN") return true;
    const std::size_t e = text.find_first_of("eE");
    if (e != std::string_view::npos) return is_number(text.substr(0, e)) && is_integer(text.substr(e + 1));
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t dot = text.find('.');
    const std::string_view whole = text.substr(0, dot),
                           part = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    return (!whole.empty() || !part.empty()) && whole.find_first_not_of("0123456789") == std::string_view::npos &&
           part.find_first_not_of("0123456789") == std::string_view::npos;
}

/// At most so many bytes, and no half character.
inline std::string shortened(std::string_view text, std::size_t most = 100) {
    if (text.size() <= most) return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return std::string(text.substr(0, most)).append("…");
}

/// Nothing when the text is of the type, else what it should be.
inline std::string expected_value(Value value, std::string_view text) {
    if (value != Value::text) text = trimmed(text);
    switch (value) {
        case Value::text: return {};
        case Value::boolean:
            return text == "true" || text == "false" || text == "1" || text == "0" ? "" : "true or false";
        case Value::integer: return is_integer(text) ? "" : "a whole number";
        case Value::number: return is_number(text) ? "" : "a number";
        case Value::id:
        case Value::id_ref:
            return is_nc_name(text) ? "" : "an id: letters, digits, '_', '-' and '.', not beginning with a digit";
        case Value::q_name: return is_q_name(text) ? "" : "a name, or prefix:name";
        default: break;
    }
    for (const EnumerationRow& row : enumerations) {
        if (row.value != value) continue;
        std::string barred("|");
        barred.append(text).append("|");
        if (!text.empty() && text.find('|') == std::string_view::npos &&
            row.words.find(barred) != std::string_view::npos)
            return {};
        std::string words(row.words.substr(1, row.words.size() - 2));
        std::replace(words.begin(), words.end(), '|', ' ');
        return "one of " + words;
    }
    return {};
}

/// Calls `report(element, breach, message)` for each finding.
template <class Report>
class SchemaCheck {
public:
    SchemaCheck(const Document& document, Report& report) : document_(document), report_(report) {}

    void run() {
        const Element root = document_.root();
        if (!root.is(Tag::definitions)) {
            report_(root, Breach::not_bpmn,
                    "the root is " + std::string(root.local()) + " of namespace '" + std::string(root.uri()) +
                        "', not definitions of BPMN 2.0 ('" + std::string(uri::model) + "')");
            return;
        }
        types_.assign(document_.size(), Type::none);
        types_[0] = Type::Definitions;
        for (std::size_t i = 0; i < types_.size(); ++i) {
            const Element e = document_[i];
            if (e.in_extension() || e.is(Tag::foreign)) continue;
            const FlatType& type = schema_.of(types_[i]);
            if (types_[i] == Type::none) continue;
            if (types_[i] != Type::Anything) attributes(e, type);
            if (!type.lax) children(e, type);
        }
    }

private:
    void attributes(Element e, const FlatType& type) {
        std::uint32_t seen = 0;
        for (const pugi::xml_attribute& a : e.node().attributes()) {
            const std::string_view name = a.name();
            if (name.find(':') != std::string_view::npos || name == "xmlns") continue;
            const auto found = std::find_if(type.attributes.begin(), type.attributes.end(),
                                            [&](const AttributeRow* row) { return name == row->name; });
            if (found == type.attributes.end()) {
                report_(e, Breach::unknown_attribute,
                        std::string(e.local()) + " has no attribute " + std::string(name) + nearest(name, type));
                continue;
            }
            seen |= 1U << (found - type.attributes.begin());
            const Value value = (*found)->value;
            const bool names = value == Value::id || value == Value::id_ref || value == Value::q_name;
            if (const std::string expected = expected_value(value, a.value()); !expected.empty())
                report_(e, names ? Breach::wrong_name : Breach::wrong_value,
                        std::string(name) + " is '" + shortened(a.value()) + "', but must be " + expected);
        }
        for (std::size_t i = 0; i < type.attributes.size(); ++i)
            if (type.attributes[i]->required && (seen >> i & 1U) == 0)
                report_(e, Breach::missing_attribute,
                        std::string(e.local()) + " needs the attribute " + type.attributes[i]->name);
    }
    static std::string nearest(std::string_view name, const FlatType& type) {
        std::vector<std::string_view> names;
        for (const AttributeRow* row : type.attributes) names.emplace_back(row->name);
        return core::did_you_mean(name, names);
    }

    void children(Element parent, const FlatType& type) {
        std::array<std::uint32_t, 32> counts{};
        std::size_t latest = 0;
        const ParticleRow* chosen = nullptr;
        for (const Element e : parent.children()) {
            if (e.is(Tag::unknown)) {
                report_(e, Breach::unknown_element, "BPMN 2.0 has no element " + std::string(e.local()));
                continue;
            }
            std::size_t at = 0;
            while (at < type.particles.size() && !schema_.fits(*type.particles[at], e.tag())) ++at;
            if (at == type.particles.size() || e.is(Tag::foreign)) {
                report_(e, Breach::misplaced_element,
                        std::string(e.local()) + " may not stand in " + std::string(parent.local()) +
                            (e.is(Tag::foreign) ? "; elements of other namespaces belong into extensionElements" : ""));
                // What it holds is judged all the same.
                if (!e.is(Tag::foreign)) types_[e.index()] = schema_.of(e.tag()).type;
                continue;
            }
            const ParticleRow& particle = *type.particles[at];
            types_[e.index()] = type_of(e, particle);
            ++counts[at];
            if (particle.most != 0 && counts[at] == particle.most + 1U)
                report_(e, Breach::too_many,
                        std::string(parent.local()) + " may have " + std::to_string(particle.most) + " " +
                            std::string(name_of(particle.tag)) + " only");
            if (particle.choice && chosen != nullptr && chosen != &particle && excludes(*chosen, particle))
                report_(e, Breach::too_many,
                        std::string(name_of(particle.tag)) + " and " + std::string(name_of(chosen->tag)) +
                            " exclude each other");
            if (particle.choice) chosen = &particle;
            if (at < latest)
                report_(
                    e, Breach::wrong_order,
                    std::string(e.local()) + " must stand before " + std::string(name_of(type.particles[latest]->tag)));
            latest = std::max(latest, at);
        }
        for (std::size_t i = 0; i < type.particles.size(); ++i)
            if (counts[i] < type.particles[i]->least)
                report_(parent, Breach::missing_element,
                        std::string(parent.local()) + " needs " +
                            (type.particles[i]->least > 1 ? std::to_string(type.particles[i]->least) + " " : "") +
                            std::string(name_of(type.particles[i]->tag)));
        if (!type.mixed)
            for (const pugi::xml_node& n : parent.node().children())
                if ((n.type() == pugi::node_pcdata || n.type() == pugi::node_cdata) && !trimmed(n.value()).empty()) {
                    report_(parent, Breach::stray_text, "text stands in " + std::string(parent.local()));
                    break;
                }
    }
    static bool excludes(const ParticleRow& a, const ParticleRow& b) {
        // A resource role has a reference with bindings, or an expression.
        return !(a.owner == Type::ResourceRole && a.tag != Tag::resourceAssignmentExpression &&
                 b.tag != Tag::resourceAssignmentExpression);
    }
    /// By xsi:type where there is one that extends the type of the place.
    Type type_of(Element e, const ParticleRow& particle) {
        const ElementRow& global = schema_.of(e.tag());
        const Type declared = particle.type == Type::by_tag ? global.type : particle.type;
        std::string_view said = trimmed(e.attribute(uri::xsi, "type"));
        if (said.empty()) {
            if (particle.type == Type::by_tag && global.abstract)
                report_(e, Breach::misplaced_element,
                        std::string(e.local()) + " is abstract: a more special element must stand here");
            return declared;
        }
        said = said.substr(said.find(':') + 1);
        if (said == "tFormalExpression" && Schema::extends(declared, Type::Expression)) return Type::FormalExpression;
        if (said == "tExpression" && declared == Type::Expression) return declared;
        if (said.starts_with('t') && said.substr(1).size() == name_of(e.tag()).size() &&
            std::equal(said.begin() + 2, said.end(), name_of(e.tag()).begin() + 1))
            return declared;
        if (declared == Type::Point || particle.tag == Tag::partitionElement ||
            said == "t" + std::string(name_of(particle.tag)) || is_local_type(particle.tag, said))
            return declared;
        report_(e, Breach::wrong_value, "xsi:type '" + std::string(said) + "' does not fit " + std::string(e.local()));
        return declared;
    }

    /// Elements whose type does not have their name.
    static bool is_local_type(Tag tag, std::string_view type) {
        return (tag == Tag::childLaneSet && type == "tLaneSet") ||
               (tag == Tag::inputDataItem && type == "tDataInput") ||
               (tag == Tag::outputDataItem && type == "tDataOutput") ||
               (tag == Tag::event && type == "tImplicitThrowEvent");
    }

    const Document& document_;
    Report& report_;
    const Schema& schema_ = Schema::get();
    std::vector<Type> types_;
};

}  // namespace detail

/// Checks a well-formed document; `report(Element, Breach, std::string)` is called for each finding.
template <class Report>
void check_schema(const Document& document, Report report) {
    detail::SchemaCheck<Report>(document, report).run();
}

}  // namespace baton::inline BATON_ABI::bpmn

#endif
