// FEEL (DMN 1.3 and later, 10.3.1.2), and the default language: FEEL that also takes what other engines' conditions say
// (==, !=, &&, ||, !, True, False, None, single quotes, prefix not, not in).
//
// By precedence, lowest first: or; and; comparisons, between, in; + -; * /; **; instance of; unary minus; then paths,
// filters and calls behind a value.
#ifndef BATON_EXPRESSION_FEEL_PARSER_HPP
#define BATON_EXPRESSION_FEEL_PARSER_HPP

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "cursor.hpp"
#include "known_names.hpp"
#include "limits.hpp"
#include "syntax.hpp"
#include "temporal_text.hpp"
#include "tree_builder.hpp"

namespace baton::inline BATON_ABI::expression {

enum class Dialect : std::uint8_t { strict, lenient };

class FeelParser {
public:
    FeelParser(std::string_view text, const KnownNames& names, Dialect dialect, const Limits& limits)
        : cursor_(text), tree_(text, limits), names_(names), lenient_(dialect == Dialect::lenient) {}

    /// One expression, to the end of the text. BTN501, BTN502.
    Syntax expression_only() { return finish(expression()); }
    /// Unary tests, as in a cell of a decision table: `< 5, [7..9]`, `not("a")`, `-`. The tree tests the name `?`.
    Syntax unary_tests_only() {
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        const NodeIndex input = tree_.add(NodeKind::name, at, {}, tree_.name("?"));
        if (cursor_.looking_at("-")) {
            Cursor behind = cursor_;
            behind.advance();
            behind.skip_blanks();
            if (behind.at_end()) {
                cursor_ = behind;
                return finish(tree_.constant(at, true));
            }
        }
        const std::size_t start = cursor_.at();
        if (cursor_.accept_word("not") && cursor_.accept("(")) {
            const NodeIndex tests = tests_of(input, at, true);
            cursor_.skip_blanks();
            if (cursor_.at_end()) return finish(tree_.add(NodeKind::logic_not, at, {tests}));
        }
        cursor_.go_to(start);
        return finish(tests_of(input, at, false));
    }

private:
    using Children = std::vector<std::uint32_t>;

    Syntax finish(NodeIndex root) {
        cursor_.skip_blanks();
        if (!cursor_.at_end()) cursor_.fail("expected an operator or the end");
        tree_.tree.root = root;
        return std::move(tree_.tree);
    }

    NodeIndex expression() {
        const TreeBuilder::Level level(tree_, cursor_.at());
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        if (keyword_begins("if")) return conditional(at);
        if (keyword_begins("for")) return loop(at, NodeKind::loop, "return");
        if (keyword_begins("some")) return loop(at, NodeKind::some, "satisfies");
        if (keyword_begins("every")) return loop(at, NodeKind::every, "satisfies");
        return disjunction();
    }
    /// The word stands here and is not a name of its own, as in `if = 3`, and is taken.
    bool keyword_begins(std::string_view word) {
        if (!cursor_.looking_at_word(word)) return false;
        const std::size_t start = cursor_.at();
        if (!names_.longest_at(cursor_).empty()) {
            cursor_.go_to(start);
            return false;
        }
        cursor_.advance(word.size());
        return true;
    }
    NodeIndex conditional(std::size_t at) {
        const NodeIndex condition = expression();
        cursor_.expect_word("then");
        const NodeIndex then = expression();
        cursor_.expect_word("else");
        const NodeIndex otherwise = expression();
        return tree_.add(NodeKind::conditional, at, {condition, then, otherwise});
    }
    NodeIndex loop(std::size_t at, NodeKind kind, std::string_view last) {
        Children children;
        do {
            cursor_.skip_blanks();
            const std::size_t variable = cursor_.at();
            children.push_back(tree_.constant(variable, Text(name())));
            cursor_.expect_word("in");
            const NodeIndex low = expression();
            cursor_.skip_blanks();
            if (kind == NodeKind::loop && cursor_.accept("..")) {
                const NodeIndex high = expression();
                children.push_back(tree_.add(NodeKind::range, variable, {low, high}, 0, low_included | high_included));
            } else {
                children.push_back(low);
            }
            if (children.size() > 64) tree_.too_large(variable, "too many variables of a loop");
        } while (cursor_.accept(","));
        cursor_.expect_word(last);
        children.push_back(expression());
        return tree_.add(kind, at, children);
    }

