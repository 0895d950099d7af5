// The macro spelling: a workflow is a class, its tasks are static member functions.
//
//   BATON_WORKFLOW(coffee, Order) {
//       BATON_TASK(order, start_point, followed_by(pay), followed_by(brew)) (Order&)   { return done; }
//       BATON_TASK(pay,   followed_by(serve))                               (Order& o) { return o.paid; }
//       …
//   };
//
// How it works: next to its function, each task is a data member whose default initializer writes the task's row. Data
// members are initialized in declaration order, and an initializer sees the whole class; so constructing an object of
// the class while compiling plays the declaration, forward references need no declaration, and no counter is involved:
// not
// __COUNTER__, not the number of lines. A static_assert in a member function, compiled when the class is complete,
// checks the rows at once, also in a file that only includes the header.
#ifndef BATON_DSL_DECLARATION_HPP
#define BATON_DSL_DECLARATION_HPP

#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../core/fixed_string.hpp"
#include "../core/outcome.hpp"
#include "../core/self.hpp"
#include "collector.hpp"
#include "lower.hpp"
#include "words.hpp"

namespace baton::inline BATON_ABI::dsl {

/// What the data member of a task is. It cannot be made without its initializer, which tells a broken one from a valid.
class declared_member {
public:
    declared_member() = delete;
    constexpr explicit declared_member(int) {}
};

/// A whole workflow, or some of its tasks.
enum class extent : bool { workflow, module };

/// The base of every class that BATON_WORKFLOW or BATON_TASKS opens.
template <extent Extent, class Workflow, core::fixed_string Name, class Context, class Resources = core::no_resources>
class declaration : public vocabulary {
public:
    static constexpr extent baton_extent = Extent;
    using baton_self = Workflow;
    using baton_base = declaration;
    using baton_context = Context;
    using baton_resources = Resources;
    using Self = core::Self;
    static constexpr std::string_view baton_name = Name.view();

    static constexpr core::done_word done{};
    static constexpr core::waiting_word waiting{};
    static constexpr core::pending_word pending{};
    static constexpr core::failed_word failed{};
    static constexpr core::error_word bpmn_error{};
    template <class Function>
    static core::Outcome done_with(Function change) {
        return core::done_with(static_cast<Function&&>(change));
    }

    constexpr explicit declaration(collector<Context, Resources>& into) : baton_into_(into) {}

protected:
    template <class Function, class... Words>
    constexpr declared_member baton_task(std::string_view name, unsigned line, Function* body, const Words&... words) {
        baton_into_.node(name, node_kind::task, detail::bind_function<Context, Resources>(body), line, words...);
        return declared_member(0);
    }
    template <class... Words>
    constexpr declared_member baton_gateway(std::string_view name, unsigned line, node_kind kind,
                                            Outcome (*handle)(Context&), const Words&... words) {
        baton_into_.node(name, kind, handle, line, words...);
        return declared_member(0);
    }
    template <class... Words>
    constexpr declared_member baton_option(const Words&... words) {
        baton_into_.option(words...);
        return declared_member(0);
    }

private:
    collector<Context, Resources>& baton_into_;
};

/// Plays the declaration of a class.
template <class Workflow>
struct class_source {
    using context = typename Workflow::baton_context;
    using resources = typename Workflow::baton_resources;
    static constexpr std::string_view name = Workflow::baton_name;
    static constexpr extent reach = Workflow::baton_extent;
    static constexpr void declare(collector<context, resources>& into) {
        [[maybe_unused]] const Workflow played{typename Workflow::baton_base(into)};
    }
};

namespace detail {

/// Every member of the class has its initializer. It has not where the compiler has already reported an error in one.
template <class Workflow>
concept every_member_is_initialized = std::is_aggregate_v<Workflow> && requires(typename Workflow::baton_base base) {
    Workflow{base};
};

/// The declaration is a constant. It is not where the compiler has already reported an error in an initializer.
template <class Source>
concept is_constant = requires {
    typename std::bool_constant<(lowered<Source>::raw.nodes.size(), true)>;
};

/// Two tasks of one name with one body: the compiler has already reported a member function that is declared twice.
template <class Source>
constexpr bool repeats_a_function() {
    using rows = lowered<Source>;
    if (rows::own_problem.code != error_code::two_tasks_have_the_name) return false;
    core::body_ref<typename Source::context, typename Source::resources> first;
    for (std::size_t i = 0; i < rows::node_count; ++i) {
        if (rows::raw.nodes[i].id != rows::own_problem.who) continue;
        if (first.same_as(rows::raw.facts[i].body)) return true;
        first = rows::raw.facts[i].body;
    }
    return false;
}

template <class Source, std::uint32_t Line, bool AlreadyReported>
struct checked_rows {
    static constexpr bool value = true;
};
template <class Source, std::uint32_t Line>
requires(Source::reach == extent::workflow) struct checked_rows<Source, Line, false> : accepts<Source, Line> {
};
template <class Source, std::uint32_t Line>
requires(Source::reach == extent::module) struct checked_rows<Source, Line, false> : accepts_module<Source, Line> {
};

template <class Source, std::uint32_t Line, bool Constant>
struct checked_source {
    static constexpr bool value = true;
};
template <class Source, std::uint32_t Line>
struct checked_source<Source, Line, true> : checked_rows<Source, Line, repeats_a_function<Source>()> {};

template <class Workflow, std::uint32_t Line, bool Whole>
struct checked_members {
    static constexpr bool value = true;
};
template <class Workflow, std::uint32_t Line>
struct checked_members<Workflow, Line, true>
    : checked_source<class_source<Workflow>, Line, is_constant<class_source<Workflow>>> {};

}  // namespace detail

/// Checks a class of tasks where it is declared; an error is reported at the line of the task concerned.
template <class Workflow, std::uint32_t Line>
struct checked_class : detail::checked_members<Workflow, Line, detail::every_member_is_initialized<Workflow>> {};

/// The value that a workflow's name stands for: give it to a Runner or to open().
template <class Source>
struct declared {
    using source = Source;  // of an incomplete class, where a macro declares the value: nothing more can be asked here
};

/// The value that the name of a module of tasks stands for: give it to compose.
template <class Source>
struct declared_module {
    using source = Source;
};

}  // namespace baton::inline BATON_ABI::dsl

#endif
