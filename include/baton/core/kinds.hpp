// The kinds of nodes, joins, splits and conditions: what a Definition, its rows and its Graph have in common.
#ifndef BATON_CORE_KINDS_HPP
#define BATON_CORE_KINDS_HPP

#include <cstdint>
#include <string_view>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

/// A boundary event is attached to a host activity and is entered when its event happens there (BPMN 2.0.2, 10.5.4).
enum class node_kind : std::uint8_t {
    task,
    exclusive_gateway,
    parallel_gateway,
    inclusive_gateway,
    timer_boundary,  ///< interrupting, after Node::time
    error_boundary,  ///< of Node::error
    complex_gateway,
    event_gateway,
    start_event,
    catch_event,
    throw_event,
    end_event,
    boundary_event,
    sub_process,
    event_sub_process,
    transaction,
    ad_hoc_sub_process,
    call_activity
};

/// What kind of work a task is (BPMN 2.0.2, 10.3.3).
enum class task_kind : std::uint8_t { none, service, user, manual, script, send, receive, business_rule };

/// How tokens that arrive by several flows meet.
enum class join_kind : std::uint8_t {
    none,      ///< there is only one predecessor
    merge,     ///< each token passes on its own (BPMN exclusive gateway, also an activity without a gateway)
    all,       ///< one token from each flow (BPMN parallel gateway, 13.4.1)
    inclusive,  ///< one token from each flow that a token can still come from (BPMN inclusive gateway, 13.4.3)
    complex     ///< when the activation condition holds; the others are taken when it resets (13.4.5)
};

/// Which flows a token leaves by.
enum class split_kind : std::uint8_t {
    none,       ///< there is at most one flow, without a condition
    all,        ///< every flow (BPMN parallel gateway)
    exclusive,  ///< the first flow whose condition holds, else the one marked otherwise (BPMN exclusive
                ///< gateway, 13.4.2)
    inclusive   ///< every flow whose condition holds, every flow without one; otherwise when no condition holds
};

enum class condition_kind : std::uint8_t {
    none,
    otherwise,  ///< BPMN default flow
    bound,      ///< a callable, found in the bindings by its key
    expression  ///< text in an expression language
};

/// What is demanded of a definition's soundness before it may run.
enum class soundness : std::uint8_t {
    required,          ///< proved
    may_be_undecided,  ///< not disproved
    not_required
};

enum class body_kind : std::uint8_t {
    none,
    bound,      ///< a callable, found in the bindings by its key
    expression  ///< text in an expression or script language
};

constexpr bool is_gateway(node_kind kind) {
    return kind == node_kind::exclusive_gateway || kind == node_kind::parallel_gateway ||
           kind == node_kind::inclusive_gateway || kind == node_kind::complex_gateway ||
           kind == node_kind::event_gateway;
}
constexpr bool is_boundary(node_kind kind) {
    return kind == node_kind::timer_boundary || kind == node_kind::error_boundary || kind == node_kind::boundary_event;
}
/// Holds nodes of its own.
constexpr bool is_sub_process(node_kind kind) {
    return kind == node_kind::sub_process || kind == node_kind::event_sub_process || kind == node_kind::transaction ||
           kind == node_kind::ad_hoc_sub_process;
}
constexpr bool is_activity(node_kind kind) {
    return kind == node_kind::task || kind == node_kind::call_activity || is_sub_process(kind);
}
constexpr bool is_event(node_kind kind) {
    return kind == node_kind::start_event || kind == node_kind::catch_event || kind == node_kind::throw_event ||
           kind == node_kind::end_event || is_boundary(kind);
}

// The names that stand in saved files, fingerprints and pictures. They never change.
constexpr std::string_view name_of(node_kind kind) {
    switch (kind) {
        case node_kind::task: return "task";
        case node_kind::exclusive_gateway: return "exclusive-gateway";
        case node_kind::parallel_gateway: return "parallel-gateway";
        case node_kind::inclusive_gateway: return "inclusive-gateway";
        case node_kind::timer_boundary: return "timer-boundary";
        case node_kind::error_boundary: return "error-boundary";
        case node_kind::complex_gateway: return "complex-gateway";
        case node_kind::event_gateway: return "event-gateway";
        case node_kind::start_event: return "start-event";
        case node_kind::catch_event: return "catch-event";
        case node_kind::throw_event: return "throw-event";
        case node_kind::end_event: return "end-event";
        case node_kind::boundary_event: return "boundary-event";
        case node_kind::sub_process: return "sub-process";
        case node_kind::event_sub_process: return "event-sub-process";
        case node_kind::transaction: return "transaction";
        case node_kind::ad_hoc_sub_process: return "ad-hoc-sub-process";
        case node_kind::call_activity: return "call-activity";
    }
    return {};
}
constexpr std::string_view name_of(task_kind kind) {
    switch (kind) {
        case task_kind::none: return "none";
        case task_kind::service: return "service";
        case task_kind::user: return "user";
        case task_kind::manual: return "manual";
        case task_kind::script: return "script";
        case task_kind::send: return "send";
        case task_kind::receive: return "receive";
        case task_kind::business_rule: return "business-rule";
    }
    return {};
}
constexpr std::string_view name_of(join_kind kind) {
    switch (kind) {
        case join_kind::none: return "none";
        case join_kind::merge: return "merge";
        case join_kind::all: return "all";
        case join_kind::inclusive: return "inclusive";
        case join_kind::complex: return "complex";
    }
    return {};
}
constexpr std::string_view name_of(split_kind kind) {
    switch (kind) {
        case split_kind::none: return "none";
        case split_kind::all: return "all";
        case split_kind::exclusive: return "exclusive";
        case split_kind::inclusive: return "inclusive";
    }
    return {};
}
constexpr std::string_view name_of(condition_kind kind) {
    switch (kind) {
        case condition_kind::none: return "none";
        case condition_kind::otherwise: return "otherwise";
        case condition_kind::bound: return "bound";
        case condition_kind::expression: return "expression";
    }
    return {};
}
constexpr std::string_view name_of(body_kind kind) {
    switch (kind) {
        case body_kind::none: return "none";
        case body_kind::bound: return "bound";
        case body_kind::expression: return "expression";
    }
    return {};
}

}  // namespace baton::inline BATON_ABI::core

#endif
