#include <baton/expression/decimal.hpp>
#include <baton/expression/decimal_math.hpp>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>

#include "../catch.hpp"

namespace expression_decimal_test {

using namespace baton::expression;

namespace {

Decimal number(std::string_view text) { return Decimal::parse(text).value(); }
std::string text(std::optional<Decimal> value) { return value ? value->to_text() : "nothing"; }
std::string nines(int count) { return std::string(static_cast<std::size_t>(count), '9'); }
std::string zeros(int count) { return std::string(static_cast<std::size_t>(count), '0'); }

const Decimal largest = number(nines(34) + "E6111"), smallest = number("1E-6176");

static_assert(sizeof(Decimal) == 16 && std::is_trivially_copyable_v<Decimal>);
static_assert(!std::is_constructible_v<Decimal, bool> && !std::is_constructible_v<Decimal, double>);
static_assert(add(2, 3) == Decimal(5) && multiply(-2, 3) == Decimal(-6) && divide(1, 4) == Decimal::parse("0.25"));
static_assert(Decimal::parse("1.50") == Decimal::parse("15E-1") && remainder_floor(-12, 5) == Decimal(3));

}  // namespace

TEST_CASE("a number is read from text") {
    CHECK(text(Decimal::parse("0")) == "0");
    CHECK(text(Decimal::parse("-0")) == "0");
    CHECK(text(Decimal::parse("-0.000E-9999")) == "0");
    CHECK(text(Decimal::parse("007")) == "7");
    CHECK(text(Decimal::parse(".5")) == "0.5");
    CHECK(text(Decimal::parse("-.5")) == "-0.5");
    CHECK(text(Decimal::parse("1.5e3")) == "1500");
    CHECK(text(Decimal::parse("1.5E+3")) == "1500");
    CHECK(text(Decimal::parse("15e-1")) == "1.5");
    CHECK(text(Decimal::parse("-12.50")) == "-12.5");
    for (const char* wrong :
         {"",      "-",  ".",  "+1",  "1.",   "-.",    "1e",  "1e+",   "1e-", "1e+-1", "e5", ".e5",
          "1.5.2", " 1", "1 ", "1,5", "0x10", "1_000", "--1", "1E5.0", "inf", "NaN",   "1f", "\xd9\xa1"})
        CHECK_FALSE(Decimal::parse(wrong));
}

TEST_CASE("digits beyond 34 are rounded half to even, once") {
    CHECK(text(Decimal::parse(nines(34))) == nines(34));
    CHECK(text(Decimal::parse(nines(35))) == "1" + zeros(35));
    CHECK(number("1" + zeros(33) + "5") == number("1E34"));                   // a tie, to even
    CHECK(number("1" + zeros(32) + "15") == number("1" + zeros(32) + "20"));  // a tie, up to even
    CHECK(number("1" + zeros(33) + ".5" + zeros(60) + "1") == number("1" + zeros(32) + "1"));
    CHECK(number("1" + zeros(33) + ".4" + nines(80)) == number("1E33"));
    CHECK(number("0." + zeros(50) + "12") == number("12E-52"));
    CHECK(number("0." + zeros(7000) + "1E7000") == number("0.1"));
    CHECK(number("1" + zeros(7000) + "E-7000") == 1);
}

TEST_CASE("the exponent is bounded") {
    CHECK(Decimal::parse("1E6144"));
    CHECK(Decimal::parse(nines(34) + "E6111"));
    CHECK_FALSE(Decimal::parse(nines(34) + "5E6110"));
    CHECK_FALSE(Decimal::parse("1E6145"));
    CHECK_FALSE(Decimal::parse("1E99999999999999999999999999"));
    CHECK(Decimal::parse("0E99999999999999999999999999") == Decimal(0));
    CHECK(Decimal::parse("1E-99999999999999999999999999") == Decimal(0));
    CHECK(number("1E-6176") > 0);
    CHECK(number("5E-6177") == 0);
    CHECK(number("5.1E-6177") == smallest);
    CHECK_FALSE(add(largest, largest));
    CHECK_FALSE(add(largest, number("1E6111")));
    CHECK(add(largest, number("4E6110")) == largest);
    CHECK_FALSE(multiply(largest, 2));
    CHECK_FALSE(multiply(number("1E6000"), number("-1E6000")));
    CHECK_FALSE(divide(1, smallest));
    CHECK(multiply(smallest, smallest) == Decimal(0));
    CHECK(divide(smallest, 2) == Decimal(0));
    CHECK(divide(number("3E-6176"), 2) == number("2E-6176"));
    CHECK(subtract(largest, largest) == Decimal(0));
    CHECK(add(largest, smallest) == largest);
    CHECK_FALSE(round(largest, -6144, Rounding::up));
}

TEST_CASE("integers and doubles are converted") {
    constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    CHECK(Decimal(most).to_integer() == most);
    CHECK(Decimal(least).to_integer() == least);
    CHECK_FALSE(add(most, 1)->to_integer());
    CHECK_FALSE(subtract(least, 1)->to_integer());
    CHECK(text(Decimal(std::numeric_limits<std::uint64_t>::max())) == "18446744073709551615");
    CHECK(number("1E18").to_integer() == 1'000'000'000'000'000'000);
    CHECK_FALSE(number("1E19").to_integer());
    CHECK_FALSE(number("1E6144").to_integer());
    CHECK(number("-12.000").to_integer() == -12);
    CHECK_FALSE(number("1.5").to_integer());
    CHECK(Decimal().to_integer() == 0);
    CHECK(number("1.50E1").is_integer());
    CHECK(number("1E6144").is_integer());
    CHECK_FALSE(number("1E-6176").is_integer());
    CHECK_FALSE(number("0.5").is_integer());

    CHECK(text(Decimal::from_double(0.1)) == "0.1");
    CHECK(text(Decimal::from_double(-0.0)) == "0");
    CHECK(text(Decimal::from_double(1e22)) == "1" + zeros(22));
    CHECK(text(Decimal::from_double(-1.7976931348623157e308)) == "-1.7976931348623157E+308");
    CHECK(text(Decimal::from_double(5e-324)) == "5E-324");
    CHECK_FALSE(Decimal::from_double(std::numeric_limits<double>::infinity()));
    CHECK_FALSE(Decimal::from_double(std::numeric_limits<double>::quiet_NaN()));
    for (const double value :
         {0.0, 0.1, -2.5, 1e-300, 123456789.125, 5e-324, 1.7976931348623157e308, 9007199254740993.0})
        CHECK(Decimal::from_double(value)->to_double() == value);
    CHECK(number("9007199254740993").to_double() == 9007199254740992.0);
    CHECK(number("1E400").to_double() == std::numeric_limits<double>::infinity());
    CHECK(number("-1E400").to_double() == -std::numeric_limits<double>::infinity());
    CHECK(number("1E-400").to_double() == 0);
    CHECK(number(nines(34) + "E-34").to_double() == 1.0);
}

TEST_CASE("a number is written plainly up to 40 characters") {
    CHECK(number("1.50").to_text() == "1.5");
    CHECK(number("1E+3").to_text() == "1000");
    CHECK(number("1.000").to_text() == "1");
    CHECK(number("-0.00012300").to_text() == "-0.000123");
    CHECK(number("12.34").to_text() == "12.34");
    CHECK(number("1E39").to_text() == "1" + zeros(39));
    CHECK(number("1E40").to_text() == "1E+40");
    CHECK(number("1E400").to_text() == "1E+400");
    CHECK(number("-1.25E400").to_text() == "-1.25E+400");
    CHECK(number("1E-38").to_text() == "0." + zeros(37) + "1");
    CHECK(number("1E-39").to_text() == "1E-39");
    CHECK(number("-1.5E-100").to_text() == "-1.5E-100");
    CHECK(largest.to_text() == "9." + nines(33) + "E+6144");
    CHECK(text(divide(1, 3)) == "0." + std::string(34, '3'));
    CHECK(text(divide(-2, 3)) == "-0." + std::string(33, '6') + "7");
}

TEST_CASE("numbers compare by value") {
    CHECK(number("1.50") == number("1.5"));
    CHECK(number("1E3") == 1000);
    CHECK(number("0.0") == 0);
    CHECK(number("0E10") == number("-0E-10"));
    CHECK(number("1E33") == number("1" + zeros(33)));
    CHECK(number("-1") < number("-0.9"));
    CHECK(number("-1E100") < number("-1E99"));
    CHECK(number("1E-100") > 0);
    CHECK(number("-1E-100") < 0);
    CHECK(number("1E100") > number(nines(34)));
    CHECK(number("1.000000000000000000000000000000001") > 1);
    CHECK(number("0.9999999999999999999999999999999999") < 1);
    CHECK(number("-1.000000000000000000000000000000001") < -1);
    CHECK(largest > smallest);
    CHECK(negate(largest) < negate(smallest));
    CHECK(number("-2") < number("1E-6000"));
    CHECK(number("10.0") <= number("10"));
    CHECK((number("10.0") <=> number("10.00")) == std::strong_ordering::equal);
}

TEST_CASE("sums, differences, products and quotients are rounded to 34 digits") {
    CHECK(text(add(number("0.1"), number("0.2"))) == "0.3");
    CHECK(text(multiply(*divide(10, 3), 3)) == "9." + nines(33));
    CHECK(text(subtract(*multiply(*divide(10, 3), 3), 10)) == "-0." + zeros(32) + "1");
    CHECK(text(divide(6, 2)) == "3");
    CHECK(text(divide(1, 8)) == "0.125");
    CHECK(text(divide(number("1E10"), number("2E-10"))) == "5" + zeros(19));
    CHECK_FALSE(divide(1, 0));
    CHECK_FALSE(divide(0, 0));
    CHECK(divide(0, 7) == Decimal(0));
    CHECK(text(multiply(number(nines(34)), number(nines(34)))) == "9." + nines(32) + "8E+67");
    CHECK(add(number(nines(34)), 1) == number("1E34"));
    CHECK(text(add(number("1E33"), number("0.5"))) == "1" + zeros(33));        // a tie, to even
    CHECK(text(add(number("1E33"), number("1.5"))) == "1" + zeros(32) + "2");  // a tie, up
    CHECK(text(add(number("1E33"), number("0.5000000000000000000000000001"))) == "1" + zeros(32) + "1");
    CHECK(text(subtract(number("1E34"), number("0.5"))) == "1" + zeros(34));  // 34 nines and .5
    CHECK(text(subtract(number("1E34"), number("0.6"))) == nines(34));
    CHECK(text(subtract(number("1E34"), number("1E-50"))) == "1" + zeros(34));
    CHECK(add(number("1E6000"), number("-1E-6000")) == number("1E6000"));
    CHECK(text(subtract(number("1.000000000000000000000000000000001"), 1)) == "0." + zeros(32) + "1");
    CHECK(text(subtract(number("1E40"), number(nines(34) + "E6"))) == "1000000");
    CHECK(subtract(5, 5) == Decimal(0));
    CHECK_FALSE(subtract(-5, -5)->negative());
    CHECK_FALSE(negate(0).negative());
    CHECK(abs(number("-1.5")) == number("1.5"));
    CHECK(negate(number("1.5")) == number("-1.5"));
    Decimal sum;
    for (int i = 0; i < 1000; ++i) sum = add(sum, number("0.001")).value();
    CHECK(sum == 1);
}

TEST_CASE("the remainder has the sign of the divisor") {
    CHECK(remainder_floor(12, 5) == Decimal(2));
    CHECK(remainder_floor(-12, 5) == Decimal(3));
    CHECK(remainder_floor(12, -5) == Decimal(-3));
    CHECK(remainder_floor(-12, -5) == Decimal(-2));
    CHECK(text(remainder_floor(number("10.1"), number("4.5"))) == "1.1");
    CHECK(text(remainder_floor(number("-10.1"), number("4.5"))) == "3.4");
    CHECK(text(remainder_floor(number("10.1"), number("-4.5"))) == "-3.4");
    CHECK(text(remainder_floor(number("-10.1"), number("-4.5"))) == "-1.1");
    CHECK(remainder_floor(10, 5) == Decimal(0));
    CHECK(remainder_floor(0, 5) == Decimal(0));
    CHECK_FALSE(remainder_floor(5, 0));
    CHECK(remainder_floor(number("1E6144"), 7) == remainder_floor(power(10, 6144 % 6).value(), 7));  // 10^6 = 1 mod 7
    CHECK(remainder_floor(largest, smallest) == Decimal(0));
    CHECK(remainder_floor(number("1E-100"), 3) == number("1E-100"));
    CHECK(remainder_floor(number("-1E-100"), 3) == Decimal(3));
}

TEST_CASE("numbers are rounded to a scale") {
    const struct {
        const char *value, *up, *down, *half_up, *half_down, *half_even, *floor, *ceiling;
    } cases[] = {
        {"5.5", "6", "5", "6", "5", "6", "5", "6"},         {"2.5", "3", "2", "3", "2", "2", "2", "3"},
        {"1.6", "2", "1", "2", "2", "2", "1", "2"},         {"1.1", "2", "1", "1", "1", "1", "1", "2"},
        {"1", "1", "1", "1", "1", "1", "1", "1"},           {"-1.1", "-2", "-1", "-1", "-1", "-1", "-2", "-1"},
        {"-1.6", "-2", "-1", "-2", "-2", "-2", "-2", "-1"}, {"-2.5", "-3", "-2", "-3", "-2", "-2", "-3", "-2"},
        {"0.4", "1", "0", "0", "0", "0", "0", "1"},         {"-0.5", "-1", "0", "-1", "0", "0", "-1", "0"},
        {"1E-50", "1", "0", "0", "0", "0", "0", "1"},       {"-1E-50", "-1", "0", "0", "0", "0", "-1", "0"},
        {"0", "0", "0", "0", "0", "0", "0", "0"},
    };
    for (const auto& c : cases) {
        INFO(c.value);
        const Decimal value = number(c.value);
        CHECK(text(round(value, 0, Rounding::up)) == c.up);
        CHECK(text(round(value, 0, Rounding::down)) == c.down);
        CHECK(text(round(value, 0, Rounding::half_up)) == c.half_up);
        CHECK(text(round(value, 0, Rounding::half_down)) == c.half_down);
        CHECK(text(round(value, 0, Rounding::half_even)) == c.half_even);
        CHECK(text(floor(value)) == c.floor);
        CHECK(text(ceiling(value)) == c.ceiling);
    }
    CHECK(text(round(*divide(1, 3), 2, Rounding::half_even)) == "0.33");
    CHECK(text(round(number("1.115"), 2, Rounding::half_up)) == "1.12");
    CHECK(text(round(1250, -2, Rounding::half_even)) == "1200");
    CHECK(text(round(1250, -2, Rounding::half_up)) == "1300");
    CHECK(text(round(1250, -9, Rounding::up)) == "1000000000");
    CHECK(text(round(1250, -9, Rounding::half_up)) == "0");
    CHECK(text(round(number("1.5"), 6176, Rounding::up)) == "1.5");
    CHECK(text(round(5, -6111, Rounding::up)) == "1E+6111");
    CHECK_FALSE(round(5, -6112, Rounding::up));
    CHECK_FALSE(round(5, 6177, Rounding::up));
    CHECK_FALSE(round(5, std::numeric_limits<int>::min(), Rounding::up));
    CHECK(text(floor(number("-1.55"), 1)) == "-1.6");
    CHECK(text(ceiling(number("-1.55"), 1)) == "-1.5");
    CHECK(round(number(nines(34) + "E-1"), 0, Rounding::up) == number("1E33"));
}

TEST_CASE("square roots are rounded correctly") {
    CHECK(text(sqrt(Decimal(16))) == "4");
    CHECK(text(sqrt(Decimal(0))) == "0");
    CHECK(text(sqrt(number("0.25"))) == "0.5");
    CHECK(text(sqrt(Decimal(2))) == "1.414213562373095048801688724209698");
    CHECK(sqrt(number("1E6144")) == number("1E3072"));
    CHECK(sqrt(number("1E-6176")) == number("1E-3088"));
    CHECK(text(sqrt(number("15241578750190521"))) == "123456789");
    CHECK_FALSE(sqrt(Decimal(-1)));
    for (std::int64_t i = 1; i < 2000; i += 7) CHECK(sqrt(*multiply(i, i)) == Decimal(i));
}

TEST_CASE("exponential and logarithm have 34 right digits") {
    CHECK(text(exp(Decimal(0))) == "1");
    CHECK(text(exp(Decimal(1))) == "2.718281828459045235360287471352662");
    CHECK(text(exp(Decimal(-1))) == "0.3678794411714423215955237701614609");
    CHECK(text(log(Decimal(10))) == "2.302585092994045684017991454684364");
    CHECK(text(log(Decimal(1))) == "0");
    CHECK(text(log(number("1.0"))) == "0");
    CHECK_FALSE(log(Decimal(0)));
    CHECK_FALSE(log(Decimal(-1)));
    CHECK(exp(number("5E-34")) == number("1.000000000000000000000000000000001"));  // more than a tie, by a square
    CHECK(exp(number("1E-6000")) == Decimal(1));
    CHECK(exp(number("-1E6000")) == Decimal(0));
    CHECK_FALSE(exp(number("1E6000")));
    CHECK(exp(Decimal(14149)));
    CHECK_FALSE(exp(Decimal(14150)));
    CHECK(exp(Decimal(-14220)) > Decimal(0));
    CHECK(exp(Decimal(-14230)) == Decimal(0));
}

TEST_CASE("powers") {
    CHECK(text(power(2, 10)) == "1024");
    CHECK(text(power(0, 0)) == "1");
    CHECK(text(power(0, 5)) == "0");
    CHECK_FALSE(power(0, -1));
    CHECK(text(power(-2, 3)) == "-8");
    CHECK(text(power(-2, 4)) == "16");
    CHECK(text(power(-2, -1)) == "-0.5");
    CHECK_FALSE(power(-2, number("0.5")));
    CHECK(text(power(4, number("0.5"))) == "2");
    CHECK(text(power(8, *divide(1, 3))) == "2");
    CHECK(text(power(4, number("-1.5"))) == "0.125");
    CHECK(text(power(number("1.1"), 2)) == "1.21");
    CHECK(text(power(10, 30)) == "1" + zeros(30));
    CHECK(power(10, 6144) == number("1E6144"));
    CHECK(power(10, -6176) == smallest);
    CHECK_FALSE(power(10, 6145));
    CHECK(power(10, -6177) == Decimal(0));
    CHECK(text(power(2, -50)) == "8.881784197001252323389053344726562E-16");  // a tie, to even
    CHECK(power(5, 50) == number("8.881784197001252323389053344726562E34"));  // the same digits
    CHECK(power(1, number("1E6144")) == Decimal(1));
    CHECK(power(-1, number("1E6144")) == Decimal(1));
    CHECK(power(-1, number(nines(34))) == Decimal(-1));
    CHECK_FALSE(power(2, number("1E6144")));
    CHECK(power(2, number("-1E6144")) == Decimal(0));
    CHECK(power(number("0.5"), number("1E6144")) == Decimal(0));
    CHECK(power(largest, smallest) == Decimal(1));
    CHECK_FALSE(power(smallest, -1));
    CHECK(power(number("1.000000000000000000000000000000001"), number("1E33")) ==
          number("2.718281828459045235360287471352661"));
}

namespace {

/// From Python's decimal with a precision of 34 digits and exponents from -6143 to 6144 (modulo, rounding and powers:
/// exact or with 80 digits, then rounded).
const struct {
    std::string_view operation, a, b, expected;
} python[] = {
    {"add", "-86763515736160808E58", "-5520333", "-8.676351573616080800000000000000000E+74"},
    {"add", "197.00000000000000000000000000197", "197", "394.00000000000000000000000000197"},
    {"add", "-901938748693369258", "30496261119148E-13", "-901938748693369254.9503738880852"},
    {"add", "-144E-17", "-16E-72", "-1.440000000000000000000000000000000E-15"},
    {"add", "-8940411285663205361256150377537E6", "4193E-29", "-8.940411285663205361256150377537000E+36"},
    {"add", "-736337960E-50", "-7.363379600E-42", "-1.4726759200E-41"},
    {"add", "-4.6753150E-31", "-4675315E-37", "-9.3506300E-31"},
    {"add", "12936919101", "-12936919101", "0"},
    {"add", "-0.037768", "-37768E-6", "-0.075536"},
    {"add", "748831242518561", "-10000000000000", "738831242518561"},
    {"add", "-111E7", "-6172026887299759", "-6172027997299759"},
    {"add", "-9223372036854775808E-37", "115E3956", "1.150000000000000000000000000000000E+3958"},
    {"add", "68.00000000000000000000000000068", "68", "136.00000000000000000000000000068"},
    {"add", "3897998", "150E1", "3899498"},
    {"add", "769313778050667182501385580687996E-38", "-856422914382581997021306587978363E-40",
     "0.000007607495489068413625311725148082124"},
    {"add", "281", "175E-32", "281.0000000000000000000000000000018"},
    {"add", "99.0", "99", "198.0"},
    {"add", "-34895961845035.83", "3489596184503583E-2", "0.00"},
    {"add", "-394529392002664937648375308968", "-185014E-66", "-394529392002664937648375308968.0000"},
    {"add", "-14E-38", "-100", "-100.0000000000000000000000000000000"},
    {"add", "-18600.000000000000000000000000186", "-186E2", "-37200.000000000000000000000000186"},
    {"add", "-0.0000027", "27E-7", "0E-7"},
    {"add", "50933.00000000000000000000000050933", "50933", "101866.0000000000000000000000005093"},
    {"add", "100000000000000E-38", "-6141E-14", "-6.140999999999900000000000000E-11"},
    {"add", "-19452380156", "9999999999999999999999999999999999E-22", "980547619843.9999999999999999999999"},
    {"add", "789931180", "789931180", "1579862360"},
    {"add", "-68E-40", "181766363701884134800111088", "181766363701884134800111088.0000000"},
    {"add", "-9817299513E4", "-98172995130000.00000000000000098173", "-196345990260000.0000000000000009817"},
    {"subtract", "59604644775390625E-18", "7635866531466320038628415687770956E-3",
     "-7635866531466320038628415687770.896"},
    {"subtract", "13", "-597188205519936E-2", "5971882055212.36"},
    {"subtract", "-1657383260364844", "-1657383260364844", "0"},
    {"subtract", "-364338385591392948E-5", "-317181291559736170319728526694402E-10",
     "31718129152330233176058.9231894402"},
    {"subtract", "5536471281388745E-17", "-389694445357201125796492239", "389694445357201125796492239.0553647"},
    {"subtract", "-153", "-153", "0"},
    {"subtract", "-836266271999397", "-836266271999397.0000000000000083627", "8.3627E-15"},
    {"subtract", "-4.30E-25", "-43E-26", "0E-27"},
    {"subtract", "63726918E-25", "6.37269180E-18", "0E-26"},
    {"subtract", "181E2", "8838468947475857011466E-10", "-883846876647.5857011466"},
    {"subtract", "71E-32", "-1580834868046E-42", "2.290834868046E-30"},
    {"subtract", "-1000000000000000000000000000000001E-5669", "829328", "-829328.0000000000000000000000000000"},
    {"subtract", "92024", "-92024", "184048"},
    {"subtract", "171E-12", "1.7100000000000000000000000000171E-10", "-1.71E-39"},
    {"subtract", "-57E9", "7205894182905446230", "-7205894239905446230"},
    {"subtract", "46", "-46.00000000000000000000000000000000", "92.00000000000000000000000000000000"},
    {"subtract", "6", "152E-6", "5.999848"},
    {"subtract", "-3071978359104529E1022", "55E-9", "-3.071978359104529000000000000000000E+1037"},
    {"subtract", "-1404286177960E-2282", "49203623E7", "-492036230000000.0000000000000000000"},
    {"subtract", "-1.2600000000000000000000000000126E-53", "-126E-55", "-1.26E-82"},
    {"multiply", "87822448E5235", "29161E-19", "2.560990406128E+5228"},
    {"multiply", "4251917663181584910277581845971473", "-168E68", "-7.143221674145062649266337501232075E+103"},
    {"multiply", "1000000000000000000000000000000001", "-9223372036854775808E-27",
     "-9223372036854775808000000.000000009"},
    {"multiply", "-8485073434982401616911295098874", "-9229E-57", "7.830874273145258452247434246750815E-23"},
    {"multiply", "9223372036854775808E-22", "199", "0.1835451035334100385792"},
    {"multiply", "9999999999999999999999999999999995E-22", "8787410493483064382351084E-3652",
     "8.787410493483064382351083999999996E-3616"},
    {"multiply", "768952469561664032285", "35409692238161704649E57", "2.722837029295292933555409797002657E+97"},
    {"multiply", "62343188032208202620925994321244", "-7782108045E-30", "-485161425136.3951727312982657569772"},
    {"multiply", "899264481990659E-23", "198E-14", "1.78054367434150482E-20"},
    {"multiply", "4E64", "8589934592E-42", "3.4359738368E+32"},
    {"multiply", "155794475E-2", "-13033906190383280E-37", "-2.030610572130013156378000E-15"},
    {"multiply", "-105E-3", "-373795056439957E1", "392484809261954.85"},
    {"multiply", "-120E2", "28822496406296849235446115402258E8", "-3.458699568755621908253533848270960E+43"},
    {"multiply", "-3484630628666E-20", "967598598037974927345", "-33717237109774.08805215753024271770"},
    {"multiply", "-646981092069880792", "-98410923647772638441E-33", "63670.00685324159827223723858218673"},
    {"multiply", "-36E61", "-68E-30", "2.448E+34"},
    {"multiply", "28E798", "411409993201109204690318837742E4", "1.1519479809631057731328927456776E+833"},
    {"multiply", "-94", "-25861E-1", "243093.4"},
    {"multiply", "96731243244217E-27", "-57120566784E-11", "-5.525343439830645970288128E-14"},
    {"multiply", "-51482233809492638744E-29", "132824457406640E4", "-683809977.1827636742961048626860160"},
    {"multiply", "-9999999999999999999999999999999999E6", "-18446744073709551616E-39",
     "184467440737095516160.0000000000000"},
    {"multiply", "-60E7", "-61", "3.660E+10"},
    {"multiply", "-2491818052181534", "59372E-16", "-14794.4221394122036648"},
    {"multiply", "-265150986442762E-32", "-28E-40", "7.424227620397336E-57"},
    {"multiply", "175E71", "18446744073709551615E-21", "3.228180212899171532625E+71"},
    {"multiply", "-85E2", "3529350791829889937591570E-23", "-299994.817305540644695283450"},
    {"multiply", "-42758387423007", "-98204341E-37", "4.199059259099090673387E-16"},
    {"multiply", "-24647994011578196864315526E4", "-822401431036230919145", "2.027054554729435914773273526235361E+50"},
    {"divide", "-2191E-22", "167E-54", "-1311976047904191616766467065868263"},
    {"divide", "5000000000000000000000000000000000E-37", "297850751754780015E-14",
     "1.678693093954817664248180170129884E-7"},
    {"divide", "31E-70", "-358E-16", "-8.659217877094972067039106145251397E-56"},
    {"divide", "597981745571953235115881551416E-56", "133E-26", "0.004496103350165061918164522942977444"},
    {"divide", "-118", "-39", "3.025641025641025641025641025641026"},
    {"divide", "120", "-4414559903796680829802064284172E5", "-2.718277758487220197028982556539042E-34"},
    {"divide", "3717141378075369949233095752246", "-12521153", "-296868936756492788582097.4915206291"},
    {"divide", "95321174436783895846E-3", "2731396", "34898335663.07627888669383714408310"},
    {"divide", "54E-29", "6328E-17", "8.533501896333754740834386852085967E-15"},
    {"divide", "-124E-25", "-1000000000000000000000000000000000", "1.24E-56"},
    {"divide", "28191414079167459305799751597E-15", "-298761471899E-30", "-94360942527080314094298154082344.71"},
    {"divide", "-5000000000000000000000000000000000E-13", "-12628033855802905657",
     "39.59444563654199956313321608787125"},
    {"divide", "-72736332", "35842E-17", "-202936030355448914681.1003850231572"},
    {"divide", "-94474249156596E-20", "95E-27", "-9944657805957473684.210526315789474"},
    {"divide", "-108", "8750218E-26", "-1234254963704904266385.134633217138"},
    {"divide", "8E-31", "184E4", "4.347826086956521739130434782608696E-37"},
    {"divide", "-17E74", "180E-22", "-9.444444444444444444444444444444444E+94"},
    {"divide", "31E2756", "88263221E-25", "3.512221698775303022308691861585246E+2774"},
    {"divide", "-9086259595832383550628636982711E-33", "756202417578913012E4",
     "-1.201564473295827943267447102857352E-24"},
    {"divide", "38003282185E2", "9045476690541409055E59", "4.201357593982738675912140542718314E-66"},
    {"divide", "283E3253", "2888504127249725597899", "9.797458737559672442480165814598141E+3233"},
    {"divide", "291128741505378710416232E-4", "30", "970429138351262368.0541066666666667"},
    {"divide", "-1000000000000000000000000000000001", "93E4041", "-1.075268817204301075268817204301076E-4010"},
    {"divide", "46", "-674330461178078E1", "-6.821581205101791274646101465959984E-15"},
    {"divide", "150E-25", "-230E-9", "-6.521739130434782608695652173913043E-17"},
    {"divide", "798987937E3079", "-130E-70", "-6.146061053846153846153846153846154E+3155"},
    {"divide", "-95103E-30", "3863472243360985", "-2.461593975818658806044151887776395E-41"},
    {"divide", "-5942108926795272750020851765443546E-9", "123E-36", "-4.830982867313229878065733142637029E+58"},
    {"modulo", "22732118511E-34", "101E-38", "3.1E-37"},
    {"modulo", "-29709597998600946701397713022499E871", "-83E-7", "-0.0000066"},
    {"modulo", "75869828167754238609281453E6", "-5684341886080801486968994140625E51",
     "-5.684341886080801486968994140625000E+81"},
    {"modulo", "-18446744073709551615E5", "5000000000000000000000000000000000E68",
     "5.000000000000000000000000000000000E+101"},
    {"modulo", "-42122216884170580510554429186624E-13", "9739708894", "7347415734.9445570813376"},
    {"modulo", "-1779E-17", "-6878093515851106643996E-30", "-1.7790000000000000E-14"},
    {"modulo", "993622470165899154E-7", "-98626332395", "-97890417773.4100846"},
    {"modulo", "67825730812549612166608369487E-4", "-3E2", "-163.0513"},
    {"modulo", "67E-19", "4572788075508E-9", "6.7E-18"},
    {"modulo", "-51891857549439014109226328135E-35", "34", "33.99999948108142450560985890773672"},
    {"modulo", "18446744073709551616E-35", "572391", "1.8446744073709551616E-16"},
    {"modulo", "-125E6024", "-3109707E-1", "-41581.7"},
    {"modulo", "4718465248780909734028624100155", "30007925894228177E-9", "15896693.322308551"},
    {"modulo", "66417189282202E-19", "-45438711112196", "-45438711112195.9999933582810717798"},
    {"modulo", "77", "-4620533545745539E28", "-4.620533545745539000000000000000000E+43"},
    {"modulo", "-77", "-8950665032213663362508659764235E-5962", "-4.602427790783657433014563008270E-5932"},
    {"modulo", "-8935E-10", "799260776077438", "799260776077437.9999991065"},
    {"modulo", "59E-30", "5466789254021143", "5.9E-29"},
    {"modulo", "8E-29", "-83E-12", "-8.299999999999999992E-11"},
    {"modulo", "6402373564248753E-11", "7371836587842269632826", "64023.73564248753"},
    {"compare", "-66", "-66.0", "0"},
    {"compare", "93E1", "-146772E-36", "1"},
    {"compare", "-46", "-59981602985948258133E-17", "1"},
    {"compare", "32071", "164954762343760438281", "-1"},
    {"compare", "-107E-12", "-2843865753066", "1"},
    {"compare", "2276115588288338861941243018550E-36", "0.0000022761155882883388619412430185500", "0"},
    {"compare", "-188", "188", "-1"},
    {"compare", "2871574279", "-40", "1"},
    {"compare", "846E-20", "147", "-1"},
    {"compare", "7748687E-14", "7.748687E-8", "0"},
    {"compare", "-98810712719352216", "-4668491495215", "-1"},
    {"compare", "161", "47482965223021042166732156504E-12", "-1"},
    {"compare", "-2000686", "-2000686.000000000000000000000020007", "1"},
    {"compare", "616981874287496655E-36", "-1000000000000000000E-30", "1"},
    {"compare", "-295147905179352825856", "295147905179352825856", "-1"},
    {"compare", "42", "28691836063356789866272433070007E-16", "-1"},
    {"up", "-4110099398E9", "1", "-4.110099398E+18"},
    {"down", "262168705", "0", "262168705"},
    {"half_even", "-7206634326948321", "2", "-7206634326948321"},
    {"up", "5609197678099098671578380491387E3", "267", "5.609197678099098671578380491387E+33"},
    {"floor", "-102E-19", "-63", "-1E+63"},
    {"up", "-62765382392409E23", "0", "-6.2765382392409E+36"},
    {"half_up", "-2133296775", "0", "-2133296775"},
    {"up", "-2015E-43", "0", "-1"},
    {"floor", "-117", "1", "-117"},
    {"down", "-64289131727846021449123987701E-37", "2", "0.00"},
    {"floor", "1000000000000000000000000000000001E-5532", "1", "0.0"},
    {"half_down", "-5000000000000000000000000000000000E-10", "2", "-500000000000000000000000.00"},
    {"up", "-7340445770262784", "0", "-7340445770262784"},
    {"half_even", "-206604650662618588839606104414E-5463", "2", "0.00"},
    {"half_down", "-143E8", "-4022", "0E+4022"},
    {"half_up", "-1598045858959515E-12", "2", "-1598.05"},
    {"half_up", "-4086215581648247639805091613001E9", "0", "-4.086215581648247639805091613001E+39"},
    {"floor", "5000000000000000000000000000000000E9", "-379", "0E+379"},
    {"half_even", "91496541824142736474058E-11", "11", "914965418241.42736474058"},
    {"half_even", "-36", "-3808", "0E+3808"},
    {"down", "-36371422963259E-19", "1", "0.0"},
    {"half_up", "3055E4", "11", "3.055E+7"},
    {"half_down", "-7026789361784175072022523450", "0", "-7026789361784175072022523450"},
    {"up", "-33191172424754", "0", "-33191172424754"},
    {"sqrt", "-1565076554360862930193755E-35", "0", "none"},
    {"sqrt", "6393690020725857441834002715", "0", "79960552904078.00476713169771065484"},
    {"sqrt", "-9209256856873830", "0", "none"},
    {"sqrt", "-112E-3121", "0", "none"},
    {"sqrt", "1045084969874427585928029233958E-39", "0", "0.00003232777397029414374533785311254882"},
    {"sqrt", "874273114413381701681E-39", "0", "9.350257292788159964116140595233817E-10"},
    {"sqrt", "-119", "0", "none"},
    {"sqrt", "-184E-39", "0", "none"},
    {"sqrt", "559157118352801622644958", "0", "747768091290.8771762235762934903026"},
    {"sqrt", "-106", "0", "none"},
    {"sqrt", "702983598121594158E-28", "0", "0.000008384411715329789063494912068115154"},
    {"sqrt", "-573", "0", "none"},
    {"sqrt", "9999999999999999999999999999999995", "0", "99999999999999999.99999999999999997"},
    {"sqrt", "-25627171245824961", "0", "none"},
    {"exp", "-8441.01916924358", "0", "1.294056259830504569348548534820265E-3666"},
    {"exp", "8065.7857190853465", "0", "8.437815264638609674435841202203149E+3502"},
    {"exp", "-65E-40", "0", "1.000000000000000000000000000000000"},
    {"exp", "592E-28", "0", "1.000000000000000000000000059200000"},
    {"exp", "-7772E5", "0", "0E-6176"},
    {"exp", "41", "0", "639843493530054949.2226634035155708"},
    {"exp", "91223731448263E-37", "0", "1.000000000000000000000009122373145"},
    {"exp", "4129.9072371409275", "0", "3.943881547143282668123646873637121E+1793"},
    {"exp", "-41E-19", "0", "0.9999999999999999959000000000000000"},
    {"exp", "10198.82716296301", "0", "1.969512583082818573466003604451974E+4429"},
    {"exp", "-59", "0", "2.380266408694400605894324588802496E-26"},
    {"exp", "-7690730456000787761495291970", "0", "0E-6176"},
    {"exp", "-149E3", "0", "0E-6176"},
    {"exp", "136E280", "0", "none"},
    {"log", "685136984E-2", "0", "15.73995916688808038518773878054000"},
    {"log", "1.00000000006233", "0", "6.232999999805748555008071795044189E-11"},
    {"log", "0.9999999999999999999999999999488", "0", "-5.120000000000000000000000000131072E-29"},
    {"log", "100000000000000000000", "0", "46.05170185988091368035982909368728"},
    {"log", "0.999999994277", "0", "-5.723000016376364562481289623851982E-9"},
    {"log", "5234465020587360503069101607776874E-5", "0", "66.12764725011374888530335881590360"},
    {"log", "1.00000000000000005405", "0", "5.404999999999999853929875000000005E-17"},
    {"log", "32310902343", "0", "24.19867054406230012605682159854439"},
    {"log", "0.9999999999999999999999997829", "0", "-2.171000000000000000000000235662050E-25"},
    {"log", "990055960", "0", "20.71327202474794307978652792880568"},
    {"log", "565717600698601", "0", "33.96911613092535179365419746935136"},
    {"log", "24094080995E-18", "0", "-17.54129962848209952006258070871388"},
    {"log", "66305048000345005E-1", "0", "36.43045733497844877507430658767415"},
    {"log", "1.000000000000000000000000000002106", "0", "2.105999999999999999999999999997782E-30"},
    {"power", "-40E5", "120", "1.766847064778384329583297500742919E+792"},
    {"power", "-128E-27", "-282", "none"},
    {"power", "52548508E-9", "-4", "131147.0243693583478512908072864098"},
    {"power", "76774E-12", "16", "1.456889769977688872071174740325262E-114"},
    {"power", "-52", "165", "-1.382138930148937433967045460698770E+283"},
    {"power", "3344503932066784855508", "-133", "1.836041329166069099427340112657375E-2863"},
    {"power", "62374690123020332E-27", "42", "2.456704066670316342417735004307196E-429"},
    {"power", "-8722886795545E-12", "-832", "2.347920571856004210984416855270119E-783"},
    {"power", "-3275467497452E-16", "-78", "6.436993144870066659729993935016761E+271"},
    {"power", "8721957883808171025", "-.5", "3.386047197593822039053547595424740E-10"},
    {"power", "173E-24", "4.381095785302048", "4.558222310561403879632158238577676E-96"},
    {"power", "15221764674064", "3.5", "1.376028764169555705281470864966134E+46"},
    {"power", "9223372036854775808E3", "1.6751273224178567", "6.222815364070859213890905746153983E+36"},
    {"power", "823619265E-35", "1.1", "2.029079887709487569002765297982251E-29"},
    {"power", "992", "3.48902843448343", "28504565699.68418541487564123280888"},
    {"power", "69921567575355266975818888117E-29", "-0.375", "1.143591230662981627318812436483687"},
    {"power", "78E-4", "2.5", "0.000005373243311073862026438443595082010"},
    {"power", "812226217187652212798306735E6", "54391050", "none"},
    {"power", "0.99999999999999999999995351", "974.5E27", "0E-6176"},
    {"power", "8923026979146349115", "-3.9920830902838658", "2.228335965241692894360709267988936E-76"},
    {"power", "8E-8", "0.75", "0.000004756828460010884266869999882241904"},
    {"power", "52380608839174421991746442388013E-4", "-9999999999999999999999999999999995E-9", "0E-6176"},
    {"power", "6105963681029205E-21", "-1.8198262240493923", "3083338565.781328945357628977951229"},
};

constexpr std::string_view modes[] = {"up", "down", "half_up", "half_down", "half_even", "floor", "ceiling"};

std::optional<Decimal> compute(std::string_view operation, Decimal a, Decimal b) {
    if (operation == "add") return add(a, b);
    if (operation == "subtract") return subtract(a, b);
    if (operation == "multiply") return multiply(a, b);
    if (operation == "divide") return divide(a, b);
    if (operation == "modulo") return remainder_floor(a, b);
    if (operation == "sqrt") return sqrt(a);
    if (operation == "exp") return exp(a);
    if (operation == "log") return log(a);
    if (operation == "power") return power(a, b);
    if (operation == "compare") return Decimal(a < b ? -1 : a > b ? 1 : 0);
    for (int mode = 0; mode < 7; ++mode)
        if (operation == modes[mode]) return round(a, static_cast<int>(*b.to_integer()), static_cast<Rounding>(mode));
    FAIL("no such operation");
    return {};
}

}  // namespace

TEST_CASE("results are those of another implementation") {
    for (const auto& row : python) {
        INFO(row.operation << ' ' << row.a << ' ' << row.b);
        const auto result = compute(row.operation, number(row.a), number(row.b));
        if (row.expected == "none") {
            CHECK_FALSE(result);
            continue;
        }
        REQUIRE(result);
        CHECK(result->to_text() == number(row.expected).to_text());
        CHECK(number(result->to_text()) == *result);
    }
}

TEST_CASE("laws that hold whatever the numbers") {
    const Decimal numbers[] = {0,
                               1,
                               -1,
                               7,
                               number("0.1"),
                               number("-2.50"),
                               number("1E33"),
                               number(nines(34)),
                               number("1E-34"),
                               number("-3.000000000000000000000000000000001"),
                               number("18446744073709551616"),
                               number("-1E40"),
                               number("1E3000"),
                               smallest,
                               largest};
    for (const Decimal a : numbers)
        for (const Decimal b : numbers) {
            INFO(a.to_text() << " and " << b.to_text());
            CHECK(add(a, b) == add(b, a));
            CHECK(multiply(a, b) == multiply(b, a));
            CHECK((a < b) == (b > a));
            CHECK((a == b) == (subtract(a, b) == Decimal(0)));
            const auto difference = subtract(a, b);
            if (difference) CHECK(difference->negative() == (a < b));
            if (!b.is_zero()) {
                const auto rest = remainder_floor(a, b);
                REQUIRE(rest);
                CHECK(abs(*rest) <= abs(b));
                CHECK((rest->is_zero() || rest->negative() == b.negative()));
            }
        }
}

}  // namespace expression_decimal_test
