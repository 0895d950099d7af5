// name:word, the conditions of python-bpmn-engine: true when the variable's text is the word.
#ifndef BATON_EXPRESSION_KEY_VALUE_HPP
#define BATON_EXPRESSION_KEY_VALUE_HPP

#include <algorithm>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "cursor.hpp"
#include "limits.hpp"
#include "tree_builder.hpp"

namespace baton::inline BATON_ABI::expression {

namespace detail {
inline std::string_view trimmed_blanks(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos ? std::string_view()
                                          : text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}
}  // namespace detail

/// A variable's name, a colon, and one word without signs.
inline bool is_key_value(std::string_view text) {
    text = detail::trimmed_blanks(text);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
    const auto is_word = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), detail::continues_name);
    };
    return is_word(detail::trimmed_blanks(text.substr(0, colon))) && detail::starts_name(text[0]) &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(colon) + 1, text.end(),
                       [](char c) { return detail::continues_name(c) || c == '-' || c == '.'; });
}

/// string(name) = "word"; false, not null, when there is no such variable.
inline Syntax key_value_syntax(std::string_view text, const Limits& limits) {
    TreeBuilder tree(text, limits);
    if (!is_key_value(text)) Cursor(text).fail("expected name:word");
    const std::string_view trimmed = detail::trimmed_blanks(text);
    const std::size_t colon = trimmed.find(':');
    const NodeIndex variable =
        tree.add(NodeKind::name, 0, {}, tree.name(std::string(detail::trimmed_blanks(trimmed.substr(0, colon)))));
    const NodeIndex as_text = tree.add(NodeKind::join_text, 0, {variable});
    const NodeIndex word =
        tree.constant(colon + 1, Text(std::string(detail::trimmed_blanks(trimmed.substr(colon + 1)))));
    tree.tree.root = tree.add(NodeKind::chain, 0, {as_text, static_cast<std::uint32_t>(Op::equal), word});
    return std::move(tree.tree);
}

}  // namespace baton::inline BATON_ABI::expression

#endif
