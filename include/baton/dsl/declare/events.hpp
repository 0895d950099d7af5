// The words of events: what a catch event waits for (on_…), what a throw event throws (throws_…).
//
//   start_event("asked", on_message("order", key("=id")))
//   user_task("approve", on_timer(after("PT24H"), non_interrupting, followed_by("remind")))
//   end_event("rejected", throws_error("REJECTED"))
#ifndef BATON_DSL_DECLARE_EVENTS_HPP
#define BATON_DSL_DECLARE_EVENTS_HPP

#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "put.hpp"

namespace baton::inline BATON_ABI::dsl::declare::vocabulary {

// --- what an event waits for ---

/// A message, by its name, which may be computed.
template <class... Words>
auto on_message(std::string_view name, const Words&... words) {
    return detail::waits_for<core::event_kind::message>(detail::event_named(core::event_kind::message, name), words...);
}
template <class... Words>
auto on_signal(std::string_view name, const Words&... words) {
    return detail::waits_for<core::event_kind::signal>(detail::event_named(core::event_kind::signal, name), words...);
}
/// When: at(…), after(…) or every(…).
struct time_word {
    core::timer_kind kind;
    formula text;
};
/// A date and time: "2030-01-01T00:00:00Z", or an expression.
inline time_word at(formula date) { return {core::timer_kind::date, date}; }
/// A duration: "PT24H", or an expression.
inline time_word after(formula length) { return {core::timer_kind::duration, length}; }
/// A cycle: "R3/PT10M", cron, or an expression.
inline time_word every(formula cycle) { return {core::timer_kind::cycle, cycle}; }
template <class... Words>
auto on_timer(time_word when, const Words&... words) {
    core::EventDefinition e;
    e.kind = core::event_kind::timer;
    e.timer = when.kind;
    e.expression = when.text.stored();
    return detail::waits_for<core::event_kind::timer>(std::move(e), words...);
}
/// As soon as it is true.
template <class... Words>
auto on_condition(formula condition, const Words&... words) {
    core::EventDefinition e;
    e.kind = core::event_kind::conditional;
    e.expression = condition.stored();
    return detail::waits_for<core::event_kind::conditional>(std::move(e), words...);
}
/// An escalation of that code; "": any.
template <class... Words>
auto on_escalation(std::string_view code, const Words&... words) {
    return detail::waits_for<core::event_kind::escalation>(detail::event_coded(core::event_kind::escalation, code),
                                                           words...);
}
/// The throw event of that link.
template <class = void>
auto on_link(std::string_view name) {
    return detail::waits_for<core::event_kind::link>(detail::event_named(core::event_kind::link, name));
}
/// Of the start event of an event sub-process; see compensated_by for activities.
template <class = void>
auto on_compensation() {
    return detail::waits_for<core::event_kind::compensation>(detail::event_named(core::event_kind::compensation, {}));
}
/// The transaction is cancelled.
template <class... Words>
auto on_cancel(const Words&... words) {
    return detail::waits_for<core::event_kind::cancel>(detail::event_named(core::event_kind::cancel, {}), words...);
}

// --- what an event throws ---

template <class... Words>
auto throws_message(std::string_view name, const Words&... words) {
    return detail::throws_it<core::event_kind::message>(detail::event_named(core::event_kind::message, name), words...);
}
template <class... Words>
auto throws_signal(std::string_view name, const Words&... words) {
    return detail::throws_it<core::event_kind::signal>(detail::event_named(core::event_kind::signal, name), words...);
}
template <class... Words>
auto throws_error(std::string_view code, const Words&... words) {
    return detail::throws_it<core::event_kind::error>(detail::event_coded(core::event_kind::error, code), words...);
}
template <class... Words>
auto throws_escalation(std::string_view code, const Words&... words) {
    return detail::throws_it<core::event_kind::escalation>(detail::event_coded(core::event_kind::escalation, code),
                                                           words...);
}
template <class = void>
auto throws_link(std::string_view name) {
    return detail::throws_it<core::event_kind::link>(detail::event_named(core::event_kind::link, name));
}
/// Compensates that activity; "": all of the scope.
template <class... Words>
auto throws_compensation(std::string_view activity, const Words&... words) {
    core::EventDefinition e = detail::event_named(core::event_kind::compensation, {});
    e.activity = activity;
    return detail::throws_it<core::event_kind::compensation>(std::move(e), words...);
}
/// Cancels the transaction around it.
template <class = void>
auto throws_cancel() {
    return detail::throws_it<core::event_kind::cancel>(detail::event_named(core::event_kind::cancel, {}));
}
/// Ends everything in the scope.
template <class = void>
auto terminates() {
    return detail::throws_it<core::event_kind::terminate>(detail::event_named(core::event_kind::terminate, {}));
}

// --- inside of those ---

/// The correlation key of a message.
inline auto key(formula value) {
    return say<place::trigger>([=](auto& d) { d.node.events.back().expression = value.stored(); });
}
/// The name of an error or escalation, where it is not its code.
inline auto called(std::string_view name) {
    return say<place::trigger>([=](auto& d) { d.node.events.back().name = name; });
}
/// The variables that take the code and the message of what was caught.
inline auto code_into(std::string_view variable) {
    return say<place::trigger>([=](auto& d) { d.node.events.back().code_variable = variable; });
}
inline auto message_into(std::string_view variable) {
    return say<place::trigger>([=](auto& d) { d.node.events.back().message_variable = variable; });
}
/// The id of the event definition.
inline auto definition_id(std::string_view id) {
    return say<place::trigger>([=](auto& d) { d.node.events.back().id = id; });
}
/// A throw of compensation goes on at once.
inline constexpr auto without_waiting =
    say<place::trigger>([](auto& d) { d.node.events.back().wait_for_completion = false; });

// --- of events and boundary events ---

/// What it is attached to goes on; of the start event of an event sub-process: what is around it goes on.
inline constexpr auto non_interrupting =
    say<place::start_event | place::boundary_event | place::attached>([](auto& d) { d.node.interrupting = false; });
/// All of its event definitions must happen, not one of them.
inline constexpr auto parallel_multiple = say<place::catching>([](auto& d) { d.node.parallel_multiple = true; });
/// The activity that a boundary_event is attached to.
inline auto on(std::string_view host) {
    return say<place::boundary_event>([=](auto& d) { d.host = host; });
}
/// The compensation handler that a boundary_event leads to.
inline auto handled_by(std::string_view activity) {
    return say<place::boundary_event>([=](auto& d) { d.handler = activity; });
}
/// The id of the association to the handler.
inline auto association_id(std::string_view id) {
    return say<place::boundary_event | place::attached>([=](auto& d) { d.association = id; });
}
/// The activity that undoes this one (compensation boundary event and association).
template <class... Words>
auto compensated_by(std::string_view activity, const Words&... words) {
    Draft own = detail::boundary_draft(detail::event_named(core::event_kind::compensation, {}), words...);
    own.handler = activity;
    return say<place::activities>([own = std::move(own)](auto& d) { d.boundaries.push_back(own); });
}
/// The message of a send or receive task, or of a message flow.
template <class... Words>
auto message(std::string_view name, const Words&... words) {
    auto made =
        detail::throws_it<core::event_kind::message>(detail::event_named(core::event_kind::message, name), words...);
    return say<place::send_task | place::receive_task | place::message_flow>(
        [event = std::move(made.draft.node.events.front())](auto& d) { d.node.events.push_back(event); });
}

}  // namespace baton::inline BATON_ABI::dsl::declare::vocabulary

#endif
