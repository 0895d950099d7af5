// expect: BTN006
// expect: several_flows_meet_without_a_join_at
// expect-name: serve
// expect: join_point (waits for every live one), join_all (waits for all of them) or merge_point
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(pay), followed_by(brew)) (Order&) { return done; }
    BATON_TASK(pay, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(brew, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
