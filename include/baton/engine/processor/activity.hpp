// Activities that are more than a body (BPMN 2.0.2, 13.3.2): boundary events, data, loops, scopes, quantities.
//
//   activate   a token has come             gather startQuantity tokens; arm the boundary events   act, in its turn
//   act        it is the token's turn       begin a loop, or execute                                execute
//   execute    once, or once for each turn  open a scope for data, take the inputs, do the work     complete
//   complete   the work is done             give the outputs; the next turn or instance, or finish
//   finish     the activity is done         disarm; note it for compensation; leave by the flows
#ifndef BATON_ENGINE_PROCESSOR_ACTIVITY_HPP
#define BATON_ENGINE_PROCESSOR_ACTIVITY_HPP

#include <cstdint>
#include <exception>
#include <new>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../graph/graph.hpp"
#include "../events.hpp"
#include "task.hpp"

namespace baton::inline BATON_ABI::engine::activity {

/// Runs something that may throw; what it throws fails the token. False when it threw. A lack of memory is no failure
/// of the token: what was done before it may not be done again when the token is tried again.
template <class Engine, class Use>
bool guarded(Engine& e, token_slot slot, Phase phase, Use use) {
    const std::uint64_t id = e.token(slot).id;
    const auto fail = [&](const char* what) {
        if (e.state().tokens.live(slot) && e.token(slot).id == id)
            e.fail_token(slot, phase, core::error_code::a_condition_failed, what);
        return false;
    };
    try {
        use();
        return true;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& ex) {
        return fail(ex.what());
    } catch (...) {
        return fail("unknown exception");
    }
}

/// Whether the body's data live in a scope of their own.
inline bool has_own_data(const core::Node& n) {
    return !n.data.empty() || !n.implementation.inputs.empty() || !n.implementation.outputs.empty();
}

/// Waits for as many tokens as startQuantity says. True when they are there.
template <class Engine>
bool gather(Engine& e, token_slot slot, std::int64_t quantity) {
    State& s = e.state();
    std::vector<token_slot> here;
    for (token_slot t = s.tokens.oldest(); t != no_slot; t = s.tokens[t].next)
        if (s.tokens[t].phase == Phase::gathering && s.tokens[t].vertex == e.token(slot).vertex &&
            s.tokens[t].scope == e.token(slot).scope)
            here.push_back(t);
    if (static_cast<std::int64_t>(here.size()) + 1 < quantity) {
        e.park(slot, Phase::gathering);
        e.tell_waits(slot);
        return false;
    }
    for (const token_slot t : here) kill_token(e, t);
    return true;
}

template <class Engine>
void activate(Engine& e, token_slot slot) {
    const std::uint32_t vertex = e.token(slot).vertex;
    const core::Node& n = graph::node_of(e.graph(), vertex);
    const graph::Vertex& v = e.graph()[vertex];
    if (n.start_quantity < 1 || n.completion_quantity < 1)
        return e.fail_token(slot, Phase::failed, core::error_code::a_condition_failed,
                            "startQuantity and completionQuantity are at least 1");
    if (n.start_quantity > 1 && !gather(e, slot, n.start_quantity)) return;
    const bool armed = guarded(e, slot, Phase::failed, [&] {
        for (std::uint32_t b = v.first_boundary; b < v.first_boundary + v.boundary_count; ++b)
            if (e.graph()[b].kind == core::node_kind::boundary_event) arm_for_token(e, slot, b, e.token(slot).scope);
    });
    if (!armed) return;
    if (n.task == core::task_kind::receive && n.loop.kind == core::loop_kind::none && !has_own_data(n))
        receive_task::begin(e, slot);  // it can be reached from the moment it is there
    else if ((v.flags & (graph::has_boundary | graph::has_delay)) != 0)
        task_processor::activate(e, slot);
    else
        e.make_ready(slot);
    look_at_armed_conditions_of(e, slot);
}

template <class Engine>
void act(Engine& e, token_slot slot) {
    const Token& t = e.token(slot);
    const core::Node& n = graph::node_of(e.graph(), t.vertex);
    const Wait* wait = e.state().wait_of(t);
    const bool begun = wait != nullptr && wait->scope != no_entry;
    if (n.loop.kind == core::loop_kind::none || is_inner(e, t) || begun) return execute(e, slot);
    if (n.loop.kind == core::loop_kind::standard) return standard_loop::begin(e, slot);
    multi_instance::begin(e, slot);
}

/// The token's innermost own scope holds its data already (it is tried or asked again).
template <class Engine>
bool has_data_scope(Engine& e, token_slot slot) {
    const Wait* wait = e.state().wait_of(e.token(slot));
    if (wait == nullptr || wait->scope == no_entry) return false;
    const Scope& own = e.state().scopes[wait->scope];
    return own.kind == ScopeKind::local && own.number == 0;
}

template <class Engine>
void execute(Engine& e, token_slot slot) {
    const std::uint32_t vertex = e.token(slot).vertex;
    const core::Node& n = graph::node_of(e.graph(), vertex);
    if (has_own_data(n) && !has_data_scope(e, slot)) {
        const table_index own = open_own_scope(e, slot, ScopeKind::local);
        const bool taken = guarded(e, slot, Phase::failed, [&] { take_inputs(e, n, own); });
        if (!taken) return close_own_scope(e, slot);
    }
    if (core::is_sub_process(n.kind)) return sub_process::open(e, slot);
    if (n.kind == core::node_kind::call_activity) return call_activity::begin(e, slot);
    if (n.task == core::task_kind::receive) return receive_task::begin(e, slot);
    task_processor::act(e, slot);
}

template <class Engine>
void complete(Engine& e, token_slot slot) {
    const std::uint32_t vertex = e.token(slot).vertex;
    const core::Node& n = graph::node_of(e.graph(), vertex);
    State& s = e.state();
    if (e.token(slot).is(Token::compensates) && !n.for_compensation) {  // opened again to be compensated
        close_own_scopes(e, slot);
        return e.end_token(slot);
    }
    const std::uint64_t id = e.token(slot).id;
    if (n.task == core::task_kind::send && !n.events.empty() && n.events[0].kind == core::event_kind::message) {
        const bool sent = guarded(e, slot, Phase::failed, [&] { e.publish(slot, n.events[0]); });
        if (!sent || !s.tokens.live(slot) || e.token(slot).id != id) return;
    }
    if (core::is_sub_process(n.kind)) {
        const table_index inner = s.wait_of(e.token(slot))->scope;
        compensation::note(e, slot, inner);
        close_own_scope(e, slot);
    }
    if (has_data_scope(e, slot)) {
        const table_index own = s.wait_of(e.token(slot))->scope;
        if (!guarded(e, slot, Phase::failed, [&] { give_outputs(e, n, own); })) return;
        close_own_scope(e, slot);
    }
    if (!core::is_sub_process(n.kind)) compensation::note(e, slot, no_entry);
    if (is_inner(e, e.token(slot))) return multi_instance::inner_done(e, slot);
    if (n.loop.kind == core::loop_kind::standard) {
        bool again = false;
        if (!guarded(e, slot, Phase::failed, [&] { again = standard_loop::again(e, slot); })) return;
        if (again) return;
    }
    finish(e, slot);
}

template <class Engine>
void finish(Engine& e, token_slot slot) {
    State& s = e.state();
    Token& t = e.token(slot);
    const std::uint32_t vertex = t.vertex;
    const table_index scope = t.scope;
    const std::uint64_t scope_id = s.scopes[scope].id;
    const core::Node& n = graph::node_of(e.graph(), vertex);
    close_own_scopes(e, slot);
    if (Wait* wait = s.wait_of(t); wait != nullptr && wait->first_subscription != no_entry)
        drop_subscriptions(e, std::exchange(wait->first_subscription, no_entry));
    e.withdraw(slot);
    t.phase = Phase::ready;
    const bool in_ad_hoc = s.scopes[scope].kind == ScopeKind::sub_process &&
                           e.graph()[s.scopes[scope].vertex].kind == core::node_kind::ad_hoc_sub_process;
    leave_by_choice(e, slot, n.completion_quantity);
    if (in_ad_hoc && s.scopes[scope].id == scope_id) ad_hoc::activity_done(e, scope);
}

}  // namespace baton::inline BATON_ABI::engine::activity

#endif
