// Transactions that are cancelled (BPMN 2.0.2, 13.3.4 and 10.7).
//
//   cancel      a cancel end event: everything active in the transaction ends, everything completed is compensated
//   cancelled   that is done: the token leaves by the cancel boundary event, or, without one, ends
#ifndef BATON_ENGINE_PROCESSOR_TRANSACTION_HPP
#define BATON_ENGINE_PROCESSOR_TRANSACTION_HPP

#include <cstdint>

#include "../../config.hpp"
#include "compensation.hpp"
#include "sub_process.hpp"

namespace baton::inline BATON_ABI::engine::transaction {

template <class Engine>
void cancel(Engine& e, token_slot slot) {
    State& s = e.state();
    table_index scope = e.token(slot).scope;
    while (scope != 0 && !(s.scopes[scope].kind == ScopeKind::sub_process &&
                           e.graph()[s.scopes[scope].vertex].kind == core::node_kind::transaction))
        scope = s.scopes[scope].parent;
    e.count_passed(slot);
    if (scope == 0)
        return e.fail_token(slot, Phase::failed, core::error_code::a_condition_failed,
                            "a cancel end event stands in no transaction");
    s.scopes[scope].cancelling = true;
    kill_tokens(e, scope);
    drop_subscriptions(e, std::exchange(s.scopes[scope].first_subscription, no_entry));
    if (!compensation::begin_all(e, scope, 0, no_slot)) cancelled(e, scope);
}

template <class Engine>
void cancelled(Engine& e, table_index scope) {
    State& s = e.state();
    const token_slot slot = whole_activity(e, s.scopes[scope].owner);
    const graph::Vertex& v = e.graph()[e.token(slot).vertex];
    for (std::uint32_t b = v.first_boundary; b < v.first_boundary + v.boundary_count; ++b)
        for (const core::EventDefinition& d : graph::node_of(e.graph(), b).events)
            if (d.kind == core::event_kind::cancel) return e.leave_by_boundary(slot, b, true);
    e.end_token(slot);
}

}  // namespace baton::inline BATON_ABI::engine::transaction

#endif
