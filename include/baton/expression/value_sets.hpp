// Sets of values: unions of intervals of numbers and of strings, the two booleans, null, and all else.
#ifndef BATON_EXPRESSION_VALUE_SETS_HPP
#define BATON_EXPRESSION_VALUE_SETS_HPP

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "decimal.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression::analysis_detail {

/// A value strictly between two others, either of which may be missing; nothing when none was found.
inline std::optional<Decimal> between_of(const Decimal* low, const Decimal* high) {
    if (low == nullptr && high == nullptr) return Decimal(0);
    const auto fits = [&](const std::optional<Decimal>& d) {
        return d && (low == nullptr || *low < *d) && (high == nullptr || *d < *high);
    };
    const auto halved = [](const std::optional<Decimal>& d) { return d ? divide(*d, Decimal(2)) : d; };
    const std::optional<Decimal> tries[] = {
        low != nullptr ? add(floor(*low).value_or(*low), Decimal(1))
                       : subtract(ceiling(*high).value_or(*high), Decimal(1)),
        low != nullptr ? multiply(*low, Decimal(low->negative() ? -2 : 2)) : std::nullopt,
        high != nullptr ? multiply(*high, Decimal(high->negative() ? 2 : -2)) : std::nullopt,
        low != nullptr && high != nullptr ? halved(add(*low, *high)) : std::nullopt};
    for (const auto& d : tries)
        if (fits(d)) return d;
    return {};
}
inline std::optional<std::string> between_of(const std::string* low, const std::string* high) {
    if (low == nullptr) return high == nullptr || std::string("a") < *high ? "a" : "";
    for (const char* more : {"a", "0", " ", "\x01"})
        if (std::string s = *low + more; high == nullptr || s < *high) return s;
    return {};
}

/// A set of values of an ordered type: whether the lowest are in it, and where that changes.
template <class T>
class Line {
public:
    static Line all() { return Line(true, {}); }
    static Line none() { return Line(false, {}); }
    static Line less(T at) { return Line(true, {{std::move(at), false}}); }
    static Line less_equal(T at) { return Line(true, {{std::move(at), true}}); }
    static Line only(const T& at) { return Line(false, {{at, false}, {at, true}}); }

    /// Where `both(is in a, is in b)` holds.
    template <class Both>
    static Line combined(const Line& a, const Line& b, Both both) {
        bool in_a = a.first_, in_b = b.first_;
        Line out(both(in_a, in_b), {});
        bool in = out.first_;
        for (auto x = a.cuts_.begin(), y = b.cuts_.begin(); x != a.cuts_.end() || y != b.cuts_.end();) {
            const bool take_x = y == b.cuts_.end() || (x != a.cuts_.end() && !(*y < *x));
            const bool take_y = x == a.cuts_.end() || (y != b.cuts_.end() && !(*x < *y));
            const Cut& here = take_x ? *x : *y;
            if (take_x) in_a = !in_a;
            if (take_y) in_b = !in_b;
            if (both(in_a, in_b) != in) {
                out.cuts_.push_back(here);
                in = !in;
            }
            if (take_x) ++x;
            if (take_y) ++y;
        }
        return out;
    }
    [[nodiscard]] Line complement() const { return Line(!first_, cuts_); }
    [[nodiscard]] bool empty() const { return !first_ && cuts_.empty(); }
    /// How much work it is.
    [[nodiscard]] std::size_t size() const {
        std::size_t sum = 1 + cuts_.size();
        if constexpr (std::is_same_v<T, std::string>)
            for (const Cut& c : cuts_) sum += c.at.size() / 16;
        return sum;
    }

