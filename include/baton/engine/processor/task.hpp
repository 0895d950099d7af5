// Tasks (BPMN 2.0.2, 13.3.3): a body runs; WfEpy's answers decide what becomes of the token.
//
//   activate    arm the deadlines; wait for the delay, or be ready
//   act         run the body, or keep it for the batch of concurrent ones
//   answer      done: complete. waiting, pending: the token stays. failed: it stays and tries again. error: raised
#ifndef BATON_ENGINE_PROCESSOR_TASK_HPP
#define BATON_ENGINE_PROCESSOR_TASK_HPP

#include <cstdint>
#include <string_view>

#include "../../config.hpp"
#include "../../graph/graph.hpp"
#include "../sink.hpp"
#include "../state.hpp"

namespace baton::inline BATON_ABI::engine::task_processor {

template <class Engine>
void activate(Engine& e, token_slot slot) {
    const Token& t = e.token(slot);
    const graph::Vertex& v = e.graph()[t.vertex];
    State& s = e.state();
    for (std::uint32_t b = v.first_boundary; b < v.first_boundary + v.boundary_count; ++b)
        if (e.graph()[b].kind == core::node_kind::timer_boundary)
            s.arm({e.now() + core::duration(e.graph()[b].time_ms), 0, t.id, slot, b});
    if (!v.has(graph::has_delay)) return e.make_ready(slot);
    const instant due = e.now() + core::duration(v.time_ms);
    e.park(slot, Phase::delayed).until = due;
    s.arm({due, 0, t.id, slot, t.vertex});
    e.tell_waits(slot);
}

/// The token stays, in that phase, with the reason and time of the detail.
template <class Engine>
void stay(Engine& e, token_slot slot, Phase phase, const core::OutcomeDetail* detail) {
    Wait& w = e.park(slot, phase);
    w.until = phase == Phase::waiting && detail != nullptr && detail->has_until ? detail->until : instant::never();
    if (detail != nullptr)
        w.reason = detail->reason.view();
    else
        w.reason.clear();
    const Token& t = e.token(slot);
    if (w.until != instant::never()) e.state().arm({w.until, 0, t.id, slot, t.vertex});
    e.tell_waits(slot);
}

template <class Engine>
void answer_not_done(Engine& e, token_slot slot, TaskAnswer given) {
    if (given.gone) return;
    const core::OutcomeDetail* detail = given.detail;
    const std::string_view reason = detail != nullptr ? detail->reason.view() : std::string_view{};
    switch (given.kind) {
        case outcome_kind::waiting: return stay(e, slot, Phase::waiting, detail);
        case outcome_kind::pending: return stay(e, slot, Phase::pending, detail);
        case outcome_kind::failed: return e.fail_token(slot, Phase::failed, core::error_code::a_body_failed, reason);
        case outcome_kind::error:
            return e.raise(slot, detail != nullptr ? detail->error_code.view() : std::string_view{}, reason);
        case outcome_kind::done: break;
    }
}

template <class Engine>
void answer(Engine& e, token_slot slot, TaskAnswer given) {
    if (given.kind == outcome_kind::done) [[likely]]
        return e.complete_element(slot);
    answer_not_done(e, slot, given);
}

template <class Engine>
void act(Engine& e, token_slot slot) {
    const Token& t = e.token(slot);
    const std::uint16_t flags = e.graph()[t.vertex].flags;
    if ((flags & graph::concurrent) != 0) [[unlikely]] {
        e.state().batch.push_back(slot);
        return;
    }
    if ((flags & graph::has_body) == 0) return e.complete_element(slot);
    answer(e, slot, e.sink().run_task(t, t.vertex));
}

}  // namespace baton::inline BATON_ABI::engine::task_processor

#endif
