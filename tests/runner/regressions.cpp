// What went wrong once, through the public interface.
#include <baton/baton.hpp>
#include <baton/stop_token.hpp>
#include <filesystem>
#include <sys/stat.h>
#include <thread>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_regressions_test {

using namespace baton;
using namespace baton::words;

namespace {

struct Cell {
    int n = 0, m = 0;
};
BATON_FIELDS(Cell, n, m)

instant at(std::int64_t ms) { return instant(ms); }
const auto pass = [](Cell&) { return done; };
const auto never = [](Cell&) { return pending; };

}  // namespace

TEST_CASE("a time that a woken task does not wait for any more lets nothing act") {
    Builder<Cell> b("woken");
    b.task("s", start_point, followed_by("a"), followed_by("p"));
    b.task("a", [](Cell& c) -> Outcome { return ++c.n == 1 ? Outcome(waiting(at(10))) : Outcome(done); }, followed_by("j"));
    b.task("p", never, followed_by("j"));
    b.task("j", [](Cell& c) { return ++c.m, done; }, join_all, end_point);
    Runner run{b.build(), Cell{}};
    run.run(at(0));
    run.wake("a");
    run.run(at(11));
    CHECK(run.context().n == 2);
    CHECK(run.status() == Status::running);
    CHECK(run.waits_at("p"));
    CHECK(run.context().m == 0);
    run.complete("p");
    run.run(at(12));
    CHECK(run.finished());
    CHECK(run.context().m == 1);
}

TEST_CASE("a task that waits until the same time twice is asked once then; one that is pending since, never") {
    Builder<Cell> b("twice");
    b.task("a", [](Cell& c) -> Outcome { return ++c.n <= 2 ? Outcome(waiting(at(10))) : Outcome(pending); }, start_point, followed_by("e"));
    b.task("e", pass, end_point);
    Runner run{b.build(), Cell{}};
    run.run(at(0));
    run.wake("a");
    run.run(at(1));
    CHECK(run.context().n == 2);
    const std::string saved = save_text(run);  // with one timer, not two
    CHECK_NOTHROW(load_text(run, saved));
    run.run(at(11));
    CHECK(run.context().n == 3);
    CHECK(run.next_due() == instant::never());
    run.run(at(20));
    CHECK(run.context().n == 3);
}

TEST_CASE("what is saved after a waiting task failed, was woken or became pending can be loaded") {
    for (const std::string how : {"fail", "wake", "pending"}) {
        INFO(how);
        Builder<Cell> b("again");
        b.task("a", [](Cell& c) -> Outcome { return ++c.n == 1 ? Outcome(waiting(at(1000))) : Outcome(pending); }, start_point, followed_by("e"));
        b.task("e", pass, end_point);
        const Workflow<Cell> w = b.build();
        Runner run{w, Cell{}};
        run.run(at(0));
        if (how == "fail") run.fail("a", "no");
        if (how != "fail") run.wake("a");
        if (how == "pending") run.run(at(1));
        Runner loaded{w, Cell{}};
        CHECK_NOTHROW(load_text(loaded, save_text(run)));
        CHECK(loaded.explain() == run.explain());
    }
}

TEST_CASE("a pause that is posted while the instance runs is taken, or the run comes to rest") {
    Builder<Cell> b("long");
    b.task("head", pass, start_point, merge_point, followed_by("turn"));
    b.task("turn", [](Cell& c) { return ++c.n, done; }, followed_by("head", when("more", [](const Cell& c) { return c.n % 200 != 0; })), followed_by("rest", otherwise));
    b.task("rest", [](Cell&) { return waiting; }, end_point);
    const Workflow<Cell> w = b.build();
    for (int round = 0; round < 500; ++round) {
        Runner run{w, Cell{}};
        std::jthread other([h = run.handle()] { h.pause(); });
        run.run(at(0));
        other.join();
        const bool at_rest = run.waits_at("rest");
        CHECK((at_rest || run.paused()));
    }
}

TEST_CASE("a change from outside that throws is undone and listed, and what was sent after it is taken") {
    Builder<Cell> b("outside");
    b.task("a", never, start_point, followed_by("e"));
    b.task("e", pass, end_point);
    Runner run{b.build(), Cell{}};
    run.run(at(0));
    const auto h = run.handle();
    h.complete("a", [](Cell& c) {
        c.m = 77;
        throw std::runtime_error("boom");
    });
    h.complete("a", [](Cell& c) { c.n = 1; });
    const Report report = run.run(at(1));
    REQUIRE(report.refused.size() == 1);
    CHECK(report.refused[0].code == error_code::a_change_failed);
    CHECK(run.context().m == 0);
    CHECK(run.context().n == 1);
    CHECK(run.finished());
    CHECK(code_of([&] { run.complete("a", [](Cell&) {}); }) == error_code::nothing_waits_there);
}

