// Regular expressions, for FEEL's matches, replace, split and extract.
//
//   auto made = Pattern::compile("(\\d{3})-(\\d+)");
//   const auto& pattern = std::get<Pattern>(made);                       // or a PatternError
//   pattern.matches("call 555-1234")               == Answer::yes
//   pattern.replace("call 555-1234", "$2 in $1")   == "call 1234 in 555"
//
// DMN 1.5, 10.3.4.3; XPath and XQuery Functions 3.1, 5.6. Texts are UTF-8; a bad byte counts as U+FFFD. No pattern
// takes more time than text × pattern for one search, and every call ends after `max_steps`. The price: back references
// only to groups that match one text; and where a repeated part may be empty, as in (a|b*)*, Perl may match otherwise.
#ifndef BATON_EXPRESSION_PATTERN_HPP
#define BATON_EXPRESSION_PATTERN_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "pattern_machine.hpp"
#include "pattern_program.hpp"
#include "pattern_syntax.hpp"

namespace baton::inline BATON_ABI::expression {

/// A compiled regular expression. Immutable; threads may share it, copies share the program.
class Pattern {
public:
    /// About half a second; a step is an instruction at a code point.
    static constexpr std::uint64_t default_steps = 50'000'000;
    static constexpr std::size_t default_result_bytes = std::size_t{1} << 26;

    /// Flags are any of s (. takes line ends), m (^ and $ match at lines), i (any case), x (spaced out), q (no regex).
    [[nodiscard]] static std::variant<Pattern, PatternError> compile(std::string_view pattern,
                                                                     std::string_view flags = {},
                                                                     const PatternLimits& limits = {});

    /// Whether the pattern matches anywhere in the text (fn:matches).
    [[nodiscard]] Answer matches(std::string_view text, std::uint64_t max_steps = default_steps) const {
        return regex::Machine(*program_, text, 0, max_steps).search(0);
    }
    /// Whether it matches the empty text; such a pattern does not replace or split (err:FORX0003).
    [[nodiscard]] bool matches_empty() const { return program_->matches_empty; }
    /// The number of capturing groups.
    [[nodiscard]] std::size_t groups() const { return program_->groups; }

    /// The text with every match replaced (fn:replace): $0 to $99 are groups, \$ and \\ are characters. Nothing, and
    /// `why`, if the replacement is malformed, the pattern matches_empty(), or a limit is reached.
    [[nodiscard]] std::optional<std::string> replace(std::string_view text, std::string_view replacement,
                                                     PatternError* why = nullptr,
                                                     std::size_t max_result_bytes = default_result_bytes,
                                                     std::uint64_t max_steps = default_steps) const;
    /// What is between the matches, empty texts too (fn:tokenize, but the empty text is one empty part). Nothing, and
    /// `why`, if the pattern matches_empty() or the steps do not suffice. The parts are parts of `text`.
    [[nodiscard]] std::optional<std::vector<std::string_view>> split(std::string_view text, PatternError* why = nullptr,
                                                                     std::uint64_t max_steps = default_steps) const;
    /// All matches that do not overlap, from the left; empty ones too. Nothing, and `why`, if the steps do not suffice.
    [[nodiscard]] std::optional<std::vector<std::string_view>> extract(std::string_view text,
                                                                       PatternError* why = nullptr,
                                                                       std::uint64_t max_steps = default_steps) const;

private:
    explicit Pattern(std::shared_ptr<const regex::Program> program, bool literal)
        : program_(std::move(program)), literal_(literal) {}

    /// A piece of a replacement: a text, then a group unless it is the last.
    struct Piece {
        std::string text;
        std::size_t group = 0;
    };
    [[nodiscard]] std::optional<std::vector<Piece>> pieces(std::string_view replacement, PatternError* why) const;
    static std::nullopt_t refuse(PatternError* why, std::size_t at, const char* what) {
        if (why != nullptr) *why = {at, what};
        return std::nullopt;
    }
    static constexpr const char* too_many_steps = "matching takes too many steps";
    static constexpr const char* empty_match = "the pattern matches the empty text";

