// Rules about pools and message flows, conversations and choreographies.
#ifndef BATON_BPMN_RULES_COLLABORATION_HPP
#define BATON_BPMN_RULES_COLLABORATION_HPP

#include <string>
#include <string_view>

#include "../../config.hpp"
#include "activities.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace collaboration_detail {

constexpr error_code code = error_code::a_collaboration_is_misused;

inline void no_artifact(const Model& m, Report& r, const char* end) {
    for (const Element flow : m.all(Tag::messageFlow))
        if (const Element e = m.ref(flow, end); e.is(kinds::artifacts)) r.add(flow, named(e));
}
/// Its message flows need a message among its triggers or results.
inline void needs_message(const Model& m, Report& r, Tag tag, bool sends) {
    for (const Element e : m.all(tag)) {
        const auto flows = sends ? m.messages_from(e) : m.messages_to(e);
        if (!flows.empty() && !m.has_definition(e, Tag::messageEventDefinition) && !(e.child(Tag::eventDefinitionRef)))
            r.add(e, named(flows[0]));
    }
}

}  // namespace collaboration_detail

inline constexpr Rule collaboration_rules[] = {
    {"EXT.008", Level::error, collaboration_detail::code, "an artifact cannot be the target of a message flow",
     [](const Model& m, Report& r) { collaboration_detail::no_artifact(m, r, "targetRef"); }},
    {"EXT.009", Level::error, collaboration_detail::code, "an artifact cannot be the source of a message flow",
     [](const Model& m, Report& r) { collaboration_detail::no_artifact(m, r, "sourceRef"); }},
    {"EXT.027", Level::error, collaboration_detail::code,
     "a choreography or global conversation must not refer to a choreography",
     [](const Model& m, Report& r) {
         m.each({Tag::choreography, Tag::globalConversation, Tag::globalChoreographyTask}, [&](Element e) {
             if (e.child(Tag::choreographyRef)) r.add(e);
         });
     }},
    {"EXT.029", Level::error, collaboration_detail::code,
     "the minimum of a participant multiplicity must not be negative",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::participantMultiplicity))
             if (activities_detail::is_below(e, "minimum", 0)) r.add(e, std::string(e.attribute("minimum")));
     }},
    {"EXT.030", Level::error, collaboration_detail::code,
     "the maximum of a participant multiplicity is at least one and not below the minimum",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::participantMultiplicity)) {
             const auto value = [&](const char* name, long otherwise) {
                 const std::string text(detail::trimmed(e.attribute(name)));
                 return detail::is_integer(text) && text.size() < 12 ? std::stol(text) : otherwise;
             };
             const long most = value("maximum", 1), least = value("minimum", 0);
             if (most < 1 || most < least) r.add(e, std::to_string(least) + " to " + std::to_string(most));
         }
     }},
    {"EXT.031", Level::error, collaboration_detail::code, "a message flow must join two different pools",
     [](const Model& m, Report& r) {
         for (const Element flow : m.all(Tag::messageFlow)) {
             const Element from = m.ref(flow, "sourceRef"), to = m.ref(flow, "targetRef");
             if (!from || !to) continue;
             const Element a = m.pool_of(from), b = m.pool_of(to);
             const bool same_process = Model::process_of(from) && Model::process_of(from) == Model::process_of(to);
             if (from == to || (a && a == b) || same_process) r.add(flow, named(from) + " and " + named(to));
         }
     }},
    {"EXT.032", Level::error, collaboration_detail::code,
     "a global conversation contains no nodes, associations, message flows or artifacts",
     [](const Model& m, Report& r) {
         constexpr Tags refused = kinds::conversation_nodes + kinds::artifacts +
                                  Tags{Tag::messageFlow, Tag::messageFlowAssociation, Tag::participantAssociation,
                                       Tag::conversationAssociation, Tag::conversationLink};
         for (const Element e : m.all(Tag::globalConversation))
             for (const Element c : e.children())
                 if (c.is(refused)) r.add(e, named(c));
     }},
    {"EXT.033", Level::error, collaboration_detail::code,
     "a collaboration and the choreography that it refers to must agree on isClosed",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::collaboration))
             for (const Element other : m.refs(e, Tag::choreographyRef))
                 if (other.is(Tag::choreography) && other.flag("isClosed") != e.flag("isClosed"))
                     r.add(e, named(other));
     }},
    {"EXT.102", Level::error, collaboration_detail::code, "a start event is not the source of a message flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::startEvent))
             if (!m.messages_from(e).empty()) r.add(e, named(m.messages_from(e)[0]));
     }},
    {"EXT.103", Level::error, collaboration_detail::code,
     "a start event that a message flow reaches needs a message trigger",
     [](const Model& m, Report& r) { collaboration_detail::needs_message(m, r, Tag::startEvent, false); }},
    {"EXT.108", Level::error, collaboration_detail::code, "an end event is not the target of a message flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::endEvent))
             if (!m.messages_to(e).empty()) r.add(e, named(m.messages_to(e)[0]));
     }},
    {"EXT.109", Level::error, collaboration_detail::code,
     "an end event that sends a message flow needs a message result",
     [](const Model& m, Report& r) { collaboration_detail::needs_message(m, r, Tag::endEvent, true); }},
    {"EXT.119", Level::error, collaboration_detail::code,
     "an intermediate throw event receives, and a catch event sends, no message flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::intermediateThrowEvent))
             if (!m.messages_to(e).empty()) r.add(e, named(m.messages_to(e)[0]));
         m.each({Tag::intermediateCatchEvent, Tag::boundaryEvent}, [&](Element e) {
             if (!m.messages_from(e).empty()) r.add(e, named(m.messages_from(e)[0]));
         });
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
