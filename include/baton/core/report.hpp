// A verdict becomes one readable compile error.
//
// Each problem is a class template whose name says what is wrong; the names it concerns are its arguments, and the
// sentence with the number is the message of its static_assert. Where the compiler can show a computed message (P2741),
// the message names the task as well.
#ifndef BATON_CORE_REPORT_HPP
#define BATON_CORE_REPORT_HPP

#include <cstddef>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "error_code.hpp"
#include "fixed_string.hpp"
#include "rows.hpp"

namespace baton::inline BATON_ABI::problem {

#if defined(__clang__) && __clang_major__ < 16
// clang 14 and 15 print a text argument as character codes, but a pack of characters as characters.
template <char... Name>
struct task {};
template <char... Name>
struct workflow {};
#else
template <core::fixed_string Name>
struct task {};
template <core::fixed_string Name>
struct workflow {};
#endif

template <class...>
inline constexpr bool never = false;

#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
/// A computed message: "BTN010 coffee, task serve: …".
struct message {
    char text[480]{};
    std::size_t length = 0;
    [[nodiscard]] constexpr const char* data() const { return text; }
    [[nodiscard]] constexpr std::size_t size() const { return length; }
    constexpr message& operator<<(std::string_view part) {
        for (std::size_t i = 0; i < part.size() && length < sizeof text; ++i) text[length++] = part[i];
        return *this;
    }
};
template <core::fixed_string Name>
constexpr std::string_view name_in(task<Name>) {
    return Name.view();
}
template <core::fixed_string Name>
constexpr std::string_view name_in(workflow<Name>) {
    return Name.view();
}
template <class Workflow, class Who, class... Others>
constexpr message sentence(std::string_view general) {
    message m;
    m << general.substr(0, 6) << " " << name_in(Workflow{});
    if (name_in(Who{}) != name_in(Workflow{})) m << ", task " << name_in(Who{});
    ((m << ", with " << name_in(Others{})), ...);
    return m << general.substr(6);
}
#define BATON_SENTENCE(general) (sentence<Facts...>(general))
#else
#define BATON_SENTENCE(general) general
#endif

// One class template per problem. Facts: the workflow, the task concerned, then perhaps a second task. Spelled out,
// because a macro would add its own lines to every message.
template <class... Facts>
struct two_tasks_have_the_name {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_two_tasks_have_the_name));
};
template <class... Facts>
struct a_flow_names_the_undeclared_task {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_flow_names_the_undeclared_task));
};
template <class... Facts>
struct no_start_point_in_the_workflow {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_no_start_point_in_the_workflow));
};
template <class... Facts>
struct no_start_point_reaches {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_no_start_point_reaches));
};
template <class... Facts>
struct no_end_point_is_reached_from {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_no_end_point_is_reached_from));
};
template <class... Facts>
struct several_flows_meet_without_a_join_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_several_flows_meet_without_a_join_at));
};
template <class... Facts>
struct a_join_with_one_predecessor_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_join_with_one_predecessor_at));
};
template <class... Facts>
struct otherwise_without_a_condition_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_otherwise_without_a_condition_at));
};
template <class... Facts>
struct an_end_point_is_followed_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_an_end_point_is_followed_at));
};
template <class... Facts>
struct deadlock_at_the_join {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_deadlock_at_the_join));
};
template <class... Facts>
struct passed_twice_by_parallel_branches {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_passed_twice_by_parallel_branches));
};
template <class... Facts>
struct soundness_is_not_verified_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_soundness_is_not_verified_at));
};
template <class... Facts>
struct the_body_does_not_fit_the_context_of {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_the_body_does_not_fit_the_context_of));
};
template <class... Facts>
struct the_condition_does_not_fit_the_context_of {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_the_condition_does_not_fit_the_context_of));
};
template <class... Facts>
struct a_start_point_is_also_a_join {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_start_point_is_also_a_join));
};
template <class... Facts>
struct two_kinds_of_join_are_said_for {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_two_kinds_of_join_are_said_for));
};
template <class... Facts>
struct otherwise_is_said_twice_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_otherwise_is_said_twice_at));
};
template <class... Facts>
struct a_flow_hides_those_after_it_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_flow_hides_those_after_it_at));
};
template <class... Facts>
struct the_concurrent_body_may_change_the_context_of {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_the_concurrent_body_may_change_the_context_of));
};
template <class... Facts>
struct a_parallel_gateway_has_a_condition_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_parallel_gateway_has_a_condition_at));
};
template <class... Facts>
struct a_task_has_an_empty_name_in {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_task_has_an_empty_name_in));
};
template <class... Facts>
struct a_deadline_needs_a_flow_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_deadline_needs_a_flow_at));
};
template <class... Facts>
struct the_name_cannot_be_used_of {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_the_name_cannot_be_used_of));
};
template <class... Facts>
struct a_time_is_negative_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_time_is_negative_at));
};
template <class... Facts>
struct a_stateful_callable_is_declared_at {
    static_assert(never<Facts...>, BATON_SENTENCE(BATON_E_a_stateful_callable_is_declared_at));
};
#undef BATON_SENTENCE

}  // namespace baton::inline BATON_ABI::problem

namespace baton::inline BATON_ABI::core {

namespace detail {

#if defined(__clang__) && __clang_major__ < 16
template <template <char...> class Fact, class Text, class Positions>
struct spelled;
template <template <char...> class Fact, class Text, std::size_t... I>
struct spelled<Fact, Text, std::index_sequence<I...>> {
    using type = Fact<Text::value()[I]...>;
};
#define BATON_FACT(fact, text_type) \
    typename detail::spelled<problem::fact, text_type, std::make_index_sequence<text_type::value().size()>>::type
#else
#define BATON_FACT(fact, text_type) problem::fact<trimmed<text_type::value().size()>(text_type::value())>
#endif

/// True even when Problem's static_assert has failed, so that the error stands alone.
template <class Problem>
struct rejected : Problem {
    static constexpr bool value = true;
};

template <error_code Code, class... Facts>
struct selected;
#define BATON_SELECTED(name)  \
    template <class... Facts> \
    struct selected<error_code::name, Facts...> : rejected<problem::name<Facts...>> {};
BATON_PROBLEMS(BATON_SELECTED)
#undef BATON_SELECTED

template <class Source>
struct workflow_name {
    static constexpr std::string_view value() { return Source::name; }
};
template <class Source>
struct who {
    static constexpr std::string_view value() { return Source::found.who; }
};
template <class Source>
struct other {
    static constexpr std::string_view value() { return Source::found.other; }
};

}  // namespace detail

/// `Source::found` is a verdict on the workflow named `Source::name`. Instantiating reported<Source> is the compile
/// error; its `value` is true in any case.
template <class Source, error_code Code = Source::found.code, bool HasOther = !Source::found.other.empty()>
struct reported : detail::selected<Code, BATON_FACT(workflow, detail::workflow_name<Source>),
                                   BATON_FACT(task, detail::who<Source>), BATON_FACT(task, detail::other<Source>)> {};
template <class Source, error_code Code>
requires(Code != error_code::none) struct reported<Source, Code, false>
    : detail::selected<Code, BATON_FACT(workflow, detail::workflow_name<Source>),
                       BATON_FACT(task, detail::who<Source>)> {
};
template <class Source, bool HasOther>
struct reported<Source, error_code::none, HasOther> {
    static constexpr bool value = true;
};
#undef BATON_FACT

}  // namespace baton::inline BATON_ABI::core

#endif
