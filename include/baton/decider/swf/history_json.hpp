// Processes from the histories of Amazon SWF.
//
// A decision stands behind the start of the decision task that made it, as in pyworkflow, so what came meanwhile comes
// after it. What the service knows and a decider does not need (scheduled decision tasks, started children) is left
// out.
#ifndef BATON_DECIDER_SWF_HISTORY_JSON_HPP
#define BATON_DECIDER_SWF_HISTORY_JSON_HPP

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../json.hpp"
#include "../process.hpp"
#include "texts.hpp"

namespace baton::inline BATON_ABI::decider::swf::detail {

class HistoryReader {
public:
    explicit HistoryReader(const Texts& texts) : texts_(texts) {}

    /// The next page.
    void read(const json& events) {
        if (!events.is_array()) broken("events");
        for (const json& e : events) read_event(e);
    }
    [[nodiscard]] Process process(const std::string& id) {
        std::stable_sort(events_.begin(), events_.end(),
                         [](const Placed& a, const Placed& b) { return a.order < b.order; });
        Process out = head_;
        out.id = id;
        out.history = {};
        for (const Placed& p : events_) out.history.push_back(p.event);
        return out;
    }
    /// The run after this one, where the process continued as new.
    [[nodiscard]] const std::string& next_run() const { return next_run_; }

private:
    struct Placed {
        /// The event's number, or for a decision: that of the start of its task, 1, its number.
        std::tuple<std::int64_t, int, std::int64_t> order;
        Event event;
    };

