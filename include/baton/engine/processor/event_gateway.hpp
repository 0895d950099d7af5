// Event-based gateways (BPMN 2.0.2, 13.4.4): the token waits for the events behind the gateway; the first decides.
//
//   activate   arm the events and receive tasks behind it    stays
//   chosen     one of them has happened: the others are withdrawn, the token goes on behind the event
#ifndef BATON_ENGINE_PROCESSOR_EVENT_GATEWAY_HPP
#define BATON_ENGINE_PROCESSOR_EVENT_GATEWAY_HPP

#include <cstdint>

#include "../../config.hpp"
#include "activity.hpp"

namespace baton::inline BATON_ABI::engine::event_gateway {

template <class Engine>
void activate(Engine& e, token_slot slot) {
    const std::uint32_t vertex = e.token(slot).vertex;
    e.park(slot, Phase::catching);
    const bool armed = activity::guarded(e, slot, Phase::failed, [&] {
        const auto [first, last] = out_edges(vertex, e.graph());
        for (auto edge = first; edge != last; ++edge)
            arm_for_token(e, slot, static_cast<std::uint32_t>(target(*edge, e.graph())), e.token(slot).scope);
    });
    if (!armed) return;
    e.tell_waits(slot);
    look_at_armed_conditions_of(e, slot);
}

template <class Engine>
void chosen(Engine& e, token_slot slot, std::uint32_t event) {
    const std::uint32_t vertex = e.token(slot).vertex;
    const auto [first, last] = out_edges(vertex, e.graph());
    for (auto edge = first; edge != last; ++edge) {
        if (target(*edge, e.graph()) != event) continue;
        e.count_passed(slot);
        e.take_flow(slot, *edge);
        e.tell_entered(slot);
        return e.complete_element(slot);
    }
}

}  // namespace baton::inline BATON_ABI::engine::event_gateway

#endif
