// A thread that lets a worker work.
#ifndef BATON_DECIDER_WORKER_THREAD_HPP
#define BATON_DECIDER_WORKER_THREAD_HPP

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include "../config.hpp"
#include "../core/time.hpp"
#include "worker.hpp"

namespace baton::inline BATON_ABI::decider {

struct ThreadOptions {
    Log log;
    /// How long to wait for work before asking again, and after an error of the backend.
    core::duration delay_on_idle{1000};
};

/// Runs until it is stopped or destroyed; a task that was begun is finished first. What polling throws is said to the
/// log, and the thread goes on. The worker must live as long.
class WorkerThread {
public:
    explicit WorkerThread(Worker& worker, ThreadOptions options = {})
        : thread_(
              [&worker, options = std::move(options)](const std::stop_token& stop) { loop(worker, options, stop); }) {}

    /// Asks it to stop, without waiting. From any thread.
    void request_stop() { thread_.request_stop(); }
    /// Stops it and waits until it has.
    void join() {
        thread_.request_stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    static void loop(Worker& worker, const ThreadOptions& options, const std::stop_token& stop) {
        Backend& backend = worker.manager().backend();
        while (!stop.stop_requested()) {
            std::uint64_t mark = 0;
            try {
                mark = backend.work_mark();
                if (worker.step()) continue;
            } catch (const std::exception& e) {
                if (options.log) options.log(worker.name() + ": " + e.what());
                pause(stop, options.delay_on_idle);  // whatever the backend is like, it is not asked at once
                continue;
            }
            backend.wait_for_work(mark, worker.category(), stop, options.delay_on_idle);
        }
    }
    static void pause(const std::stop_token& stop, core::duration time) {
        std::mutex mutex;
        std::condition_variable_any never_notified;
        std::unique_lock lock(mutex);
        never_notified.wait_for(lock, stop, std::chrono::milliseconds(time.ms), [] { return false; });
    }
    std::jthread thread_;
};

}  // namespace baton::inline BATON_ABI::decider

#endif
