// BPMN errors in the words of deciders: an activity or a process fails for a reason that says the code.
#ifndef BATON_DECIDER_BPMN_ERROR_HPP
#define BATON_DECIDER_BPMN_ERROR_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "result.hpp"

namespace baton::inline BATON_ABI::decider {

/// The reason of a failure that is a BPMN error: this, and the error's code. Its details are the error's message.
inline constexpr std::string_view bpmn_error_prefix = "bpmn-error:";

/// To be returned or thrown by an activity of a Definition.
inline ActivityFailed bpmn_failure(std::string_view code, std::string message = {}) {
    return {std::string(bpmn_error_prefix) + std::string(code), std::move(message)};
}
/// The code in the reason of a failure; nothing where it is no BPMN error.
inline std::optional<std::string> bpmn_error_code(std::string_view reason) {
    if (!reason.starts_with(bpmn_error_prefix)) return std::nullopt;
    return std::string(reason.substr(bpmn_error_prefix.size()));
}

}  // namespace baton::inline BATON_ABI::decider

#endif
