// `baton worker`: makes the steps of what is deployed in a store, and does tasks by commands. docs/cli.md describes it.
#ifndef BATON_CLI_WORKER_HPP
#define BATON_CLI_WORKER_HPP

#include <signal.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <mutex>
#include <ostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../service/worker.hpp"
#include "store_access.hpp"
#include "task_command.hpp"

namespace baton::inline BATON_ABI::cli {

struct WorkerArguments : StoreArguments {
    int threads = 1;
    /// TOPIC=COMMAND.
    std::vector<std::string> does;
    /// How long a command may take before somebody else tries again, in seconds.
    std::int64_t lease_s = 300;
    bool until_idle = false;
};

namespace detail {

/// Set by SIGINT and SIGTERM while a worker runs.
inline std::atomic<bool>& worker_is_to_stop() {
    static std::atomic<bool> stop{false};
    return stop;
}

class StopSignals {
public:
    StopSignals() {
        worker_is_to_stop() = false;
        struct sigaction stop {};
        stop.sa_handler = [](int) { worker_is_to_stop() = true; };
        ::sigaction(SIGINT, &stop, &interrupt_);
        ::sigaction(SIGTERM, &stop, &terminate_);
    }
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    ~StopSignals() {
        ::sigaction(SIGINT, &interrupt_, nullptr);
        ::sigaction(SIGTERM, &terminate_, nullptr);
    }

private:
    struct sigaction interrupt_ {
    }, terminate_{};
};

inline std::vector<std::unique_ptr<service::TaskWorker>> task_workers(service::Service& service,
                                                                      const WorkerArguments& arguments) {
    std::vector<std::unique_ptr<service::TaskWorker>> all;
    for (const std::string& one : arguments.does) {
        auto [topic, command] = pair_argument(one, "--do", "TOPIC=COMMAND");
        if (topic.empty()) throw std::runtime_error("--do: the topic is missing in " + one);
        all.push_back(std::make_unique<service::TaskWorker>(
            service, std::move(topic), TaskCommand(std::move(command)),
            service::WorkerOptions{.lease = core::duration(arguments.lease_s * 1000), .batch = 1}));
    }
    return all;
}

}  // namespace detail

/// 0, when nothing is ready (`until_idle`) or after SIGINT or SIGTERM: what is being done is done to its end.
inline int worker(const WorkerArguments& arguments, std::ostream& err) {
    using namespace std::chrono_literals;
    const detail::StopSignals signals;
    detail::Opened service(arguments, detail::Access::create);
    const auto workers = detail::task_workers(*service, arguments);
    if (arguments.until_idle) {
        for (bool some = true; some && !detail::worker_is_to_stop();) {
            some = service->run() > 0;
            for (const auto& w : workers) some = w->step() || some;
        }
        return 0;
    }
    std::mutex mutex;
    const auto failed = [&](const std::exception_ptr& problem) {
        const std::lock_guard lock(mutex);
        err << "baton worker: " << core::message_of(problem) << std::endl;
    };
    std::vector<std::unique_ptr<service::WorkerThread>> commands;
    for (const auto& w : workers)
        commands.push_back(std::make_unique<service::WorkerThread>(
            service->store(), std::vector<std::string>{w->queue()}, [&w] { return w->step(); }, failed));
    auto threads = std::make_unique<service::ServiceThreads>(*service, arguments.threads, failed);
    for (int tick = 1; !detail::worker_is_to_stop(); ++tick) {
        std::this_thread::sleep_for(50ms);
        if (tick % 40 != 0) continue;
        try {
            // Threads wait for the queues of what was deployed when they were made.
            if (!service::deploy_stored(*service).empty()) {
                threads.reset();
                threads = std::make_unique<service::ServiceThreads>(*service, arguments.threads, failed);
            }
        } catch (...) {
            failed(std::current_exception());
        }
    }
    return 0;
}

inline Subcommand add_worker(CLI::App& app) {
    const auto a = std::make_shared<WorkerArguments>();
    CLI::App* sub = detail::add_store_command(app, "worker", "Makes the steps of what is deployed in a store", *a);
    sub->add_option("--threads", a->threads, "that make steps")->check(CLI::Range(1, 64));
    sub->add_option("--do", a->does, "TOPIC=COMMAND: does tasks of the topic by a shell command");
    sub->add_option("--lease", a->lease_s, "seconds that a command may take")->check(CLI::Range(1, 86'400));
    sub->add_flag("--until-idle", a->until_idle, "ends when nothing is ready");
    return {sub, [a] { return worker(*a, std::cerr); }};
}

}  // namespace baton::inline BATON_ABI::cli

#endif
