// expect-error: BTN030
// expect-error: a link is caught by a catch_event
#include <baton/process.hpp>

using namespace baton::words;

const baton::Definition order = process("order", task("pack", on_link("there")));
