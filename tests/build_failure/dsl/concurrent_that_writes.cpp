// expect: BTN019
// expect: the_concurrent_body_may_change_the_context_of
// expect-name: brew
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(brew, start_point, end_point, concurrent) (Order&) { return done; }
};
