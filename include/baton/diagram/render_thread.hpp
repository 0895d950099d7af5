// The one thread on which Graphviz draws.
//
// Graphviz keeps process-wide state, and its text plugin keeps a font map that belongs to the thread that drew first
// and dies with it (seen with Graphviz 2.42 and Pango 1.50 under ThreadSanitizer: use after free). So all pictures are
// drawn on one thread, which is started by the first picture and lives as long as the program.
#ifndef BATON_DIAGRAM_RENDER_THREAD_HPP
#define BATON_DIAGRAM_RENDER_THREAD_HPP

#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "../config.hpp"

namespace baton::inline BATON_ABI::diagram::detail {

/// Runs jobs one after the other. Thread-safe.
class RenderThread {
public:
    RenderThread() : worker_([this] { work(); }) {}
    RenderThread(const RenderThread&) = delete;
    RenderThread& operator=(const RenderThread&) = delete;
    ~RenderThread() {
        {
            const std::lock_guard lock(mutex_);
            ends_ = true;
        }
        wake_.notify_one();
        if (::getpid() == owner_)
            worker_.join();
        else
            worker_.detach();  // a forked child has only the object, not the thread
    }
    /// The result of the job, or what it throws.
    template <class Job>
    std::string run(Job job) {
        if (::getpid() != owner_) return job();  // in a forked child there is no other thread
        std::packaged_task<std::string()> task(std::move(job));
        std::future<std::string> result = task.get_future();
        {
            const std::lock_guard lock(mutex_);
            jobs_.push_back(std::move(task));
        }
        wake_.notify_one();
        return result.get();
    }

    static RenderThread& instance() {
        static RenderThread thread;
        return thread;
    }

private:
    void work() {
        for (;;) {
            std::packaged_task<std::string()> job;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [this] { return ends_ || !jobs_.empty(); });
                if (jobs_.empty()) return;
                job = std::move(jobs_.front());
                jobs_.pop_front();
            }
            job();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::packaged_task<std::string()>> jobs_;
    bool ends_ = false;
    pid_t owner_ = ::getpid();
    std::thread worker_;
};

}  // namespace baton::inline BATON_ABI::diagram::detail

#endif
