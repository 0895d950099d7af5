// Any encoding of an XML file to UTF-8: UTF-8, UTF-16, UTF-32 and the two common ones of one byte, checked.
#ifndef BATON_BPMN_ENCODING_HPP
#define BATON_BPMN_ENCODING_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "../config.hpp"

namespace baton::inline BATON_ABI::bpmn::detail {

enum class Encoding : std::uint8_t { utf8, utf16_le, utf16_be, utf32_le, utf32_be, latin1, windows_1252, other };

inline void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            put(0xE0 | c >> 12);
        } else {
            put(0xF0 | c >> 18);
            put(0x80 | (c >> 12 & 0x3F));
        }
        put(0x80 | (c >> 6 & 0x3F));
    }
    put(0x80 | (c & 0x3F));
}

/// The number of bytes of the character that starts here; 0 when it is none.
inline std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4 || !follows(1)) return 0;
    if (first < 0xE0) return 2;
    if (!follows(2)) return 0;
    const unsigned second = byte(1);
    if (first < 0xF0) return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ? 0 : 3;
    if (!follows(3) || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
    return 4;
}

/// What the name in encoding="…" says.
inline Encoding encoding_named(std::string_view name) {
    std::string upper;
    for (const char c : name.substr(0, 16)) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper == "UTF-8" || upper == "UTF8" || upper == "US-ASCII" || upper == "ASCII") return Encoding::utf8;
    if (upper == "ISO-8859-1" || upper == "LATIN1" || upper == "LATIN-1") return Encoding::latin1;
    if (upper == "WINDOWS-1252" || upper == "CP1252") return Encoding::windows_1252;
    // Said of bytes that are plainly not: the bytes decide, as every other reader has it.
    if (upper.starts_with("UTF-16") || upper.starts_with("UTF-32") || upper == "UNICODE") return Encoding::utf8;
    return Encoding::other;
}

/// The value of encoding="…" in the XML declaration of a text of one-byte characters; empty when there is none.
inline std::string_view declared_encoding(std::string_view text) {
    if (!text.starts_with("<?xml")) return {};
    const std::string_view head = text.substr(0, text.substr(0, 256).find("?>"));
    const std::size_t at = head.substr(0, 256).find("encoding");
    if (at == std::string_view::npos) return {};
    const std::size_t from = head.find_first_of("\"'", at);
    if (from == std::string_view::npos) return {};
    const std::size_t to = head.find(head[from], from + 1);
    return to == std::string_view::npos ? std::string_view() : head.substr(from + 1, to - from - 1);
}

struct Detected {
    Encoding encoding;
    std::size_t skip;  ///< of a byte order mark
};

/// By byte order mark, else by how "<" or "<?" lies, else by what the declaration says.
inline Detected detect_encoding(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return {Encoding::utf8, 3};
    if (bytes.starts_with("\xFF\xFE\0\0"sv)) return {Encoding::utf32_le, 4};
    if (bytes.starts_with("\0\0\xFE\xFF"sv)) return {Encoding::utf32_be, 4};
    if (bytes.starts_with("\xFF\xFE"sv)) return {Encoding::utf16_le, 2};
    if (bytes.starts_with("\xFE\xFF"sv)) return {Encoding::utf16_be, 2};
    if (bytes.starts_with("<\0\0\0"sv)) return {Encoding::utf32_le, 0};
    if (bytes.starts_with("\0\0\0<"sv)) return {Encoding::utf32_be, 0};
    if (bytes.starts_with("<\0"sv)) return {Encoding::utf16_le, 0};
    if (bytes.starts_with("\0<"sv)) return {Encoding::utf16_be, 0};
    const std::string_view name = declared_encoding(bytes);
    return {name.empty() ? Encoding::utf8 : encoding_named(name), 0};
}

/// The characters that windows-1252 has at 0x80 to 0x9F.
inline constexpr std::array<std::uint16_t, 32> windows_1252_upper{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// Text of two or four bytes a character. Where the bytes are no characters, an 0xFF stands in the result, which is
/// no UTF-8: whoever reads it finds it there, with its place.
inline std::string wide_to_utf8(std::string_view bytes, std::size_t width, bool little) {
    const auto unit = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value = value << 8 | static_cast<unsigned char>(bytes[little ? at + width - 1 - i : at + i]);
        return value;
    };
    std::string out;
    out.reserve(bytes.size() / width + bytes.size() / 16);
    std::size_t at = 0;
    for (; at + width <= bytes.size(); at += width) {
        std::uint32_t c = unit(at);
        if (width == 2 && c >= 0xD800 && c < 0xDC00 && at + 4 <= bytes.size()) {
            const std::uint32_t low = unit(at + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if ((c >= 0xD800 && c < 0xE000) || c > 0x10FFFF)
            out += '\xFF';
        else
            append_utf8(out, c);
    }
    if (at != bytes.size()) out += '\xFF';
    return out;
}

/// The text as UTF-8, without byte order mark; not yet checked where it was UTF-8. `known` is false for an encoding
/// that nobody here reads.
inline std::string to_utf8(std::string_view bytes, bool& known) {
    const Detected found = detect_encoding(bytes);
    bytes.remove_prefix(found.skip);
    known = found.encoding != Encoding::other;
    switch (found.encoding) {
        case Encoding::utf16_le: return wide_to_utf8(bytes, 2, true);
        case Encoding::utf16_be: return wide_to_utf8(bytes, 2, false);
        case Encoding::utf32_le: return wide_to_utf8(bytes, 4, true);
        case Encoding::utf32_be: return wide_to_utf8(bytes, 4, false);
        case Encoding::latin1:
        case Encoding::windows_1252: {
            std::string out;
            out.reserve(bytes.size() + bytes.size() / 16);
            for (const char c : bytes) {
                const auto byte = static_cast<unsigned char>(c);
                const bool special = found.encoding == Encoding::windows_1252 && byte >= 0x80 && byte < 0xA0;
                append_utf8(out, special ? windows_1252_upper[byte - 0x80U] : byte);
            }
            return out;
        }
        case Encoding::utf8:
        case Encoding::other: break;
    }
    return std::string(bytes);
}

}  // namespace baton::inline BATON_ABI::bpmn::detail

#endif
