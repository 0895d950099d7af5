// The first module: it refers to tasks of the others by name.
#ifndef EXAMPLES_MODULES_ORDERING_HPP
#define EXAMPLES_MODULES_ORDERING_HPP

#include <baton/workflow.hpp>

#include "shop.hpp"

// clang-format off
BATON_TASKS(ordering, Basket) {
    BATON_TASK(fill_basket, start_point, followed_by(check_stock))                        (Basket& b) { b.items = 2; b.log += "filled;"; return done; }
    BATON_TASK(check_stock, followed_by("pack"), followed_by("write_bill"))               (Basket& b) { b.log += "checked;"; return done; }
};
// clang-format on

#endif
