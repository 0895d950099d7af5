// Numbers of FEEL: decimal floating point with 34 significant digits, rounded half-even after every operation.
//
// The value is coefficient * 10^exponent, within the range of IEEE 754 decimal128: what is larger than
// 9.99…E+6144 does not exist (the operation gives nothing), what is smaller than 1E-6176 becomes 0. There are no
// infinities, no NaN and no negative zero. Coefficient (114 bits with its sign) and exponent (14 bits) share 16 bytes.
// sqrt, exp, log and power are in decimal_math.hpp.
#ifndef BATON_EXPRESSION_DECIMAL_HPP
#define BATON_EXPRESSION_DECIMAL_HPP

#include <bit>
#include <charconv>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "../config.hpp"

namespace baton::inline BATON_ABI::expression {

/// Ways to round (DMN 1.4, 10.3.4.5: round up, round down, round half up, round half down, decimal, floor, ceiling).
/// up is away from zero, down is toward zero.
enum class Rounding : std::uint8_t { up, down, half_up, half_down, half_even, floor, ceiling };

namespace decimal_detail {

__extension__ typedef unsigned __int128 Wide;  // NOLINT(modernize-use-using): __extension__ takes no alias
__extension__ typedef __int128 SignedWide;     // NOLINT(modernize-use-using)

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && sizeof(T) <= 8;

struct Wide256 {
    Wide high, low;
};

struct PowersOfTen {
    Wide at[39]{};
    constexpr PowersOfTen() {
        at[0] = 1;
        for (int i = 1; i < 39; ++i) at[i] = at[i - 1] * 10;
    }
    constexpr Wide operator[](int i) const { return at[i]; }
};
inline constexpr PowersOfTen ten_to;

constexpr std::uint64_t low_half(Wide v) { return static_cast<std::uint64_t>(v); }
constexpr std::uint64_t high_half(Wide v) { return static_cast<std::uint64_t>(v >> 64); }

constexpr int bits_of(Wide v) {
    return high_half(v) != 0 ? 128 - std::countl_zero(high_half(v)) : 64 - std::countl_zero(low_half(v));
}
constexpr int bits_of(Wide256 v) { return v.high != 0 ? 128 + bits_of(v.high) : bits_of(v.low); }

/// How many decimal digits, 0 for 0. 1233/4096 is log10(2), near enough for up to 256 bits.
constexpr int digits_of(Wide v) {
    const int least = (bits_of(v) * 1233) >> 12;
    return least + (v >= ten_to[least] ? 1 : 0);
}

constexpr Wide256 multiply(Wide a, Wide b) {
    const Wide low = Wide{low_half(a)} * low_half(b), cross1 = Wide{high_half(a)} * low_half(b);
    const Wide cross2 = Wide{low_half(a)} * high_half(b), high = Wide{high_half(a)} * high_half(b);
    const Wide middle = Wide{high_half(low)} + low_half(cross1) + low_half(cross2);
    return {high + high_half(cross1) + high_half(cross2) + high_half(middle), (middle << 64) | low_half(low)};
}

struct Quotient {
    Wide quotient, remainder;
};

constexpr Quotient divide(Wide n, Wide d) {
    const Wide quotient = n / d;  // one division where / and % would be two
    return {quotient, n - quotient * d};
}

/// One 64-bit digit of a long division (Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D).
constexpr Quotient divide_digit(Wide rest, std::uint64_t next, Wide divisor) {
    const std::uint64_t d1 = high_half(divisor), d0 = low_half(divisor);
    Wide q = rest / d1, r = rest - q * d1;
    while (high_half(q) != 0 || q * d0 > ((r << 64) | next)) {
        --q;
        r += d1;
        if (high_half(r) != 0) break;
    }
    return {q, ((rest << 64) | next) - q * divisor};
}

/// Needs n.high < d, that is a quotient that fits.
constexpr Quotient divide(Wide256 n, Wide d) {
    if (n.high == 0) return divide(n.low, d);
    const int shift = 128 - bits_of(d);
    if (shift != 0) n = {(n.high << shift) | (n.low >> (128 - shift)), n.low << shift};
    d <<= shift;  // NOLINT(clang-analyzer-core.uninitialized.Assign): d is not 0
    const Quotient first = divide_digit(n.high, high_half(n.low), d);
    const Quotient second = divide_digit(first.remainder, low_half(n.low), d);
    return {(first.quotient << 64) | second.quotient, second.remainder >> shift};
}

/// What a cut-off leaves behind, compared with half a unit of the last digit kept.
enum class Tail : std::uint8_t { none, below_half, half, above_half };

constexpr Tail tail_of(Wide remainder, Wide divisor) {
    if (remainder == 0) return Tail::none;
    const Wide other = divisor - remainder;
    return remainder < other ? Tail::below_half : remainder == other ? Tail::half : Tail::above_half;
}

/// The tail of a longer cut: `digits` more digits are cut off `coefficient`, which already had `tail` behind it.
constexpr Tail cut(Wide& coefficient, int digits, Tail tail) {
    const bool some = coefficient != 0 || tail != Tail::none;
    if (digits > 38) {  // 10^39 / 2 is more than any 128 bits
        coefficient = 0;
        return some ? Tail::below_half : Tail::none;
    }
    const Wide divisor = ten_to[digits];
    const Quotient kept = divide(coefficient, divisor);
    coefficient = kept.quotient;
    const Tail longer = tail_of(kept.remainder, divisor);
    if (tail == Tail::none) return longer;
    return longer == Tail::none ? Tail::below_half : longer == Tail::half ? Tail::above_half : longer;
}

constexpr bool rounds_away(Rounding mode, bool negative, bool odd, Tail tail) {
    if (tail == Tail::none) return false;
    switch (mode) {
        case Rounding::up: return true;
        case Rounding::down: return false;
        case Rounding::half_up: return tail >= Tail::half;
        case Rounding::half_down: return tail > Tail::half;
        case Rounding::half_even: return tail > Tail::half || (tail == Tail::half && odd);
        case Rounding::floor: return negative;
        case Rounding::ceiling: return !negative;
    }
    return false;
}

/// Moves trailing zeros of the coefficient into the exponent, up to an exponent of `most`.
constexpr void strip_zeros(Wide& coefficient, int& exponent, int most) {
    if (coefficient == 0) return;
    for (const int step : {16, 8, 4, 2, 1})
        while (exponent + step <= most) {
            const Quotient shorter = divide(coefficient, ten_to[step]);
            if (shorter.remainder != 0) break;
            coefficient = shorter.quotient;
            exponent += step;
        }
}

}  // namespace decimal_detail

namespace detail {
using decimal_detail::Wide;  // for those who give coefficients to Decimal::rounded
}

/// A number of FEEL (DMN 1.3, 10.3.2.3.1): 34 decimal digits, IEEE 754 decimal128 without infinities and NaN.
class Decimal {
public:
    static constexpr int digits = 34, max_exponent = 6144, min_exponent = -6176;

