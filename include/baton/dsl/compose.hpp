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

template <class First, class Other>
inline constexpr bool go_together = std::is_same_v<typename Other::context, typename First::context>&&
    std::is_same_v<typename Other::resources, typename First::resources>;

// Modules that do not go together are not looked into: their one error is reported already.
template <bool Fits, core::fixed_string Name, class... Sources>
struct composed_or_first {
    using type = composed_source<Name, Sources...>;
};
template <core::fixed_string Name, class First, class... Others>
struct composed_or_first<false, Name, First, Others...> {
    struct type : First {
        static constexpr void declare(collector<typename First::context, typename First::resources>& into) {
            into.node("start", core::node_kind::task, {}, 0, start_word{}, end_word{});
        }
    };
};
template <bool Fits, core::fixed_string Name, class... Sources>
using composed_if = typename composed_or_first<Fits, Name, Sources...>::type;

}  // namespace baton::inline BATON_ABI::dsl

namespace baton::inline BATON_ABI {

/// Composes modules (BATON_TASKS) or workflows of one context and one type of resources. A problem is a compile error
/// that names the task.
template <core::fixed_string Name, class First, class... Others>
constexpr auto compose(First, Others...) {
    constexpr bool fits = (... && dsl::go_together<typename First::source, typename Others::source>);
    static_assert(fits, "compose: all modules of a workflow have the same type of context and of resources");
    using source = dsl::composed_if<fits, Name, typename First::source, typename Others::source...>;
    static_assert(dsl::accepts<source, dsl::any_line>::value);
    return dsl::declared<source>{};
}

}  // namespace baton::inline BATON_ABI

#endif
