// expect: BTN003
// expect: no_start_point_in_the_workflow
// expect-name: coffee
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
