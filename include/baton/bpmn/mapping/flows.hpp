// Sequence flows, and which activity is the handler of a compensation event. What follows from them is derived in
// core/derive.hpp.
#ifndef BATON_BPMN_MAPPING_FLOWS_HPP
#define BATON_BPMN_MAPPING_FLOWS_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "../../core/derive.hpp"
#include "../kinds.hpp"
#include "extensions.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// The default flows of all nodes, as the elements that the nodes name.
inline std::unordered_map<std::uint32_t, Element> default_flows(Reading& reading) {
    std::unordered_map<std::uint32_t, Element> result;  // by the flow's number; the node that names it
    for (const Element e : reading.document.elements()) {
        if (reading.node_of(e) == core::Node::none || !e.has("default")) continue;
        const std::string_view reference = e.attribute("default");
        if (reference.empty()) continue;
        const Element flow = reading.find(reference);
        if (flow.is(Tag::sequenceFlow) && reading.find(flow.attribute("sourceRef")) == e)
            result.emplace(flow.index(), e);
        else
            reading.error(e, flow ? "EXT.026" : "REF_EXISTENCE",
                          flow ? error_code::a_sequence_flow_is_misused : error_code::a_reference_is_broken,
                          "the default flow '" + std::string(reference) + "' does not start here");
    }
    return result;
}

/// The node at one end of a flow, or Node::none with an error.
inline std::size_t flow_end(Reading& reading, Element flow, const char* attribute) {
    const std::string_view reference = flow.attribute(attribute);
    const Element e = reading.find(reference);
    const std::size_t node = reading.node_of(e);
    const bool source = std::string_view(attribute) == "sourceRef";
    const bool event_sub_process =
        node != core::Node::none && reading.definition.nodes[node].kind == core::node_kind::event_sub_process;
    if (node != core::Node::none && !event_sub_process) return node;
    if (!e)
        reading.error(flow, "REF_EXISTENCE", error_code::a_reference_is_broken,
                      std::string(source ? "the source" : "the target") + " of a sequence flow, '" +
                          std::string(reference) + "', is not in the file");
    else
        reading.error(flow, source ? "EXT.021" : "EXT.022", error_code::a_sequence_flow_is_misused,
                      "'" + std::string(reference) + "' takes part in no sequence flow");
    return core::Node::none;
}

inline core::Condition condition_of(Reading& reading, Element flow) {
    Extensions extensions(reading, flow);
    if (const std::string_view key = extensions.take(Vendor::baton, "condition"); !key.empty())
        return {core::condition_kind::bound, {}, std::string(key)};
    const Element e = flow.child(Tag::conditionExpression);
    if (!e) return {};
    core::ExpressionText text = reading.expression(e);
    if (text.empty()) {
        reading.warn(e, "EXT.013", error_code::the_expression_in_the_bpmn_is_broken,
                     "an empty condition is no condition");
        return {};
    }
    return {core::condition_kind::expression, std::move(text.language), std::move(text.text)};
}

/// All sequence flows of the file, in document order.
inline void read_flows(Reading& reading) {
    core::Definition& d = reading.definition;
    const auto defaults = default_flows(reading);
    core::FlowNames names;
    for (const Element e : reading.document.elements()) {
        if (!e.is(Tag::sequenceFlow) || !e.in_model()) continue;
        if (!e.parent().is(kinds::containers)) continue;
        core::Flow flow;
        flow.source = flow_end(reading, e, "sourceRef");
        flow.target = flow_end(reading, e, "targetRef");
        if (flow.source == core::Node::none || flow.target == core::Node::none) continue;
        const core::Node &from = d.nodes[flow.source], &to = d.nodes[flow.target];
        if (from.process != to.process || from.parent != to.parent) {
            reading.error(e, from.process != to.process ? "EXT.028" : "EXT.152", error_code::a_sequence_flow_is_misused,
                          "a sequence flow does not leave its " +
                              std::string(from.process != to.process ? "process" : "sub-process"));
            continue;
        }
        flow.id = e.id();
        flow.title = e.attribute("name");
        if (flow.id.empty()) flow.id = names.between(from, to);
        reading.strict = d.processes[from.process].executable && from.kind != core::node_kind::parallel_gateway &&
                         reading.document.by_id(d.processes[from.process].id).flag("isExecutable");
        flow.condition = condition_of(reading, e);
        if (defaults.contains(e.index())) flow.condition = {core::condition_kind::otherwise, {}, {}};
        d.flows.push_back(std::move(flow));
    }
    reading.strict = false;
}

/// Ties compensation boundary events to their handlers, by associations in either direction.
inline void read_handlers(Reading& reading) {
    core::Definition& d = reading.definition;
    const auto tie = [&](Element event, Element activity) {
        const std::size_t at = reading.node_of(event), handler = reading.node_of(activity);
        if (at == core::Node::none || handler == core::Node::none || at == handler) return;
        core::Node& node = d.nodes[at];
        if (node.kind != core::node_kind::boundary_event || node.handler != core::Node::none) return;
        if (!core::is_activity(d.nodes[handler].kind) || d.nodes[handler].parent != node.parent) return;
        for (const core::EventDefinition& e : node.events)
            if (e.kind == core::event_kind::compensation) node.handler = handler;
    };
    for (const Element e : reading.document.elements()) {
        if (!e.is(Tag::association) || !e.in_model()) continue;
        const Element source = reading.find(e.attribute("sourceRef")), target = reading.find(e.attribute("targetRef"));
        if (!source || !target) continue;
        tie(source, target);
        tie(target, source);
    }
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
