#ifndef EXAMPLES_MODULES_SHIPPING_HPP
#define EXAMPLES_MODULES_SHIPPING_HPP

#include <baton/workflow.hpp>

#include "shop.hpp"

// clang-format off
BATON_TASKS(shipping, Basket) {
    BATON_TASK(write_bill, followed_by(ship))     (Basket& b) { b.log += "billed;"; return done; }
    BATON_TASK(ship, join_point, end_point)       (Basket& b) { b.log += "shipped;"; return done; }
};
// clang-format on

#endif
