// Rules about ids and about the files that a model imports.
#ifndef BATON_BPMN_RULES_IMPORTS_HPP
#define BATON_BPMN_RULES_IMPORTS_HPP

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "../../config.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace imports_detail {

constexpr error_code id_code = error_code::an_id_is_missing_or_used_twice;
constexpr error_code code = error_code::an_import_cannot_be_used;

/// What others may refer to and what is of no use without a name.
inline constexpr Tags referred =
    kinds::flow_nodes + kinds::callables +
    Tags{Tag::sequenceFlow,   Tag::message,    Tag::error,     Tag::escalation, Tag::signal,
         Tag::itemDefinition, Tag::dataObject, Tag::dataStore, Tag::dataInput,  Tag::dataOutput,
         Tag::participant,    Tag::interface,  Tag::operation, Tag::resource,   Tag::correlationProperty,
         Tag::categoryValue};

/// What an import says that it is, as far as we know it.
inline Source::Kind kind_named(std::string_view type) {
    if (type == uri::model) return Source::Kind::bpmn;
    if (type == uri::xml_schema) return Source::Kind::xml_schema;
    if (type == uri::wsdl_1 || type == uri::wsdl_2 || type == uri::wsdl_2_draft ||
        type.find("wsdl") != std::string_view::npos)
        return Source::Kind::wsdl;
    return Source::Kind::other;
}
/// Ids of one imported file that are used before, in the model or in files imported earlier under the same namespace.
inline void twice_in_imports(const Model& m, Report& r) {
    std::unordered_map<std::string_view, std::unordered_set<std::string_view>> seen;
    std::unordered_set<std::size_t> read;
    const auto ids = [&](const Document& d, std::string_view space, auto report) {
        auto& known = seen[space];
        for (const Element e : d.elements())
            if (e.in_model() && !e.id().empty() && !known.insert(e.id()).second && report(e)) return;
    };
    ids(m.document(), m.source().target_namespace, [](Element) { return false; });
    for (const Source::Import& import : m.source().imports) {
        if (import.source == Source::Import::not_read || !read.insert(import.source).second) continue;
        const Source& other = m.files()[import.source];
        if (other.kind != Source::Kind::bpmn || &other == &m.source()) continue;
        ids(other.document, other.target_namespace, [&](Element e) {
            r.add(import.element,
                  std::string(import.element.attribute("location")) + " has '" + std::string(e.id()) + "' again");
            return true;
        });
    }
}

/// The WSDL file that declares the namespace; null when none was read.
inline const Source* wsdl_of(const Model& m, std::string_view space) {
    for (const Source::Import& import : m.source().imports)
        if (import.source != Source::Import::not_read)
            if (const Source& s = m.files()[import.source]; s.kind == Source::Kind::wsdl && s.target_namespace == space)
                return &s;
    return nullptr;
}

}  // namespace imports_detail

inline constexpr Rule import_rules[] = {
    {"EXT.001", Level::error, imports_detail::code, "every imported file must exist and be what the import says it is",
     [](const Model& m, Report& r) {
         for (const Source::Import& import : m.source().imports) {
             if (import.source == Source::Import::not_read) {
                 // Decision models and the like: only who knows them can say what they lack.
                 const bool known =
                     imports_detail::kind_named(import.element.attribute("importType")) != Source::Kind::other;
                 r.add(import.element, import.problem,
                       import.remote              ? Level::hint
                       : known && !import.outside ? Level::error
                                                  : Level::strict);
                 continue;
             }
             const Source& other = m.files()[import.source];
             const Source::Kind said = imports_detail::kind_named(import.element.attribute("importType"));
             if (!other.document.ok()) continue;  // rule IMPORT
             if (said != Source::Kind::other && said != other.kind)
                 r.add(import.element, "its root is " + std::string(other.document.root().local()) + " of namespace '" +
                                           std::string(other.document.root().uri()) + "'");
             else if (const std::string_view space = import.element.attribute("namespace");
                      !space.empty() && !other.target_namespace.empty() && space != other.target_namespace)
                 r.add_strict(import.element, "its namespace is '" + std::string(other.target_namespace) + "'");
         }
     }},
    {"EXT.002", Level::error, imports_detail::id_code,
     "an id must be unique in its file, and in the files that are imported under one namespace",
     [](const Model& m, Report& r) {
         m.document().each_duplicate_id([&](Element later, Element earlier) {
             if (r.is_full()) return;
             const Position at = earlier.position();
             // Within diagrams nothing refers to ids by anything but ids of diagrams.
             r.add(later, "'" + std::string(later.id()) + "' is that of line " + std::to_string(at.line),
                   later.in_model() && earlier.in_model() ? Level::error : Level::strict);
         });
         imports_detail::twice_in_imports(m, r);
     }},
    {"EXT.003", Level::strict, imports_detail::id_code, "elements that others may refer to need an id",
     [](const Model& m, Report& r) {
         m.each(imports_detail::referred, [&](Element e) {
             if (e.id().empty()) r.add(e);
         });
     }},
    {"WSDL", Level::error, imports_detail::code, "an imported WSDL file lacks what the model refers to",
     [](const Model& m, Report& r) {
         std::unordered_map<const Source*, std::unordered_set<std::string_view>> known;
         m.each({Tag::interface, Tag::operation}, [&](Element e) {
             const auto name = e.resolve(detail::trimmed(e.attribute("implementationRef")));
             if (!e.has("implementationRef") || !name) return;
             const Source* wsdl = imports_detail::wsdl_of(m, name->uri);
             if (wsdl == nullptr) return;
             auto& names = known[wsdl];
             if (names.empty())
                 for (const Element d : wsdl->document.elements())
                     if (d.local() == "portType" || d.local() == "interface" || d.local() == "operation" ||
                         d.local() == "service" || d.local() == "binding")
                         names.insert(d.attribute("name"));
             if (!names.contains(name->local)) r.add(e, "'" + std::string(name->local) + "'");
         });
     }},
};

/// Is reported where all files have been judged.
inline constexpr Rule broken_import{"IMPORT", Level::error, imports_detail::code,
                                    "an imported BPMN file itself breaks a rule", nullptr};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
