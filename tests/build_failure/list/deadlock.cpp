// expect: BTN010
// expect: deadlock_at_the_join
// expect-name: serve
#include <baton/workflow.hpp>

using namespace baton;
using namespace baton::words;

struct Order {
    bool cappuccino = false;
};

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    tasks(exclusive("kind", start_point, followed_by("foam", when(&Order::cappuccino)), followed_by("brew", otherwise)),
          task("foam", [](Order&) { return done; }, followed_by("serve")),
          task("brew", [](Order&) { return done; }, followed_by("serve")),
          task("serve", [](Order&) { return done; }, join_all, end_point));
});
