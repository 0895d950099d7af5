// The syntax tree behind every expression language: plain nodes in one vector, children after each other in another.
#ifndef BATON_EXPRESSION_SYNTAX_HPP
#define BATON_EXPRESSION_SYNTAX_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "../config.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

enum class NodeKind : std::uint8_t {
    constant,     ///< value: index of a constant
    name,         ///< value: index of a name
    list,         ///< children: elements
    context,      ///< children: pairs of a constant (the key) and an expression
    range,        ///< children: the ends, no_node where unbounded; flags: which are included
    chain,        ///< children: operand, then pairs of operator (an Op) and operand; one precedence, left to right
    negate,       ///< one child
    logic_not,    ///< one child; prefix `not` and `!`
    conjunction,  ///< children: two or more
    disjunction,  ///< children: two or more
    conditional,  ///< condition, then, else
    between,      ///< value, low, high
    tests,        ///< value, then tests of which one must hold: `x in (…)`
    unary_test,   ///< one child; flags: an Op: `< 5`, as a test or as a range
    filter,       ///< list, condition or position
    index,        ///< JUEL's a[k]: a context and its key, or a list and its position from 0
    path,         ///< one child; value: index of a name
    call,         ///< function, then arguments
    named_call,   ///< function, then pairs of a constant (the name) and an argument
    loop,         ///< `for`: pairs of a constant (the variable) and a domain, then the result; flags: unused
    some,         ///< as loop, with a condition
    every,        ///< as loop, with a condition
    function,     ///< parameters, then the body
    parameter,    ///< children: index of its name, index of its type or no_type
    instance_of,  ///< one child; value: index of a type
    join_text,    ///< children: joined as text (templates of JUEL)
    is_empty,     ///< one child: JUEL's `empty`
    is_defined    ///< one child
};

enum class Op : std::uint8_t {
    add,
    subtract,
    multiply,
    divide,
    remainder,
    power,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal
};

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = ~NodeIndex{0};
inline constexpr std::uint32_t no_type = ~std::uint32_t{0};

/// Of a range node.
inline constexpr std::uint8_t low_included = 1, high_included = 2;

struct Node {
    NodeKind kind = NodeKind::constant;
    std::uint8_t flags = 0;
    /// Where it stands in the text, in bytes.
    std::uint32_t at = 0;
    /// Its children in Syntax::children.
    std::uint32_t first = 0, count = 0;
    /// Index of a constant, name or type, by kind.
    std::uint32_t value = 0;
};

/// A type of `instance of`: list<number>, context<a: number>, function<number> -> string, range<date>.
struct Type {
    enum class Form : std::uint8_t { any, kind, list, context, function, range };
    Form form = Form::any;
    Kind kind = Kind::null;
    std::vector<std::string> names;
    /// Of elements, entries, parameters then result, or ends.
    std::vector<Type> parts;
};

class Pattern;

struct Syntax {
    std::vector<Node> nodes;
    std::vector<std::uint32_t> children;
    std::vector<Value> constants;
    std::vector<std::string> names;
    std::vector<Type> types;
    NodeIndex root = no_node;
    /// Patterns that are literals, compiled; by the characters of their constant, which all copies of it share.
    struct KnownPattern {
        std::string flags;
        std::shared_ptr<const Pattern> pattern;
    };
    std::unordered_map<const char*, KnownPattern> patterns;

    [[nodiscard]] const std::uint32_t* children_of(const Node& n) const { return children.data() + n.first; }
};

}  // namespace baton::inline BATON_ABI::expression

#endif
