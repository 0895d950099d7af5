// All that a backend keeps of a process besides its history.
#ifndef BATON_DECIDER_DETAIL_PROCESS_RECORD_HPP
#define BATON_DECIDER_DETAIL_PROCESS_RECORD_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/fields.hpp"
#include "../../core/time.hpp"
#include "../event.hpp"
#include "../process.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// An activity that is scheduled or running.
struct ActivityRecord {
    ActivityExecution execution;
    std::string category;
    core::duration execution_timeout, heartbeat_timeout;
    /// Scheduled: must start by. Never, once it runs.
    core::instant start_by;
    /// Must end by, from scheduling; from the start; next heartbeat by.
    core::instant close_by, end_by = core::instant::never(), beat_by = core::instant::never();
    /// Of the present start; 0: not started.
    std::int64_t fence = 0;
    bool cancel_requested = false;
    /// Of the last heartbeat.
    std::string progress;

    [[nodiscard]] const std::string& key() const { return execution.id; }
    [[nodiscard]] bool started() const { return fence != 0; }
    [[nodiscard]] core::instant due() const { return std::min({start_by, close_by, end_by, beat_by}); }
};
BATON_FIELDS(ActivityRecord, execution, category, execution_timeout, heartbeat_timeout, start_by, close_by, end_by,
             beat_by, fence, cancel_requested, progress)

struct TimerRecord {
    Timer timer;
    core::instant due;
    [[nodiscard]] const std::string& key() const { return timer.id; }
};
BATON_FIELDS(TimerRecord, timer, due)

struct ChildRecord {
    std::string id;
    ChildPolicy policy = ChildPolicy::abandon;
    [[nodiscard]] const std::string& key() const { return id; }
};
BATON_FIELDS(ChildRecord, id, policy)

enum class DecisionState : std::uint8_t { none, scheduled, started };
template <>
inline constexpr std::array<std::string_view, 3> enum_names<DecisionState> = {"none", "scheduled", "started"};

/// What can come due; also the order among those due at the same time.
enum class DueKind : std::uint8_t { activity, timer, decision, process };

/// All times at which something comes due, earliest first. Follows from the rest of the record.
using Agenda = std::set<std::pair<core::instant, std::pair<DueKind, std::string>>>;

struct ProcessRecord {
    std::string id, workflow, category;
    core::Value input;
    std::vector<std::string> tags;
    std::string parent;
    core::instant started_at, deadline;
    core::duration timeout, decision_timeout;
    DecisionState decision = DecisionState::none;
    /// Of the decision that is open.
    std::int64_t decision_fence = 0;
    core::instant decision_due = core::instant::never();
    /// Something happened while the decision is open: another will be needed.
    bool news = false;
    std::int64_t run = 1;
    std::int64_t next_event = 1;
    /// The last fence given.
    std::int64_t fences = 0;
    std::map<std::string, ActivityRecord> activities;
    std::map<std::string, TimerRecord> timers;
    std::map<std::string, ChildRecord> children;
    std::optional<ProcessResult> result;

    Agenda agenda;

    [[nodiscard]] bool closed() const { return result.has_value(); }
    /// When to look at the process again.
    [[nodiscard]] core::instant next_due() const {
        return agenda.empty() ? core::instant::never() : agenda.begin()->first;
    }
    void plan(core::instant at, DueKind kind, const std::string& what) {
        if (at != core::instant::never()) agenda.emplace(at, std::pair(kind, what));
    }
    void unplan(core::instant at, DueKind kind, const std::string& what) {
        if (at != core::instant::never()) agenda.erase({at, {kind, what}});
    }
    /// After reading a record.
    void plan_all() {
        agenda.clear();
        if (closed()) return;
        plan(deadline, DueKind::process, {});
        if (decision == DecisionState::started) plan(decision_due, DueKind::decision, {});
        for (const auto& [key, a] : activities) plan(a.due(), DueKind::activity, key);
        for (const auto& [key, t] : timers) plan(t.due, DueKind::timer, key);
    }
    [[nodiscard]] Process snapshot(History history) const {
        return {workflow, id, input, tags, std::move(history), parent, result};
    }
};
BATON_FIELDS(ProcessRecord, id, workflow, category, input, tags, parent, started_at, deadline, timeout,
             decision_timeout, decision, decision_fence, decision_due, news, run, next_event, fences, activities,
             timers, children, result)

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
