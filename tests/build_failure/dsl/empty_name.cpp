// expect: BTN021
// expect: a_task_has_an_empty_name_in
// expect-name: coffee
#include <baton/workflow.hpp>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, end_point, named("")) (Order&) { return done; }
};
