// expect: BTN023
// expect: a_stateful_callable_is_declared_at
// expect-name: order
#include <baton/workflow.hpp>

struct Order {
    int cups = 0;
};
struct More {
    int than;
    constexpr bool operator()(const Order& o) const { return o.cups > than; }
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(a, when(More{3})), followed_by(b, otherwise)) (Order&) { return done; }
    BATON_TASK(a, end_point) (Order&) { return done; }
    BATON_TASK(b, end_point) (Order&) { return done; }
};
