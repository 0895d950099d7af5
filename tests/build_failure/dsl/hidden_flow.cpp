// expect: BTN018
// expect: a_flow_hides_those_after_it_at
// expect-name: order
#include <baton/workflow.hpp>

struct Order {
    bool big = false;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, choose(followed_by(a), followed_by(b, when(&Order::big)))) (Order&) { return done; }
    BATON_TASK(a, end_point) (Order&) { return done; }
    BATON_TASK(b, end_point) (Order&) { return done; }
};
