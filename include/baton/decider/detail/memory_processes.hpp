// The processes of a MemoryBackend, their queues, and what is due; brought in line after each rule.
#ifndef BATON_DECIDER_DETAIL_MEMORY_PROCESSES_HPP
#define BATON_DECIDER_DETAIL_MEMORY_PROCESSES_HPP

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../backend.hpp"
#include "message_rules.hpp"
#include "process_rules.hpp"
#include "registry.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// One thread at a time.
class MemoryProcesses {
public:
    struct Entry {
        ProcessRecord record;
        History history;
        /// Its place among all processes; in the queue of decisions (0: not there); in those of activities.
        std::uint64_t number = 0, decision = 0;
        std::unordered_map<std::string, std::pair<std::string, std::uint64_t>> activities;
        core::instant wake = core::instant::never();
        /// As they stand in the index.
        std::vector<std::string> tags;

        [[nodiscard]] Process snapshot() const { return record.snapshot(history); }
    };
    explicit MemoryProcesses(const Registry& types) : types_(types) {}

    Entry* find(const std::string& id) {
        const auto at = processes_.find(id);
        return at == processes_.end() ? nullptr : &at->second;
    }
    Entry* running(const std::string& id) {
        Entry* e = find(id);
        return e == nullptr || e->record.closed() ? nullptr : e;
    }
    [[nodiscard]] std::vector<Process> list(const ProcessFilter& filter) const {
        std::vector<Process> out;
        const std::string key = !filter.tag.empty()        ? "t" + filter.tag
                                : !filter.workflow.empty() ? "w" + filter.workflow
                                                           : "";
        const auto at = index_.find(key);
        if (at == index_.end()) return out;
        for (const auto& [number, id] : at->second) {
            const Entry& e = processes_.at(id);
            if (filter.workflow.empty() || e.record.workflow == filter.workflow) out.push_back(e.snapshot());
        }
        return out;
    }
    /// Whose decision has waited longest in the queue.
    Entry* next_decision(const std::string& category) {
        const auto queue = decisions_.find(category);
        return queue == decisions_.end() || queue->second.empty() ? nullptr : find(queue->second.begin()->second);
    }
    /// Which activity has waited longest in the queue, and whose it is.
    std::optional<std::pair<Entry*, std::string>> next_activity(const std::string& category) {
        const auto queue = activities_.find(category);
        if (queue == activities_.end() || queue->second.empty()) return std::nullopt;
        const auto& [process, activity] = queue->second.begin()->second;
        return std::pair(find(process), activity);
    }
    [[nodiscard]] core::instant next_due() const {
        return wakes_.empty() ? core::instant::never() : wakes_.begin()->first;
    }
    /// How many tasks there have been.
    [[nodiscard]] std::uint64_t tasks_made() const { return tasks_made_; }
    /// Processes that ended without being told to, since the last call.
    [[nodiscard]] std::vector<Process> take_unasked() { return std::exchange(unasked_, {}); }

