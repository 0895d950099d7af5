// expect-error: BTN030
// expect-error: a process names its functions
#include <baton/process.hpp>

using namespace baton::words;

const baton::Definition order = process("order", task("a", followed_by("b", when([](int) { return true; }))), task("b"));
