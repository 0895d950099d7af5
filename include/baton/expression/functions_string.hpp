// The functions of FEEL on strings (DMN 1.4, table 75), and those that Camunda 8 adds. Those with patterns are in
// functions_pattern.hpp.
//
// Positions and lengths count code points, not bytes.
#ifndef BATON_EXPRESSION_FUNCTIONS_STRING_HPP
#define BATON_EXPRESSION_FUNCTIONS_STRING_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "case_tables.hpp"
#include "function_helpers.hpp"
#include "functions_pattern.hpp"
#include "unicode.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace string_detail {

using function_detail::argument;
using function_detail::Arguments;

constexpr auto npos = std::string_view::npos;

/// Code points, counted as unicode::decode counts them: a bad byte is one.
inline std::size_t length_of(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) at += unicode::decode(text, at).size;
    return count;
}

/// The byte at which the code point with that index begins.
inline std::size_t byte_of(std::string_view text, std::size_t index) {
    std::size_t at = 0;
    for (; index > 0 && at < text.size(); --index) at += unicode::decode(text, at).size;
    return at;
}

inline Value made(Calling& call, std::string_view text) {
    return call.spend(text.size()) ? Value(std::string(text)) : Value();
}

/// Where one text is in another, npos where it is not. Takes time linear in both however they repeat themselves (Knuth,
/// Morris and Pratt), which std::string_view::find does not. Nothing when the evaluation has used up its bounds.
inline std::optional<std::size_t> find(Calling& call, std::string_view text, std::string_view match) {
    if (!call.spend(text.size() + 1)) return {};
    if (match.size() <= 32 || match.size() > text.size()) return text.find(match);
    if (!call.spend(match.size() * sizeof(std::size_t))) return {};
    std::vector<std::size_t> border(match.size(), 0);  // of the first i + 1 bytes: the longest prefix that is a suffix
    for (std::size_t i = 1, length = 0; i < match.size(); ++i) {
        while (length > 0 && match[i] != match[length]) length = border[length - 1];
        if (match[i] == match[length]) ++length;
        border[i] = length;
    }
    for (std::size_t i = 0, length = 0; i < text.size(); ++i) {
        while (length > 0 && text[i] != match[length]) length = border[length - 1];
        if (text[i] == match[length] && ++length == match.size()) return i + 1 - length;
    }
    return npos;
}

inline Value substring(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    if (!call.spend(text.size() + 1)) return {};
    const std::size_t count = length_of(text);
    const std::optional<std::size_t> start = function_detail::index_at(argument(arguments, 1), count);
    if (!start) return call.fail("the start position is 0 or beyond the string");
    std::size_t length = count - *start;
    if (!argument(arguments, 2).is_null()) {
        const std::optional<std::int64_t> asked = function_detail::whole(argument(arguments, 2));
        if (!asked || *asked < 1) return call.fail("the length is less than 1");
        length = std::min<std::uint64_t>(length, static_cast<std::uint64_t>(*asked));
    }
    const std::string_view rest = text.substr(byte_of(text, *start));
    return made(call, rest.substr(0, byte_of(rest, length)));
}

inline Value string_length(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    if (!call.spend(text.size() + 1)) return {};
    return Value(static_cast<std::int64_t>(length_of(text)));
}

template <char32_t (*map)(char32_t)>
Value with_case(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    if (!call.spend(5 * text.size())) return {};  // looking up costs more than the memory
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const unicode::Decoded c = unicode::decode(text, at);
        const char32_t mapped = map(c.code);
        if (mapped == c.code)
            result.append(text.substr(at, c.size));
        else
            unicode::append(result, mapped);
        at += c.size;
    }
    return Value(std::move(result));
}

inline Value substring_before(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    const std::optional<std::size_t> at = find(call, text, argument(arguments, 1).text());
    if (!at) return {};
    return made(call, *at == npos ? std::string_view() : text.substr(0, *at));
}

inline Value substring_after(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text(), match = argument(arguments, 1).text();
    const std::optional<std::size_t> at = find(call, text, match);
    if (!at) return {};
    return made(call, *at == npos ? std::string_view() : text.substr(*at + match.size()));
}

inline Value contains(Calling& call, Arguments arguments) {
    const std::optional<std::size_t> at = find(call, argument(arguments, 0).text(), argument(arguments, 1).text());
    return at ? Value(*at != npos) : Value();
}

inline Value starts_with(Calling& call, Arguments arguments) {
    const std::string_view match = argument(arguments, 1).text();
    if (!call.spend(match.size() / 16 + 1)) return {};
    return argument(arguments, 0).text().starts_with(match);
}

