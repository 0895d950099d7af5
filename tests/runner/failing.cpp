// Failures, and what becomes of the context.
#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>
#include <memory>
#include <stdexcept>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_failing_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;

namespace {

struct Small {  // copied on the stack
    int written = 0;
    bool broken = true;
};
struct Large {  // copied into a kept place
    std::string text = "start";
    std::vector<int> numbers = {1, 2, 3};
    bool broken = true;
};
struct Unique {  // cannot be copied
    std::unique_ptr<int> value = std::make_unique<int>(0);
    bool broken = true;
};

enum class How { throws, says };

template <class Context, class Write, class... Words>
Workflow<Context> failing(Write write, How how, Words... words) {
    Builder<Context> b("failing");
    b.task("s",
           [write, how](Context& c) -> Outcome {
               write(c);
               if (!c.broken) return done;
               if (how == How::throws) throw std::runtime_error("broken");
               return failed("broken");
           },
           start_point, end_point, words...);
    return b.build();
}

}  // namespace

TEST_CASE("what a failed attempt changed in the context is discarded, of a small and of a large context") {
    for (const How how : {How::throws, How::says}) {
        Runner<Small> small(failing<Small>([](Small& c) { ++c.written; }, how));
        CHECK(small.run().failures.size() == 1);
        CHECK(small.context().written == 0);
        small.context().broken = false;
        small.run_or_throw();
        CHECK(small.context().written == 1);

        const auto write = [](Large& c) {
            c.text += "!";
            c.numbers.clear();
        };
        Runner<Large> large(failing<Large>(write, how));
        large.run();
        CHECK(large.context().text == "start");
        CHECK(large.context().numbers.size() == 3);
        large.run();
        large.context().broken = false;
        large.run_or_throw();
        CHECK(large.context().text == "start!");
    }
}

TEST_CASE("keep_changes keeps them") {
    for (const How how : {How::throws, How::says}) {
        Runner<Small> small(failing<Small>([](Small& c) { ++c.written; }, how, keep_changes));
        small.run();
        small.run();
        CHECK(small.context().written == 2);
        Runner<Large> large(failing<Large>([](Large& c) { c.text += "!"; }, how, keep_changes));
        large.run();
        CHECK(large.context().text == "start!");
    }
}

TEST_CASE("a context that cannot be copied keeps its changes") {
    Runner<Unique> run(failing<Unique>([](Unique& c) { ++*c.value; }, How::throws));
    run.run();
    run.run();
    CHECK(*run.context().value == 2);
    run.context().broken = false;
    run.run_or_throw();
    CHECK(run.finished());
}

TEST_CASE("what a waiting body changed is kept") {
    Builder<Small> b("waits");
    b.task("s", [](Small& c) { return ++c.written == 3; }, start_point, end_point);
    Runner<Small> run(b.build());
    run.run();
    run.run();
    CHECK(run.context().written == 2);
    run.run_or_throw();
    CHECK(run.finished());
}

TEST_CASE("attempts are counted, failures are listed in token order with their messages") {
    Builder<Small> b("two");
    std::vector<std::uint32_t> attempts;
    b.task("s", [](Small&) { return true; }, start_point, followed_by("a"), followed_by("b"), followed_by("c"));
    b.task("a", [&](Small&, const Self& s) -> Outcome { return attempts.push_back(s.attempt), failed("first"); }, end_point);
    b.task("b", [](Small&) -> Outcome { throw 7; }, end_point);
    b.task("c", [](Small&) { return true; }, end_point);
    TestRun<Small> run(b.build());
    Report report = run.run();
    REQUIRE(report.failures.size() == 2);
    CHECK(report.failures[0].task == "a");
    CHECK(report.failures[0].message == "first");
    CHECK(report.failures[1].task == "b");
    CHECK(report.failures[1].message == "unknown exception");
    CHECK(report.failures[0].token < report.failures[1].token);
    CHECK_THAT(run, passed("c", 1));
    report = run.run();
    CHECK(report.failures[0].attempt == 2);
    CHECK(attempts == std::vector<std::uint32_t>{1, 2});
    CHECK_THAT(run.explain(), ContainsSubstring("a failed (2 times) since") && ContainsSubstring(": first"));
    const std::string text = text_of([&] { run.run_or_throw(); });
    CHECK_THAT(text, ContainsSubstring("BTN204 two, task a") && ContainsSubstring("BTN204 two, task b"));
}

TEST_CASE("a failed task can be completed by hand") {
    Runner<Small> run(failing<Small>([](Small&) {}, How::throws));
    run.run();
    run.complete("s");
    run.run_or_throw();
    CHECK(run.finished());
}

TEST_CASE("a condition that throws fails the choice, not the body, and is asked again") {
    Builder<Small> b("condition");
    b.task("s", [](Small& c) { return ++c.written, true; }, start_point,
           followed_by("a", when("fragile", [](const Small& c) -> bool { return c.broken ? throw std::runtime_error("no scale") : true; })),
           followed_by("b", otherwise));
    b.task("a", [](Small&) { return true; }, end_point);
    b.task("b", [](Small&) { return true; }, end_point);
    TestRun<Small> run(b.build());
    const Report report = run.run();
    REQUIRE(report.failures.size() == 1);
    CHECK(report.failures[0].code == error_code::a_condition_failed);
    CHECK(report.failures[0].message == "no scale");
    CHECK_THAT(run, !passed("s"));
    run.context().broken = false;
    run.run_or_throw();
    CHECK_THAT(run, finished() && passed("s", 1) && passed("a", 1));
    CHECK(run.context().written == 1);
}

TEST_CASE("a change for another type of context is refused and fails the task") {
    struct Other {};
    Builder<Small> b("change");
    b.task("s", [](Small&) { return done_with([](Other&) {}); }, start_point, end_point);
    Runner<Small> run(b.build());
    const Report report = run.run();
    REQUIRE(report.failures.size() == 1);
    CHECK_THAT(report.failures[0].message, ContainsSubstring("BTN206"));
}

TEST_CASE("a change is applied after the body, also while waiting; one that throws fails the task") {
    Builder<Small> b("change");
    b.task("s", [](Small& c) -> Outcome {
               if (c.written == 0) return Outcome(waiting).with([](Small& x) { x.written = 5; });
               if (c.broken) return done_with([](Small& x) { x.written = 99; throw std::runtime_error("full"); });
               return done_with([](Small& x) { ++x.written; });
           },
           start_point, end_point);
    Runner<Small> run(b.build());
    run.run();
    CHECK(run.context().written == 5);
    CHECK(run.run().failures.at(0).message == "full");
    CHECK(run.context().written == 5);
    run.context().broken = false;
    run.run_or_throw();
    CHECK(run.context().written == 6);
}

}  // namespace runner_failing_test
