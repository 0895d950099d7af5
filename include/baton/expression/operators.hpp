// Equality, order and arithmetic of values, as FEEL defines them (DMN 1.3, 10.3.2.13 to 10.3.2.15).
//
// Nothing stands for FEEL's null: the kinds do not fit each other, the result has no room, or a zone is not known.
#ifndef BATON_EXPRESSION_OPERATORS_HPP
#define BATON_EXPRESSION_OPERATORS_HPP

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "decimal.hpp"
#include "decimal_math.hpp"
#include "temporal.hpp"
#include "value.hpp"
#include "zone_source.hpp"

namespace baton::inline BATON_ABI::expression {

/// a < b and so on: numbers, strings (by code points), dates, times, date-times, durations. Nothing for all else.
/// Of two times of which one has no zone, it has that of the other (table 54).
std::optional<std::strong_ordering> compare(const Value& a, const Value& b, const ZoneSource& zones);

namespace operators_detail {

/// Compares values in each other, and counts the steps: shared parts may be met any number of times.
class Equality {
public:
    Equality(const ZoneSource& zones, std::uint64_t& steps) : zones_(zones), steps_(steps) {}

    std::optional<bool> of(const Value& a, const Value& b, int depth) {
        if (steps_ == 0 || depth > max_value_depth) {
            gave_up_ = true;
            return {};
        }
        --steps_;
        if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
        if (a.kind() != b.kind()) return {};
        switch (a.kind()) {
            case Kind::null: return true;
            case Kind::boolean: return a.is_true() == b.is_true();
            case Kind::list: return lists(*a.get<List>(), *b.get<List>(), depth + 1);
            case Kind::context: return contexts(*a.get<Entries>(), *b.get<Entries>(), depth + 1);
            case Kind::range: return ranges(*a.get<Range>(), *b.get<Range>(), depth + 1);
            case Kind::function: return a.get<FunctionValue>() == b.get<FunctionValue>();
            // Not by the function above: a time without a zone is before or after one with a zone, but never the same.
            case Kind::time: return is_equal(expression::compare(*a.get<Time>(), *b.get<Time>(), zones_));
            case Kind::date_time: return is_equal(expression::compare(*a.get<DateTime>(), *b.get<DateTime>(), zones_));
            default: return is_equal(expression::compare(a, b, zones_));
        }
    }

private:
    static bool is_equal(std::optional<std::strong_ordering> order) { return order && *order == 0; }

    /// Parts of different kinds make the wholes different.
    std::optional<bool> part(const Value& a, const Value& b, int depth) {
        const auto same = of(a, b, depth);
        if (gave_up_) return {};
        return same.value_or(false);
    }
    std::optional<bool> lists(const List& a, const List& b, int depth) {
        if (a.size() != b.size()) return false;
        if (&a == &b) return true;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (const auto same = part(a[i], b[i], depth); same != true) return same;
        return true;
    }
    std::optional<bool> contexts(const Entries& a, const Entries& b, int depth) {
        if (a.size() != b.size()) return false;
        if (&a == &b) return true;
        std::vector<const Entries::value_type*> sorted;  // made when the entries turn out to be in another order
        for (std::size_t i = 0; i < a.size(); ++i) {
            const Entries::value_type* other = &b[i];
            if (other->first != a[i].first) {
                if (sorted.empty()) sorted = by_name(b);
                const auto found =
                    std::lower_bound(sorted.begin(), sorted.end(), a[i].first,
                                     [](const auto* e, const std::string& name) { return e->first < name; });
                if (found == sorted.end() || (*found)->first != a[i].first) return false;
                other = *found;
            }
            if (const auto same = part(a[i].second, other->second, depth); same != true) return same;
        }
        return true;
    }
    static std::vector<const Entries::value_type*> by_name(const Entries& entries) {
        std::vector<const Entries::value_type*> sorted;
        for (const auto& entry : entries) sorted.push_back(&entry);
        std::sort(sorted.begin(), sorted.end(), [](const auto* x, const auto* y) { return x->first < y->first; });
        return sorted;
    }
    std::optional<bool> ranges(const Range& a, const Range& b, int depth) {
        if (a.low_unbounded != b.low_unbounded || a.high_unbounded != b.high_unbounded) return false;
        if (!a.low_unbounded) {
            if (a.low_included != b.low_included) return false;
            if (const auto same = part(a.low, b.low, depth); same != true) return same;
        }
        if (a.high_unbounded) return true;
        return a.high_included == b.high_included ? part(a.high, b.high, depth) : false;
    }

