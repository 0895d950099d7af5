// Decisions as the structures of RespondDecisionTaskCompleted.
#ifndef BATON_DECIDER_SWF_DECISIONS_JSON_HPP
#define BATON_DECIDER_SWF_DECISIONS_JSON_HPP

#include <algorithm>
#include <cctype>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../decision.hpp"
#include "../detail/registry.hpp"
#include "../json.hpp"
#include "../process.hpp"
#include "texts.hpp"

namespace baton::inline BATON_ABI::decider::swf::detail {

inline const char* policy_name(ChildPolicy policy) {
    switch (policy) {
        case ChildPolicy::request_cancel: return "REQUEST_CANCEL";
        case ChildPolicy::terminate: return "TERMINATE";
        case ChildPolicy::abandon: break;
    }
    return "ABANDON";
}

/// What of a type stands in a request that starts a process.
inline void put_workflow_times(json& into, const WorkflowType& type) {
    into["executionStartToCloseTimeout"] = seconds(type.timeout);
    into["taskStartToCloseTimeout"] = seconds(type.decision_timeout);
    into["taskList"] = {{"name", type.category}};
}
inline void put_tags(json& into, const std::vector<std::string>& tags) {
    if (tags.size() > 5)
        throw core::error(core::error_code::the_decision_is_refused, "Amazon SWF",
                          "a process has at most 5 tags there");
    if (!tags.empty()) into["tagList"] = tags;
}

/// Encodes the decisions of one task. Ids that are missing are made of the number of the decision's event, so that a
/// repeated decision is the same.
class DecisionEncoder {
public:
    DecisionEncoder(const Texts& texts, const decider::detail::Registry& types, const std::string& version,
                    const Process& process, const std::function<std::string()>& new_id)
        : texts_(texts), types_(types), version_(version), process_(process), new_id_(new_id) {}

    json all(const std::vector<Decision>& decisions) {
        json out = json::array();
        for (const Decision& d : decisions) {
            ++number_;
            out.push_back(std::visit([this](const auto& decision) { return encode(decision); }, d));
        }
        return out;
    }

private:
    static json entry(const std::string& type, json attributes) {
        std::string name = type + "DecisionAttributes";
        name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
        json out{{"decisionType", type}};
        out[name] = std::move(attributes);
        return out;
    }
    [[nodiscard]] std::string id_or(const std::string& id, const char* kind) const {
        const auto at = process_.history.empty() ? 0 : process_.history.back().id;
        return id.empty() ? kind + std::to_string(at) + "-" + std::to_string(number_) : id;
    }
    json encode(const ScheduleActivity& d) {
        const ActivityType& type = types_.activity(d.activity);
        json a{{"activityType", {{"name", d.activity}, {"version", version_}}},
               {"activityId", id_or(d.id, "activity-")}};
        texts_.put(a, "input", d.input);
        const core::duration wait = d.scheduled_timeout.value_or(type.scheduled_timeout);
        const core::duration run = d.execution_timeout.value_or(type.execution_timeout);
        const auto total = d.total_timeout ? d.total_timeout : type.total_timeout;
        a["taskList"] = {{"name", d.category.value_or(type.category)}};
        a["scheduleToStartTimeout"] = seconds(wait);
        a["startToCloseTimeout"] = seconds(run);
        a["scheduleToCloseTimeout"] = seconds(total ? *total : core::duration((core::instant(wait.ms) + run).ms));
        a["heartbeatTimeout"] = seconds(d.heartbeat_timeout.value_or(type.heartbeat_timeout));
        return entry("ScheduleActivityTask", std::move(a));
    }
    json encode(const CancelActivity& d) { return entry("RequestCancelActivityTask", {{"activityId", d.id}}); }
    json encode(const CompleteProcess& d) {
        json a = json::object();
        texts_.put(a, "result", d.result);
        return entry("CompleteWorkflowExecution", std::move(a));
    }
    json encode(const CancelProcess& d) {
        json a = json::object();
        texts_.put(a, "details", d.details);
        return entry("CancelWorkflowExecution", std::move(a));
    }
    json encode(const FailProcess& d) {
        json a = json::object();
        if (!d.reason.empty()) a["reason"] = cut(d.reason, longest_reason);
        texts_.put(a, "details", d.details);
        return entry("FailWorkflowExecution", std::move(a));
    }
    json encode(const ContinueAsNew& d) {
        json a = json::object();
        texts_.put(a, "input", d.input);
        put_workflow_times(a, types_.workflow(process_.workflow));
        a["childPolicy"] = "ABANDON";
        a["workflowTypeVersion"] = version_;
        put_tags(a, d.tags.value_or(process_.tags));
        return entry("ContinueAsNewWorkflowExecution", std::move(a));
    }
    json encode(const StartChildProcess& d) {
        json a{{"workflowType", {{"name", d.workflow}, {"version", version_}}},
               {"workflowId", d.id.empty() ? new_id_() : d.id},
               {"childPolicy", policy_name(d.child_policy)}};
        texts_.put(a, "input", d.input);
        put_workflow_times(a, types_.workflow(d.workflow));
        put_tags(a, d.tags);
        return entry("StartChildWorkflowExecution", std::move(a));
    }
    json encode(const Timer& d) {
        json a{{"timerId", id_or(d.id, "timer-")}, {"startToFireTimeout", seconds(d.delay)}};
        texts_.put(a, "control", d.data);
        return entry("StartTimer", std::move(a));
    }
    json encode(const CancelTimer& d) { return entry("CancelTimer", {{"timerId", d.id}}); }
    json encode(const RecordMarker& d) {
        json a{{"markerName", d.name}};
        texts_.put(a, "details", d.details);
        return entry("RecordMarker", std::move(a));
    }
    json encode(const SignalExternalProcess& d) {
        // Without the run: the process may have continued as new.
        json a{{"workflowId", workflow_id_of(d.process_id)}, {"signalName", d.signal.name}, {"control", d.process_id}};
        texts_.put(a, "input", d.signal.data);
        return entry("SignalExternalWorkflowExecution", std::move(a));
    }
    json encode(const CancelExternalProcess& d) {
        return entry("RequestCancelExternalWorkflowExecution",
                     {{"workflowId", workflow_id_of(d.process_id)}, {"control", d.process_id}});
    }

    const Texts& texts_;
    const decider::detail::Registry& types_;
    const std::string& version_;
    const Process& process_;
    const std::function<std::string()>& new_id_;
    int number_ = 0;
};

}  // namespace baton::inline BATON_ABI::decider::swf::detail

#endif
