#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>

#include "../catch.hpp"

namespace engine_joins_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;

namespace {
struct Nothing {};
const auto ok = [](Nothing&) { return true; };
}  // namespace

TEST_CASE("join_all takes one token from each flow; surplus tokens stay") {
    // a sends two tokens by two flows through one merge to the join, b one.
    Builder<Nothing> b("surplus");
    b.accept_unsound();
    b.task("s", ok, start_point, followed_by("a"), followed_by("b"));
    b.task("a", ok, followed_by("m"), followed_by("m"));
    b.task("m", ok, merge_point, followed_by("j"));
    b.task("b", ok, followed_by("j"));
    b.task("j", ok, join_all, end_point);
    TestRun<Nothing> run(b.build());
    run.run_or_throw();
    CHECK_THAT(run, passed("m", 2) && passed("j", 1) && waiting_exactly_at("j"));
    const std::vector<WaitInfo> waits = run.runner().waiting();
    REQUIRE(waits.size() == 1);
    CHECK(waits[0].arrived == std::vector<std::string>{"m"});
    CHECK(waits[0].unreachable == std::vector<std::string>{"b"});
    CHECK_THAT(run.explain(), ContainsSubstring("nothing can come from b"));
}

TEST_CASE("an inclusive join waits for a token that waits, and says for whom") {
    Builder<Nothing> b("waits");
    b.task("s", ok, start_point, followed_by("slow"), followed_by("fast"), followed_by("never", when("no", [](const Nothing&) { return false; })));
    b.task("slow", ok, followed_by("slower"));
    b.task("slower", ok, followed_by("j"));
    b.task("fast", ok, followed_by("j"));
    b.task("never", ok, followed_by("j"));
    b.task("j", ok, join_point, end_point);
    TestRun<Nothing> run(b.build());
    run.fake("slow").returns(waiting).returns(done);
    run.run_or_throw();
    CHECK_THAT(run, waiting_exactly_at("slow", "j"));
    for (const WaitInfo& w : run.runner().waiting())
        if (w.task == "j") {
            CHECK(w.arrived == std::vector<std::string>{"fast"});
            CHECK(w.expected == std::vector<std::string>{"slower"});
            CHECK(w.unreachable == std::vector<std::string>{"never"});
        }
    run.run_or_throw();
    CHECK_THAT(run, finished() && passed("j", 1) && !passed("never"));
}

TEST_CASE("an inclusive join fires as soon as the last token that could come has gone elsewhere or ended") {
    Builder<Nothing> b("elsewhere");
    b.task("s", ok, start_point, followed_by("a"), followed_by("b"));
    b.task("a", ok, followed_by("j"));
    b.task("b", ok, followed_by("j", when("to j", [](const Nothing&) { return false; })), followed_by("away", otherwise));
    b.task("away", ok, end_point);
    b.task("j", ok, join_point, end_point);
    TestRun<Nothing> run(b.build());
    run.fake("b").returns(waiting).returns(done);
    run.run_or_throw();
    CHECK_THAT(run, waiting_exactly_at("b", "j"));
    run.run_or_throw();
    CHECK_THAT(run, finished() && passed("j", 1) && passed("away", 1));
}

TEST_CASE("a token taken by its deadline no longer keeps a join waiting") {
    Builder<Nothing> b("deadline");
    b.task("s", ok, start_point, followed_by("a"), followed_by("b"));
    b.task("a", ok, followed_by("j"));
    b.task("b", [](Nothing&) { return waiting; }, deadline(std::chrono::hours(1), followed_by("late")), followed_by("j"));
    b.task("late", ok, end_point);
    b.task("j", ok, join_point, end_point);
    TestRun<Nothing> run(b.build());
    run.run_or_throw();
    CHECK_THAT(run, waiting_exactly_at("b", "j"));
    run.advance(std::chrono::minutes(59));
    CHECK_THAT(run, waiting_exactly_at("b", "j"));
    run.advance(std::chrono::minutes(1));
    CHECK_THAT(run, finished() && passed_in_order("b.deadline", "late") && passed("j", 1) && !passed("b"));
}

TEST_CASE("a join in a loop starts anew at every turn") {
    struct Turns {
        int n = 0;
    };
    for (const bool inclusive : {false, true}) {
        Builder<Turns> b("turns");
        const auto pass = [](Turns&) { return true; };
        b.task("s", pass, start_point, followed_by("head"));
        b.task("head", [](Turns& t) { return ++t.n, true; }, merge_point, followed_by("a"), followed_by("b"));
        b.task("a", pass, followed_by("j"));
        b.task("b", pass, followed_by("j"));
        const auto again = when("again", [](const Turns& t) { return t.n < 5; });
        if (inclusive) b.task("j", pass, join_point, followed_by("head", again), followed_by("end", otherwise));
        else b.task("j", pass, join_all, followed_by("head", again), followed_by("end", otherwise));
        b.task("end", pass, end_point);
        TestRun<Turns> run(b.build());
        run.run_or_throw();
        CHECK_THAT(run, finished() && passed("j", 5) && passed("a", 5));
    }
}

