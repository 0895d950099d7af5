// expect: BTN001
// expect: two_tasks_have_the_name
// expect-name: serve
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(serve), followed_by(bring)) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
    BATON_TASK(bring, end_point, named("serve")) (Order&) { return done; }
};