    /// Zero.
    constexpr Decimal() = default;
    /// Any integer, exactly.
    template <decimal_detail::Integer Integer>
    // NOLINTNEXTLINE(google-explicit-constructor): an integer is a number
    constexpr Decimal(Integer value) noexcept : Decimal(decimal_detail::SignedWide{value}, 0) {}
    /// Use from_double: what a binary fraction means in decimals is to be asked for.
    template <std::floating_point Binary>
    Decimal(Binary) = delete;  // NOLINT(google-explicit-constructor)

    /// coefficient * 10^exponent, rounded half-even; `tail` tells what follows the coefficient's last digit, which then
    /// needs all 34 digits. Nothing if it is too large.
    static constexpr std::optional<Decimal> rounded(bool negative, decimal_detail::Wide coefficient, int exponent,
                                                    decimal_detail::Tail tail = decimal_detail::Tail::none) noexcept;
    /// `-12.5E+3`, `.5`; digits beyond 34 are rounded half-even (DMN 1.3, 10.3.1.2; with an exponent DMN 1.4).
    static constexpr std::optional<Decimal> parse(std::string_view text) noexcept;
    /// The shortest decimal text that gives that double again. Nothing for infinities and NaN.
    static std::optional<Decimal> from_double(double value) noexcept;

    /// The nearest double; an infinity if there is none so large.
    [[nodiscard]] double to_double() const noexcept;
    /// The exact integer, if it is one of 64 bits.
    [[nodiscard]] constexpr std::optional<std::int64_t> to_integer() const noexcept;
    /// `1.5`, `1000`; beyond 40 characters `1.5E+400` (DMN 1.3, 10.3.4.1).
    [[nodiscard]] std::string to_text() const;

