#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>
#include <chrono>

#include "../catch.hpp"
#include "../codes.hpp"

namespace engine_timers_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;
using namespace std::chrono_literals;

namespace {
struct Log {
    int calls = 0;
    instant until;
};
const auto pass = [](Log&) { return true; };
}  // namespace

TEST_CASE("a delay keeps the body from running until its time") {
    Builder<Log> b("delay");
    b.task("s", pass, start_point, followed_by("later"));
    b.task("later", [](Log& l) { return ++l.calls, true; }, delay(5min), end_point);
    TestRun<Log> run(b.build());
    run.run();
    CHECK_THAT(run, waiting_at("later"));
    CHECK(run.runner().next_due() == run.clock().now() + 5min);
    CHECK_THAT(run.explain(), ContainsSubstring("later is delayed since 2030-01-01T00:00:00.000Z, due 2030-01-01T00:05:00.000Z"));
    run.run();
    run.advance(299s);
    CHECK(run.context().calls == 0);
    run.advance(1s);
    CHECK_THAT(run, finished());
    CHECK(run.context().calls == 1);
    CHECK(run.runner().next_due() == instant::never());
}

TEST_CASE("waiting until a time is not asked before, unless it is woken") {
    Builder<Log> b("until");
    b.task("s",
           [](Log& l) -> Outcome {
               if (++l.calls < 3) return waiting("the bell", l.until);
               return done;
           },
           start_point, end_point);
    TestRun<Log> run(b.build());
    run.context().until = run.clock().now() + 1h;
    run.run();
    run.run();
    CHECK(run.context().calls == 1);
    CHECK(run.runner().next_due() == run.context().until);
    run.runner().wake("s");
    run.run();
    CHECK(run.context().calls == 2);
    CHECK_THAT(run.explain(), ContainsSubstring("s waits since 2030-01-01T00:00:00.000Z for the bell, due 2030-01-01T01:00:00.000Z"));
    run.advance(1h);
    CHECK(run.context().calls == 3);
    CHECK_THAT(run, finished());
}

TEST_CASE("a deadline takes a waiting, a pending, a failed and a delayed token") {
    const auto with = [](auto body, auto... words) {
        Builder<Log> b("deadline");
        b.task("work", body, start_point, deadline(2h, followed_by("late")), followed_by("end"), words...);
        b.task("late", pass, end_point);
        b.task("end", pass, end_point);
        return b.build();
    };
    const auto check = [](const Workflow<Log>& w) {
        TestRun<Log> run(w);
        run.run();
        CHECK_THAT(run, waiting_exactly_at("work"));
        run.advance(2h);
        CHECK_THAT(run, finished() && passed_in_order("work.deadline", "late") && !passed("end"));
    };
    check(with([](Log&) { return waiting; }));
    check(with([](Log&) { return pending; }));
    check(with([](Log&) { return failed("broken"); }));
    check(with(pass, delay(24h)));
}

TEST_CASE("a deadline that is met does nothing") {
    Builder<Log> b("met");
    b.task("work", [](Log& l) { return ++l.calls == 2; }, start_point, deadline(2h, followed_by("late")), followed_by("rest"));
    b.task("rest", [](Log& l) { return l.calls > 100; }, followed_by("end"));
    b.task("late", pass, end_point);
    b.task("end", pass, end_point);
    TestRun<Log> run(b.build());
    run.run();
    run.advance(1h);
    CHECK_THAT(run, passed("work", 1) && waiting_exactly_at("rest"));
    CHECK(run.runner().next_due() == instant::never());
    run.advance(24h);
    CHECK_THAT(run, !passed("late"));
}

TEST_CASE("a deadline counts anew at every turn of a loop") {
    Builder<Log> b("turns");
    b.task("work", [](Log& l) { return ++l.calls == 10; }, start_point, merge_point, deadline(1h, followed_by("chase")), followed_by("end"));
    b.task("chase", pass, followed_by("work"));
    b.task("end", pass, end_point);
    TestRun<Log> run(b.build());
    run.run();
    run.advance(4h);
    CHECK_THAT(run, passed("work.deadline", 4) && passed("chase", 4));
    for (int i = 0; i < 5; ++i) run.run();
    CHECK_THAT(run, finished());
}

TEST_CASE("timers that are due fire in the order of their times, equal ones in the order of arming") {
    Builder<Log> b("order");
    b.task("s", pass, start_point, followed_by("c"), followed_by("a"), followed_by("b"), followed_by("a2"));
    b.task("c", pass, delay(3s), end_point);
    b.task("a", pass, delay(1s), end_point);
    b.task("b", pass, delay(2s), end_point);
    b.task("a2", pass, delay(1s), end_point);
    TestRun<Log> run(b.build());
    run.run();
    run.runner().run(run.clock().now() + 1h);  // all at once
    CHECK(run.history() == std::vector<std::string>{"s", "a", "a2", "b", "c"});
}

TEST_CASE("many timers: made, made stale and fired, in bounded memory") {
    Builder<Log> b("many");
    b.task("again", [](Log& l) { return ++l.calls, true; }, start_point, merge_point, deadline(1h, followed_by("late")),
           followed_by("again", when("more", [](const Log& l) { return l.calls < 100'000; })), followed_by("end", otherwise));
    b.task("late", pass, end_point);
    b.task("end", pass, end_point);
    Runner<Log> run(b.build());
    run.run_or_throw(instant(0));
    CHECK(run.finished());
    CHECK(run.next_due() == instant::never());
}

TEST_CASE("a BPMN error is caught by its code, else by any, else it ends the instance") {
    const auto with = [](std::string code) {
        Builder<Log> b("errors");
        b.task("s", pass, start_point, followed_by("work"), followed_by("beside"));
        b.task("work", [code](Log&) { return bpmn_error(code, "why"); }, on_error("A", followed_by("on_a")), on_error(followed_by("on_any")), followed_by("end"));
        b.task("beside", [](Log&) { return waiting; }, end_point);
        for (const char* name : {"on_a", "on_any", "end"}) b.task(name, pass, end_point);
        return b.build();
    };
    for (const auto& [code, taken] : {std::pair{"A", "on_a"}, {"B", "on_any"}, {"", "on_any"}}) {
        TestRun<Log> run(with(code));
        run.run();
        CHECK_THAT(run, passed(taken, 1) && !passed("end") && !passed("work") && waiting_exactly_at("beside"));
    }
    Builder<Log> b("uncaught");
    b.task("s", pass, start_point, followed_by("work"), followed_by("beside"));
    b.task("work", [](Log& l) { return l.calls = 7, bpmn_error("X", "why"); }, on_error("A", followed_by("on_a")), followed_by("on_a"));
    b.task("on_a", pass, merge_point, end_point);
    b.task("beside", [](Log&) { return waiting; }, end_point);
    TestRun<Log> run(b.build());
    CHECK(code_of([&] { run.run_or_throw(); }) == error_code::an_error_was_not_caught);
    CHECK_THAT(run, failed_with_error());
    CHECK(run.runner().uncaught_error() == engine::UncaughtError{"X", "why", "work"});
    CHECK(run.runner().waiting().empty());
    CHECK(run.context().calls == 7);  // a business error is an answer: its changes are kept
    CHECK_THAT(run.explain(), ContainsSubstring("failed by X at work"));
    CHECK(run.run().status == Status::failed);  // nothing more happens
}

}  // namespace engine_timers_test
