// One change of one process: the record, the time and what comes out. The moves that all rules are made of.
#ifndef BATON_DECIDER_DETAIL_PROCESS_STEP_HPP
#define BATON_DECIDER_DETAIL_PROCESS_STEP_HPP

#include <string>
#include <utility>

#include "../../config.hpp"
#include "effects.hpp"
#include "process_record.hpp"

namespace baton::inline BATON_ABI::decider::detail {

struct Step {
    ProcessRecord& record;
    core::instant now;
    Effects& out;

    void append(EventBody body) { out.events.push_back({record.next_event++, now, std::move(body)}); }
    /// Something that the decider should hear of. At most one decision is scheduled or open at any time: what comes
    /// while one is open is for the next.
    void news() {
        if (record.decision == DecisionState::none)
            record.decision = DecisionState::scheduled;
        else if (record.decision == DecisionState::started)
            record.news = true;
    }
    void happen(EventBody body) {
        append(std::move(body));
        news();
    }
    void send(std::string to, decltype(Message::body) body) {
        out.messages.push_back({std::move(to), record.id, std::move(body)});
    }
    /// The decision is no longer open; another is scheduled where news came.
    void decision_over() {
        if (record.decision == DecisionState::started) record.unplan(record.decision_due, DueKind::decision, {});
        record.decision_due = core::instant::never();
        record.decision_fence = 0;
        record.decision = std::exchange(record.news, false) ? DecisionState::scheduled : DecisionState::none;
    }
    void replan(ActivityRecord& a, core::instant before) {
        record.unplan(before, DueKind::activity, a.key());
        record.plan(a.due(), DueKind::activity, a.key());
    }
    void end_activity(const std::string& id, ActivityResult result) {
        const auto at = record.activities.find(id);
        record.unplan(at->second.due(), DueKind::activity, id);
        happen(ActivityEnded{std::move(at->second.execution), std::move(result)});
        record.activities.erase(at);
        out.activities.push_back(id);
    }
    /// Activities and timers go without a trace.
    void drop_work() {
        for (const auto& [id, activity] : record.activities) out.activities.push_back(id);
        record.activities.clear();
        record.timers.clear();
        record.agenda.clear();
        record.news = false;
        record.decision = DecisionState::none;
        record.decision_fence = 0;
        record.decision_due = core::instant::never();
    }
    /// The process ends; its parent hears of it, its children are treated by their policies.
    void close(ProcessResult result) {
        append(ProcessEnded{result});
        drop_work();
        for (const auto& [id, child] : std::exchange(record.children, {})) {
            if (child.policy == ChildPolicy::request_cancel)
                send(id, TakeCancelRequest{{}, "the parent has ended"});
            else if (child.policy == ChildPolicy::terminate)
                send(id, Terminate{"the parent has ended"});
        }
        if (!record.parent.empty())
            send(record.parent, TakeChildEnd{{record.id, result, record.tags, record.workflow}});
        record.result = std::move(result);
    }
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
