// Processes in memory. Every call costs the same, however many processes there are.
#ifndef BATON_DECIDER_MEMORY_BACKEND_HPP
#define BATON_DECIDER_MEMORY_BACKEND_HPP

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../runner/clock.hpp"
#include "backend.hpp"
#include "detail/decision_rules.hpp"
#include "detail/message_rules.hpp"
#include "detail/process_rules.hpp"
#include "detail/random_id.hpp"
#include "detail/registry.hpp"

namespace baton::inline BATON_ABI::decider {

struct MemoryOptions {
    runner::Clock clock = runner::system_time;
    /// Gives ids to processes that come without.
    std::function<std::string()> new_id = detail::random_id;
    /// How many processes that have ended are remembered, the last ones.
    std::size_t remember = 1000;
};

/// Thread-safe.
class MemoryBackend : public Backend {
public:
    explicit MemoryBackend(MemoryOptions options = {}) : options_(std::move(options)) {}

    void register_workflow(const WorkflowType& type) override {
        const std::lock_guard lock(mutex_);
        types_.add(type);
    }
    void register_activity(const ActivityType& type) override {
        const std::lock_guard lock(mutex_);
        types_.add(type);
    }
    std::string start_process(const Process& process) override {
        const Turn turn(*this);
        const WorkflowType& type = types_.workflow(process.workflow);
        Process start = process;
        start.parent.clear();
        if (start.id.empty()) start.id = options_.new_id();
        if (running(start.id) != nullptr) throw core::error(core::error_code::the_process_runs_already, start.id);
        std::string id = start.id;
        open(std::move(start), type, turn.now);
        return id;
    }
    void signal_process(const std::string& id, const Signal& signal) override {
        change(id, [&](detail::Step step) { step.happen(Signaled{signal}); });
    }
    void cancel_process(const std::string& id, const std::string& details) override {
        change(id, [&](detail::Step step) { step.close(ProcessCanceled{details}); });
    }
    void request_cancel_process(const std::string& id, const std::string& details) override {
        change(id, [&](detail::Step step) { step.happen(CancelRequested{details}); });
    }
    Process process_by_id(const std::string& id) override {
        const Turn turn(*this);
        const auto at = processes_.find(id);
        if (at == processes_.end()) detail::not_running(id);
        return at->second.record.snapshot(at->second.history);
    }
    std::vector<Process> processes(const ProcessFilter& filter) override {
        const Turn turn(*this);
        const std::string key = filter.tag.empty() ? "w" + filter.workflow : "t" + filter.tag;
        const auto at = index_.find(filter.tag.empty() && filter.workflow.empty() ? "" : key);
        std::vector<Process> out;
        if (at == index_.end()) return out;
        for (const auto& [number, id] : at->second) {
            const Entry& e = processes_.at(id);
            if (filter.workflow.empty() || e.record.workflow == filter.workflow)
                out.push_back(e.record.snapshot(e.history));
        }
        return out;
    }
    std::optional<DecisionTask> poll_decision_task(const std::string& category, const std::string&) override {
        const Turn turn(*this);
        auto& queue = decisions_[category];
        if (queue.empty()) return std::nullopt;
        Entry& e = processes_.at(queue.begin()->second);
        detail::Effects out;
        detail::start_decision({e.record, turn.now, out});
        apply(e, std::move(out), turn.now);
        return DecisionTask{e.record.snapshot(e.history), std::to_string(e.record.decision_fence)};
    }
    std::optional<ActivityTask> poll_activity_task(const std::string& category, const std::string&) override {
        const Turn turn(*this);
        auto& queue = activities_[category];
        if (queue.empty()) return std::nullopt;
        const auto [process, activity] = queue.begin()->second;
        Entry& e = processes_.at(process);
        detail::Effects out;
        ActivityTask task = detail::start_activity({e.record, turn.now, out}, activity);
        apply(e, std::move(out), turn.now);
        return task;
    }
    bool heartbeat_activity_task(const ActivityTask& task, const std::string& progress) override {
        bool cancel = false;
        with_activity(task, [&](detail::Step step) { cancel = detail::heartbeat(step, task, progress); });
        return cancel;
    }
    void complete_decision_task(const DecisionTask& task, const std::vector<Decision>& decisions) override {
        const Turn turn(*this);
        Entry* e = running(task.process.id);
        if (e == nullptr) throw core::error(core::error_code::the_decision_is_over, task.process.id);
        detail::Effects out;
        detail::complete_decision({e->record, turn.now, out}, task, decisions, types_, options_.new_id);
        apply(*e, std::move(out), turn.now);
    }
    void complete_activity_task(const ActivityTask& task, const ActivityResult& result) override {
        with_activity(task, [&](detail::Step step) { detail::complete_activity(step, task, result); });
    }
    [[nodiscard]] std::uint64_t work_mark() override {
        const std::lock_guard lock(mutex_);
        return tasks_made_;
    }
    void wait_for_work(std::uint64_t mark, const std::string&, std::stop_token stop, core::duration at_most) override {
        std::unique_lock lock(mutex_);
        const auto due = wakes_.empty() ? at_most : wakes_.begin()->first - options_.clock();
        work_.wait_for(lock, stop, std::chrono::milliseconds(std::clamp<std::int64_t>(due.ms, 0, at_most.ms)),
                       [&] { return tasks_made_ != mark; });
    }
    bool on_unasked_end(std::function<void(const Process&)> tell) override {
        const std::lock_guard lock(mutex_);
        tell_end_ = std::move(tell);
        return true;
    }

private:
    struct Entry {
        detail::ProcessRecord record;
        History history;
        /// Its place among all processes; in the queue of decisions (0: not there); in those of activities.
        std::uint64_t number = 0, decision = 0;
        std::unordered_map<std::string, std::pair<std::string, std::uint64_t>> activities;
        core::instant wake = core::instant::never();
        /// As they stand in the index.
        std::vector<std::string> tags;
    };
    /// One call from outside: the lock, the time, and what is due by then. Ends that nobody called for are told of
    /// outside the lock.
    struct Turn {
        explicit Turn(MemoryBackend& b) : backend(b), lock(b.mutex_), now(b.options_.clock()) {
            b.forget_old();
            while (!b.wakes_.empty() && b.wakes_.begin()->first <= now) {
                Entry& e = b.processes_.at(b.wakes_.begin()->second);
                detail::Effects out;
                detail::handle_due({e.record, now, out});
                b.apply(e, std::move(out), now);
            }
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() {
            if (backend.ended_.empty()) return;
            const auto ended = std::exchange(backend.ended_, {});
            const auto tell = backend.tell_end_;
            lock.unlock();
            for (const Process& p : ended) detail::tell_quietly(tell, p);
        }
        MemoryBackend& backend;
        std::unique_lock<std::mutex> lock;
        core::instant now;
    };

