// expect: BTN004
// expect: no_start_point_reaches
// expect-name: clean
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(clean, end_point) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
