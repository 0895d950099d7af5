// JUEL, the expression language of Java (JSR 341, without lambdas): ${…} and #{…}, also several of them in a text.
//
// By precedence, lowest first: ? :; || or; && and; == != eq ne; < > <= >= lt gt le ge; + -; * / % div mod; - ! not
// empty; then properties, indices and calls behind a value. Calls lead only to functions that are registered.
#ifndef BATON_EXPRESSION_JUEL_PARSER_HPP
#define BATON_EXPRESSION_JUEL_PARSER_HPP

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "cursor.hpp"
#include "limits.hpp"
#include "syntax.hpp"
#include "tree_builder.hpp"

namespace baton::inline BATON_ABI::expression {

class JuelParser {
public:
    JuelParser(std::string_view text, const Limits& limits) : cursor_(text), tree_(text, limits) {}

    /// A text with expressions in it. One that is nothing but an expression has its value, all else is a string.
    Syntax template_text() {
        std::vector<std::uint32_t> parts;
        std::string literal;
        const auto flush = [&](std::size_t at) {
            if (!literal.empty()) parts.push_back(tree_.constant(at, Text(std::exchange(literal, {}))));
        };
        while (!cursor_.at_end()) {
            if (cursor_.peek() == '\\' &&
                (cursor_.peek(1) == '$' || cursor_.peek(1) == '#' || cursor_.peek(1) == '\\')) {
                literal += cursor_.peek(1);
                cursor_.advance(2);
            } else if (cursor_.looking_at("${") || cursor_.looking_at("#{")) {
                flush(cursor_.at());
                cursor_.advance(2);
                parts.push_back(expression());
                cursor_.expect("}");
            } else {
                literal += cursor_.peek();
                cursor_.advance();
            }
        }
        flush(cursor_.at());
        if (parts.empty()) parts.push_back(tree_.constant(0, Text(std::string())));
        tree_.tree.root = parts.size() == 1 ? parts[0] : tree_.add(NodeKind::join_text, 0, parts);
        return std::move(tree_.tree);
    }

private:
    struct Sign {
        std::string_view text;
        Op op;
        bool is_word = false;
    };