    NodeIndex disjunction() {
        return joined(NodeKind::disjunction, "or", "||",
                      [this] { return joined(NodeKind::conjunction, "and", "&&", [this] { return comparison(); }); });
    }
    template <class Operand>
    NodeIndex joined(NodeKind kind, std::string_view word, std::string_view sign, Operand operand) {
        const std::size_t at = cursor_.at();
        const NodeIndex first = operand();
        Children children{first};
        while (cursor_.accept_word(word) || (lenient_ && cursor_.accept(sign))) children.push_back(operand());
        return children.size() == 1 ? first : tree_.add(kind, at, children);
    }

    NodeIndex comparison() {
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        if (lenient_) {
            if (cursor_.looking_at_word("not")) {
                cursor_.advance(3);
                const TreeBuilder::Level level(tree_, at);
                return tree_.add(NodeKind::logic_not, at, {comparison()});
            }
        }
        NodeIndex left = sum();
        for (unsigned in_a_row = 0;;) {
            cursor_.skip_blanks();
            if (const std::optional<Op> op = comparison_sign()) {
                const NodeIndex right = sum();
                left = tree_.add(NodeKind::chain, at, {left, static_cast<std::uint32_t>(*op), right});
            } else if (cursor_.accept_word("between")) {
                const NodeIndex low = sum();
                cursor_.expect_word("and");
                const NodeIndex high = sum();
                left = tree_.add(NodeKind::between, at, {left, low, high});
            } else if (cursor_.accept_word("in")) {
                left = membership(left, at);
            } else if (lenient_ && not_in()) {
                left = tree_.add(NodeKind::logic_not, at, {membership(left, at)});
            } else {
                return left;
            }
            // Each one is a level of the tree.
            if (++in_a_row > 100) tree_.too_large(cursor_.at(), "too many comparisons in a row");
        }
    }
    bool not_in() {
        const std::size_t start = cursor_.at();
        if (cursor_.accept_word("not") && cursor_.accept_word("in")) return true;
        cursor_.go_to(start);
        return false;
    }
    std::optional<Op> comparison_sign() {
        static constexpr std::array<std::pair<std::string_view, Op>, 7> signs{{{"<=", Op::less_equal},
                                                                               {">=", Op::greater_equal},
                                                                               {"!=", Op::not_equal},
                                                                               {"==", Op::equal},
                                                                               {"=", Op::equal},
                                                                               {"<", Op::less},
                                                                               {">", Op::greater}}};
        for (const auto& [sign, op] : signs) {
            if (!cursor_.looking_at(sign)) continue;
            if (sign == "==" && !lenient_) cursor_.fail("FEEL compares with one '='");
            cursor_.advance(sign.size());
            return op;
        }
        return std::nullopt;
    }

    // What stands behind `in`: one test, or several in brackets.
    NodeIndex membership(NodeIndex value, std::size_t at) {
        cursor_.skip_blanks();
        const std::size_t open = cursor_.at();
        if (!cursor_.accept("(")) return tree_.add(NodeKind::tests, at, {value, test(false)});
        const NodeIndex first = test(true);
        if (cursor_.accept("..")) {
            const NodeIndex range = range_from(open, first, false);
            return tree_.add(NodeKind::tests, at, {value, range});
        }
        Children children{value, first};
        while (cursor_.accept(",")) children.push_back(test(true));
        cursor_.expect(")");
        if (children.size() == 2 && operand_goes_on()) {  // x in ([1, 2])[1], x in (a) + 1
            bracketed_ = {first, open};
            children[1] = sum();
        }
        return tree_.add(NodeKind::tests, at, children);
    }
    /// What stands in brackets is followed by what makes it a part of an operand.
    bool operand_goes_on() {
        cursor_.skip_blanks();
        const char c = cursor_.peek();
        if (c == '[') return !ends_range();
        if (c == '.') return cursor_.peek(1) != '.';
        return (c != '\0' && std::string_view("(+-*/").find(c) != std::string_view::npos) || (lenient_ && c == '%') ||
               cursor_.looking_at_word("instance");
    }
    NodeIndex tests_of(NodeIndex value, std::size_t at, bool closed) {
        Children children{value};
        do children.push_back(test(true));
        while (cursor_.accept(","));
        if (closed) cursor_.expect(")");
        return tree_.add(NodeKind::tests, at, children);
    }
    /// A comparison without a left side, or a value, list or range to be in.
    NodeIndex test(bool whole_expression) {
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        if (const std::optional<Op> op = comparison_sign())
            return tree_.add(NodeKind::unary_test, at, {sum()}, 0, static_cast<std::uint8_t>(*op));
        return whole_expression ? expression() : sum();
    }

