// A number is no answer: only bool, the words and Outcome are.
// expect: Outcome
#include <baton/workflow.hpp>

struct Order {
    int cups = 0;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, end_point) (Order& o) { return o.cups; }
};