    /// Whether there is no fraction.
    [[nodiscard]] constexpr bool is_integer() const noexcept;
    [[nodiscard]] constexpr bool is_zero() const noexcept { return (high_ | low_) == 0; }
    [[nodiscard]] constexpr bool negative() const noexcept { return (high_ >> 63) != 0; }
    /// The digits without sign and point.
    [[nodiscard]] constexpr decimal_detail::Wide coefficient() const noexcept {
        const decimal_detail::SignedWide c = signed_coefficient();
        return static_cast<decimal_detail::Wide>(c < 0 ? -c : c);
    }
    /// 0 if the number is 0.
    [[nodiscard]] constexpr int exponent() const noexcept {
        const int field = static_cast<int>(low_ & exponent_mask);
        return field > 0x1fff ? field - 0x4000 : field;
    }
    /// The exponent of the first digit: 2 for 123.4.
    [[nodiscard]] constexpr int adjusted_exponent() const noexcept {
        return exponent() + decimal_detail::digits_of(coefficient()) - 1;
    }

    /// By numeric value: 1.50 is 1.5 (DMN 1.3, 10.3.2.13).
    friend constexpr std::strong_ordering operator<=>(Decimal a, Decimal b) noexcept { return a.compare(b); }
    friend constexpr bool operator==(Decimal a, Decimal b) noexcept { return a.compare(b) == 0; }

    friend constexpr std::optional<Decimal> add(Decimal a, Decimal b) noexcept;
    friend constexpr Decimal negate(Decimal a) noexcept;

private:
    static constexpr std::uint64_t exponent_mask = 0x3fff;
    static constexpr decimal_detail::Wide limit = decimal_detail::ten_to[digits];

    constexpr Decimal(decimal_detail::SignedWide coefficient, int exponent) noexcept {
        if (coefficient == 0) return;
        const decimal_detail::Wide shifted = static_cast<decimal_detail::Wide>(coefficient) << 14;
        high_ = decimal_detail::high_half(shifted);
        low_ = decimal_detail::low_half(shifted) | (static_cast<std::uint64_t>(exponent) & exponent_mask);
    }
    [[nodiscard]] constexpr decimal_detail::SignedWide signed_coefficient() const noexcept {
        return static_cast<decimal_detail::SignedWide>((decimal_detail::Wide{high_} << 64) | low_) >> 14;
    }
    [[nodiscard]] constexpr std::strong_ordering compare(Decimal b) const noexcept;

