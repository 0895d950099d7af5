// Receive tasks (BPMN 2.0.2, 13.3.3): done when their message comes, or when they are completed from outside.
//
//   begin   arm the message    stays
#ifndef BATON_ENGINE_PROCESSOR_RECEIVE_TASK_HPP
#define BATON_ENGINE_PROCESSOR_RECEIVE_TASK_HPP

#include "../../config.hpp"
#include "activity.hpp"

namespace baton::inline BATON_ABI::engine::receive_task {

template <class Engine>
void begin(Engine& e, token_slot slot) {
    const std::uint32_t vertex = e.token(slot).vertex;
    if (e.sink().answers_itself(vertex)) return task_processor::act(e, slot);  // it has a body
    e.park(slot, Phase::catching);
    const table_index scope = data_scope(e.state(), e.token(slot));
    if (activity::guarded(e, slot, Phase::failed, [&] { arm_for_token(e, slot, vertex, scope); })) e.tell_waits(slot);
}

}  // namespace baton::inline BATON_ABI::engine::receive_task

#endif
