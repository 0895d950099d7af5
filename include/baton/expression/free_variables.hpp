// Which variables an expression may look up, known without evaluating it.
#ifndef BATON_EXPRESSION_FREE_VARIABLES_HPP
#define BATON_EXPRESSION_FREE_VARIABLES_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "expression.hpp"
#include "syntax.hpp"

namespace baton::inline BATON_ABI::expression {

/// The first names of paths, sorted, each once and in one of the lists only.
struct FreeVariables {
    /// Found in the scope or nowhere.
    std::vector<std::string> certain;
    /// May be something else as well: a member of what a filter looks at, a function, or what `is defined` asks for.
    std::vector<std::string> possible;
};

namespace analysis_detail {

/// Deeper trees are not evaluated either (Limits::evaluation_depth).
inline constexpr unsigned deepest = 1000;

/// Every name that some part of the tree binds: what is called by such a name may be a function of the expression.
inline std::unordered_set<std::string_view> names_bound_in(const Syntax& s) {
    std::unordered_set<std::string_view> bound{"item", "partial", "?"};
    for (const Node& n : s.nodes) {
        const std::uint32_t* c = s.children_of(n);
        if (n.kind == NodeKind::parameter) bound.insert(s.names[c[0]]);
        const bool is_loop = n.kind == NodeKind::loop || n.kind == NodeKind::some || n.kind == NodeKind::every;
        if (!is_loop && n.kind != NodeKind::context) continue;
        for (std::size_t i = 0; i + 1 < n.count; i += 2) bound.insert(s.constants[s.nodes[c[i]].value].text());
    }
    return bound;
}

/// Where a free variable first stands, and as what.
struct NameUse {
    std::uint32_t at = 0;
    bool certain = false, called = false;
};

/// Walks a tree with the names that are bound on the way.
class NameFinder {
public:
    explicit NameFinder(const Expression& e) : syntax_(e.syntax()), functions_(e.functions()) {
        for (const Node& n : syntax_.nodes)
            if (n.kind == NodeKind::context)
                for (std::size_t i = 0; i < n.count; i += 2) keys_.insert(constant_text(syntax_.children_of(n)[i]));
    }
    std::map<std::string_view, NameUse> run() {
        visit(syntax_.root, {}, 0);
        return std::move(found_);
    }

private:
    using Children = std::span<const std::uint32_t>;

    /// Binds names until it is left.
    class Binding {
    public:
        explicit Binding(NameFinder& f) : f_(f) {}
        Binding(const Binding&) = delete;
        Binding& operator=(const Binding&) = delete;
        ~Binding() {
            for (const std::string_view name : names_)
                if (const auto at = f_.bound_.find(name); --at->second == 0) f_.bound_.erase(at);
        }
        void add(std::string_view name) {
            ++f_.bound_[name];
            names_.push_back(name);
        }

    private:
        NameFinder& f_;
        std::vector<std::string_view> names_;
    };

    [[nodiscard]] const Node& node(NodeIndex i) const { return syntax_.nodes[i]; }
    [[nodiscard]] Children children(const Node& n) const { return {syntax_.children_of(n), n.count}; }
    [[nodiscard]] std::string_view constant_text(NodeIndex i) const { return syntax_.constants[node(i).value].text(); }

    void use(const Node& n, bool called, bool asked) {
        const std::string_view name = syntax_.names[n.value];
        if (name == "?" || bound_.contains(name)) return;
        const bool is_function = functions_.find(name) != nullptr;
        if (called && is_function) return;
        // A function that becomes the entry of a context sees itself by the key.
        const bool maybe_itself = function_depth_ > 0 && keys_.contains(name);
        const bool certain = filter_depth_ == 0 && !is_function && !asked && !maybe_itself;
        const auto [at, is_new] = found_.try_emplace(name, NameUse{n.at, certain, called});
        NameUse& known = at->second;
        if (is_new || (known.certain && !certain)) return;
        if (known.certain == certain && known.at <= n.at) return;
        known = {n.at, certain, called};
    }

