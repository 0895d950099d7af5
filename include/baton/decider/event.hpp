// What happened to a process: the events of its history.
#ifndef BATON_DECIDER_EVENT_HPP
#define BATON_DECIDER_EVENT_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "../core/fields.hpp"
#include "../core/time.hpp"
#include "decision.hpp"
#include "result.hpp"

namespace baton::inline BATON_ABI::decider {

/// One execution of an activity.
struct ActivityExecution {
    std::string activity;
    std::string id;
    core::Value input;
    friend bool operator==(const ActivityExecution&, const ActivityExecution&) = default;
};
BATON_FIELDS(ActivityExecution, activity, id, input)

struct ProcessStarted {
    static constexpr std::string_view type = "process_started";
    /// The run before, where the process continued as new; else empty.
    std::string continued_run;
    friend bool operator==(const ProcessStarted&, const ProcessStarted&) = default;
};
BATON_FIELDS(ProcessStarted, continued_run)

/// A decider was given the history so far.
struct DecisionStarted {
    static constexpr std::string_view type = "decision_started";
    friend bool operator==(const DecisionStarted&, const DecisionStarted&) = default;
};

/// The decider did not answer in time; the decision is given to another.
struct DecisionTimedOut {
    static constexpr std::string_view type = "decision_timedout";
    friend bool operator==(const DecisionTimedOut&, const DecisionTimedOut&) = default;
};

/// A decision was made and takes effect.
struct DecisionMade {
    static constexpr std::string_view type = "decision";
    Decision decision;
    friend bool operator==(const DecisionMade&, const DecisionMade&) = default;
};
BATON_FIELDS(DecisionMade, decision)

/// A decision could not take effect, for a reason that the decider could not know. The causes are SWF's words:
/// UNHANDLED_DECISION (the process was not ended, because news came meanwhile), ACTIVITY_ID_UNKNOWN, TIMER_ID_UNKNOWN,
/// WORKFLOW_ALREADY_RUNNING, UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION …
struct DecisionFailed {
    static constexpr std::string_view type = "decision_failed";
    Decision decision;
    std::string cause;
    friend bool operator==(const DecisionFailed&, const DecisionFailed&) = default;
};
BATON_FIELDS(DecisionFailed, decision, cause)

struct ActivityStarted {
    static constexpr std::string_view type = "activity_started";
    ActivityExecution execution;
    friend bool operator==(const ActivityStarted&, const ActivityStarted&) = default;
};
BATON_FIELDS(ActivityStarted, execution)

struct ActivityEnded {
    static constexpr std::string_view type = "activity";
    ActivityExecution execution;
    ActivityResult result;
    friend bool operator==(const ActivityEnded&, const ActivityEnded&) = default;
};
BATON_FIELDS(ActivityEnded, execution, result)

struct Signaled {
    static constexpr std::string_view type = "signal";
    Signal signal;
    friend bool operator==(const Signaled&, const Signaled&) = default;
};
BATON_FIELDS(Signaled, signal)

struct TimerFired {
    static constexpr std::string_view type = "timer";
    Timer timer;
    friend bool operator==(const TimerFired&, const TimerFired&) = default;
};
BATON_FIELDS(TimerFired, timer)

struct ChildEnded {
    static constexpr std::string_view type = "child_process";
    std::string process_id;
    ProcessResult result;
    std::vector<std::string> tags;
    std::string workflow;
    friend bool operator==(const ChildEnded&, const ChildEnded&) = default;
};
BATON_FIELDS(ChildEnded, process_id, result, tags, workflow)

/// Someone asks the process to cancel; the decider chooses what to do.
struct CancelRequested {
    static constexpr std::string_view type = "cancel_requested";
    std::string details;
    friend bool operator==(const CancelRequested&, const CancelRequested&) = default;
};
BATON_FIELDS(CancelRequested, details)

/// The last event of every process.
struct ProcessEnded {
    static constexpr std::string_view type = "process_ended";
    ProcessResult result;
    friend bool operator==(const ProcessEnded&, const ProcessEnded&) = default;
};
BATON_FIELDS(ProcessEnded, result)

using EventBody =
    std::variant<ProcessStarted, DecisionStarted, DecisionTimedOut, DecisionMade, DecisionFailed, ActivityStarted,
                 ActivityEnded, Signaled, TimerFired, ChildEnded, CancelRequested, ProcessEnded>;

struct Event {
    /// Counts from 1 in each run; on Amazon SWF the service's number.
    std::int64_t id = 0;
    core::instant at;
    EventBody body;

    /// The body where it is a T, or nullptr.
    template <class T>
    [[nodiscard]] const T* as() const {
        return std::get_if<T>(&body);
    }
    [[nodiscard]] std::string_view type() const { return type_of(body); }
    /// By what happened, not when.
    friend bool operator==(const Event& a, const Event& b) { return a.body == b.body; }
};

}  // namespace baton::inline BATON_ABI::decider

#endif
