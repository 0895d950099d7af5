// What processes tell each other.
#ifndef BATON_DECIDER_DETAIL_MESSAGE_RULES_HPP
#define BATON_DECIDER_DETAIL_MESSAGE_RULES_HPP

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "../../config.hpp"
#include "effects.hpp"
#include "process_step.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// The answer to a message that nobody takes, because the process is not running (or, for StartChild, is); if any.
inline std::optional<Message> answer_to(const Message& message) {
    const auto failed = [&](Decision decision, const char* cause) {
        return Message{message.from, message.to, TakeFailure{{std::move(decision), cause}}};
    };
    if (const auto* start = std::get_if<StartChild>(&message.body))
        return failed(start->decision, "WORKFLOW_ALREADY_RUNNING");
    if (const auto* signal = std::get_if<TakeSignal>(&message.body))
        return failed(signal->decision, "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION");
    if (const auto* cancel = std::get_if<TakeCancelRequest>(&message.body); cancel != nullptr && cancel->decision)
        return failed(*cancel->decision, "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION");
    return std::nullopt;
}

/// Precondition: the process is running, and the message is not StartChild.
inline void deliver(Step step, const Message& message) {
    ProcessRecord& r = step.record;
    if (const auto* signal = std::get_if<TakeSignal>(&message.body)) {
        step.happen(Signaled{signal->decision.signal});
    } else if (const auto* cancel = std::get_if<TakeCancelRequest>(&message.body)) {
        step.happen(CancelRequested{cancel->details});
    } else if (const auto* end = std::get_if<Terminate>(&message.body)) {
        if (r.parent == message.from) step.close(ProcessTerminated{end->reason});
    } else if (const auto* child = std::get_if<TakeChildEnd>(&message.body)) {
        // An earlier process may have had the same id.
        if (r.children.erase(child->event.process_id) != 0) step.happen(child->event);
    } else if (const auto* failure = std::get_if<TakeFailure>(&message.body)) {
        if (const auto* start = std::get_if<StartChildProcess>(&failure->event.decision)) r.children.erase(start->id);
        step.happen(failure->event);
    }
}

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
