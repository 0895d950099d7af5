// expect: BTN007
// expect: a_join_with_one_predecessor_at
// expect-name: serve
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(serve, join_point, end_point) (Order&) { return done; }
};
