// Code points: UTF-8, sets of code points, general categories, blocks and case variants.
//
// What the patterns of pattern.hpp need of Unicode; the data is in unicode_tables.hpp.
#ifndef BATON_EXPRESSION_UNICODE_HPP
#define BATON_EXPRESSION_UNICODE_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "unicode_tables.hpp"

namespace baton::inline BATON_ABI::expression::unicode {

inline constexpr char32_t last_code_point = 0x10FFFF;
/// Stands for a byte that is no UTF-8.
inline constexpr char32_t replacement = 0xFFFD;

/// A code point and the bytes it takes.
struct Decoded {
    char32_t code = 0;
    std::uint32_t size = 0;
};

/// The code point at a byte of the text; a bad byte is U+FFFD and one byte long. Precondition: at < text.size().
[[nodiscard]] constexpr Decoded decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const char32_t lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    const std::uint32_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (size == 0 || text.size() - at < size) return {replacement, 1};
    char32_t code = lead & (0x7Fu >> size);
    for (std::uint32_t i = 1; i < size; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return {replacement, 1};
        code = code << 6 | (byte(at + i) & 0x3Fu);
    }
    const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    return overlong || surrogate || code > last_code_point ? Decoded{replacement, 1} : Decoded{code, size};
}

/// Adds a code point as UTF-8; what is no character (a surrogate, beyond 10FFFF) becomes U+FFFD.
inline void append(std::string& text, char32_t code) {
    if (code > last_code_point || (code >= 0xD800 && code < 0xE000)) code = replacement;
    const auto add = [&](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (code < 0x80) return add(code);
    if (code < 0x800) {
        add(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            add(0xE0 | code >> 12);
        } else {
            add(0xF0 | code >> 18);
            add(0x80 | (code >> 12 & 0x3F));
        }
        add(0x80 | (code >> 6 & 0x3F));
    }
    add(0x80 | (code & 0x3F));
}

/// The code points first..last.
struct Range {
    char32_t first = 0;
    char32_t last = 0;
    friend constexpr bool operator==(Range, Range) = default;
};

/// A set of code points. Built with add() and finished with seal(); the other functions want it sealed.
class CodeSet {
public:
    CodeSet() = default;
    CodeSet(std::initializer_list<Range> ranges) : ranges_(ranges) { seal(); }

    void add(Range range) { ranges_.push_back(range); }
    void add(const CodeSet& other) { ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end()); }
    /// Sorts and joins the ranges.
    void seal();
    /// All code points that are not in this set.
    [[nodiscard]] CodeSet inverse() const;
    /// This set without those of the other.
    [[nodiscard]] CodeSet without(const CodeSet& other) const;
    /// This set and the case variants of all that is in it (XPath Functions 3.1, 5.6.1.1, flag i).
    [[nodiscard]] CodeSet with_case_variants() const;

    [[nodiscard]] bool contains(char32_t code) const {
        if (code < 128) return (ascii_[code / 64] >> code % 64 & 1) != 0;
        const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), code,
                                            [](char32_t c, const Range& range) { return c < range.first; });
        return after != ranges_.begin() && code <= std::prev(after)->last;
    }
    [[nodiscard]] const std::vector<Range>& ranges() const& { return ranges_; }
    void ranges() const&& = delete;  // would dangle

private:
    std::vector<Range> ranges_;
    std::array<std::uint64_t, 2> ascii_{};
};

inline void CodeSet::seal() {
    std::sort(ranges_.begin(), ranges_.end(), [](Range a, Range b) { return a.first < b.first; });
    std::size_t kept = 0;
    for (const Range range : ranges_) {
        if (kept > 0 && range.first <= ranges_[kept - 1].last + 1)
            ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
        else
            ranges_[kept++] = range;
    }
    ranges_.resize(kept);
    ascii_ = {};
    for (const Range range : ranges_)
        for (char32_t c = range.first; c <= range.last && c < 128; ++c) ascii_[c / 64] |= std::uint64_t{1} << c % 64;
}

inline CodeSet CodeSet::inverse() const {
    CodeSet result;
    char32_t next = 0;
    for (const Range range : ranges_) {
        if (range.first > next) result.add(Range{next, range.first - 1});
        next = range.last + 1;
    }
    if (next <= last_code_point) result.add(Range{next, last_code_point});
    result.seal();
    return result;
}

inline CodeSet CodeSet::without(const CodeSet& other) const {
    CodeSet outside = inverse();  // neither outside this set nor in the other
    outside.add(other);
    outside.seal();
    return outside.inverse();
}

inline CodeSet CodeSet::with_case_variants() const {
    CodeSet result = *this;
    for (const CaseRow& row : case_rows) {
        auto range = std::lower_bound(ranges_.begin(), ranges_.end(), row.first,
                                      [](const Range& r, char32_t first) { return r.last < first; });
        for (; range != ranges_.end() && range->first <= row.last; ++range) {
            char32_t first = std::max(range->first, row.first);
            first += (first - row.first) % row.step;
            const char32_t last = std::min(range->last, row.last);
            const auto moved = [&](char32_t c) {
                return static_cast<char32_t>(static_cast<std::int64_t>(c) + row.delta);
            };
            if (row.step == 1 && first <= last) result.add(Range{moved(first), moved(last)});
            if (row.step != 1)
                for (char32_t c = first; c <= last; c += row.step) result.add(Range{moved(c), moved(c)});
        }
    }
    result.seal();
    return result;
}

