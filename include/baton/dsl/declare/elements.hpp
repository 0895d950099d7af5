// The elements of a process, each by its own word.
#ifndef BATON_DSL_DECLARE_ELEMENTS_HPP
#define BATON_DSL_DECLARE_ELEMENTS_HPP

#include <cstdint>
#include <string_view>

#include "../../config.hpp"
#include "put.hpp"

namespace baton::inline BATON_ABI::dsl::declare {

namespace detail {

template <std::uint64_t Place, class... Words>
Draft element(std::string_view id, core::node_kind kind, core::task_kind task, const Words&... words) {
    Draft d;
    d.place = Place;
    d.node.id = id;
    d.node.kind = kind;
    d.node.task = task;
    // Not a fold: clang allows 256 operands only.
    [[maybe_unused]] const bool in_order[] = {(put<Place>(d, words), true)..., true};
    return d;
}

}  // namespace detail

template <class... Words>
void Draft::plain_task(std::string_view id, const Words&... words) {
    children.push_back(detail::element<place::plain_task>(id, core::node_kind::task, core::task_kind::none, words...));
}

namespace vocabulary {

/// Work that a program does.
template <class... Words>
Draft service_task(std::string_view id, const Words&... words) {
    return detail::element<place::service_task>(id, core::node_kind::task, core::task_kind::service, words...);
}
/// Work that a person does, with a list of tasks and a form.
template <class... Words>
Draft user_task(std::string_view id, const Words&... words) {
    return detail::element<place::user_task>(id, core::node_kind::task, core::task_kind::user, words...);
}
/// Work that is done without the engine: passed at once.
template <class... Words>
Draft manual_task(std::string_view id, const Words&... words) {
    return detail::element<place::manual_task>(id, core::node_kind::task, core::task_kind::manual, words...);
}
/// A script, or an expression.
template <class... Words>
Draft script_task(std::string_view id, const Words&... words) {
    return detail::element<place::script_task>(id, core::node_kind::task, core::task_kind::script, words...);
}
/// Sends its message.
template <class... Words>
Draft send_task(std::string_view id, const Words&... words) {
    return detail::element<place::send_task>(id, core::node_kind::task, core::task_kind::send, words...);
}
/// Waits for its message.
template <class... Words>
Draft receive_task(std::string_view id, const Words&... words) {
    return detail::element<place::receive_task>(id, core::node_kind::task, core::task_kind::receive, words...);
}
/// A decision.
template <class... Words>
Draft business_rule_task(std::string_view id, const Words&... words) {
    return detail::element<place::business_rule_task>(id, core::node_kind::task, core::task_kind::business_rule,
                                                      words...);
}
/// Each token passes, and leaves by the first flow that holds (13.4.2).
template <class... Words>
Draft exclusive_gateway(std::string_view id, const Words&... words) {
    return detail::element<place::exclusive_gateway>(id, core::node_kind::exclusive_gateway, core::task_kind::none,
                                                     words...);
}
/// Waits for one token from every flow, leaves by every flow (13.4.1).
template <class... Words>
Draft parallel_gateway(std::string_view id, const Words&... words) {
    return detail::element<place::parallel_gateway>(id, core::node_kind::parallel_gateway, core::task_kind::none,
                                                    words...);
}
/// Waits for every token that can still come, leaves by every flow that holds (13.4.3).
template <class... Words>
Draft inclusive_gateway(std::string_view id, const Words&... words) {
    return detail::element<place::inclusive_gateway>(id, core::node_kind::inclusive_gateway, core::task_kind::none,
                                                     words...);
}
/// Waits until its activation condition holds (13.4.5).
template <class... Words>
Draft complex_gateway(std::string_view id, const Words&... words) {
    return detail::element<place::complex_gateway>(id, core::node_kind::complex_gateway, core::task_kind::none,
                                                   words...);
}
/// Leaves by the event behind it that happens first (13.4.4).
template <class... Words>
Draft event_based_gateway(std::string_view id, const Words&... words) {
    return detail::element<place::event_gateway>(id, core::node_kind::event_gateway, core::task_kind::none, words...);
}
/// Where tokens begin; without on_…, when the process or sub-process is entered.
template <class... Words>
Draft start_event(std::string_view id, const Words&... words) {
    return detail::element<place::start_event>(id, core::node_kind::start_event, core::task_kind::none, words...);
}
/// Waits for what it says with on_….
template <class... Words>
Draft catch_event(std::string_view id, const Words&... words) {
    return detail::element<place::catch_event>(id, core::node_kind::catch_event, core::task_kind::none, words...);
}
/// Throws what it says with throws_…; nothing: it is only passed.
template <class... Words>
Draft throw_event(std::string_view id, const Words&... words) {
    return detail::element<place::throw_event>(id, core::node_kind::throw_event, core::task_kind::none, words...);
}
/// Where tokens end.
template <class... Words>
Draft end_event(std::string_view id, const Words&... words) {
    return detail::element<place::end_event>(id, core::node_kind::end_event, core::task_kind::none, words...);
}
/// Attached to the activity that it is on("…"); the same as on_… inside of that.
template <class... Words>
Draft boundary_event(std::string_view id, const Words&... words) {
    return detail::element<place::boundary_event>(id, core::node_kind::boundary_event, core::task_kind::none, words...);
}
/// Elements, and words about it, in any order.
template <class... Words>
Draft sub_process(std::string_view id, const Words&... words) {
    return detail::element<place::sub_process>(id, core::node_kind::sub_process, core::task_kind::none, words...);
}
/// Started by the trigger of its start event, while what is around it is active.
template <class... Words>
Draft event_sub_process(std::string_view id, const Words&... words) {
    return detail::element<place::event_sub_process>(id, core::node_kind::event_sub_process, core::task_kind::none,
                                                     words...);
}
/// A sub-process that can be cancelled: what is done in it is then compensated.
template <class... Words>
Draft transaction(std::string_view id, const Words&... words) {
    return detail::element<place::transaction>(id, core::node_kind::transaction, core::task_kind::none, words...);
}
/// Its activities run in any order, until its completion condition holds.
template <class... Words>
Draft ad_hoc_sub_process(std::string_view id, const Words&... words) {
    return detail::element<place::ad_hoc_sub_process>(id, core::node_kind::ad_hoc_sub_process, core::task_kind::none,
                                                      words...);
}
/// Calls a process or global task.
template <class... Words>
Draft call_activity(std::string_view id, const Words&... words) {
    return detail::element<place::call_activity>(id, core::node_kind::call_activity, core::task_kind::none, words...);
}

}  // namespace vocabulary

}  // namespace baton::inline BATON_ABI::dsl::declare

#endif
