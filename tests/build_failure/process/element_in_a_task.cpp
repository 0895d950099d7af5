// expect-error: BTN030
// expect-error: only processes and sub-processes hold elements
#include <baton/process.hpp>

using namespace baton::words;

const baton::Definition order = process("order", user_task("pack", end_event("done")));