    /// own: the key of the context whose entry this is the value of.
    void visit(NodeIndex i, std::string_view own, unsigned depth) {
        while (node(i).kind == NodeKind::path) i = children(node(i))[0];
        if (depth++ > deepest) return;
        const Node& n = node(i);
        const Children c = children(n);
        switch (n.kind) {
            case NodeKind::constant:
            case NodeKind::parameter: return;
            case NodeKind::name: return use(n, false, false);
            case NodeKind::context: return context(c, depth);
            case NodeKind::chain: return every(c, 0, 2, depth);
            case NodeKind::conditional:
                visit(c[0], {}, depth);
                visit(c[1], own, depth);
                return visit(c[2], own, depth);
            case NodeKind::tests: {
                visit(c[0], {}, depth);
                return every(c, 1, 1, depth);
            }
            case NodeKind::filter: {
                visit(c[0], {}, depth);
                Binding inside(*this);
                inside.add("item");
                ++filter_depth_;
                visit(c[1], {}, depth);
                --filter_depth_;
                return;
            }
            case NodeKind::call:
            case NodeKind::named_call:
                callee(c[0], depth);
                return n.kind == NodeKind::call ? every(c, 1, 1, depth) : every(c, 2, 2, depth);
            case NodeKind::loop:
            case NodeKind::some:
            case NodeKind::every: return loop(n, c, depth);
            case NodeKind::function: {
                Binding inside(*this);
                if (!own.empty()) inside.add(own);
                for (const NodeIndex p : c.first(c.size() - 1)) inside.add(syntax_.names[children(node(p))[0]]);
                ++function_depth_;
                visit(c.back(), {}, depth);
                --function_depth_;
                return;
            }
            case NodeKind::is_defined: {
                NodeIndex asked = c[0];
                while (node(asked).kind == NodeKind::path) asked = children(node(asked))[0];
                return node(asked).kind == NodeKind::name ? use(node(asked), false, true) : visit(asked, {}, depth);
            }
            default: return every(c, 0, 1, depth);
        }
    }
    void every(Children c, std::size_t from, std::size_t step, unsigned depth) {
        for (std::size_t i = from; i < c.size(); i += step) visit(c[i], {}, depth);
    }
    void context(Children c, unsigned depth) {
        Binding inside(*this);
        for (std::size_t i = 0; i < c.size(); i += 2) {
            visit(c[i + 1], constant_text(c[i]), depth);
            inside.add(constant_text(c[i]));
        }
    }
    void loop(const Node& n, Children c, unsigned depth) {
        Binding inside(*this);
        for (std::size_t i = 0; i + 1 < c.size(); i += 2) {
            visit(c[i + 1], {}, depth);
            inside.add(constant_text(c[i]));
            if (n.kind == NodeKind::loop) inside.add("partial");
        }
        visit(c.back(), {}, depth);
    }
    void callee(NodeIndex i, unsigned depth) {
        const Node& n = node(i);
        if (n.kind == NodeKind::name) return use(n, true, false);
        if (n.kind == NodeKind::path) {  // a function may be registered as "a.f"
            const Node& object = node(children(n)[0]);
            if (object.kind == NodeKind::name &&
                functions_.find(syntax_.names[object.value] + "." + syntax_.names[n.value]) != nullptr)
                return;
        }
        visit(i, {}, depth);
    }

    const Syntax& syntax_;
    const Functions& functions_;
    std::unordered_set<std::string_view> keys_;
    std::unordered_map<std::string_view, unsigned> bound_;
    unsigned filter_depth_ = 0, function_depth_ = 0;
    std::map<std::string_view, NameUse> found_;
};

}  // namespace analysis_detail

/// The names that an evaluation may look up in its scope; `?` is none of them.
inline FreeVariables free_variables(const Expression& e) {
    FreeVariables result;
    for (const auto& [name, use] : analysis_detail::NameFinder(e).run())
        (use.certain ? result.certain : result.possible).emplace_back(name);
    return result;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
