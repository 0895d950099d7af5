// Dates, times, durations and numbers as text: what is read and written reads as the same.
#ifndef TESTS_FUZZ_TARGETS_TEMPORAL_TEXT_HPP
#define TESTS_FUZZ_TARGETS_TEMPORAL_TEXT_HPP

#include <baton/expression/temporal_text.hpp>

#include "fuzz.hpp"

namespace fuzz {

template <class Parse>
void reads_as_written(Parse parse, std::string_view text) {
    const auto value = parse(text);
    if (!value) return;
    const auto again = parse(to_text(*value));
    require(again.has_value(), "what was written cannot be read", text);
    require(*again == *value, "what was written reads as another value", text);
}

inline void temporal_text(std::string_view text) {
    using namespace baton::expression;
    reads_as_written([](std::string_view t) { return parse_date(t); }, text);
    reads_as_written([](std::string_view t) { return parse_time(t); }, text);
    reads_as_written([](std::string_view t) { return parse_date_time(t); }, text);
    reads_as_written([](std::string_view t) { return parse_days_duration(t); }, text);
    reads_as_written([](std::string_view t) { return parse_years_duration(t); }, text);
    if (const auto number = Decimal::parse(text)) {
        const auto again = Decimal::parse(number->to_text());
        require(again && *again == *number, "a number reads as another one than was written", text);
    }
}

}  // namespace fuzz

#endif
