// Rules about start, end, intermediate and boundary events: where they stand, their flows, their triggers and results.
#ifndef BATON_BPMN_RULES_EVENTS_HPP
#define BATON_BPMN_RULES_EVENTS_HPP

#include <span>
#include <string>
#include <string_view>

#include "../../config.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace events_detail {

constexpr error_code code = error_code::an_event_is_misused;
inline constexpr Tags intermediate{Tag::intermediateCatchEvent, Tag::intermediateThrowEvent};

/// The start events that begin a process, an ordinary sub-process or an event sub-process.
enum class Begins { process, sub_process, event_sub_process };
template <class Visit>
void each_start(const Model& m, Begins what, Visit visit) {
    for (const Element e : m.all(Tag::startEvent)) {
        const Element container = e.parent();
        const Begins begins = container.is(Tag::process)               ? Begins::process
                              : Model::is_event_sub_process(container) ? Begins::event_sub_process
                                                                       : Begins::sub_process;
        if (begins == what && container.is(kinds::containers)) visit(e);
    }
}
/// Calls `report` for an event that has a definition which is not among those allowed.
inline void only(const Model& m, Report& r, Element event, const Tags& allowed) {
    for (const Element d : m.definitions_of(event))
        if (!d.is(allowed)) return r.add(event, std::string(d.local()));
}
/// Has no flow on that side; under strict checking it must also list one.
inline bool lacks(const Model& m, const Report& r, Element e, Tag side) {
    return (side == Tag::incoming ? m.incoming(e) : m.outgoing(e)).empty() || (r.is_strict() && !e.child(side));
}
/// A flow that an event may not have; one that it lists but that does not lead there harms nobody.
inline void add_flow(Report& r, Element e, std::span<const Element> flows) {
    flows.empty() ? r.add_strict(e, "it lists one") : r.add(e, named(flows[0]));
}
inline bool is_link(const Model& m, Element e) { return m.has_definition(e, Tag::linkEventDefinition); }

/// What keeps a boundary event from being caught; empty when nothing does.
inline std::string misfit(const Model& m, Element boundary) {
    const bool interrupts = boundary.flag("cancelActivity", true);
    for (const Element d : m.definitions_of(boundary)) {
        if (d.is({Tag::messageEventDefinition, Tag::timerEventDefinition, Tag::conditionalEventDefinition,
                  Tag::signalEventDefinition, Tag::escalationEventDefinition}))
            continue;
        if (interrupts && d.is({Tag::errorEventDefinition, Tag::cancelEventDefinition, Tag::compensateEventDefinition}))
            continue;
        return std::string(d.local()) + (interrupts ? "" : ", not interrupting");
    }
    return {};
}
/// A boundary event that has no trigger is unfinished, unless it goes as far as to say whether it interrupts.
inline void add_plain(Report& r, Element boundary, std::string_view detail) {
    const bool meant = boundary.has("cancelActivity") && !Model::has_extension(boundary);
    meant ? r.add_unfinished(boundary, detail) : r.add_strict(boundary, detail);
}
inline void check_boundary(const Model& m, Report& r) {
    for (const Element e : m.all(Tag::boundaryEvent))
        if (m.is_plain(e))
            add_plain(r, e, "it has none");
        else if (const std::string why = misfit(m, e); !why.empty())
            r.add(e, why);
}
inline void cancel_needs_transaction(const Model& m, Report& r) {
    for (const Element e : m.all(Tag::boundaryEvent)) {
        const Element to = m.ref(e, "attachedToRef");
        if (to && !to.is(Tag::transaction) && m.has_definition(e, Tag::cancelEventDefinition)) r.add(e, named(to));
    }
}

}  // namespace events_detail

