// What a rule gives back: what to append, which tasks to look at, and what to tell other processes.
#ifndef BATON_DECIDER_DETAIL_EFFECTS_HPP
#define BATON_DECIDER_DETAIL_EFFECTS_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../../core/fields.hpp"
#include "../event.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// Start as a child of `from`. Where it cannot be, `from` is told with the decision.
struct StartChild {
    static constexpr std::string_view type = "start_child";
    StartChildProcess decision;
};
BATON_FIELDS(StartChild, decision)
/// The decision is for the answer where nobody takes it.
struct TakeSignal {
    static constexpr std::string_view type = "signal";
    SignalExternalProcess decision;
};
BATON_FIELDS(TakeSignal, decision)
struct TakeCancelRequest {
    static constexpr std::string_view type = "cancel_request";
    /// Nobody is told when it does not arrive, if there is no decision.
    std::optional<CancelExternalProcess> decision;
    std::string details;
};
BATON_FIELDS(TakeCancelRequest, decision, details)
struct Terminate {
    static constexpr std::string_view type = "terminate";
    std::string reason;
};
BATON_FIELDS(Terminate, reason)
struct TakeChildEnd {
    static constexpr std::string_view type = "child_end";
    ChildEnded event;
};
BATON_FIELDS(TakeChildEnd, event)
/// A decision of the receiver had no effect.
struct TakeFailure {
    static constexpr std::string_view type = "failure";
    DecisionFailed event;
};
BATON_FIELDS(TakeFailure, event)

struct Message {
    std::string to, from;
    std::variant<StartChild, TakeSignal, TakeCancelRequest, Terminate, TakeChildEnd, TakeFailure> body;
};
BATON_FIELDS(Message, to, from, body)

struct Effects {
    /// To append to the history.
    std::vector<Event> events;
    /// Where in `events` a new run begins: the history before it is over.
    std::optional<std::size_t> new_run;
    /// Ids of the activities whose tasks may have come, started or gone; the record says which.
    std::vector<std::string> activities;
    std::vector<Message> messages;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