    template <class Operand, class Sign>
    NodeIndex chain(Operand operand, Sign sign) {
        const std::size_t at = operand_at();
        const NodeIndex first = operand();
        Children children{first};
        for (;;) {
            cursor_.skip_blanks();
            const std::optional<Op> op = sign();
            if (!op) return children.size() == 1 ? first : tree_.add(NodeKind::chain, at, children);
            children.push_back(static_cast<std::uint32_t>(*op));
            children.push_back(operand());
        }
    }
    NodeIndex sum() {
        return chain([this] { return product(); },
                     [this]() -> std::optional<Op> {
                         if (cursor_.accept("+")) return Op::add;
                         if (cursor_.accept("-")) return Op::subtract;
                         return std::nullopt;
                     });
    }
    NodeIndex product() {
        return chain([this] { return power(); },
                     [this]() -> std::optional<Op> {
                         if (cursor_.looking_at("*") && cursor_.peek(1) != '*') return cursor_.advance(), Op::multiply;
                         if (cursor_.accept("/")) return Op::divide;
                         if (lenient_ && cursor_.accept("%")) return Op::remainder;
                         return std::nullopt;
                     });
    }
    NodeIndex power() {
        return chain([this] { return typed(); },
                     [this]() -> std::optional<Op> {
                         if (cursor_.accept("**")) return Op::power;
                         return std::nullopt;
                     });
    }
    /// Where the operand begins that is read next.
    std::size_t operand_at() {
        if (bracketed_) return bracketed_->at;
        cursor_.skip_blanks();
        return cursor_.at();
    }
    NodeIndex typed() {
        const std::size_t at = operand_at();
        const NodeIndex value = unary();
        const std::size_t behind = cursor_.at();
        if (!cursor_.accept_word("instance")) return value;
        if (!cursor_.accept_word("of")) {
            cursor_.go_to(behind);
            return value;
        }
        tree_.tree.types.push_back(type());
        return tree_.add(NodeKind::instance_of, at, {value}, static_cast<std::uint32_t>(tree_.tree.types.size() - 1));
    }
    NodeIndex unary() {
        if (bracketed_) return postfix();
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        if (lenient_ && cursor_.looking_at("!") && cursor_.peek(1) != '=') {
            cursor_.advance();
            const TreeBuilder::Level level(tree_, at);
            return tree_.add(NodeKind::logic_not, at, {unary()});
        }
        if (!cursor_.accept("-")) return postfix();
        const TreeBuilder::Level level(tree_, at);
        return tree_.add(NodeKind::negate, at, {unary()});
    }

