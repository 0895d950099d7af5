// Variables as the command line gives them: a JSON object.
#ifndef BATON_CLI_OBJECT_ARGUMENT_HPP
#define BATON_CLI_OBJECT_ARGUMENT_HPP

#include <stdexcept>
#include <string>

#include "../config.hpp"
#include "../core/value.hpp"
#include "../testing/scenario_value.hpp"

namespace baton::inline BATON_ABI::cli::detail {

/// `where` names the text in what is thrown when it is none.
inline core::Variables object_from(const std::string& text, const std::string& where) {
    const testing::ScenarioJson json = testing::ScenarioJson::parse(text, nullptr, false);
    if (!json.is_object()) throw std::runtime_error(where + ": expected a JSON object, seen " + text);
    return testing::variables_from(json);
}
/// As object_from; nothing for an empty text.
inline core::Variables variables_argument(const std::string& text) {
    return text.empty() ? core::Variables() : object_from(text, "--variables");
}

}  // namespace baton::inline BATON_ABI::cli::detail

#endif
