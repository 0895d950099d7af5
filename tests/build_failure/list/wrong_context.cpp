// expect: BTN013
// expect: the_body_does_not_fit_the_context_of
// expect-name: order
#include <baton/workflow.hpp>

using namespace baton;
using namespace baton::words;

struct Order {};
struct Tea {};

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    tasks(task("order", [](Tea&) { return done; }, start_point, end_point));
});
