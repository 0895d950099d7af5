// Dates, times, durations and numbers as text: what is read and written reads as the same.
#include <baton/expression/temporal_text.hpp>

#include "fuzz.hpp"

namespace {

template <class Parse>
void check(Parse parse, std::string_view text) {
    const auto value = parse(text);
    if (!value) return;
    const auto again = parse(to_text(*value));
    fuzz::require(again.has_value(), "what was written cannot be read", text);
    fuzz::require(*again == *value, "what was written reads as another value", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace baton::expression;
    const std::string_view text = fuzz::text_of_input(data, size);
    check([](std::string_view t) { return parse_date(t); }, text);
    check([](std::string_view t) { return parse_time(t); }, text);
    check([](std::string_view t) { return parse_date_time(t); }, text);
    check([](std::string_view t) { return parse_days_duration(t); }, text);
    check([](std::string_view t) { return parse_years_duration(t); }, text);
    if (const auto number = Decimal::parse(text)) {
        const auto again = Decimal::parse(number->to_text());
        fuzz::require(again && *again == *number, "a number reads as another one than was written", text);
    }
    return 0;
}
