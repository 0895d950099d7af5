// Functions as bodies of tasks: plain ones, those that take a struct of variables, and pure ones.
#ifndef BATON_RUNNER_TYPED_BODY_HPP
#define BATON_RUNNER_TYPED_BODY_HPP

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/fields.hpp"
#include "struct_values.hpp"
#include "task_context.hpp"
#include "task_hooks.hpp"

namespace baton::inline BATON_ABI::runner {

namespace detail {

/// What a function gives, as an outcome: void is done.
template <class Call>
core::Outcome outcome_of(Call call) {
    if constexpr (std::is_void_v<decltype(call())>) {
        call();
        return core::done_word{};
    } else {
        return call();
    }
}

inline core::Outcome wrong_variables(const TaskContext& task, const StructReader& reader) {
    return core::failed_word{}("task " + task.node().id + ": " + reader.text());
}

/// A function of one argument type that BATON_FIELDS knows, with or without the context behind it.
template <class Struct, class Function>
core::Outcome call_with_struct(Function& function, TaskContext& task) {
    static_assert(core::has_fields<Struct>, "name the members of the struct with BATON_FIELDS(Struct, member, ...)");
    Struct values{};
    StructReader reader;
    std::vector<core::Value> before;
    baton_visit_fields(static_cast<const Struct*>(nullptr), [&](const char* name, auto member) {
        before.push_back(task.get(name));
        reader.read(before.back(), values.*member, name);
    });
    if (!reader.problems().empty()) return wrong_variables(task, reader);
    core::Outcome given = outcome_of([&] {
        if constexpr (std::is_invocable_v<Function&, Struct&, TaskContext&>)
            return function(values, task);
        else
            return function(values);
    });
    if (given.kind() == core::outcome_kind::failed || task.interrupted()) return given;
    std::size_t at = 0;
    baton_visit_fields(static_cast<const Struct*>(nullptr), [&](const char* name, auto member) {
        core::Value after = to_value(values.*member);
        if (const core::Value& old = before[at++]; old.typed_text() != nullptr && after.text() != nullptr) {
            if (*after.text() == old.typed_text()->text) return;  // a date that was read as text stays one
        } else if (after == old) {
            return;
        }
        task.set(name, std::move(after));
    });
    return given;
}

}  // namespace detail

/// `Outcome f(TaskContext&)`, `bool f(TaskContext&)`, `void f(TaskContext&)`, or the same without an argument.
template <class Function>
TaskBody body_from(Function function) {
    if constexpr (std::is_same_v<Function, TaskBody>) {
        return function;
    } else if constexpr (std::is_invocable_v<Function&, TaskContext&>) {
        return [f = std::move(function)](TaskContext& task) mutable {
            return detail::outcome_of([&] { return f(task); });
        };
    } else {
        static_assert(std::is_invocable_v<Function&>,
                      "the body of a task takes baton::TaskContext& and gives baton::Outcome, bool or nothing; for one "
                      "that takes a struct of variables write on<Struct>(…)");
        return [f = std::move(function)](TaskContext&) mutable { return detail::outcome_of([&] { return f(); }); };
    }
}
/// `Outcome f(Struct&)`, or with TaskContext& behind it: the members are filled from the variables of their names
/// before, and those that have changed are assigned after. A variable that is missing or of another type fails the
/// task.
template <class Struct, class Function>
TaskBody struct_body(Function function) {
    return [f = std::move(function)](TaskContext& task) mutable { return detail::call_with_struct<Struct>(f, task); };
}
/// A function of values: `double f(double, std::string)` with the names of its arguments' variables, and that of the
/// one which takes the result ("": the model's resultVariable, if it names one).
template <class Result, class... Args>
TaskBody pure_body(Result (*function)(Args...), std::vector<std::string> names, std::string result) {
    return [function, names = std::move(names), result = std::move(result)](TaskContext& task) -> core::Outcome {
        if (names.size() != sizeof...(Args))
            return core::failed_word{}("task " + task.node().id + ": its function takes " +
                                       std::to_string(sizeof...(Args)) + " arguments, " + std::to_string(names.size()) +
                                       " are named");
        std::tuple<std::remove_cvref_t<Args>...> values;
        detail::StructReader reader;
        std::size_t at = 0;
        std::apply([&](auto&... value) { ((reader.read(task.get(names[at]), value, names[at]), ++at), ...); }, values);
        if (!reader.problems().empty()) return detail::wrong_variables(task, reader);
        if constexpr (std::is_void_v<Result>) {
            std::apply(function, values);
        } else {
            const std::string& to = result.empty() ? task.node().implementation.result_variable : result;
            core::Value given = to_value(std::apply(function, values));
            if (!to.empty()) task.set(to, std::move(given));
        }
        return core::done_word{};
    };
}

/// A function as an exit hook: it gives a Veto, or nothing.
template <class Function>
ExitHook exit_hook_from(Function function) {
    return [f = std::move(function)](TaskContext& task) mutable -> Veto {
        if constexpr (std::is_void_v<std::invoke_result_t<Function&, TaskContext&>>) {
            f(task);
            return {};
        } else {
            return f(task);
        }
    };
}

/// What a task's input mappings have made of the model's parameters: of a connector, all that it is called with.
inline core::Variables inputs_of(const TaskContext& task) {
    core::Variables inputs;
    for (const auto* list : {&task.node().data.input_mappings, &task.node().implementation.inputs})
        for (const core::Mapping& m : *list)
            if (std::none_of(inputs.begin(), inputs.end(), [&](const auto& known) { return known.first == m.target; }))
                inputs.emplace_back(m.target, task.get(m.target));
    return inputs;
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::inputs_of;
}  // namespace baton::inline BATON_ABI

#endif
