// expect: BTN001
// expect: two_tasks_have_the_name
// expect-name: serve
#include <baton/workflow.hpp>

using namespace baton;
using namespace baton::words;

struct Order {};

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    tasks(task("order", start_point, followed_by("serve")), task("serve", end_point), task("serve", end_point));
});
