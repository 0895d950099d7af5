// Reads the smallest parts of an expression: blanks and comments, names, numbers, texts in quotes.
#ifndef BATON_EXPRESSION_CURSOR_HPP
#define BATON_EXPRESSION_CURSOR_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/error_code.hpp"
#include "problem.hpp"

namespace baton::inline BATON_ABI::expression {

namespace detail {

inline void append_utf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 63));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 63));
        out += static_cast<char>(0x80 | (c & 63));
    } else {
        out += static_cast<char>(0xf0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 63));
        out += static_cast<char>(0x80 | (c >> 6 & 63));
        out += static_cast<char>(0x80 | (c & 63));
    }
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// A character that may begin a name; every character outside ASCII may (DMN 1.3, grammar rule 27, is nearly that).
constexpr bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?' ||
           static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool continues_name(char c) { return starts_name(c) || is_digit(c); }

}  // namespace detail

/// A place in a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::size_t at() const { return at_; }
    void go_to(std::size_t at) { at_ = at; }
    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    /// 0 beyond the end.
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    [[nodiscard]] bool looking_at(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
    void advance(std::size_t by = 1) { at_ += by; }

    /// Skips blanks (also those of Unicode) and comments.
    void skip_blanks() {
        for (;;) {
            const char c = peek();
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
                ++at_;
            } else if (c == '/' && peek(1) == '/') {
                while (!at_end() && peek() != '\n') ++at_;
            } else if (c == '/' && peek(1) == '*') {
                const std::size_t end = text_.find("*/", at_ + 2);
                if (end == std::string_view::npos) fail("the comment has no end");
                at_ = end + 2;
            } else if (const std::size_t blank = unicode_blank()) {
                at_ += blank;
            } else {
                return;
            }
        }
    }
    /// Takes the sign, after blanks.
    bool accept(std::string_view sign) {
        skip_blanks();
        if (!looking_at(sign)) return false;
        at_ += sign.size();
        return true;
    }
    void expect(std::string_view sign) {
        if (!accept(sign)) fail("expected '" + std::string(sign) + "'");
    }
    /// Whether the word stands here, after blanks, and ends here.
    bool looking_at_word(std::string_view word) {
        skip_blanks();
        if (!looking_at(word)) return false;
        Cursor behind = *this;
        behind.advance(word.size());
        return !behind.continues_word();
    }
    /// A character of a name, and no blank of Unicode, stands here.
    [[nodiscard]] bool continues_word() const {
        return !at_end() && detail::continues_name(peek()) && unicode_blank() == 0;
    }
    bool accept_word(std::string_view word) {
        if (!looking_at_word(word)) return false;
        at_ += word.size();
        return true;
    }
    void expect_word(std::string_view word) {
        if (!accept_word(word)) fail("expected '" + std::string(word) + "'");
    }
    /// Letters, digits and underscores; empty when none is here.
    std::string_view word() {
        const std::size_t from = at_;
        if (detail::starts_name(peek()) && unicode_blank() == 0)
            while (!at_end() && detail::continues_name(peek()) && unicode_blank() == 0) ++at_;
        return text_.substr(from, at_ - from);
    }
    /// 12, 1.5, .5, 1e3; the text of it. A dot that is followed by a dot belongs to a range.
    std::string_view number() {
        const std::size_t from = at_;
        while (detail::is_digit(peek())) ++at_;
        if (peek() == '.' && detail::is_digit(peek(1))) {
            ++at_;
            while (detail::is_digit(peek())) ++at_;
        }
        if (peek() == 'e' || peek() == 'E') {
            const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
            if (detail::is_digit(peek(sign))) {
                at_ += sign;
                while (detail::is_digit(peek())) ++at_;
            }
        }
        return text_.substr(from, at_ - from);
    }
    /// The text in quotes that begin here, with its escapes resolved.
    std::string quoted() {
        const std::size_t from = at_;
        const char quote = peek();
        ++at_;
        std::string out;
        for (;;) {
            if (at_end()) {
                at_ = from;
                fail("the text in quotes has no end");
            }
            const char c = peek();
            ++at_;
            if (c == quote) return out;
            if (c == '\\')
                escape(out);
            else
                out += c;
        }
    }

    [[noreturn]] void fail(const std::string& what) const {
        refuse(core::error_code::the_expression_is_not_understood, text_, at_, what);
    }

private:
    [[nodiscard]] std::size_t unicode_blank() const {
        if (static_cast<unsigned char>(peek()) < 0xc2) return 0;
        for (const std::string_view blank :
             {"\u00a0", "\u0085", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
              "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"})
            if (looking_at(blank)) return blank.size();
        return 0;
    }
    void escape(std::string& out) {
        const char c = peek();
        ++at_;
        switch (c) {
            case 'n': out += '\n'; return;
            case 'r': out += '\r'; return;
            case 't': out += '\t'; return;
            case '"':
            case '\'':
            case '\\': out += c; return;
            case 'u': {
                std::uint32_t code = hexadecimal(4);
                if (code >= 0xd800 && code < 0xdc00 && peek() == '\\' && peek(1) == 'u') {
                    at_ += 2;
                    const std::uint32_t low = hexadecimal(4);
                    if (low < 0xdc00 || low > 0xdfff) fail("half of a surrogate pair");
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                }
                return character(out, code);
            }
            case 'U': return character(out, hexadecimal(6));
            default:  // no escape: regular expressions are written as they are ("\s")
                out += '\\';
                --at_;
        }
    }
    void character(std::string& out, std::uint32_t code) const {
        if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) fail("no character has that number");
        detail::append_utf8(out, code);
    }
    std::uint32_t hexadecimal(int digits) {
        std::uint32_t code = 0;
        for (int i = 0; i < digits; ++i) {
            const char c = peek();
            const int digit = detail::is_digit(c)    ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : -1;
            if (digit < 0) fail("expected " + std::to_string(digits) + " hexadecimal digits");
            code = code * 16 + static_cast<std::uint32_t>(digit);
            ++at_;
        }
        return code;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
