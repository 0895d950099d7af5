// expect: BTN027
// expect: a_time_is_negative_at
// expect-name: pay
#include <baton/workflow.hpp>
#include <chrono>

struct Order {};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(pay)) (Order&) { return done; }
    BATON_TASK(pay, poll_every(std::chrono::microseconds(500)), end_point) (Order&) { return done; }
};
