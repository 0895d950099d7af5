// Workers: who does the tasks that have no body in the service, by topic; and the threads that make steps.
//
//   TaskWorker mail(service, "email", [](TaskJob& job) -> Variables {
//       send(job.variables(), job.idempotency_key());
//       return {{"sent", true}};
//   });
//   while (mail.step()) {}                           // or: WorkerThread thread([&] { return mail.step(); });
//
//   ServiceThreads threads(service, 2);              // steps, timers, deliveries, timeouts, schedules
//
// A worker's process needs the store alone, not the models. A task may be done twice when its worker dies or its lease
// ends: the idempotency key is the same then.
#ifndef BATON_SERVICE_WORKER_HPP
#define BATON_SERVICE_WORKER_HPP

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../runner/elsewhere.hpp"
#include "service.hpp"

namespace baton::inline BATON_ABI::service {

/// A failure that is not to be tried again.
class NotRetryable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One activity that a worker has claimed. One thread at a time.
class TaskJob {
public:
    TaskJob(Service& service, store::WorkRow row, core::duration lease)
        : service_(service),
          row_(std::move(row)),
          lease_(lease),
          body_(service.payloads().open(row_.payload, detail::at_task(row_.id))),
          variables_(detail::variables_from(body_, "variables", row_.name)) {}

    [[nodiscard]] std::int64_t id() const { return row_.id; }
    [[nodiscard]] std::int64_t instance() const { return row_.instance_id; }
    [[nodiscard]] const std::string& element() const { return row_.name; }
    /// What the task sees.
    [[nodiscard]] const core::Variables& variables() const { return variables_; }
    [[nodiscard]] core::Value get(std::string_view name) const {
        for (const auto& [known, value] : variables_)
            if (known == name) return value;
        return {};
    }
    /// zeebe:taskHeaders and the like; empty where there is none.
    [[nodiscard]] std::string header(std::string_view name) const {
        if (const auto at = body_.find("headers"); at != body_.end())
            for (const detail::json& h : *at)
                if (h.at(0) == name) return h.at(1).get<std::string>();
        return {};
    }
    /// From 1.
    [[nodiscard]] std::int64_t attempt() const { return row_.attempt; }
    /// The same for every attempt of this activation.
    [[nodiscard]] const std::string& idempotency_key() const { return row_.idem_key; }
    /// What the attempt before has told with its last heartbeat.
    [[nodiscard]] const std::string& last_progress() const { return row_.progress; }
    /// Keeps the lease, and what was done so far. False when the task is to stop: it was cancelled, or somebody else
    /// has it.
    bool heartbeat(std::string_view progress = {}) {
        std::optional<bool> cancel;
        service_.store().transact(
            [&](store::Transaction& tx) { cancel = tx.extend(row_.id, row_.fence, lease_.ms, progress); });
        lost_ = lost_ || !cancel;
        return cancel && !*cancel;
    }
    [[nodiscard]] bool lost() const { return lost_; }
    [[nodiscard]] const store::WorkRow& row() const { return row_; }

private:
    Service& service_;
    store::WorkRow row_;
    core::duration lease_;
    detail::json body_;
    core::Variables variables_;
    bool lost_ = false;
};

/// Gives the variables of the result. What it throws fails the task (BpmnError: a BPMN error of the task; NotRetryable:
/// without another attempt).
using TaskHandler = std::function<core::Variables(TaskJob&)>;

struct WorkerOptions {
    core::duration lease{30'000};
    /// Claimed at once.
    std::int64_t batch = 1;
};

/// One thread at a time; several workers may serve one topic.
class TaskWorker {
public:
    TaskWorker(Service& service, std::string topic, TaskHandler handler, WorkerOptions options = {})
        : service_(service), queue_(detail::task_queue(topic)), handler_(std::move(handler)), options_(options) {}

