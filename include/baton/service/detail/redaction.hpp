// Takes the values of secret variables out of texts.
#ifndef BATON_SERVICE_DETAIL_REDACTION_HPP
#define BATON_SERVICE_DETAIL_REDACTION_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../../config.hpp"
#include "../../core/value.hpp"

namespace baton::inline BATON_ABI::service::detail {

inline constexpr std::string_view redaction = "***";

/// The texts in a value, and its numbers as text. What is shorter than three characters would take too much out.
inline void add_texts(const core::Value& value, std::vector<std::string>& out) {
    if (const core::Value::List* list = value.list()) {
        for (const core::Value& one : *list) add_texts(one, out);
    } else if (const core::Value::Object* object = value.object()) {
        for (const auto& [name, member] : *object) add_texts(member, out);
    } else if (std::string text = core::text_of(value);
               text.size() >= 3 && value.boolean() == nullptr && !value.is_null()) {
        out.push_back(std::move(text));
    }
}
inline void add_texts_of(const core::Variables& variables, const std::vector<std::string>& names,
                         std::vector<std::string>& out) {
    for (const auto& [name, value] : variables)
        if (std::find(names.begin(), names.end(), name) != names.end()) add_texts(value, out);
}
/// The longest are taken out first: one may be a part of another.
inline std::string without(std::string text, std::vector<std::string> secrets) {
    std::sort(secrets.begin(), secrets.end(),
              [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    for (const std::string& secret : secrets)
        for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + redaction.size()))
            text.replace(at, secret.size(), redaction);
    return text;
}

}  // namespace baton::inline BATON_ABI::service::detail

#endif
