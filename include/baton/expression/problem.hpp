// Where in the text of an expression a problem is: line, column, and the text marked.
#ifndef BATON_EXPRESSION_PROBLEM_HPP
#define BATON_EXPRESSION_PROBLEM_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/error.hpp"

namespace baton::inline BATON_ABI::expression {

/// "line 1, column 7" and the line with a mark under the place.
inline std::string place_in(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    const std::string_view before = text.substr(0, at);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    std::size_t column = 1;
    for (const char c : before.substr(start)) column += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

/// The text around a place, with the place between two arrows: "x >→ and←".
inline std::string marked(std::string_view text, std::size_t at) {
    at = std::min(at, text.size());
    const auto inside = [&](std::size_t i) {
        return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80;
    };
    std::size_t from = at > 30 ? at - 30 : 0, to = std::min(text.size(), at + 20);
    while (from > 0 && inside(from)) --from;
    while (inside(to)) ++to;
    std::string out(from > 0 ? "…" : "");
    out.append(text.substr(from, at - from)).append("→").append(text.substr(at, to - at));
    for (char& c : out)
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    return out + (to < text.size() ? "…" : "");
}

[[noreturn]] inline void refuse(core::error_code code, std::string_view text, std::size_t at, const std::string& what) {
    throw core::error(code, place_in(text, at), what + ": " + marked(text, at));
}

}  // namespace baton::inline BATON_ABI::expression

#endif