    std::uint64_t high_ = 0, low_ = 0;
};

constexpr std::optional<Decimal> Decimal::rounded(bool negative, decimal_detail::Wide coefficient, int exponent,
                                                  decimal_detail::Tail tail) noexcept {
    const int excess = coefficient < limit ? 0 : decimal_detail::digits_of(coefficient) - digits;
    const int drop = excess > min_exponent - exponent ? excess : min_exponent - exponent;
    if (drop > 0) {
        tail = decimal_detail::cut(coefficient, drop, tail);
        exponent += drop;
    }
    if (decimal_detail::rounds_away(Rounding::half_even, negative, (coefficient & 1) != 0, tail) &&
        ++coefficient == limit) {
        coefficient = decimal_detail::ten_to[digits - 1];
        ++exponent;
    }
    if (coefficient == 0) return Decimal();
    if (exponent > max_exponent + 1 - digits && exponent + decimal_detail::digits_of(coefficient) - 1 > max_exponent)
        return {};
    const auto value = static_cast<decimal_detail::SignedWide>(coefficient);
    return Decimal(negative ? -value : value, exponent);
}

constexpr std::strong_ordering Decimal::compare(Decimal b) const noexcept {
    if (exponent() == b.exponent() || negative() != b.negative() || is_zero() || b.is_zero())
        return signed_coefficient() <=> b.signed_coefficient();
    const bool less = negative();  // of two negative numbers, the one of the larger size is less
    const int size = adjusted_exponent(), other = b.adjusted_exponent();
    if (size != other) return (size < other) != less ? std::strong_ordering::less : std::strong_ordering::greater;
    const int shift = exponent() - b.exponent();  // as many digits as the other coefficient has more
    const decimal_detail::Wide x = coefficient() * (shift > 0 ? decimal_detail::ten_to[shift] : 1);
    const decimal_detail::Wide y = b.coefficient() * (shift < 0 ? decimal_detail::ten_to[-shift] : 1);
    return less ? y <=> x : x <=> y;
}

constexpr bool Decimal::is_integer() const noexcept {
    const int e = exponent();
    return e >= 0 || (e > -digits && coefficient() % decimal_detail::ten_to[-e] == 0);
}

constexpr std::optional<std::int64_t> Decimal::to_integer() const noexcept {
    const int e = exponent();
    if (!is_integer() || adjusted_exponent() > 18) return {};
    const decimal_detail::Wide size =
        e < 0 ? coefficient() / decimal_detail::ten_to[-e] : coefficient() * decimal_detail::ten_to[e];
    const auto value =
        negative() ? -static_cast<decimal_detail::SignedWide>(size) : static_cast<decimal_detail::SignedWide>(size);
    const auto narrow = static_cast<std::int64_t>(value);
    if (narrow != value) return {};
    return narrow;
}

namespace decimal_detail {

/// Rounds coefficients of up to 250 bits.
constexpr std::optional<Decimal> rounded(bool negative, Wide256 coefficient, int exponent) noexcept {
    if (coefficient.high == 0) return Decimal::rounded(negative, coefficient.low, exponent);
    const int least = (bits_of(coefficient) * 1233) >> 12;  // at least 38
    const Wide256 border = multiply(ten_to[38], ten_to[least - 38]);
    const bool more = coefficient.high != border.high ? coefficient.high > border.high : coefficient.low >= border.low;
    const int excess = least + (more ? 1 : 0) - Decimal::digits, drop = excess > 38 ? 38 : excess;
    const Quotient kept = divide(coefficient, ten_to[drop]);
    return Decimal::rounded(negative, kept.quotient, exponent + drop, tail_of(kept.remainder, ten_to[drop]));
}

/// For exponents that differ; `a` has the larger one.
constexpr std::optional<Decimal> add_aligned(Decimal a, Decimal b) noexcept {
    if (a.is_zero()) return b;
    if (b.is_zero()) return a;
    Wide x = a.coefficient(), y = b.coefficient();
    const int apart = a.exponent() - b.exponent();
    // 37 digits of `a` leave, even after a cancellation, two more than are kept: what `b` has beyond them is a tail.
    const int room = 37 - digits_of(x), shift = apart <= room + 1 ? apart : room;
    x *= ten_to[shift];
    Tail tail = cut(y, apart - shift, Tail::none);
    const int exponent = a.exponent() - shift;
    if (a.negative() == b.negative()) return Decimal::rounded(a.negative(), x + y, exponent, tail);
    if (x < y) return Decimal::rounded(b.negative(), y - x, exponent);  // only if nothing was cut off
    x -= y;
    if (tail != Tail::none) {
        --x;
        tail = tail == Tail::half ? tail : tail == Tail::below_half ? Tail::above_half : Tail::below_half;
    }
    return Decimal::rounded(a.negative(), x, exponent, tail);
}

/// coefficient * 10^exponent modulo the divisor, with a non-negative exponent.
constexpr Wide remainder_of(Wide coefficient, int exponent, Wide divisor) {
    Wide rest = coefficient % divisor, factor = 10 % divisor;
    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) != 0) rest = divide(multiply(rest, factor), divisor).remainder;
        factor = divide(multiply(factor, factor), divisor).remainder;
    }
    return rest;
}

}  // namespace decimal_detail

// Unqualified calls with plain ints (floor(2), abs(-1)) may find the C library's functions: write abs(Decimal(-1)).

/// Sum (DMN 1.3, 10.3.2.15).
constexpr std::optional<Decimal> add(Decimal a, Decimal b) noexcept {
    const int e = a.exponent(), f = b.exponent();
    if (e != f) return e > f ? decimal_detail::add_aligned(a, b) : decimal_detail::add_aligned(b, a);
    const decimal_detail::SignedWide sum = a.signed_coefficient() + b.signed_coefficient();
    const auto size = static_cast<decimal_detail::Wide>(sum < 0 ? -sum : sum);
    if (size < Decimal::limit && e <= Decimal::max_exponent + 1 - Decimal::digits) return Decimal(sum, e);
    return Decimal::rounded(sum < 0, size, e);
}

constexpr Decimal negate(Decimal a) noexcept { return Decimal(-a.signed_coefficient(), a.exponent()); }
constexpr Decimal abs(Decimal a) noexcept { return a.negative() ? negate(a) : a; }

/// Difference (DMN 1.3, 10.3.2.15).
constexpr std::optional<Decimal> subtract(Decimal a, Decimal b) noexcept { return add(a, negate(b)); }

