// expect: BTN009
// expect: an_end_point_is_followed_at
// expect-name: order
#include <baton/workflow.hpp>

struct Order {
    bool more = false;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, end_point, followed_by(serve, when(&Order::more))) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
