// Event sub-processes (BPMN 2.0.2, 13.5.4): they run inside the scope that they watch, and see its data.
//
//   start   interrupting: everything else in the scope ends, and nothing more is watched for; then a token at the event
//           sub-process, its scope, and a token behind its start event
#ifndef BATON_ENGINE_PROCESSOR_EVENT_SUB_PROCESS_HPP
#define BATON_ENGINE_PROCESSOR_EVENT_SUB_PROCESS_HPP

#include <cstdint>
#include <utility>

#include "../../config.hpp"
#include "sub_process.hpp"

namespace baton::inline BATON_ABI::engine::event_sub_process {

template <class Engine>
void start(Engine& e, table_index scope, std::uint32_t start_event, bool interrupting) {
    State& s = e.state();
    const std::uint32_t vertex = e.graph()[start_event].parent;
    const token_slot slot = e.make_token(vertex, scope);
    if (interrupting) {
        kill_tokens(e, scope, slot);
        drop_subscriptions(e, std::exchange(s.scopes[scope].first_subscription, no_entry));
        s.scopes[scope].satisfied = true;
    }
    e.tell_entered(slot);
    const table_index inner = open_own_scope(e, slot, ScopeKind::sub_process);
    e.park(slot, Phase::active);
    declare_items(s, inner, graph::node_of(e.graph(), vertex).items);
    const bool armed = activity::guarded(e, slot, Phase::failed, [&] { sub_process::arm_event_sub_processes(e, inner); });
    if (!armed) return;
    const token_slot first = e.make_token(start_event, inner);
    e.tell_entered(first);
    e.make_ready(first);
}

}  // namespace baton::inline BATON_ABI::engine::event_sub_process

#endif
