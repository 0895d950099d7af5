// expect: BTN022
// expect: a_deadline_needs_a_flow_at
// expect-name: pay
#include <baton/workflow.hpp>
#include <chrono>

struct Order {
    bool patient = false;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(pay, start_point, end_point, deadline(std::chrono::hours(2), followed_by(chase, when(&Order::patient)))) (Order&) { return done; }
    BATON_TASK(chase, end_point) (Order&) { return done; }
};
