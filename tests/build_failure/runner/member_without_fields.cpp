// expect-error: this type cannot be loaded: name its members with BATON_FIELDS(Type, member, ...) after it
// expect: Cup
#include <baton/baton.hpp>

struct Cup {
    int size = 0;
};
struct Order {
    Cup cup;
};
BATON_FIELDS(Order, cup)

Order loaded(const nlohmann::json& from) { return baton::context_from_json<Order>(from); }
