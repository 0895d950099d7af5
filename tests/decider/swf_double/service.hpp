// A double of Amazon SWF: the rules of the service as far as deciders see them. Written from the public description of
// the service, not from our client; it shares no code with baton.
#ifndef TESTS_DECIDER_SWF_DOUBLE_SERVICE_HPP
#define TESTS_DECIDER_SWF_DOUBLE_SERVICE_HPP

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "execution.hpp"
#include "schema.hpp"

namespace swf_double {

struct Refusal {
    std::string type, message;
};

struct Limits {
    std::size_t page = 1000, activities = 1000, timers = 1000, children = 1000, tags = 5;
};

/// Thread-safe. `now`: milliseconds since 1970.
class Service {
public:
    Service(std::string fields, std::function<Ms()> now) : schema_(fields), now_(std::move(now)) {}

    Limits limits;

    /// Throws Refusal; SchemaError when an answer of its own is wrong.
    json handle(const std::string& action, const json& r) {
        const std::lock_guard lock(mutex_);
        if (!schema_.has_action(action)) throw Refusal{"UnknownOperationException", action};
        try {
            schema_.request(action, r);
        } catch (const SchemaError& e) {
            throw Refusal{"ValidationException", e.what()};
        }
        if (r.contains("domain") && r["domain"] != "test") unknown("domain " + r["domain"].dump());
        run_clock();
        json answer = perform(action, r);
        schema_.response(action, answer);
        return answer;
    }

private:
    [[noreturn]] static void unknown(const std::string& what) { throw Refusal{"UnknownResourceFault", "Unknown " + what}; }
    static std::string text(const json& r, const char* name, std::string otherwise = {}) { return r.contains(name) ? r[name].get<std::string>() : std::move(otherwise); }
    static void copy(json& to, const json& from, std::initializer_list<const char*> names) {
        for (const char* n : names)
            if (from.contains(n)) to[n] = from[n];
    }

    json perform(const std::string& action, const json& r) {
        if (action == "RegisterWorkflowType" || action == "RegisterActivityType") return register_type(action[8] == 'W' ? workflow_types_ : activity_types_, r);
        if (action == "DescribeWorkflowType") return describe(workflow_types_, r, "workflowType");
        if (action == "DescribeActivityType") return describe(activity_types_, r, "activityType");
        if (action == "StartWorkflowExecution") return start(r);
        if (action == "SignalWorkflowExecution") {
            Execution& e = target(r);
            json a{{"signalName", r["signalName"]}};
            copy(a, r, {"input"});
            happen(e, "WorkflowExecutionSignaled", a);
            return json::object();
        }
        if (action == "RequestCancelWorkflowExecution") {
            Execution& e = target(r);
            e.cancel_requested = true;
            happen(e, "WorkflowExecutionCancelRequested", json::object());
            return json::object();
        }
        if (action == "TerminateWorkflowExecution") {
            Execution& e = target(r);
            terminate(e, r, text(r, "childPolicy", e.policy), "OPERATOR_INITIATED");
            return json::object();
        }
        if (action == "PollForDecisionTask") return poll_decision(r);
        if (action == "PollForActivityTask") return poll_activity(r);
        if (action == "RespondDecisionTaskCompleted") return respond_decision(r);
        if (action == "RecordActivityTaskHeartbeat") {
            auto [e, id] = activity_of(r);
            OpenActivity& a = e->activities[id];
            a.details = text(r, "details");
            a.beat_by = after(now_(), a.heartbeat_time);
            return {{"cancelRequested", a.cancel_requested != 0}};
        }
        if (action.starts_with("RespondActivityTask")) {
            auto [e, id] = activity_of(r);
            const OpenActivity a = e->activities[id];
            e->activities.erase(id);
            json attributes{{"scheduledEventId", a.scheduled}, {"startedEventId", a.started}};
            copy(attributes, r, {"result", "reason", "details"});
            const std::string what = action.substr(19);
            if (what == "Canceled" && a.cancel_requested != 0) attributes["latestCancelRequestedEventId"] = a.cancel_requested;
            happen(*e, "ActivityTask" + what, attributes);
            return json::object();
        }
        if (action == "GetWorkflowExecutionHistory") {
            const Execution& e = exactly(r["execution"]);
            return page(r, e.events, e.events.size(), "events");
        }
        if (action == "DescribeWorkflowExecution") unknown("operation of the double");
        return list(r, action == "ListOpenWorkflowExecutions");
    }

