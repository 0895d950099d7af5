// expect: BTN023
// expect: a_stateful_callable_is_declared_at
// expect-name: order
#include <baton/workflow.hpp>

using namespace baton;
using namespace baton::words;

struct Order {
    int cups = 0;
};
inline constexpr int price = 3;

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    int extra = price;
    tasks(task("order", [extra](Order& o) { o.cups += extra; return done; }, start_point, end_point));
});
