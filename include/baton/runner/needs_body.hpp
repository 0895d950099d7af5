// Which tasks a function must be bound to.
#ifndef BATON_RUNNER_NEEDS_BODY_HPP
#define BATON_RUNNER_NEEDS_BODY_HPP

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

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