TEST_CASE("explicit gateways join and split by their kind") {
    struct Pick {
        bool x = false, y = false;
    };
    Builder<Pick> b("gates");
    const auto pass = [](Pick&) { return true; };
    b.task("s", pass, start_point, followed_by("fork"));
    b.parallel("fork", followed_by("some"), followed_by("other"));
    b.inclusive("some", followed_by("x", when(&Pick::x)), followed_by("y", when(&Pick::y)), followed_by("z", otherwise));
    b.task("x", pass, followed_by("met"));
    b.task("y", pass, followed_by("met"));
    b.task("z", pass, followed_by("met"));
    b.inclusive("met", followed_by("joined"));
    b.exclusive("other", followed_by("p", when(&Pick::x)), followed_by("q", otherwise));
    b.task("p", pass, followed_by("one"));
    b.task("q", pass, followed_by("one"));
    b.exclusive("one", followed_by("joined"));
    b.parallel("joined", followed_by("end"));
    b.task("end", pass, end_point);
    const Workflow<Pick> w = b.build();
    for (const bool x : {false, true})
        for (const bool y : {false, true}) {
            TestRun<Pick> run(w, Pick{x, y});
            run.run_or_throw();
            CHECK_THAT(run, finished() && passed("end", 1) && passed("met", 1) && passed("joined", 1));
            CHECK_THAT(run, passed("x", x) && passed("y", y) && passed("z", !x && !y) && passed("p", x) && passed("q", !x));
        }
}

TEST_CASE("choose takes the first flow that holds, in declaration order") {
    struct Number {
        int n = 0;
    };
    Builder<Number> b("choose");
    const auto pass = [](Number&) { return true; };
    b.task("s", pass, start_point,
           choose(followed_by("small", when("below 10", [](const Number& x) { return x.n < 10; })),
                  followed_by("middle", when("below 100", [](const Number& x) { return x.n < 100; })),
                  followed_by("big", otherwise)));
    for (const char* name : {"small", "middle", "big"}) b.task(name, pass, end_point);
    const Workflow<Number> w = b.build();
    for (const auto& [n, expected] : {std::pair{5, "small"}, {50, "middle"}, {500, "big"}}) {
        TestRun<Number> run(w, Number{n});
        run.run_or_throw();
        CHECK(run.history() == std::vector<std::string>{"s", expected});
    }
}

TEST_CASE("an inclusive split takes every flow that holds, unconditional ones always, otherwise when no condition holds") {
    struct Pick {
        bool x = false, y = false;
    };
    Builder<Pick> b("or");
    const auto pass = [](Pick&) { return true; };
    b.task("s", pass, start_point, followed_by("x", when(&Pick::x)), followed_by("always"), followed_by("y", when(&Pick::y)),
           followed_by("else", otherwise));
    for (const char* name : {"x", "always", "y", "else"}) b.task(name, pass, end_point);
    const Workflow<Pick> w = b.build();
    const auto run_with = [&](bool x, bool y) {
        TestRun<Pick> run(w, Pick{x, y});
        run.run_or_throw();
        CHECK_THAT(run, finished());
        return std::vector<std::string>(run.history().begin() + 1, run.history().end());
    };
    CHECK(run_with(false, false) == std::vector<std::string>{"always", "else"});
    CHECK(run_with(true, false) == std::vector<std::string>{"x", "always"});
    CHECK(run_with(false, true) == std::vector<std::string>{"always", "y"});
    CHECK(run_with(true, true) == std::vector<std::string>{"x", "always", "y"});
}

TEST_CASE("the children of a split arrive before any of them acts") {
    // The first child's body runs when its sibling already stands at the join.
    Builder<Nothing> b("arrive");
    std::string seen;
    b.task("s", ok, start_point, followed_by("a"), followed_by("j"));
    b.task("a", ok, followed_by("j"));
    b.task("j", ok, join_point, end_point);
    TestRun<Nothing> run(b.build());
    run.fake("a").does([&](Nothing&) {
        for (const WaitInfo& w : run.runner().waiting()) seen += w.task + " ";
        return done;
    });
    run.run_or_throw();
    CHECK(seen == "a j ");
}

}  // namespace engine_joins_test
