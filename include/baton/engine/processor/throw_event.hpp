// Throw and end events (BPMN 2.0.2, 13.5.1 and 13.5.6).
//
//   act      throw every definition in order, as long as the token is there       thrown, or the token waits or is gone
//   thrown   the token leaves; at an end event it ends
//
// What catches acts before the thrower goes on: an interrupting event takes the token with it.
#ifndef BATON_ENGINE_PROCESSOR_THROW_EVENT_HPP
#define BATON_ENGINE_PROCESSOR_THROW_EVENT_HPP

#include <cstdint>
#include <string>

#include "../../config.hpp"
#include "../errors.hpp"
#include "activity.hpp"
#include "compensation.hpp"
#include "transaction.hpp"

namespace baton::inline BATON_ABI::engine::throw_event {

/// The scope ends with everything in it, at once (13.5.6).
template <class Engine>
void terminate(Engine& e, token_slot slot) {
    State& s = e.state();
    const table_index scope = process_scope(s, e.token(slot).scope);
    e.count_passed(slot);
    if (scope == 0) return e.finish(Status::completed);
    kill_tokens(e, scope);
    drop_subscriptions(e, std::exchange(s.scopes[scope].first_subscription, no_entry));
    s.scopes[scope].satisfied = true;
    sub_process::emptied(e, scope);
}

/// Throws one definition. False when the token does not go on by itself.
template <class Engine>
bool throw_one(Engine& e, token_slot slot, const core::EventDefinition& d) {
    switch (d.kind) {
        case core::event_kind::message: e.publish(slot, d); return true;
        case core::event_kind::signal: e.broadcast(slot, d); return true;
        case core::event_kind::escalation: e.escalate(slot, d.code); return true;
        case core::event_kind::error: {
            const std::string message = d.name;
            e.count_passed(slot);
            e.raise(slot, d.code, message);
            return false;
        }
        case core::event_kind::compensation: compensation::begin(e, slot, d); return false;
        case core::event_kind::cancel: transaction::cancel(e, slot); return false;
        case core::event_kind::terminate: terminate(e, slot); return false;
        case core::event_kind::link: {
            const std::uint32_t to = e.graph()[e.token(slot).vertex].partner;
            if (to == graph::no_vertex) {
                e.fail_token(slot, Phase::failed, core::error_code::a_condition_failed,
                             "no link catch event has the name " + d.name);
                return false;
            }
            e.count_passed(slot);
            e.place(slot, to);
            e.activate(slot);
            return false;
        }
        case core::event_kind::timer:
        case core::event_kind::conditional: return true;  // cannot be thrown; import refuses them
    }
    return true;
}

template <class Engine>
void act(Engine& e, token_slot slot) {
    const std::uint32_t vertex = e.token(slot).vertex;
    const core::Node& n = graph::node_of(e.graph(), vertex);
    const std::uint64_t id = e.token(slot).id;
    const auto there = [&] { return e.state().tokens.live(slot) && e.token(slot).id == id; };
    bool goes_on = true;
    const bool thrown = activity::guarded(e, slot, Phase::failed, [&] {
        for (const core::EventDefinition& d : n.events) {
            goes_on = throw_one(e, slot, d) && goes_on;
            if (!goes_on || !there()) return;
        }
    });
    if (thrown && goes_on && there()) e.thrown(slot);
}

}  // namespace baton::inline BATON_ABI::engine::throw_event

#endif
