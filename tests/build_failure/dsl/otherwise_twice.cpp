// expect: BTN017
// expect: otherwise_is_said_twice_at
// expect-name: order
#include <baton/workflow.hpp>

struct Order {
    bool big = false;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(a, when(&Order::big)), followed_by(b, otherwise), followed_by(c, otherwise)) (Order&) { return done; }
    BATON_TASK(a, end_point) (Order&) { return done; }
    BATON_TASK(b, end_point) (Order&) { return done; }
    BATON_TASK(c, end_point) (Order&) { return done; }
};