    void read_event(const json& e) {
        if (!e.is_object()) broken("event");
        id_ = number_in(e, "eventId");
        at_ = time_of(e);
        const std::string type = text_in(e, "eventType");
        std::string name = type + "EventAttributes";
        name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
        static const json none = json::object();
        const auto found = e.find(name);
        const json& a = found != e.end() && found->is_object() ? *found : none;
        if (type.starts_with("WorkflowExecution"))
            execution(type.substr(17), a);
        else if (type.starts_with("DecisionTask"))
            decision_task(type.substr(12), a);
        else if (type.starts_with("ActivityTask"))
            activity(type.substr(12), a);
        else if (type.starts_with("ChildWorkflowExecution"))
            child(type.substr(22), a);
        else
            other(type, a);
    }
    void happened(EventBody body) { events_.push_back({{id_, 0, id_}, {id_, at_, std::move(body)}}); }
    void made(const json& a, Decision decision) {
        const auto task = decision_tasks_.find(number_in(a, "decisionTaskCompletedEventId"));
        if (task == decision_tasks_.end()) broken("completed decision task of event " + std::to_string(id_));
        events_.push_back({{task->second.started, 1, id_}, {id_, at_, DecisionMade{std::move(decision)}}});
    }
    void failed(const json& a, Decision decision) {
        happened(DecisionFailed{std::move(decision), text_in(a, "cause")});
    }
    void execution(const std::string& what, const json& a) {
        if (what == "Started") {
            head_.workflow = text_in(object_in(a, "workflowType"), "name");
            head_.input = texts_.value(a, "input");
            head_.tags = tags_in(a);
            if (a.contains("parentWorkflowExecution"))
                head_.parent = process_id_in(object_in(a, "parentWorkflowExecution"));
            happened(
                ProcessStarted{a.contains("continuedExecutionRunId") ? text_in(a, "continuedExecutionRunId") : ""});
        } else if (what == "Signaled") {
            happened(Signaled{{text_in(a, "signalName"), texts_.value(a, "input")}});
        } else if (what == "CancelRequested") {
            happened(CancelRequested{});
        } else if (what == "Completed") {
            made(a, CompleteProcess{texts_.value(a, "result")});
            end(ProcessCompleted{texts_.value(a, "result")});
        } else if (what == "Failed") {
            made(a, FailProcess{texts_.text(a, "reason"), texts_.text(a, "details")});
            end(ProcessFailed{texts_.text(a, "reason"), texts_.text(a, "details")});
        } else if (what == "Canceled") {
            made(a, CancelProcess{texts_.text(a, "details")});
            end(ProcessCanceled{texts_.text(a, "details")});
        } else if (what == "TimedOut") {
            end(ProcessTimedOut{});
        } else if (what == "Terminated") {
            // cancel_process terminates, and says so.
            if (texts_.text(a, "reason") == "canceled")
                end(ProcessCanceled{texts_.text(a, "details")});
            else
                end(ProcessTerminated{texts_.text(a, "reason")});
        } else if (what == "ContinuedAsNew") {
            next_run_ = text_in(a, "newExecutionRunId");
            made(a, ContinueAsNew{texts_.value(a, "input"), tags_in(a)});
        }
    }
    void end(ProcessResult result) {
        head_.result = result;
        happened(ProcessEnded{std::move(result)});
    }
    void decision_task(const std::string& what, const json& a) {
        if (what == "Started")
            happened(DecisionStarted{});
        else if (what == "TimedOut")
            happened(DecisionTimedOut{});
        else if (what == "Completed")
            decision_tasks_[id_] = {number_in(a, "startedEventId"), texts_.text(a, "executionContext")};
    }
    void activity(const std::string& what, const json& a) {
        if (what == "Scheduled") {
            ScheduleActivity d{text_in(object_in(a, "activityType"), "name"), texts_.value(a, "input"),
                               text_in(a, "activityId")};
            executions_[id_] = {d.activity, d.id, d.input};
            made(a, std::move(d));
            return;
        }
        if (what == "CancelRequested") return made(a, CancelActivity{text_in(a, "activityId")});
        const auto at = executions_.find(number_in(a, "scheduledEventId"));
        if (at == executions_.end()) broken("scheduled activity of event " + std::to_string(id_));
        if (what == "Started")
            happened(ActivityStarted{at->second});
        else if (what == "Completed")
            happened(ActivityEnded{at->second, ActivityCompleted{texts_.value(a, "result")}});
        else if (what == "Failed")
            happened(ActivityEnded{at->second, ActivityFailed{texts_.text(a, "reason"), texts_.text(a, "details")}});
        else if (what == "Canceled")
            happened(ActivityEnded{at->second, ActivityCanceled{texts_.text(a, "details")}});
        else if (what == "TimedOut")
            happened(ActivityEnded{at->second,
                                   ActivityTimedOut{timeout(text_in(a, "timeoutType")), texts_.text(a, "details")}});
    }
    static TimeoutKind timeout(const std::string& type) {
        if (type == "SCHEDULE_TO_START") return TimeoutKind::schedule_to_start;
        if (type == "SCHEDULE_TO_CLOSE") return TimeoutKind::schedule_to_close;
        return type == "HEARTBEAT" ? TimeoutKind::heartbeat : TimeoutKind::start_to_close;
    }
    void child(const std::string& what, const json& a) {
        if (what == "Started") return;
        ProcessResult result;
        if (what == "Completed")
            result = ProcessCompleted{texts_.value(a, "result")};
        else if (what == "Failed")
            result = ProcessFailed{texts_.text(a, "reason"), texts_.text(a, "details")};
        else if (what == "TimedOut")
            result = ProcessTimedOut{};
        else if (what == "Canceled")
            result = ProcessCanceled{texts_.text(a, "details")};
        else
            result = ProcessTerminated{};
        const auto start = children_.find(number_in(a, "initiatedEventId"));
        happened(ChildEnded{process_id_in(object_in(a, "workflowExecution")), std::move(result),
                            start == children_.end() ? std::vector<std::string>() : start->second.tags,
                            text_in(object_in(a, "workflowType"), "name")});
    }
    void other(const std::string& type, const json& a) {
        if (type == "StartChildWorkflowExecutionInitiated") {
            StartChildProcess d{text_in(object_in(a, "workflowType"), "name"), texts_.value(a, "input"), tags_in(a),
                                text_in(a, "workflowId"), policy(text_in(a, "childPolicy"))};
            children_[id_] = d;
            made(a, std::move(d));
        } else if (type == "StartChildWorkflowExecutionFailed") {
            const auto start = children_.find(number_in(a, "initiatedEventId"));
            StartChildProcess d;
            d.workflow = text_in(object_in(a, "workflowType"), "name");
            d.id = text_in(a, "workflowId");
            failed(a, start == children_.end() ? d : start->second);
        } else if (type == "TimerStarted") {
            Timer d{core::duration(whole(text_in(a, "startToFireTimeout")) * 1000), texts_.value(a, "control"),
                    text_in(a, "timerId")};
            timers_[id_] = d;
            made(a, std::move(d));
        } else if (type == "TimerFired") {
            const auto at = timers_.find(number_in(a, "startedEventId"));
            if (at == timers_.end()) broken("started timer of event " + std::to_string(id_));
            happened(TimerFired{at->second});
        } else if (type == "TimerCanceled") {
            made(a, CancelTimer{text_in(a, "timerId")});
        } else if (type == "MarkerRecorded") {
            made(a, RecordMarker{text_in(a, "markerName"), texts_.value(a, "details")});
        } else if (type == "SignalExternalWorkflowExecutionInitiated") {
            SignalExternalProcess d{receiver(a), {text_in(a, "signalName"), texts_.value(a, "input")}};
            signals_[id_] = d;
            made(a, std::move(d));
        } else if (type == "SignalExternalWorkflowExecutionFailed") {
            const auto at = signals_.find(number_in(a, "initiatedEventId"));
            failed(a, at == signals_.end() ? SignalExternalProcess{receiver(a), {}} : at->second);
        } else if (type == "RequestCancelExternalWorkflowExecutionInitiated") {
            made(a, CancelExternalProcess{receiver(a)});
        } else if (type == "RequestCancelExternalWorkflowExecutionFailed") {
            failed(a, CancelExternalProcess{receiver(a)});
        } else if (type == "ScheduleActivityTaskFailed") {
            ScheduleActivity d;
            d.activity = text_in(object_in(a, "activityType"), "name");
            d.id = text_in(a, "activityId");
            failed(a, std::move(d));
        } else if (type == "RequestCancelActivityTaskFailed") {
            failed(a, CancelActivity{text_in(a, "activityId")});
        } else if (type == "StartTimerFailed") {
            failed(a, Timer{{}, {}, text_in(a, "timerId")});
        } else if (type == "CancelTimerFailed") {
            failed(a, CancelTimer{text_in(a, "timerId")});
        } else if (type == "RecordMarkerFailed") {
            failed(a, RecordMarker{text_in(a, "markerName"), {}});
        } else if (type == "CompleteWorkflowExecutionFailed") {
            failed(a, refused_end(a, CompleteProcess{}));
        } else if (type == "FailWorkflowExecutionFailed") {
            failed(a, refused_end(a, FailProcess{}));
        } else if (type == "CancelWorkflowExecutionFailed") {
            failed(a, refused_end(a, CancelProcess{}));
        } else if (type == "ContinueAsNewWorkflowExecutionFailed") {
            failed(a, refused_end(a, ContinueAsNew{}));
        }  // what a newer service says besides is not for deciders of today
    }
    /// The event does not say what was decided; the client has noted it in the execution context.
    [[nodiscard]] Decision refused_end(const json& a, Decision otherwise) const {
        const auto task = decision_tasks_.find(number_in(a, "decisionTaskCompletedEventId"));
        if (task == decision_tasks_.end()) return otherwise;
        try {
            Decision noted = from_json_text<Decision>(task->second.context, "execution context");
            if (noted.index() == otherwise.index()) return noted;
        } catch (const core::error&) {  // of another client
        }
        return otherwise;
    }
    static std::string receiver(const json& a) {
        if (a.contains("control") && a["control"].is_string()) return a["control"].get<std::string>();
        return text_in(a, "workflowId") + (a.contains("runId") ? ":" + text_in(a, "runId") : "");
    }
    static ChildPolicy policy(const std::string& name) {
        if (name == "TERMINATE") return ChildPolicy::terminate;
        return name == "REQUEST_CANCEL" ? ChildPolicy::request_cancel : ChildPolicy::abandon;
    }
    static std::int64_t whole(const std::string& text) {
        std::int64_t n = 0;
        for (const char c : text) {
            if (c < '0' || c > '9' || n > 99'999'999) broken("time in seconds");
            n = n * 10 + (c - '0');
        }
        return n;
    }

    struct DecisionTaskInfo {
        std::int64_t started = 0;
        std::string context;
    };
    const Texts& texts_;
    Process head_{.history = {}};
    std::vector<Placed> events_;
    std::string next_run_;
    std::int64_t id_ = 0;
    core::instant at_;
    std::map<std::int64_t, DecisionTaskInfo> decision_tasks_;
    std::map<std::int64_t, ActivityExecution> executions_;
    std::map<std::int64_t, StartChildProcess> children_;
    std::map<std::int64_t, Timer> timers_;
    std::map<std::int64_t, SignalExternalProcess> signals_;
};

}  // namespace baton::inline BATON_ABI::decider::swf::detail

#endif
