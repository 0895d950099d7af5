// expect-error: BTN030
// expect-error: only activities have boundary events
#include <baton/process.hpp>

using namespace baton::words;

const baton::Definition order = process("order", exclusive_gateway("kind", on_timer(after("PT1H"), followed_by("late"))),
                                        task("late"));
