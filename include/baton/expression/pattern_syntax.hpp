// The syntax of patterns: XPath and XQuery Functions 3.1, 5.6.1, over the regular expressions of XML Schema 1.1,
// appendix G.
//
// Refused with a reason: what only Perl has (lookaround, \b, possessive quantifiers, named groups), back references to
// a group that can match more than one text (no linear time), and what would be too large or nested too deeply.
#ifndef BATON_EXPRESSION_PATTERN_SYNTAX_HPP
#define BATON_EXPRESSION_PATTERN_SYNTAX_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "pattern_classes.hpp"
#include "pattern_program.hpp"
#include "unicode.hpp"

namespace baton::inline BATON_ABI::expression::regex {

/// Reads a pattern into a tree.
class Parser : private ClassReader {
public:
    using ClassReader::ClassReader;
    using ClassReader::error;
    using ClassReader::tree;

    /// The root of the tree; none if the pattern is refused.
    std::optional<std::uint32_t> parse(std::string_view pattern) {
        if (!read(pattern)) return {};
        if (!flags_.literal) {
            const auto root = choice(0);
            if (root && !at_end()) return fail("')' has no '('");
            return root;
        }
        std::vector<std::uint32_t> parts;
        for (; !at_end(); ++at_) parts.push_back(literal(peek()));
        return join(NodeKind::sequence, std::move(parts));
    }

private:
    std::uint32_t add(Node node) {
        tree.nodes.push_back(std::move(node));
        return static_cast<std::uint32_t>(tree.nodes.size() - 1);
    }
    /// Parts after or beside one another.
    std::uint32_t join(NodeKind kind, std::vector<std::uint32_t> parts) {
        if (parts.size() == 1) return parts[0];
        if (parts.empty()) return add({.fixed = true});
        const auto may_be_empty = [&](std::uint32_t part) { return tree.nodes[part].may_be_empty; };
        const auto fixed = [&](std::uint32_t part) { return tree.nodes[part].fixed; };
        Node node{.kind = kind};
        if (kind == NodeKind::choice) {
            node.may_be_empty = std::any_of(parts.begin(), parts.end(), may_be_empty);
        } else {
            node.may_be_empty = std::all_of(parts.begin(), parts.end(), may_be_empty);
            node.fixed = std::all_of(parts.begin(), parts.end(), fixed);
        }
        node.parts = std::move(parts);
        return add(std::move(node));
    }
    std::uint32_t set_node(std::uint32_t set) {
        return add({.kind = NodeKind::set, .may_be_empty = false, .value = set});
    }
    std::uint32_t literal(char32_t code) {
        if (flags_.any_case) {
            if (const CodeSet variants = CodeSet{{code, code}}.with_case_variants();
                variants.ranges() != std::vector<unicode::Range>{{code, code}}) {
                const std::uint32_t node = set_node(add_set(variants));
                tree.nodes[node].fixed = true;
                return node;
            }
        }
        return add({.kind = NodeKind::code, .may_be_empty = false, .fixed = true, .value = code});
    }

    Number choice(std::uint32_t depth);
    Number branch(std::uint32_t depth);
    Number quantified(std::uint32_t atom, std::size_t known);
    Number quantity();
    Number atom(std::uint32_t depth);
    Number group(std::uint32_t depth);
    Number back_reference();

