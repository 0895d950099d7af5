#ifndef EXAMPLES_MODULES_PACKING_HPP
#define EXAMPLES_MODULES_PACKING_HPP

#include <baton/workflow.hpp>

#include "shop.hpp"

// clang-format off
BATON_TASKS(packing, Basket) {
    BATON_TASK(pack, followed_by(wrap, when("gift", &Basket::gift)), followed_by("ship", otherwise))  (Basket& b) { b.log += "packed;"; return done; }
    BATON_TASK(wrap, followed_by("ship"))                                                             (Basket& b) { b.log += "wrapped;"; return done; }
};
// clang-format on

#endif
