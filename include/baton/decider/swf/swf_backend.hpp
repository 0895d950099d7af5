// Processes on Amazon SWF.
//
// The id of a process is "workflowId:runId"; signals and cancellations go to the workflowId, so also to a run that
// continued as new. What the service does otherwise than our own backends is listed in docs/decider.md.
#ifndef BATON_DECIDER_SWF_SWF_BACKEND_HPP
#define BATON_DECIDER_SWF_SWF_BACKEND_HPP

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../store/random_id.hpp"
#include "../backend.hpp"
#include "../detail/decision_rules.hpp"
#include "../detail/registry.hpp"
#include "calls.hpp"
#include "http.hpp"
#include "json_protocol.hpp"
#include "options.hpp"

namespace baton::inline BATON_ABI::decider::swf {

/// Thread-safe. Polls wait for the service, up to a minute.
class SwfBackend : public Backend, private detail::Calls {
public:
    explicit SwfBackend(Options options) : SwfBackend(std::make_shared<CurlTransport>(options), options) {}
    SwfBackend(std::shared_ptr<Transport> transport, const Options& options) : Calls(std::move(transport), options) {}

    /// The times and the category go with each start, so a type that is registered otherwise does not matter.
    void register_workflow(const WorkflowType& type) override {
        register_type("Workflow", type.name, [&](json& r) {
            r["defaultChildPolicy"] = "ABANDON";
            r["defaultExecutionStartToCloseTimeout"] = detail::seconds(type.timeout);
            r["defaultTaskStartToCloseTimeout"] = detail::seconds(type.decision_timeout);
            r["defaultTaskList"] = {{"name", type.category}};
        });
        const std::unique_lock lock(types_mutex_);
        types_.add(type);
    }
    void register_activity(const ActivityType& type) override {
        register_type("Activity", type.name, [&](json& r) {
            r["defaultTaskHeartbeatTimeout"] = detail::seconds(type.heartbeat_timeout);
            r["defaultTaskScheduleToStartTimeout"] = detail::seconds(type.scheduled_timeout);
            r["defaultTaskStartToCloseTimeout"] = detail::seconds(type.execution_timeout);
            r["defaultTaskScheduleToCloseTimeout"] = detail::seconds(type.total_timeout.value_or(
                core::duration((core::instant(type.scheduled_timeout.ms) + type.execution_timeout).ms)));
            r["defaultTaskList"] = {{"name", type.category}};
        });
        const std::unique_lock lock(types_mutex_);
        types_.add(type);
    }
    /// A given id becomes the workflowId; it holds no ':'. At most 5 tags. BTN606.
    std::string start_process(const Process& process) override {
        const std::shared_lock lock(types_mutex_);
        const WorkflowType& type = types_.workflow(process.workflow);
        if (process.id.find(':') != std::string::npos)
            throw core::error(core::error_code::the_decision_is_refused, process.id, "an id has no ':' on Amazon SWF");
        const std::string id = process.id.empty() ? store::random_id() : process.id;
        json request = in_domain();
        request["workflowId"] = id;
        request["workflowType"] = {{"name", type.name}, {"version", client_.options().version}};
        request["childPolicy"] = "ABANDON";
        detail::put_workflow_times(request, type);
        detail::put_tags(request, process.tags);
        texts_.put(request, "input", process.input);
        bool repeated = false;
        try {
            return id + ":" + detail::text_in(client_.call("StartWorkflowExecution", request, &repeated), "runId");
        } catch (const Fault& f) {
            if (f.type() != "WorkflowExecutionAlreadyStartedFault") throw;
            // An id of our own can only have been used by the first attempt, whose answer was lost.
            if (repeated && process.id.empty()) return whole_id(id);
            throw core::error(core::error_code::the_process_runs_already, id);
        }
    }
    void signal_process(const std::string& id, const Signal& signal) override {
        json request = in_domain();
        request["workflowId"] = detail::workflow_id_of(id);
        request["signalName"] = signal.name;
        texts_.put(request, "input", signal.data);
        call_process("SignalWorkflowExecution", request, id);
    }
    /// Terminates it. Its parent is told that it was terminated.
    void cancel_process(const std::string& id, const std::string& details) override {
        json request = in_domain();
        request["workflowId"] = detail::workflow_id_of(id);
        request["reason"] = "canceled";
        texts_.put(request, "details", details);
        call_process("TerminateWorkflowExecution", request, id);
    }
    /// The service does not carry the details.
    void request_cancel_process(const std::string& id, const std::string& /*details*/) override {
        json request = in_domain();
        request["workflowId"] = detail::workflow_id_of(id);
        call_process("RequestCancelWorkflowExecution", request, id);
    }
    /// The last run of the process.
    Process process_by_id(const std::string& id) override {
        std::string workflow = detail::workflow_id_of(id), run = detail::run_id_of(id);
        if (run.empty()) run = detail::run_id_of(whole_id(workflow));
        while (true) {
            detail::HistoryReader reader(texts_);
            json request = in_domain();
            request["execution"] = {{"workflowId", workflow}, {"runId", run}};
            pages(request, [&](const json& r) {
                json page = call_process("GetWorkflowExecutionHistory", r, id);
                reader.read(page["events"]);
                return page;
            });
            if (reader.next_run().empty()) return reader.process(workflow + ":" + run);
            run = reader.next_run();
        }
    }
    std::vector<Process> processes(const ProcessFilter& filter) override {
        json request = listing();
        // The service takes one filter.
        if (!filter.tag.empty())
            request["tagFilter"] = {{"tag", filter.tag}};
        else if (!filter.workflow.empty())
            request["typeFilter"] = {{"name", filter.workflow}};
        std::vector<std::string> ids;
        pages(request, [&](const json& r) {
            json page = client_.call("ListOpenWorkflowExecutions", r);
            for (const json& info : infos_of(page))
                if (filter.workflow.empty() ||
                    detail::text_in(detail::object_in(info, "workflowType"), "name") == filter.workflow)
                    ids.push_back(detail::process_id_in(detail::object_in(info, "execution")));
            return page;
        });
        std::reverse(ids.begin(), ids.end());  // oldest first
        std::vector<Process> out;
        for (const std::string& id : ids) {
            Process p = process_by_id(id);
            if (!p.result) out.push_back(std::move(p));  // not ended meanwhile
        }
        return out;
    }
    /// The service asks for decisions also when a child has started or a signal has arrived elsewhere. Where nothing
    /// has happened that a decider could see, it is answered here: there is nothing to decide.
    std::optional<DecisionTask> poll_decision_task(const std::string& category, const std::string& identity) override {
        while (true) {
            auto task = poll_one(category, identity);
            if (!task || has_news(task->process)) return task;
            try {
                complete_decision_task(*task, {});
            } catch (const core::error& e) {  // it has timed out meanwhile, and will come again
                if (e.code() != core::error_code::the_decision_is_over) throw;
            }
        }
    }
    std::optional<ActivityTask> poll_activity_task(const std::string& category, const std::string& identity) override {
        const json answer = client_.call("PollForActivityTask", polling(category, identity));
        if (is_empty(answer)) return std::nullopt;
        return ActivityTask{{detail::text_in(detail::object_in(answer, "activityType"), "name"),
                             detail::text_in(answer, "activityId"), texts_.value(answer, "input")},
                            detail::process_id_in(detail::object_in(answer, "workflowExecution")),
                            detail::text_in(answer, "taskToken")};
    }
    bool heartbeat_activity_task(const ActivityTask& task, const std::string& progress) override {
        json request{{"taskToken", task.token}};
        if (!progress.empty()) request["details"] = detail::cut(progress, detail::longest_progress);
        const json answer = call_activity("RecordActivityTaskHeartbeat", request, task);
        return answer.value("cancelRequested", json(false)) == true;
    }
    void complete_decision_task(const DecisionTask& task, const std::vector<Decision>& decisions) override {
        const std::shared_lock lock(types_mutex_);
        decider::detail::DecisionCheck(open_work_of(task.process), types_).all(decisions);
        json request{{"taskToken", task.token}};
        request["decisions"] =
            detail::DecisionEncoder(texts_, types_, client_.options().version, task.process, new_id_).all(decisions);
        // Were the end refused because of news, its event would not say what was decided.
        if (!decisions.empty() && is_closing(decisions.back()))
            request["executionContext"] = texts_.pack(to_json(decisions.back()).dump());
        try {
            client_.call("RespondDecisionTaskCompleted", request);
        } catch (const Fault& f) {
            if (f.type() != "UnknownResourceFault") throw;
            throw core::error(core::error_code::the_decision_is_over, task.process.id, f.what());
        }
    }
    void complete_activity_task(const ActivityTask& task, const ActivityResult& result) override {
        json request{{"taskToken", task.token}};
        std::string action = "RespondActivityTaskCompleted";
        if (const auto* completed = std::get_if<ActivityCompleted>(&result)) {
            texts_.put(request, "result", completed->result);
        } else if (const auto* canceled = std::get_if<ActivityCanceled>(&result)) {
            action = "RespondActivityTaskCanceled";
            texts_.put(request, "details", canceled->details);
        } else {
            action = "RespondActivityTaskFailed";
            const auto* failed = std::get_if<ActivityFailed>(&result);
            const std::string reason = failed != nullptr ? failed->reason : "timed out";
            if (!reason.empty()) request["reason"] = detail::cut(reason, detail::longest_reason);
            texts_.put(request, "details",
                       failed != nullptr ? failed->details : std::get<ActivityTimedOut>(result).details);
        }
        call_activity(action, request, task);
    }
    /// The poll has waited already.
    void wait_for_work(std::uint64_t, const std::string&, std::stop_token, core::duration) override {}

private:
    using json = nlohmann::json;