    std::map<std::uint32_t, std::uint32_t> closed_;  // by group, the node inside it
    std::vector<std::uint32_t> certain_;             // groups that have matched whenever the parser's place is reached
};

inline std::optional<std::uint32_t> Parser::choice(std::uint32_t depth) {
    if (depth > limits_.nesting) return fail("the pattern is nested too deeply");
    const std::size_t known = certain_.size();
    std::vector<std::uint32_t> branches;
    do {
        const Number next = branch(depth);
        if (!next) return {};
        branches.push_back(*next);
        if (branches.size() > 1 || peek() == '|') certain_.resize(known);
    } while (take('|'));
    return join(NodeKind::choice, std::move(branches));
}

inline std::optional<std::uint32_t> Parser::branch(std::uint32_t depth) {
    std::vector<std::uint32_t> parts;
    while (!at_end() && peek() != '|' && peek() != ')') {
        const std::size_t known = certain_.size();
        Number part = atom(depth);
        if (part) part = quantified(*part, known);
        if (!part || too_large()) return {};
        parts.push_back(*part);
    }
    return join(NodeKind::sequence, std::move(parts));
}

inline std::optional<std::uint32_t> Parser::quantity() {
    if (!is_digit(peek())) return fail("a quantifier is {n}, {n,} or {n,m}");
    std::uint32_t number = 0;
    for (; is_digit(peek()); ++at_)  // saturates far beyond any limit
        number = std::min<std::uint32_t>(number * 10 + static_cast<std::uint32_t>(peek() - '0'), 100'000'000);
    return number;
}

inline std::optional<std::uint32_t> Parser::quantified(std::uint32_t atom, std::size_t known) {
    const std::size_t begin = at_;
    Node node{.kind = NodeKind::repeat};
    if (take('?')) {
        node.min = 0;
    } else if (take('*')) {
        node.min = 0;
        node.max = unlimited;
    } else if (take('+')) {
        node.max = unlimited;
    } else if (take('{')) {
        const Number min = quantity();
        if (!min) return {};
        node.min = node.max = *min;
        if (take(',')) {
            node.max = unlimited;
            if (is_digit(peek())) node.max = *quantity();
        }
        if (!take('}')) return fail("a quantifier is {n}, {n,} or {n,m}");
        if (node.max < node.min) return fail(begin, "the quantifier's second number is less than its first");
    } else {
        return atom;
    }
    node.greedy = !take('?');
    if (peek() == '+') return fail("there are no possessive quantifiers, and only one quantifier for a part");
    if (peek() == '?' || peek() == '*' || peek() == '{') return fail("only one quantifier for a part");
    if (node.min == 0) certain_.resize(known);
    node.may_be_empty = node.min == 0 || tree.nodes[atom].may_be_empty;
    node.fixed = node.min == node.max && tree.nodes[atom].fixed;
    node.parts = {atom};
    return add(std::move(node));
}

inline std::optional<std::uint32_t> Parser::atom(std::uint32_t depth) {
    const char32_t code = peek();
    switch (code) {
        case '(': return group(depth);
        case '[': {
            ++at_;
            auto set = char_class(depth + 1);
            if (!set) return {};
            return set_node(add_set(*std::move(set)));
        }
        case '\\': {
            if (is_digit(peek(1))) return back_reference();
            const auto escaped = escape(false);
            if (!escaped) return {};
            return escaped->is_set() ? set_node(escaped->set) : literal(escaped->code);
        }
        case '.':
            ++at_;
            return set_node(named_set(".", true, [&] {
                return flags_.dot_all ? CodeSet{} : CodeSet{{'\n', '\n'}, {'\r', '\r'}};
            }));
        case '^': ++at_; return add({.kind = NodeKind::start});
        case '$': ++at_; return add({.kind = NodeKind::end});
        case '?':
        case '*':
        case '+':
        case '{': return fail("the quantifier has nothing to repeat");
        case ']':
        case '}': return fail(shown(code) + " must be escaped");
        default: ++at_; return literal(code);
    }
}

inline std::optional<std::uint32_t> Parser::group(std::uint32_t depth) {
    const std::size_t begin = at_++;
    const bool captures = peek() != '?';
    if (!captures) {
        ++at_;
        if (!take(':')) return fail(begin, "a group begins with ( or (?: — there is no lookaround and no named group");
    }
    const std::uint32_t number = captures ? ++tree.groups : 0;
    if (tree.groups > limits_.groups) return fail(begin, "the pattern has too many groups");
    const Number inner = choice(depth + 1);
    if (!inner) return {};
    if (!take(')')) return fail(begin, "'(' has no ')'");
    if (!captures) return inner;
    closed_.emplace(number, *inner);
    certain_.push_back(number);
    const Node& part = tree.nodes[*inner];
    return add({.kind = NodeKind::group,
                .may_be_empty = part.may_be_empty,
                .fixed = part.fixed,
                .value = number,
                .parts = {*inner}});
}

inline std::optional<std::uint32_t> Parser::back_reference() {
    const std::size_t begin = at_++;
    std::uint32_t number = static_cast<std::uint32_t>(peek() - '0');
    ++at_;
    // A further digit belongs to the number if there are so many groups (XPath Functions 3.1, 5.6.1).
    for (; is_digit(peek()); ++at_) {
        const std::uint32_t longer = number * 10 + static_cast<std::uint32_t>(peek() - '0');
        if (number == 0 || longer > tree.groups) break;
        number = longer;
    }
    const auto inner = closed_.find(number);
    if (inner == closed_.end()) return fail(begin, "the back reference is to no group that ends before it");
    const bool certain = std::find(certain_.begin(), certain_.end(), number) != certain_.end();
    const Node& part = tree.nodes[inner->second];
    if (!certain || !part.fixed)
        return fail(begin, "a back reference to a group that can match several texts cannot be matched in linear time");
    return add({.kind = NodeKind::copy, .may_be_empty = part.may_be_empty, .fixed = true, .parts = {inner->second}});
}

}  // namespace baton::inline BATON_ABI::expression::regex

#endif
