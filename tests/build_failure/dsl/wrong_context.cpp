// expect: BTN013
// expect: the_body_does_not_fit_the_context_of
// expect-name: order
#include <baton/workflow.hpp>

struct Order {};
struct Invoice {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve)) (Invoice&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
