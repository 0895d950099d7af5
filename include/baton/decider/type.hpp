// What is registered of workflows and activities: names, categories and times.
#ifndef BATON_DECIDER_TYPE_HPP
#define BATON_DECIDER_TYPE_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/fields.hpp"
#include "../core/time.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::decider {

/// A time that is never over.
inline constexpr core::duration unlimited{core::instant::never().ms};

/// Defaults of pyworkflow.
inline constexpr core::duration default_workflow_timeout{std::int64_t{31'536'000} * 1000};
inline constexpr core::duration default_decision_timeout{std::int64_t{60} * 1000};
inline constexpr core::duration default_activity_scheduled_timeout{std::int64_t{60} * 1000};
inline constexpr core::duration default_activity_execution_timeout{std::int64_t{31'536'000} * 1000};
inline constexpr core::duration default_activity_heartbeat_timeout{std::int64_t{31'536'000} * 1000};
inline constexpr std::string_view default_category = "default";

/// What becomes of a child that is open when its parent ends, however the parent ends.
enum class ChildPolicy : std::uint8_t {
    /// It goes on, without a parent.
    abandon,
    /// It is asked to cancel (CancelRequested) and decides itself.
    request_cancel,
    /// It is ended (ProcessTerminated), and its own children by their policies.
    terminate
};
namespace detail {
template <>
inline constexpr std::array<std::string_view, 3> enum_names<ChildPolicy> = {"abandon", "request_cancel", "terminate"};
}  // namespace detail

struct WorkflowType {
    std::string name;
    /// The queue in which its decisions wait.
    std::string category{default_category};
    /// From the start of a process to its end.
    core::duration timeout = default_workflow_timeout;
    /// From the start of a decision to its completion. Waiting in the queue does not count.
    core::duration decision_timeout = default_decision_timeout;
    friend bool operator==(const WorkflowType&, const WorkflowType&) = default;
};
BATON_FIELDS(WorkflowType, name, category, timeout, decision_timeout)

struct ActivityType {
    std::string name;
    /// The queue in which its tasks wait, unless the decision says another.
    std::string category{default_category};
    /// From the decision to the start.
    core::duration scheduled_timeout = default_activity_scheduled_timeout;
    /// From the start to the end.
    core::duration execution_timeout = default_activity_execution_timeout;
    /// From the start or a heartbeat to the next.
    core::duration heartbeat_timeout = default_activity_heartbeat_timeout;
    /// From the decision to the end; by default the sum of the first two.
    std::optional<core::duration> total_timeout;
    friend bool operator==(const ActivityType&, const ActivityType&) = default;
};
BATON_FIELDS(ActivityType, name, category, scheduled_timeout, execution_timeout, heartbeat_timeout, total_timeout)

}  // namespace baton::inline BATON_ABI::decider

#endif
