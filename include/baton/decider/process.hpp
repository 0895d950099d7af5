// A process as a decider sees it: what it was started with, and its history.
#ifndef BATON_DECIDER_PROCESS_HPP
#define BATON_DECIDER_PROCESS_HPP

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "../core/value.hpp"
#include "event.hpp"
#include "history.hpp"

namespace baton::inline BATON_ABI::decider {

/// A value. What a backend gives is a snapshot that later events do not change.
struct Process {
    /// The name of the workflow.
    std::string workflow;
    /// Given by the backend where it is empty at the start.
    std::string id;
    core::Value input;
    std::vector<std::string> tags;
    History history{ProcessStarted{}};
    /// The id of the parent, or empty.
    std::string parent;
    /// How it ended, if it has.
    std::optional<ProcessResult> result;

    friend bool operator==(const Process&, const Process&) = default;

    [[nodiscard]] Process copy_with_id(std::string new_id) const {
        Process copy = *this;
        copy.id = std::move(new_id);
        return copy;
    }
    [[nodiscard]] bool has_event(const EventBody& body) const {
        return std::any_of(history.begin(), history.end(), [&](const Event& e) { return e.body == body; });
    }
    [[nodiscard]] bool has_decision(const Decision& decision) const {
        return std::any_of(history.begin(), history.end(), [&](const Event& e) {
            const auto* made = e.as<DecisionMade>();
            return made != nullptr && made->decision == decision;
        });
    }
    [[nodiscard]] bool has_tag(const std::string& tag) const {
        return std::find(tags.begin(), tags.end(), tag) != tags.end();
    }

    /// What happened since the last decision that was answered, without the start of the present one. A decision that
    /// timed out was not answered: what it was about is unseen still.
    [[nodiscard]] EventRange unseen_events() const {
        const auto [first, last] = unseen();
        return {history, first, last};
    }
    /// Those that were scheduled and have not ended, the last scheduled first.
    [[nodiscard]] std::vector<ActivityExecution> unfinished_activities() const {
        std::unordered_map<std::string, std::size_t> open;
        for (std::size_t i = 0; i < history.size(); ++i) {
            if (const auto* made = history[i].as<DecisionMade>()) {
                if (const auto* s = std::get_if<ScheduleActivity>(&made->decision)) open[s->id] = i;
            } else if (const auto* ended = history[i].as<ActivityEnded>()) {
                open.erase(ended->execution.id);
            }
        }
        std::vector<ActivityExecution> out;
        for (const std::size_t i : latest_first(open)) {
            const auto& s = std::get<ScheduleActivity>(history[i].as<DecisionMade>()->decision);
            out.push_back({s.activity, s.id, s.input});
        }
        return out;
    }
    /// Those that were started, and neither fired nor were cancelled; the last started first. `disregard_unseen`: a
    /// timer that fired, but whose event is unseen, counts as untriggered.
    [[nodiscard]] std::vector<Timer> untriggered_timers(bool disregard_unseen = false) const {
        const std::size_t seen = disregard_unseen ? unseen().first : history.size();
        std::unordered_map<std::string, std::size_t> open;
        for (std::size_t i = 0; i < history.size(); ++i) {
            if (const auto* made = history[i].as<DecisionMade>()) {
                if (const auto* t = std::get_if<Timer>(&made->decision)) open[t->id] = i;
                if (const auto* c = std::get_if<CancelTimer>(&made->decision)) open.erase(c->id);
            } else if (const auto* fired = history[i].as<TimerFired>()) {
                if (i < seen) open.erase(fired->timer.id);
            }
        }
        std::vector<Timer> out;
        for (const std::size_t i : latest_first(open))
            out.push_back(std::get<Timer>(history[i].as<DecisionMade>()->decision));
        return out;
    }

private:
    [[nodiscard]] std::pair<std::size_t, std::size_t> unseen() const {
        std::size_t last = history.size();
        if (last > 0 && history.back().as<DecisionStarted>() != nullptr) --last;
        bool unanswered = false;
        for (std::size_t i = last; i > 0; --i) {
            const Event& e = history[i - 1];
            if (e.as<DecisionTimedOut>() != nullptr) unanswered = true;
            if (e.as<DecisionStarted>() == nullptr) continue;
            if (!unanswered) return {i, last};
            unanswered = false;
        }
        return {0, last};
    }
    static std::vector<std::size_t> latest_first(const std::unordered_map<std::string, std::size_t>& open) {
        std::vector<std::size_t> out;
        for (const auto& [id, at] : open) out.push_back(at);
        std::sort(out.rbegin(), out.rend());
        return out;
    }
};

}  // namespace baton::inline BATON_ABI::decider

#endif