    Entry* running(const std::string& id) {
        const auto at = processes_.find(id);
        return at == processes_.end() || at->second.record.closed() ? nullptr : &at->second;
    }
    template <class Rule>
    void change(const std::string& id, Rule rule) {
        const Turn turn(*this);
        Entry* e = running(id);
        if (e == nullptr) detail::not_running(id);
        detail::Effects out;
        rule(detail::Step{e->record, turn.now, out});
        apply(*e, std::move(out), turn.now);
    }
    template <class Rule>
    void with_activity(const ActivityTask& task, Rule rule) {
        const Turn turn(*this);
        Entry* e = running(task.process_id);
        if (e == nullptr) detail::activity_is_over(task.process_id, task.execution.id);
        detail::Effects out;
        rule(detail::Step{e->record, turn.now, out});
        apply(*e, std::move(out), turn.now);
    }
    void open(Process start, const WorkflowType& type, core::instant now) {
        detail::Effects out;
        detail::ProcessRecord record = detail::open_process(std::move(start), type, now, out);
        processes_.erase(record.id);  // one that has ended
        Entry& e = processes_[record.id];
        e.record = std::move(record);
        e.number = ++numbers_;
        index(e, true);
        apply(e, std::move(out), now);
    }
    /// Carries out effects, and those of the messages that come of them.
    void apply(Entry& first, detail::Effects out, core::instant now) {
        std::deque<detail::Message> messages;
        settle(first, out, messages);
        while (!messages.empty()) {
            const detail::Message message = std::move(messages.front());
            messages.pop_front();
            Entry* e = running(message.to);
            const auto* start = std::get_if<detail::StartChild>(&message.body);
            if ((e == nullptr) != (start != nullptr)) {
                if (auto answer = detail::answer_to(message)) messages.push_back(std::move(*answer));
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
            detail::Effects more;
            detail::deliver({e->record, now, more}, message);
            settle(*e, more, messages);
        }
    }
    /// Brings history, queues, wake-up and index in line with the record.
    void settle(Entry& e, detail::Effects& out, std::deque<detail::Message>& messages) {
        for (std::size_t i = 0; i < out.events.size(); ++i) {
            if (out.new_run == i) {
                e.history = {};
                index(e, false);
                index(e, true);
            }
            e.history.push_back(std::move(out.events[i]));
        }
        const bool scheduled = e.record.decision == detail::DecisionState::scheduled;
        if (scheduled && e.decision == 0) {
            e.decision = ++tickets_;
            decisions_[e.record.category].emplace(e.decision, e.record.id);
            made_task();
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
            made_task();
        }
        if (const core::instant due = e.record.next_due(); due != e.wake) {
            if (e.wake != core::instant::never()) wakes_.erase({e.wake, e.record.id});
            if (due != core::instant::never()) wakes_.emplace(due, e.record.id);
            e.wake = due;
        }
        for (detail::Message& m : out.messages) messages.push_back(std::move(m));
        if (e.record.closed()) {
            index(e, false);
            closed_.push_back({e.record.id, e.number});
            if (tell_end_ && detail::is_unasked(*e.record.result)) ended_.push_back(e.record.snapshot(e.history));
        }
    }
    void forget_old() {
        for (; closed_.size() > options_.remember; closed_.pop_front()) {
            const auto at = processes_.find(closed_.front().first);
            if (at != processes_.end() && at->second.number == closed_.front().second) processes_.erase(at);
        }
    }
    void made_task() {
        ++tasks_made_;
        work_.notify_all();
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

    MemoryOptions options_;
    std::mutex mutex_;
    std::condition_variable_any work_;
    detail::Registry types_;
    std::unordered_map<std::string, Entry> processes_;
    /// By category: tickets in order, with what waits.
    std::unordered_map<std::string, std::map<std::uint64_t, std::string>> decisions_;
    std::unordered_map<std::string, std::map<std::uint64_t, std::pair<std::string, std::string>>> activities_;
    std::set<std::pair<core::instant, std::string>> wakes_;
    /// Running processes by "", "w" + workflow and "t" + tag.
    std::unordered_map<std::string, std::map<std::uint64_t, std::string>> index_;
    std::deque<std::pair<std::string, std::uint64_t>> closed_;
    std::function<void(const Process&)> tell_end_;
    std::vector<Process> ended_;
    std::uint64_t numbers_ = 0, tickets_ = 0, tasks_made_ = 0;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