inline constexpr Rule event_rules[] = {
    {"EXT.059", Level::error, events_detail::code,
     "the start event of an event sub-process needs a trigger of an allowed kind",
     [](const Model& m, Report& r) {
         events_detail::each_start(m, events_detail::Begins::event_sub_process, [&](Element e) {
             if (m.is_plain(e)) return r.add_unfinished(e, "it has none");
             Tags allowed{Tag::messageEventDefinition, Tag::timerEventDefinition, Tag::conditionalEventDefinition,
                          Tag::signalEventDefinition, Tag::escalationEventDefinition};
             if (e.flag("isInterrupting", true))
                 allowed.add(Tags{Tag::errorEventDefinition, Tag::compensateEventDefinition});
             for (const Element d : m.definitions_of(e))
                 if (d.is({Tag::errorEventDefinition, Tag::compensateEventDefinition}) && !d.is(allowed))
                     return r.add_strict(e, std::string(d.local()) + ", not interrupting");
             events_detail::only(m, r, e, allowed);
         });
     }},
    {"EXT.096", Level::error, events_detail::code, "a start event has no incoming sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::startEvent))
             if (!m.incoming(e).empty() || e.child(Tag::incoming)) events_detail::add_flow(r, e, m.incoming(e));
     }},
    {"EXT.097", Level::error, events_detail::code, "where there is an end event there must be a start event",
     [](const Model& m, Report& r) {
         m.each(kinds::containers, [&](Element c) {
             if (!c.child(Tag::endEvent) || c.child(Tag::startEvent) || c.is(Tag::adHocSubProcess)) return;
             for (const Element e : c.children())
                 if (e.flag("instantiate")) return;
             r.add_unfinished(c);
         });
     }},
    {"EXT.098", Level::error, events_detail::code, "a process starts by message, timer, condition or signal only",
     [](const Model& m, Report& r) {
         events_detail::each_start(m, events_detail::Begins::process, [&](Element e) {
             events_detail::only(m, r, e,
                                 {Tag::messageEventDefinition, Tag::timerEventDefinition,
                                  Tag::conditionalEventDefinition, Tag::signalEventDefinition});
         });
     }},
    {"EXT.099", Level::error, events_detail::code, "a called process has a start event without trigger",
     [](const Model& m, Report& r) {
         for (const Element call : m.all(Tag::callActivity)) {
             const Element process = m.ref(call, "calledElement");
             if (!process.is(Tag::process)) continue;
             bool any = false, plain = false;
             for (const Element e : process.children()) {
                 any |= e.is(Tag::startEvent);
                 plain |= e.is(Tag::startEvent) && m.is_plain(e);
             }
             if (any && !plain) r.add(call, named(process));
         }
     }},
    {"EXT.100", Level::error, events_detail::code, "a start event of an ordinary sub-process has no trigger",
     [](const Model& m, Report& r) {
         events_detail::each_start(m, events_detail::Begins::sub_process, [&](Element e) {
             if (!m.is_plain(e)) r.add(e);
         });
     }},
    {"EXT.101", Level::strict, events_detail::code, "a start event has an outgoing sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::startEvent))
             if (events_detail::lacks(m, r, e, Tag::outgoing)) r.add(e);
     }},
    {"EXT.104", Level::error, events_detail::code, "an end event has no outgoing sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::endEvent))
             if (!m.outgoing(e).empty() || e.child(Tag::outgoing)) events_detail::add_flow(r, e, m.outgoing(e));
     }},
    {"EXT.105", Level::strict, events_detail::code, "where there is a start event there must be an end event",
     [](const Model& m, Report& r) {
         m.each(kinds::containers, [&](Element c) {
             if (c.child(Tag::startEvent) && !c.child(Tag::endEvent)) r.add(c);
         });
     }},
    {"EXT.106", Level::error, events_detail::code, "a cancel end event stands only in a transaction",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::endEvent)) {
             if (!m.has_definition(e, Tag::cancelEventDefinition)) continue;
             Element around = e.parent();
             while (around && !around.is(Tag::transaction)) around = around.parent();
             if (!around) r.add_unfinished(e);
         }
     }},
    {"EXT.107", Level::strict, events_detail::code, "an end event has an incoming sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::endEvent))
             if (events_detail::lacks(m, r, e, Tag::incoming)) r.add(e);
     }},
    {"EXT.110", Level::error, events_detail::code,
     "a boundary event has a trigger that fits its being interrupting or not", events_detail::check_boundary},
    {"EXT.111", Level::error, events_detail::code, "a cancel boundary event is attached to a transaction",
     events_detail::cancel_needs_transaction},
    {"EXT.112", Level::error, events_detail::code, "a boundary event has no incoming sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::boundaryEvent))
             if (!m.incoming(e).empty() || e.child(Tag::incoming)) events_detail::add_flow(r, e, m.incoming(e));
     }},
    {"EXT.113", Level::strict, events_detail::code, "a boundary event has an outgoing sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::boundaryEvent))
             if (events_detail::lacks(m, r, e, Tag::outgoing) && !m.has_definition(e, Tag::compensateEventDefinition))
                 r.add(e);
     }},
    {"EXT.114", Level::error, events_detail::code, "a compensation boundary event has no outgoing sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::boundaryEvent))
             if (!m.outgoing(e).empty() && m.has_definition(e, Tag::compensateEventDefinition))
                 r.add(e, named(m.outgoing(e)[0]));
     }},
    {"EXT.115", Level::strict, events_detail::code, "an intermediate event has an incoming sequence flow",
     [](const Model& m, Report& r) {
         m.each(events_detail::intermediate, [&](Element e) {
             const bool target = e.is(Tag::intermediateCatchEvent) && events_detail::is_link(m, e);
             if (events_detail::lacks(m, r, e, Tag::incoming) && !target) r.add(e);
         });
     }},
    {"EXT.116", Level::strict, events_detail::code, "an intermediate event has an outgoing sequence flow",
     [](const Model& m, Report& r) {
         m.each(events_detail::intermediate, [&](Element e) {
             const bool source = e.is(Tag::intermediateThrowEvent) && events_detail::is_link(m, e);
             if (events_detail::lacks(m, r, e, Tag::outgoing) && !source) r.add(e);
         });
     }},
    {"EXT.120", Level::error, events_detail::code, "a cancel boundary event is attached to a transaction only",
     events_detail::cancel_needs_transaction},
    {"EXT.121", Level::error, events_detail::code, "a compensation trigger is not allowed on this catch event",
     [](const Model& m, Report& r) {
         m.each({Tag::startEvent, Tag::intermediateCatchEvent}, [&](Element e) {
             if (m.has_definition(e, Tag::compensateEventDefinition) && !Model::is_event_sub_process(e.parent()))
                 r.add(e);
         });
     }},
    {"EXT.122", Level::error, events_detail::code,
     "an intermediate catch event in the flow cannot wait for compensation",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::intermediateCatchEvent))
             if (m.has_definition(e, Tag::compensateEventDefinition)) r.add(e);
     }},
    {"EXT.129", Level::error, events_detail::code, "the start event of an event sub-process needs an event definition",
     [](const Model& m, Report& r) {
         events_detail::each_start(m, events_detail::Begins::event_sub_process, [&](Element e) {
             if (m.is_plain(e)) r.add_unfinished(e);
         });
     }},
    {"EXT.130", Level::error, events_detail::code, "a boundary event needs an event definition",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::boundaryEvent))
             if (m.is_plain(e)) events_detail::add_plain(r, e, {});
     }},
    {"EXT.146", Level::error, events_detail::code, "an end event has an allowed result only",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::endEvent))
             events_detail::only(
                 m, r, e,
                 {Tag::messageEventDefinition, Tag::errorEventDefinition, Tag::escalationEventDefinition,
                  Tag::cancelEventDefinition, Tag::compensateEventDefinition, Tag::signalEventDefinition,
                  Tag::terminateEventDefinition});
     }},
    {"EXT.147", Level::error, events_detail::code, "a boundary event has an allowed trigger only",
     events_detail::check_boundary},
    {"EXT.148", Level::error, events_detail::code, "an intermediate catch event has an allowed trigger only",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::intermediateCatchEvent))
             events_detail::only(
                 m, r, e,
                 {Tag::messageEventDefinition, Tag::timerEventDefinition, Tag::conditionalEventDefinition,
                  Tag::linkEventDefinition, Tag::signalEventDefinition});
     }},
    {"EXT.149", Level::error, events_detail::code, "an intermediate throw event has an allowed result only",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::intermediateThrowEvent))
             events_detail::only(
                 m, r, e,
                 {Tag::messageEventDefinition, Tag::escalationEventDefinition, Tag::compensateEventDefinition,
                  Tag::linkEventDefinition, Tag::signalEventDefinition});
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
