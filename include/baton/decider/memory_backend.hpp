// Processes in memory. Every call costs the same, however many processes there are.
#ifndef BATON_DECIDER_MEMORY_BACKEND_HPP
#define BATON_DECIDER_MEMORY_BACKEND_HPP

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../runner/clock.hpp"
#include "../store/random_id.hpp"
#include "backend.hpp"
#include "detail/decision_rules.hpp"
#include "detail/memory_processes.hpp"
#include "detail/process_rules.hpp"
#include "detail/registry.hpp"

namespace baton::inline BATON_ABI::decider {

struct MemoryOptions {
    runner::Clock clock = runner::system_time;
    /// Gives ids to processes that come without.
    std::function<std::string()> new_id = store::random_id;
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
        if (processes_.running(start.id) != nullptr)
            throw core::error(core::error_code::the_process_runs_already, start.id);
        std::string id = start.id;
        processes_.open(std::move(start), type, turn.now);
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
        const detail::MemoryProcesses::Entry* e = processes_.find(id);
        if (e == nullptr) detail::not_running(id);
        return e->snapshot();
    }
    std::vector<Process> processes(const ProcessFilter& filter) override {
        const Turn turn(*this);
        return processes_.list(filter);
    }
    std::optional<DecisionTask> poll_decision_task(const std::string& category, const std::string&) override {
        const Turn turn(*this);
        auto* e = processes_.next_decision(category);
        if (e == nullptr) return std::nullopt;
        turn.change(*e, [](detail::Step step) { detail::start_decision(step); });
        return DecisionTask{e->snapshot(), std::to_string(e->record.decision_fence)};
    }
    std::optional<ActivityTask> poll_activity_task(const std::string& category, const std::string&) override {
        const Turn turn(*this);
        const auto next = processes_.next_activity(category);
        if (!next) return std::nullopt;
        ActivityTask task;
        turn.change(*next->first, [&](detail::Step step) { task = detail::start_activity(step, next->second); });
        return task;
    }
    bool heartbeat_activity_task(const ActivityTask& task, const std::string& progress) override {
        bool cancel = false;
        with_activity(task, [&](detail::Step step) { cancel = detail::heartbeat(step, task, progress); });
        return cancel;
    }
    void complete_decision_task(const DecisionTask& task, const std::vector<Decision>& decisions) override {
        const Turn turn(*this);
        auto* e = processes_.running(task.process.id);
        if (e == nullptr) throw core::error(core::error_code::the_decision_is_over, task.process.id);
        turn.change(
            *e, [&](detail::Step step) { detail::complete_decision(step, task, decisions, types_, options_.new_id); });
    }
    void complete_activity_task(const ActivityTask& task, const ActivityResult& result) override {
        with_activity(task, [&](detail::Step step) { detail::complete_activity(step, task, result); });
    }
    [[nodiscard]] std::uint64_t work_mark() override {
        const std::lock_guard lock(mutex_);
        return processes_.tasks_made();
    }
    void wait_for_work(std::uint64_t mark, const std::string&, std::stop_token stop, core::duration at_most) override {
        std::unique_lock lock(mutex_);
        const core::instant due = processes_.next_due();
        const std::int64_t wait = due == core::instant::never() ? at_most.ms : (due - options_.clock()).ms;
        work_.wait_for(lock, stop, std::chrono::milliseconds(std::clamp<std::int64_t>(wait, 0, at_most.ms)),
                       [&] { return processes_.tasks_made() != mark; });
    }
    bool on_unasked_end(std::function<void(const Process&)> tell) override {
        const std::lock_guard lock(mutex_);
        tell_end_ = std::move(tell);
        return true;
    }

private:
    /// One call from outside: the lock, the time, and what is due by then. Afterwards who waits for work is woken up,
    /// and ends that nobody called for are told of, outside the lock.
    struct Turn {
        explicit Turn(MemoryBackend& b)
            : backend(b), lock(b.mutex_), now(b.options_.clock()), made(b.processes_.tasks_made()) {
            b.processes_.forget_old(b.options_.remember);
            b.processes_.run_due(now);
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() {
            const auto ended = backend.processes_.take_unasked();
            const auto tell = ended.empty() ? nullptr : backend.tell_end_;
            const bool more = backend.processes_.tasks_made() != made;
            lock.unlock();
            if (more) backend.work_.notify_all();
            for (const Process& p : ended) detail::tell_quietly(tell, p);
        }
        template <class Rule>
        void change(detail::MemoryProcesses::Entry& e, Rule rule) const {
            detail::Effects out;
            rule(detail::Step{e.record, now, out});
            backend.processes_.apply(e, std::move(out), now);
        }
        MemoryBackend& backend;
        std::unique_lock<std::mutex> lock;
        core::instant now;
        std::uint64_t made;
    };

    template <class Rule>
    void change(const std::string& id, Rule rule) {
        const Turn turn(*this);
        auto* e = processes_.running(id);
        if (e == nullptr) detail::not_running(id);
        turn.change(*e, rule);
    }
    template <class Rule>
    void with_activity(const ActivityTask& task, Rule rule) {
        const Turn turn(*this);
        auto* e = processes_.running(task.process_id);
        if (e == nullptr) detail::activity_is_over(task.process_id, task.execution.id);
        turn.change(*e, rule);
    }

    MemoryOptions options_;
    std::mutex mutex_;
    std::condition_variable_any work_;
    detail::Registry types_;
    detail::MemoryProcesses processes_{types_};
    std::function<void(const Process&)> tell_end_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
