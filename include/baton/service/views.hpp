// What a service shows: instances, tasks of people, incidents, history.
#ifndef BATON_SERVICE_VIEWS_HPP
#define BATON_SERVICE_VIEWS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "../core/value.hpp"
#include "../engine/state.hpp"

namespace baton::inline BATON_ABI::service {

/// How an instance stands.
enum class InstanceStatus : std::uint8_t { running, suspended, completed, failed, cancelled };

inline std::string_view name_of(InstanceStatus status) {
    switch (status) {
        case InstanceStatus::running: return "running";
        case InstanceStatus::suspended: return "suspended";
        case InstanceStatus::completed: return "completed";
        case InstanceStatus::failed: return "failed";
        case InstanceStatus::cancelled: return "cancelled";
    }
    return {};
}

struct InstanceSummary {
    std::int64_t id = 0;
    std::string definition;
    std::int64_t version = 0;
    std::string business_key;
    InstanceStatus status = InstanceStatus::running;
    /// The instance that called it, or 0.
    std::int64_t parent = 0;
    core::instant started, ended = core::instant::never();
};

/// Everything about one instance.
struct InstanceDetails : InstanceSummary {
    core::Variables variables;
    /// The variables of which tools show no value.
    std::vector<std::string> secret;
    /// The ids of the elements at which tokens wait, oldest first.
    std::vector<std::string> waiting;
    /// The BPMN error with which it failed.
    std::string error_code, error_message;
    core::instant next_due = core::instant::never();
};

/// A task that a person is to do, or an activity that a worker is to do.
struct TaskSummary {
    std::int64_t id = 0, instance = 0;
    /// The element's id, and its name.
    std::string element, title;
    std::string assignee, form_key;
    std::vector<std::string> candidate_users, candidate_groups;
    std::string due_date, priority;
    core::instant created;
    core::Variables variables;
    std::vector<std::string> secret;
};

struct IncidentSummary {
    std::int64_t id = 0, instance = 0;
    std::string element, why;
    core::instant since;
};

struct HistoryLine {
    std::int64_t number = 0;
    core::instant at;
    /// "entered", "completed", "failed", "terminated", "flow", "condition", "ended", "started", "cancelled", ….
    std::string what, element, text;
    std::uint64_t token = 0;
};

}  // namespace baton::inline BATON_ABI::service

namespace baton::inline BATON_ABI {
using service::HistoryLine;
using service::IncidentSummary;
using service::InstanceDetails;
using service::InstanceStatus;
using service::InstanceSummary;
using service::TaskSummary;
}  // namespace baton::inline BATON_ABI

#endif
