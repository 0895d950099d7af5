// expect-error: this type cannot be saved: name its members with BATON_FIELDS(Type, member, ...) after it
// expect: Order
#include <baton/baton.hpp>

struct Order {
    int cups = 0;
};

BATON_WORKFLOW(coffee, Order) {
    BATON_TASK(order, start_point, end_point) (Order&) { return done; }
};

std::string saved() { return baton::save_text(baton::Runner{coffee, Order{}}); }
