// expect: BTN016
// expect: two_kinds_of_join_are_said_for
// expect-name: serve
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve), followed_by(serve)) (Order&) { return done; }
    BATON_TASK(serve, join_all, merge_point, end_point) (Order&) { return done; }
};
