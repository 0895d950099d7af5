// The template spelling: a workflow is a list of tasks.
//
//   using namespace baton;
//   using namespace baton::words;
//
//   inline constexpr auto coffee = workflow<"coffee", Order>([] {
//       return tasks(
//           task("order", [](Order&) { return done; }, start_point, followed_by("pay"), followed_by("brew")),
//           task("pay", [](Order& o) { return o.paid; }, followed_by("serve")),
//           …);
//   });
//
// The list stands in a lambda, because what a captureless lambda returns is a constant inside the function it is passed
// to: so the rows can be checked there, and names stay plain text instead of types.
#ifndef BATON_DSL_TASKS_HPP
#define BATON_DSL_TASKS_HPP

#include <string_view>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/fixed_string.hpp"
#include "collector.hpp"
#include "declaration.hpp"
#include "entry.hpp"
#include "lower.hpp"
#include "words.hpp"

namespace baton::inline BATON_ABI::dsl {

/// What the lambda of a workflow is called with: takes the list of its tasks.
template <class Context, class Resources>
class tasks_taker {
public:
    constexpr explicit tasks_taker(collector<Context, Resources>& into) : into_(into) {}
    template <class... Play>
    constexpr void operator()(const entry<Play>&... entries) const {
        // Not a fold: clang allows 256 operands only.
        [[maybe_unused]] const bool in_order[] = {(entries.play(into_), true)..., true};
    }

private:
    collector<Context, Resources>& into_;
};

namespace detail {

// What a lambda takes, read off its call operator.
template <class Call>
struct arguments_of;
template <class F, class Result, class... Arguments>
struct arguments_of<Result (F::*)(Arguments...) const> {
    template <class R>
    using as_function = R (*)(Arguments...);
    static constexpr bool gives_outcome = std::is_convertible_v<Result, Outcome>;
    template <class Function>
    static constexpr auto plain() {
        return +[](Arguments... a) -> Outcome { return Function{}(std::forward<Arguments>(a)...); };
    }
};
template <class F, class Result, class... Arguments>
struct arguments_of<Result (F::*)(Arguments...) const noexcept> : arguments_of<Result (F::*)(Arguments...) const> {};

template <class Function>
concept has_one_signature = requires {
    &Function::operator();
};

/// A body given as a lambda or function becomes a function pointer of the form that body_ref takes.
template <class Context, class Resources, class Body>
constexpr body_ref<Context, Resources> bind_body(const Body& body) {
    using ref = body_ref<Context, Resources>;
    if constexpr (std::is_same_v<Body, no_body>) {
        return {};
    } else if constexpr (std::is_pointer_v<Body>) {
        return bind_function<Context, Resources>(body);
    } else if constexpr (!std::is_empty_v<Body> || !std::is_default_constructible_v<Body>) {
        return std::is_class_v<Body> ? ref::stateful() : ref::unfit();
    } else if constexpr (has_one_signature<Body>) {
        using arguments = arguments_of<decltype(&Body::operator())>;
        if constexpr (arguments::gives_outcome &&
                      std::is_constructible_v<ref, typename arguments::template as_function<Outcome>>)
            return ref(arguments::template plain<Body>());
        else
            return ref::unfit();
    } else if constexpr (std::is_invocable_r_v<Outcome, const Body&, Context&>) {
        return ref(+[](Context& context) -> Outcome { return Body{}(context); });
    } else {
        return ref::unfit();
    }
}

template <class Body, class... Words>
constexpr auto node(std::string_view name, node_kind kind, Body body, Words... words) {
    // A closure rather than a tuple of words: it costs a third of the compile time.
    return entry{[=]<class Context, class Resources>(collector<Context, Resources>& into) {
        into.node(name, kind, bind_body<Context, Resources>(body), 0, words...);
    }};
}

}  // namespace detail

/// Plays the list that a captureless lambda hands over.
template <core::fixed_string Name, class Context, class Resources, class List>
struct list_source {
    using context = Context;
    using resources = Resources;
    static constexpr std::string_view name = Name.view();
    static constexpr void declare(collector<Context, Resources>& into) {
        List{}(tasks_taker<Context, Resources>(into));
    }
};

}  // namespace baton::inline BATON_ABI::dsl

namespace baton::inline BATON_ABI {

/// A task: its name, its body, words. `body` is a captureless lambda, or a function that returns Outcome.
template <class Body, class... Words>
requires(!dsl::is_word<Body>) constexpr auto task(std::string_view name, Body body, Words... words) {
    return dsl::detail::node(name, core::node_kind::task, body, words...);
}
/// Each token passes; it leaves by the first flow that holds (BPMN 2.0.2, 13.4.2).
template <class... Words>
constexpr auto exclusive(std::string_view name, Words... words) {
    return dsl::detail::node(name, core::node_kind::exclusive_gateway, dsl::no_body{}, words...);
}
/// Waits for one token from every flow, leaves by every flow (13.4.1).
template <class... Words>
constexpr auto parallel(std::string_view name, Words... words) {
    return dsl::detail::node(name, core::node_kind::parallel_gateway, dsl::no_body{}, words...);
}
/// Waits for every token that can still come, leaves by every flow that holds (13.4.3).
template <class... Words>
constexpr auto inclusive(std::string_view name, Words... words) {
    return dsl::detail::node(name, core::node_kind::inclusive_gateway, dsl::no_body{}, words...);
}
/// Words about the whole workflow, an entry of its list: options(named("coffee-2"), accept_unverified).
template <class... Words>
constexpr auto options(Words... words) {
    return dsl::entry{[=](auto& into) { into.option(words...); }};
}
/// A workflow in the template spelling. `list` is a captureless lambda that returns tasks(…). A problem in it is a
/// compile error that names the task.
template <core::fixed_string Name, class Context, class Resources = core::no_resources, class List>
constexpr auto workflow([[maybe_unused]] List list) {
    using source = dsl::list_source<Name, Context, Resources, List>;
    static_assert(dsl::accepts<source, dsl::any_line>::value);
    return dsl::declared<source>{};
}

}  // namespace baton::inline BATON_ABI

#endif
