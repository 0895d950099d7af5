// A function as a value: one of the table by name, or `function(x) …` with the variables that it saw.
#ifndef BATON_EXPRESSION_FUNCTION_VALUE_HPP
#define BATON_EXPRESSION_FUNCTION_VALUE_HPP

#include <memory>
#include <string>

#include "../config.hpp"
#include "functions.hpp"
#include "syntax.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

struct FunctionValue {
    /// Of the table; then the rest is empty.
    const Overloads* overloads = nullptr;
    /// The tree that holds the body, and the function's node in it.
    std::shared_ptr<const Syntax> syntax;
    NodeIndex node = no_node;
    Entries captured;
    /// The entry of a context that holds it, by which it may call itself.
    std::string own_name;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
