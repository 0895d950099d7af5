// A message to an instance takes effect.
#ifndef BATON_RUNNER_INPUTS_HPP
#define BATON_RUNNER_INPUTS_HPP

#include <string>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "instance.hpp"
#include "mailbox.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// The activation that an input means: one that waits, is pending or has failed; the one that was entered first.
template <class Context, class Resources>
engine::token_slot addressed(const Instance<Context, Resources>& i, const Input& input) {
    engine::token_slot found = engine::no_slot;
    for (auto slot = i.state.tokens.oldest(); slot != engine::no_slot; slot = i.state.tokens[slot].next) {
        const Token& t = i.state.tokens[slot];
        if (i.graph()[t.vertex].id != input.task || (input.token != 0 && t.id != input.token)) continue;
        const bool answers =
            t.phase == engine::Phase::waiting ||
            (input.kind != InputKind::wake && (t.phase == engine::Phase::pending || t.phase == engine::Phase::failed));
        if (answers && (found == engine::no_slot || t.id < i.state.tokens[found].id)) found = slot;
    }
    return found;
}

/// Makes the change that a message brings. BTN206, or BTN209 when it throws; then nothing is changed.
template <class Context, class Resources>
void change_from_outside(Instance<Context, Resources>& i, Input& input) {
    if (!input.change) return;
    i.backup.keep(i.context);
    try {
        i.apply(input.change);
    } catch (const core::error&) {
        i.backup.restore(i.context);
        throw;
    } catch (...) {
        i.backup.restore(i.context);
        throw core::error(error_code::a_change_failed, i.name + ", task " + input.task,
                          message_of(std::current_exception()));
    }
}

/// Throws BTN202, BTN206 or BTN209, and has changed nothing then.
template <class Context, class Resources, class Engine>
void apply_input(Instance<Context, Resources>& i, Engine& e, Input& input) {
    switch (input.kind) {
        case InputKind::cancel:
            if (i.state.ended()) return;
            e.cancel();
            if (i.on_cancel) i.on_cancel();
            return;
        case InputKind::pause:
        case InputKind::resume: {
            const bool pause = input.kind == InputKind::pause;
            if (i.state.paused == pause || i.state.ended()) return;
            i.state.paused = pause;
            if (const auto& hook = pause ? i.on_pause : i.on_resume) hook();
            return;
        }
        case InputKind::wake:
            if (input.task.empty()) return;  // only a reason to run
            break;
        default: break;
    }
    const engine::token_slot slot = addressed(i, input);
    if (slot == engine::no_slot)
        throw core::error(error_code::nothing_waits_there, i.name + ", task " + input.task,
                          input.token != 0 ? "activation " + std::to_string(input.token) : std::string());
    switch (input.kind) {
        case InputKind::complete:
            change_from_outside(i, input);
            e.complete(slot);
            return;
        case InputKind::fail: e.fail(slot, input.message); return;
        case InputKind::error: e.throw_error(slot, input.code, input.message); return;
        default: e.wake(slot); return;
    }
}

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
