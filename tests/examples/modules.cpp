#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>

#include "../catch.hpp"
#include "modules/ordering.hpp"
#include "modules/packing.hpp"
#include "modules/shipping.hpp"

namespace examples_modules_test {

using namespace baton::testing;

namespace {
constexpr auto shop_of_tests = baton::compose<"shop">(ordering, packing, shipping);
}

TEST_CASE("modules: tasks of three headers run as one workflow") {
    TestRun run{shop_of_tests, Basket{.gift = true}};
    run.run();
    CHECK_THAT(run, finished() && passed_in_order("fill_basket", "check_stock", "pack", "wrap", "ship") &&
                        passed("write_bill"));
    CHECK(run.context().items == 2);
}

TEST_CASE("modules: without a gift nothing is wrapped, and shipping does not wait for it") {
    TestRun run{shop_of_tests, Basket{}};
    run.run();
    CHECK_THAT(run, finished() && !passed("wrap") && passed("ship", 1));
}

}  // namespace examples_modules_test