/// The code points of a general category, "Lu", or of all that begin with its letter, "L". Empty if there is none.
[[nodiscard]] inline CodeSet category(std::string_view name) {
    CodeSet result;
    if (name.empty() || name.size() > 2) return result;
    const auto wanted = [&](char letter) {
        return category_names.substr(2 * category_letters.find(letter), name.size()) == name;
    };
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'v' ? c - 'a' + 10 : -1; };
    const bool upper = wanted('A'), lower = wanted('B');  // Lu and Ll
    char32_t next = 0;
    for (std::size_t i = 0; i < category_runs.size();) {
        const char letter = category_runs[i++];
        char32_t length = 0;
        for (; i < category_runs.size() && digit(category_runs[i]) >= 0; ++i)
            length = length * 32 + static_cast<char32_t>(digit(category_runs[i]));
        length = std::max<char32_t>(length, 1);
        if (letter != '~') {
            if (wanted(letter)) result.add(Range{next, next + length - 1});
        } else if (upper && lower) {
            result.add(Range{next, next + length - 1});
        } else if (upper || lower) {
            for (char32_t c = next + (upper ? 0 : 1); c < next + length; c += 2) result.add(Range{c, c});
        }
        next += length;
    }
    result.seal();
    return result;
}

/// What an XML name begins with, \i (XML 1.0, production 4).
[[nodiscard]] inline CodeSet name_start() {
    return {{':', ':'},       {'A', 'Z'},       {'_', '_'},       {'a', 'z'},        {0xC0, 0xD6},     {0xD8, 0xF6},
            {0xF8, 0x2FF},    {0x370, 0x37D},   {0x37F, 0x1FFF},  {0x200C, 0x200D},  {0x2070, 0x218F}, {0x2C00, 0x2FEF},
            {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
}
/// What else an XML name is made of, \c (XML 1.0, production 4a).
[[nodiscard]] inline CodeSet name_part() {
    CodeSet set = name_start();
    set.add(CodeSet{{'-', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}});
    set.seal();
    return set;
}

/// A block by its Unicode name without spaces, as XML Schema writes it: BasicLatin. Empty if it is not known here.
[[nodiscard]] inline CodeSet block(std::string_view name) {
    struct Block {
        std::string_view name;
        Range range;
    };
    static constexpr Block blocks[] = {
        {"BasicLatin", {0x0000, 0x007F}},
        {"Latin-1Supplement", {0x0080, 0x00FF}},
        {"LatinExtended-A", {0x0100, 0x017F}},
        {"LatinExtended-B", {0x0180, 0x024F}},
        {"IPAExtensions", {0x0250, 0x02AF}},
        {"SpacingModifierLetters", {0x02B0, 0x02FF}},
        {"CombiningDiacriticalMarks", {0x0300, 0x036F}},
        {"Greek", {0x0370, 0x03FF}},
        {"GreekandCoptic", {0x0370, 0x03FF}},
        {"Cyrillic", {0x0400, 0x04FF}},
        {"CyrillicSupplement", {0x0500, 0x052F}},
        {"Armenian", {0x0530, 0x058F}},
        {"Hebrew", {0x0590, 0x05FF}},
        {"Arabic", {0x0600, 0x06FF}},
        {"Devanagari", {0x0900, 0x097F}},
        {"Thai", {0x0E00, 0x0E7F}},
        {"Georgian", {0x10A0, 0x10FF}},
        {"HangulJamo", {0x1100, 0x11FF}},
        {"LatinExtendedAdditional", {0x1E00, 0x1EFF}},
        {"GreekExtended", {0x1F00, 0x1FFF}},
        {"GeneralPunctuation", {0x2000, 0x206F}},
        {"SuperscriptsandSubscripts", {0x2070, 0x209F}},
        {"CurrencySymbols", {0x20A0, 0x20CF}},
        {"LetterlikeSymbols", {0x2100, 0x214F}},
        {"NumberForms", {0x2150, 0x218F}},
        {"Arrows", {0x2190, 0x21FF}},
        {"MathematicalOperators", {0x2200, 0x22FF}},
        {"MiscellaneousTechnical", {0x2300, 0x23FF}},
        {"BoxDrawing", {0x2500, 0x257F}},
        {"GeometricShapes", {0x25A0, 0x25FF}},
        {"MiscellaneousSymbols", {0x2600, 0x26FF}},
        {"Dingbats", {0x2700, 0x27BF}},
        {"CJKSymbolsandPunctuation", {0x3000, 0x303F}},
        {"Hiragana", {0x3040, 0x309F}},
        {"Katakana", {0x30A0, 0x30FF}},
        {"CJKUnifiedIdeographs", {0x4E00, 0x9FFF}},
        {"HangulSyllables", {0xAC00, 0xD7AF}},
        {"PrivateUse", {0xE000, 0xF8FF}},
        {"PrivateUseArea", {0xE000, 0xF8FF}},
        {"HalfwidthandFullwidthForms", {0xFF00, 0xFFEF}},
        {"Emoticons", {0x1F600, 0x1F64F}},
    };
    for (const Block& known : blocks)
        if (known.name == name) return CodeSet{known.range};
    return {};
}

}  // namespace baton::inline BATON_ABI::expression::unicode

#endif
