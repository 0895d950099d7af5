// A workflow from modules of tasks that are declared in several headers.
//
//   inline constexpr auto shop = baton::compose<"shop">(ordering, brewing, serving);
//
// Flows that lead from one module to another name their targets as text; the names are looked up, and everything is
// checked, where the modules are composed.
#ifndef BATON_DSL_COMPOSE_HPP
#define BATON_DSL_COMPOSE_HPP

#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../core/fixed_string.hpp"
#include "declaration.hpp"
#include "lower.hpp"

namespace baton::inline BATON_ABI::dsl {

/// Plays the modules one after the other.
template <core::fixed_string Name, class First, class... Others>
struct composed_source {
    using context = typename First::context;
    using resources = typename First::resources;
    static constexpr std::string_view name = Name.view();
    static constexpr void declare(collector<context, resources>& into) {
        First::declare(into);
        (Others::declare(into), ...);
        into.said.id = {};  // a module's name is not the workflow's
    }
};

}  // namespace baton::inline BATON_ABI::dsl

namespace baton::inline BATON_ABI {

/// Composes modules (BATON_TASKS) or workflows of one context and one type of resources. A problem is a compile error
/// that names the task.
template <core::fixed_string Name, class First, class... Others>
constexpr auto compose(First, Others...) {
    using source = dsl::composed_source<Name, typename First::source, typename Others::source...>;
    static_assert((... && (std::is_same_v<typename Others::source::context, typename First::source::context> &&
                           std::is_same_v<typename Others::source::resources, typename First::source::resources>)),
                  "compose: all modules of a workflow have the same type of context and the same type of resources");
    static_assert(dsl::accepts<source, dsl::any_line>::value);
    return dsl::declared<source>{};
}

}  // namespace baton::inline BATON_ABI

#endif
