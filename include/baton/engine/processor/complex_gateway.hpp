// Complex gateways as joins (BPMN 2.0.2, 13.4.5).
//
//   state              a token comes                                    then
//   waiting for start  activationCondition is asked; it holds:          one token of each filled flow is taken, one
//                                                                       goes on; waiting for reset
//   waiting for reset  kept                                             when no token can come by a flow that has not
//                                                                       given one: reset; waiting for start
//
// At the reset one token of every other filled flow is swallowed; of the flows out, only those with a condition are asked
// again. Without an activation condition the gateway joins as an inclusive one. Conditions see activationCount and
// waitingForStart.
#ifndef BATON_ENGINE_PROCESSOR_COMPLEX_GATEWAY_HPP
#define BATON_ENGINE_PROCESSOR_COMPLEX_GATEWAY_HPP

#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../join.hpp"
#include "../scopes.hpp"

namespace baton::inline BATON_ABI::engine::complex_gateway {

/// Uses a scope in which the conditions of the gateway find its counters.
template <class Engine, class Use>
void with_counters(Engine& e, const Join& j, bool waiting_for_start, Use use) {
    State& s = e.state();
    const table_index own = open_scope(s, ScopeKind::sub_process, j.vertex, j.scope, no_slot);
    declare(s, own, "activationCount", core::Value(static_cast<std::int64_t>(j.arrivals.size())));
    declare(s, own, "waitingForStart", core::Value(waiting_for_start));
    try {
        use(own);
    } catch (const std::exception&) {  // a condition that cannot be evaluated does not hold
    }
    s.scopes[own] = {};
    s.free_scopes.push_back(own);
}

template <class Engine>
void start_if_it_holds(Engine& e, table_index join) {
    State& s = e.state();
    Join& j = s.joins[join];
    if (j.arrivals.empty()) return;
    const core::Node& n = graph::node_of(e.graph(), j.vertex);
    bool holds = false;
    with_counters(e, j, true, [&](table_index own) { holds = e.sink().evaluate(n.condition, own).is_true(); });
    if (!holds) return;
    j.started_by = j.mask;
    fire_join(e, join);
    engine::detail::look_again(s, join);
}

template <class Engine>
void arrived(Engine& e, table_index join) {
    State& s = e.state();
    Join& j = s.joins[join];
    const core::Node& n = graph::node_of(e.graph(), j.vertex);
    if (j.started_by.empty() && !n.condition.empty()) return start_if_it_holds(e, join);
    if (j.started_by.empty() && j.filled == e.graph()[j.vertex].in_degree) return fire_join(e, join);
    engine::detail::unwatch(s, join);
    engine::detail::look_again(s, join);
}

template <class Engine>
bool waits_for_others(Engine& e, const Join& j) {
    return !j.started_by.empty() || graph::node_of(e.graph(), j.vertex).condition.empty();
}

template <class Engine>
void reset(Engine& e, table_index join) {
    State& s = e.state();
    Join& j = s.joins[join];
    const std::uint32_t vertex = j.vertex;
    const table_index scope = j.scope;
    std::vector<graph::edge_descriptor> again;
    with_counters(e, j, false, [&](table_index own) {
        const auto [first, last] = out_edges(vertex, e.graph());
        for (auto edge = first; edge != last; ++edge)
            if (e.graph()[*edge].condition == core::condition_kind::expression && e.sink().holds(*edge, own))
                again.push_back(*edge);
    });
    std::vector<graph::slot_byte> started_by = std::exchange(s.joins[join].started_by, {});
    std::vector<token_slot> swallowed;
    for (const Arrival& a : s.joins[join].arrivals) {
        if (graph::has_slot(started_by.data(), a.flow_slot)) continue;
        graph::add_slot(started_by.data(), a.flow_slot);  // one of each flow
        swallowed.push_back(a.slot);
    }
    std::vector<token_slot> children;
    for (std::size_t i = 0; i < again.size(); ++i) children.push_back(e.make_token(vertex, scope));
    const std::uint64_t id = s.scopes[scope].id;
    for (const token_slot slot : swallowed) {
        leave_join(e, slot);
        e.token(slot).phase = Phase::ready;
        e.token(slot).unlink();
        e.end_token(slot);
    }
    for (std::size_t i = 0; i < again.size(); ++i) e.follow(children[i], again[i]);
    if (s.scopes.size() > scope && s.scopes[scope].id == id) start_if_it_holds(e, join);
}

}  // namespace baton::inline BATON_ABI::engine::complex_gateway

#endif
