// Square root, exponential, logarithm and powers of FEEL's numbers.
//
// exp and log work on fixed-point numbers with 256 bits behind the point (77 digits), so that 34 digits are right even
// for log(1.000…01); the decimal exponent is kept apart as a multiple of log(10). No call takes longer than some
// microseconds, whatever the operands.
#ifndef BATON_EXPRESSION_DECIMAL_MATH_HPP
#define BATON_EXPRESSION_DECIMAL_MATH_HPP

#include "decimal.hpp"

namespace baton::inline BATON_ABI::expression {

namespace decimal_detail {

/// Sign and size; limb[3..0] are behind the point.
struct Fixed {
    std::uint64_t limb[6]{};
    bool negative = false;

    [[nodiscard]] constexpr Wide integer() const { return (Wide{limb[5]} << 64) | limb[4]; }
    [[nodiscard]] constexpr double to_double() const {
        double sum = 0, unit = 0x1p-256;
        for (const std::uint64_t digit : limb) {
            sum += static_cast<double>(digit) * unit;
            unit *= 0x1p64;
        }
        return negative ? -sum : sum;
    }
};

constexpr Fixed fixed(Wide integer) { return {{0, 0, 0, 0, low_half(integer), high_half(integer)}}; }

/// 2.302585…
inline constexpr Fixed log_of_ten = {
    {0x0f187a0807c0b5ca, 0x8a3fb3e76977e43a, 0xa95b58ae0b4c28a3, 0x4d763776aaa2b05b, 2, 0}};

constexpr bool smaller(const Fixed& a, const Fixed& b) {
    for (int i = 5; i > 0; --i)
        if (a.limb[i] != b.limb[i]) return a.limb[i] < b.limb[i];
    return a.limb[0] < b.limb[0];
}

constexpr Fixed operator-(Fixed a) {
    a.negative = !a.negative;
    return a;
}

constexpr Fixed operator+(const Fixed& a, const Fixed& b) {
    const bool swapped = a.negative != b.negative && smaller(a, b);
    Fixed sum = swapped ? b : a;
    const Fixed& other = swapped ? a : b;
    std::uint64_t carry = 0;
    for (int i = 0; i < 6; ++i) {
        const Wide digit = a.negative == b.negative ? Wide{sum.limb[i]} + other.limb[i] + carry
                                                    : Wide{sum.limb[i]} - other.limb[i] - carry;
        sum.limb[i] = low_half(digit);
        carry = high_half(digit) & 1;
    }
    return sum;
}

constexpr Fixed operator*(const Fixed& a, const Fixed& b) {
    std::uint64_t product[12]{};
    for (int i = 0; i < 6; ++i) {
        if (a.limb[i] == 0) continue;
        std::uint64_t carry = 0;
        for (int j = 0; j < 6; ++j) {
            const Wide digit = Wide{a.limb[i]} * b.limb[j] + product[i + j] + carry;
            product[i + j] = low_half(digit);
            carry = high_half(digit);
        }
        product[i + 6] = carry;
    }
    Fixed result;
    for (int i = 0; i < 6; ++i) result.limb[i] = product[i + 4];
    result.negative = a.negative != b.negative;
    return result;
}

constexpr Fixed times(Fixed a, std::uint64_t factor) {
    std::uint64_t carry = 0;
    for (std::uint64_t& limb : a.limb) {
        const Wide digit = Wide{limb} * factor + carry;
        limb = low_half(digit);
        carry = high_half(digit);
    }
    return a;
}

constexpr Fixed over(Fixed a, std::uint64_t divisor) {
    std::uint64_t rest = 0;
    for (int i = 5; i >= 0; --i) {
        const Wide digit = (Wide{rest} << 64) | a.limb[i];
        a.limb[i] = low_half(digit / divisor);
        rest = low_half(digit) - a.limb[i] * divisor;
    }
    return a;
}

/// a * 10^exponent; the caller knows that it is less than 2^128.
constexpr Fixed scaled(Fixed a, int exponent) {
    for (; exponent > 0; --exponent) a = times(a, 10);
    for (; exponent < 0; exponent += exponent < -19 ? 19 : -exponent)
        a = over(a, low_half(ten_to[exponent < -19 ? 19 : -exponent]));
    return a;
}

/// For sizes up to 1.2: Taylor's series for x/256, squared 8 times.
constexpr Fixed exp_of(const Fixed& x) {
    const Fixed part = over(x, 256), one = fixed(1);
    Fixed sum = one;
    for (std::uint64_t n = 28; n > 0; --n) sum = one + over(part * sum, n);
    for (int i = 0; i < 8; ++i) sum = sum * sum;
    return sum;
}

/// log(1 + t) / t = 1 - t/2 + t^2/3 - … for sizes of t below 10^-15.
constexpr Fixed log_series(const Fixed& t) {
    const Fixed one = fixed(1);
    Fixed sum;
    for (std::uint64_t n = 6; n > 0; --n) sum = over(one, n) + -(t * sum);
    return sum;
}

/// Of a positive number: the logarithm of a double, corrected by log(1 + t) with t = x * exp(-approximation) - 1.
inline Fixed log_of(Decimal x) {
    const Wide c = x.coefficient();
    const int length = digits_of(c), apart = c > ten_to[length - 1] * 3 ? length : length - 1;
    const Fixed m = scaled(fixed(c), -apart);  // 0.3 to 3
    const double guess = __builtin_log(m.to_double());
    const auto bits = static_cast<std::uint64_t>((guess < 0 ? -guess : guess) * 0x1p62);
    const Fixed near{{0, 0, 0, bits << 2, bits >> 62, 0}, guess < 0};
    const Fixed t = m * exp_of(-near) + -fixed(1);
    const int exponent = x.exponent() + apart;
    Fixed tens = times(log_of_ten, static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent));
    tens.negative = exponent < 0;
    return tens + near + t * log_series(t);
}

/// e^x for sizes of x below 20000. `snaps`: a result within 1E-34 of a number of 35 digits is meant to be that number.
inline std::optional<Decimal> exp_rounded(const Fixed& x, bool negative, bool snaps) {
    const double tens = x.to_double() * 0.43429448190325182765;
    const int exponent = static_cast<int>(tens < 0 ? tens - 0.5 : tens + 0.5);
    Fixed multiple = times(log_of_ten, static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent));
    multiple.negative = exponent > 0;
    const Fixed result = times(times(exp_of(x + multiple), low_half(ten_to[19])), low_half(ten_to[16]));
    Wide coefficient = result.integer();  // 35 or 36 digits
    int e = exponent - 35;
    Tail tail = result.limb[3] >> 63 != 0 ? Tail::above_half : Tail::below_half;
    const Wide fraction = (Wide{result.limb[3]} << 64) | result.limb[2];
    constexpr int precision = 114;
    if (snaps && (fraction >> (128 - precision) == 0 || ~fraction >> (128 - precision) == 0)) {
        if (tail == Tail::above_half) ++coefficient;
        tail = Tail::none;
        strip_zeros(coefficient, e, 0);
    }
    return Decimal::rounded(negative, coefficient, e, tail);
}

}  // namespace decimal_detail

