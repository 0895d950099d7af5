// Where a condition is true, false or neither: alternatives, each a set of values for some variables.
//
// What is not understood may be anything, so that a region holds at least all values that belong to it.
#ifndef BATON_EXPRESSION_REGIONS_HPP
#define BATON_EXPRESSION_REGIONS_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "comparison_sets.hpp"
#include "expression.hpp"
#include "folding.hpp"
#include "syntax.hpp"
#include "value_sets.hpp"

namespace baton::inline BATON_ABI::expression::analysis_detail {

/// A name or path that conditions compare with constants.
struct Variable {
    std::vector<std::string> path;
    /// Compared as text, whatever it is.
    bool as_text = false;
    /// The kinds of what it is compared with.
    Kinds compared = 0;
};

/// By the index of the variable; it may be anything where it has no set. None of the sets is empty.
using Conjunction = std::map<std::size_t, ValueSet>;
/// One of them holds.
using Alternatives = std::vector<Conjunction>;

/// What a condition is asked to be. Falsy: false or null, as operands of JUEL are false.
enum class Wanted : std::uint8_t { yes, no, falsy };

/// Shared by all conditions that are looked at together.
class Regions {
public:
    static constexpr std::size_t most_alternatives = 256;

    /// Where the condition is as wanted, or where it is not.
    Alternatives of(const Expression& e, Wanted wanted, bool is) {
        const Syntax tree = folded(e);
        tree_ = &tree;
        juel_ = e.language() == Language::juel;
        Alternatives out = node(tree.root, wanted, is, 0);
        tree_ = nullptr;
        return out;
    }
    Alternatives both(const Alternatives& a, const Alternatives& b) {
        Alternatives out;
        for (const Conjunction& x : a) {
            std::size_t weight = 1;
            for (const auto& entry : x) weight += entry.second.size();
            for (const Conjunction& y : b) {
                spend(weight);
                Conjunction merged = x;
                bool possible = true;
                for (const auto& [variable, set] : y) {
                    const auto [at, is_new] = merged.try_emplace(variable, set);
                    spend(at->second.size() + set.size());
                    if (!is_new) at->second = at->second & set;
                    possible = possible && !at->second.empty();
                }
                if (possible) add(out, std::move(merged));
                if (gave_up_) return {};
            }
        }
        return out;
    }
    /// The bounds did not suffice: what was returned means nothing.
    [[nodiscard]] bool gave_up() const { return gave_up_; }
    [[nodiscard]] const std::vector<Variable>& variables() const { return variables_; }

private:
    void spend(std::size_t work) {
        work_ += work;
        if (work_ > most_work) gave_up_ = true;
    }
    void add(Alternatives& out, Conjunction c) {
        if (gave_up_) return;
        if (!out.empty() && out.front().empty()) return;
        if (c.empty()) out.clear();
        if (c.size() == 1)
            for (Conjunction& known : out)
                if (known.size() == 1 && known.begin()->first == c.begin()->first) {
                    ValueSet& set = known.begin()->second;
                    spend(set.size() + c.begin()->second.size());
                    set = set | c.begin()->second;
                    if (set.complement().empty()) out = anywhere();
                    return;
                }
        out.push_back(std::move(c));
        if (out.size() > most_alternatives) gave_up_ = true;
    }
    Alternatives either(Alternatives a, const Alternatives& b) {
        for (const Conjunction& c : b) add(a, c);
        return a;
    }
    static Alternatives anywhere() { return {Conjunction()}; }
    static Alternatives everywhere_if(bool b) { return b ? anywhere() : Alternatives(); }

    [[nodiscard]] std::uint32_t child(const Node& n, std::size_t k) const { return tree_->children[n.first + k]; }

    /// unwraps: a list of one boolean counts as that boolean, as the arguments of functions do.
    Alternatives node(NodeIndex i, Wanted wanted, bool is, unsigned depth, bool unwraps = false) {
        if (gave_up_ || depth++ > deepest) return anywhere();
        const Node& n = tree_->nodes[i];
        switch (n.kind) {
            case NodeKind::constant: {
                const Value& v = tree_->constants[n.value];
                if (v.is(Kind::list)) return anywhere();  // a list of one may stand for its element
                const bool as_wanted = wanted == Wanted::yes ? v.is_true()
                                       : v.is(Kind::boolean) ? !v.is_true()
                                                             : wanted == Wanted::falsy && v.is_null();
                return everywhere_if(as_wanted == is);
            }
            case NodeKind::conjunction: return junction(n, false, wanted, is, depth);
            case NodeKind::disjunction: return junction(n, true, wanted, is, depth);
            case NodeKind::logic_not: return negation(child(n, 0), wanted, is, depth, false);
            case NodeKind::call: {
                const Node& f = tree_->nodes[child(n, 0)];
                if (n.count != 2 || f.kind != NodeKind::name || tree_->names[f.value] != "not" || juel_) break;
                return negation(child(n, 1), wanted, is, depth, true);
            }
            case NodeKind::conditional: {
                const NodeIndex condition = child(n, 0);
                const auto branch = [&](bool holds) {
                    const Alternatives taken = node(condition, Wanted::yes, holds, depth);
                    return both(taken, node(child(n, holds ? 1 : 2), wanted, is, depth, unwraps));
                };
                Alternatives then = branch(true);
                return either(std::move(then), branch(false));
            }
            default: break;
        }
        return leaf(n, i, wanted, is, unwraps);
    }
    Alternatives negation(NodeIndex operand, Wanted wanted, bool is, unsigned depth, bool unwraps) {
        if (wanted == Wanted::falsy) return negation(operand, Wanted::yes, !is, depth, unwraps);
        if (wanted == Wanted::no) return node(operand, Wanted::yes, is, depth, unwraps);
        return node(operand, juel_ ? Wanted::falsy : Wanted::no, is, depth, unwraps);
    }
    Alternatives junction(const Node& n, bool is_or, Wanted wanted, bool is, unsigned depth) {
        if (wanted == Wanted::falsy) return junction(n, is_or, Wanted::yes, !is, depth);
        // `or` is false where all are, and not false where one is not; and so on.
        const bool needs_all = (is_or == (wanted == Wanted::no)) == is;
        const Wanted of_operands = wanted == Wanted::no && juel_ ? Wanted::falsy : wanted;
        Alternatives out = everywhere_if(needs_all);
        for (std::size_t k = 0; k < n.count && !gave_up_; ++k) {
            Alternatives part = node(child(n, k), of_operands, is, depth);
            out = needs_all ? both(out, part) : either(std::move(out), part);
        }
        return out;
    }

