// Handlers: objects whose members are found by their names.
//
//   struct Shop {
//       void on_score(TaskContext&);            // the body of the task with that id or name
//       void on_price(Offer&);                  // likewise, variables as a struct
//       void on_enter_approve(TaskContext&);    // a hook of one element
//       Veto on_exit_task(TaskContext&);        // a hook of every task
//       bool when_Flow_big(const TaskContext&); // the condition of a flow
//   };
//   BATON_HANDLER(Shop, on_score, on_price, on_enter_approve, on_exit_task, when_Flow_big)
//   bindings.handler(shop);
#ifndef BATON_RUNNER_HANDLER_HPP
#define BATON_RUNNER_HANDLER_HPP

#include <string>
#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/fields.hpp"
#include "bindings.hpp"

#define BATON_DETAIL_HANDLER_MEMBER(TYPE, NAME) baton_visitor(#NAME, &TYPE::NAME);

/// Names the members of TYPE that handle something. Written in the namespace of TYPE, after it.
#define BATON_HANDLER(TYPE, ...)                                                           \
    template <class BatonVisitor>                                                          \
    void baton_visit_members(const TYPE*, [[maybe_unused]] BatonVisitor&& baton_visitor) { \
        BATON_DETAIL_EACH(BATON_DETAIL_HANDLER_MEMBER, TYPE, __VA_ARGS__)                          \
    }

namespace baton::inline BATON_ABI::runner {

namespace detail {

/// What a member function takes.
template <class Member>
struct argument_of;
template <class Object, class Result, class Argument>
struct argument_of<Result (Object::*)(Argument)> {
    using type = std::remove_cvref_t<Argument>;
};
template <class Object, class Result, class Argument>
struct argument_of<Result (Object::*)(Argument) const> {
    using type = std::remove_cvref_t<Argument>;
};

template <class Object, class Member>
void bind_member(Bindings& bindings, Object& object, std::string_view name, Member member) {
    using Argument = typename argument_of<Member>::type;
    using Result = decltype((object.*member)(std::declval<Argument&>()));
    constexpr bool takes_context = std::is_same_v<Argument, TaskContext>;
    constexpr bool is_hook = takes_context && (std::is_void_v<Result> || std::is_same_v<Result, Veto>);
    const auto rest = [&](std::string_view prefix) {
        return name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view();
    };
    const auto call = [&object, member](Argument& argument) { return (object.*member)(argument); };
    const auto misfit = [&](const char* why) {
        throw core::error(core::error_code::a_binding_fits_nothing, "the handler's " + std::string(name), why);
    };
    if (const std::string_view flow = rest("when_"); !flow.empty()) {
        if constexpr (takes_context && std::is_invocable_r_v<bool, Member, Object&, const TaskContext&>)
            bindings.condition(std::string(flow),
                               [&object, member](const TaskContext& c) { return (object.*member)(c); });
        else
            misfit("a condition takes const TaskContext& and gives bool");
    } else if (const std::string_view entered = rest("on_enter_"); !entered.empty()) {
        if constexpr (is_hook && std::is_void_v<Result>) {
            if (entered == "task")
                bindings.on_enter_task(call);
            else
                bindings.on_enter(std::string(entered), call);
        } else {
            misfit("an enter hook takes TaskContext& and gives nothing");
        }
    } else if (const std::string_view left = rest("on_exit_"); !left.empty()) {
        if constexpr (is_hook) {
            if (left == "task")
                bindings.on_exit_task(call);
            else
                bindings.on_exit(std::string(left), call);
        } else {
            misfit("an exit hook takes TaskContext& and gives Veto or nothing");
        }
    } else if (const std::string_view task = rest("on_"); !task.empty()) {
        if constexpr (takes_context && !std::is_same_v<Result, Veto>)
            bindings.bind(BoundBy::word, std::string(task), body_from(call));
        else if constexpr (!std::is_same_v<Result, Veto>)
            bindings.bind(BoundBy::word, std::string(task), struct_body<Argument>(call));
        else
            misfit("a body gives Outcome, bool or nothing");
    } else {
        misfit("its name is none of on_…, on_enter_…, on_exit_… and when_…");
    }
}

}  // namespace detail

template <class Object>
Bindings& Bindings::handler(Object& object) {
    baton_visit_members(static_cast<const Object*>(nullptr),
                        [&](const char* name, auto member) { detail::bind_member(*this, object, name, member); });
    return *this;
}

}  // namespace baton::inline BATON_ABI::runner

#endif
