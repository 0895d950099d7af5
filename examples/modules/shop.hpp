// What the three modules of the shop have in common.
#ifndef EXAMPLES_MODULES_SHOP_HPP
#define EXAMPLES_MODULES_SHOP_HPP

#include <string>

struct Basket {
    int items = 0;
    bool gift = false;
    std::string log;
};

#endif