    NodeIndex postfix() {
        const TreeBuilder::Level level(tree_, cursor_.at());
        const std::size_t at = operand_at();
        NodeIndex value = bracketed_ ? std::exchange(bracketed_, std::nullopt)->node : primary();
        for (unsigned length = 0;; ++length) {
            if (length > 100) tree_.too_large(cursor_.at(), "too many steps of a path");
            cursor_.skip_blanks();
            if (cursor_.looking_at(".") && cursor_.peek(1) != '.') {
                cursor_.advance();
                cursor_.skip_blanks();
                const std::uint32_t step = tree_.name(name());
                value = tree_.add(NodeKind::path, at, {value}, step);
            } else if (cursor_.looking_at("[") && !ends_range()) {
                cursor_.advance();
                const bool outer = std::exchange(in_range_end_, false);
                const NodeIndex condition = expression();
                in_range_end_ = outer;
                cursor_.expect("]");
                value = tree_.add(NodeKind::filter, at, {value, condition});
            } else if (cursor_.looking_at("(")) {
                value = call(value, at);
            } else {
                return value;
            }
        }
    }
    /// In [1..3[ the last bracket ends the range; a filter has something in it.
    bool ends_range() {
        if (!in_range_end_) return false;
        Cursor behind = cursor_;
        behind.advance();
        behind.skip_blanks();
        const char c = behind.peek();
        return behind.at_end() || !(detail::starts_name(c) || detail::is_digit(c) || c == '"') ||
               behind.looking_at_word("and") || behind.looking_at_word("or") || behind.looking_at_word("instance") ||
               behind.looking_at_word("then") || behind.looking_at_word("else") || behind.looking_at_word("return") ||
               behind.looking_at_word("satisfies");
    }
    NodeIndex call(NodeIndex function, std::size_t at) {
        cursor_.expect("(");
        const bool outer = std::exchange(in_range_end_, false);
        Children children{function};
        bool named = false;
        if (!cursor_.accept(")")) {
            named = argument_has_name();
            do {
                if (named) {
                    cursor_.skip_blanks();
                    const std::size_t where = cursor_.at();
                    children.push_back(tree_.constant(where, Text(parameter_name())));
                    cursor_.expect(":");
                }
                children.push_back(expression());
            } while (cursor_.accept(","));
            cursor_.expect(")");
        }
        in_range_end_ = outer;
        if (!named && children.size() == 2 && is_name(function, "is defined"))
            return tree_.add(NodeKind::is_defined, at, {children[1]});
        return tree_.add(named ? NodeKind::named_call : NodeKind::call, at, children);
    }
    [[nodiscard]] bool is_name(NodeIndex node, std::string_view name) const {
        const Node& n = tree_.tree.nodes[node];
        return n.kind == NodeKind::name && tree_.tree.names[n.value] == name;
    }
    bool argument_has_name() {
        const std::size_t start = cursor_.at();
        cursor_.skip_blanks();
        bool named = false;
        if (detail::starts_name(cursor_.peek())) {
            parameter_name();
            named = cursor_.accept(":");
        }
        cursor_.go_to(start);
        return named;
    }
    /// Words up to a colon; keywords are words here.
    std::string parameter_name() {
        std::string out;
        for (std::string_view word = cursor_.word(); !word.empty(); word = cursor_.word()) {
            out.append(out.empty() ? "" : " ").append(word);
            cursor_.skip_blanks();
        }
        tree_.check_name(cursor_.at(), out);
        return out;
    }

