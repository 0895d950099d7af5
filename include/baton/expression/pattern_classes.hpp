// The words of a pattern: code points, escapes and character classes.
//
// XML Schema 1.1, appendix G, as XPath and XQuery Functions 3.1, 5.6.1, changes it. pattern_syntax.hpp reads the rest.
#ifndef BATON_EXPRESSION_PATTERN_CLASSES_HPP
#define BATON_EXPRESSION_PATTERN_CLASSES_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "pattern_program.hpp"
#include "unicode.hpp"

namespace baton::inline BATON_ABI::expression {

/// Why a pattern, its flags or a replacement is refused, and at which of its bytes.
struct PatternError {
    std::size_t at = 0;
    std::string what;
};

/// How large a pattern may be; no pattern can use more memory or stack than these allow.
struct PatternLimits {
    std::uint32_t instructions = 10'000;  ///< with counted repetitions written out
    std::uint32_t nesting = 200;          ///< of groups and classes
    std::uint32_t groups = 99;            ///< capturing ones
    std::uint32_t bytes = 65'536;         ///< of the pattern
    std::uint32_t ranges = 500'000;       ///< of code points, in all classes together
};

namespace regex {

/// What the flags of a pattern say (XPath Functions 3.1, 5.6.1.1).
struct Flags {
    bool dot_all = false;   ///< s
    bool lines = false;     ///< m
    bool any_case = false;  ///< i
    bool spaced = false;    ///< x
    bool literal = false;   ///< q
};

/// Goes through a pattern; makes the sets of its escapes and classes.
class ClassReader {
public:
    ClassReader(Flags flags, const PatternLimits& limits) : flags_(flags), limits_(limits) {}
    Tree tree;
    PatternError error;

protected:
    using Number = std::optional<std::uint32_t>;
    struct Unit {
        char32_t code;
        std::uint32_t at;
    };
    static constexpr std::uint32_t no_set = 0xFFFF'FFFF;
    /// A code point, or a set by its number.
    struct Escape {
        char32_t code = 0;
        std::uint32_t set = no_set;
        [[nodiscard]] bool is_set() const { return set != no_set; }
    };
    static constexpr char32_t nothing = 0xFFFF'FFFF;

    std::nullopt_t fail(std::string what) { return fail(at_, std::move(what)); }
    std::nullopt_t fail(std::size_t unit, std::string what) {
        error = {unit < units_.size() ? units_[unit].at : size_, std::move(what)};
        return std::nullopt;
    }
    [[nodiscard]] bool at_end() const { return at_ >= units_.size(); }
    [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
        return ahead < units_.size() - std::min(at_, units_.size()) ? units_[at_ + ahead].code : nothing;
    }
    bool take(char32_t code) {
        if (peek() != code) return false;
        ++at_;
        return true;
    }
    static bool is_digit(char32_t code) { return code >= '0' && code <= '9'; }
    static std::string shown(char32_t code) {
        if (code < 0x20 || code == 0x7F) return "a control character";
        std::string text = "'";
        unicode::append(text, code);
        return text + "'";
    }

    /// Decodes the pattern; leaves out white space outside classes if the flags say so.
    bool read(std::string_view pattern) {
        size_ = pattern.size();
        if (size_ > limits_.bytes) {
            fail("the pattern is too long");
            return false;
        }
        std::size_t classes = 0;
        bool escaped = false;
        for (std::size_t at = 0; at < pattern.size();) {
            const auto [code, size] = unicode::decode(pattern, at);
            const bool bad = code == unicode::replacement && size == 1;
            const bool space = code == ' ' || code == '\t' || code == '\n' || code == '\r';
            if (bad || !space || classes > 0 || !flags_.spaced || flags_.literal) {
                units_.push_back({code, static_cast<std::uint32_t>(at)});
                if (!escaped && code == '[') ++classes;
                if (!escaped && code == ']' && classes > 0) --classes;
                escaped = !escaped && code == '\\';
            }
            if (bad) {
                fail(units_.size() - 1, "the pattern is not UTF-8");
                return false;
            }
            at += size;
        }
        return true;
    }

    std::uint32_t add_set(CodeSet set) {
        ranges_ += set.ranges().size();
        tree.sets.push_back(std::move(set));
        return static_cast<std::uint32_t>(tree.sets.size() - 1);
    }
    /// The set of an escape or of '.'; made once, for \w and the like are large.
    template <class Make>
    std::uint32_t named_set(const std::string& name, bool inverse, Make make) {
        const auto [known, is_new] = named_.try_emplace((inverse ? '^' : '=') + name, 0);
        if (is_new) {
            CodeSet set = make();
            known->second = add_set(inverse ? set.inverse() : std::move(set));
        }
        return known->second;
    }
    bool too_large() {
        if (ranges_ <= limits_.ranges) return false;
        fail("the classes of the pattern are too large");
        return true;
    }

    std::optional<Escape> escape(bool in_class);
    Number property(bool inverse);
    std::optional<CodeSet> char_class(std::uint32_t depth);

