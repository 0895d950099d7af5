// FEEL, as an expression and as a cell of a decision table.
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of_input(data, size);
    fuzz::check_expression(baton::expression::Language::feel, text);
    fuzz::check_expression(baton::expression::Language::unary_tests, text);
    return 0;
}
