// Names that an expression may contain although they hold blanks or signs: "date and time", "Monthly Salary", "a-b".
#ifndef BATON_EXPRESSION_KNOWN_NAMES_HPP
#define BATON_EXPRESSION_KNOWN_NAMES_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "cursor.hpp"

namespace baton::inline BATON_ABI::expression {

/// A set of names; finds the longest one that stands at a place of a text (DMN 1.3, 10.3.1.2: names are resolved
/// against what is in scope).
class KnownNames {
public:
    /// Only names that a sequence of plain words does not make anyway need to be known.
    void add(std::string_view name) {
        if (name.empty() || is_word(name)) return;
        const auto place = std::lower_bound(names_.begin(), names_.end(), name, before);
        if (place == names_.end() || *place != name) names_.insert(place, std::string(name));
    }
    void add_all(const KnownNames& other) {
        for (const std::string& name : other.names_) add(name);
    }
    [[nodiscard]] bool empty() const { return names_.empty(); }

    /// The longest name at the cursor, which then stands behind it; empty when there is none. A run of blanks in the
    /// text is one blank of a name.
    [[nodiscard]] std::string_view longest_at(Cursor& cursor) const {
        if (names_.empty()) return {};
        // They are sorted by first character, then the longest first.
        const char first = cursor.peek();
        const auto from = std::lower_bound(names_.begin(), names_.end(), first,
                                           [](const std::string& n, char c) { return n[0] < c; });
        for (auto name = from; name != names_.end() && (*name)[0] == first; ++name)
            if (matches(*name, cursor)) return *name;
        return {};
    }

private:
    static bool before(const std::string& a, std::string_view b) {
        if (a[0] != b[0]) return a[0] < b[0];
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    }
    static bool is_word(std::string_view name) {
        return detail::starts_name(name[0]) && std::all_of(name.begin(), name.end(), detail::continues_name);
    }
    static bool matches(const std::string& name, Cursor& cursor) {
        const std::size_t start = cursor.at();
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (name[i] == ' ') {
                const std::size_t blank = cursor.at();
                cursor.skip_blanks();
                if (cursor.at() != blank) continue;
            } else if (cursor.peek() == name[i] && !cursor.at_end()) {
                cursor.advance();
                continue;
            }
            cursor.go_to(start);
            return false;
        }
        if (detail::continues_name(name.back()) && cursor.continues_word()) {
            cursor.go_to(start);
            return false;
        }
        return true;
    }

    std::vector<std::string> names_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
