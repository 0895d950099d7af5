// One workflow in both spellings, for the tests.
#ifndef TESTS_DSL_DECLARED_HPP
#define TESTS_DSL_DECLARED_HPP

#include <baton/workflow.hpp>
#include <chrono>

struct Cup {
    bool cappuccino = false;
    int cups = 0;
    bool paid = false;
    [[nodiscard]] bool big() const { return cups > 2; }
};

// clang-format off
BATON_WORKFLOW(bar, Cup) {
    BATON_TASK(order, start_point, labels("guest", "front"), followed_by(pay), followed_by(brew))                 (Cup&)   { return done; }
    BATON_TASK(pay,   followed_by(serve), deadline(std::chrono::hours(2), followed_by(chase)), labels("guest"),
                      on_error("POOR", followed_by(chase)), on_error(followed_by(give_up)))                       (Cup& c) { return c.paid; }
    BATON_TASK(brew,  concurrent, title("Brew it"), followed_by(foam, when("cappuccino", &Cup::cappuccino)),
                      followed_by(serve, otherwise))                                                              (const Cup&) { return done; }
    BATON_TASK(foam,  named("milk-foam"), delay(std::chrono::seconds(20)), followed_by(check))                    (Cup&)   { return done; }
    BATON_EXCLUSIVE(check, followed_by(serve, when(&Cup::big)), followed_by(serve, otherwise))
    BATON_TASK(chase, merge_point, end_point)                                                                     (Cup&)   { return done; }
    BATON_TASK(give_up, end_point, keep_changes)                                                                  (Cup&)   { return done; }
    BATON_TASK(serve, join_point, choose(followed_by(last, when("few", [](const Cup& c) { return c.cups < 9; })),
                                         followed_by(last, when(&Cup::big)), followed_by(last, otherwise)))       (Cup&)   { return done; }
    BATON_TASK(last,  merge_point, end_point)                                                                     (Cup&)   { return done; }
    BATON_OPTIONS(named("coffee-bar"), accept_unverified);
};
// clang-format on

namespace listed {

using namespace baton;
using namespace baton::words;

// clang-format off
inline constexpr auto bar = workflow<"bar", Cup>([](auto tasks) {
    tasks(
        task("order", [](Cup&) { return done; }, start_point, labels("guest", "front"), followed_by("pay"), followed_by("brew")),
        task("pay", [](Cup& c) { return c.paid; }, followed_by("serve"), deadline(std::chrono::hours(2), followed_by("chase")),
             labels("guest"), on_error("POOR", followed_by("chase")), on_error(followed_by("give_up"))),
        task("brew", [](const Cup&) { return done; }, concurrent, title("Brew it"),
             followed_by("milk-foam", when("cappuccino", &Cup::cappuccino)), followed_by("serve", otherwise)),
        task("milk-foam", [](Cup&) { return done; }, delay(std::chrono::seconds(20)), followed_by("check")),
        exclusive("check", followed_by("serve", when(&Cup::big)), followed_by("serve", otherwise)),
        task("chase", [](Cup&) { return done; }, merge_point, end_point),
        task("give_up", [](Cup&) { return done; }, end_point, keep_changes),
        task("serve", [](Cup&) { return done; }, join_point,
             choose(followed_by("last", when("few", [](const Cup& c) { return c.cups < 9; })),
                    followed_by("last", when(&Cup::big)), followed_by("last", otherwise))),
        task("last", [](Cup&) { return done; }, merge_point, end_point),
        options(named("coffee-bar"), accept_unverified));
});
// clang-format on

}  // namespace listed

#endif