    std::shared_ptr<const regex::Program> program_;
    bool literal_;
};

inline std::variant<Pattern, PatternError> Pattern::compile(std::string_view pattern, std::string_view flags,
                                                            const PatternLimits& limits) {
    regex::Flags chosen;
    for (std::size_t i = 0; i < flags.size(); ++i) {
        switch (flags[i]) {
            case 's': chosen.dot_all = true; break;
            case 'm': chosen.lines = true; break;
            case 'i': chosen.any_case = true; break;
            case 'x': chosen.spaced = true; break;
            case 'q': chosen.literal = true; break;
            default: return PatternError{i, "the flags of a pattern are s, m, i, x and q"};
        }
    }
    regex::Parser parser(chosen, limits);
    const auto root = parser.parse(pattern);
    if (!root) return std::move(parser.error);
    regex::Writer writer(parser.tree, limits.instructions);
    if (!writer.write(*root)) return PatternError{0, "the pattern is too large"};
    const auto program = std::make_shared<regex::Program>();
    program->code = std::move(writer.code);
    program->sets = std::move(parser.tree.sets);
    program->groups = parser.tree.groups;
    program->lines = chosen.lines;
    regex::find_beginnings(*program);
    program->matches_empty = regex::Machine(*program, {}, 0, default_steps).search(0) == Answer::yes;
    return Pattern(program, chosen.literal);
}

inline std::optional<std::vector<Pattern::Piece>> Pattern::pieces(std::string_view replacement,
                                                                  PatternError* why) const {
    std::vector<Piece> result(1);
    if (literal_) {
        result[0].text = replacement;
        return result;
    }
    const auto digit = [&](std::size_t at) {
        return at < replacement.size() && replacement[at] >= '0' && replacement[at] <= '9' ? replacement[at] - '0' : -1;
    };
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char c = replacement[i];
        if (c == '\\') {
            const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
            if (next != '\\' && next != '$') return refuse(why, i, "a \\ in a replacement is written \\\\");
            result.back().text += next;
            ++i;
        } else if (c == '$') {
            if (digit(i + 1) < 0) return refuse(why, i, "a $ in a replacement is written \\$ or followed by a digit");
            std::size_t number = 0;
            // All digits that still name a group; the others are text. One digit is taken even if there is no group.
            for (; digit(i + 1) >= 0; ++i) {
                const std::size_t longer = number * 10 + static_cast<std::size_t>(digit(i + 1));
                if (longer > 9 && longer > groups()) break;
                number = longer;
            }
            result.back().group = number;
            result.emplace_back();
        } else {
            result.back().text += c;
        }
    }
    return result;
}

inline std::optional<std::string> Pattern::replace(std::string_view text, std::string_view replacement,
                                                   PatternError* why, std::size_t max_result_bytes,
                                                   std::uint64_t max_steps) const {
    const auto with = pieces(replacement, why);
    if (!with) return {};
    if (matches_empty()) return refuse(why, 0, empty_match);
    std::size_t captured = 0;  // no more groups than the replacement asks for
    for (const Piece& piece : *with)
        if (piece.group <= groups()) captured = std::max(captured, piece.group);
    regex::Machine machine(*program_, text, captured + 1, max_steps);
    std::string result;
    bool fits = true;
    const auto add = [&](std::string_view part) {
        fits = fits && part.size() <= max_result_bytes - result.size();
        if (fits) result += part;
    };
    std::size_t done = 0;
    Answer found = Answer::no;
    while (fits && (found = machine.search(done)) == Answer::yes) {
        add(text.substr(done, machine.begin() - done));
        for (std::size_t i = 0; i < with->size(); ++i) {
            const Piece& piece = (*with)[i];
            add(piece.text);
            if (i + 1 < with->size() && piece.group <= captured) add(machine.group(piece.group));
        }
        done = machine.end();
    }
    if (found == Answer::exhausted) return refuse(why, 0, too_many_steps);
    add(text.substr(done));
    if (!fits) return refuse(why, 0, "the result is too long");
    return result;
}

inline std::optional<std::vector<std::string_view>> Pattern::split(std::string_view text, PatternError* why,
                                                                   std::uint64_t max_steps) const {
    if (matches_empty()) return refuse(why, 0, empty_match);
    regex::Machine machine(*program_, text, 1, max_steps);
    std::vector<std::string_view> result;
    std::size_t done = 0;
    Answer found = Answer::no;
    while ((found = machine.search(done)) == Answer::yes) {
        result.push_back(text.substr(done, machine.begin() - done));
        done = machine.end();
    }
    if (found == Answer::exhausted) return refuse(why, 0, too_many_steps);
    result.push_back(text.substr(done));
    return result;
}

inline std::optional<std::vector<std::string_view>> Pattern::extract(std::string_view text, PatternError* why,
                                                                     std::uint64_t max_steps) const {
    regex::Machine machine(*program_, text, 1, max_steps);
    std::vector<std::string_view> result;
    std::size_t from = 0;
    Answer found = Answer::no;
    while (from <= text.size() && (found = machine.search(from)) == Answer::yes) {
        result.push_back(machine.group(0));
        from = machine.end();
        if (result.back().empty()) from += from < text.size() ? unicode::decode(text, from).size : 1;
    }
    if (found == Answer::exhausted) return refuse(why, 0, too_many_steps);
    return result;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
