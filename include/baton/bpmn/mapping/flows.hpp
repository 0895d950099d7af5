// Sequence flows, and what follows from them: how tokens meet and part at a node, where a scope starts and ends, and
// which activity is the handler of a compensation event.
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
    std::unordered_map<std::string, std::size_t> unnamed;
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
        if (flow.id.empty()) {
            flow.id = from.id + "->" + to.id;
            const std::size_t times = ++unnamed[flow.id];
            if (times > 1) flow.id += "#" + std::to_string(times);
        }
        reading.strict = d.processes[from.process].executable && from.kind != core::node_kind::parallel_gateway &&
                         reading.document.by_id(d.processes[from.process].id).flag("isExecutable");
        flow.condition = condition_of(reading, e);
        if (defaults.contains(e.index())) flow.condition = {core::condition_kind::otherwise, {}, {}};
        d.flows.push_back(std::move(flow));
    }
    reading.strict = false;
}

inline core::join_kind join_of(const core::Node& node, std::size_t incoming) {
    if (node.kind == core::node_kind::complex_gateway && incoming == 1 && !node.condition.empty())
        return core::join_kind::complex;
    if (incoming < 2) return core::join_kind::none;
    switch (node.kind) {
        case core::node_kind::parallel_gateway: return core::join_kind::all;
        case core::node_kind::inclusive_gateway: return core::join_kind::inclusive;
        case core::node_kind::complex_gateway: return core::join_kind::complex;
        default: return core::join_kind::merge;
    }
}

inline core::split_kind split_of(const core::Node& node, std::size_t outgoing, bool conditional) {
    if (node.kind == core::node_kind::event_gateway) return core::split_kind::all;
    if (outgoing == 0 || (outgoing == 1 && !conditional)) return core::split_kind::none;
    switch (node.kind) {
        case core::node_kind::exclusive_gateway: return core::split_kind::exclusive;
        case core::node_kind::parallel_gateway: return core::split_kind::all;
        default: return core::split_kind::inclusive;
    }
}

/// Whether a node without incoming flows starts when its scope, which has no start event, opens.
inline bool starts_by_itself(const core::Definition& d, const core::Node& node) {
    const bool ad_hoc =
        node.parent != core::Node::none && d.nodes[node.parent].kind == core::node_kind::ad_hoc_sub_process;
    if (node.for_compensation || node.kind == core::node_kind::event_sub_process) return false;
    if (core::is_activity(node.kind)) return node.parent != core::Node::none || !node.instantiate;
    if (ad_hoc) return false;
    if (core::is_gateway(node.kind)) return node.parent != core::Node::none || !node.instantiate;
    if (node.kind == core::node_kind::throw_event) return true;
    if (node.kind != core::node_kind::catch_event) return false;
    for (const core::EventDefinition& e : node.events)
        if (e.kind == core::event_kind::link) return false;
    return true;
}

/// Joins, splits, starts and ends, by the flows that there are and the handlers of compensation.
inline void derive_from_flows(core::Definition& d) {
    const std::size_t count = d.nodes.size(), processes = d.processes.size();
    std::vector<std::size_t> incoming(count, 0), outgoing(count, 0);
    std::vector<bool> conditional(count, false), has_start(count + processes, false), handler(count, false);
    for (const core::Flow& f : d.flows) {
        ++incoming[f.target];
        ++outgoing[f.source];
        if (f.condition.kind != core::condition_kind::none) conditional[f.source] = true;
    }
    const auto scope = [&](const core::Node& n) { return n.parent == core::Node::none ? count + n.process : n.parent; };
    for (const core::Node& n : d.nodes) {
        if (n.kind == core::node_kind::start_event) has_start[scope(n)] = true;
        if (n.handler != core::Node::none) handler[n.handler] = true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        core::Node& n = d.nodes[i];
        n.join = join_of(n, incoming[i]);
        n.split = split_of(n, outgoing[i], conditional[i]);
        n.end = n.end || n.kind == core::node_kind::end_event || outgoing[i] == 0;
        if (n.kind == core::node_kind::start_event)
            n.start = n.events.empty() ||
                      (n.parent != core::Node::none && d.nodes[n.parent].kind == core::node_kind::event_sub_process);
        else if (incoming[i] == 0 && !has_start[scope(n)] && !handler[i])
            n.start = n.start || starts_by_itself(d, n);
    }
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
