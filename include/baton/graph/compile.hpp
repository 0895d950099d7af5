// Compiles a Definition to its Graph.
#ifndef BATON_GRAPH_COMPILE_HPP
#define BATON_GRAPH_COMPILE_HPP

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "graph.hpp"
#include "join_reach.hpp"

namespace baton::inline BATON_ABI::graph {

namespace detail {

/// Whether a node is more than a body or a choice of flows.
inline bool is_elaborate(const core::Node& n) {
    using core::node_kind;
    switch (n.kind) {
        case node_kind::exclusive_gateway:
        case node_kind::parallel_gateway:
        case node_kind::inclusive_gateway:
        case node_kind::timer_boundary:
        case node_kind::error_boundary: return false;
        case node_kind::start_event:
        case node_kind::boundary_event: return false;
        case node_kind::end_event:
        case node_kind::throw_event: return !n.events.empty() || !n.data.empty();
        case node_kind::task:
            return n.loop.kind != core::loop_kind::none || !n.events.empty() || !n.data.empty() ||
                   n.start_quantity != 1 || n.completion_quantity != 1 || n.task == core::task_kind::receive ||
                   n.for_compensation || !n.implementation.inputs.empty() || !n.implementation.outputs.empty();
        default: return true;
    }
}

inline Vertex vertex_of(const core::Definition& d, std::uint32_t index, bool ask_every_task) {
    const core::Node& n = d.nodes[index];
    Vertex v;
    v.kind = n.kind;
    v.join = n.join;
    v.split = n.split;
    v.host = n.host == core::Node::none ? index : static_cast<std::uint32_t>(n.host);
    v.time_ms = n.time.ms;
    v.id = n.id;
    if (n.concurrent) v.flags |= concurrent;
    if (n.keep_changes) v.flags |= keep_changes;
    if (n.kind == core::node_kind::task && n.time.ms > 0) v.flags |= has_delay;
    if (n.start) v.flags |= starts;
    if (n.end) v.flags |= may_end;
    if (n.body.kind != core::body_kind::none || (ask_every_task && n.kind == core::node_kind::task))
        v.flags |= has_body;
    const bool in_ad_hoc =
        n.parent != core::Node::none && d.nodes[n.parent].kind == core::node_kind::ad_hoc_sub_process;
    if (is_elaborate(n) || (in_ad_hoc && core::is_activity(n.kind))) v.flags |= elaborate;
    v.process = static_cast<std::uint32_t>(n.process);
    if (n.parent != core::Node::none) v.parent = static_cast<std::uint32_t>(n.parent);
    if (n.handler != core::Node::none) v.partner = static_cast<std::uint32_t>(n.handler);
    return v;
}

/// Ties each link throw event to the catch event of its name in the same scope (10.5.5).
inline void tie_links(const core::Definition& d, std::vector<Vertex>& vertices) {
    std::map<std::tuple<std::size_t, std::size_t, std::string_view>, std::uint32_t> targets;
    const auto link_of = [](const core::Node& n) -> const core::EventDefinition* {
        return n.events.size() == 1 && n.events[0].kind == core::event_kind::link ? n.events.data() : nullptr;
    };
    for (std::uint32_t i = 0; i < d.nodes.size(); ++i)
        if (const auto* link = link_of(d.nodes[i]); link != nullptr && d.nodes[i].kind == core::node_kind::catch_event)
            targets.emplace(std::tuple(d.nodes[i].process, d.nodes[i].parent, std::string_view(link->name)), i);
    for (std::uint32_t i = 0; i < d.nodes.size(); ++i)
        if (const auto* link = link_of(d.nodes[i]); link != nullptr && d.nodes[i].kind == core::node_kind::throw_event)
            if (const auto at = targets.find({d.nodes[i].process, d.nodes[i].parent, link->name}); at != targets.end())
                vertices[i].partner = at->second;
}

/// What each process and sub-process starts with.
inline void fill_contents(const core::Definition& d, std::vector<Vertex>& vertices, Properties& properties) {
    properties.contents.resize(std::max<std::size_t>(1, d.processes.size()));
    for (std::uint32_t i = 0; i < vertices.size(); ++i) {
        Vertex& v = vertices[i];
        if (core::is_sub_process(v.kind)) {
            v.contents = static_cast<std::uint32_t>(properties.contents.size());
            properties.contents.emplace_back();
        }
        Contents& around = properties.contents[v.parent == no_vertex ? v.process : vertices[v.parent].contents];
        if (v.has(starts)) around.starts.push_back(i);
        if (v.kind == core::node_kind::event_sub_process) around.event_sub_processes.push_back(i);
    }
}

}  // namespace detail

/// Precondition: core::check::problems_of(definition) is empty, or import has accepted it. Linear. `ask_every_task`:
/// tasks without a body are given to the sink all the same.
inline Graph compile(std::shared_ptr<const core::Definition> definition, bool ask_every_task = false) {
    const core::Definition& d = *definition;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
    std::vector<Edge> edges;
    std::vector<std::uint32_t> incoming(d.nodes.size(), 0), outgoing(d.nodes.size(), 0);
    ends.reserve(d.flows.size());
    edges.reserve(d.flows.size());
    for (const core::Flow& f : d.flows) {
        ends.emplace_back(static_cast<std::uint32_t>(f.source), static_cast<std::uint32_t>(f.target));
        edges.push_back({incoming[f.target]++, f.condition.kind, static_cast<std::uint32_t>(edges.size()), no_choice});
        ++outgoing[f.source];
    }
    Properties properties;
    properties.definition = std::move(definition);
    std::vector<Vertex> vertices;
    vertices.reserve(d.nodes.size());
    std::vector<bool> conditional(d.nodes.size(), false);
    for (const core::Flow& f : d.flows)
        if (f.condition.kind != core::condition_kind::none) conditional[f.source] = true;
    for (std::uint32_t i = 0; i < d.nodes.size(); ++i) {
        Vertex v = detail::vertex_of(d, i, ask_every_task);
        v.in_degree = incoming[i];
        if (v.join == core::join_kind::all || v.join == core::join_kind::inclusive ||
            v.join == core::join_kind::complex)
            v.join_number = properties.join_count++;
        if (v.host != i) {
            Vertex& host = vertices[v.host];
            if (host.boundary_count++ == 0) host.first_boundary = i;
            host.flags |= has_boundary;
            if (v.kind == core::node_kind::boundary_event) host.flags |= elaborate;
        }
        if (outgoing[i] == 1 && !conditional[i]) v.flags |= simple_exit;
        vertices.push_back(std::move(v));
    }
    detail::tie_links(d, vertices);
    detail::fill_contents(d, vertices, properties);
    for (Vertex& v : vertices)
        if (v.join_number != no_vertex || (v.flags & (has_delay | has_boundary | elaborate)) != 0)
            v.flags |= guarded_entry;
    for (Edge& e : edges)
        if (!vertices[ends[e.flow].first].has(simple_exit)) e.choice_number = properties.choice_count++;
    properties.join_reach = std::make_shared<const JoinReach>(properties.join_count);
    Graph g(boost::edges_are_unsorted_multi_pass, ends.begin(), ends.end(), edges.begin(),
            static_cast<std::uint32_t>(d.nodes.size()), properties);
    for (std::uint32_t i = 0; i < vertices.size(); ++i) g[i] = std::move(vertices[i]);
    return g;
}

}  // namespace baton::inline BATON_ABI::graph

#endif
