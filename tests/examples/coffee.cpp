// How a user tests a workflow: the coffee example on a clock that the test moves.
#include "coffee/coffee.hpp"

#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>

#include "../catch.hpp"

namespace examples_coffee_test {

using namespace baton::testing;

TEST_CASE("coffee: an order that is not paid waits for its payment while the cup is brewed") {
    TestRun run{coffee, Order{.name = "ben"}};
    run.run();
    CHECK_THAT(run, waiting_at("pay") && passed("brew") && !passed("foam") && !passed("serve"));
    run.context().paid = true;
    run.run();
    CHECK_THAT(run, finished() && passed_in_order("order", "brew", "pay", "serve"));
    CHECK(run.context().cups == 1);
}

TEST_CASE("coffee: a cappuccino gets its foam before it is served") {
    TestRun run{coffee, Order{.name = "anna", .cappuccino = true, .paid = true}};
    run.run();
    CHECK_THAT(run, finished() && passed_in_order("brew", "foam", "serve") && passed("serve", 1));
}

TEST_CASE("coffee: when the machine is broken, the order waits for it and is brewed once") {
    TestRun run{coffee, Order{.name = "clara", .paid = true}};
    run.fake("brew").fails("no water").returns(baton::done);
    CHECK(run.run().failures.size() == 1);
    CHECK_THAT(run, waiting_exactly_at("brew", "serve"));
    run.run();
    CHECK_THAT(run, finished() && passed("brew", 1));
}

}  // namespace examples_coffee_test
