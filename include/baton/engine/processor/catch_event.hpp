// Intermediate catch events (BPMN 2.0.2, 13.5.2): the token waits until the event happens.
//
//   activate   arm the events; a condition that holds already happens at once    stays, or complete
#ifndef BATON_ENGINE_PROCESSOR_CATCH_EVENT_HPP
#define BATON_ENGINE_PROCESSOR_CATCH_EVENT_HPP

#include <cstdint>

#include "../../config.hpp"
#include "activity.hpp"

namespace baton::inline BATON_ABI::engine::catch_event {

template <class Engine>
void activate(Engine& e, token_slot slot) {
    const std::uint32_t vertex = e.token(slot).vertex;
    const core::Node& n = graph::node_of(e.graph(), vertex);
    if (n.events.empty() || n.events[0].kind == core::event_kind::link) return e.make_ready(slot);
    e.park(slot, Phase::catching);
    const bool armed =
        activity::guarded(e, slot, Phase::failed, [&] { arm_for_token(e, slot, vertex, e.token(slot).scope); });
    if (!armed) return;
    e.tell_waits(slot);
    look_at_armed_conditions_of(e, slot);
}

}  // namespace baton::inline BATON_ABI::engine::catch_event

#endif
