// The functions of FEEL that make one value of many (DMN 1.4, table 79): all, any, min, max, sum, mean, median and
// others. All take one list or several values.
#ifndef BATON_EXPRESSION_FUNCTIONS_AGGREGATE_HPP
#define BATON_EXPRESSION_FUNCTIONS_AGGREGATE_HPP

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "decimal.hpp"
#include "decimal_math.hpp"
#include "function_helpers.hpp"
#include "operators.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace aggregate_detail {

using function_detail::Arguments;
using function_detail::items_of;

inline constexpr const char* too_large = "the result is too large";

/// Whether all are true (deciding: false), or any is (deciding: true); null when what is no boolean leaves that open.
template <bool deciding>
Value junction(Calling& call, Arguments arguments) {
    const std::span<const Value> items = items_of(arguments);
    if (!call.spend(2 * items.size() + 1)) return {};
    bool open = false;
    for (const Value& item : items) {
        const bool* b = item.get<bool>();
        if (b != nullptr && *b == deciding) return deciding;
        open = open || b == nullptr;
    }
    return open ? call.fail("an element of the list is no boolean") : Value(!deciding);
}

/// The element that no other one is less than, or (wanted > 0) greater than.
template <int wanted>
Value extreme(Calling& call, Arguments arguments) {
    const std::span<const Value> items = items_of(arguments);
    if (items.empty()) return call.fail("the list is empty");
    if (!call.spend(2 * items.size())) return {};
    const Value* best = items.data();
    for (const Value& item : items) {  // the first too, with itself: it may be of a kind that has no order
        if (!call.spend(item.text().size() / 16)) return {};
        const std::optional<std::strong_ordering> order = compare(item, *best, call.zones());
        if (!order) return call.fail("an element of the list cannot be compared");
        if (wanted < 0 ? *order < 0 : *order > 0) best = &item;
    }
    return *best;
}

/// The numbers; nothing, with the reason recorded, if there is something else.
inline std::optional<std::vector<Decimal>> numbers_of(Calling& call, Arguments arguments) {
    const std::span<const Value> items = items_of(arguments);
    if (!call.spend(1 + items.size() * sizeof(Decimal))) return {};
    std::vector<Decimal> numbers;
    numbers.reserve(items.size());
    for (const Value& item : items) {
        const Decimal* n = item.get<Decimal>();
        if (n == nullptr) {
            call.fail("an element of the list is no number");
            return {};
        }
        numbers.push_back(*n);
    }
    return numbers;
}

using Operation = std::optional<Decimal> (*)(Decimal, Decimal);

/// first ∘ number ∘ number …; nothing if it is too large.
inline std::optional<Decimal> folded(const std::vector<Decimal>& numbers, Decimal first, Operation operation) {
    std::optional<Decimal> result = first;
    for (const Decimal n : numbers)
        if (result) result = operation(*result, n);
    return result;
}
inline std::optional<Decimal> plus(Decimal a, Decimal b) { return expression::add(a, b); }
inline std::optional<Decimal> times(Decimal a, Decimal b) { return expression::multiply(a, b); }

inline std::optional<Decimal> mean_of(const std::vector<Decimal>& numbers) {
    const std::optional<Decimal> sum = folded(numbers, 0, plus);
    return sum ? expression::divide(*sum, Decimal(numbers.size())) : std::nullopt;
}

inline std::optional<Decimal> sum_of(const std::vector<Decimal>& numbers) { return folded(numbers, 0, plus); }
inline std::optional<Decimal> product_of(const std::vector<Decimal>& numbers) { return folded(numbers, 1, times); }

inline std::optional<Decimal> median_of(const std::vector<Decimal>& numbers) {
    std::vector<Decimal> sorted = numbers;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t half = sorted.size() / 2;
    if (sorted.size() % 2 != 0) return sorted[half];
    return mean_of({sorted[half - 1], sorted[half]});
}

/// Of numbers that are a sample of all there are.
inline std::optional<Decimal> deviation_of(const std::vector<Decimal>& numbers) {
    const std::optional<Decimal> mean = mean_of(numbers);
    std::optional<Decimal> squares = Decimal();
    for (const Decimal n : numbers) {
        const auto difference = mean ? expression::subtract(n, *mean) : std::nullopt;
        const auto square = difference ? expression::multiply(*difference, *difference) : std::nullopt;
        squares = squares && square ? expression::add(*squares, *square) : std::nullopt;
    }
    const auto variance = squares ? expression::divide(*squares, Decimal(numbers.size() - 1)) : std::nullopt;
    return variance ? expression::sqrt(*variance) : std::nullopt;
}

/// What `made` makes of the numbers, of which there must be as many.
template <std::optional<Decimal> (*made)(const std::vector<Decimal>&), std::size_t at_least>
Value of_numbers(Calling& call, Arguments arguments) {
    const auto numbers = numbers_of(call, arguments);
    if (!numbers) return {};
    if (numbers->size() < at_least) return call.fail("the list has too few elements");
    if (!call.spend(numbers->size() * sizeof(Decimal))) return {};
    const std::optional<Decimal> result = made(*numbers);
    return result ? Value(*result) : call.fail(too_large);
}

inline Value mode(Calling& call, Arguments arguments) {
    auto numbers = numbers_of(call, arguments);
    if (!numbers || !call.spend(numbers->size() * sizeof(Decimal))) return {};
    std::sort(numbers->begin(), numbers->end());
    List result;
    std::size_t most = 0;
    for (auto first = numbers->begin(); first != numbers->end();) {
        const auto next = std::upper_bound(first, numbers->end(), *first);
        const auto count = static_cast<std::size_t>(next - first);
        if (count > most) result.clear();
        if (count >= most) {
            if (!function_detail::spend_elements(call, 1)) return {};
            result.emplace_back(*first);
        }
        most = std::max(most, count);
        first = next;
    }
    return Value(std::move(result));
}

}  // namespace aggregate_detail

/// Part of list_functions().
inline const std::vector<Signature>& aggregate_functions() {
    namespace d = aggregate_detail;
    static const std::vector<Signature> all = [] {
        const std::vector<Parameter> list{{"list", any_value, false, true}};
        constexpr std::string_view conjunction = "Whether all are true; null if what is no boolean leaves that open.";
        constexpr std::string_view disjunction = "Whether any is true; null if what is no boolean leaves that open.";
        return std::vector<Signature>{
            {"all", list, d::junction<false>, conjunction},
            {"and", list, d::junction<false>, conjunction},
            {"any", list, d::junction<true>, disjunction},
            {"or", list, d::junction<true>, disjunction},
            {"min", list, d::extreme<-1>, "The least of numbers, strings, dates, times or durations."},
            {"max", list, d::extreme<1>, "The greatest of numbers, strings, dates, times or durations."},
            {"sum", list, d::of_numbers<d::sum_of, 1>, "The sum of the numbers."},
            {"product", list, d::of_numbers<d::product_of, 1>, "The product of the numbers."},
            {"mean", list, d::of_numbers<d::mean_of, 1>, "The arithmetic mean of the numbers."},
            {"median", list, d::of_numbers<d::median_of, 1>, "The number in the middle, or the mean of the two there."},
            {"stddev", list, d::of_numbers<d::deviation_of, 2>, "The standard deviation of a sample."},
            {"mode", list, d::mode, "The numbers that come most often, in ascending order."},
        };
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
