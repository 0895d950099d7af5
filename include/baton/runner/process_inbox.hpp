// What threads send to a ProcessEngine, until its next run() takes it. Thread-safe.
#ifndef BATON_RUNNER_PROCESS_INBOX_HPP
#define BATON_RUNNER_PROCESS_INBOX_HPP

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "../config.hpp"

namespace baton::inline BATON_ABI::runner {

class ProcessEngine;

/// Shared by an engine and its handles, and may outlive the engine.
class ProcessInbox {
public:
    using Job = std::function<void(ProcessEngine&)>;

    void post(Job job) {
        std::function<void()> wake_up;
        {
            const std::lock_guard lock(mutex_);
            jobs_.push_back(std::move(job));
            wake_up = wake_up_;
        }
        filled_.notify_all();
        if (wake_up) wake_up();
    }
    /// All jobs so far, in the order in which they were posted.
    [[nodiscard]] std::vector<Job> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(jobs_, {});
    }
    /// Returns when there is a job.
    void wait() {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [this] { return !jobs_.empty(); });
    }
    /// Called after every post, on the thread that posts.
    void on_post(std::function<void()> wake_up) {
        const std::lock_guard lock(mutex_);
        wake_up_ = std::move(wake_up);
    }

private:
    std::mutex mutex_;
    std::condition_variable filled_;
    std::vector<Job> jobs_;
    std::function<void()> wake_up_;
};

}  // namespace baton::inline BATON_ABI::runner

#endif
