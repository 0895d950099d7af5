// expect: BTN013
// expect: the_body_does_not_fit_the_context_of
// expect-name: serve
#include <baton/workflow.hpp>

struct Order {};
struct Machine {};
struct Printer {};

BATON_WORKFLOW(coffee, Order, Machine) {
    BATON_TASK(order, start_point, followed_by(serve)) (Order&, Machine&) { return done; }
    BATON_TASK(serve, end_point) (Order&, Printer&) { return done; }
};
