// The acceptance cases of WfEpy (W1 to W8), and for each of its listed faults the right behaviour.
#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_wfepy_test {

using namespace baton;
using namespace baton::words;
using baton::testing::finished;
using baton::testing::passed;
using baton::testing::passed_in_order;
using baton::testing::TestRun;
using baton::testing::waiting_at;

namespace {

struct Log {
    std::vector<std::string> done;
    bool fork = false;
    bool blocked = true;
    bool broken = true;
    int turns = 0;
};

/// A body that writes its name down and is done.
auto notes(std::string name) {
    return [name](Log& log) {
        log.done.push_back(name);
        return true;
    };
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("W1: a line of tasks runs in one run") {
    Builder<Log> b("w1");
    b.task("start", notes("start"), start_point, followed_by("first"));
    b.task("first", notes("first"), followed_by("second"));
    b.task("second", notes("second"), followed_by("end"));
    b.task("end", notes("end"), end_point);
    Runner<Log> run(b.build());
    run.run_or_throw();
    CHECK(run.context().done == Names{"start", "first", "second", "end"});
    CHECK(run.finished());
}

TEST_CASE("W1: before the run, the start point is ready") {
    Builder<Log> b("w1");
    b.task("start", notes("start"), start_point, followed_by("end"));
    b.task("end", notes("end"), end_point);
    Runner<Log> run(b.build());
    CHECK(run.status() == Status::fresh);
    CHECK(run.step());
    CHECK(run.context().done == Names{"start"});
    REQUIRE(run.waiting().size() == 1);
    CHECK(run.waiting()[0].task == "end");
    CHECK(run.step());
    CHECK_FALSE(run.step());
    CHECK(run.finished());
}

TEST_CASE("W2: branches and joins, every task once") {
    Builder<Log> b("w2");
    b.task("start", notes("start"), start_point, followed_by("a"), followed_by("b"), followed_by("c"), followed_by("d"));
    b.task("a", notes("a"), followed_by("x"));
    b.task("x", notes("x"), followed_by("ab"));
    b.task("b", notes("b"), followed_by("ab"));
    b.task("c", notes("c"), followed_by("cd"));
    b.task("d", notes("d"), followed_by("cd"));
    b.task("ab", notes("ab"), join_point, followed_by("end"));
    b.task("cd", notes("cd"), join_point, followed_by("end"));
    b.task("end", notes("end"), join_point, end_point);
    Runner<Log> run(b.build());
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().done == Names{"start", "a", "b", "c", "d", "x", "cd", "ab", "end"});
}

TEST_CASE("W3: a branch that is not taken does not block the join") {
    Builder<Log> b("w3");
    b.task("start", notes("start"), start_point, followed_by("a"), followed_by("b", when(&Log::fork)));
    b.task("a", notes("a"), followed_by("end"));
    b.task("b", notes("b"), followed_by("bb"));
    b.task("bb", notes("bb"), followed_by("end"));
    b.task("end", notes("end"), join_point, end_point);
    const Workflow<Log> w = b.build();
    SECTION("taken") {
        Runner<Log> run(w, Log{.fork = true});
        run.run_or_throw();
        CHECK(run.finished());
        CHECK(run.context().done == Names{"start", "a", "b", "bb", "end"});
    }
    SECTION("not taken") {
        Runner<Log> run(w);
        run.run_or_throw();
        CHECK(run.finished());
        CHECK(run.context().done == Names{"start", "a", "end"});
    }
}

TEST_CASE("W4: an exception leaves the run, and the next run tries again") {
    Builder<Log> b("w4");
    b.task("start", notes("start"), start_point, followed_by("fail"));
    b.task(
        "fail",
        [](Log& log) {
            log.done.push_back("fail");
            if (log.broken) throw std::runtime_error("out of order");
            return true;
        },
        followed_by("end"), keep_changes);
    b.task("end", notes("end"), end_point);
    Runner<Log> run(b.build());
    CHECK_THROWS_WITH(run.run_or_throw(), ContainsSubstring("out of order"));
    CHECK(run.context().done == Names{"start", "fail"});
    CHECK_FALSE(run.finished());
    CHECK(code_of([&] { run.run_or_throw(); }) == error_code::a_body_failed);
    CHECK(run.context().done == Names{"start", "fail", "fail"});
    CHECK_FALSE(run.finished());
    run.context().broken = false;
    run.run_or_throw();
    CHECK(run.context().done == Names{"start", "fail", "fail", "fail", "end"});
    CHECK(run.finished());
}

TEST_CASE("W5: a waiting task is asked once in every run") {
    Builder<Log> b("w5");
    b.task("start", notes("start"), start_point, followed_by("blocked"));
    b.task(
        "blocked",
        [](Log& log) {
            log.done.push_back("blocked");
            return !log.blocked;
        },
        followed_by("end"));
    b.task("end", notes("end"), end_point);
    Runner<Log> run(b.build());
    run.run_or_throw();
    CHECK(run.context().done == Names{"start", "blocked"});
    run.run_or_throw();
    CHECK(run.context().done == Names{"start", "blocked", "blocked"});
    run.context().blocked = false;
    run.run_or_throw();
    CHECK(run.context().done == Names{"start", "blocked", "blocked", "blocked", "end"});
    CHECK(run.finished());
}

TEST_CASE("W6: a branch that waits keeps the join waiting") {
    Builder<Log> b("w6");
    b.task("start", notes("start"), start_point, followed_by("blocked"), followed_by("not_blocked"));
    b.task(
        "blocked", [](Log& log) { return !log.blocked; }, followed_by("end"));
    b.task("not_blocked", notes("not_blocked"), followed_by("end"));
    b.task("end", notes("end"), join_point, end_point);
    TestRun<Log> run(b.build());
    run.run_or_throw();
    run.run_or_throw();
    CHECK_THAT(run, waiting_at("blocked") && waiting_at("end") && !passed("end"));
    run.context().blocked = false;
    run.run_or_throw();
    CHECK_THAT(run, finished() && passed("end", 1));
}

TEST_CASE("W7: several start and end points") {
    Builder<Log> b("w7");
    b.task("a0", notes("a0"), start_point, followed_by("ab"));
    b.task("b0", notes("b0"), start_point, followed_by("ab"));
    b.task("ab", notes("ab"), join_point, followed_by("a"), followed_by("b"));
    b.task("a", notes("a"), followed_by("xy"));
    b.task("b", notes("b"), followed_by("xy"));
    b.task("xy", notes("xy"), join_point, followed_by("x"), followed_by("y"));
    b.task("x", notes("x"), end_point);
    b.task("y", notes("y"), end_point);
    Runner<Log> run(b.build());
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().done == Names{"a0", "b0", "ab", "a", "b", "xy", "x", "y"});
}

