// Declares BPMN processes in C++: every element by its own word (docs/processes.md has them all).
//
//   using namespace baton;
//   using namespace baton::words;
//
//   const Definition order = process("order",
//       start_event("placed", followed_by("check")),
//       business_rule_task("check", decision("credit"), followed_by("approve", when("=amount > 1000")),
//                          followed_by("ship", otherwise)),
//       user_task("approve", assignee("boss"), followed_by("ship"),
//                 on_timer(after("PT24H"), non_interrupting, followed_by("remind"))),
//       send_task("remind", message("reminder")),
//       service_task("ship", type("ship"), followed_by("done")),
//       end_event("done"));
//
// It is the same Definition that an import of the equivalent file gives. Names are looked up when it is composed; what
// is wrong is one baton::error with every finding. Words are read at once: a text need not outlive the statement.
#ifndef BATON_PROCESS_HPP
#define BATON_PROCESS_HPP

#include "config.hpp"
#include "dsl/declare/activities.hpp"
#include "dsl/declare/data.hpp"
#include "dsl/declare/elements.hpp"
#include "dsl/declare/events.hpp"
#include "dsl/declare/processes.hpp"

namespace baton::inline BATON_ABI::words {
using baton::task;
using namespace dsl::declare::vocabulary;  // NOLINT(google-build-using-namespace)
}  // namespace baton::inline BATON_ABI::words

#endif
