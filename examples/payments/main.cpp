// Payments that survive their workers: each is charged by a worker, confirmed by a message, and settled after a while.
// Several processes work on one store, and are killed at random; in the end every payment was settled exactly once.
//
//   payments [--store sqlite:payments.db] [--payments 1000] [--workers 3] [--seconds-between-kills 0.5] [--quiet]
//
// The store may be postgresql://…, too.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <baton/process.hpp>
#include <baton/service/worker.hpp>
#include <baton/store/open_store.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using baton::InstanceStatus;
using baton::Service;
using baton::Variables;

std::shared_ptr<const baton::Definition> payment() {
    using namespace baton::words;
    return std::make_shared<const baton::Definition>(
        process("payment", title("Payment"), start_event("ordered", followed_by("charge")),
                service_task("charge", type("charge"), followed_by("confirmed")),
                catch_event("confirmed", on_message("confirmed", key("=number")), followed_by("hold")),
                catch_event("hold", on_timer(after("PT1S")), followed_by("settle")),
                service_task("settle", followed_by("settled")), end_event("settled")));
}

/// Adds one to a variable: what is done twice would show.
void count(baton::TaskContext& task, const char* name) {
    const baton::Value before = task.get(name);
    task.set(name, baton::Value((before.integer() != nullptr ? *before.integer() : 0) + 1));
}

std::unique_ptr<Service> open_service(const std::string& url) {
    baton::ServiceOptions options;
    options.lease = 3s;  // a worker that was killed is followed soon
    options.retry.attempts = options.step_attempts = 1000;  // workers die often here, and no payment is to blame
    auto service = std::make_unique<Service>(baton::open_store(url), options);
    baton::Bindings bindings;
    bindings.on("settle", [](baton::TaskContext& task) { count(task, "settled"); });
    service->deploy(payment(), bindings);
    return service;
}

/// A worker process: makes steps, and charges. It never ends by itself.
[[noreturn]] void work(const std::string& url) {
    const auto service = open_service(url);
    baton::TaskWorker charging(
        *service, "charge",
        [](baton::TaskJob& job) -> Variables {
            const baton::Value before = job.get("charged");
            return {{"charged", baton::Value((before.integer() != nullptr ? *before.integer() : 0) + 1)}};
        },
        {.lease = 3s, .batch = 20});
    const auto tell = [](std::exception_ptr why) {
        try {
            std::rethrow_exception(why);
        } catch (const std::exception& e) {
            std::cerr << "worker " << ::getpid() << ": " << e.what() << std::endl;
        }
    };
    baton::ServiceThreads steps(*service, 1, tell);
    baton::WorkerThread charges(
        service->store(), {charging.queue()}, [&] { return charging.step(); }, tell);
    for (;;) ::pause();
}

pid_t start_worker(const std::string& url) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            work(url);
        } catch (const std::exception& e) {
            std::cerr << e.what() << std::endl;
            ::_exit(1);
        }
    }
    return child;
}

void show_progress(std::int64_t done, std::int64_t all, int kills, double seconds) {
    const int width = 40, filled = all == 0 ? width : static_cast<int>(done * width / all);
    std::printf("\r[%s%s] %lld of %lld, %d kills, %.0f s ", std::string(static_cast<std::size_t>(filled), '#').c_str(),
                std::string(static_cast<std::size_t>(width - filled), '.').c_str(), static_cast<long long>(done),
                static_cast<long long>(all), kills, seconds);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    std::string url = "sqlite:payments.db";
    std::int64_t payments = 1000;
    int workers = 3;
    double between_kills = 0.5;
    bool quiet = false;
    CLI::App app("Payments that survive their workers");
    app.add_option("--store", url, "sqlite:FILE, postgresql://…, dir:FOLDER");
    app.add_option("--payments", payments, "how many");
    app.add_option("--workers", workers, "how many processes");
    app.add_option("--seconds-between-kills", between_kills, "0: none is killed");
    app.add_flag("--quiet", quiet, "no progress bar");
    CLI11_PARSE(app, argc, argv);

    std::vector<pid_t> processes;
    for (int i = 0; i < workers; ++i) processes.push_back(start_worker(url));
    int kills = 0;
    bool whole = false;
    try {
        const auto service = open_service(url);
        std::mt19937 random(17);
        const auto began = std::chrono::steady_clock::now();
        auto last_kill = began;
        const auto seconds = [&] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        };
        const auto maybe_kill = [&] {
            if (between_kills <= 0 ||
                std::chrono::duration<double>(std::chrono::steady_clock::now() - last_kill).count() < between_kills)
                return;
            last_kill = std::chrono::steady_clock::now();
            pid_t& victim = processes[random() % processes.size()];
            ::kill(victim, SIGKILL);
            ::waitpid(victim, nullptr, 0);
            victim = start_worker(url);
            ++kills;
        };
        // Every call may be repeated: starts by their business key, messages by their id.
        for (std::int64_t i = 0; i < payments; ++i) {
            const std::string number = std::to_string(i);
            service->start("payment", {.variables = {{"number", number}}, .business_key = number, .request = number});
            service->message({.name = "confirmed", .key = number, .id = "confirmation " + number, .time_to_live = 24h});
            maybe_kill();
            if (!quiet && i % 20 == 0) show_progress(0, payments, kills, seconds());
        }
        baton::store::InstanceQuery completed;
        completed.status = static_cast<std::int64_t>(InstanceStatus::completed);
        for (std::int64_t done = 0; done < payments;) {
            std::this_thread::sleep_for(100ms);
            maybe_kill();
            done = service->count(completed);
            if (!quiet) show_progress(done, payments, kills, seconds());
            if (seconds() > 600) throw std::runtime_error("it takes too long");
        }
        const double took = seconds();
        if (!quiet) std::printf("\n");
        // Exactly once: the variables would say otherwise.
        std::int64_t right = 0;
        completed.limit = baton::store::largest_page;
        for (;;) {
            const auto page = service->instances(completed);
            if (page.empty()) break;
            for (const baton::InstanceSummary& i : page) {
                const Variables v = service->info(i.id).variables;
                const auto is_one = [&](const char* name) {
                    return std::any_of(v.begin(), v.end(),
                                       [&](const auto& e) { return e.first == name && e.second == baton::Value(1); });
                };
                right += is_one("charged") && is_one("settled");
            }
            completed.after_id = page.back().id;
        }
        whole = right == payments && service->count({}) == payments && service->incidents().empty();
        std::cout << right << " of " << payments << " payments were charged and settled exactly once\n";
        if (!quiet) {
            std::cout << kills << " workers were killed; " << took << " s, " << static_cast<double>(payments) * 4 / took
                      << " steps a second\n";
            for (const baton::IncidentSummary& incident : service->incidents())
                std::cout << "incident at " << incident.element << ": " << incident.why << '\n';
        }
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
    }
    for (const pid_t process : processes) ::kill(process, SIGKILL);
    while (::wait(nullptr) > 0) {}
    return whole ? 0 : 1;
}
