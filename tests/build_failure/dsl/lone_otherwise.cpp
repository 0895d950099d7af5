// expect: BTN008
// expect: otherwise_without_a_condition_at
// expect-name: order
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve), followed_by(brew, otherwise)) (Order&) { return done; }
    BATON_TASK(brew, end_point) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