    /// A value of each of the first intervals, its closed end if it has one.
    [[nodiscard]] std::vector<T> samples(std::size_t most) const {
        std::vector<T> out;
        bool in = first_;
        for (std::size_t i = 0; i <= cuts_.size() && out.size() < most; ++i, in = !in) {
            if (!in) continue;
            const Cut* low = i == 0 ? nullptr : &cuts_[i - 1];
            const Cut* high = i == cuts_.size() ? nullptr : &cuts_[i];
            if (low != nullptr && !low->behind) {
                out.push_back(low->at);
            } else if (high != nullptr && high->behind) {
                out.push_back(high->at);
            } else if (auto v =
                           between_of(low != nullptr ? &low->at : nullptr, high != nullptr ? &high->at : nullptr)) {
                out.push_back(*std::move(v));
            }
        }
        return out;
    }

private:
    /// Before or behind a value.
    struct Cut {
        T at;
        bool behind;
        friend bool operator<(const Cut& a, const Cut& b) {
            return a.at < b.at || (a.at == b.at && !a.behind && b.behind);
        }
    };
    Line(bool first, std::vector<Cut> cuts) : first_(first), cuts_(std::move(cuts)) {
        if constexpr (std::is_same_v<T, std::string>)  // nothing is before the empty string
            if (!cuts_.empty() && cuts_[0].at.empty() && !cuts_[0].behind) {
                first_ = !first_;
                cuts_.erase(cuts_.begin());
            }
    }
    bool first_;
    std::vector<Cut> cuts_;
};

struct ValueSet {
    bool null = false, no = false, yes = false;
    Line<Decimal> numbers = Line<Decimal>::none();
    Line<std::string> strings = Line<std::string>::none();
    /// Lists, ranges, dates and so on, each by its text.
    Line<std::string> others = Line<std::string>::none();

    static ValueSet all() { return of_kinds(any_value); }
    static ValueSet only_null() { return {.null = true}; }
    static ValueSet only(bool b) { return {.no = !b, .yes = b}; }
    static ValueSet of(Line<Decimal> line) { return {.numbers = std::move(line)}; }
    static ValueSet of(Line<std::string> line) { return {.strings = std::move(line)}; }
    /// All values of these kinds.
    static ValueSet of_kinds(Kinds set) {
        const auto has = [set](Kind k) { return (set & kinds(k)) != 0; };
        const Kinds opaque = any_value & ~kinds(Kind::null, Kind::boolean, Kind::number, Kind::string);
        return {has(Kind::null),
                has(Kind::boolean),
                has(Kind::boolean),
                has(Kind::number) ? Line<Decimal>::all() : Line<Decimal>::none(),
                has(Kind::string) ? Line<std::string>::all() : Line<std::string>::none(),
                (set & opaque) != 0 ? Line<std::string>::all() : Line<std::string>::none()};
    }
    template <class Both>
    static ValueSet combined(const ValueSet& a, const ValueSet& b, Both both) {
        return {both(a.null, b.null),
                both(a.no, b.no),
                both(a.yes, b.yes),
                Line<Decimal>::combined(a.numbers, b.numbers, both),
                Line<std::string>::combined(a.strings, b.strings, both),
                Line<std::string>::combined(a.others, b.others, both)};
    }
    friend ValueSet operator&(const ValueSet& a, const ValueSet& b) {
        return combined(a, b, [](bool x, bool y) { return x && y; });
    }
    friend ValueSet operator|(const ValueSet& a, const ValueSet& b) {
        return combined(a, b, [](bool x, bool y) { return x || y; });
    }
    [[nodiscard]] ValueSet complement() const {
        return {!null, !no, !yes, numbers.complement(), strings.complement(), others.complement()};
    }
    [[nodiscard]] bool empty() const {
        return !null && !no && !yes && numbers.empty() && strings.empty() && others.empty();
    }
    [[nodiscard]] std::size_t size() const { return numbers.size() + strings.size() + others.size(); }

    /// Some values of the set, those of the preferred kinds first.
    [[nodiscard]] std::vector<Value> samples(Kinds preferred) const {
        std::vector<Value> first, then;
        const auto add = [&](Kind kind, Value v) {
            ((preferred & kinds(kind)) != 0 ? first : then).push_back(std::move(v));
        };
        for (const Decimal& d : numbers.samples(3)) add(Kind::number, d);
        for (std::string& s : strings.samples(3)) add(Kind::string, std::move(s));
        if (yes) add(Kind::boolean, true);
        if (no) add(Kind::boolean, false);
        if (null) add(Kind::null, {});
        if (!others.empty()) {
            add(Kind::context, Entries{});
            add(Kind::list, List{});
            add(Kind::range, Range{-1, -1});
        }
        first.insert(first.end(), then.begin(), then.end());
        return first;
    }
};

}  // namespace baton::inline BATON_ABI::expression::analysis_detail

#endif