/// Product (DMN 1.3, 10.3.2.15).
constexpr std::optional<Decimal> multiply(Decimal a, Decimal b) noexcept {
    const decimal_detail::Wide x = a.coefficient(), y = b.coefficient();
    const bool negative = a.negative() != b.negative();
    const int exponent = a.exponent() + b.exponent();
    if ((decimal_detail::high_half(x) | decimal_detail::high_half(y)) == 0)
        return Decimal::rounded(negative, x * y, exponent);
    return decimal_detail::rounded(negative, decimal_detail::multiply(x, y), exponent);
}

/// Quotient; nothing if the divisor is 0 (DMN 1.3, 10.3.2.15).
constexpr std::optional<Decimal> divide(Decimal a, Decimal b) noexcept {
    const decimal_detail::Wide x = a.coefficient(), y = b.coefficient();
    if (y == 0) return {};
    if (x == 0) return a;
    const bool negative = a.negative() != b.negative();
    const int exponent = a.exponent() - b.exponent();
    if ((decimal_detail::high_half(x) | decimal_detail::high_half(y)) == 0 &&
        decimal_detail::low_half(x) % decimal_detail::low_half(y) == 0)
        return Decimal::rounded(negative, decimal_detail::low_half(x) / decimal_detail::low_half(y), exponent);
    // As many zeros behind x as give a quotient of exactly 34 digits; x and y at equal length tell how many those are.
    const int longer = decimal_detail::digits_of(x) - decimal_detail::digits_of(y);
    const bool reaches =
        x * (longer < 0 ? decimal_detail::ten_to[-longer] : 1) >= y * (longer > 0 ? decimal_detail::ten_to[longer] : 1);
    const int zeros = Decimal::digits - longer - (reaches ? 1 : 0), first = zeros > 34 ? zeros - 34 : 0;
    const auto n = decimal_detail::multiply(x * decimal_detail::ten_to[first], decimal_detail::ten_to[zeros - first]);
    auto [quotient, remainder] = decimal_detail::divide(n, y);
    int e = exponent - zeros;
    if (remainder == 0) decimal_detail::strip_zeros(quotient, e, exponent);
    return Decimal::rounded(negative, quotient, e, decimal_detail::tail_of(remainder, y));
}

/// dividend - divisor * floor(dividend / divisor), rounded once; it has the sign of the divisor. Nothing if that is 0
/// (DMN 1.3, 10.3.4.5).
constexpr std::optional<Decimal> remainder_floor(Decimal dividend, Decimal divisor) noexcept {
    if (divisor.is_zero()) return {};
    if (dividend.is_zero()) return dividend;
    decimal_detail::Wide x = dividend.coefficient(), y = divisor.coefficient();
    const bool same_sign = dividend.negative() == divisor.negative();
    const int apart = dividend.exponent() - divisor.exponent();
    if (apart < 0) {
        if (dividend.adjusted_exponent() < divisor.adjusted_exponent())
            return same_sign ? dividend : add(dividend, divisor);
        y *= decimal_detail::ten_to[-apart];
    }
    x = decimal_detail::remainder_of(x, apart > 0 ? apart : 0, y);
    if (x != 0 && !same_sign) x = y - x;
    return Decimal::rounded(divisor.negative(), x, apart > 0 ? divisor.exponent() : dividend.exponent());
}

/// To `scale` digits behind the point, before it if negative. Nothing for scales outside -6111..6176
/// (DMN 1.3, 10.3.4.5).
constexpr std::optional<Decimal> round(Decimal value, int scale, Rounding mode) noexcept {
    if (scale < -6111 || scale > 6176) return {};
    const int drop = -scale - value.exponent();
    if (drop <= 0 || value.is_zero()) return value;
    decimal_detail::Wide kept = value.coefficient();
    const decimal_detail::Tail tail = decimal_detail::cut(kept, drop, decimal_detail::Tail::none);
    if (decimal_detail::rounds_away(mode, value.negative(), (kept & 1) != 0, tail)) ++kept;
    return Decimal::rounded(value.negative(), kept, -scale);
}

/// The largest number of that scale not above `value` (DMN 1.3, 10.3.4.5).
constexpr std::optional<Decimal> floor(Decimal value, int scale = 0) noexcept {
    return round(value, scale, Rounding::floor);
}

