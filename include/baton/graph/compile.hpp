// Compiles a Definition to its Graph.
#ifndef BATON_GRAPH_COMPILE_HPP
#define BATON_GRAPH_COMPILE_HPP

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "graph.hpp"
#include "join_reach.hpp"

namespace baton::inline BATON_ABI::graph {

namespace detail {

inline Vertex vertex_of(const core::Node& n, std::uint32_t index) {
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
    if (n.body.kind != core::body_kind::none) v.flags |= has_body;
    return v;
}

}  // namespace detail

/// Precondition: core::check::problems_of(definition) is empty. Linear.
inline Graph compile(std::shared_ptr<const core::Definition> definition) {
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
        Vertex v = detail::vertex_of(d.nodes[i], i);
        v.in_degree = incoming[i];
        if (v.join == core::join_kind::all || v.join == core::join_kind::inclusive)
            v.join_number = properties.join_count++;
        if (v.has(starts)) properties.starts.push_back(i);
        if (v.host != i) {
            Vertex& host = vertices[v.host];
            if (host.boundary_count++ == 0) host.first_boundary = i;
            host.flags |= has_boundary;
        }
        if (outgoing[i] == 1 && !conditional[i]) v.flags |= simple_exit;
        vertices.push_back(std::move(v));
    }
    for (Vertex& v : vertices)
        if (v.join_number != no_vertex || (v.flags & (has_delay | has_boundary)) != 0) v.flags |= guarded_entry;
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
