// The words of a declaration, shared by both spellings.
//
//   start_point  end_point  may_continue            where tokens begin and may end
//   join_point  join_all  merge_point               how tokens that arrive by several flows meet
//   followed_by(task)                               an unconditional flow
//   followed_by(task, when(condition))              taken if the condition holds
//   followed_by(task, when("key", condition))       the same, with a key of its own: name in pictures and saved files
//   followed_by(task, otherwise)                    taken if no condition of the task holds
//   choose(followed_by(…), followed_by(…), …)       the first one that holds
//   labels("a", "b")  named("id")  title("text")    for queries, for saved files, for people
//   delay(5min)                                     the body is not run before that time has passed
//   poll_every(30s)                                 how soon a service asks it again that answered "waiting"
//   deadline(24h, followed_by(task))                if not done by then, the token leaves by that flow instead
//   on_error("CODE", followed_by(task))             the same when the body answers with that BPMN error; no code: any
//   concurrent                                      the body takes const Context& and may run beside others
//   keep_changes                                    a failed attempt's changes of the context are kept
//   accept_unverified                               (in options) soundness that is not decided is accepted
//
// A word is a small value; it is turned into rows at once, and its type does not outlive the declaration.
#ifndef BATON_DSL_WORDS_HPP
#define BATON_DSL_WORDS_HPP

#include <boost/hana/tuple.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/kinds.hpp"
#include "../core/time.hpp"

namespace baton::inline BATON_ABI::dsl {

using core::condition_kind;
using core::duration;
using core::join_kind;

/// Every word type says that it is one.
struct word {
    using baton_word = void;
};
template <class T>
concept is_word = requires {
    typename T::baton_word;
};

struct start_word : word {};
struct end_word : word {};
struct may_continue_word : word {};
struct concurrent_word : word {};
struct keep_changes_word : word {};
struct accept_unverified_word : word {};
struct join_word {
    using baton_word = void;
    join_kind kind;
};

template <std::size_t N>
struct label_words {
    using baton_word = void;
    std::string_view list[N];
};
struct name_word {
    using baton_word = void;
    std::string_view id;
};
struct title_word {
    using baton_word = void;
    std::string_view text;
};
struct delay_word {
    using baton_word = void;
    duration length;
};
struct poll_every_word {
    using baton_word = void;
    duration length;
};

/// A condition before its context is known. Test: a callable, a member pointer, or nothing.
struct no_test {};
template <class Test>
struct condition_word {
    condition_kind kind;
    std::string_view key;
    Test test;
};

/// A flow before its target is looked up. Target: a text, or a pointer to the target's body.
template <class Target, class Test>
struct flow_word {
    using baton_word = void;
    Target target;
    condition_word<Test> condition;
};
template <class... Flows>
struct choice_word {
    using baton_word = void;
    boost::hana::tuple<Flows...> flows;
};
template <class Flow>
struct deadline_word {
    using baton_word = void;
    duration length;
    Flow flow;
};
template <class Flow>
struct error_word {
    using baton_word = void;
    std::string_view code;
    Flow flow;
};

/// Words of several types.
template <class... Words>
struct word_list {};
template <class First, class... Rest>
struct word_list<First, Rest...> {
    First first;
    word_list<Rest...> rest;
};
template <class... Words>
constexpr word_list<Words...> listed(const Words&... words) {
    if constexpr (sizeof...(Words) == 0)
        return {};
    else
        return [](const auto& first, const auto&... rest) {
            return word_list<Words...>{first, listed(rest...)};
        }(words...);
}

/// What only a process (<baton/process.hpp>) says: a flow with a name or title, an error that is caught with more
/// words.
template <class Test, class... Labels>
struct labelled_flow_word {
    using baton_word = void;
    flow_word<std::string_view, Test> flow;
    word_list<Labels...> labels;
};
template <class... Words>
struct error_words {
    using baton_word = void;
    std::string_view code;
    word_list<Words...> words;
};
template <class T>
inline constexpr bool is_flow_word = false;
template <class Target, class Test>
inline constexpr bool is_flow_word<flow_word<Target, Test>> = true;

struct followed_by_function {
    /// `target` is a task: its name as text, or (in the macro spelling) the task itself.
    template <class Target, class Test = no_test>
    constexpr auto operator()(Target target, condition_word<Test> condition = {condition_kind::none, {}, {}}) const {
        if constexpr (std::is_convertible_v<Target, std::string_view>)
            return flow_word<std::string_view, Test>{target, condition};
        else
            return flow_word<Target, Test>{target, condition};
    }
    /// Of a process: with `title("…")` and `named("…")`.
    template <is_word... Labels>
    requires(sizeof...(Labels) > 0) constexpr labelled_flow_word<no_test, Labels...> operator()(
        std::string_view target, Labels... labels) const {
        return {{target, {condition_kind::none, {}, {}}}, listed(labels...)};
    }
    template <class Test, is_word... Labels>
    requires(sizeof...(Labels) > 0) constexpr labelled_flow_word<Test, Labels...> operator()(
        std::string_view target, condition_word<Test> condition, Labels... labels) const {
        return {{target, condition}, listed(labels...)};
    }
};
struct when_function {
    /// The condition holds: a function, a captureless lambda, a bool member or a const member function of the context.
    template <class Test>
    constexpr condition_word<Test> operator()(Test test) const {
        return {condition_kind::bound, {}, test};
    }
    /// With a key of its own instead of "source->target".
    template <class Test>
    constexpr condition_word<Test> operator()(std::string_view key, Test test) const {
        return {condition_kind::bound, key, test};
    }
};
struct choose_function {
    /// The first flow whose condition holds is taken.
    template <class... Flows>
    constexpr choice_word<Flows...> operator()(Flows... flows) const {
        return {boost::hana::tuple<Flows...>(std::move(flows)...)};
    }
};
struct labels_function {
    template <class... Text>
    constexpr label_words<sizeof...(Text)> operator()(const Text&... label) const {
        return {{std::string_view(label)...}};
    }
};
struct named_function {
    /// The stable name: it stands in saved files and pictures instead of the C++ identifier, which may then be renamed.
    constexpr name_word operator()(std::string_view id) const { return {id}; }
};
struct title_function {
    constexpr title_word operator()(std::string_view text) const { return {text}; }
};
struct delay_function {
    constexpr delay_word operator()(duration length) const { return {length}; }
};
struct poll_every_function {
    /// A millisecond or more. A Runner asks at every run, whatever this says.
    constexpr poll_every_word operator()(duration length) const { return {length}; }
};
struct deadline_function {
    /// Counted from the moment a token enters the task. Interrupts it (BPMN 2.0.2, 10.5.4: timer boundary event).
    template <class Flow>
    requires(is_flow_word<Flow>) constexpr deadline_word<Flow> operator()(duration length, Flow flow) const {
        return {length, flow};
    }
};
struct on_error_function {
    /// Catches the BPMN error with that code (BPMN 2.0.2, 10.5.4: error boundary event).
    template <class Flow>
    requires(is_flow_word<Flow>) constexpr error_word<Flow> operator()(std::string_view code, Flow flow) const {
        return {code, flow};
    }
    /// Catches every BPMN error that no on_error with its code catches.
    template <class Flow>
    requires(is_flow_word<Flow>) constexpr error_word<Flow> operator()(Flow flow) const { return {{}, flow}; }
    /// Of a process: with other words.
    template <is_word... Words>
    constexpr error_words<Words...> operator()(std::string_view code, Words... words) const {
        return {code, listed(words...)};
    }
    template <is_word... Words>
    constexpr error_words<Words...> operator()(Words... words) const {
        return {{}, listed(words...)};
    }
};

/// The words as members, so that they are found inside a workflow's class without a using.
struct vocabulary {
    static constexpr start_word start_point{};
    static constexpr end_word end_point{};
    static constexpr may_continue_word may_continue{};
    static constexpr join_word join_point{join_kind::inclusive};
    static constexpr join_word join_all{join_kind::all};
    static constexpr join_word merge_point{join_kind::merge};
    static constexpr concurrent_word concurrent{};
    static constexpr keep_changes_word keep_changes{};
    static constexpr accept_unverified_word accept_unverified{};
    static constexpr condition_word<no_test> otherwise{condition_kind::otherwise, {}, {}};
    static constexpr followed_by_function followed_by{};
    static constexpr when_function when{};
    static constexpr choose_function choose{};
    static constexpr labels_function labels{};
    static constexpr named_function named{};
    static constexpr title_function title{};
    static constexpr delay_function delay{};
    static constexpr poll_every_function poll_every{};
    static constexpr deadline_function deadline{};
    static constexpr on_error_function on_error{};
};

}  // namespace baton::inline BATON_ABI::dsl

