// open(): an instance in a file, with two processes.
#include <baton/baton.hpp>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "../../examples/coffee/coffee.hpp"
#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_opening_test {

using namespace baton;

namespace {

/// A folder of its own, gone afterwards.
struct Folder {
    std::filesystem::path path;
    Folder() {
        char name[] = "/tmp/baton-test-XXXXXX";
        path = mkdtemp(name);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string file(const char* name) const { return (path / name).string(); }
};

/// Runs `body` in another process; its result is the exit status.
template <class Body>
int in_another_process(Body body) {
    const pid_t child = fork();
    if (child == 0) {
        int status = 99;
        try {
            status = body();
        } catch (const error& e) {
            status = static_cast<int>(e.code());
        }
        _exit(status);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("open starts an instance, and resumes it") {
    const Folder folder;
    const std::string path = folder.file("ben.json");
    {
        auto job = baton::open(path, coffee, Order{.name = "ben"});
        CHECK_FALSE(job.resumed());
        CHECK(job.status() == Status::fresh);
        CHECK(std::filesystem::exists(path));
        job.run();
        CHECK(job.waits_at("pay"));
        CHECK(job.runner().name() == "ben");
    }
    {
        auto job = baton::open(path, coffee, Order{.name = "not used"});
        CHECK(job.resumed());
        CHECK(job.context().name == "ben");
        CHECK(job.context().cups == 1);
        job.complete("pay");
    }
    auto job = baton::open(path, coffee, Order{});
    CHECK_FALSE(job.finished());
    job.run_or_throw();
    CHECK(job.finished());
    CHECK(job.context().cups == 1);
}

TEST_CASE("a second process is refused while one has the instance, and not after") {
    const Folder folder;
    const std::string path = folder.file("ben.json");
    const auto try_open = [&path] {
        return in_another_process([&path] {
            baton::open(path, coffee, Order{});
            return 0;
        });
    };
    {
        auto job = baton::open(path, coffee, Order{});
        CHECK(try_open() == static_cast<int>(error_code::another_process_has_the_state) % 256);
    }
    CHECK(try_open() == 0);
}

TEST_CASE("a second process waits when it is asked to, and then sees what the first one wrote") {
    const Folder folder;
    const std::string path = folder.file("ben.json");
    auto job = std::make_optional(baton::open(path, coffee, Order{}));
    const pid_t child = fork();
    if (child == 0) {
        auto mine = baton::open(path, coffee, Order{}, {.locked = FileLock::when_held::wait});
        _exit(mine.waits_at("pay") && mine.resumed() ? 0 : 1);
    }
    usleep(100'000);
    int status = 0;
    CHECK(waitpid(child, &status, WNOHANG) == 0);
    job->run();
    job.reset();
    waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a lock dies with its process") {
    const Folder folder;
    const std::string path = folder.file("ben.json");
    const pid_t child = fork();
    if (child == 0) {
        auto job = baton::open(path, coffee, Order{});
        job.run();
        kill(getpid(), SIGKILL);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    auto job = baton::open(path, coffee, Order{});
    CHECK(job.waits_at("pay"));
}

TEST_CASE("a damaged file is refused and left as it is") {
    const Folder folder;
    const std::string path = folder.file("ben.json");
    replace_file(path, "{\"baton\": ");
    CHECK(code_of([&] { baton::open(path, coffee, Order{}); }) == error_code::the_state_is_damaged);
    CHECK(read_file(path) == "{\"baton\": ");
}

TEST_CASE("with after_each_task, what was done before a crash stays done") {
    const Folder folder;
    const std::string path = folder.file("ben.json");
    for (const SaveWhen when : {SaveWhen::at_rest, SaveWhen::after_each_task}) {
        std::filesystem::remove(path);
        const pid_t child = fork();
        if (child == 0) {
            auto job = baton::open(path, coffee, Order{.paid = true}, {.save = when});
            job.runner().around_task([](const TaskCall<Order, core::no_resources>& call) {
                if (call.self.name == "serve") kill(getpid(), SIGKILL);
                return call();
            });
            job.run();
        }
        waitpid(child, nullptr, 0);
        auto job = baton::open(path, coffee, Order{});
        CHECK(job.context().cups == (when == SaveWhen::at_rest ? 0 : 1));
        job.run_or_throw();
        CHECK(job.finished());
        CHECK(job.context().cups == 1);
    }
}

TEST_CASE("what failed is saved too, also when run_or_throw throws it") {
    const Folder folder;
    const std::string path = folder.file("ben.json");
    {
        auto job = baton::open(path, coffee, Order{});
        job.runner().around_task([](const TaskCall<Order, core::no_resources>& call) -> Outcome {
            if (call.self.name == "pay") return failed("no change");
            return call();
        });
        CHECK(code_of([&] { job.run_or_throw(); }) == error_code::a_body_failed);
    }
    auto job = baton::open(path, coffee, Order{});
    CHECK_THAT(job.explain(), ContainsSubstring("pay failed (1 time)") && ContainsSubstring("no change"));
}

TEST_CASE("a file that cannot be written is an error, and the next run saves") {
    const Folder folder;
    const std::string path = folder.file("sub/ben.json");
    std::filesystem::create_directory(folder.path / "sub");
    auto job = baton::open(path, coffee, Order{});
    std::filesystem::create_directory(path + ".new");  // where the new file would be written
    CHECK(code_of([&] { job.run(); }) == error_code::the_file_cannot_be_used);
    std::filesystem::remove(path + ".new");
    job.run();
    CHECK_THAT(read_file(path), ContainsSubstring("\"waiting\""));
}

TEST_CASE("replace_file keeps to one of the two, and reads back") {
    const Folder folder;
    const std::string path = folder.file("x");
    const std::string large(3'000'000, 'x');
    replace_file(path, large);
    CHECK(read_file(path) == large);
    replace_file(path, "");
    CHECK(read_file(path).empty());
    CHECK(code_of([&] { read_file(folder.file("y")); }) == error_code::the_file_cannot_be_used);
}

}  // namespace runner_opening_test
