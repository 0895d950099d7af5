// The functions on numbers: rounding, remainders, roots and logarithms, and numbers from text.
#include "../catch.hpp"
#include "feel_check.hpp"

namespace expression_functions_number_test {

TEST_CASE("decimal rounds half to even") {
    check_feel("decimal(2/3, 3)", "0.667");
    check_feel("decimal(3.5, 0)", "4");
    check_feel("decimal(4.5, 0)", "4");
    check_feel("decimal(-4.5, 0)", "-4");
    check_feel("decimal(1250, -2)", "1200");
    check_feel("decimal(scale: 1, n: 0.25)", "0.2");
    check_feel("decimal(7.77, 1.9)", "7.8");
    check_feel("decimal([3.14], 1)", "3.1");
    check_feel("decimal(1)", "null");
    check_feel("decimal(null, 1)", "null");
    check_feel("decimal(1, null)", "null");
    check_feel("decimal(\"1\", 1)", "null");
    check_feel("decimal(1.5, 6177)", "null");
    check_feel("decimal(1.5, -6112)", "null");
    check_feel("decimal(1.5, 10**30)", "null");
}

TEST_CASE("floor and ceiling") {
    check_feel("floor(2.9)", "2");
    check_feel("floor(-2.1)", "-3");
    check_feel("floor(-2.19, 1)", "-2.2");
    check_feel("floor(n: 129, scale: -1)", "120");
    check_feel("floor(1.5, null)", "null");
    check_feel("floor(true)", "null");
    check_feel("floor(1.5, 7000)", "null");
    check_feel("floor()", "null");
    check_feel("ceiling(2.1)", "3");
    check_feel("ceiling(-2.9)", "-2");
    check_feel("ceiling(2.11, 1)", "2.2");
    check_feel("ceiling(n: -2.19, scale: 1)", "-2.1");
    check_feel("ceiling(null)", "null");
    check_feel("ceiling(1.5, \"0\")", "null");
    check_feel("ceiling(@\"P1D\")", "null");
}

TEST_CASE("the other ways to round") {
    check_feel("round up(2.01, 0)", "3");
    check_feel("round up(-2.01, 0)", "-3");
    check_feel("round up(n: 3.141, scale: 2)", "3.15");
    check_feel("round up(101, -2)", "200");
    check_feel("round up(2)", "null");
    check_feel("round up(2, -6112)", "null");
    check_feel("round down(2.99, 0)", "2");
    check_feel("round down(-2.99, 1)", "-2.9");
    check_feel("round down(scale: 1, n: 3.19)", "3.1");
    check_feel("round down(null, 0)", "null");
    check_feel("round down([], 0)", "null");
    check_feel("round half up(2.5, 0)", "3");
    check_feel("round half up(-2.5, 0)", "-3");
    check_feel("round half up(2.449, 1)", "2.4");
    check_feel("round half up(n: 0.125, scale: 2)", "0.13");
    check_feel("round half up(1, true)", "null");
    check_feel("round half down(2.5, 0)", "2");
    check_feel("round half down(-2.5, 0)", "-2");
    check_feel("round half down(2.51, 0)", "3");
    check_feel("round half down(n: 0.125, scale: 2)", "0.12");
    check_feel("round half down(1, 6177)", "null");
}

TEST_CASE("abs of numbers and durations") {
    check_feel("abs(-7.5)", "7.5");
    check_feel("abs(0)", "0");
    check_feel("abs(n: 3)", "3");
    check_feel("abs(@\"-PT90M\")", "@\"PT1H30M\"");
    check_feel("abs(@\"P2M\")", "@\"P2M\"");
    check_feel("abs(@\"-P14M\")", "@\"P1Y2M\"");
    check_feel("abs(null)", "null");
    check_feel("abs(\"-1\")", "null");
    check_feel("abs(@\"2020-01-01\")", "null");
    check_feel("abs(1, 2)", "null");
}

TEST_CASE("modulo has the sign of the divisor") {
    check_feel("modulo(7, 3)", "1");
    check_feel("modulo(-7, 3)", "2");
    check_feel("modulo(7, -3)", "-2");
    check_feel("modulo(-7, -3)", "-1");
    check_feel("modulo(5.5, 2)", "1.5");
    check_feel("modulo(divisor: 4, dividend: 9)", "1");
    check_feel("modulo(9, 0)", "null");
    check_feel("modulo(9, null)", "null");
    check_feel("modulo(@\"P9D\", 2)", "null");
}

TEST_CASE("roots, logarithms and powers of e") {
    check_feel("sqrt(2.25)", "1.5");
    check_feel("sqrt(number: 0)", "0");
    check_feel("sqrt(-4)", "null");
    check_feel("sqrt(null)", "null");
    check_feel("sqrt(\"4\")", "null");
    check_feel("log(1)", "0");
    check_feel("decimal(log(number: 10), 6)", "2.302585");
    check_feel("log(0)", "null");
    check_feel("log(-1)", "null");
    check_feel("log(true)", "null");
    check_feel("exp(0)", "1");
    check_feel("decimal(exp(number: 1), 6)", "2.718282");
    check_feel("decimal(exp(log(5)), 20)", "5");
    check_feel("exp(1000000)", "null");
    check_feel("exp([])", "null");
}

TEST_CASE("odd and even") {
    check_feel("odd(3)", "true");
    check_feel("odd(-3)", "true");
    check_feel("odd(number: 4)", "false");
    check_feel("odd(1.5)", "false");
    check_feel("odd(null)", "null");
    check_feel("odd(\"3\")", "null");
    check_feel("even(4)", "true");
    check_feel("even(-1)", "false");
    check_feel("even(number: 0)", "true");
    check_feel("even(1.5)", "false");
    check_feel("even(false)", "null");
    check_feel("even(10**40)", "true");
}

TEST_CASE("random numbers lie between 0 and 1") {
    check_feel("random number() >= 0", "true");
    check_feel("random number() < 1", "true");
    check_feel("every x in (for i in 1..50 return random number()) satisfies x in [0..1)", "true");
    check_feel("random number() instance of number", "true");
    check_feel("random number(1)", "null");
}

TEST_CASE("numbers from text") {
    check_feel("number(\"-12.50\")", "-12.5");
    check_feel("number(\".5\")", "0.5");
    check_feel("number(\"2.500,75\", \".\", \",\")", "2500.75");
    check_feel("number(\"1,234,567\", \",\")", "1234567");
    check_feel("number(\"12,5\", null, \",\")", "12.5");
    check_feel("number(from: \"3,25\", decimal separator: \",\")", "3.25");
    check_feel("number(from: \"7\", grouping separator: null, decimal separator: null)", "7");
    check_feel("number(\"1.500\", \" \", \",\")", "null");
    check_feel("number(\"\")", "null");
    check_feel("number(\"twelve\")", "null");
    check_feel("number(\" 1\")", "null");
    check_feel("number(\"1;5\", \";\", \".\")", "null");
    check_feel("number(\"1.5\", \".\", \".\")", "null");
    check_feel("number(12)", "null");
    check_feel("number(null)", "null");
}

}  // namespace expression_functions_number_test
