// The text of an expression, and the language it is written in.
#ifndef BATON_CORE_EXPRESSION_TEXT_HPP
#define BATON_CORE_EXPRESSION_TEXT_HPP

#include <string>
#include <string_view>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

/// An expression in the model. Empty text: there is none.
struct ExpressionText {
    /// "feel", "juel", or empty: by its marks (`=…` FEEL, `${…}` and `#{…}` JUEL, name:word), else the default language.
    std::string language;
    std::string text;

    [[nodiscard]] bool empty() const { return text.empty(); }
    friend bool operator==(const ExpressionText&, const ExpressionText&) = default;
};

/// Whether a text that is usually literal (a message's name, a duration) is an expression: `=…`, or with ${…} or #{…}.
inline bool is_computed(std::string_view text) {
    return text.starts_with('=') || text.find("${") != std::string_view::npos ||
           text.find("#{") != std::string_view::npos;
}

}  // namespace baton::inline BATON_ABI::core

#endif
