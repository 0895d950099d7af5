// name:word. Every such text is one by its marks, and its result is true or false.
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace expression = baton::expression;
    const std::string_view text = fuzz::text_of_input(data, size);
    fuzz::check_expression(expression::Language::key_value, text);
    // Names are bounded too.
    if (!expression::is_key_value(text) || text.size() > expression::Limits{}.name_bytes) return 0;
    const expression::Expression e = expression::Expression::read(text, {.limits = fuzz::limits()});
    fuzz::require(e.language() == expression::Language::key_value, "name:word is taken for another language", text);
    const expression::Value value = e.evaluate(expression::JsonScope(fuzz::variables()));
    fuzz::require(value.is(expression::Kind::boolean), "name:word is neither true nor false", text);
    return 0;
}
