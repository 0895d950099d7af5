// The functions of FEEL on ranges: before, overlaps, includes and the others of DMN 1.4, 10.3.4.6, and range(from).
//
// A point is handled as the range from itself to itself, so that each function has one definition for all its
// signatures. An unbounded end lies beyond every value.
#ifndef BATON_EXPRESSION_FUNCTIONS_RANGE_HPP
#define BATON_EXPRESSION_FUNCTIONS_RANGE_HPP

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "operators.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace range_detail {

using Order = std::strong_ordering;

/// Two ranges, a and b: how their ends lie to each other, and which of them are included.
struct Pair {
    Order starts = Order::equal;        // a's start to b's start
    Order start_to_end = Order::equal;  // a's start to b's end
    Order end_to_start = Order::equal;  // a's end to b's start
    Order ends = Order::equal;          // a's end to b's end
    bool a_start = true, a_end = true;  // included
    bool b_start = true, b_end = true;
};

constexpr Order reversed(Order order) { return 0 <=> order; }

constexpr Pair swapped(const Pair& p) {
    return {reversed(p.starts),
            reversed(p.end_to_start),
            reversed(p.start_to_end),
            reversed(p.ends),
            p.b_start,
            p.b_end,
            p.a_start,
            p.a_end};
}

constexpr bool before(const Pair& p) { return p.end_to_start < 0 || (p.end_to_start == 0 && !(p.a_end && p.b_start)); }
constexpr bool meets(const Pair& p) { return p.a_end && p.b_start && p.end_to_start == 0; }
constexpr bool overlaps(const Pair& p) { return !before(p) && !before(swapped(p)); }
constexpr bool starts_no_later(const Pair& p) { return p.starts < 0 || (p.starts == 0 && (p.a_start || !p.b_start)); }
constexpr bool ends_no_earlier(const Pair& p) { return p.ends > 0 || (p.ends == 0 && (p.a_end || !p.b_end)); }
constexpr bool overlaps_before(const Pair& p) {
    const bool first = p.starts < 0 || (p.starts == 0 && p.a_start && !p.b_start);
    const bool touch = p.end_to_start > 0 || (p.end_to_start == 0 && p.a_end && p.b_start);
    return first && touch && ends_no_earlier(swapped(p));
}
constexpr bool finishes(const Pair& p) { return p.a_end == p.b_end && p.ends == 0 && starts_no_later(swapped(p)); }
constexpr bool includes(const Pair& p) { return starts_no_later(p) && ends_no_earlier(p); }
constexpr bool starts(const Pair& p) { return p.a_start == p.b_start && p.starts == 0 && ends_no_earlier(swapped(p)); }
constexpr bool coincides(const Pair& p) {
    return p.starts == 0 && p.ends == 0 && p.a_start == p.b_start && p.a_end == p.b_end;
}

/// An end of a range: a value, or beyond all values in the direction -1 or 1.
struct End {
    const Value* value;
    int beyond;
};

inline std::optional<Order> order(End a, End b, const ZoneSource& zones) {
    if (a.beyond != 0 || b.beyond != 0) return a.beyond <=> b.beyond;
    return expression::compare(*a.value, *b.value, zones);
}

struct Ends {
    End start, end;
    bool start_included = true, end_included = true;
};

inline Ends ends_of(const Value& v) {
    const Range* range = v.get<Range>();
    if (range == nullptr) return {{&v, 0}, {&v, 0}};
    return {{&range->low, range->low_unbounded ? -1 : 0},
            {&range->high, range->high_unbounded ? 1 : 0},
            range->low_included && !range->low_unbounded,
            range->high_included && !range->high_unbounded};
}

inline std::optional<Pair> pair_of(const Value& a, const Value& b, const ZoneSource& zones) {
    const Ends x = ends_of(a), y = ends_of(b);
    const auto starts = order(x.start, y.start, zones), start_to_end = order(x.start, y.end, zones);
    const auto end_to_start = order(x.end, y.start, zones), ends = order(x.end, y.end, zones);
    if (!starts || !start_to_end || !end_to_start || !ends) return {};
    return Pair{*starts,          *start_to_end,  *end_to_start,    *ends,
                x.start_included, x.end_included, y.start_included, y.end_included};
}

using Holds = bool (*)(const Pair&);

template <Holds holds, bool swap = false>
Value call(Calling& calling, std::span<const Value> arguments) {
    const auto pair = pair_of(arguments[swap ? 1 : 0], arguments[swap ? 0 : 1], calling.zones());
    if (!pair) return calling.fail("points and ends that cannot be compared");
    return holds(*pair);
}

inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// Of the text between the brackets of a range with one end, "..2" or "1..": that end; else nothing.
inline std::string_view only_end(std::string_view inside, bool& is_high) {
    is_high = inside.substr(0, 2) == "..";
    if (is_high) return trimmed(inside.substr(2));
    return inside.size() > 2 && inside.substr(inside.size() - 2) == ".." ? trimmed(inside.substr(0, inside.size() - 2))
                                                                         : std::string_view();
}

inline Value from(Calling& calling, std::span<const Value> arguments) {
    const std::string_view text = trimmed(arguments[0].text());
    const auto one_of = [](char c, std::string_view set) { return set.find(c) != set.npos; };
    if (text.size() < 4 || !one_of(text.front(), "[](") || !one_of(text.back(), "[])"))
        return calling.fail("no range: " + std::string(text.substr(0, 80)));
    if (!calling.spend(1000 + 4 * text.size())) return {};
    bool is_high = false;
    const std::string_view inside = trimmed(text.substr(1, text.size() - 2)), end = only_end(inside, is_high);
    // A range without one of its ends is no expression, but a literal here; that end must be open (DMN 1.5, rule 66).
    if (!end.empty() && one_of(is_high ? text.front() : text.back(), is_high ? "(]" : ")[")) {
        const Value whole = calling.evaluate_literal("[" + std::string(end) + ".." + std::string(end) + "]");
        const Range* both = whole.get<Range>();
        if (both == nullptr || !expression::compare(both->low, both->high, calling.zones()))
            return calling.fail("no range: " + std::string(text.substr(0, 80)));
        if (is_high) return Range{{}, both->high, false, text.back() == ']', true, false};
        return Range{both->low, {}, text.front() == '[', false, false, true};
    }
    const Value v = calling.evaluate_literal(text);
    const Range* range = v.get<Range>();
    if (range == nullptr || range->low_unbounded || range->high_unbounded)
        return calling.fail("no range: " + std::string(text.substr(0, 80)));
    const auto order = expression::compare(range->low, range->high, calling.zones());
    if (!order) return calling.fail("the ends cannot be compared");
    if (*order > 0) return calling.fail("the end is before the start");
    return v;
}

}  // namespace range_detail

/// The functions of this file; each name has one signature for every combination of points and ranges it takes.
inline const std::vector<Signature>& range_functions() {
    namespace d = range_detail;
    static const std::vector<Signature> all = [] {
        constexpr Kinds points = kinds(Kind::number, Kind::string, Kind::date, Kind::time, Kind::date_time,
                                       Kind::days_duration, Kind::years_duration);
        constexpr Kinds ranges = kinds(Kind::range);
        const std::vector<Parameter> two_points{{"point1", points}, {"point2", points}};
        const std::vector<Parameter> point_range{{"point", points}, {"range", ranges}};
        const std::vector<Parameter> range_point{{"range", ranges}, {"point", points}};
        const std::vector<Parameter> two_ranges{{"range1", ranges}, {"range2", ranges}};
        std::vector<Signature> out;
        const auto add = [&](std::string_view name, Function f, std::string_view documentation, const auto&... forms) {
            (out.push_back({name, forms, f, documentation}), ...);
        };
        add("before", d::call<d::before>, "Whether the first ends before the second starts.", two_points, point_range,
            range_point, two_ranges);
        add("after", d::call<d::before, true>, "Whether the first starts after the second ends.", two_points,
            point_range, range_point, two_ranges);
        add("meets", d::call<d::meets>, "Whether the first ends where the second starts.", two_ranges);
        add("met by", d::call<d::meets, true>, "Whether the first starts where the second ends.", two_ranges);
        add("overlaps", d::call<d::overlaps>, "Whether there is a value in both.", two_ranges);
        add("overlaps before", d::call<d::overlaps_before>,
            "Whether the first starts before the second and ends in it.", two_ranges);
        add("overlaps after", d::call<d::overlaps_before, true>,
            "Whether the first starts in the second and ends after it.", two_ranges);
        add("finishes", d::call<d::finishes>, "Whether the first is in the second and ends with it.", point_range,
            two_ranges);
        add("finished by", d::call<d::finishes, true>, "Whether the second is in the first and ends with it.",
            range_point, two_ranges);
        add("includes", d::call<d::includes>, "Whether the second is in the first.", range_point, two_ranges);
        add("during", d::call<d::includes, true>, "Whether the first is in the second.", point_range, two_ranges);
        add("starts", d::call<d::starts>, "Whether the first is in the second and starts with it.", point_range,
            two_ranges);
        add("started by", d::call<d::starts, true>, "Whether the second is in the first and starts with it.",
            range_point, two_ranges);
        add("coincides", d::call<d::coincides>, "Whether both are the same.", two_points, two_ranges);
        const std::vector<Parameter> text{{"from", kinds(Kind::string)}};
        add("range", d::from, "The range that a text writes, with literals as ends: range(\"[1..3]\").", text);
        return out;
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
