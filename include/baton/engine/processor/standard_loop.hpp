// Standard loops (BPMN 2.0.2, 13.3.6): while a condition holds, asked before (testBefore) or after each turn, at most
// loopMaximum times. loopCounter counts from 1.
//
//   begin    open the loop's scope; without testBefore the first turn is taken in any case
//   again    the turn is done: another one, or the activity is done
#ifndef BATON_ENGINE_PROCESSOR_STANDARD_LOOP_HPP
#define BATON_ENGINE_PROCESSOR_STANDARD_LOOP_HPP

#include <cstdint>
#include <limits>

#include "../../config.hpp"
#include "activity.hpp"

namespace baton::inline BATON_ABI::engine::standard_loop {

/// loopMaximum, without end where there is none. Throws when it is negative.
template <class Engine>
std::int64_t maximum(Engine& e, const core::Loop& loop, table_index scope) {
    if (loop.count.empty()) return std::numeric_limits<std::int64_t>::max();
    return e.count_of(loop.count, scope, "loopMaximum");
}

template <class Engine>
bool goes_on(Engine& e, const core::Loop& loop, table_index scope, std::int64_t turns) {
    if (turns >= maximum(e, loop, scope)) return false;
    if (loop.condition.empty()) return !loop.count.empty() || turns == 0;
    return e.sink().evaluate(loop.condition, scope).is_true();
}

template <class Engine>
void begin_turn(Engine& e, table_index scope) {
    Scope& own = e.state().scopes[scope];
    ++own.number;
    declare(e.state(), scope, "loopCounter", core::Value(own.number));
}

template <class Engine>
void begin(Engine& e, token_slot slot) {
    const core::Loop& loop = graph::node_of(e.graph(), e.token(slot).vertex).loop;
    const table_index own = open_own_scope(e, slot, ScopeKind::local);
    declare(e.state(), own, "loopCounter", core::Value(0));
    bool first = true;
    const bool asked = activity::guarded(e, slot, Phase::failed, [&] {
        if (loop.test_before || !loop.count.empty()) first = maximum(e, loop, own) > 0;
        if (loop.test_before && first) first = goes_on(e, loop, own, 0);
    });
    if (!asked) return close_own_scope(e, slot);
    if (!first) return activity::finish(e, slot);
    begin_turn(e, own);
    activity::execute(e, slot);
}

template <class Engine>
bool again(Engine& e, token_slot slot) {
    State& s = e.state();
    const table_index own = s.wait_of(e.token(slot))->scope;
    const core::Loop& loop = graph::node_of(e.graph(), e.token(slot).vertex).loop;
    if (!goes_on(e, loop, own, s.scopes[own].number)) return false;
    e.count_passed(slot);
    begin_turn(e, own);
    e.withdraw(slot);
    e.token(slot).phase = Phase::ready;
    e.make_ready(slot);
    return true;
}

}  // namespace baton::inline BATON_ABI::engine::standard_loop

#endif
