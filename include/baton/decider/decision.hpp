// What a decider can decide.
//
// Ids that are left empty are given by the backend: by the number of the event for activities and timers, freely for
// processes.
#ifndef BATON_DECIDER_DECISION_HPP
#define BATON_DECIDER_DECISION_HPP

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "../core/fields.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"
#include "type.hpp"

namespace baton::inline BATON_ABI::decider {

/// News for a process, from outside or from another process.
struct Signal {
    std::string name;
    core::Value data;
    friend bool operator==(const Signal&, const Signal&) = default;
};
BATON_FIELDS(Signal, name, data)

struct CompleteProcess {
    static constexpr std::string_view type = "complete_process";
    core::Value result;
    friend bool operator==(const CompleteProcess&, const CompleteProcess&) = default;
};
BATON_FIELDS(CompleteProcess, result)

struct CancelProcess {
    static constexpr std::string_view type = "cancel_process";
    std::string details;
    friend bool operator==(const CancelProcess&, const CancelProcess&) = default;
};
BATON_FIELDS(CancelProcess, details)

struct FailProcess {
    static constexpr std::string_view type = "fail_process";
    std::string reason;
    std::string details;
    friend bool operator==(const FailProcess&, const FailProcess&) = default;
};
BATON_FIELDS(FailProcess, reason, details)

/// The process starts over under the same id with a new input and an empty history. Its activities and timers are gone,
/// its children stay its children.
struct ContinueAsNew {
    static constexpr std::string_view type = "continue_as_new";
    core::Value input;
    /// As before where left out.
    std::optional<std::vector<std::string>> tags;
    friend bool operator==(const ContinueAsNew&, const ContinueAsNew&) = default;
};
BATON_FIELDS(ContinueAsNew, input, tags)

struct StartChildProcess {
    static constexpr std::string_view type = "start_child_process";
    /// The name of the workflow.
    std::string workflow;
    core::Value input;
    std::vector<std::string> tags;
    std::string id;
    ChildPolicy child_policy = ChildPolicy::abandon;
    friend bool operator==(const StartChildProcess&, const StartChildProcess&) = default;
};
BATON_FIELDS(StartChildProcess, workflow, input, tags, id, child_policy)

struct ScheduleActivity {
    static constexpr std::string_view type = "schedule_activity";
    /// The name of the activity.
    std::string activity;
    core::Value input;
    /// Unique among the open activities of the process.
    std::string id;
    /// Another queue than that of the type.
    std::optional<std::string> category;
    /// Other times than those of the type.
    std::optional<core::duration> scheduled_timeout, execution_timeout, heartbeat_timeout, total_timeout;
    friend bool operator==(const ScheduleActivity&, const ScheduleActivity&) = default;
};
BATON_FIELDS(ScheduleActivity, activity, input, id, category, scheduled_timeout, execution_timeout, heartbeat_timeout,
             total_timeout)

/// An activity that has not started is cancelled at once. One that runs is told by its next heartbeat, and ends as it
/// chooses.
struct CancelActivity {
    static constexpr std::string_view type = "cancel_activity";
    std::string id;
    friend bool operator==(const CancelActivity&, const CancelActivity&) = default;
};
BATON_FIELDS(CancelActivity, id)

/// Starts a timer.
struct Timer {
    static constexpr std::string_view type = "timer";
    core::duration delay;
    core::Value data;
    std::string id;
    friend bool operator==(const Timer&, const Timer&) = default;
};
BATON_FIELDS(Timer, delay, data, id)

struct CancelTimer {
    static constexpr std::string_view type = "cancel_timer";
    std::string id;
    friend bool operator==(const CancelTimer&, const CancelTimer&) = default;
};
BATON_FIELDS(CancelTimer, id)

/// A note in the history, for the decider's own use.
struct RecordMarker {
    static constexpr std::string_view type = "record_marker";
    std::string name;
    core::Value details;
    friend bool operator==(const RecordMarker&, const RecordMarker&) = default;
};
BATON_FIELDS(RecordMarker, name, details)

struct SignalExternalProcess {
    static constexpr std::string_view type = "signal_external_process";
    std::string process_id;
    Signal signal;
    friend bool operator==(const SignalExternalProcess&, const SignalExternalProcess&) = default;
};
BATON_FIELDS(SignalExternalProcess, process_id, signal)

/// Asks another process to cancel.
struct CancelExternalProcess {
    static constexpr std::string_view type = "cancel_external_process";
    std::string process_id;
    friend bool operator==(const CancelExternalProcess&, const CancelExternalProcess&) = default;
};
BATON_FIELDS(CancelExternalProcess, process_id)

using Decision =
    std::variant<CompleteProcess, CancelProcess, FailProcess, ContinueAsNew, StartChildProcess, ScheduleActivity,
                 CancelActivity, Timer, CancelTimer, RecordMarker, SignalExternalProcess, CancelExternalProcess>;

/// Nothing can be decided after it.
inline bool is_closing(const Decision& decision) {
    return std::visit(
        []<class D>(const D&) {
            return std::is_same_v<D, CompleteProcess> || std::is_same_v<D, CancelProcess> ||
                   std::is_same_v<D, FailProcess> || std::is_same_v<D, ContinueAsNew>;
        },
        decision);
}

}  // namespace baton::inline BATON_ABI::decider

#endif
