// Many steps in one commit: on a real disk the commit costs most, so what is ready at the same time shares one.
//
//   GroupCommit commits(store);
//   auto done = commits.submit([=](store::Transaction& t) { … });
//   done.get();                                     // the step is stored, and only then
#ifndef BATON_STORE_GROUP_COMMIT_HPP
#define BATON_STORE_GROUP_COMMIT_HPP

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "detail/abandoned.hpp"
#include "store.hpp"

namespace baton::inline BATON_ABI::store {

struct GroupCommitOptions {
    /// A commit is made when so many steps have come …
    std::size_t most_steps = 100;
    /// … or so much time has passed since the first of them. 0: as soon as the commit before is done.
    std::chrono::milliseconds longest_wait{0};
    /// `always`: every step has its savepoint. `after_failure`: a group is first tried without, which costs less (on
    /// PostgreSQL a round trip per step); when one of its steps throws, all is undone and the group is run once more,
    /// with savepoints. What is stored is the same.
    enum class Savepoints { always, after_failure } savepoints = Savepoints::always;
    /// Who submits more than these is made to wait.
    std::size_t longest_queue = 10'000;
};

/// One thread that writes. Each step runs in a savepoint of its own: one that throws is undone alone, and its exception
/// is given to who submitted it; the others are kept. Nothing is answered before the commit. Thread-safe.
class GroupCommit {
public:
    using Step = std::function<void(Transaction&)>;
    /// Called by the writing thread when the step is stored (null), or not. Must not throw or wait for another step.
    using Done = std::function<void(std::exception_ptr)>;

    explicit GroupCommit(Store& store, GroupCommitOptions options = {})
        : store_(store), options_(options), writer_([this] { write_all(); }) {}
    GroupCommit(const GroupCommit&) = delete;
    GroupCommit& operator=(const GroupCommit&) = delete;
    /// What was submitted is still written.
    ~GroupCommit() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        changed_.notify_all();
        writer_.join();
    }

    /// The step may be run several times, like Store::transact's; on the writing thread.
    void submit(Step step, Done done) {
        {
            std::unique_lock lock(mutex_);
            room_.wait(lock, [&] { return waiting_.size() < std::max<std::size_t>(1, options_.longest_queue); });
            waiting_.push_back({std::move(step), std::move(done), nullptr});
        }
        changed_.notify_one();
    }
    /// The future is ready when the step is stored; it throws what the step or the commit has thrown.
    std::future<void> submit(Step step) {
        const auto promise = std::make_shared<std::promise<void>>();
        std::future<void> future = promise->get_future();
        submit(std::move(step), [promise](std::exception_ptr failure) {
            if (failure)
                promise->set_exception(std::move(failure));
            else
                promise->set_value();
        });
        return future;
    }
    /// Submits and waits.
    void transact(Step step) { submit(std::move(step)).get(); }

    struct Counts {
        std::size_t steps = 0, commits = 0;
    };
    /// Of steps that were stored, and the commits that they took.
    [[nodiscard]] Counts counts() const {
        const std::lock_guard lock(mutex_);
        return counts_;
    }

private:
    struct Waiting {
        Step step;
        Done done;
        std::exception_ptr failure;
    };

    void write_all() {
        for (;;) {
            std::vector<Waiting> batch = next_batch();
            if (batch.empty()) return;
            write(batch);
            std::size_t stored = 0;
            for (const Waiting& w : batch) stored += w.failure ? 0 : 1;
            {
                const std::lock_guard lock(mutex_);
                counts_.steps += stored;
                counts_.commits += 1;
            }
            for (Waiting& w : batch) {
                w.step = nullptr;  // what it holds is free when the answer comes
                w.done(w.failure);
            }
        }
    }
    /// Nothing when there will be no more.
    std::vector<Waiting> next_batch() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
        const std::size_t most = std::max<std::size_t>(1, options_.most_steps);
        if (options_.longest_wait.count() > 0)
            changed_.wait_for(lock, options_.longest_wait, [&] { return closed_ || waiting_.size() >= most; });
        std::vector<Waiting> batch;
        while (!waiting_.empty() && batch.size() < most) {
            batch.push_back(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        lock.unlock();
        room_.notify_all();
        return batch;
    }
    void write(std::vector<Waiting>& batch) {
        try {
            if (options_.savepoints == GroupCommitOptions::Savepoints::after_failure && write_without(batch)) return;
            store_.transact([&](Transaction& t) {
                for (Waiting& w : batch) {
                    w.failure = nullptr;
                    try {
                        t.savepoint([&] { w.step(t); });
                    } catch (const detail::TryAgain&) {
                        throw;
                    } catch (const detail::TransactionLost&) {
                        throw;
                    } catch (...) {
                        w.failure = std::current_exception();
                    }
                }
            });
        } catch (...) {
            const std::exception_ptr failure = std::current_exception();
            for (Waiting& w : batch)
                if (!w.failure) w.failure = failure;
        }
    }
    /// False when a step has thrown: then nothing is done.
    bool write_without(std::vector<Waiting>& batch) {
        try {
            store_.transact([&](Transaction& t) {
                for (Waiting& w : batch) w.step(t);
            });
            return true;
        } catch (const core::error& e) {
            if (e.code() == core::error_code::the_commit_is_unknown) throw;
            return false;
        } catch (...) {
            return false;
        }
    }

    Store& store_;
    GroupCommitOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable changed_, room_;
    std::deque<Waiting> waiting_;
    Counts counts_;
    bool closed_ = false;
    std::thread writer_;
};

}  // namespace baton::inline BATON_ABI::store

namespace baton::inline BATON_ABI {
using store::GroupCommit;
using store::GroupCommitOptions;
}  // namespace baton::inline BATON_ABI

#endif
