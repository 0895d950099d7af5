// expect: BTN010
// expect-name: ship
#include <baton/workflow.hpp>

struct Order {
    bool gift = false;
};

BATON_TASKS(ordering, Order) {
    BATON_TASK(order, start_point, followed_by("wrap", when(&Order::gift)), followed_by("box", otherwise)) (Order&) { return done; }
};
BATON_TASKS(packing, Order) {
    BATON_TASK(wrap, followed_by("ship")) (Order&) { return done; }
    BATON_TASK(box, followed_by("ship")) (Order&) { return done; }
    BATON_TASK(ship, join_all, end_point) (Order&) { return done; }
};

constexpr auto shop = baton::compose<"shop">(ordering, packing);