    // Types.
    static json register_type(std::map<std::string, json>& types, const json& r) {
        const std::string key = r["name"].get<std::string>() + "/" + r["version"].get<std::string>();
        if (!types.emplace(key, r).second) throw Refusal{"TypeAlreadyExistsFault", key};
        return json::object();
    }
    json describe(const std::map<std::string, json>& types, const json& r, const char* member) const {
        const auto at = types.find(key_of(r[member]));
        if (at == types.end()) unknown("type " + key_of(r[member]));
        json configuration = json::object();
        for (const auto& [name, value] : at->second.items())
            if (name.starts_with("default")) configuration[name] = value;
        return {{"typeInfo", {{member, r[member]}, {"status", "REGISTERED"}, {"creationDate", 1.5}}}, {"configuration", configuration}};
    }
    static std::string key_of(const json& type) { return type["name"].get<std::string>() + "/" + type["version"].get<std::string>(); }

    // Executions.
    Execution* open_one(const std::string& workflow) {
        const auto at = open_.find(workflow);
        return at == open_.end() ? nullptr : at->second;
    }
    Execution& target(const json& r) {
        Execution* e = open_one(r["workflowId"].get<std::string>());
        if (e == nullptr || (r.contains("runId") && r["runId"] != e->id["runId"])) unknown("execution " + r["workflowId"].dump());
        return *e;
    }
    Execution& exactly(const json& id) {
        for (const auto& e : all_)
            if (e->id == id) return *e;
        unknown("execution " + id.dump());
    }
    static std::string setting(const json& r, const char* name, const json& type, const char* fallback) {
        if (r.contains(name)) return r[name].is_object() ? r[name]["name"].get<std::string>() : r[name].get<std::string>();
        if (!type.contains(fallback)) throw Refusal{"DefaultUndefinedFault", fallback};
        return type[fallback].is_object() ? type[fallback]["name"].get<std::string>() : type[fallback].get<std::string>();
    }
    json start(const json& r) {
        const auto type = workflow_types_.find(key_of(r["workflowType"]));
        if (type == workflow_types_.end()) unknown("type " + key_of(r["workflowType"]));
        if (open_one(r["workflowId"].get<std::string>()) != nullptr) throw Refusal{"WorkflowExecutionAlreadyStartedFault", ""};
        if (r.contains("tagList") && r["tagList"].size() > limits.tags) throw Refusal{"ValidationException", "too many tags"};
        return {{"runId", open_execution(r, type->second, {}).id["runId"]}};
    }
    Execution& open_execution(const json& r, const json& type, const json& more) {
        auto made = std::make_unique<Execution>();
        Execution& e = *made;
        const std::string number = std::to_string(all_.size() + 1);
        e.id = {{"workflowId", r["workflowId"]}, {"runId", "run-" + number}};
        e.type = {{"name", type["name"]}, {"version", type["version"]}};
        e.list = setting(r, "taskList", type, "defaultTaskList");
        e.execution_time = setting(r, "executionStartToCloseTimeout", type, "defaultExecutionStartToCloseTimeout");
        e.task_time = setting(r, "taskStartToCloseTimeout", type, "defaultTaskStartToCloseTimeout");
        e.policy = setting(r, "childPolicy", type, "defaultChildPolicy");
        if (r.contains("tagList")) e.tags = r["tagList"];
        e.start = now_();
        e.deadline = after(e.start, e.execution_time);
        json a{{"workflowType", e.type}, {"taskList", {{"name", e.list}}}, {"childPolicy", e.policy}, {"executionStartToCloseTimeout", e.execution_time}, {"taskStartToCloseTimeout", e.task_time}};
        copy(a, r, {"input", "tagList"});
        if (!more.is_null()) a.update(more);
        if (!more.is_null() && more.contains("parentWorkflowExecution")) {
            e.parent = more["parentWorkflowExecution"];
            e.parent_initiated = more["parentInitiatedEventId"].get<std::int64_t>();
        }
        open_[e.workflow_id()] = &e;
        all_.push_back(std::move(made));
        happen(e, "WorkflowExecutionStarted", a);
        return e;
    }
    void happen(Execution& e, const std::string& event, json attributes) {
        e.add(now_(), event, std::move(attributes));
        needs_decision(e);
    }
    /// One decision task at a time; what comes while one is scheduled or started is merged.
    void needs_decision(Execution& e) {
        if (!e.open()) return;
        if (e.task == Execution::Task::started) e.news = true;
        if (e.task != Execution::Task::none) return;
        e.task = Execution::Task::scheduled;
        e.task_scheduled = e.add(now_(), "DecisionTaskScheduled", {{"taskList", {{"name", e.list}}}, {"startToCloseTimeout", e.task_time}});
        decisions_[e.list].push_back(&e);
    }
    /// `child_event`: what the parent is told.
    void close(Execution& e, const std::string& status, const std::string& child_event, json extra) {
        e.close_status = status;
        e.close = now_();
        e.activities.clear();
        e.timers.clear();
        if (open_one(e.workflow_id()) == &e) open_.erase(e.workflow_id());
        if (e.parent.is_null() || child_event.empty()) return;
        Execution* parent = open_one(e.parent["workflowId"].get<std::string>());
        if (parent == nullptr || parent->id != e.parent) return;
        const auto child = parent->children.find(e.workflow_id());
        if (child == parent->children.end() || child->second.initiated != e.parent_initiated) return;
        json a{{"workflowExecution", e.id}, {"workflowType", e.type}, {"initiatedEventId", child->second.initiated}, {"startedEventId", child->second.started}};
        if (!extra.is_null()) a.update(extra);
        parent->children.erase(child);
        happen(*parent, "ChildWorkflowExecution" + child_event, a);
    }
    void terminate(Execution& e, const json& why, const std::string& policy, const std::string& cause) {
        json a{{"childPolicy", policy}, {"cause", cause}};
        copy(a, why, {"reason", "details"});
        e.add(now_(), "WorkflowExecutionTerminated", a);
        close(e, "TERMINATED", "Terminated", {});
        apply_policy(e, policy);
    }
    void apply_policy(Execution& e, const std::string& policy) {
        if (policy == "ABANDON") return;
        for (const auto& [workflow, child] : std::exchange(e.children, {})) {
            Execution* c = open_one(workflow);
            if (c == nullptr || c->parent != e.id) continue;
            if (policy == "TERMINATE") {
                terminate(*c, json::object(), policy, "CHILD_POLICY_APPLIED");
            } else {
                c->cancel_requested = true;
                happen(*c, "WorkflowExecutionCancelRequested", {{"externalWorkflowExecution", e.id}, {"externalInitiatedEventId", 0}, {"cause", "CHILD_POLICY_APPLIED"}});
            }
        }
    }

