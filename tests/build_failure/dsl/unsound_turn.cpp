// The turn is a parallel branch: each turn sends out another token.
// expect: BTN011
// expect-name: spin
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(spin)) (Order&) { return done; }
    BATON_TASK(spin, merge_point, followed_by(spin), followed_by(serve)) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
