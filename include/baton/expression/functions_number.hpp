// The functions of FEEL on numbers (DMN 1.4, 10.3.4.5), and number(from) (10.3.4.1).
#ifndef BATON_EXPRESSION_FUNCTIONS_NUMBER_HPP
#define BATON_EXPRESSION_FUNCTIONS_NUMBER_HPP

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "decimal.hpp"
#include "decimal_math.hpp"
#include "function_helpers.hpp"
#include "operators.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace number_detail {

using Arguments = std::span<const Value>;

inline Decimal number(const Value& v) { return *v.get<Decimal>(); }

inline Value result(Calling& call, const std::optional<Decimal>& n, const char* reason) {
    return n ? Value(*n) : call.fail(reason);
}

/// f(n) and f(n, scale); a fraction of the scale is cut off.
template <Rounding mode>
Value rounded(Calling& call, Arguments arguments) {
    const auto scale = arguments.size() < 2 ? 0 : function_detail::whole(arguments[1]);
    if (!scale || *scale < -6111 || *scale > 6176) return call.fail("the scale is not between -6111 and 6176");
    return result(call, round(number(arguments[0]), static_cast<int>(*scale), mode), "the number is too large");
}

inline Value absolute(Calling& call, Arguments arguments) {
    const Value& v = arguments[0];
    const auto* days = v.get<DaysDuration>();
    const auto* years = v.get<YearsDuration>();
    const bool negative = days != nullptr    ? *days < DaysDuration{}
                          : years != nullptr ? *years < YearsDuration{}
                                             : number(v).negative();
    if (!negative) return v;
    const auto positive = expression::negate(v);
    return positive ? *positive : call.fail("the duration is too long");
}

inline Value modulo(Calling& call, Arguments arguments) {
    return result(call, remainder_floor(number(arguments[0]), number(arguments[1])), "the divisor is 0");
}
inline Value square_root(Calling& call, Arguments arguments) {
    if (!call.spend(200)) return {};
    return result(call, sqrt(number(arguments[0])), "the number is negative");
}
inline Value logarithm(Calling& call, Arguments arguments) {
    if (!call.spend(2000)) return {};
    return result(call, log(number(arguments[0])), "the number is not positive");
}
inline Value exponential(Calling& call, Arguments arguments) {
    if (!call.spend(800)) return {};
    return result(call, exp(number(arguments[0])), "the result is too large");
}

/// A number with a fraction is neither odd nor even.
template <int rest>
Value has_rest(Calling&, Arguments arguments) {
    return remainder_floor(number(arguments[0]), 2) == Decimal(rest);
}

inline Value random(Calling& call, Arguments) { return call.random(); }

/// One of the characters, or 0 for null; nothing for anything else.
inline std::optional<char> separator(const Value& v, std::string_view characters) {
    if (v.is_null()) return '\0';
    if (v.text().size() != 1 || characters.find(v.text()[0]) == std::string_view::npos) return {};
    return v.text()[0];
}

inline Value from_text(Calling& call, Arguments arguments) {
    using function_detail::argument;
    const std::string_view from = arguments[0].text();
    const auto grouping = separator(argument(arguments, 1), " ,."), point = separator(argument(arguments, 2), ".,");
    if (!grouping) return call.fail("the grouping separator is none of blank, comma, period");
    if (!point) return call.fail("the decimal separator is neither comma nor period");
    if (*grouping != 0 && *grouping == *point) return call.fail("both separators are the same");
    if (!call.spend(8 * from.size())) return {};
    std::string text;
    for (const char c : from) {
        if (c == *grouping && c != 0) continue;
        // What separates decimals elsewhere must not be taken for the separator here: 1.500 may well be 1500.
        const bool other = *point == ',' && c == '.';
        text += c == *point && c != 0 ? '.' : other ? '?' : c;
    }
    return result(call, Decimal::parse(text), "no number");
}

}  // namespace number_detail

/// The functions of this file.
inline const std::vector<Signature>& number_functions() {
    namespace d = number_detail;
    static const std::vector<Signature> all = [] {
        constexpr Kinds number = kinds(Kind::number), text = kinds(Kind::string);
        constexpr Kinds maybe_text = kinds(Kind::string, Kind::null);
        constexpr Kinds sizes = kinds(Kind::number, Kind::days_duration, Kind::years_duration);
        const Parameter n{"n", number}, scale{"scale", number}, only{"number", number};
        return std::vector<Signature>{
            {"decimal", {n, scale}, d::rounded<Rounding::half_even>, "n with that many digits behind the point."},
            {"floor", {n}, d::rounded<Rounding::floor>, "The largest integer that is not above n."},
            {"floor", {n, scale}, d::rounded<Rounding::floor>, "n rounded down to that many digits."},
            {"ceiling", {n}, d::rounded<Rounding::ceiling>, "The least integer that is not below n."},
            {"ceiling", {n, scale}, d::rounded<Rounding::ceiling>, "n rounded up to that many digits."},
            {"round up", {n, scale}, d::rounded<Rounding::up>, "n rounded away from zero."},
            {"round down", {n, scale}, d::rounded<Rounding::down>, "n rounded towards zero."},
            {"round half up", {n, scale}, d::rounded<Rounding::half_up>, "n rounded; halves away from zero."},
            {"round half down", {n, scale}, d::rounded<Rounding::half_down>, "n rounded; halves towards zero."},
            {"abs", {{"n", sizes}}, d::absolute, "A number or duration without its sign."},
            {"modulo",
             {{"dividend", number}, {"divisor", number}},
             d::modulo,
             "The rest of a division, with the sign of the divisor."},
            {"sqrt", {only}, d::square_root, "The square root."},
            {"log", {only}, d::logarithm, "The natural logarithm."},
            {"exp", {only}, d::exponential, "e to the power of the number."},
            {"odd", {only}, d::has_rest<1>, "Whether the number is odd."},
            {"even", {only}, d::has_rest<0>, "Whether the number is even."},
            {"random number", {}, d::random, "A number from 0 to less than 1."},
            {"number",
             {{"from", text}, {"grouping separator", maybe_text, true}, {"decimal separator", maybe_text, true}},
             d::from_text,
             "The number that a text writes."},
        };
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