    // Tasks.
    json page(const json& r, const std::vector<json>& events, std::size_t size, const char* member) const {
        const std::size_t most = std::min<std::size_t>(limits.page, r.contains("maximumPageSize") ? r["maximumPageSize"].get<std::size_t>() : limits.page);
        const std::size_t from = r.contains("nextPageToken") ? std::stoul(r["nextPageToken"].get<std::string>().substr(5)) : 0;
        json list = json::array();
        for (std::size_t i = from; i < size && i < from + most; ++i) list.push_back(events[i]);
        json out{{member, std::move(list)}};
        if (from + most < size) out["nextPageToken"] = "page-" + std::to_string(from + most);
        return out;
    }
    json poll_decision(const json& r) {
        Execution* e = nullptr;
        if (r.contains("nextPageToken")) {
            // Further pages of a task that was handed out before: "page-N-token".
            const std::string token = r["nextPageToken"].get<std::string>();
            e = by_task(token.substr(token.find('-', 5) + 1));
        } else {
            auto& queue = decisions_[r["taskList"]["name"].get<std::string>()];
            while (!queue.empty() && (!queue.front()->open() || queue.front()->task != Execution::Task::scheduled)) queue.pop_front();
            if (queue.empty()) return {{"startedEventId", 0}, {"previousStartedEventId", 0}};
            e = queue.front();
            queue.pop_front();
            e->task = Execution::Task::started;
            json a{{"scheduledEventId", e->task_scheduled}};
            copy(a, r, {"identity"});
            e->task_started = e->add(now_(), "DecisionTaskStarted", a);
            e->task_deadline = after(now_(), e->task_time);
            e->task_token = "decision-" + std::to_string(++tokens_);
        }
        json out = page(r, e->events, static_cast<std::size_t>(e->task_started), "events");
        if (out.contains("nextPageToken")) out["nextPageToken"] = out["nextPageToken"].get<std::string>() + "-" + e->task_token;
        out.update({{"taskToken", e->task_token}, {"startedEventId", e->task_started}, {"previousStartedEventId", e->previous_started}, {"workflowExecution", e->id}, {"workflowType", e->type}});
        return out;
    }
    Execution* by_task(const std::string& token) {
        for (const auto& [id, e] : open_)
            if (e->task == Execution::Task::started && e->task_token == token) return e;
        unknown("decision task");
    }
    json poll_activity(const json& r) {
        auto& queue = activities_[r["taskList"]["name"].get<std::string>()];
        while (!queue.empty()) {
            const auto [e, id, scheduled] = queue.front();
            queue.pop_front();
            const auto at = e->activities.find(id);
            if (!e->open() || at == e->activities.end() || at->second.scheduled != scheduled) continue;
            OpenActivity& a = at->second;
            json started{{"scheduledEventId", a.scheduled}};
            copy(started, r, {"identity"});
            a.started = e->add(now_(), "ActivityTaskStarted", started);
            a.start_by = never;
            a.end_by = after(now_(), a.execution_time);
            a.beat_by = after(now_(), a.heartbeat_time);
            a.token = "activity-" + std::to_string(++tokens_);
            json out{{"taskToken", a.token}, {"activityId", id}, {"startedEventId", a.started}, {"workflowExecution", e->id}, {"activityType", a.type}};
            if (!a.input.is_null()) out["input"] = a.input;
            return out;
        }
        return {{"startedEventId", 0}};
    }
    std::pair<Execution*, std::string> activity_of(const json& r) {
        for (const auto& [id, e] : open_)
            for (const auto& [activity, a] : e->activities)
                if (!a.token.empty() && a.token == r["taskToken"]) return {e, activity};
        unknown("activity task");
    }