/// The words for the template spelling: `using namespace baton::words;`.
namespace baton::inline BATON_ABI::words {
inline constexpr auto start_point = dsl::vocabulary::start_point;
inline constexpr auto end_point = dsl::vocabulary::end_point;
inline constexpr auto may_continue = dsl::vocabulary::may_continue;
inline constexpr auto join_point = dsl::vocabulary::join_point;
inline constexpr auto join_all = dsl::vocabulary::join_all;
inline constexpr auto merge_point = dsl::vocabulary::merge_point;
inline constexpr auto concurrent = dsl::vocabulary::concurrent;
inline constexpr auto keep_changes = dsl::vocabulary::keep_changes;
inline constexpr auto accept_unverified = dsl::vocabulary::accept_unverified;
inline constexpr auto otherwise = dsl::vocabulary::otherwise;
inline constexpr auto followed_by = dsl::vocabulary::followed_by;
inline constexpr auto when = dsl::vocabulary::when;
inline constexpr auto choose = dsl::vocabulary::choose;
inline constexpr auto labels = dsl::vocabulary::labels;
inline constexpr auto named = dsl::vocabulary::named;
inline constexpr auto title = dsl::vocabulary::title;
inline constexpr auto delay = dsl::vocabulary::delay;
inline constexpr auto poll_every = dsl::vocabulary::poll_every;
inline constexpr auto deadline = dsl::vocabulary::deadline;
inline constexpr auto on_error = dsl::vocabulary::on_error;
}  // namespace baton::inline BATON_ABI::words

#endif
