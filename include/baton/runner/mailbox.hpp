// What is sent to an instance from outside, until its next run takes it. Thread-safe.
#ifndef BATON_RUNNER_MAILBOX_HPP
#define BATON_RUNNER_MAILBOX_HPP

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/outcome.hpp"

namespace baton::inline BATON_ABI::runner {

enum class InputKind : std::uint8_t { complete, fail, error, wake, cancel, pause, resume };

/// One message to an instance.
struct Input {
    InputKind kind = InputKind::wake;
    /// The task's stable name; empty: wake everything that waits.
    std::string task;
    /// The activation meant, or 0: the one that has waited longest.
    std::uint64_t token = 0;
    /// A BPMN error's code.
    std::string code;
    std::string message;
    /// Made in the context before the task is completed.
    core::Change change;
};

/// Shared by a Runner and its handles, and may outlive the Runner.
class Mailbox {
public:
    void post(Input input) {
        std::function<void()> wake_up;
        {
            const std::lock_guard lock(mutex_);
            if (input.kind == InputKind::cancel) stop_.request_stop();
            const bool interrupts = input.kind == InputKind::cancel || input.kind == InputKind::pause;
            inputs_.push_back(std::move(input));
            filled_.store(true, std::memory_order_release);
            // After filled_: who sees that it is urgent finds the message.
            if (interrupts) urgent_.store(true, std::memory_order_release);
            wake_up = wake_up_;
        }
        if (wake_up) wake_up();
    }
    /// All inputs so far, in the order in which they were posted.
    [[nodiscard]] std::vector<Input> take() {
        if (!filled_.load(std::memory_order_acquire)) return {};
        const std::lock_guard lock(mutex_);
        filled_.store(false, std::memory_order_relaxed);
        urgent_.store(false, std::memory_order_relaxed);
        return std::exchange(inputs_, {});
    }
    [[nodiscard]] bool empty() const { return !filled_.load(std::memory_order_acquire); }
    /// A cancel or pause has been posted and not taken.
    [[nodiscard]] const std::atomic<bool>& urgent() const { return urgent_; }
    /// Forgets what was posted, and a cancel that was requested.
    void renew() {
        const std::lock_guard lock(mutex_);
        inputs_.clear();
        stop_ = std::stop_source();
        filled_.store(false, std::memory_order_relaxed);
        urgent_.store(false, std::memory_order_relaxed);
    }
    /// Called after every post, on the thread that posts.
    void on_post(std::function<void()> wake_up) {
        const std::lock_guard lock(mutex_);
        wake_up_ = std::move(wake_up);
    }
    /// Requested when a cancel is posted: bodies that run hear of it at once.
    [[nodiscard]] std::stop_token stop_token() const { return stop_.get_token(); }

private:
    std::mutex mutex_;
    std::vector<Input> inputs_;
    std::function<void()> wake_up_;
    std::stop_source stop_;
    std::atomic<bool> filled_ = false, urgent_ = false;
};

}  // namespace baton::inline BATON_ABI::runner

#endif
