// string(from) and not(negand) (DMN 1.4, 10.3.4.1 and 10.3.4.2).
#ifndef BATON_EXPRESSION_FUNCTIONS_CONVERSION_HPP
#define BATON_EXPRESSION_FUNCTIONS_CONVERSION_HPP

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {
/// The functions of this file.
inline const std::vector<Signature>& conversion_functions();
}  // namespace baton::inline BATON_ABI::expression

// After the declaration: text of functions needs the table of functions, which needs the functions of this file.
#include "text_of.hpp"

namespace baton::inline BATON_ABI::expression {

namespace conversion_detail {

inline Value string(Calling& call, std::span<const Value> arguments) {
    const Value& from = arguments[0];
    if (from.is(Kind::string)) return from;
    std::string out;
    text_detail::Writer writer(out, [&call](std::size_t bytes, std::size_t cost) { return call.spend(bytes + cost); });
    return writer.write(from) ? Value(std::move(out)) : call.fail("too long, or nested too deep");
}

inline Value logic_not(Calling&, std::span<const Value> arguments) { return !arguments[0].is_true(); }

}  // namespace conversion_detail

inline const std::vector<Signature>& conversion_functions() {
    static const std::vector<Signature> all{
        {"string", {{"from", not_null}}, conversion_detail::string, "The value as text."},
        {"not", {{"negand", kinds(Kind::boolean)}}, conversion_detail::logic_not, "true for false, false for true."},
    };
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