    std::optional<DecisionTask> poll_one(const std::string& category, const std::string& identity) {
        std::string token, id;
        detail::HistoryReader reader(texts_);
        pages(polling(category, identity), [&](const json& r) {
            json page = client_.call("PollForDecisionTask", r);
            if (is_empty(page)) return json::object();
            token = detail::text_in(page, "taskToken");
            id = detail::process_id_in(detail::object_in(page, "workflowExecution"));
            reader.read(page["events"]);
            return page;
        });
        if (token.empty()) return std::nullopt;
        return DecisionTask{reader.process(id), token};
    }
    static bool has_news(const Process& p) {
        const EventRange unseen = p.unseen_events();
        return std::any_of(unseen.begin(), unseen.end(), [](const Event& e) {
            return e.as<DecisionMade>() == nullptr && e.as<ActivityStarted>() == nullptr &&
                   e.as<DecisionStarted>() == nullptr && e.as<DecisionTimedOut>() == nullptr;
        });
    }
    /// What the check of decisions looks at.
    static decider::detail::ProcessRecord open_work_of(const Process& p) {
        decider::detail::ProcessRecord record;
        record.id = p.id;
        for (const ActivityExecution& e : p.unfinished_activities()) record.activities[e.id].execution = e;
        for (const Event& e : p.history)
            if (const auto* started = e.as<ActivityStarted>())
                if (const auto at = record.activities.find(started->execution.id); at != record.activities.end())
                    at->second.fence = 1;
        for (const Timer& t : p.untriggered_timers()) record.timers[t.id].timer = t;
        return record;
    }

    std::shared_mutex types_mutex_;
    decider::detail::Registry types_;
    std::function<std::string()> new_id_ = store::random_id;
};

}  // namespace baton::inline BATON_ABI::decider::swf

#endif