TEST_CASE("W8: a dead path of two tasks does not block the join") {
    Builder<Log> b("w8");
    b.task("s", notes("s"), start_point, followed_by("a"), followed_by("b", when(&Log::fork)));
    b.task("b", notes("b"), followed_by("bb"));
    b.task("bb", notes("bb"), followed_by("j"));
    b.task("a", notes("a"), followed_by("j"));
    b.task("j", notes("j"), join_point, end_point);
    Runner<Log> run(b.build());
    run.run_or_throw();
    CHECK(run.context().done == Names{"s", "a", "j"});
    CHECK(run.finished());
}

TEST_CASE("WfEpy's fault 1a: a loop whose head is a join_point does not block itself") {
    Builder<Log> b("loop");
    b.task("start", notes("start"), start_point, followed_by("head"));
    b.task(
        "head",
        [](Log& log) {
            ++log.turns;
            return true;
        },
        join_point, followed_by("head", when([](const Log& l) { return l.turns < 3; })), followed_by("end", otherwise));
    b.task("end", notes("end"), end_point);
    Runner<Log> run(b.build());
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().turns == 3);
}

TEST_CASE("WfEpy's fault 1b: a loop of two tasks ends, also when the way back is not taken at once") {
    Builder<Log> b("loop");
    b.task("start", notes("start"), start_point, followed_by("one"));
    b.task("one", notes("one"), merge_point, followed_by("two"));
    b.task("two", notes("two"), followed_by("one", when(&Log::fork)), followed_by("end", otherwise));
    b.task("end", notes("end"), end_point);
    Runner<Log> run(b.build());
    run.step_limit(1000);
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().done == Names{"start", "one", "two", "end"});
}

TEST_CASE("WfEpy's fault 2: two flows from one task into a join are two predecessors") {
    for (const bool second : {false, true}) {
        Builder<Log> b("double");
        b.task("s", notes("s"), start_point, followed_by("a"), followed_by("c"));
        b.task("a", notes("a"), followed_by("j"),
               followed_by("j", when("also", [second](const Log&) { return second; })));
        b.task("c", notes("c"), followed_by("j"));
        b.task("j", notes("j"), join_point, end_point);
        Runner<Log> run(b.build());
        run.run_or_throw();
        CHECK(run.finished());
        CHECK(run.context().done == Names{"s", "a", "c", "j"});
    }
}

TEST_CASE("WfEpy's fault 3: the order of branches is the order of declaration, always") {
    for (int round = 0; round < 10; ++round) {
        Builder<Log> b("order");
        b.task("s", notes("s"), start_point, followed_by("z"), followed_by("m"), followed_by("a"));
        for (const char* name : {"a", "m", "z"}) b.task(name, notes(name), end_point);
        Runner<Log> run(b.build());
        run.run_or_throw();
        CHECK(run.context().done == Names{"s", "z", "m", "a"});
    }
}

