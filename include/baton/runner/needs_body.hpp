// Which tasks a function must be bound to, and by what name those who do them elsewhere know them.
#ifndef BATON_RUNNER_NEEDS_BODY_HPP
#define BATON_RUNNER_NEEDS_BODY_HPP

#include <string>

#include "../config.hpp"
#include "../core/definition.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// A task that does work of its own and has nothing in the model that says how.
inline bool needs_body(const core::Node& n) {
    if (n.kind != core::node_kind::task) return false;
    if (n.body.kind == core::body_kind::bound) return true;
    if (n.task == core::task_kind::script && n.body.kind == core::body_kind::expression)
        return n.body.language != "feel" && n.body.language != "juel" &&
               !(n.body.language.empty() && core::is_computed(n.body.text));
    return n.task == core::task_kind::service || n.task == core::task_kind::script ||
           n.task == core::task_kind::business_rule || (n.task == core::task_kind::send && n.events.empty());
}

/// The name under which workers elsewhere look for a task: the implementation's topic or type, else the id.
inline std::string topic_of(const core::Node& n) {
    return (n.implementation.kind == "topic" || n.implementation.kind == "type") && !n.implementation.text.empty()
               ? n.implementation.text
               : n.id;
}

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
