// From the constexpr rows of a declaration to its Definition.
#ifndef BATON_DSL_DEFINITION_HPP
#define BATON_DSL_DEFINITION_HPP

#include <cstddef>
#include <string>
#include <unordered_map>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "declaration.hpp"
#include "lower.hpp"

namespace baton::inline BATON_ABI::dsl {

/// "pay.deadline", "pay.error", "pay.error.CODE"; the second of a kind gets "#2".
inline std::string boundary_id(const core::Definition& d, const core::Node& host, node_kind kind,
                               std::string_view error) {
    std::string id = host.id + (kind == node_kind::timer_boundary ? ".deadline" : ".error");
    if (!error.empty()) id.append(".").append(error);
    std::string unique = id;
    for (int next = 2; d.find(unique) != core::Node::none; ++next) unique = id + "#" + std::to_string(next);
    return unique;
}

/// Makes a Node from what a collector wrote down. `labels` is the table that the facts count in.
template <class Context, class Resources>
core::Node make_node(const core::Definition& so_far, const core::node_row& row,
                     const node_facts<Context, Resources>& facts, const std::string_view* labels) {
    core::Node node;
    node.kind = row.kind;
    if (row.host != no_row) {
        node.host = row.host;
        node.id = boundary_id(so_far, so_far.nodes[row.host], row.kind, facts.error);
    } else {
        node.id = row.id;
    }
    node.title = facts.title.empty() ? node.id : std::string(facts.title);
    node.join = row.join;
    node.split = row.split;
    node.start = row.start;
    node.end = row.end;
    node.may_continue = row.may_continue;
    if (row.kind == node_kind::task && !facts.body.empty()) node.body = {core::body_kind::bound, {}, node.id};
    node.concurrent = facts.concurrent;
    node.keep_changes = facts.keep_changes;
    node.time = facts.time;
    if (facts.poll_every != duration{}) node.properties.emplace_back("poll-every", std::to_string(facts.poll_every.ms));
    node.error = facts.error;
    for (row_index i = 0; i < facts.label_count; ++i) node.labels.emplace_back(labels[facts.first_label + i]);
    return node;
}

/// The keys of bound conditions that were given none: the flow's id.
inline void name_conditions(core::Definition& d) {
    for (core::Flow& f : d.flows)
        if (f.condition.kind == condition_kind::bound && f.condition.text.empty()) f.condition.text = f.id;
}

/// The Definition of a declared workflow.
template <class Source>
core::Definition definition_of(declared<Source>) {
    using rows = lowered<Source>;
    static_assert(accepts<Source, any_line>::value);
    core::Definition d;
    d.id = rows::name;
    d.processes.push_back({.id = d.id, .title = d.id});
    d.demand = rows::rows.demand;
    d.nodes.reserve(rows::node_count);
    for (std::size_t i = 0; i < rows::node_count; ++i)
        d.nodes.push_back(make_node(d, rows::nodes[i], rows::raw.facts[i], rows::raw.labels.data()));
    d.flows.reserve(rows::flow_count);
    for (std::size_t i = 0; i < rows::flow_count; ++i) {
        const flow_row& f = rows::flows[i];
        d.flows.push_back({{}, f.source, f.target, {f.condition, {}, std::string(rows::raw.flow_facts_of[i].key)}, {}});
    }
    core::name_flows(d);
    name_conditions(d);
    return d;
}

}  // namespace baton::inline BATON_ABI::dsl

namespace baton::inline BATON_ABI {
using dsl::definition_of;
}  // namespace baton::inline BATON_ABI

#endif