    NodeIndex primary() {
        cursor_.skip_blanks();
        const std::size_t at = cursor_.at();
        const char c = cursor_.peek();
        if (detail::is_digit(c) || (c == '.' && detail::is_digit(cursor_.peek(1)))) return number(at);
        if (c == '"' || (c == '\'' && lenient_)) return tree_.constant(at, Text(cursor_.quoted()));
        if (c == '@') return temporal(at);
        if (c == '{') return context(at);
        if (c == '(') return brackets(at);
        if (c == '[') return list_or_range(at);
        if (c == ']') {
            cursor_.advance();
            const NodeIndex low = expression();
            cursor_.expect("..");
            return range_from(at, low, false);
        }
        if (detail::starts_name(c) && is_keyword_here() && !call_follows()) cursor_.fail("expected a value");
        if (detail::starts_name(c)) return word(at);
        cursor_.fail(cursor_.at_end() ? "the expression ends too early" : "expected a value");
    }
    /// and(…) and or(…) are functions as well.
    [[nodiscard]] bool call_follows() const {
        Cursor behind = cursor_;
        behind.word();
        behind.skip_blanks();
        return behind.peek() == '(';
    }
    NodeIndex number(std::size_t at) {
        const std::optional<Decimal> value = Decimal::parse(cursor_.number());
        if (!value) cursor_.fail("the number is too large");
        if (cursor_.continues_word()) cursor_.fail("a name does not begin with a digit");
        return tree_.constant(at, *value);
    }
    /// @"2026-11-20": a date, time, date and time, or duration.
    NodeIndex temporal(std::size_t at) {
        cursor_.advance();
        cursor_.skip_blanks();
        if (cursor_.peek() != '"') cursor_.fail("expected a text in quotes behind '@'");
        const std::string text = cursor_.quoted();
        if (const auto d = parse_date_time(text); d && text.find('T') != std::string::npos)
            return tree_.constant(at, *d);
        if (const auto d = parse_date(text)) return tree_.constant(at, *d);
        if (const auto t = parse_time(text)) return tree_.constant(at, *t);
        if (const auto d = parse_years_duration(text)) return tree_.constant(at, *d);
        if (const auto d = parse_days_duration(text)) return tree_.constant(at, *d);
        return tree_.constant(at, Value());
    }
    NodeIndex brackets(std::size_t at) {
        cursor_.advance();
        const bool outer = std::exchange(in_range_end_, false);
        cursor_.skip_blanks();
        NodeIndex inside = no_node;
        if (const std::optional<Op> op = comparison_sign()) {
            inside = tree_.add(NodeKind::unary_test, at, {sum()}, 0, static_cast<std::uint8_t>(*op));
        } else {
            inside = expression();
            if (cursor_.accept("..")) {
                in_range_end_ = outer;
                return range_from(at, inside, false);
            }
        }
        in_range_end_ = outer;
        cursor_.expect(")");
        return inside;
    }
    NodeIndex list_or_range(std::size_t at) {
        cursor_.advance();
        const bool outer = std::exchange(in_range_end_, false);
        Children elements;
        if (!cursor_.accept("]")) {
            do {
                elements.push_back(test(true));
                if (elements.size() == 1 && cursor_.accept("..")) {
                    in_range_end_ = outer;
                    return range_from(at, elements[0], true);
                }
            } while (cursor_.accept(","));
            cursor_.expect("]");
        }
        in_range_end_ = outer;
        return tree_.add(NodeKind::list, at, elements);
    }
    /// Behind the two dots.
    NodeIndex range_from(std::size_t at, NodeIndex low, bool includes_low) {
        const bool outer = std::exchange(in_range_end_, true);
        const NodeIndex high = expression();
        in_range_end_ = outer;
        cursor_.skip_blanks();
        const bool closed = cursor_.looking_at("]");
        if (!closed && !cursor_.looking_at(")") && !cursor_.looking_at("["))
            cursor_.fail("expected ']', ')' or '[' at the end of the range");
        cursor_.advance();
        return tree_.add(NodeKind::range, at, {low, high}, 0,
                         static_cast<std::uint8_t>((includes_low ? low_included : 0) | (closed ? high_included : 0)));
    }
    NodeIndex context(std::size_t at) {
        cursor_.advance();
        const bool outer = std::exchange(in_range_end_, false);
        Children children;
        if (!cursor_.accept("}")) {
            do {
                cursor_.skip_blanks();
                const std::size_t where = cursor_.at();
                std::string key =
                    cursor_.peek() == '"' || (lenient_ && cursor_.peek() == '\'') ? cursor_.quoted() : entry_name();
                own_names_.add(key);
                children.push_back(tree_.constant(where, Text(std::move(key))));
                cursor_.expect(":");
                children.push_back(expression());
            } while (cursor_.accept(","));
            cursor_.expect("}");
        }
        in_range_end_ = outer;
        return tree_.add(NodeKind::context, at, children);
    }
    /// Everything up to the colon; it may hold signs: {foo+bar: 1}.
    std::string entry_name() {
        if (!detail::starts_name(cursor_.peek())) cursor_.fail("expected a name");
        std::string out;
        bool blank = false;
        while (!cursor_.at_end() && cursor_.peek() != ':') {
            const char c = cursor_.peek();
            const std::size_t before = cursor_.at();
            if (c != '/' || cursor_.peek(1) == '/' || cursor_.peek(1) == '*') cursor_.skip_blanks();
            if (cursor_.at() != before) {
                blank = true;
                continue;
            }
            if (!detail::continues_name(c) && std::string_view("./-'+*").find(c) == std::string_view::npos)
                cursor_.fail("expected ':'");
            if (blank) out += ' ';
            blank = false;
            out += c;
            cursor_.advance();
        }
        return out;
    }

    NodeIndex word(std::size_t at) {
        const std::string text = name();
        if (text == "true" || (lenient_ && text == "True")) return tree_.constant(at, true);
        if (text == "false" || (lenient_ && text == "False")) return tree_.constant(at, false);
        if (text == "null" || (lenient_ && text == "None")) return tree_.constant(at, Value());
        if (text == "function" && cursor_.accept("(")) return function(at);
        return tree_.add(NodeKind::name, at, {}, tree_.name(text));
    }
    NodeIndex function(std::size_t at) {
        Children children;
        if (!cursor_.accept(")")) {
            do {
                cursor_.skip_blanks();
                const std::size_t where = cursor_.at();
                std::string parameter = parameter_name();
                if (parameter.empty()) cursor_.fail("expected the name of a parameter");
                std::uint32_t takes = no_type;
                if (cursor_.accept(":")) {
                    tree_.tree.types.push_back(type());
                    takes = static_cast<std::uint32_t>(tree_.tree.types.size() - 1);
                }
                children.push_back(tree_.add(NodeKind::parameter, where, {tree_.name(parameter), takes}));
            } while (cursor_.accept(","));
            cursor_.expect(")");
        }
        if (cursor_.accept_word("external"))
            cursor_.fail("external functions are not there: register a function instead");
        children.push_back(expression());
        return tree_.add(NodeKind::function, at, children);
    }

