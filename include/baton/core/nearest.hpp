// "Did you mean": the known name that is nearest to a misspelt one.
#ifndef BATON_CORE_NEAREST_HPP
#define BATON_CORE_NEAREST_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

/// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1] ? 1u : 0u)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

/// The nearest of `names` that is near enough to be a slip (a third of its length), or an empty text.
inline std::string_view nearest(std::string_view wanted, const std::vector<std::string_view>& names) {
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    for (const std::string_view name : names) {
        if (name.size() > wanted.size() + best_distance || wanted.size() > name.size() + best_distance) continue;
        const std::size_t distance = edit_distance(wanted, name);
        if (distance < best_distance) {
            best = name;
            best_distance = distance;
        }
    }
    return best;
}

/// " (did you mean 'serve'?)", or nothing.
inline std::string did_you_mean(std::string_view wanted, const std::vector<std::string_view>& names) {
    const std::string_view name = nearest(wanted, names);
    return name.empty() ? std::string() : " (did you mean '" + std::string(name) + "'?)";
}

}  // namespace baton::inline BATON_ABI::core

#endif