    const ZoneSource& zones_;
    std::uint64_t& steps_;
    bool gave_up_ = false;
};

/// The time with the zone of the other, if it has none.
inline Time in_zone_of(Time t, const Time& other) {
    if (t.zone.is_none()) t.zone = other.zone;
    return t;
}
inline DateTime in_zone_of(const DateTime& t, const DateTime& other) {
    return {t.date, in_zone_of(t.time, other.time)};
}

template <class T>
std::optional<Value> value_of(const std::optional<T>& result) {
    if (!result) return {};
    return Value(*result);
}

/// Exactly: a duration has at most 28 digits of nanoseconds.
inline Decimal in_nanoseconds(const DaysDuration& d) {
    const temporal_detail::wide ns = temporal_detail::total(d);
    return Decimal::rounded(ns < 0, static_cast<detail::Wide>(ns < 0 ? -ns : ns), 0).value_or(Decimal());
}
/// Truncated, as the months of a duration are.
inline std::optional<DaysDuration> of_nanoseconds(const std::optional<Decimal>& n) {
    if (!n || n->adjusted_exponent() > 30) return {};
    const std::optional<Decimal> whole = round(*n, 0, Rounding::down);
    if (!whole) return {};
    temporal_detail::wide ns = static_cast<temporal_detail::wide>(whole->coefficient());
    for (int i = whole->exponent(); i > 0; --i) ns *= 10;
    for (int i = whole->exponent(); i < 0; ++i) ns /= 10;
    return temporal_detail::days_duration(whole->negative() ? -ns : ns);
}
inline std::optional<YearsDuration> of_months(const std::optional<Decimal>& n) {
    if (!n) return {};
    const std::optional<Decimal> whole = round(*n, 0, Rounding::down);
    const auto months = whole ? whole->to_integer() : std::nullopt;
    return months ? std::optional(YearsDuration{*months}) : std::nullopt;
}

/// What has one of the kinds A, B: `both<Date, YearsDuration>(a, b, f)`; nothing if a and b are of other kinds.
template <class A, class B, class F>
bool both(const Value& a, const Value& b, std::optional<Value>& result, F&& f) {
    const A* x = a.get<A>();
    const B* y = b.get<B>();
    if (x == nullptr || y == nullptr) return false;
    result = value_of(f(*x, *y));
    return true;
}

}  // namespace operators_detail

/// As below, within a number of steps, which are counted down; nothing, and none left, when they do not suffice.
inline std::optional<bool> equal(const Value& a, const Value& b, const ZoneSource& zones, std::uint64_t& steps) {
    return operators_detail::Equality(zones, steps).of(a, b, 0);
}
/// a = b: true or false; nothing when they are of different kinds and neither is null.
inline std::optional<bool> equal(const Value& a, const Value& b, const ZoneSource& zones) {
    std::uint64_t steps = 1'000'000;
    return equal(a, b, zones, steps);
}

inline std::optional<std::strong_ordering> compare(const Value& a, const Value& b, const ZoneSource& zones) {
    using operators_detail::in_zone_of;
    if (a.kind() != b.kind()) return {};
    switch (a.kind()) {
        case Kind::number: return *a.get<Decimal>() <=> *b.get<Decimal>();
        case Kind::string:
            return a.text().compare(b.text()) <=> 0;  // the bytes of UTF-8 are in the order of code points
        case Kind::date: return *a.get<Date>() <=> *b.get<Date>();
        case Kind::days_duration: return *a.get<DaysDuration>() <=> *b.get<DaysDuration>();
        case Kind::years_duration: return *a.get<YearsDuration>() <=> *b.get<YearsDuration>();
        case Kind::time: {
            const Time &x = *a.get<Time>(), &y = *b.get<Time>();
            return compare(in_zone_of(x, y), in_zone_of(y, x), zones);
        }
        case Kind::date_time: {
            const DateTime &x = *a.get<DateTime>(), &y = *b.get<DateTime>();
            return compare(in_zone_of(x, y), in_zone_of(y, x), zones);
        }
        default: return {};
    }
}

/// v in range: nothing when the ends cannot be compared with it.
inline std::optional<bool> includes(const Range& range, const Value& v, const ZoneSource& zones) {
    if (v.is_null()) return {};
    const auto low = range.low_unbounded ? std::strong_ordering::greater : compare(v, range.low, zones);
    const auto high = range.high_unbounded ? std::strong_ordering::less : compare(v, range.high, zones);
    if (low && (*low < 0 || (*low == 0 && !range.low_included))) return false;
    if (high && (*high > 0 || (*high == 0 && !range.high_included))) return false;
    if (!low || !high) return {};
    return true;
}

/// a + b: numbers, strings, durations, and a duration with a date or time on either side. Text is not bounded here.
inline std::optional<Value> add(const Value& a, const Value& b, const ZoneSource& zones) {
    using operators_detail::both;
    if (a.is(Kind::string) && b.is(Kind::string)) return Value(std::string(a.text()).append(b.text()));
    const auto sum = [](const auto& x, const auto& y) { return add(x, y); };
    const auto zoned_sum = [&zones](const DateTime& x, const DaysDuration& y) { return add(x, y, zones); };
    const bool swapped = a.is(Kind::days_duration) || a.is(Kind::years_duration);
    const Value &left = swapped ? b : a, &right = swapped ? a : b;
    std::optional<Value> result;
    static_cast<void>(
        both<Decimal, Decimal>(left, right, result, sum) ||
        both<DateTime, DaysDuration>(left, right, result, zoned_sum) ||
        both<DateTime, YearsDuration>(left, right, result, sum) || both<Date, DaysDuration>(left, right, result, sum) ||
        both<Date, YearsDuration>(left, right, result, sum) || both<Time, DaysDuration>(left, right, result, sum) ||
        both<DaysDuration, DaysDuration>(left, right, result, sum) ||
        both<YearsDuration, YearsDuration>(left, right, result, sum));
    return result;
}

/// a - b: numbers, durations, a duration from a date or time, and two dates, date-times or times.
inline std::optional<Value> subtract(const Value& a, const Value& b, const ZoneSource& zones) {
    using operators_detail::both;
    const auto difference = [](const auto& x, const auto& y) { return subtract(x, y); };
    const auto zoned = [&zones](const auto& x, const auto& y) { return subtract(x, y, zones); };
    std::optional<Value> result;
    static_cast<void>(
        both<Decimal, Decimal>(a, b, result, difference) || both<DateTime, DateTime>(a, b, result, zoned) ||
        both<DateTime, Date>(a, b, result, zoned) || both<DateTime, DaysDuration>(a, b, result, zoned) ||
        both<DateTime, YearsDuration>(a, b, result, difference) || both<Date, DateTime>(a, b, result, zoned) ||
        both<Date, Date>(a, b, result, difference) || both<Date, DaysDuration>(a, b, result, difference) ||
        both<Date, YearsDuration>(a, b, result, difference) || both<Time, Time>(a, b, result, zoned) ||
        both<Time, DaysDuration>(a, b, result, difference) ||
        both<DaysDuration, DaysDuration>(a, b, result, difference) ||
        both<YearsDuration, YearsDuration>(a, b, result, difference));
    return result;
}

/// a * b: numbers, and a number with a duration on either side; parts of nanoseconds and months are cut off.
inline std::optional<Value> multiply(const Value& a, const Value& b) {
    using namespace operators_detail;
    const Value &left = b.is(Kind::number) ? a : b, &right = b.is(Kind::number) ? b : a;
    std::optional<Value> result;
    static_cast<void>(
        both<Decimal, Decimal>(left, right, result, [](Decimal x, Decimal y) { return multiply(x, y); }) ||
        both<DaysDuration, Decimal>(
            left, right, result,
            [](const auto& d, Decimal n) { return of_nanoseconds(multiply(in_nanoseconds(d), n)); }) ||
        both<YearsDuration, Decimal>(
            left, right, result, [](const auto& d, Decimal n) { return of_months(multiply(Decimal(d.months), n)); }));
    return result;
}

/// a / b: numbers, a duration by a number, and two durations of a kind. Nothing when b is zero.
inline std::optional<Value> divide(const Value& a, const Value& b) {
    using namespace operators_detail;
    std::optional<Value> result;
    static_cast<void>(
        both<Decimal, Decimal>(a, b, result, [](Decimal x, Decimal y) { return divide(x, y); }) ||
        both<DaysDuration, Decimal>(
            a, b, result, [](const auto& d, Decimal n) { return of_nanoseconds(divide(in_nanoseconds(d), n)); }) ||
        both<YearsDuration, Decimal>(
            a, b, result, [](const auto& d, Decimal n) { return of_months(divide(Decimal(d.months), n)); }) ||
        both<DaysDuration, DaysDuration>(
            a, b, result, [](const auto& x, const auto& y) { return divide(in_nanoseconds(x), in_nanoseconds(y)); }) ||
        both<YearsDuration, YearsDuration>(
            a, b, result, [](const auto& x, const auto& y) { return divide(Decimal(x.months), Decimal(y.months)); }));
    return result;
}

/// a ** b: numbers, with an exponent from -999999999 to 999999999 (table 60).
inline std::optional<Value> power(const Value& a, const Value& b) {
    std::optional<Value> result;
    static_cast<void>(
        operators_detail::both<Decimal, Decimal>(a, b, result, [](Decimal x, Decimal y) -> std::optional<Decimal> {
            if (abs(y) > Decimal(999'999'999)) return {};
            return power(x, y);
        }));
    return result;
}

/// -a: numbers and durations.
inline std::optional<Value> negate(const Value& a) {
    if (const Decimal* n = a.get<Decimal>()) return Value(negate(*n));
    if (const DaysDuration* d = a.get<DaysDuration>()) return operators_detail::value_of(negate(*d));
    if (const YearsDuration* d = a.get<YearsDuration>()) return operators_detail::value_of(negate(*d));
    return {};
}

}  // namespace baton::inline BATON_ABI::expression

#endif