    void run_due(core::instant now) {
        while (next_due() <= now) {
            Entry& e = processes_.at(wakes_.begin()->second);
            Effects out;
            handle_due({e.record, now, out});
            apply(e, std::move(out), now);
        }
    }
    /// Remembers only so many processes that have ended.
    void forget_old(std::size_t remember) {
        for (; closed_.size() > remember; closed_.pop_front()) {
            const auto at = processes_.find(closed_.front().first);
            if (at != processes_.end() && at->second.number == closed_.front().second) processes_.erase(at);
        }
    }
    void open(Process start, const WorkflowType& type, core::instant now) {
        Effects out;
        ProcessRecord record = open_process(std::move(start), type, now, out);
        processes_.erase(record.id);  // one that has ended
        Entry& e = processes_[record.id];
        e.record = std::move(record);
        e.number = ++numbers_;
        index(e, true);
        apply(e, std::move(out), now);
    }
    /// Carries out effects, and those of the messages that come of them.
    void apply(Entry& first, Effects out, core::instant now) {
        std::deque<Message> messages;
        settle(first, out, messages);
        while (!messages.empty()) {
            const Message message = std::move(messages.front());
            messages.pop_front();
            Entry* e = running(message.to);
            const auto* start = std::get_if<StartChild>(&message.body);
            if ((e == nullptr) != (start != nullptr)) {
                if (auto answer = answer_to(message)) messages.push_back(std::move(*answer));
                continue;
            }
            if (start != nullptr) {
                Process child{start->decision.workflow,
                              start->decision.id,
                              start->decision.input,
                              start->decision.tags,
                              {},
                              message.from,
                              {}};
                open(std::move(child), types_.workflow(start->decision.workflow), now);
                continue;
            }
            Effects more;
            deliver({e->record, now, more}, message);
            settle(*e, more, messages);
        }
    }

private:
    /// Brings history, queues, wake-up and index in line with the record.
    void settle(Entry& e, Effects& out, std::deque<Message>& messages) {
        for (std::size_t i = 0; i < out.events.size(); ++i) {
            if (out.new_run == i) {
                e.history = {};
                index(e, false);
                index(e, true);
            }
            e.history.push_back(std::move(out.events[i]));
        }
        const bool scheduled = e.record.decision == DecisionState::scheduled;
        if (scheduled && e.decision == 0) {
            e.decision = ++tickets_;
            decisions_[e.record.category].emplace(e.decision, e.record.id);
            ++tasks_made_;
        } else if (!scheduled && e.decision != 0) {
            decisions_[e.record.category].erase(std::exchange(e.decision, 0));
        }
        for (const std::string& id : out.activities) {
            const auto at = e.record.activities.find(id);
            const bool waits = at != e.record.activities.end() && !at->second.started();
            const auto place = e.activities.find(id);
            if (place != e.activities.end()) {
                activities_[place->second.first].erase(place->second.second);
                e.activities.erase(place);
            }
            if (!waits) continue;
            e.activities[id] = {at->second.category, ++tickets_};
            activities_[at->second.category].emplace(tickets_, std::pair(e.record.id, id));
            ++tasks_made_;
        }
        if (const core::instant due = e.record.next_due(); due != e.wake) {
            if (e.wake != core::instant::never()) wakes_.erase({e.wake, e.record.id});
            if (due != core::instant::never()) wakes_.emplace(due, e.record.id);
            e.wake = due;
        }
        for (Message& m : out.messages) messages.push_back(std::move(m));
        if (e.record.closed()) {
            index(e, false);
            closed_.push_back({e.record.id, e.number});
            if (is_unasked(*e.record.result)) unasked_.push_back(e.snapshot());
        }
    }
    void index(Entry& e, bool in) {
        if (in) e.tags = e.record.tags;
        const auto put = [&](const std::string& key) {
            if (in)
                index_[key].emplace(e.number, e.record.id);
            else if (const auto at = index_.find(key);
                     at != index_.end() && at->second.erase(e.number) != 0 && at->second.empty())
                index_.erase(at);
        };
        put("");
        put("w" + e.record.workflow);
        for (const std::string& tag : e.tags) put("t" + tag);
    }

    const Registry& types_;
    std::unordered_map<std::string, Entry> processes_;
    /// By category: tickets in order, with what waits.
    std::unordered_map<std::string, std::map<std::uint64_t, std::string>> decisions_;
    std::unordered_map<std::string, std::map<std::uint64_t, std::pair<std::string, std::string>>> activities_;
    std::set<std::pair<core::instant, std::string>> wakes_;
    /// Running processes by "", "w" + workflow and "t" + tag.
    std::unordered_map<std::string, std::map<std::uint64_t, std::string>> index_;
    std::deque<std::pair<std::string, std::uint64_t>> closed_;
    std::vector<Process> unasked_;
    std::uint64_t numbers_ = 0, tickets_ = 0, tasks_made_ = 0;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
