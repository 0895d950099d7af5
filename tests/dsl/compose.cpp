#include <baton/baton.hpp>

#include "../catch.hpp"

namespace dsl_compose_test {

namespace {
struct Dish {
    std::string log;
};
}  // namespace

// clang-format off
BATON_TASKS(cold, Dish) {
    BATON_OPTIONS(named("only a module"));
    BATON_TASK(wash, start_point, followed_by(cut), followed_by("boil"))   (Dish& d) { d.log += "wash "; return done; }
    BATON_TASK(cut,  followed_by("mix"))                                   (Dish& d) { d.log += "cut ";  return done; }
};
BATON_TASKS(hot, Dish) {
    BATON_TASK(boil, followed_by("mix"))                                   (Dish& d) { d.log += "boil "; return done; }
    BATON_TASK(mix,  join_all, end_point)                                  (Dish& d) { d.log += "mix ";  return done; }
};
// clang-format on

TEST_CASE("modules compose to one workflow") {
    constexpr auto salad = baton::compose<"salad">(cold, hot);
    baton::Runner run{salad, Dish{}};
    run.run_or_throw();
    CHECK(run.finished());
    CHECK(run.context().log == "wash cut boil mix ");
    CHECK(run.definition().id == "salad");
    CHECK(run.definition().nodes.size() == 4);
}

}  // namespace dsl_compose_test
