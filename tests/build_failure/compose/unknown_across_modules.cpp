// expect: BTN002
// expect-name: ship
// expect-name: pack
#include <baton/workflow.hpp>

struct Order {};

BATON_TASKS(ordering, Order) {
    BATON_TASK(order, start_point, followed_by("pack")) (Order&) { return done; }
};
BATON_TASKS(packing, Order) {
    BATON_TASK(pack, followed_by("ship")) (Order&) { return done; }
};

constexpr auto shop = baton::compose<"shop">(ordering, packing);
