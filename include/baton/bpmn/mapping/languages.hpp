// The languages of expressions, as files name them.
#ifndef BATON_BPMN_MAPPING_LANGUAGES_HPP
#define BATON_BPMN_MAPPING_LANGUAGES_HPP

#include <algorithm>
#include <string>
#include <string_view>

#include "../../config.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

inline std::string lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

/// "feel", "juel", empty for what is read by its marks (no language, the schema's default, baton's own), else as
/// written.
inline std::string language_named(std::string_view name) {
    const std::string low = lower_case(name);
    const auto has = [&](std::string_view part) { return low.find(part) != std::string::npos; };
    if (low.empty() || has("xpath") || low == "http://www.w3.org/2001/xmlschema" || low.starts_with("urn:baton:"))
        return {};
    if (low == "feel" || low.ends_with("/feel") || low.ends_with("/feel/") ||
        (low.find("www.omg.org/spec/") != std::string::npos && has("/dmn") && low != "http://www.omg.org/spec/dmn"))
        return "feel";
    if (low == "juel" || low == "uel" || low == "el" || low.ends_with("/juel") || low.ends_with("/uel") ||
        low == "http://java.sun.com/products/jsp/" || low.ends_with(":juel"))
        return "juel";
    return std::string(name);
}

/// Whether baton has an evaluator for what language_named gave.
inline bool is_own_language(std::string_view language) {
    return language.empty() || language == "feel" || language == "juel";
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