    // Decisions.
    json respond_decision(const json& r) {
        Execution& e = *by_task(r["taskToken"].get<std::string>());
        const json decisions = r.value("decisions", json::array());
        for (std::size_t i = 0; i + 1 < decisions.size(); ++i)
            if (closes(decisions[i]["decisionType"].get<std::string>())) throw Refusal{"ValidationException", "Close must be last decision in list"};
        json completed{{"scheduledEventId", e.task_scheduled}, {"startedEventId", e.task_started}};
        copy(completed, r, {"executionContext"});
        const std::int64_t by = e.add(now_(), "DecisionTaskCompleted", completed);
        e.previous_started = e.task_started;
        e.task = Execution::Task::none;
        e.task_deadline = never;
        const bool news = std::exchange(e.news, false);
        bool again = news;
        for (const json& d : decisions) {
            const std::string type = d["decisionType"].get<std::string>();
            std::string name = type + "DecisionAttributes";
            name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
            if (closes(type) && news) {
                e.add(now_(), type + "Failed", {{"cause", "UNHANDLED_DECISION"}, {"decisionTaskCompletedEventId", by}});
                continue;
            }
            // Events of decisions themselves ask for no decision, their failures do.
            again = decide(e, type, d[name], by) || again;
        }
        if (again) needs_decision(e);
        return json::object();
    }
    static bool closes(const std::string& type) {
        return type == "CompleteWorkflowExecution" || type == "FailWorkflowExecution" || type == "CancelWorkflowExecution" || type == "ContinueAsNewWorkflowExecution";
    }
    /// True: a decision is needed because of it.
    bool decide(Execution& e, const std::string& type, const json& d, std::int64_t by) {
        const Ms now = now_();
        json a{{"decisionTaskCompletedEventId", by}};
        const auto failed = [&](const char* cause, std::initializer_list<const char*> names, const std::string& event) {
            copy(a, d, names);
            a["cause"] = cause;
            e.add(now, event, a);
            return true;
        };
        if (type == "ScheduleActivityTask") {
            const auto known = activity_types_.find(key_of(d["activityType"]));
            const char* cause = known == activity_types_.end()                                       ? "ACTIVITY_TYPE_DOES_NOT_EXIST"
                                : e.activities.count(d["activityId"].get<std::string>()) != 0 ? "ACTIVITY_ID_ALREADY_IN_USE"
                                : e.activities.size() >= limits.activities                      ? "OPEN_ACTIVITIES_LIMIT_EXCEEDED"
                                                                                                 : nullptr;
            if (cause != nullptr) return failed(cause, {"activityType", "activityId"}, "ScheduleActivityTaskFailed");
            OpenActivity o;
            o.type = d["activityType"];
            if (d.contains("input")) o.input = d["input"];
            o.list = setting(d, "taskList", known->second, "defaultTaskList");
            o.execution_time = setting(d, "startToCloseTimeout", known->second, "defaultTaskStartToCloseTimeout");
            o.heartbeat_time = setting(d, "heartbeatTimeout", known->second, "defaultTaskHeartbeatTimeout");
            const std::string wait = setting(d, "scheduleToStartTimeout", known->second, "defaultTaskScheduleToStartTimeout");
            const std::string whole = setting(d, "scheduleToCloseTimeout", known->second, "defaultTaskScheduleToCloseTimeout");
            o.start_by = after(now, wait);
            o.close_by = after(now, whole);
            copy(a, d, {"activityType", "activityId", "input", "control"});
            a.update({{"taskList", {{"name", o.list}}}, {"scheduleToStartTimeout", wait}, {"scheduleToCloseTimeout", whole}, {"startToCloseTimeout", o.execution_time}, {"heartbeatTimeout", o.heartbeat_time}});
            o.scheduled = e.add(now, "ActivityTaskScheduled", a);
            activities_[o.list].push_back({&e, d["activityId"].get<std::string>(), o.scheduled});
            e.activities[d["activityId"].get<std::string>()] = std::move(o);
            return false;
        }
        if (type == "RequestCancelActivityTask") {
            const auto at = e.activities.find(d["activityId"].get<std::string>());
            if (at == e.activities.end()) return failed("ACTIVITY_ID_UNKNOWN", {"activityId"}, "RequestCancelActivityTaskFailed");
            a["activityId"] = d["activityId"];
            at->second.cancel_requested = e.add(now, "ActivityTaskCancelRequested", a);
            if (at->second.started != 0) return false;
            e.add(now, "ActivityTaskCanceled", {{"scheduledEventId", at->second.scheduled}, {"startedEventId", 0}, {"latestCancelRequestedEventId", at->second.cancel_requested}});
            e.activities.erase(at);
            return true;
        }
        if (type == "StartTimer") {
            const std::string id = d["timerId"].get<std::string>();
            if (e.timers.count(id) != 0) return failed("TIMER_ID_ALREADY_IN_USE", {"timerId"}, "StartTimerFailed");
            if (e.timers.size() >= limits.timers) return failed("OPEN_TIMERS_LIMIT_EXCEEDED", {"timerId"}, "StartTimerFailed");
            copy(a, d, {"timerId", "control", "startToFireTimeout"});
            const std::int64_t started = e.add(now, "TimerStarted", a);
            e.timers[id] = {started, after(now, d["startToFireTimeout"].get<std::string>())};
            return false;
        }
        if (type == "CancelTimer") {
            const auto at = e.timers.find(d["timerId"].get<std::string>());
            if (at == e.timers.end()) return failed("TIMER_ID_UNKNOWN", {"timerId"}, "CancelTimerFailed");
            a.update({{"timerId", d["timerId"]}, {"startedEventId", at->second.started}});
            e.timers.erase(at);
            e.add(now, "TimerCanceled", a);
            return false;
        }
        if (type == "RecordMarker") {
            copy(a, d, {"markerName", "details"});
            e.add(now, "MarkerRecorded", a);
            return false;
        }
        if (type == "SignalExternalWorkflowExecution" || type == "RequestCancelExternalWorkflowExecution") {
            copy(a, d, {"workflowId", "runId", "signalName", "input", "control"});
            const std::int64_t initiated = e.add(now, type + "Initiated", a);
            Execution* other = open_one(d["workflowId"].get<std::string>());
            const bool signal = type[0] == 'S';
            if (other == nullptr) {
                a.erase("signalName");
                a.erase("input");
                a.update({{"cause", "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"}, {"initiatedEventId", initiated}});
                e.add(now, type + "Failed", a);
                return true;
            }
            json got{{"externalWorkflowExecution", e.id}, {"externalInitiatedEventId", initiated}};
            if (signal) copy(got, d, {"signalName", "input"});
            if (!signal) other->cancel_requested = true;
            happen(*other, signal ? "WorkflowExecutionSignaled" : "WorkflowExecutionCancelRequested", got);
            e.add(now, signal ? "ExternalWorkflowExecutionSignaled" : "ExternalWorkflowExecutionCancelRequested", {{"workflowExecution", other->id}, {"initiatedEventId", initiated}});
            return true;
        }
        if (type == "StartChildWorkflowExecution") return start_child(e, d, by);
        return end(e, type, d, by);
    }
    bool start_child(Execution& e, const json& d, std::int64_t by) {
        const auto known = workflow_types_.find(key_of(d["workflowType"]));
        const std::string id = d["workflowId"].get<std::string>();
        const char* cause = known == workflow_types_.end()            ? "WORKFLOW_TYPE_DOES_NOT_EXIST"
                            : open_one(id) != nullptr                 ? "WORKFLOW_ALREADY_RUNNING"
                            : e.children.size() >= limits.children    ? "OPEN_CHILDREN_LIMIT_EXCEEDED"
                                                                      : nullptr;
        if (cause != nullptr) {
            e.add(now_(), "StartChildWorkflowExecutionFailed", {{"workflowType", d["workflowType"]}, {"workflowId", id}, {"cause", cause}, {"initiatedEventId", 0}, {"decisionTaskCompletedEventId", by}});
            return true;
        }
        json a{{"decisionTaskCompletedEventId", by}, {"taskList", {{"name", setting(d, "taskList", known->second, "defaultTaskList")}}}, {"childPolicy", setting(d, "childPolicy", known->second, "defaultChildPolicy")}};
        copy(a, d, {"workflowId", "workflowType", "control", "input", "executionStartToCloseTimeout", "taskStartToCloseTimeout", "tagList"});
        const std::int64_t initiated = e.add(now_(), "StartChildWorkflowExecutionInitiated", a);
        Execution& child = open_execution(d, known->second, {{"parentWorkflowExecution", e.id}, {"parentInitiatedEventId", initiated}});
        const std::int64_t started = e.add(now_(), "ChildWorkflowExecutionStarted", {{"workflowExecution", child.id}, {"workflowType", child.type}, {"initiatedEventId", initiated}});
        e.children[id] = {initiated, started, child.run_id()};
        return true;  // the service asks for a decision when a child has started
    }
    bool end(Execution& e, const std::string& type, const json& d, std::int64_t by) {
        json a{{"decisionTaskCompletedEventId", by}}, told = json::object();
        if (type == "ContinueAsNewWorkflowExecution") {
            json r = d;
            r["workflowId"] = e.id["workflowId"];
            r.erase("workflowTypeVersion");
            json more{{"continuedExecutionRunId", e.id["runId"]}};
            if (!e.parent.is_null()) more.update({{"parentWorkflowExecution", e.parent}, {"parentInitiatedEventId", e.parent_initiated}});
            copy(a, d, {"input", "executionStartToCloseTimeout", "taskStartToCloseTimeout", "tagList"});
            const json type_row = workflow_types_.at(key_of(e.type));
            close(e, "CONTINUED_AS_NEW", "", {});
            Execution& next = open_execution(r, type_row, more);
            a.update({{"newExecutionRunId", next.id["runId"]}, {"taskList", {{"name", next.list}}}, {"childPolicy", next.policy}, {"workflowType", e.type}});
            e.add(now_(), "WorkflowExecutionContinuedAsNew", a);
            return false;
        }
        copy(told, d, {"result", "reason", "details"});
        a.update(told);
        const std::string past = type.starts_with("Complete") ? "Completed" : type.starts_with("Fail") ? "Failed" : "Canceled";
        e.add(now_(), "WorkflowExecution" + past, a);
        close(e, past == "Completed" ? "COMPLETED" : past == "Failed" ? "FAILED" : "CANCELED", past, told);
        return false;
    }

