// expect-error: BTN030
// expect-error: says nothing about this kind of element
#include <baton/process.hpp>

using namespace baton::words;

const baton::Definition order = process("order", parallel_gateway("split", assignee("ann")));
