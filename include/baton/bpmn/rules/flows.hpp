// Rules about sequence flows: what they join, and how nodes are joined by them.
#ifndef BATON_BPMN_RULES_FLOWS_HPP
#define BATON_BPMN_RULES_FLOWS_HPP

#include <algorithm>
#include <string_view>

#include "../../config.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace flows_detail {

constexpr error_code code = error_code::a_sequence_flow_is_misused;

/// Calls `visit(flow, end)` for one end of every sequence flow, where the end is known.
template <class Visit>
void each_end(const Model& m, bool source, Visit visit) {
    for (const Element flow : m.all(Tag::sequenceFlow))
        if (const Element end = source ? m.source_of(flow) : m.target_of(flow)) visit(flow, end);
}
inline bool may_flow(Element e) { return e.is(kinds::flow_nodes) && !Model::is_event_sub_process(e); }

/// Each sequence flow whose end does not list it among its `child` elements.
inline void not_listed(const Model& m, Report& r, Tag child, bool source) {
    PairSet listed;
    for (const Element c : m.all(child)) listed.add(c.parent(), m.find(c, c.text()).element);
    listed.finish();
    each_end(m, source, [&](Element flow, Element end) {
        if (end.is(kinds::flow_nodes) && !listed.has(end, flow)) r.add(flow, named(end) + " does not list it");
    });
}

/// Flows of a node that its children name, but that lead elsewhere.
inline void wrongly_listed(const Model& m, Report& r, Tag child, bool source) {
    for (const Element c : m.all(child)) {
        const Element flow = m.find(c, c.text()).element;
        if (!flow.is(Tag::sequenceFlow)) continue;
        if ((source ? m.source_of(flow) : m.target_of(flow)) != c.parent())
            r.add(c.parent(), "it lists " + named(flow) + ", which is not its own");
    }
}

/// Nodes of a container that has a `what`, without a flow on one side.
template <class Exempt>
void unjoined(const Model& m, Report& r, Tag what, bool incoming, Exempt exempt) {
    m.each(kinds::containers, [&](Element container) {
        if (!container.child(what) || container.is(Tag::adHocSubProcess)) return;
        for (const Element e : container.children()) {
            if (!may_flow(e) || Model::is_handler(e) || exempt(e)) continue;
            if ((incoming ? m.incoming(e) : m.outgoing(e)).empty()) r.add(e);
        }
    });
}

}  // namespace flows_detail

inline constexpr Rule flow_rules[] = {
    {"EXT.006", Level::error, flows_detail::code, "an artifact cannot be the target of a sequence flow",
     [](const Model& m, Report& r) {
         flows_detail::each_end(m, false, [&](Element flow, Element end) {
             if (end.is(kinds::artifacts)) r.add(flow, named(end));
         });
     }},
    {"EXT.007", Level::error, flows_detail::code, "an artifact cannot be the source of a sequence flow",
     [](const Model& m, Report& r) {
         flows_detail::each_end(m, true, [&](Element flow, Element end) {
             if (end.is(kinds::artifacts)) r.add(flow, named(end));
         });
     }},
    {"EXT.021", Level::error, flows_detail::code,
     "a sequence flow must start at an activity, gateway or event, and not at an event sub-process",
     [](const Model& m, Report& r) {
         flows_detail::each_end(m, true, [&](Element flow, Element end) {
             if (!flows_detail::may_flow(end)) r.add(flow, named(end));
         });
     }},
    {"EXT.022", Level::error, flows_detail::code,
     "a sequence flow must end at an activity, gateway or event, and not at an event sub-process",
     [](const Model& m, Report& r) {
         flows_detail::each_end(m, false, [&](Element flow, Element end) {
             if (!flows_detail::may_flow(end)) r.add(flow, named(end));
         });
     }},
    {"EXT.023", Level::strict, flows_detail::code, "both ends of a sequence flow must list it as outgoing and incoming",
     [](const Model& m, Report& r) {
         flows_detail::not_listed(m, r, Tag::outgoing, true);
         flows_detail::not_listed(m, r, Tag::incoming, false);
         flows_detail::wrongly_listed(m, r, Tag::outgoing, true);
         flows_detail::wrongly_listed(m, r, Tag::incoming, false);
     }},
    {"EXT.024", Level::error, flows_detail::code,
     "isImmediate of a sequence flow must not be false in an executable process",
     [](const Model& m, Report& r) {
         for (const Element flow : m.all(Tag::sequenceFlow))
             if (!flow.flag("isImmediate", true) && Model::is_executable(flow)) r.add(flow);
     }},
    {"EXT.025", Level::error, flows_detail::code, "an activity whose only outgoing flow is conditional is not allowed",
     [](const Model& m, Report& r) {
         m.each(kinds::activities, [&](Element e) {
             const auto out = m.outgoing(e);
             if (out.size() == 1 && out[0].child(Tag::conditionExpression)) r.add_unfinished(e, named(out[0]));
         });
     }},
    {"EXT.026", Level::error, flows_detail::code, "a default flow must start at the element that names it",
     [](const Model& m, Report& r) {
         m.each(kinds::activities + kinds::gateways, [&](Element e) {
             const Element flow = m.ref(e, "default");
             if (flow.is(Tag::sequenceFlow) && m.source_of(flow) != e) r.add(e, named(flow));
         });
     }},
    {"EXT.028", Level::error, flows_detail::code, "a sequence flow must not cross the border of a pool",
     [](const Model& m, Report& r) {
         for (const Element flow : m.all(Tag::sequenceFlow)) {
             const Element from = Model::process_of(m.source_of(flow)), to = Model::process_of(m.target_of(flow));
             if (from && to && from != to) r.add(flow, named(from) + " to " + named(to));
         }
     }},
    {"EXT.152", Level::error, flows_detail::code, "a sequence flow stays inside of one process or sub-process",
     [](const Model& m, Report& r) {
         for (const Element flow : m.all(Tag::sequenceFlow)) {
             const Element from = m.source_of(flow), to = m.target_of(flow);
             if (!from.is(kinds::flow_nodes) || !to.is(kinds::flow_nodes) || from.parent() == to.parent()) continue;
             r.add(flow, "from inside of " + named(from.parent()) + " to inside of " + named(to.parent()));
         }
     }},
    {"EXT.150", Level::strict, flows_detail::code, "where a start event is used, every flow node is reached by a flow",
     [](const Model& m, Report& r) {
         flows_detail::unjoined(m, r, Tag::startEvent, true, [&](Element e) {
             return e.is({Tag::startEvent, Tag::boundaryEvent}) || e.flag("instantiate") ||
                    (e.is(Tag::intermediateCatchEvent) && m.has_definition(e, Tag::linkEventDefinition));
         });
     }},
    {"EXT.151", Level::strict, flows_detail::code, "where an end event is used, every flow node is left by a flow",
     [](const Model& m, Report& r) {
         flows_detail::unjoined(m, r, Tag::endEvent, false, [&](Element e) {
             return e.is(Tag::endEvent) ||
                    (e.is(Tag::boundaryEvent) && m.has_definition(e, Tag::compensateEventDefinition)) ||
                    (e.is(Tag::intermediateThrowEvent) && m.has_definition(e, Tag::linkEventDefinition));
         });
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
