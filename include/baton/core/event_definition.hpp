// Event definitions (BPMN 2.0.2, 10.5.5): what an event waits for, or throws.
#ifndef BATON_CORE_EVENT_DEFINITION_HPP
#define BATON_CORE_EVENT_DEFINITION_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "data.hpp"
#include "expression_text.hpp"

namespace baton::inline BATON_ABI::core {

enum class event_kind : std::uint8_t {
    message,
    timer,
    signal,
    error,
    escalation,
    conditional,
    link,
    compensation,
    cancel,
    terminate
};

enum class timer_kind : std::uint8_t {
    date,      ///< ISO 8601 date and time
    duration,  ///< ISO 8601 duration
    cycle      ///< ISO 8601 repeating interval (R4/PT10S, R/2030-01-01T00:00:00Z/P1D), or cron
};

struct EventDefinition {
    event_kind kind = event_kind::message;
    /// Of the definition in the file, where it has one.
    std::string id;
    /// message, signal, link: the name by which throw and catch find each other. error, escalation: for people. May be
    /// computed (is_computed), but not of a link.
    std::string name;
    /// error, escalation: the code. Empty at a catch event: any.
    std::string code;
    /// timer
    timer_kind timer = timer_kind::duration;
    /// timer: date, duration or cycle, literal or computed. conditional: the condition. message: the correlation key
    /// (Zeebe); empty where none.
    ExpressionText expression;
    /// compensation: the id of the activity to compensate; empty: all of the scope.
    std::string activity;
    bool wait_for_completion = true;
    /// error, escalation at a catch event: the variables that receive code and message (camunda:errorCodeVariable …).
    std::string code_variable, message_variable;
    /// What a throw event sends along (camunda:in of a signal, zeebe:input), and what a catch event takes (zeebe:output).
    std::vector<Mapping> payload;

    friend bool operator==(const EventDefinition&, const EventDefinition&) = default;
};

// The names that stand in saved files and fingerprints. They never change.
constexpr std::string_view name_of(event_kind kind) {
    switch (kind) {
        case event_kind::message: return "message";
        case event_kind::timer: return "timer";
        case event_kind::signal: return "signal";
        case event_kind::error: return "error";
        case event_kind::escalation: return "escalation";
        case event_kind::conditional: return "conditional";
        case event_kind::link: return "link";
        case event_kind::compensation: return "compensation";
        case event_kind::cancel: return "cancel";
        case event_kind::terminate: return "terminate";
    }
    return {};
}

}  // namespace baton::inline BATON_ABI::core

#endif
