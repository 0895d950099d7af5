// The functions that make dates, times and durations, and those that ask for their parts.
#include "../catch.hpp"
#include "feel_check.hpp"

namespace expression_functions_time_test {

TEST_CASE("dates") {
    check_feel("date(\"2024-02-29\")", "@\"2024-02-29\"");
    check_feel("date(2024, 2, 29)", "@\"2024-02-29\"");
    check_feel("date(year: 2023, month: 1, day: 5)", "@\"2023-01-05\"");
    check_feel("date(from: @\"2023-01-05T23:00:00-05:00\")", "@\"2023-01-05\"");
    check_feel("date(@\"2023-01-05\")", "@\"2023-01-05\"");
    check_feel("date(2023, 2, 29)", "null");
    check_feel("date(2023, 13, 1)", "null");
    check_feel("date(2023.5, 1, 1)", "null");
    check_feel("date(10**9, 1, 1)", "null");
    check_feel("date(2023, null, 1)", "null");
    check_feel("date(\"2023-1-5\")", "null");
    check_feel("date(null)", "null");
    check_feel("date(20230105)", "null");
    check_feel("date(@\"10:00:00\")", "null");
}

TEST_CASE("times") {
    check_feel("time(\"08:09:10\")", "@\"08:09:10\"");
    check_feel("time(8, 9, 10)", "@\"08:09:10\"");
    check_feel("time(8, 9, 10, null)", "@\"08:09:10\"");
    check_feel("string(time(8, 9, 10.25, @\"PT1H\"))", "\"08:09:10.25+01:00\"");
    check_feel("time(hour: 8, minute: 0, second: 0, offset: @\"-PT90M\")", "@\"08:00:00-01:30\"");
    check_feel("time(from: @\"2023-01-05T23:00:00Z\")", "@\"23:00:00Z\"");
    check_feel("time(@\"2023-01-05\")", "@\"00:00:00Z\"");
    check_feel("time(24, 0, 0)", "null");
    check_feel("time(8, 60, 0)", "null");
    check_feel("time(8, 9, -1)", "null");
    check_feel("time(8, 9)", "null");
    check_feel("time(8, 9, 10, @\"PT15H\")", "null");
    check_feel("time(8, 9, 10, @\"P1Y\")", "null");
    check_feel("time(\"8:09:10\")", "null");
    check_feel("time(null)", "null");
    check_feel("time(8)", "null");
}

TEST_CASE("dates with times") {
    check_feel("date and time(\"2023-01-05T08:00:00Z\")", "@\"2023-01-05T08:00:00Z\"");
    check_feel("date and time(\"2023-01-05\")", "@\"2023-01-05T00:00:00\"");
    check_feel("date and time(date: @\"2023-01-05\", time: @\"08:00:00\")", "@\"2023-01-05T08:00:00\"");
    check_feel("date and time(@\"2023-01-05T01:02:03Z\", @\"08:00:00\")", "@\"2023-01-05T08:00:00\"");
    check_feel("date and time(from: @\"2023-01-05T08:00:00\")", "@\"2023-01-05T08:00:00\"");
    check_feel("date and time(@\"2023-01-05\")", "@\"2023-01-05T00:00:00Z\"");
    check_feel("date and time(\"2023-01-05T08:00\")", "null");
    check_feel("date and time(@\"08:00:00\")", "null");
    check_feel("date and time(null)", "null");
    check_feel("date and time(@\"2023-01-05\", null)", "null");
    check_feel("date and time(@\"2023-01-05\", 8)", "null");
}

TEST_CASE("an instant in another time zone") {
    check_feel("string(date and time(@\"2023-01-05T23:30:00Z\", \"+02:00\"))", "\"2023-01-06T01:30:00+02:00\"");
    check_feel("string(date and time(@\"2023-07-05T14:00:00+02:00\", \"Z\"))", "\"2023-07-05T12:00:00Z\"");
    check_feel("string(date and time(date: @\"2023-07-05T12:00:00Z\", timezone: \"Etc/UTC\"))",
               "\"2023-07-05T12:00:00@Etc/UTC\"");
    check_feel("string(date and time(@\"2023-07-05T12:00:00\", \"-03:00\"))", "\"2023-07-05T12:00:00-03:00\"");
    check_feel("date and time(@\"2023-07-05T12:00:00Z\", \"No/Where\")", "null");
    check_feel("date and time(@\"2023-07-05T12:00:00Z\", \"\")", "null");
    check_feel("date and time(@\"2023-07-05T12:00:00Z\", \"+20:00\")", "null");
}

TEST_CASE("durations") {
    check_feel("duration(\"P1DT2H\")", "@\"PT26H\"");
    check_feel("duration(\"-P14M\")", "@\"-P1Y2M\"");
    check_feel("duration(from: \"PT0.5S\") * 2", "@\"PT1S\"");
    check_feel("duration(\"P1Y1D\")", "null");
    check_feel("duration(\"P\")", "null");
    check_feel("duration(\"\")", "null");
    check_feel("duration(5)", "null");
    check_feel("duration(null)", "null");
}

TEST_CASE("months between two days") {
    check_feel("years and months duration(@\"2020-01-31\", @\"2021-03-30\")", "@\"P1Y1M\"");
    check_feel("years and months duration(@\"2021-03-30\", @\"2020-01-31\")", "@\"-P1Y1M\"");
    check_feel("years and months duration(from: @\"2020-05-05\", to: @\"2020-05-05\")", "@\"P0M\"");
    check_feel("years and months duration(@\"2020-05-05T10:00:00\", @\"2020-06-05\")", "@\"P1M\"");
    check_feel("years and months duration(@\"2020-05-05\", \"2020-06-05\")", "null");
    check_feel("years and months duration(null, @\"2020-06-05\")", "null");
}

TEST_CASE("parts of days") {
    check_feel("day of year(@\"2024-12-31\")", "366");
    check_feel("day of year(date: @\"2023-03-01T10:00:00\")", "60");
    check_feel("day of year(@\"10:00:00\")", "null");
    check_feel("day of year(null)", "null");
    check_feel("day of year(\"2024-12-31\")", "null");
    check_feel("day of week(@\"2024-02-29\")", "\"Thursday\"");
    check_feel("day of week(date: @\"1969-12-31\")", "\"Wednesday\"");
    check_feel("day of week(@\"2024-03-03T23:59:59Z\")", "\"Sunday\"");
    check_feel("day of week(null)", "null");
    check_feel("day of week(5)", "null");
    check_feel("month of year(@\"2024-02-29\")", "\"February\"");
    check_feel("month of year(date: @\"2024-12-01T00:00:00\")", "\"December\"");
    check_feel("month of year(@\"P1M\")", "null");
    check_feel("month of year(null)", "null");
    check_feel("month of year()", "null");
    check_feel("week of year(@\"2021-01-03\")", "53");
    check_feel("week of year(@\"2021-01-04\")", "1");
    check_feel("week of year(date: @\"2024-12-30T12:00:00\")", "1");
    check_feel("week of year(true)", "null");
    check_feel("week of year(null)", "null");
    check_feel("last day of month(@\"2024-02-10\")", "@\"2024-02-29\"");
    check_feel("last day of month(@\"2023-02-28\")", "@\"2023-02-28\"");
    check_feel("last day of month(date: @\"2023-12-01T10:00:00Z\")", "@\"2023-12-31\"");
    check_feel("last day of month(\"2023-12-01\")", "null");
    check_feel("last day of month(null)", "null");
}

TEST_CASE("now and today are the time of the step") {
    check_feel("now() = now()", "true");
    check_feel("now() instance of date and time", "true");
    check_feel("now().timezone", "null");
    check_feel("now().time offset", "@\"PT0S\"");
    check_feel("date(now()) = today()", "true");
    check_feel("today() instance of date", "true");
    check_feel("now(1)", "null");
    check_feel("today(null)", "null");
}

TEST_CASE("is: the same value") {
    check_feel("is(2, 2.0)", "true");
    check_feel("is(2, \"2\")", "false");
    check_feel("is(null, null)", "true");
    check_feel("is(null, false)", "false");
    check_feel("is(@\"12:00:00Z\", @\"13:00:00+01:00\")", "false");
    check_feel("is(@\"2023-01-01T12:00:00Z\", @\"2023-01-01T13:00:00+01:00\")", "false");
    check_feel("is(@\"2023-01-01T12:00:00Z\", @\"2023-01-01T12:00:00+00:00\")", "true");
    check_feel("is([@\"12:00:00Z\"], [@\"12:00:00+00:00\"])", "true");
    check_feel("is([1, [2]], [1, [3]])", "false");
    check_feel("is({a: 1, b: [2]}, {b: [2], a: 1})", "true");
    check_feel("is({a: 1}, {b: 1})", "false");
    check_feel("is([1..2], [1..2])", "true");
    check_feel("is([1..2], [1..2))", "false");
    check_feel("is(value2: 1, value1: 1)", "true");
    check_feel("is(1)", "null");
}

}  // namespace expression_functions_time_test
