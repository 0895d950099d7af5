// expect: BTN011
// expect: passed_twice_by_parallel_branches
// expect-name: serve
// expect-name: order
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(pay), followed_by(brew)) (Order&) { return done; }
    BATON_TASK(pay, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(brew, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(serve, merge_point, end_point) (Order&) { return done; }
};
