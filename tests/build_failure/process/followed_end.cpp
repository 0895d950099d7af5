// expect-error: BTN030
// expect-error: no sequence flow leaves an end event
#include <baton/process.hpp>

using namespace baton::words;

const baton::Definition order = process("order", start_event("placed", followed_by("done")),
                                        end_event("done", followed_by("placed")));