/// Square root, rounded correctly; nothing for negative numbers (DMN 1.3, 10.3.4.5).
inline std::optional<Decimal> sqrt(Decimal value) noexcept {
    if (value.negative()) return {};
    if (value.is_zero()) return value;
    // The integer root of 69 or 70 digits has 35: the 34 and one that, with the remainder, decides the rounding.
    decimal_detail::Wide c = value.coefficient();
    int zeros = 70 - decimal_detail::digits_of(c);
    if (((value.exponent() - zeros) & 1) != 0) --zeros;
    int exponent = (value.exponent() - zeros) / 2;
    const int first = zeros > 34 ? zeros - 34 : 0;
    const decimal_detail::Wide256 n =
        decimal_detail::multiply(c * decimal_detail::ten_to[first], decimal_detail::ten_to[zeros - first]);
    auto root = static_cast<decimal_detail::Wide>(__builtin_sqrt(static_cast<double>(n.high) * 0x1p128));
    for (int i = 0; i < 2; ++i) root = (root + decimal_detail::divide(n, root).quotient) / 2;
    const auto above = [&n](decimal_detail::Wide r) {
        const decimal_detail::Wide256 square = decimal_detail::multiply(r, r);
        return square.high != n.high ? square.high > n.high : square.low > n.low;
    };
    while (above(root)) --root;
    while (!above(root + 1)) ++root;
    const decimal_detail::Wide256 square = decimal_detail::multiply(root, root);
    if (square.low != n.low || square.high != n.high)
        return Decimal::rounded(false, root, exponent, decimal_detail::Tail::below_half);
    decimal_detail::strip_zeros(root, exponent, value.exponent() > 0 ? value.exponent() : 0);
    return Decimal::rounded(false, root, exponent);
}

