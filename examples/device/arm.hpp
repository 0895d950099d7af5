// A device with a thread of its own, as drivers have.
#ifndef EXAMPLES_DEVICE_ARM_HPP
#define EXAMPLES_DEVICE_ARM_HPP

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

class Arm {
public:
    void on_done(std::function<void()> callback) { callback_ = std::move(callback); }
    /// Starts to move; the callback is called from another thread when the plate is held.
    void pick(int) {
        worker_ = std::jthread([this](const std::stop_token& stop) {
            std::unique_lock lock(mutex_);
            if (!sensed_.wait(lock, stop, [this] { return held_; })) return;
            lock.unlock();
            callback_();
        });
    }
    /// The sensor of the gripper says that it holds a plate.
    void sense() {
        const std::lock_guard lock(mutex_);
        held_ = true;
        sensed_.notify_one();
    }
    /// Stops at once, or goes on.
    void halt() { halted = true; }
    void go_on() { halted = false; }

    bool halted = false;

private:
    std::function<void()> callback_;
    std::mutex mutex_;
    std::condition_variable_any sensed_;
    bool held_ = false;
    std::jthread worker_;
};

#endif
