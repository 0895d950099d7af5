// Kills the coffee example wherever it can be killed, and runs it again until the orders are served:
//
//   kill_coffee COFFEE SHIM dir|sqlite KILLS EVERY
//
// First before, in the middle of and after every write, flush and rename of every call of the program (of a database,
// at every so many-th of these points); then KILLS times at a random moment. After each kill every order that was kept
// can be read; in the end every order is finished exactly once.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <baton/baton.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "coffee/bar.hpp"
#include "coffee/coffee.hpp"

namespace {

namespace fs = std::filesystem;
using steady = std::chrono::steady_clock;

std::string coffee_program, shim, store_kind;

void check(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

/// How many calls that change files the program has made: shared with the shim.
class Calls {
public:
    explicit Calls(const fs::path& file) : path_(file.string()) {
        std::ofstream(path_) << std::string(8, '\0');
        const int fd = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
        void* shared = ::mmap(nullptr, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        check(fd >= 0 && shared != MAP_FAILED, "cannot map " + path_);
        ::close(fd);
        count_ = static_cast<std::atomic<std::uint64_t>*>(shared);
    }
    Calls(const Calls&) = delete;
    Calls& operator=(const Calls&) = delete;
    ~Calls() { ::munmap(count_, 8); }
    [[nodiscard]] std::uint64_t so_far() const { return count_->load(); }
    void reset() { count_->store(0); }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    std::atomic<std::uint64_t>* count_;
};

/// The bar: a folder with the orders and their states.
struct Bar {
    fs::path folder;
    int orders;

    Bar(fs::path where, int count) : folder(std::move(where)), orders(count) {
        fs::remove_all(folder);
        fs::create_directories(folder);
        nlohmann::json list = nlohmann::json::array();
        for (int i = 0; i < count; ++i)
            list.push_back({{"name", name(i)}, {"cappuccino", i % 2 == 0}, {"paid", i % 3 != 1}});
        std::ofstream(folder / "orders.json") << list;
    }
    static std::string name(int i) { return "order" + std::to_string(i); }
    [[nodiscard]] std::string store() const {
        return store_kind == "dir" ? "dir:" + (folder / "states").string()
                                   : "sqlite:" + (folder / "coffee.db").string();
    }
    [[nodiscard]] std::vector<std::string> serving() const {
        return {(folder / "orders.json").string(), "--store", store()};
    }
    [[nodiscard]] std::vector<std::string> paying(int i) const { return {"--pay", name(i), "--store", store()}; }

    /// Every order that is kept is the old or the new one, whole.
    void check_readable() const {
        const std::string path = store().substr(store().find(':') + 1);
        if (!fs::exists(path)) return;
        const auto bar = open_bar(store());
        for (int i = 0; i < orders; ++i) {
            baton::Runner run{coffee, Order{}};
            if (!bar->has(name(i))) continue;
            bar->load(name(i), run);  // throws
            check(run.context().name == name(i), "the state is of another order");
        }
    }
    void check_served_once() const {
        const auto bar = open_bar(store());
        for (int i = 0; i < orders; ++i) {
            baton::Runner run{coffee, Order{}};
            bar->load(name(i), run);
            check(run.finished(), name(i) + " is not finished");
            check(run.context().cups == 1, name(i) + " got " + std::to_string(run.context().cups) + " cups");
            for (const char* task : {"order", "pay", "brew", "serve"})
                check(run.passed(task) == 1,
                      name(i) + " passed " + task + " " + std::to_string(run.passed(task)) + " times");
            check(run.passed("foam") == (i % 2 == 0 ? 1u : 0u), name(i) + ": foam");
        }
    }
};

/// Starts the coffee program under the shim, killed at a point of its calls if one is given.
pid_t start(const std::vector<std::string>& arguments, const Calls& calls, std::optional<long> kill_at) {
    const pid_t child = fork();
    if (child != 0) return child;
    setenv("LD_PRELOAD", shim.c_str(), 1);
    setenv("KILL_CALLS", calls.path().c_str(), 1);
    if (kill_at)
        setenv("KILL_AT", std::to_string(*kill_at).c_str(), 1);
    else
        unsetenv("KILL_AT");
    std::vector<char*> words{coffee_program.data()};
    for (const std::string& a : arguments) words.push_back(const_cast<char*>(a.c_str()));
    words.push_back(nullptr);
    const int nowhere = ::open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    execv(coffee_program.c_str(), words.data());
    _exit(127);
}

enum class End { killed, done };

End end_of(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) check(errno == EINTR, "waitpid");
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return End::killed;
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "coffee ended with status " + std::to_string(status));
    return End::done;
}

bool still_runs(pid_t child) {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

void run_whole(const std::vector<std::string>& arguments, Calls& calls) {
    calls.reset();
    check(end_of(start(arguments, calls, std::nullopt)) == End::done, "killed without a reason");
}

/// Kills one step of three orders' life at every point. The steps: run them all, pay, run them all again.
int kill_everywhere(const fs::path& folder, Calls& calls, long every) {
    int kills = 0;
    for (int step = 0; step < 3; ++step) {
        for (long point = 0;; point += every) {
            const Bar bar(folder / "bar", 3);
            const std::vector<std::vector<std::string>> steps{bar.serving(), bar.paying(1), bar.serving()};
            for (int before = 0; before < step; ++before) run_whole(steps[static_cast<std::size_t>(before)], calls);
            calls.reset();
            const End end = end_of(start(steps[static_cast<std::size_t>(step)], calls, point));
            if (end == End::done) {
                check(point > 11 || step == 2, "the shim saw no calls");  // all may be served by then
                break;
            }
            ++kills;
            bar.check_readable();
            for (std::size_t again = static_cast<std::size_t>(step); again < steps.size(); ++again)
                run_whole(steps[again], calls);
            bar.check_served_once();
        }
    }
    return kills;
}

/// What the random kills did.
struct Tally {
    int kills = 0, in_the_middle = 0;
};

std::uint64_t calls_without_orders(const fs::path& folder, Calls& calls) {
    const Bar empty(folder / "empty", 0);
    run_whole(empty.serving(), calls);
    return calls.so_far();
}

/// Kills the first run of many orders after a random time, until `wanted` kills.
Tally kill_at_random(const fs::path& folder, Calls& calls, int wanted, std::uint64_t seed) {
    constexpr int orders = 24;
    // Opening the store; the first order: of a file write, fsync, rename, fsync; of a database a write and a flush.
    const std::uint64_t calls_before_first_task = calls_without_orders(folder, calls) + (store_kind == "dir" ? 4 : 2);
    std::mt19937_64 random(seed);

    const Bar measured(folder / "measured", orders);
    const auto from = steady::now();
    run_whole(measured.serving(), calls);
    auto whole = steady::now() - from;
    const std::uint64_t all_calls = calls.so_far();

    Tally tally;
    while (tally.kills < wanted) {
        const Bar bar(folder / "bar", orders);
        calls.reset();
        const pid_t child = start(bar.serving(), calls, std::nullopt);
        if (random() % 8 != 0)  // one in eight may fall into the start of the program
            while (calls.so_far() < calls_before_first_task && still_runs(child)) std::this_thread::yield();
        const auto most = static_cast<std::uint64_t>(whole.count());
        std::this_thread::sleep_for(std::chrono::nanoseconds(random() % (most == 0 ? 1 : most)));
        kill(child, SIGKILL);
        if (end_of(child) == End::done) {
            whole = whole * 9 / 10;  // the machine was faster than measured
            continue;
        }
        ++tally.kills;
        const std::uint64_t made = calls.so_far();
        if (made >= calls_before_first_task && made < all_calls) ++tally.in_the_middle;
        bar.check_readable();
        run_whole(bar.serving(), calls);
        for (int i = 1; i < orders; i += 3) run_whole(bar.paying(i), calls);
        run_whole(bar.serving(), calls);
        bar.check_served_once();
    }
    return tally;
}

}  // namespace

int main(int count, char** values) {
    if (count != 6) return 2;
    coffee_program = values[1];
    shim = values[2];
    store_kind = values[3];
    const int wanted = std::stoi(values[4]);
    const fs::path folder = fs::temp_directory_path() / ("kill_coffee." + std::to_string(getpid()));
    fs::create_directories(folder);
    int status = 0;
    try {
        Calls calls(folder / "calls");
        const int everywhere = kill_everywhere(folder, calls, std::stol(values[5]));
        std::cout << everywhere << " kills before, in and after writes, flushes and renames: every order served once\n";
        const Tally tally = kill_at_random(folder, calls, wanted, std::random_device{}());
        std::cout << tally.kills << " random kills, " << tally.in_the_middle
                  << " between first task and last write: every order served once\n";
        check(tally.in_the_middle * 4 >= tally.kills * 3, "too few kills fell between first task and last write");
    } catch (const std::exception& e) {
        std::cout << "FAILED: " << e.what() << "\nsee " << folder.string() << '\n';
        status = 1;
    }
    if (status == 0) fs::remove_all(folder);
    return status;
}
