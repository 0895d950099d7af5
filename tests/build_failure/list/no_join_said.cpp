// expect: BTN006
// expect-name: serve
#include <baton/workflow.hpp>

using namespace baton;
using namespace baton::words;

struct Order {};

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    tasks(task("order", start_point, followed_by("pay"), followed_by("brew")),  //
          task("pay", followed_by("serve")),                                     //
          task("brew", followed_by("serve")),                                    //
          task("serve", end_point));
});
