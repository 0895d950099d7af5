// Processes on a store: they survive any crash, and many programs work on them together.
//
// Each call is one transaction. Types are registered by each program for itself.
#ifndef BATON_DECIDER_STORE_BACKEND_HPP
#define BATON_DECIDER_STORE_BACKEND_HPP

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../store/random_id.hpp"
#include "../store/store.hpp"
#include "backend.hpp"
#include "detail/decision_rules.hpp"
#include "detail/store_reader.hpp"
#include "detail/store_session.hpp"

namespace baton::inline BATON_ABI::decider {

struct StoreBackendOptions {
    /// Gives ids to processes that come without.
    std::function<std::string()> new_id = store::random_id;
    /// Backends of different names on one store know nothing of each other. Like SWF's domain.
    std::string domain = "decider";
    /// Of how many processes the histories are remembered, so that a decision reads only what is new.
    std::size_t remember = 256;
};

/// Thread-safe.
class StoreBackend : public Backend {
public:
    explicit StoreBackend(std::shared_ptr<store::Store> store, StoreBackendOptions options = {})
        : store_(std::move(store)), options_(std::move(options)), reader_(options_.domain, options_.remember) {}

    void register_workflow(const WorkflowType& type) override {
        const std::unique_lock lock(types_mutex_);
        types_.add(type);
    }
    void register_activity(const ActivityType& type) override {
        const std::unique_lock lock(types_mutex_);
        types_.add(type);
    }
    std::string start_process(const Process& process) override {
        Process start = process;
        start.parent.clear();
        if (start.id.empty()) start.id = options_.new_id();
        transact([&](detail::StoreSession& s, store::Transaction&) {
            const WorkflowType& type = types_.workflow(start.workflow);
            (void)detail::stored_text(detail::encode(start.input), "process " + start.id);
            if (s.running(start.id) != nullptr || !s.open(start, type))
                throw core::error(core::error_code::the_process_runs_already, start.id);
        });
        return start.id;
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
        std::optional<Process> out;
        look([&](store::Transaction& t) { out = reader_.find(t, id); });
        if (!out) detail::not_running(id);
        return std::move(*out);
    }
    std::vector<Process> processes(const ProcessFilter& filter) override {
        std::vector<Process> out;
        look([&](store::Transaction& t) { out = reader_.list(t, filter); });
        return out;
    }
    std::optional<DecisionTask> poll_decision_task(const std::string& category, const std::string& identity) override {
        std::optional<DecisionTask> task;
        std::int64_t instance = 0, base = 0;
        poll(
            detail::decision_queue(category), identity,
            [&](detail::StoreSession& s, store::Transaction& t, detail::StoredProcess& p, const store::WorkRow& work) {
                if (p.record.decision != detail::DecisionState::scheduled) return false;
                s.taken(p, work);
                s.change(p, [](detail::Step step) { detail::start_decision(step); });
                instance = p.row.id;
                base = p.base();
                task =
                    DecisionTask{p.record.snapshot(reader_.history_of(t, p)), std::to_string(p.record.decision_fence)};
                return true;
            },
            [&] { task.reset(); });
        // Only now is it sure that these events are there.
        if (task) reader_.remember(instance, base, task->process.history);
        return task;
    }
    std::optional<ActivityTask> poll_activity_task(const std::string& category, const std::string& identity) override {
        std::optional<ActivityTask> task;
        poll(
            detail::activity_queue(category), identity,
            [&](detail::StoreSession& s, store::Transaction&, detail::StoredProcess& p, const store::WorkRow& work) {
                const auto at = p.record.activities.find(work.name);
                const auto mine = p.tasks.find(work.name);
                if (at == p.record.activities.end() || at->second.started() || mine == p.tasks.end() ||
                    mine->second != work.id)
                    return false;
                s.taken(p, work);
                s.change(p, [&](detail::Step step) { task = detail::start_activity(step, work.name); });
                return true;
            },
            [&] { task.reset(); });
        return task;
    }
    bool heartbeat_activity_task(const ActivityTask& task, const std::string& progress) override {
        bool cancel = false;
        with_activity(task, [&](detail::Step step) { cancel = detail::heartbeat(step, task, progress); });
        return cancel;
    }
    void complete_decision_task(const DecisionTask& task, const std::vector<Decision>& decisions) override {
        transact([&](detail::StoreSession& s, store::Transaction&) {
            detail::StoredProcess* p = s.running(task.process.id);
            if (p == nullptr) throw core::error(core::error_code::the_decision_is_over, task.process.id);
            s.change(*p, [&](detail::Step step) {
                detail::complete_decision(step, task, decisions, types_, options_.new_id);
            });
        });
    }
    void complete_activity_task(const ActivityTask& task, const ActivityResult& result) override {
        with_activity(task, [&](detail::Step step) { detail::complete_activity(step, task, result); });
    }
    [[nodiscard]] std::uint64_t work_mark() override { return store_->wake_ticket(); }
    void wait_for_work(std::uint64_t mark, const std::string& category, std::stop_token stop,
                       core::duration at_most) override {
        const std::stop_callback wake(stop, [this] { store_->notify({}); });
        if (stop.stop_requested()) return;
        std::int64_t due = store::never;
        store_->read([&](store::Transaction& t) { due = t.next_due(wake_queue()) - t.now(); });
        store_->wait_for_work({options_.domain + ":" + detail::decision_queue(category),
                               options_.domain + ":" + detail::activity_queue(category), wake_queue()},
                              mark, std::chrono::milliseconds(std::clamp<std::int64_t>(due, 0, at_most.ms)));
    }
    /// Erases the processes of this domain that ended before, with their histories; how many.
    std::size_t forget_ended(core::instant before) {
        std::size_t count = 0;
        store::InstanceQuery query;
        query.kind = detail::process_kind;
        query.open = store::InstanceQuery::Open::ended;
        query.limit = store::largest_page;
        for (bool more = true; more;) {
            std::size_t erased = 0;
            std::int64_t last = 0;
            store_->transact([&](store::Transaction& t) {
                erased = 0;
                const auto rows = t.query_instances(query);
                for (const store::InstanceRow& row : rows) {
                    last = row.id;
                    if (row.scope != options_.domain || row.ended_at >= before.ms) continue;
                    t.erase_instance(row.id);
                    ++erased;
                }
                more = static_cast<std::int64_t>(rows.size()) == query.limit;
            });
            count += erased;
            query.after_id = last;
        }
        return count;
    }
    bool on_unasked_end(std::function<void(const Process&)> tell) override {
        const std::unique_lock lock(types_mutex_);
        tell_end_ = std::move(tell);
        return true;
    }

private:
    [[nodiscard]] std::string wake_queue() const { return options_.domain + ":wake"; }
    /// `work(session, transaction)` in a transaction, maybe more than once.
    template <class Work>
    void transact(Work work) {
        std::vector<Process> ended;
        std::function<void(const Process&)> tell;
        {
            const std::shared_lock lock(types_mutex_);
            tell = tell_end_;
            store_->transact([&](store::Transaction& t) {
                ended.clear();
                detail::StoreSession session(t, types_, options_.domain);
                work(session, t);
                session.finish();
                if (!tell) return;
                for (const detail::StoredProcess* p : session.unasked())
                    ended.push_back(p->record.snapshot(reader_.history_of(t, *p)));
            });
        }
        for (const Process& p : ended) detail::tell_quietly(tell, p);
    }
    /// `read(transaction)`, after all that is due was done.
    template <class Read>
    void look(Read read) {
        bool due = false;
        store_->read([&](store::Transaction& t) {
            due = t.next_due(wake_queue()) <= t.now();
            if (!due) read(t);
        });
        if (due)
            transact([&](detail::StoreSession& s, store::Transaction& t) {
                s.sweep();
                s.finish();
                read(t);
            });
    }
    template <class Rule>
    void change(const std::string& id, Rule rule) {
        transact([&](detail::StoreSession& s, store::Transaction&) {
            detail::StoredProcess* p = s.running(id);
            if (p == nullptr) detail::not_running(id);
            s.change(*p, rule);
        });
    }
    template <class Rule>
    void with_activity(const ActivityTask& task, Rule rule) {
        transact([&](detail::StoreSession& s, store::Transaction&) {
            detail::StoredProcess* p = s.running(task.process_id);
            if (p == nullptr) detail::activity_is_over(task.process_id, task.execution.id);
            s.change(*p, rule);
        });
    }
    /// Gives work of the queue to `take` until it takes one.
    template <class Take, class Reset>
    void poll(const std::string& queue, const std::string& identity, Take take, Reset reset) {
        transact([&](detail::StoreSession& s, store::Transaction& t) {
            reset();
            s.sweep();
            while (true) {
                const auto work =
                    t.claim(options_.domain + ":" + queue, 1, identity.empty() ? "worker" : identity, 60'000);
                if (work.empty()) return;
                if (!s.readable(work[0])) continue;
                detail::StoredProcess* p = s.running(work[0].instance_id);
                if (p != nullptr && take(s, t, *p, work[0])) return;
                (void)t.finish(work[0]);  // of a process that has ended, or has changed its mind
            }
        });
    }
    std::shared_ptr<store::Store> store_;
    StoreBackendOptions options_;
    std::shared_mutex types_mutex_;
    detail::Registry types_;
    std::function<void(const Process&)> tell_end_;
    detail::StoreReader reader_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