    /// A name: the longest that is known, else words up to a keyword.
    std::string name() {
        std::string out = words();
        tree_.check_name(cursor_.at(), out);
        return out;
    }
    std::string words() {
        if (!detail::starts_name(cursor_.peek())) cursor_.fail("expected a name");
        const std::size_t start = cursor_.at();
        for (const KnownNames* known : {&names_, static_cast<const KnownNames*>(&own_names_)}) {
            const std::string_view found = known->longest_at(cursor_);
            if (!found.empty()) return std::string(found);
            cursor_.go_to(start);
        }
        std::string out(cursor_.word());
        for (;;) {
            const std::size_t behind = cursor_.at();
            cursor_.skip_blanks();
            if (cursor_.at() == behind || !detail::starts_name(cursor_.peek()) || is_keyword_here()) {
                cursor_.go_to(behind);
                return out;
            }
            if (is_literal(out)) {
                cursor_.go_to(behind);
                return out;
            }
            out.append(" ").append(cursor_.word());
        }
    }
    static bool is_literal(std::string_view word) { return word == "true" || word == "false" || word == "null"; }
    bool is_keyword_here() {
        for (const std::string_view keyword :
             {"and", "or", "in", "between", "then", "else", "return", "satisfies", "instance"})
            if (cursor_.looking_at_word(keyword)) return true;
        return lenient_ && cursor_.looking_at_word("not");
    }

    Type type() {
        const TreeBuilder::Level level(tree_, cursor_.at());
        Type t;
        const std::string text = type_name();
        if (text == "list" || text == "range") {
            t.form = text == "list" ? Type::Form::list : Type::Form::range;
            if (cursor_.accept("<")) {
                t.parts.push_back(type());
                cursor_.expect(">");
            } else {
                t.parts.emplace_back();
            }
        } else if (text == "context") {
            t.form = Type::Form::context;
            if (cursor_.accept("<")) {
                do {
                    cursor_.skip_blanks();
                    t.names.push_back(entry_name());
                    cursor_.expect(":");
                    t.parts.push_back(type());
                } while (cursor_.accept(","));
                cursor_.expect(">");
            }
        } else if (text == "function") {
            t.form = Type::Form::function;
            if (cursor_.accept("<")) {
                if (!cursor_.accept(">")) {
                    do t.parts.push_back(type());
                    while (cursor_.accept(","));
                    cursor_.expect(">");
                }
                cursor_.expect("->");
                t.parts.push_back(type());
            }
        } else if (text != "Any") {
            t.form = Type::Form::kind;
            t.kind = kind_of_type(text);
        }
        return t;
    }
    std::string type_name() {
        cursor_.skip_blanks();
        static constexpr std::array<std::string_view, 4> long_names{"date and time", "days and time duration",
                                                                    "years and months duration", "day time duration"};
        for (const std::string_view known : long_names) {
            KnownNames one;
            one.add(known);
            if (!one.longest_at(cursor_).empty()) return std::string(known);
        }
        return std::string(cursor_.word());
    }
    Kind kind_of_type(std::string_view text) const {
        for (int k = 0; k <= static_cast<int>(Kind::years_duration); ++k)
            if (name_of(static_cast<Kind>(k)) == text && text != "null") return static_cast<Kind>(k);
        if (text == "Null" || text == "null") return Kind::null;
        cursor_.fail("there is no type '" + std::string(text) + "'");
    }

    Cursor cursor_;
    TreeBuilder tree_;
    const KnownNames& names_;
    /// Of context literals in the text itself.
    KnownNames own_names_;
    bool lenient_;
    bool in_range_end_ = false;
    /// What was read of an operand already: the value in brackets with which it begins.
    struct Bracketed {
        NodeIndex node;
        std::size_t at;
    };
    std::optional<Bracketed> bracketed_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
