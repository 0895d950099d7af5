// expect: BTN005
// expect: no_end_point_is_reached_from
// expect-name: brew
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve), followed_by(brew)) (Order&) { return done; }
    BATON_TASK(brew) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