    Flags flags_;
    PatternLimits limits_;
    std::vector<Unit> units_;
    std::size_t size_ = 0;
    std::size_t at_ = 0;
    std::size_t ranges_ = 0;
    std::map<std::string, std::uint32_t> named_;
};

inline std::optional<ClassReader::Escape> ClassReader::escape(bool in_class) {
    const std::size_t begin = at_++;
    const char32_t code = peek();
    if (code == nothing) return fail(begin, "the pattern ends with '\\'");
    ++at_;
    switch (code) {
        case 'n': return Escape{'\n'};
        case 'r': return Escape{'\r'};
        case 't': return Escape{'\t'};
        case 'p':
        case 'P': {
            const Number set = property(code == 'P');
            if (!set) return {};
            return Escape{0, *set};
        }
        case 's':
        case 'S':
            return Escape{0, named_set("s", code == 'S', [] {
                              return CodeSet{{'\t', '\n'}, {'\r', '\r'}, {' ', ' '}};
                          })};
        case 'd':
        case 'D': return Escape{0, named_set("d", code == 'D', [] { return unicode::category("Nd"); })};
        case 'w':
        case 'W':
            return Escape{0, named_set("w", code == 'w', [] {
                              CodeSet others = unicode::category("P");
                              others.add(unicode::category("Z"));
                              others.add(unicode::category("C"));
                              others.seal();
                              return others;
                          })};
        case 'i':
        case 'I': return Escape{0, named_set("i", code == 'I', unicode::name_start)};
        case 'c':
        case 'C': return Escape{0, named_set("c", code == 'C', unicode::name_part)};
        default: break;
    }
    if (code < 0x80 && std::string_view("\\|.?*+(){}-[]^$").find(static_cast<char>(code)) != std::string_view::npos)
        return Escape{code};
    if (is_digit(code) && in_class) return fail(begin, "there is no back reference in a class");
    if (code == 'b' || code == 'B') return fail(begin, "there is no \\b: a pattern knows no word boundary");
    return fail(begin, "there is no escape \\ before " + shown(code));
}

inline std::optional<std::uint32_t> ClassReader::property(bool inverse) {
    const std::size_t begin = at_;
    std::string name;
    if (!take('{')) return fail(begin, "\\p is followed by {…}");
    while (peek() != '}') {
        if (peek() > 0x7E) return fail(begin, "\\p is followed by {…}");
        name.push_back(static_cast<char>(peek()));
        ++at_;
    }
    ++at_;
    const std::string_view text = name;
    const bool is_block = text.substr(0, 2) == "Is";
    CodeSet set;
    if (named_.count((inverse ? '^' : '=') + ("p" + name)) == 0) {
        set = is_block ? unicode::block(text.substr(2)) : unicode::category(text);
        if (set.ranges().empty()) return fail(begin, "there is no category or block '" + name + "'");
    }
    return named_set("p" + name, inverse, [&] { return std::move(set); });
}

inline std::optional<CodeSet> ClassReader::char_class(std::uint32_t depth) {
    if (depth > limits_.nesting) return fail("the pattern is nested too deeply");
    const std::size_t begin = at_ - 1;
    const bool inverse = take('^');
    CodeSet single, escaped, excluded;
    const std::size_t first = at_;
    while (!take(']')) {
        if (at_end()) return fail(begin, "'[' has no ']'");
        if (peek() == '[') return fail("'[' must be escaped in a class");
        if (peek() == '-' && peek(1) == '[' && at_ > first) {
            at_ += 2;
            auto inner = char_class(depth + 1);
            if (!inner) return {};
            excluded = *std::move(inner);
            if (!take(']')) return fail("a class ends after what it excludes");
            break;
        }
        const std::size_t low_at = at_;
        const auto end_of_range = [&]() -> std::optional<Escape> {
            if (peek() == '\\') return escape(true);
            return Escape{units_[at_++].code};
        };
        const auto low = end_of_range();
        if (!low) return {};
        if (low->is_set()) {
            escaped.add(tree.sets[low->set]);
            ranges_ += tree.sets[low->set].ranges().size();
            if (too_large()) return {};
            continue;
        }
        char32_t last = low->code;
        if (peek() == '-' && peek(1) != '[' && peek(1) != ']' && peek(1) != nothing) {
            ++at_;
            const auto high = end_of_range();
            if (!high) return {};
            if (high->is_set() || high->code < low->code) return fail(low_at, "the range in the class is not in order");
            last = high->code;
        }
        single.add(unicode::Range{low->code, last});
    }
    if (at_ == first + 1) return fail(begin, "the class is empty");
    single.seal();
    // Case variants belong to what is written, before it is inverted; escapes are as they are (5.6.1.1).
    if (flags_.any_case) single = single.with_case_variants();
    single.add(escaped);
    single.seal();
    if (inverse) single = single.inverse();
    return excluded.ranges().empty() ? single : single.without(excluded);
}

}  // namespace regex
}  // namespace baton::inline BATON_ABI::expression

#endif