    NodeIndex expression() {
        const TreeBuilder::Level level(tree_, cursor_.at());
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        const NodeIndex condition = disjunction();
        if (!cursor_.accept("?")) return condition;
        const NodeIndex then = expression();
        cursor_.expect(":");
        const NodeIndex otherwise = expression();
        return tree_.add(NodeKind::conditional, at, {condition, then, otherwise});
    }
    NodeIndex disjunction() {
        return joined(NodeKind::disjunction, "or", "||",
                      [this] { return joined(NodeKind::conjunction, "and", "&&", [this] { return equality(); }); });
    }
    template <class Operand>
    NodeIndex joined(NodeKind kind, std::string_view word, std::string_view sign, Operand operand) {
        const std::size_t at = cursor_.at();
        const NodeIndex first = operand();
        std::vector<std::uint32_t> children{first};
        while (cursor_.accept_word(word) || cursor_.accept(sign)) children.push_back(operand());
        return children.size() == 1 ? first : tree_.add(kind, at, children);
    }
    template <class Operand>
    NodeIndex chain(std::span<const Sign> signs, Operand operand) {
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        const NodeIndex first = operand();
        std::vector<std::uint32_t> children{first};
        for (;;) {
            const Sign* found = nullptr;
            for (const Sign& s : signs)
                if (found == nullptr && (s.is_word ? cursor_.accept_word(s.text) : cursor_.accept(s.text))) found = &s;
            if (found == nullptr) return children.size() == 1 ? first : tree_.add(NodeKind::chain, at, children);
            children.push_back(static_cast<std::uint32_t>(found->op));
            children.push_back(operand());
        }
    }
    NodeIndex equality() {
        static constexpr std::array<Sign, 4> signs{
            {{"==", Op::equal}, {"!=", Op::not_equal}, {"eq", Op::equal, true}, {"ne", Op::not_equal, true}}};
        return chain(signs, [this] { return order(); });
    }
    NodeIndex order() {
        static constexpr std::array<Sign, 8> signs{{{"<=", Op::less_equal},
                                                    {">=", Op::greater_equal},
                                                    {"<", Op::less},
                                                    {">", Op::greater},
                                                    {"lt", Op::less, true},
                                                    {"gt", Op::greater, true},
                                                    {"le", Op::less_equal, true},
                                                    {"ge", Op::greater_equal, true}}};
        return chain(signs, [this] { return sum(); });
    }
    NodeIndex sum() {
        static constexpr std::array<Sign, 2> signs{{{"+", Op::add}, {"-", Op::subtract}}};
        return chain(signs, [this] { return product(); });
    }
    NodeIndex product() {
        static constexpr std::array<Sign, 5> signs{{{"*", Op::multiply},
                                                    {"/", Op::divide},
                                                    {"%", Op::remainder},
                                                    {"div", Op::divide, true},
                                                    {"mod", Op::remainder, true}}};
        return chain(signs, [this] { return unary(); });
    }
    NodeIndex unary() {
        const TreeBuilder::Level level(tree_, cursor_.at());
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        if (cursor_.accept("-")) return tree_.add(NodeKind::negate, at, {unary()});
        if (cursor_.accept_word("not") || (!cursor_.looking_at("!=") && cursor_.accept("!")))
            return tree_.add(NodeKind::logic_not, at, {unary()});
        if (cursor_.accept_word("empty")) return tree_.add(NodeKind::is_empty, at, {unary()});
        return postfix();
    }
    NodeIndex postfix() {
        const std::size_t at = cursor_.at();
        NodeIndex value = primary();
        for (unsigned length = 0;; ++length) {
            if (length > 100) tree_.too_large(cursor_.at(), "too many steps of a path");
            if (cursor_.accept(".")) {
                cursor_.skip_blanks();
                const std::string_view member = word(cursor_);
                if (member.empty()) cursor_.fail("expected a name");
                value = tree_.add(NodeKind::path, at, {value}, tree_.name(std::string(member)));
            } else if (cursor_.accept("[")) {
                const NodeIndex key = expression();
                cursor_.expect("]");
                value = tree_.add(NodeKind::index, at, {value, key});
            } else if (cursor_.accept("(")) {
                std::vector<std::uint32_t> children{value};
                if (!cursor_.accept(")")) {
                    do children.push_back(expression());
                    while (cursor_.accept(","));
                    cursor_.expect(")");
                }
                value = tree_.add(NodeKind::call, at, children);
            } else {
                return value;
            }
        }
    }
    NodeIndex primary() {
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        const char c = cursor_.peek();
        if (c == '"' || c == '\'') return tree_.constant(at, Text(cursor_.quoted()));
        if (detail::is_digit(c) || (c == '.' && detail::is_digit(cursor_.peek(1)))) {
            const std::optional<Decimal> value = Decimal::parse(cursor_.number());
            if (!value) cursor_.fail("the number is too large");
            if (std::string_view("fFdDlL").find(cursor_.peek()) != std::string_view::npos && cursor_.peek() != '\0')
                cursor_.advance();  // of Java
            return tree_.constant(at, *value);
        }
        if (cursor_.accept("(")) {
            const NodeIndex inside = expression();
            cursor_.expect(")");
            return inside;
        }
        std::string name(word(cursor_));
        if (name.empty() || is_reserved(name))
            cursor_.fail(cursor_.at_end() ? "the expression ends too early" : "expected a value");
        if (name == "true" || name == "false") return tree_.constant(at, name == "true");
        if (name == "null") return tree_.constant(at, Value());
        if (cursor_.peek() == ':' && detail::starts_name(cursor_.peek(1)) &&
            calls_behind_prefix()) {  // prefix:function(…)
            cursor_.advance();
            name.append(":").append(word(cursor_));
        }
        return tree_.add(NodeKind::name, at, {}, tree_.name(name));
    }
    bool calls_behind_prefix() {
        Cursor behind = cursor_;
        behind.advance();
        word(behind);
        return behind.peek() == '(';
    }
    /// A name; in JUEL a question mark is no part of one.
    static std::string_view word(Cursor& cursor) {
        const std::size_t from = cursor.at();
        while (cursor.continues_word() && cursor.peek() != '?') cursor.advance();
        return cursor.text().substr(from, cursor.at() - from);
    }
    static bool is_reserved(std::string_view name) {
        static constexpr std::string_view words[] = {"and", "or", "not", "eq",  "ne",    "lt",        "gt",
                                                     "le",  "ge", "div", "mod", "empty", "instanceof"};
        return std::find(std::begin(words), std::end(words), name) != std::end(words);
    }

    Cursor cursor_;
    TreeBuilder tree_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
