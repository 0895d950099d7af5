// A coffee bar: brewing and paying go on at the same time, and serving waits for both.
#ifndef EXAMPLES_COFFEE_COFFEE_HPP
#define EXAMPLES_COFFEE_COFFEE_HPP

#include <baton/workflow.hpp>
#include <string>

struct Order {
    std::string name;
    bool cappuccino = false;
    bool paid = false;
    int cups = 0;
};
BATON_FIELDS(Order, name, cappuccino, paid, cups)

// clang-format off
BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, followed_by(pay), followed_by(brew))                                                (Order&)   { return done; }
    BATON_TASK(pay,   labels("customer"), followed_by(serve))                                                          (Order& o) { return o.paid; }  // false: ask again
    BATON_TASK(brew,  followed_by(foam, when("cappuccino", &Order::cappuccino)), followed_by(serve, otherwise))        (Order& o) { ++o.cups; return done; }
    BATON_TASK(foam,  followed_by(serve))                                                                              (Order&)   { return done; }
    BATON_TASK(serve, join_point, end_point)                                                                           (Order&)   { return done; }
};
// clang-format on

#endif
