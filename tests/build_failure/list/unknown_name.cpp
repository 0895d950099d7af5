// expect: BTN002
// expect: a_flow_names_the_undeclared_task
// expect-name: srve
#include <baton/workflow.hpp>

using namespace baton;
using namespace baton::words;

struct Order {};

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    tasks(task("order", [](Order&) { return done; }, start_point, followed_by("srve")),
          task("serve", [](Order&) { return done; }, end_point));
});