    /// Does what is there, at most one batch. False when there was nothing.
    bool step() {
        std::vector<store::WorkRow> claimed;
        service_.store().transact([&](store::Transaction& tx) {
            claimed = tx.claim(queue_, options_.batch, service_.name(), options_.lease.ms);
        });
        for (store::WorkRow& row : claimed) {
            TaskJob job(service_, std::move(row), options_.lease);
            do_job(job);
        }
        return !claimed.empty();
    }
    [[nodiscard]] const std::string& queue() const { return queue_; }
    /// How many tasks were done by somebody else meanwhile.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
    void do_job(TaskJob& job) {
        bool kept = true;
        try {
            const core::Variables result = handler_(job);
            kept = service_.finish_activity(job.row(), detail::Item::complete,
                                            {{"variables", detail::variables_to_json(result)}});
        } catch (const runner::BpmnError& e) {
            kept = service_.finish_activity(job.row(), detail::Item::error, {{"code", detail::as_json(e.code())}});
        } catch (const NotRetryable& e) {
            kept = service_.fail_activity(job.row(), e.what(), false);
        } catch (const core::error& e) {
            if (is_about_the_store(e.code())) throw;  // the lease ends, and somebody tries again
            kept = service_.fail_activity(job.row(), e.what());
        } catch (const std::exception& e) {
            kept = service_.fail_activity(job.row(), e.what());
        } catch (...) {
            kept = service_.fail_activity(job.row(), "unknown exception");
        }
        if (!kept) ++lost_;
    }

    Service& service_;
    std::string queue_;
    TaskHandler handler_;
    WorkerOptions options_;
    std::uint64_t lost_ = 0;
};

/// A thread that repeats something, and waits for the queues when there is nothing to do. It ends with the object: what
/// is being done is done to its end.
class WorkerThread {
public:
    /// `step` says whether there was something to do.
    WorkerThread(store::Store& store, std::vector<std::string> queues, std::function<bool()> step,
                 std::function<void(std::exception_ptr)> failed = {},
                 std::chrono::milliseconds longest_wait = std::chrono::milliseconds(500))
        : store_(store),
          queues_(std::move(queues)),
          step_(std::move(step)),
          failed_(std::move(failed)),
          longest_wait_(longest_wait),
          thread_([this] { repeat(); }) {}
    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;
    ~WorkerThread() {
        stop();
        thread_.join();
    }
    /// Without waiting for the end.
    void stop() {
        ended_ = true;
        store_.notify({});
    }

private:
    void repeat() {
        while (!ended_) {
            const std::uint64_t ticket = store_.wake_ticket();
            bool some = false;
            try {
                some = step_();
            } catch (...) {
                if (failed_) failed_(std::current_exception());
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
            }
            if (!some && !ended_) store_.wait_for_work(queues_, ticket, longest_wait_);
        }
    }

    store::Store& store_;
    std::vector<std::string> queues_;
    std::function<bool()> step_;
    std::function<void(std::exception_ptr)> failed_;
    std::chrono::milliseconds longest_wait_;
    std::atomic<bool> ended_{false};
    std::thread thread_;
};

/// Threads that do the service's own work until the object ends.
class ServiceThreads {
public:
    explicit ServiceThreads(Service& service, int threads = 1, std::function<void(std::exception_ptr)> failed = {}) {
        for (int i = 0; i < threads; ++i)
            threads_.push_back(std::make_unique<WorkerThread>(
                service.store(), service.queues(),
                [&service, i] {
                    const std::size_t done = service.work();
                    return done + (i == 0 ? service.sweep() : 0) > 0;
                },
                failed, std::chrono::milliseconds(200)));
    }

private:
    std::vector<std::unique_ptr<WorkerThread>> threads_;
};

}  // namespace baton::inline BATON_ABI::service

namespace baton::inline BATON_ABI {
using service::NotRetryable;
using service::ServiceThreads;
using service::TaskHandler;
using service::TaskJob;
using service::TaskWorker;
using service::WorkerOptions;
using service::WorkerThread;
}  // namespace baton::inline BATON_ABI

#endif
