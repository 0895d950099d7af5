// A body's answer is a question of fit as well: a number says nothing about the token.
// expect: BTN013
// expect-name: order
#include <baton/workflow.hpp>

using namespace baton;
using namespace baton::words;

struct Order {};
struct Tea {};

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    tasks(task("order", [](Order&) { return Tea{}; }, start_point, end_point));
});
