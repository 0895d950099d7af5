// expect: BTN014
// expect: the_condition_does_not_fit_the_context_of
// expect-name: order
#include <baton/workflow.hpp>

struct Order {};
struct Invoice {
    bool due = false;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve, when(&Invoice::due)), followed_by(clean, otherwise)) (Order&) { return done; }
    BATON_TASK(clean, end_point) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
