#include "approval/approval.hpp"

#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>

#include "../catch.hpp"

namespace examples_approval_test {

using namespace baton::testing;

namespace {
auto says(const char* verdict) {
    return [verdict](Paper& p) { p.verdict = verdict; };
}
}  // namespace

TEST_CASE("approval: three outcomes") {
    TestRun run{approval, Paper{.title = "On joins"}};
    run.run();
    CHECK_THAT(run, waiting_exactly_at("review"));
    SECTION("approved") {
        run.complete("review", says("approve"));
        CHECK_THAT(run, finished() && passed("publish") && !passed("archive"));
    }
    SECTION("rejected") {
        run.complete("review", says("reject"));
        CHECK_THAT(run, finished() && passed("archive") && !passed("publish"));
    }
    SECTION("revised, twice") {
        run.complete("review", says("revise"));
        CHECK_THAT(run, waiting_exactly_at("review") && passed("write", 2));
        CHECK(run.context().verdict.empty());
        run.complete("review", says("revise"));
        run.complete("review", says("approve"));
        CHECK(run.context().draft == 3);
        CHECK_THAT(run,
                   finished() && passed_in_order("write", "review", "write", "review", "write", "review", "publish"));
    }
}

TEST_CASE("approval: a reviewer who says nothing for three days is reminded") {
    TestRun run{approval, Paper{.title = "On waiting"}};
    run.run();
    run.advance(std::chrono::hours(71));
    CHECK_THAT(run, waiting_at("review") && !passed("remind"));
    run.advance(std::chrono::hours(1));
    CHECK_THAT(run, passed("remind", 1) && waiting_exactly_at("review"));
    run.advance(std::chrono::hours(72 * 3));
    CHECK_THAT(run, passed("remind", 4) && !finished());
    run.complete("review", says("approve"));
    CHECK_THAT(run, finished());
}

}  // namespace examples_approval_test