/// e^value (DMN 1.3, 10.3.4.5).
inline std::optional<Decimal> exp(Decimal value) noexcept {
    if (value.is_zero() || value.adjusted_exponent() < -36) return Decimal(1);
    if (value >= Decimal(20'000)) return {};
    if (value <= Decimal(-20'000)) return Decimal();
    decimal_detail::Fixed x = decimal_detail::scaled(decimal_detail::fixed(value.coefficient()), value.exponent());
    x.negative = value.negative();
    return decimal_detail::exp_rounded(x, false, false);
}

/// The natural logarithm; nothing for 0 and below (DMN 1.3, 10.3.4.5).
inline std::optional<Decimal> log(Decimal value) noexcept {
    if (value.negative() || value.is_zero()) return {};
    if (value == Decimal(1)) return Decimal();
    decimal_detail::Fixed result;
    int exponent = 0;
    if (const auto rest = subtract(value, 1); rest && rest->adjusted_exponent() < -15) {
        // Next to 1 without the leading zeros, so that a tie of value - 1 and its square is decided by the cube.
        const decimal_detail::Fixed size = decimal_detail::fixed(rest->coefficient());
        decimal_detail::Fixed t = decimal_detail::scaled(size, rest->exponent());
        t.negative = rest->negative();
        result = size * decimal_detail::log_series(t);
        result.negative = t.negative;
        exponent = rest->exponent();
    } else {
        result = decimal_detail::log_of(value);
    }
    for (; result.integer() < decimal_detail::ten_to[34]; --exponent) result = decimal_detail::times(result, 10);
    return Decimal::rounded(
        result.negative, result.integer(), exponent,
        result.limb[3] >> 63 != 0 ? decimal_detail::Tail::above_half : decimal_detail::Tail::below_half);
}

/// base^exponent; 0^0 is 1. Nothing for a negative power of 0 and a fractional one of a negative base
/// (DMN 1.3, 10.3.2.15).
inline std::optional<Decimal> power(Decimal base, Decimal exponent) noexcept {
    if (exponent.is_zero()) return Decimal(1);
    if (base.is_zero()) return exponent.negative() ? std::optional<Decimal>() : base;
    const bool integer = exponent.is_integer();
    if (base.negative() && !integer) return {};
    const bool negative = base.negative() && remainder_floor(exponent, 2) == Decimal(1);
    base = abs(base);
    if (base == Decimal(1)) return Decimal(negative ? -1 : 1);
    const auto small = exponent.to_integer();
    if (small && *small > -256 && *small < 256) {
        // Exactly where that takes no more than 250 bits: the logarithm tells no tie from what is next to one. A
        // negative power can only be a tie if the inverse is exact, with less than 34 digits.
        const int n = static_cast<int>(*small < 0 ? -*small : *small);
        const auto factor = *small < 0 ? divide(1, base) : base;
        if (n == 1) return factor && negative ? negate(*factor) : factor;
        if (factor && (*small > 0 || factor->coefficient() < decimal_detail::ten_to[Decimal::digits - 1])) {
            decimal_detail::Wide c = factor->coefficient();
            int e = factor->exponent();
            decimal_detail::strip_zeros(c, e, Decimal::max_exponent);
            if (decimal_detail::bits_of(c) * n <= 250 || c == 1) {
                decimal_detail::Wide256 product{0, 1};
                for (int i = 0; c != 1 && i < n; ++i) {
                    const decimal_detail::Wide high = product.high * c;
                    product = decimal_detail::multiply(product.low, c);
                    product.high += high;
                }
                return decimal_detail::rounded(negative, product, e * n);
            }
        }
    }
    const decimal_detail::Fixed logarithm = decimal_detail::log_of(base);
    const double size = logarithm.to_double() * exponent.to_double();
    if (size > 20'000) return {};
    if (size < -20'000) return Decimal();
    if (size > -1e-40 && size < 1e-40) return Decimal(negative ? -1 : 1);
    decimal_detail::Fixed x =
        decimal_detail::scaled(decimal_detail::fixed(exponent.coefficient()) * logarithm, exponent.exponent());
    x.negative = logarithm.negative != exponent.negative();
    return decimal_detail::exp_rounded(x, negative, true);
}

}  // namespace baton::inline BATON_ABI::expression

#endif
