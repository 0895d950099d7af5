// expect: BTN010
// expect: deadlock_at_the_join
// expect-name: serve
// expect-name: brew
#include <baton/workflow.hpp>

struct Order {
    bool cappuccino = false;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(brew, start_point, followed_by(foam, when(&Order::cappuccino)), followed_by(serve, otherwise)) (Order&) { return done; }
    BATON_TASK(foam, followed_by(serve)) (Order&) { return done; }
    BATON_TASK(serve, join_all, end_point) (Order&) { return done; }
};
