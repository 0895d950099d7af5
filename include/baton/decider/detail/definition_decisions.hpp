// What is to be decided: what the replayed instance wants, and the history does not have yet.
#ifndef BATON_DECIDER_DETAIL_DEFINITION_DECISIONS_HPP
#define BATON_DECIDER_DETAIL_DEFINITION_DECISIONS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../decision.hpp"
#include "../process.hpp"
#include "definition_replay.hpp"
#include "history_index.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// The longest that Amazon SWF takes for a timer (8 digits of seconds); one that is due later is started again then.
inline constexpr core::duration longest_timer{std::int64_t{99'999'999} * 1000};

class DefinitionDecisions {
public:
    DefinitionDecisions(const Process& process, const DefinitionReplay& replay)
        : process_(process), replay_(replay), known_(process.history) {}

    std::vector<Decision> make() && {
        if (known_.markers == 0)
            out_.emplace_back(RecordMarker{std::string(definition_marker), replay_.model().fingerprint});
        const auto& sent = replay_.sent();
        for (std::size_t i = known_.signals; i < sent.size(); ++i) out_.emplace_back(sent[i].signal);
        if (replay_.over()) {
            // Activities and timers end with the process. Children do not on Amazon SWF.
            withdraw_children({});
            out_.push_back(replay_.end());
            return std::move(out_);
        }
        std::set<std::string> wanted;
        for (const auto& [token, w] : replay_.wanted()) wanted.insert(w.id);
        for (const auto& [id, a] : known_.activities)
            if (a.open && !a.asked && !wanted.contains(id)) out_.emplace_back(CancelActivity{id});
        withdraw_children(wanted);
        const std::vector<DefinitionReplay::Alarm> alarms = replay_.alarms();
        withdraw_timers(alarms);
        for (const auto& [token, w] : replay_.wanted())
            if (!known_.activities.contains(w.id) && !known_.children.contains(w.id)) out_.push_back(w.decision);
        start_timers(alarms);
        return std::move(out_);
    }

private:
    void withdraw_children(const std::set<std::string>& wanted) {
        for (const auto& [id, c] : known_.children)
            if (c.open && !c.asked && !wanted.contains(id)) out_.emplace_back(CancelExternalProcess{id});
    }
    void withdraw_timers(const std::vector<DefinitionReplay::Alarm>& alarms) {
        std::set<std::string> wanted;
        for (const auto& a : alarms) wanted.insert(a.id);
        for (const auto& [id, runs] : known_.timers)
            if (runs && !wanted.contains(HistoryIndex::base_of(id))) out_.emplace_back(CancelTimer{id});
    }
    /// From the start of this decision on: what is late is late by the time that the decision takes.
    void start_timers(const std::vector<DefinitionReplay::Alarm>& alarms) {
        const core::instant now = process_.history.empty() ? core::instant() : process_.history.back().at;
        for (const auto& a : alarms) {
            const auto fired = known_.fired.find(a.id);
            const std::string id = a.id + "." + std::to_string(fired == known_.fired.end() ? 0 : fired->second);
            if (known_.timers.contains(id)) continue;
            Timer timer;
            timer.delay = std::clamp(a.due - now, core::duration(), longest_timer);
            timer.id = id;
            out_.emplace_back(std::move(timer));
        }
    }

    const Process& process_;
    const DefinitionReplay& replay_;
    const HistoryIndex known_;
    std::vector<Decision> out_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
