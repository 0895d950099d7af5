// What a service costs: steps per second, how fast a task reaches its worker, the room that a waiting instance takes,
// and whether any of it grows with the number of instances that wait.
//
//   service [FOLDER] [WAITING]   where the files are made, the current folder otherwise; WAITING: 1000000 otherwise
//
// Every commit is flushed, but while the waiting instances are made.
#include <algorithm>
#include <atomic>
#include <baton/process.hpp>
#include <baton/service/worker.hpp>
#include <baton/store/open_store.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "database_file.hpp"
#if BATON_HAS_POSTGRES
#include "../tests/store/postgres_server.hpp"
#endif

namespace {

using namespace baton;
using namespace baton::words;
using std::chrono::steady_clock;

double seconds_since(steady_clock::time_point began) {
    return std::chrono::duration<double>(steady_clock::now() - began).count();
}
std::shared_ptr<const Definition> shared(Definition d) { return std::make_shared<const Definition>(std::move(d)); }

constexpr int rounds = 10;

/// Each step fires a timer that is due at once, adds to a variable and looks at it.
std::shared_ptr<const Definition> counting() {
    return shared(process("counting", start_event("s", followed_by("wait")),
                          catch_event("wait", on_timer(after("PT0S")), followed_by("add")),
                          script_task("add", script("=n + 1"), result_into("n"), followed_by("more")),
                          exclusive_gateway("more", followed_by("wait", when("=n < " + std::to_string(rounds))),
                                            followed_by("e", otherwise)),
                          end_event("e")));
}
/// Waits for a message with a key, at most a month.
std::shared_ptr<const Definition> waiting() {
    return shared(process("waiting", start_event("s", followed_by("paid")),
                          receive_task("paid", baton::words::message("paid", key("=number")), followed_by("e"),
                                       on_timer(after("P30D"), followed_by("late"))),
                          end_event("late"), end_event("e")));
}
std::shared_ptr<const Definition> one_task() {
    return shared(process("one", start_event("s", followed_by("t")), service_task("t", type("t"), followed_by("e")),
                          end_event("e")));
}

void steps_per_second(const char* store, const std::string& url, int threads) {
    constexpr int instances = 200;
    Service service(open_store(url));
    service.deploy(counting());
    for (int i = 0; i < instances; ++i) service.start("counting", {.variables = {{"n", 0}}});
    const auto began = steady_clock::now();
    {
        const ServiceThreads working(service, threads);
        while (service.count({.definition_key = "counting", .open = baton::store::InstanceQuery::Open::open}) > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const double steps = static_cast<double>(instances) * rounds;
    std::printf("%-10s %d workers %42.0f steps/s\n", store, threads, steps / seconds_since(began));
}

void first_task(const char* store, const std::string& url) {
    constexpr int samples = 300;
    Service service(open_store(url));
    service.deploy(one_task());
    std::mutex mutex;
    std::condition_variable done;
    int handled = 0;
    steady_clock::time_point at;
    TaskWorker worker(service, "t", [&](TaskJob&) -> Variables {
        const std::lock_guard lock(mutex);
        at = steady_clock::now();
        ++handled;
        done.notify_one();
        return {};
    });
    WorkerThread thread(service.store(), {worker.queue()}, [&] { return worker.step(); });
    std::vector<double> ms;
    for (int i = 0; i < samples; ++i) {
        const auto began = steady_clock::now();
        service.start("one");
        std::unique_lock lock(mutex);
        if (!done.wait_for(lock, std::chrono::seconds(20), [&] { return handled > i; })) std::abort();
        ms.push_back(std::chrono::duration<double, std::milli>(at - began).count());
    }
    std::sort(ms.begin(), ms.end());
    std::printf("%-10s from start to its first task %16.2f ms median %10.2f ms 99th percentile\n", store,
                ms[samples / 2], ms[samples * 99 / 100]);
}

/// One cycle beside `n` that wait: an instance is started, and gets its message.
double cycle_us(Service& service, int n) {
    constexpr int cycles = 200;
    std::vector<double> us;
    for (int i = 0; i < cycles; ++i) {
        const std::string key = "cycle" + std::to_string(n) + "-" + std::to_string(i);
        const auto began = steady_clock::now();
        service.start("waiting", {.variables = {{"number", key}}});
        if (service.message({.name = "paid", .key = key}).what != Published::delivered) std::abort();
        service.work();
        us.push_back(1e6 * seconds_since(began));
    }
    std::sort(us.begin(), us.end());
    return us[cycles / 2];
}

void many_waiting(const std::string& folder, int most) {
    const std::string file = folder + "/service-waiting.db", url = "sqlite:" + file;
    remove_database(file);
    double first = 0;
    int made = 0;
    for (int n : {1000, 10'000, 100'000, 1'000'000}) {
        if (n > most) break;
        const auto began = steady_clock::now();
        const int before = made;
        {
            Service service(open_store(url + "?synchronous=normal"));
            service.deploy(waiting());
            for (; made < n; ++made)
                service.start(
                    "waiting",
                    {.variables = {{"number", std::to_string(made)}, {"customer", "somebody"}, {"amount", 120}}});
        }
        const double filling = seconds_since(began);
        const auto size = std::filesystem::file_size(file);
        Service service(open_store(url));
        service.deploy(waiting());
        const double us = cycle_us(service, n);
        if (first == 0) first = us;
        std::printf(
            "sqlite     %8d waiting %8.0f starts/s %6.0f bytes each %8.0f us a start and a message, %.2fx: %s\n", n,
            (n - before) / filling, static_cast<double>(size) / n, us, us / first, us < 2 * first ? "flat" : "GROWS");
        std::fflush(stdout);
    }
    remove_database(file);
}

/// Instances whose timers are due at different seconds of a day, on a clock that is moved a minute at a time.
void many_timers(int n) {
    std::int64_t now = 1'000'000;
    StoreOptions options;
    options.clock = [&now] { return instant(now); };
    Service service(open_store("memory:", options), {.history = HistoryLevel::off});
    service.deploy(shared(process(
        "timer", start_event("s", followed_by("t")),
        catch_event("t", on_timer(after("=duration(\"PT\" + string(s) + \"S\")")), followed_by("e")), end_event("e"))));
    auto began = steady_clock::now();
    for (int i = 0; i < n; ++i) service.start("timer", {.variables = {{"s", 1 + i % 86'400}}});
    const double starting = seconds_since(began);
    began = steady_clock::now();
    for (int minute = 0; minute <= 24 * 60; ++minute) {
        now += 60'000;
        service.run();
    }
    const double firing = seconds_since(began);
    const bool all = service.count({.status = static_cast<std::int64_t>(InstanceStatus::completed)}) == n;
    std::printf("memory     %8d timers of a day %8.0f starts/s %8.0f fired/s: %s\n", n, n / starting, n / firing,
                all ? "each once" : "SOME ARE MISSING");
}

}  // namespace

int main(int count, char** values) {
    const std::string folder = count > 1 ? values[1] : ".";
    const int most = count > 2 ? std::atoi(values[2]) : 1'000'000;
    const std::string file = folder + "/service-steps.db";
    const auto on_new_file = [&](auto measure) {
        remove_database(file);
        measure("sqlite:" + file);
        remove_database(file);
    };
    for (const int threads : {1, 2, 4})
        on_new_file([&](const std::string& url) { steps_per_second("sqlite", url, threads); });
    on_new_file([&](const std::string& url) { first_task("sqlite", url); });
#if BATON_HAS_POSTGRES
    for (const int threads : {1, 2, 4})
        if (const auto server = store_tests::PostgresServer::start("-c fsync=on"))
            steps_per_second("postgresql", server->url(), threads);
    if (const auto server = store_tests::PostgresServer::start("-c fsync=on")) first_task("postgresql", server->url());
#endif
    many_timers(most);
    many_waiting(folder, most);
}
