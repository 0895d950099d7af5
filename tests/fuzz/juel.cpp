// JUEL, with templates.
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::check_expression(baton::expression::Language::juel, fuzz::text_of_input(data, size));
    return 0;
}
