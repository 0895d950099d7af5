// What of a process was decided already, and what of it is still under way.
#ifndef BATON_DECIDER_DETAIL_HISTORY_INDEX_HPP
#define BATON_DECIDER_DETAIL_HISTORY_INDEX_HPP

#include <cstddef>
#include <map>
#include <string>
#include <variant>

#include "../../config.hpp"
#include "../decision.hpp"
#include "../history.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// Read once, from the first event to the last.
struct HistoryIndex {
    struct Begun {
        bool open = true;
        /// It was asked to cancel.
        bool asked = false;
    };
    std::map<std::string, Begun> activities, children;
    /// By id: whether it runs.
    std::map<std::string, bool> timers;
    /// How often timers have fired whose ids are the same but for the last number.
    std::map<std::string, int> fired;
    std::size_t signals = 0, markers = 0;

    explicit HistoryIndex(const History& history) {
        for (const Event& e : history) {
            if (const auto* made = e.as<DecisionMade>())
                std::visit([this](const auto& d) { note(d); }, made->decision);
            else if (const auto* failed = e.as<DecisionFailed>())
                note_failed(failed->decision);
            else if (const auto* ended = e.as<ActivityEnded>())
                close(activities, ended->execution.id);
            else if (const auto* child = e.as<ChildEnded>())
                close_child(child->process_id);
            else if (const auto* rang = e.as<TimerFired>())
                note_fired(rang->timer.id);
        }
    }
    /// The id of a timer without its last number.
    static std::string base_of(const std::string& timer) { return timer.substr(0, timer.rfind('.')); }

private:
    static void close(std::map<std::string, Begun>& all, const std::string& id) {
        if (const auto at = all.find(id); at != all.end()) at->second.open = false;
    }
    /// On Amazon SWF the run follows the id.
    void close_child(const std::string& id) {
        close(children, id);
        close(children, id.substr(0, id.rfind(':')));
    }
    void note(const ScheduleActivity& d) { activities[d.id] = {}; }
    void note(const StartChildProcess& d) { children[d.id] = {}; }
    void note(const Timer& d) { timers[d.id] = true; }
    void note(const CancelActivity& d) { ask(activities, d.id); }
    void note(const CancelTimer& d) { timers[d.id] = false; }
    void note(const CancelExternalProcess& d) { ask(children, d.process_id); }
    void note(const SignalExternalProcess&) { ++signals; }
    void note(const RecordMarker&) { ++markers; }
    template <class Other>
    void note(const Other&) {}
    static void ask(std::map<std::string, Begun>& all, const std::string& id) {
        if (const auto at = all.find(id); at != all.end()) at->second.asked = true;
    }
    void note_failed(const Decision& d) {
        if (const auto* child = std::get_if<StartChildProcess>(&d)) close(children, child->id);
        // Asked again it would fail again: what it was about is over, or never was.
        if (const auto* activity = std::get_if<CancelActivity>(&d)) close(activities, activity->id);
        if (const auto* timer = std::get_if<CancelTimer>(&d)) timers[timer->id] = false;
        if (const auto* process = std::get_if<CancelExternalProcess>(&d)) ask(children, process->process_id);
    }
    void note_fired(const std::string& id) {
        timers[id] = false;
        ++fired[base_of(id)];
    }
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
