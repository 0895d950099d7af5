// Runs the robot's workflow on an event loop of its own: it sleeps until the arm, or somebody else, has something to say.
#include <baton/baton.hpp>
#include <condition_variable>
#include <iostream>
#include <mutex>

#include "assay.hpp"

namespace {

/// Wakes the thread that runs.
class Bell {
public:
    void ring() {
        const std::lock_guard lock(mutex_);
        rung_ = true;
        changed_.notify_one();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return rung_; });
        rung_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool rung_ = false;
};

}  // namespace

int main() {
    Bell bell;
    Arm arm;
    Lab lab{arm};
    baton::Runner job{assay, Job{.plate = 17}, lab, "job17"};
    job.on_wake_up([&bell] { bell.ring(); });
    job.on_pause([&arm] { arm.halt(); });
    job.on_resume([&arm] { arm.go_on(); });
    arm.on_done([h = job.handle()] { h.complete("pick"); });  // from the arm's thread

    job.run();
    job.pause();
    std::cout << "paused, the arm is " << (arm.halted ? "halted" : "moving") << '\n';
    arm.sense();  // too late: the plate is held already
    bell.wait();  // the arm is done, but nothing goes on
    job.run();
    std::cout << (job.finished() ? "finished" : "nothing went on") << '\n';
    job.resume();
    while (!job.finished()) {
        job.run();
        if (!job.finished()) bell.wait();
    }
    std::cout << "job17 is " << (job.status() == baton::Status::completed ? "completed" : "not completed") << '\n';
}