TEST_CASE("a change that a body gives and that throws is undone, also of a body that only reads") {
    Builder<Cell> b("undone");
    b.task("a", [](const Cell&) {
        return done_with([](Cell& c) {
            c.n = 5;
            throw std::runtime_error("boom");
        });
    }, start_point, end_point);
    Runner run{b.build(), Cell{}};
    CHECK(run.run(at(0)).failures.size() == 1);
    CHECK(run.context().n == 0);
}

TEST_CASE("a migration is for states of another version: one that is given at every open is used once") {
    const auto version = [](std::vector<std::string> tasks) {
        Builder<Cell> b("moving");
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            if (i == 0)
                b.task(tasks[i], never, start_point, followed_by(tasks[1]));
            else if (i + 1 < tasks.size())
                b.task(tasks[i], never, followed_by(tasks[i + 1]));
            else
                b.task(tasks[i], never, end_point);
        }
        return b.build();
    };
    Runner old{version({"a", "b"}), Cell{}};
    old.run(at(0));
    Migration m;
    m.rename("a", "b").rename("b", "c");
    Runner now{version({"b", "c"}), Cell{}};
    load_text(now, save_text(old), &m);
    CHECK(now.waits_at("b"));
    const std::string migrated = save_text(now);
    load_text(now, migrated, &m);
    CHECK(now.waits_at("b"));
}

TEST_CASE("what comes for an instance that has ended is listed; what was sent before a load is not for what is loaded") {
    Builder<Cell> b("ended");
    b.task("a", never, start_point, end_point);
    const Workflow<Cell> w = b.build();
    Runner run{w, Cell{}};
    run.run(at(0));
    const std::string saved = save_text(run);
    run.complete("a");
    const auto h = run.handle();
    h.complete("a");
    CHECK(run.run(at(1)).refused.size() == 1);
    h.complete("a");
    h.cancel();
    load_text(run, saved);
    run.run(at(2));
    CHECK(run.waits_at("a"));
}

TEST_CASE("a cancel before a load does not stop the bodies after it") {
    Builder<Cell> b("stopped");
    b.task("a", [](Cell& c, const Self& self) -> Outcome { return c.n = self.stop_requested() ? 1 : 0, waiting; }, start_point, end_point);
    Runner run{b.build(), Cell{}};
    run.run(at(0));
    const std::string saved = save_text(run);
    run.handle().cancel();
    run.run(at(1));
    load_text(run, saved);
    run.run(at(2));
    CHECK(run.context().n == 0);
}

TEST_CASE("a handle that outlives its runner does not ring") {
    int rings = 0;
    Builder<Cell> b("rings");
    b.task("a", never, start_point, end_point);
    auto run = std::make_unique<Runner<Cell>>(b.build(), Cell{});
    run->on_wake_up([&rings] { ++rings; });
    const auto h = run->handle();
    h.wake();
    run.reset();
    h.wake();
    CHECK(rings == 1);
}

TEST_CASE("an instance keeps its name, and the key of an activation names its task") {
    Builder<Cell> b("keys");
    std::string key;
    b.task("a", [&key](Cell&, const Self& self) -> Outcome { return key = self.idempotency_key().view(), waiting; }, start_point, end_point);
    const Workflow<Cell> w = b.build();
    Runner run{w, Cell{}, "ben"};
    run.run(at(0));
    CHECK(key == "ben:a:1");
    Runner later{w, Cell{}};
    load_text(later, save_text(run));
    later.run(at(1));
    CHECK(key == "ben:a:1");
}

TEST_CASE("times far away are saved and loaded") {
    Builder<Cell> b("far");
    b.task("a", [](Cell&) { return waiting(at(400'000'000'000'000)); }, start_point, end_point);
    const Workflow<Cell> w = b.build();
    Runner run{w, Cell{}};
    run.run(at(-90'000'000'000'000));
    Runner later{w, Cell{}};
    load_text(later, save_text(run));
    CHECK(later.next_due() == at(400'000'000'000'000));
}