    // Time.
    void run_clock() {
        while (true) {
            Execution* first = nullptr;
            for (const auto& [id, e] : open_)
                if (first == nullptr || e->due() < first->due()) first = e;
            if (first == nullptr || first->due() > now_()) return;
            expire(*first, first->due());
        }
    }
    void expire(Execution& e, Ms due) {
        for (auto& [id, a] : e.activities) {
            const char* type = a.start_by == due   ? "SCHEDULE_TO_START"
                               : a.beat_by == due  ? "HEARTBEAT"
                               : a.end_by == due   ? "START_TO_CLOSE"
                               : a.close_by == due ? "SCHEDULE_TO_CLOSE"
                                                   : nullptr;
            if (type == nullptr) continue;
            json attributes{{"timeoutType", type}, {"scheduledEventId", a.scheduled}, {"startedEventId", a.started}};
            if (!a.details.empty()) attributes["details"] = a.details;
            e.activities.erase(id);
            return happen(e, "ActivityTaskTimedOut", attributes);
        }
        for (const auto& [id, t] : e.timers) {
            if (t.due != due) continue;
            const json attributes{{"timerId", id}, {"startedEventId", t.started}};
            e.timers.erase(id);
            return happen(e, "TimerFired", attributes);
        }
        if (e.task == Execution::Task::started && e.task_deadline == due) {
            e.add(now_(), "DecisionTaskTimedOut", {{"timeoutType", "START_TO_CLOSE"}, {"scheduledEventId", e.task_scheduled}, {"startedEventId", e.task_started}});
            e.task = Execution::Task::none;
            e.task_deadline = never;
            e.news = false;
            return needs_decision(e);
        }
        e.add(now_(), "WorkflowExecutionTimedOut", {{"timeoutType", "START_TO_CLOSE"}, {"childPolicy", e.policy}});
        close(e, "TIMED_OUT", "TimedOut", {{"timeoutType", "START_TO_CLOSE"}});
        apply_policy(e, e.policy);
    }

