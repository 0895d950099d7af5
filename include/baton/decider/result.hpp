// How activities and processes end.
//
// The ends of an activity are values that an activity returns; all but ActivityCompleted may be thrown instead.
#ifndef BATON_DECIDER_RESULT_HPP
#define BATON_DECIDER_RESULT_HPP

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "../config.hpp"
#include "../core/fields.hpp"
#include "../core/value.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::decider {

/// Which of an activity's times ran out (SWF: ActivityTaskTimeoutType).
enum class TimeoutKind : std::uint8_t { start_to_close, schedule_to_start, schedule_to_close, heartbeat };
namespace detail {
template <>
inline constexpr std::array<std::string_view, 4> enum_names<TimeoutKind> = {"start_to_close", "schedule_to_start",
                                                                            "schedule_to_close", "heartbeat"};
}  // namespace detail

struct ActivityCompleted {
    static constexpr std::string_view type = "completed";
    core::Value result;
    friend bool operator==(const ActivityCompleted&, const ActivityCompleted&) = default;
};
BATON_FIELDS(ActivityCompleted, result)

struct ActivityCanceled {
    static constexpr std::string_view type = "canceled";
    std::string details;
    friend bool operator==(const ActivityCanceled&, const ActivityCanceled&) = default;
};
BATON_FIELDS(ActivityCanceled, details)

struct ActivityFailed {
    static constexpr std::string_view type = "failed";
    /// At most 256 characters on Amazon SWF; what is longer is cut there.
    std::string reason;
    std::string details;
    friend bool operator==(const ActivityFailed&, const ActivityFailed&) = default;
};
BATON_FIELDS(ActivityFailed, reason, details)

struct ActivityTimedOut {
    static constexpr std::string_view type = "timedout";
    TimeoutKind kind = TimeoutKind::start_to_close;
    /// Of the last heartbeat, where there was one.
    std::string details;
    friend bool operator==(const ActivityTimedOut&, const ActivityTimedOut&) = default;
};
BATON_FIELDS(ActivityTimedOut, kind, details)

using ActivityResult = std::variant<ActivityCompleted, ActivityCanceled, ActivityFailed, ActivityTimedOut>;

struct ProcessCompleted {
    static constexpr std::string_view type = "completed";
    core::Value result;
    friend bool operator==(const ProcessCompleted&, const ProcessCompleted&) = default;
};
BATON_FIELDS(ProcessCompleted, result)

struct ProcessCanceled {
    static constexpr std::string_view type = "canceled";
    std::string details;
    friend bool operator==(const ProcessCanceled&, const ProcessCanceled&) = default;
};
BATON_FIELDS(ProcessCanceled, details)

struct ProcessFailed {
    static constexpr std::string_view type = "failed";
    std::string reason;
    std::string details;
    friend bool operator==(const ProcessFailed&, const ProcessFailed&) = default;
};
BATON_FIELDS(ProcessFailed, reason, details)

/// The process took longer than its workflow's timeout.
struct ProcessTimedOut {
    static constexpr std::string_view type = "timedout";
    friend bool operator==(const ProcessTimedOut&, const ProcessTimedOut&) = default;
};

/// Ended by its parent's child policy or by an operator, without being asked.
struct ProcessTerminated {
    static constexpr std::string_view type = "terminated";
    std::string reason;
    friend bool operator==(const ProcessTerminated&, const ProcessTerminated&) = default;
};
BATON_FIELDS(ProcessTerminated, reason)

using ProcessResult =
    std::variant<ProcessCompleted, ProcessCanceled, ProcessFailed, ProcessTimedOut, ProcessTerminated>;

/// "completed", "canceled", …: the name of what a variant holds.
template <class... T>
std::string_view type_of(const std::variant<T...>& what) {
    return std::visit([]<class U>(const U&) { return U::type; }, what);
}

}  // namespace baton::inline BATON_ABI::decider

#endif