TEST_CASE("WfEpy's fault 3: an exception in one branch does not stop the others") {
    Builder<Log> b("branches");
    b.task("s", notes("s"), start_point, followed_by("bad"), followed_by("good"));
    b.task(
        "bad", [](Log&) -> bool { throw std::runtime_error("no"); }, followed_by("j"));
    b.task("good", notes("good"), followed_by("better"));
    b.task("better", notes("better"), followed_by("j"));
    b.task("j", notes("j"), join_point, end_point);
    Runner<Log> run(b.build());
    const Report report = run.run();
    CHECK(run.context().done == Names{"s", "good", "better"});
    REQUIRE(report.failures.size() == 1);
    CHECK(report.failures[0].task == "bad");
    CHECK(report.failures[0].message == "no");
    CHECK(report.failures[0].attempt == 1);
}

TEST_CASE("WfEpy's fault 3: a choice of which nothing holds is reported, and made again at the next run") {
    Builder<Log> b("none");
    b.task("s", notes("s"), start_point, followed_by("a", when("forked", &Log::fork)));
    b.task("a", notes("a"), end_point);
    Runner<Log> run(b.build());
    const Report report = run.run();
    CHECK_FALSE(run.finished());
    REQUIRE(report.failures.size() == 1);
    CHECK(report.failures[0].code == error_code::no_flow_holds);
    CHECK(report.failures[0].message == "forked");
    CHECK_THAT(run.explain(), ContainsSubstring("s failed"));
    run.context().fork = true;
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().done == Names{"s", "a"});  // the body is not run a second time
}

TEST_CASE("WfEpy's fault 4: equal names are told by name, and nothing has been added") {
    Builder<Log> b("double");
    b.task("serve", notes("serve"), start_point, end_point);
    b.task("serve", notes("serve"), start_point, end_point);
    const std::string text = text_of([&] { (void)b.build(); });
    CHECK_THAT(text, ContainsSubstring("BTN001"));
    CHECK_THAT(text, ContainsSubstring("serve"));
}

TEST_CASE("WfEpy: a flow to an unknown task is found before anything runs, with the nearest name") {
    Builder<Log> b("typo");
    b.task("order", notes("order"), start_point, followed_by("srve"));
    b.task("serve", notes("serve"), end_point);
    const std::string text = text_of([&] { (void)b.build(); });
    CHECK_THAT(text, ContainsSubstring("BTN002"));
    CHECK_THAT(text, ContainsSubstring("did you mean 'serve'"));
}

TEST_CASE("WfEpy: several end points must all drain") {
    Builder<Log> b("ends");
    b.task("s", notes("s"), start_point, followed_by("a"), followed_by("b"));
    b.task("a", notes("a"), end_point);
    b.task(
        "b", [](Log& log) { return !log.blocked; }, end_point);
    Runner<Log> run(b.build());
    run.run_or_throw();
    CHECK_FALSE(run.finished());
    run.context().blocked = false;
    run.run_or_throw();
    CHECK(run.finished());
}

TEST_CASE("WfEpy: an end point with followers goes on, if that is said") {
    Builder<Log> b("on");
    b.task("s", notes("s"), start_point, end_point, may_continue, followed_by("more", when(&Log::fork)));
    b.task("more", notes("more"), end_point);
    const Workflow<Log> w = b.build();
    for (const bool fork : {false, true}) {
        Runner<Log> run(w, Log{.fork = fork});
        run.run_or_throw();
        CHECK(run.finished());
        CHECK(run.context().done.size() == (fork ? 2 : 1));
    }
}

TEST_CASE("WfEpy: task execution and transition evaluation can be overridden") {
    Builder<Log> b("hooks");
    b.task("s", notes("s"), start_point, followed_by("a", when(&Log::fork)), followed_by("b", otherwise));
    b.task("a", notes("a"), end_point, labels("user"));
    b.task("b", notes("b"), end_point);
    Runner<Log> run(b.build());
    Names seen;
    run.around_task([&](const TaskCall<Log, core::no_resources>& call) {
        seen.emplace_back(call.self.name);
        if (call.self.has_label("user")) return Outcome(waiting);
        return call();
    });
    run.around_condition([&](const ConditionCall<Log>& call) {
        seen.emplace_back(call.flow);
        return !call();
    });
    run.run_or_throw();
    CHECK(seen == Names{"s", "s->a", "a"});
    CHECK(run.waits_at("a"));
    CHECK(run.context().done == Names{"s"});
}

}  // namespace runner_wfepy_test
