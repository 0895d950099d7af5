// Text as a template argument.
//
// g++ and clang 16 or later print such an argument as text inside an error message, but only when it has no spare room;
// clang 14 prints character codes, so there the text is spelled as a pack of characters (see core/report.hpp).
#ifndef BATON_CORE_FIXED_STRING_HPP
#define BATON_CORE_FIXED_STRING_HPP

#include <cstddef>
#include <string_view>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

/// A literal of exactly N - 1 characters; N counts the closing zero.
template <std::size_t N>
struct fixed_string {
    char text[N]{};

    constexpr fixed_string() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a literal is meant to convert
    constexpr fixed_string(const char (&literal)[N]) {
        for (std::size_t i = 0; i < N; ++i) text[i] = literal[i];
    }
    [[nodiscard]] constexpr std::string_view view() const { return {text, N - 1}; }
};

/// Copies exactly `Length` characters of `source`, so that the result has no padding.
template <std::size_t Length>
constexpr fixed_string<Length + 1> trimmed(std::string_view source) {
    fixed_string<Length + 1> out;
    for (std::size_t i = 0; i < Length; ++i) out.text[i] = source[i];
    return out;
}

}  // namespace baton::inline BATON_ABI::core

#endif
