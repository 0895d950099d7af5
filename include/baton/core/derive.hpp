// What follows from the nodes and flows of a model, whoever has written it (a file, or words): how tokens meet and part
// at a node, where a scope starts and ends, the names of flows that have none, the name of the whole.
#ifndef BATON_CORE_DERIVE_HPP
#define BATON_CORE_DERIVE_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "../config.hpp"
#include "definition.hpp"

namespace baton::inline BATON_ABI::core {

/// Names flows that have no id: "a->b", and "a->b#2" for the second between the same nodes.
class FlowNames {
public:
    std::string between(const Node& from, const Node& to) {
        std::string id = from.id + "->" + to.id;
        const std::size_t times = ++used_[id];
        if (times > 1) id += "#" + std::to_string(times);
        return id;
    }

private:
    std::unordered_map<std::string, std::size_t> used_;
};

/// The id of the whole: that of the only process, else `otherwise`.
inline std::string definition_id(const Definition& d, std::string_view otherwise) {
    const Process* only = nullptr;
    std::size_t processes = 0;
    for (const Process& p : d.processes)
        if (!p.global_task) {
            only = &p;
            ++processes;
        }
    if (processes == 0 && d.processes.size() == 1) return d.processes.front().id;
    return processes == 1 ? only->id : std::string(otherwise);
}

inline join_kind join_of(const Node& node, std::size_t incoming) {
    if (node.kind == node_kind::complex_gateway && incoming == 1 && !node.condition.empty()) return join_kind::complex;
    if (incoming < 2) return join_kind::none;
    switch (node.kind) {
        case node_kind::parallel_gateway: return join_kind::all;
        case node_kind::inclusive_gateway: return join_kind::inclusive;
        case node_kind::complex_gateway: return join_kind::complex;
        default: return join_kind::merge;
    }
}

inline split_kind split_of(const Node& node, std::size_t outgoing, bool conditional) {
    if (node.kind == node_kind::event_gateway) return split_kind::all;
    if (outgoing == 0 || (outgoing == 1 && !conditional)) return split_kind::none;
    switch (node.kind) {
        case node_kind::exclusive_gateway: return split_kind::exclusive;
        case node_kind::parallel_gateway: return split_kind::all;
        default: return split_kind::inclusive;
    }
}

/// Whether a node without incoming flows starts when its scope, which has no start event, opens.
inline bool starts_by_itself(const Definition& d, const Node& node) {
    const bool ad_hoc = node.parent != Node::none && d.nodes[node.parent].kind == node_kind::ad_hoc_sub_process;
    if (node.for_compensation || node.kind == node_kind::event_sub_process) return false;
    if (is_activity(node.kind)) return node.parent != Node::none || !node.instantiate;
    if (ad_hoc) return false;
    if (is_gateway(node.kind)) return node.parent != Node::none || !node.instantiate;
    if (node.kind == node_kind::throw_event) return true;
    if (node.kind != node_kind::catch_event) return false;
    for (const EventDefinition& e : node.events)
        if (e.kind == event_kind::link) return false;
    return true;
}

/// Joins, splits, starts and ends, by the flows that there are and the handlers of compensation.
inline void derive_from_flows(Definition& d) {
    const std::size_t count = d.nodes.size(), processes = d.processes.size();
    std::vector<std::size_t> incoming(count, 0), outgoing(count, 0);
    std::vector<bool> conditional(count, false), has_start(count + processes, false), handler(count, false);
    for (const Flow& f : d.flows) {
        ++incoming[f.target];
        ++outgoing[f.source];
        if (f.condition.kind != condition_kind::none) conditional[f.source] = true;
    }
    const auto scope = [&](const Node& n) { return n.parent == Node::none ? count + n.process : n.parent; };
    for (const Node& n : d.nodes) {
        if (n.kind == node_kind::start_event) has_start[scope(n)] = true;
        if (n.handler != Node::none) handler[n.handler] = true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        Node& n = d.nodes[i];
        n.join = join_of(n, incoming[i]);
        n.split = split_of(n, outgoing[i], conditional[i]);
        n.end = n.end || n.kind == node_kind::end_event || outgoing[i] == 0;
        if (n.kind == node_kind::start_event)
            n.start =
                n.events.empty() || (n.parent != Node::none && d.nodes[n.parent].kind == node_kind::event_sub_process);
        else if (incoming[i] == 0 && !has_start[scope(n)] && !handler[i])
            n.start = n.start || starts_by_itself(d, n);
    }
}

}  // namespace baton::inline BATON_ABI::core

#endif
