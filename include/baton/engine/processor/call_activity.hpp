// Call activities (BPMN 2.0.2, 13.3.4): a process or global task runs as an instance of its own; the token waits for its
// end.
//
//   begin      the sink makes the instance    stays
//   complete   when the called instance has ended (Engine::called_has_ended)
#ifndef BATON_ENGINE_PROCESSOR_CALL_ACTIVITY_HPP
#define BATON_ENGINE_PROCESSOR_CALL_ACTIVITY_HPP

#include "../../config.hpp"
#include "activity.hpp"

namespace baton::inline BATON_ABI::engine::call_activity {

template <class Engine>
void begin(Engine& e, token_slot slot) {
    e.park(slot, Phase::active);
    activity::guarded(e, slot, Phase::failed, [&] {
        const table_index scope = data_scope(e.state(), e.token(slot));
        const std::uint64_t called = e.sink().call(e, e.token(slot), scope);
        e.keep_wait(slot).called = called;
    });
}

}  // namespace baton::inline BATON_ABI::engine::call_activity

#endif
