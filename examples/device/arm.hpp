// A device with a thread of its own, as drivers have.
#ifndef EXAMPLES_DEVICE_ARM_HPP
#define EXAMPLES_DEVICE_ARM_HPP

#include <functional>
#include <thread>

class Arm {
public:
    void on_done(std::function<void()> callback) { callback_ = std::move(callback); }
    /// Starts to move; the callback is called from another thread when the plate is held.
    void pick(int) { worker_ = std::jthread([this] { callback_(); }); }
    /// Stops at once, or goes on.
    void halt() { halted = true; }
    void go_on() { halted = false; }

    bool halted = false;

private:
    std::function<void()> callback_;
    std::jthread worker_;
};

#endif
