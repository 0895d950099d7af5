#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>

#include "../catch.hpp"
#include "../codes.hpp"

namespace testing_matchers_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;

namespace {

struct Trip {
    bool booked = false;
    int asked = 0;
};

// clang-format off
BATON_WORKFLOW(trip, Trip) {
    BATON_TASK(plan,  start_point, followed_by(book), followed_by(pack))          (Trip&)   { return done; }
    BATON_TASK(book,  followed_by(leave), deadline(std::chrono::hours(24), followed_by(phone))) (Trip& t) { ++t.asked; return t.booked; }
    BATON_TASK(phone, end_point)                                                  (Trip&)   { return done; }
    BATON_TASK(pack,  delay(std::chrono::hours(2)), followed_by(leave))           (Trip&)   { return done; }
    BATON_TASK(leave, join_point, end_point)                                      (Trip&)   { return done; }
};
// clang-format on

template <class Matcher>
bool holds(const TestedInstance& run, const Matcher& matcher) {
    return matcher.match(run);
}

}  // namespace

TEST_CASE("matchers say where tokens wait and what was passed, and combine") {
    TestRun run{trip, Trip{}};
    run.run();
    CHECK_THAT(run, waiting_at("book") && waiting_at("pack") && !waiting_at("leave"));
    CHECK_THAT(run, waiting_exactly_at("pack", "book"));
    CHECK_FALSE(holds(run, waiting_exactly_at("book")));
    CHECK_FALSE(holds(run, waiting_exactly_at("book", "pack", "pack")));
    CHECK_THAT(run, passed("plan") && passed("plan", 1) && !passed("book"));
    run.context().booked = true;
    run.run();
    CHECK_THAT(run, waiting_exactly_at("pack", "leave"));
    run.advance(std::chrono::hours(2));
    CHECK_THAT(run, finished() && passed_in_order("plan", "book", "pack", "leave"));
    CHECK_FALSE(holds(run, passed_in_order("plan", "pack", "book")));
    CHECK_FALSE(holds(run, cancelled()));
    CHECK_FALSE(holds(run, failed_with_error()));
}

TEST_CASE("a name that the workflow does not have is a mistake in the test, not a no") {
    TestRun run{trip, Trip{}};
    const auto unknown = [&](auto matcher) { return code_of([&] { (void)matcher.match(run); }); };
    CHECK(unknown(waiting_at("bok")) == error_code::a_flow_names_the_undeclared_task);
    CHECK(unknown(waiting_exactly_at("bok")) == error_code::a_flow_names_the_undeclared_task);
    CHECK(unknown(passed("bok")) == error_code::a_flow_names_the_undeclared_task);
    CHECK(unknown(passed("bok", 0)) == error_code::a_flow_names_the_undeclared_task);
    CHECK(unknown(passed_in_order("plan", "bok")) == error_code::a_flow_names_the_undeclared_task);
    CHECK_THAT(text_of([&] { run.fake("bok"); }), ContainsSubstring("did you mean 'book'"));
}

TEST_CASE("what a failing check prints says what was asked and how the instance stands") {
    TestRun run{trip, Trip{}};
    run.run();
    CHECK(waiting_at("leave").describe() == "is waiting at leave");
    CHECK(waiting_exactly_at("a", "b").describe() == "is waiting exactly at a, b");
    CHECK(passed("pack", 2).describe() == "has passed pack exactly 2 times");
    CHECK(passed_in_order("a", "b").describe() == "has passed in this order a, b");
    const std::string printed = Catch::StringMaker<TestRun<Trip, core::no_resources>>::convert(run);
    CHECK_THAT(printed, ContainsSubstring("book") && ContainsSubstring("pack") && ContainsSubstring("done: plan"));
    CHECK_THAT(printed, ContainsSubstring("2030-01-01T02:00:00.000Z"));  // until when pack is delayed
}

TEST_CASE("advance lets everything that falls due on the way happen at its own time") {
    TestRun run{trip, Trip{}};
    const instant start = run.clock().now();
    run.run();
    run.advance(std::chrono::hours(48));
    CHECK_THAT(run, finished() && passed_in_order("plan", "pack", "book.deadline", "leave") && passed("phone"));
    CHECK(run.context().asked >= 2);
    CHECK((run.clock().now() == start + std::chrono::hours(48)));
}

TEST_CASE("a fake stands in for a body: answers in order, the last one for ever") {
    TestRun run{trip, Trip{}};
    Fake<Trip>& book = run.fake("book").returns(waiting).fails("the line is busy").does([](Trip& t) {
        t.booked = true;
        return done;
    });
    run.run();
    CHECK_THAT(run, waiting_at("book"));
    const Report second = run.run();
    REQUIRE(second.failures.size() == 1);
    CHECK(second.failures[0].message == "the line is busy");
    run.run();
    CHECK(run.context().booked);
    CHECK(run.context().asked == 0);  // the body itself was never called
    CHECK(book.calls() == 3);
    CHECK_THAT(run, passed("book"));
}

TEST_CASE("a fake can throw a BPMN error, and without an answer it is done") {
    TestRun run{trip, Trip{}};
    run.fake("plan");
    run.fake("book").throws_error("FULL", "no seat");
    run.run();
    CHECK_THAT(run, failed_with_error() && passed("plan"));
}

TEST_CASE("completing a pending task runs on") {
    TestRun run{trip, Trip{}};
    run.fake("book").returns(pending);
    run.run();
    run.complete("book", [](Trip& t) { t.booked = true; });
    CHECK(run.context().booked);
    CHECK_THAT(run, waiting_exactly_at("leave", "pack"));
}

}  // namespace testing_matchers_test
