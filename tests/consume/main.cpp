// A small program as a user would write it, against baton as it was made available.
#include <baton/baton.hpp>
#include <baton/diagram/mermaid.hpp>
#include <iostream>

struct Order {
    int cups = 0;
};
BATON_FIELDS(Order, cups)

// clang-format off
BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(brew)) (Order&) { return done; }
    BATON_TASK(brew, end_point) (Order& o) { ++o.cups; return done; }
};
// clang-format on

int main() {
    baton::Runner run{coffee, Order{}};
    run.run_or_throw();
    std::cout << baton::save_text(run) << '\n' << baton::diagram::mermaid(baton::definition_of(coffee));
    return run.finished() && run.context().cups == 1 ? 0 : 1;
}
