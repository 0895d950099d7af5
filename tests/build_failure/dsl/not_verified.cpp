// Branches that cross between two parallel joins and a choice do not nest.
// expect: BTN012
// expect: soundness_is_not_verified_at
// expect-name: a
#include <baton/workflow.hpp>

struct Order {
    bool left = false;
};

BATON_WORKFLOW(crossed, Order) {
    BATON_TASK(a, start_point, followed_by(b), followed_by(c)) (Order&) { return done; }
    BATON_TASK(b, followed_by(d, when(&Order::left)), followed_by(e, otherwise)) (Order&) { return done; }
    BATON_TASK(c, followed_by(d), followed_by(e)) (Order&) { return done; }
    BATON_TASK(d, join_all, followed_by(f)) (Order&) { return done; }
    BATON_TASK(e, join_all, followed_by(f)) (Order&) { return done; }
    BATON_TASK(f, merge_point, end_point) (Order&) { return done; }
};