    // Lists.
    json list(const json& r, bool open) const {
        const int filters = static_cast<int>(r.contains("tagFilter")) + static_cast<int>(r.contains("typeFilter")) + static_cast<int>(r.contains("executionFilter"));
        if (filters > 1) throw Refusal{"ValidationException", "only one filter"};
        std::vector<json> found;
        for (const auto& e : all_) {
            if (e->open() != open) continue;
            if (r.contains("startTimeFilter") && static_cast<double>(e->start) / 1000 < r["startTimeFilter"]["oldestDate"].get<double>()) continue;
            if (r.contains("tagFilter") && std::find(e->tags.begin(), e->tags.end(), r["tagFilter"]["tag"]) == e->tags.end()) continue;
            if (r.contains("typeFilter") && e->type["name"] != r["typeFilter"]["name"]) continue;
            if (r.contains("executionFilter") && e->id["workflowId"] != r["executionFilter"]["workflowId"]) continue;
            json info{{"execution", e->id}, {"workflowType", e->type}, {"startTimestamp", static_cast<double>(e->start) / 1000}, {"executionStatus", open ? "OPEN" : "CLOSED"}, {"tagList", e->tags}, {"cancelRequested", e->cancel_requested}};
            if (!open) info.update({{"closeStatus", e->close_status}, {"closeTimestamp", static_cast<double>(e->close) / 1000}});
            if (!e->parent.is_null()) info["parent"] = e->parent;
            found.push_back(std::move(info));
        }
        if (!r.value("reverseOrder", false)) std::reverse(found.begin(), found.end());
        return page(r, found, found.size(), "executionInfos");
    }

    struct Queued {
        Execution* execution;
        std::string activity;
        std::int64_t scheduled;
    };
    Schema schema_;
    std::function<Ms()> now_;
    std::mutex mutex_;
    std::map<std::string, json> workflow_types_, activity_types_;
    std::vector<std::unique_ptr<Execution>> all_;
    std::map<std::string, Execution*> open_;
    std::map<std::string, std::deque<Execution*>> decisions_;
    std::map<std::string, std::deque<Queued>> activities_;
    std::int64_t tokens_ = 0;
};

}  // namespace swf_double

#endif