    // Comparisons.
    Alternatives leaf(const Node& n, NodeIndex i, Wanted wanted, bool is, bool unwraps) {
        std::optional<Leaf> found;
        std::optional<std::size_t> v;
        if (n.kind == NodeKind::name || n.kind == NodeKind::path) {
            v = variable(i);
            found = Leaf{ValueSet::only(true), ValueSet::only(false), kinds(Kind::boolean), unwraps, unwraps};
            if (wanted == Wanted::falsy) found->no.null = true;
        } else if (n.kind == NodeKind::chain && n.count == 3) {
            const auto op = static_cast<Op>(child(n, 1));
            const bool swapped = tree_->nodes[child(n, 0)].kind == NodeKind::constant;
            v = variable(child(n, swapped ? 2 : 0));
            const Value* c = constant(child(n, swapped ? 0 : 2));
            if (v && c != nullptr) found = comparison(swapped ? mirrored(op) : op, *c, juel_);
        } else if (n.kind == NodeKind::between) {
            v = variable(child(n, 0));
            const Value *low = constant(child(n, 1)), *high = constant(child(n, 2));
            if (v && low != nullptr && high != nullptr) {
                const auto a = comparison(Op::greater_equal, *low), b = comparison(Op::less_equal, *high);
                if (a && b) found = Leaf{a->yes & b->yes, a->no | b->no, compared_in(*a, *b)};
            }
        } else if (n.kind == NodeKind::tests) {
            v = variable(child(n, 0));
            if (v) found = tests(n);
        }
        if (!v || !found || gave_up_) return anywhere();
        variables_[*v].compared = static_cast<Kinds>(variables_[*v].compared | found->compared);
        ValueSet set = wanted == Wanted::yes ? found->yes : found->no;
        if (!is) set = set.complement();
        if (wanted == Wanted::yes ? found->yes_unsure : found->no_unsure) set.others = Line<std::string>::all();
        if (variables_[*v].as_text) set = set & ValueSet::of(Line<std::string>::all());
        spend(set.size());
        if (set.empty()) return {};
        return {Conjunction{{*v, std::move(set)}}};
    }
    [[nodiscard]] const Value* constant(NodeIndex i) const {
        const Node& n = tree_->nodes[i];
        return n.kind == NodeKind::constant ? &tree_->constants[n.value] : nullptr;
    }
    std::optional<std::size_t> variable(NodeIndex i) {
        const Node* n = &tree_->nodes[i];
        Variable v;
        v.as_text = n->kind == NodeKind::join_text && n->count == 1;
        if (v.as_text) n = &tree_->nodes[child(*n, 0)];
        for (; n->kind == NodeKind::path; n = &tree_->nodes[child(*n, 0)]) {
            if (v.path.size() == 32) return {};
            v.path.push_back(tree_->names[n->value]);
        }
        if (n->kind != NodeKind::name) return {};
        v.path.push_back(tree_->names[n->value]);
        v.path = {v.path.rbegin(), v.path.rend()};
        const auto [at, is_new] = indices_.try_emplace({v.path, v.as_text}, variables_.size());
        if (is_new) variables_.push_back(std::move(v));
        return at->second;
    }
    /// variable in (…): true if one test is, false if all are.
    std::optional<Leaf> tests(const Node& n) {
        Leaf any{{}, ValueSet::all()};
        for (std::size_t k = 1; k < n.count; ++k) {
            const Node& test = tree_->nodes[child(n, k)];
            const bool compares = test.kind == NodeKind::unary_test;
            const Value* c = constant(compares ? child(test, 0) : child(n, k));
            if (c == nullptr) return {};
            const auto found = compares ? comparison(static_cast<Op>(test.flags), *c) : membership(*c, true, work_);
            spend(any.size());
            if (!found || gave_up_) return {};
            any = any.or_else(*found);
        }
        return any;
    }

    const Syntax* tree_ = nullptr;
    bool juel_ = false, gave_up_ = false;
    std::size_t work_ = 0;
    std::vector<Variable> variables_;
    std::map<std::pair<std::vector<std::string>, bool>, std::size_t> indices_;
};

}  // namespace baton::inline BATON_ABI::expression::analysis_detail

#endif