TEST_CASE("states that would never go on are refused") {
    Builder<Cell> b("strict");
    b.task("a", [](Cell&) { return waiting(at(1000)); }, start_point, end_point);
    const Workflow<Cell> w = b.build();
    Runner run{w, Cell{}};
    run.run(at(0));
    const auto good = nlohmann::json::parse(save_text(run));
    const auto refused = [&](auto change) {
        nlohmann::json bad = good;
        change(bad);
        Runner<Cell> other{w, Cell{}};
        return code_of([&] { load_text(other, bad.dump()); }) == error_code::the_state_is_damaged;
    };
    CHECK(refused([](auto& j) { j["state"].erase("timers"); }));
    CHECK(refused([](auto& j) { j["state"]["timers"].push_back(j["state"]["timers"][0]); }));
    CHECK(refused([](auto& j) { j["state"]["timers"][0]["due"] = "1970-01-01T00:00:02.000Z"; }));
    CHECK(refused([](auto& j) { j["state"]["next"] = 0; }));
    CHECK(refused([](auto& j) { j["state"]["next"] = ~std::uint64_t{0}; }));
    CHECK(refused([](auto& j) { j["baton"]["format"] = 0; }));
    CHECK(refused([](auto& j) { j["context_version"] = 0; }));
    nlohmann::json bad = good;
    bad["state"]["tokens"][0]["id"] = "one";
    CHECK_THAT(text_of([&] { load_text(run, bad.dump()); }), ContainsSubstring("/state/tokens/0/id"));
}

TEST_CASE("what cannot be loaded again is not saved") {
    Builder<nlohmann::json> b("deep");
    b.task("a", [](nlohmann::json&) { return done; }, start_point, end_point);
    nlohmann::json deep = 1;
    for (int i = 0; i < 70; ++i) deep = nlohmann::json::array({deep});
    Runner run{b.build(), deep};
    CHECK(code_of([&] { (void)save_text(run); }) == error_code::the_context_does_not_fit);
}

TEST_CASE("a state file keeps its mode, and a link to it is the same instance") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("baton_links_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    Builder<Cell> b("file");
    b.task("a", [](Cell&) { return waiting; }, start_point, end_point);
    const Workflow<Cell> w = b.build();
    const std::string path = (folder / "one.json").string();
    { auto job = open(path, w, Cell{}); }
    ::chmod(path.c_str(), 0600);
    fs::create_symlink(path, folder / "link.json");
    {
        auto job = open((folder / "link.json").string(), w, Cell{});
        job.run();
        CHECK(code_of([&] { (void)open(path, w, Cell{}); }) == error_code::another_process_has_the_state);
    }
    CHECK(fs::is_symlink(folder / "link.json"));
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    CHECK(code_of([&] { (void)open("", w, Cell{}); }) == error_code::the_file_cannot_be_used);
    fs::remove_all(folder);
}

TEST_CASE("on_step of a user stays, beside that of an instance in a file") {
    const std::string path = (std::filesystem::temp_directory_path() / ("baton_step_" + std::to_string(::getpid()) + ".json")).string();
    int steps = 0;
    Builder<Cell> b("steps");
    b.task("a", [](Cell&) { return waiting; }, start_point, end_point);
    {
        auto job = open(path, b.build(), Cell{});
        job.runner().on_step([&steps] { ++steps; });
        job.run();
        job.run();
    }
    CHECK(steps == 2);
    std::filesystem::remove(path);
    std::filesystem::remove(path + ".lock");
}

TEST_CASE("a task is named with the activation, and both must fit") {
    Builder<Cell> b("both");
    b.task("s", start_point, followed_by("a"), followed_by("b"));
    b.task("a", never, end_point);
    b.task("b", never, end_point);
    Runner run{b.build(), Cell{}};
    run.run(at(0));
    run.handle().complete("nonsense", run.waiting()[0].token);
    CHECK(run.run(at(1)).refused.size() == 1);
    CHECK(run.waits_at("a"));
}

TEST_CASE("an instance that a handle resumes sees at once what fell due while it paused") {
    Builder<Cell> b("resumed");
    b.task("a", pass, start_point, delay(std::chrono::milliseconds(10)), end_point);
    Runner run{b.build(), Cell{}};
    run.run(at(0));
    run.pause();
    run.run(at(20));
    run.handle().resume();
    run.run(at(21));
    CHECK(run.finished());
}

TEST_CASE("failures are reported in token order") {
    Builder<Cell> b("order");
    b.task("s", start_point, followed_by("x"), followed_by("b"));
    b.task("x", pass, followed_by("a"));
    b.task("a", [](Cell&) { return failed("a"); }, end_point);
    b.task("b", [](Cell&) { return failed("b"); }, end_point);
    Runner run{b.build(), Cell{}};
    run.run(at(0));
    const Report report = run.run(at(1));
    REQUIRE(report.failures.size() == 2);
    CHECK(report.failures[0].token < report.failures[1].token);
}

}  // namespace runner_regressions_test
