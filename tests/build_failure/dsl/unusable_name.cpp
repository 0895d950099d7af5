// expect: BTN026
// expect: the_name_cannot_be_used_of
// expect-name: pay.deadline
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(pay)) (Order&) { return done; }
    BATON_TASK(pay, named("pay.deadline"), end_point) (Order&) { return done; }
};
