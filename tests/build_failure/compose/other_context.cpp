// expect-error: all modules of a workflow have the same type of context and of resources
#include <baton/workflow.hpp>

struct Order {};
struct Tea {};

BATON_TASKS(ordering, Order) {
    BATON_TASK(order, start_point, followed_by("pack")) (Order&) { return done; }
};
BATON_TASKS(packing, Tea) {
    BATON_TASK(pack, end_point) (Tea&) { return done; }
};

constexpr auto shop = baton::compose<"shop">(ordering, packing);
