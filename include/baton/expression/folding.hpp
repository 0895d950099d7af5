// Replaces the constant parts of an expression by their values.
#ifndef BATON_EXPRESSION_FOLDING_HPP
#define BATON_EXPRESSION_FOLDING_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "expression.hpp"
#include "free_variables.hpp"
#include "syntax.hpp"

namespace baton::inline BATON_ABI::expression {

namespace analysis_detail {

/// Knows no zone, and remembers that it was asked: what depends on zones is left to the evaluation.
class AskedZones final : public ZoneSource {
public:
    [[nodiscard]] std::optional<std::int32_t> offset_at(std::string_view, std::int64_t) const override {
        asked = true;
        return {};
    }
    [[nodiscard]] std::optional<std::int32_t> offset_at_instant(std::string_view, std::int64_t) const override {
        asked = true;
        return {};
    }
    [[nodiscard]] bool knows(std::string_view) const override {
        asked = true;
        return false;
    }
    mutable bool asked = false;
};

class Folder {
public:
    explicit Folder(const Expression& e)
        : expression_(e),
          tree_(std::make_shared<Syntax>(e.syntax())),
          root_(tree_->root),
          bound_(names_bound_in(e.syntax())) {}

    Syntax run() {
        fold(root_, 0);
        tree_->root = root_;
        return std::move(*tree_);
    }

private:
    [[nodiscard]] std::uint32_t child(NodeIndex i, std::size_t k) const {
        return tree_->children[tree_->nodes[i].first + k];
    }

    /// Whether the node is a constant now.
    bool fold(NodeIndex i, unsigned depth) {
        const Node n = tree_->nodes[i];
        if (n.kind == NodeKind::constant) return true;
        return depth <= deepest && closed(i, n, depth + 1) && replace(i);
    }
    /// Folds the children; whether the node then consists of constants.
    bool closed(NodeIndex i, const Node& n, unsigned depth) {
        switch (n.kind) {
            case NodeKind::name:
            case NodeKind::parameter: return false;
            case NodeKind::chain: return all(i, 0, 2, depth);
            case NodeKind::context: return all(i, 1, 2, depth);
            case NodeKind::tests: {
                bool constants = fold(child(i, 0), depth);
                for (std::size_t k = 1; k < n.count; ++k) {
                    const NodeIndex test = child(i, k);  // a comparison here is not the range that it is elsewhere
                    const bool compares = tree_->nodes[test].kind == NodeKind::unary_test;
                    constants &= compares ? all(test, 0, 1, depth) : fold(test, depth);
                }
                return constants;
            }
            case NodeKind::loop:
            case NodeKind::some:
            case NodeKind::every:
                all(i, 1, 2, depth);
                fold(child(i, n.count - 1), depth);
                return false;
            case NodeKind::function: fold(child(i, n.count - 1), depth); return false;
            case NodeKind::call:
            case NodeKind::named_call: {
                const bool pure = is_pure(child(i, 0), depth);
                const bool named = n.kind == NodeKind::named_call;
                return all(i, named ? 2 : 1, named ? 2 : 1, depth) && pure;
            }
            default: return all(i, 0, 1, depth);
        }
    }
    bool all(NodeIndex i, std::size_t from, std::size_t step, unsigned depth) {
        bool constants = true;
        for (std::size_t k = from; k < tree_->nodes[i].count; k += step) constants &= fold(child(i, k), depth);
        return constants;
    }
    /// A function of the standard that gives the same for the same arguments.
    bool is_pure(NodeIndex callee, unsigned depth) {
        const Node n = tree_->nodes[callee];
        if (n.kind == NodeKind::path) {  // stays: a.f(…) is looked up by its names
            fold(child(callee, 0), depth);
            return false;
        }
        if (n.kind != NodeKind::name) {
            fold(callee, depth);
            return false;
        }
        const std::string& name = tree_->names[n.value];
        // The text that range() reads may call now().
        static constexpr std::array<std::string_view, 4> varying{"now", "today", "random number", "range"};
        for (const std::string_view other : varying)
            if (name == other) return false;
        const Overloads* f = expression_.functions().find(name);
        return f != nullptr && !f->standard.empty() && !bound_.contains(name) && !in_filter();
    }
    /// Where a filter is, a member of its elements may be what is called.
    bool in_filter() {
        if (!has_filter_) {
            has_filter_ = false;
            for (const Node& n : tree_->nodes) has_filter_ = *has_filter_ || n.kind == NodeKind::filter;
        }
        return *has_filter_;
    }

    bool replace(NodeIndex i) {
        if (++evaluations_ > most_evaluations) return false;
        Setting setting;
        setting.zones = &zones_;
        setting.limits.steps = 2'000;
        setting.limits.bytes = 16'384;
        zones_.asked = false;
        Value v;
        try {
            tree_->root = i;
            const Semantics semantics = expression_.language() == Language::juel ? Semantics::juel : Semantics::feel;
            v = Evaluator(tree_, expression_.text(), expression_.functions(), semantics, EmptyScope(), setting).run();
        } catch (const core::error&) {  // too long: the evaluation says so, if it comes there
            return false;
        }
        if (v.is_null() || v.is(Kind::function) || zones_.asked) return false;
        if (const Text* t = v.get<Text>()) v = Value(t->kept());
        const auto value = static_cast<std::uint32_t>(tree_->constants.size());
        tree_->constants.push_back(std::move(v));
        tree_->nodes[i] = {NodeKind::constant, 0, tree_->nodes[i].at, 0, 0, value};
        return true;
    }

    static constexpr unsigned most_evaluations = 10'000;

    const Expression& expression_;
    std::shared_ptr<Syntax> tree_;
    NodeIndex root_;
    std::unordered_set<std::string_view> bound_;
    std::optional<bool> has_filter_;
    AskedZones zones_;
    unsigned evaluations_ = 0;
};

}  // namespace analysis_detail

/// The tree with constants in place of what has no variables and is not null; a null keeps its reason. Nodes keep their
/// indices; functions that a program registers are not called.
inline Syntax folded(const Expression& e) { return analysis_detail::Folder(e).run(); }

}  // namespace baton::inline BATON_ABI::expression

#endif