/// The least number of that scale not below `value` (DMN 1.3, 10.3.4.5).
constexpr std::optional<Decimal> ceiling(Decimal value, int scale = 0) noexcept {
    return round(value, scale, Rounding::ceiling);
}

constexpr std::optional<Decimal> Decimal::parse(std::string_view text) noexcept {
    const auto digit = [&text] { return !text.empty() && text.front() >= '0' && text.front() <= '9'; };
    const auto accept = [&text](char c) {
        if (text.empty() || text.front() != c) return false;
        text.remove_prefix(1);
        return true;
    };
    const bool negative = accept('-');
    decimal_detail::Wide coefficient = 0;
    std::int64_t exponent = 0;
    bool more = false;
    const auto take_digits = [&](bool fraction) {
        const std::size_t before = text.size();
        for (; digit(); text.remove_prefix(1)) {
            const auto value = static_cast<unsigned>(text.front() - '0');
            const bool kept = coefficient < decimal_detail::ten_to[37];
            if (kept)
                coefficient = coefficient * 10 + value;
            else
                more = more || value != 0;
            exponent += (kept ? 0 : 1) - (fraction ? 1 : 0);
        }
        return text.size() != before;
    };
    const bool whole = take_digits(false);
    if (accept('.') ? !take_digits(true) : !whole) return {};
    if (accept('e') || accept('E')) {
        const bool down = accept('-');
        if (!down) accept('+');
        if (!digit()) return {};
        std::int64_t written = 0;
        for (; digit(); text.remove_prefix(1))
            if (written < std::int64_t{1} << 56) written = written * 10 + (text.front() - '0');
        exponent += down ? -written : written;
    }
    if (!text.empty()) return {};
    constexpr std::int64_t far = 20'000;  // what is beyond that is beyond the range, whatever its digits
    exponent = exponent > far ? far : exponent < -far ? -far : exponent;
    return rounded(negative, coefficient, static_cast<int>(exponent),
                   more ? decimal_detail::Tail::below_half : decimal_detail::Tail::none);
}

inline std::optional<Decimal> Decimal::from_double(double value) noexcept {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    return parse({text, static_cast<std::size_t>(end - text)});
}

namespace decimal_detail {

/// Writes the digits before `end`; gives their begin.
constexpr char* write_digits(Wide value, char* end) {
    constexpr int chunk = 19;  // digits that 64 bits can do
    for (; high_half(value) != 0; value /= ten_to[chunk]) {
        std::uint64_t digits = low_half(value % ten_to[chunk]);
        for (int i = 0; i < chunk; ++i, digits /= 10) *--end = static_cast<char>('0' + digits % 10);
    }
    for (std::uint64_t digits = low_half(value); digits != 0; digits /= 10)
        *--end = static_cast<char>('0' + digits % 10);
    return end;
}

}  // namespace decimal_detail

inline double Decimal::to_double() const noexcept {
    char text[56];
    char* const middle = text + 40;
    char* begin = decimal_detail::write_digits(coefficient(), middle);
    if (begin == middle) return 0;
    *middle = 'e';
    const char* const end = std::to_chars(middle + 1, text + sizeof text, exponent()).ptr;
    double size = adjusted_exponent() < 0 ? 0 : std::numeric_limits<double>::infinity();
    std::from_chars(begin, end, size);  // leaves it alone if there is no such double
    return negative() ? -size : size;
}

inline std::string Decimal::to_text() const {
    decimal_detail::Wide c = coefficient();
    if (c == 0) return "0";
    int e = exponent();
    decimal_detail::strip_zeros(c, e, max_exponent);
    char buffer[40];
    const char* const begin = decimal_detail::write_digits(c, buffer + sizeof buffer);
    std::string text(begin, static_cast<std::size_t>(buffer + sizeof buffer - begin));
    const int count = static_cast<int>(text.size()), point = count + e;
    constexpr int longest = 40;
    if (e >= 0 ? point <= longest : 2 - e <= longest) {
        if (e >= 0)
            text.append(static_cast<std::size_t>(e), '0');
        else if (point > 0)
            text.insert(static_cast<std::size_t>(point), 1, '.');
        else
            text.insert(0, "0." + std::string(static_cast<std::size_t>(-point), '0'));
    } else {
        if (count > 1) text.insert(1, 1, '.');
        text += point > 0 ? "E+" : "E";
        text += std::to_string(point - 1);
    }
    if (negative()) text.insert(0, 1, '-');
    return text;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
