// expect: BTN020
// expect: a_parallel_gateway_has_a_condition_at
// expect-name: fork
#include <baton/workflow.hpp>

struct Order {
    bool big = false;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(fork)) (Order&) { return done; }
    BATON_PARALLEL(fork, followed_by(a, when(&Order::big)), followed_by(b));
    BATON_TASK(a, end_point) (Order&) { return done; }
    BATON_TASK(b, end_point) (Order&) { return done; }
};
