// The default language, and the choice of the language by the marks of a text.
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of_input(data, size);
    fuzz::check_expression(baton::expression::Language::unmarked, text);
    fuzz::check_expression(std::nullopt, text);
    return 0;
}
