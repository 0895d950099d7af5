// expect: srve
// expect: did you mean 'serve'
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(srve)) (Order&) { return done; }
    BATON_TASK(serve, end_point) (Order&) { return done; }
};