inline Value ends_with(Calling& call, Arguments arguments) {
    const std::string_view match = argument(arguments, 1).text();
    if (!call.spend(match.size() / 16 + 1)) return {};
    return argument(arguments, 0).text().ends_with(match);
}

inline Value string_join(Calling& call, Arguments arguments) {
    const std::span<const Value> items = function_detail::items_of(argument(arguments, 0));
    const std::string_view delimiter = argument(arguments, 1).text();
    const std::string_view prefix = argument(arguments, 2).text(), suffix = argument(arguments, 3).text();
    if (!call.spend(items.size() + 1)) return {};
    std::size_t size = prefix.size() + suffix.size();
    for (const Value& item : items) {
        if (item.is_null()) continue;
        if (!item.is(Kind::string)) return call.fail("an element of the list is no string");
        size += item.text().size() + delimiter.size();
    }
    if (!call.spend(size)) return {};
    std::string result(prefix);
    result.reserve(size);
    bool first = true;
    for (const Value& item : items) {
        if (item.is_null()) continue;
        if (!std::exchange(first, false)) result.append(delimiter);
        result.append(item.text());
    }
    return Value(std::move(result.append(suffix)));
}

/// White_Space of Unicode.
constexpr bool is_space(char32_t c) {
    return (c >= 0x9 && c <= 0xD) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Without the spaces at both ends.
inline std::string_view trimmed(std::string_view text) {
    std::size_t begin = text.size(), end = 0;
    for (std::size_t at = 0; at < text.size();) {
        const unicode::Decoded c = unicode::decode(text, at);
        if (!is_space(c.code)) {
            begin = std::min(begin, at);
            end = at + c.size;
        }
        at += c.size;
    }
    return end == 0 ? std::string_view() : text.substr(begin, end - begin);
}

inline Value trim(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    return call.spend(text.size() + 1) ? made(call, trimmed(text)) : Value();
}

inline Value is_blank(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    return call.spend(text.size() + 1) ? Value(trimmed(text).empty()) : Value();
}

/// RFC 4648, with padding.
inline Value to_base64(Calling& call, Arguments arguments) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::string_view text = argument(arguments, 0).text();
    const std::size_t size = (text.size() + 2) / 3 * 4;
    if (!call.spend(size)) return {};
    std::string result;
    result.reserve(size);
    for (std::size_t at = 0; at < text.size(); at += 3) {
        const std::string_view group = text.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0u);
        for (std::size_t i = 0; i < 4; ++i) result += i <= group.size() ? digits[bits >> (18 - 6 * i) & 63] : '=';
    }
    return Value(std::move(result));
}

}  // namespace string_detail

/// The functions on strings, those with patterns included.
inline const std::vector<Signature>& string_functions() {
    namespace d = string_detail;
    static const std::vector<Signature> all = [] {
        constexpr Kinds text = kinds(Kind::string), number = kinds(Kind::number);
        constexpr Kinds text_or_null = kinds(Kind::string, Kind::null);
        const std::vector<Parameter> one{{"string", text}};
        const std::vector<Parameter> two{{"string", text}, {"match", text}};
        std::vector<Signature> out{
            {"substring",
             {{"string", text}, {"start position", number}, {"length", number, true}},
             d::substring,
             "The characters from a position on, which counts from 1 or, backwards from the end, from -1."},
            {"string length", one, d::string_length, "The number of characters."},
            {"upper case", one, d::with_case<unicode::to_upper>, "The string in upper case."},
            {"lower case", one, d::with_case<unicode::to_lower>, "The string in lower case."},
            {"substring before", two, d::substring_before, "What stands before the first match; \"\" without one."},
            {"substring after", two, d::substring_after, "What stands after the first match; \"\" without one."},
            {"contains", two, d::contains, "Whether the match is part of the string."},
            {"starts with", two, d::starts_with, "Whether the string starts with the match."},
            {"ends with", two, d::ends_with, "Whether the string ends with the match."},
            {"string join",
             {{"list", not_null}, {"delimiter", text_or_null, true}},
             d::string_join,
             "The strings of the list, with the delimiter between them; null elements are left out."},
            {"string join",
             {{"list", not_null}, {"delimiter", text_or_null}, {"prefix", text_or_null}, {"suffix", text_or_null}},
             d::string_join,
             "The strings of the list, with the delimiter between them, between prefix and suffix."},
            {"trim", one, d::trim, "The string without white space at its ends."},
            {"is blank", one, d::is_blank, "Whether the string is empty or white space only."},
            {"to base64", {{"value", text}}, d::to_base64, "The bytes of the string (UTF-8) in Base64."},
        };
        const std::vector<Signature>& patterns = pattern_functions();
        out.insert(out.end(), patterns.begin(), patterns.end());
        return out;
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
