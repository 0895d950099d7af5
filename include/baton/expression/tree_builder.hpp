// Puts nodes into a syntax tree, within its bounds.
#ifndef BATON_EXPRESSION_TREE_BUILDER_HPP
#define BATON_EXPRESSION_TREE_BUILDER_HPP

#include <initializer_list>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "limits.hpp"
#include "problem.hpp"
#include "syntax.hpp"

namespace baton::inline BATON_ABI::expression {

class TreeBuilder {
public:
    TreeBuilder(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {
        if (text.size() > limits.text_bytes)
            refuse(core::error_code::the_expression_is_too_large, text, 0,
                   std::to_string(text.size()) + " bytes, at most " + std::to_string(limits.text_bytes));
    }

    NodeIndex add(NodeKind kind, std::size_t at, std::span<const std::uint32_t> children = {}, std::uint32_t value = 0,
                  std::uint8_t flags = 0) {
        if (tree.nodes.size() >= limits_.nodes) too_large(at, "it has too many parts");
        tree.nodes.push_back({kind, flags, static_cast<std::uint32_t>(at),
                              static_cast<std::uint32_t>(tree.children.size()),
                              static_cast<std::uint32_t>(children.size()), value});
        tree.children.insert(tree.children.end(), children.begin(), children.end());
        return static_cast<NodeIndex>(tree.nodes.size() - 1);
    }
    NodeIndex add(NodeKind kind, std::size_t at, std::initializer_list<std::uint32_t> children, std::uint32_t value = 0,
                  std::uint8_t flags = 0) {
        return add(kind, at, std::span<const std::uint32_t>(children.begin(), children.size()), value, flags);
    }
    NodeIndex constant(std::size_t at, Value value) {
        tree.constants.push_back(std::move(value));
        return add(NodeKind::constant, at, {}, static_cast<std::uint32_t>(tree.constants.size() - 1));
    }
    /// The index of a name; equal names share it.
    std::uint32_t name(const std::string& text) {
        check_name(0, text);
        const auto [at, is_new] = index_.try_emplace(text, static_cast<std::uint32_t>(tree.names.size()));
        if (is_new) tree.names.push_back(text);
        return at->second;
    }
    /// Names are compared and copied all the time.
    void check_name(std::size_t at, std::string_view name) const {
        if (name.size() > limits_.name_bytes)
            too_large(at, "a name is longer than " + std::to_string(limits_.name_bytes) + " bytes");
    }
    [[noreturn]] void too_large(std::size_t at, const std::string& what) const {
        refuse(core::error_code::the_expression_is_too_large, text_, at, what);
    }

    /// Counts how deep the parser stands; made at every place where the grammar calls itself.
    class Level {
    public:
        Level(TreeBuilder& tree, std::size_t at) : tree_(tree) {
            if (++tree_.depth_ > tree_.limits_.depth)
                tree_.too_large(at, "it is nested deeper than " + std::to_string(tree_.limits_.depth));
        }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --tree_.depth_; }

    private:
        TreeBuilder& tree_;
    };

    Syntax tree;

private:
    std::string_view text_;
    const Limits& limits_;
    unsigned depth_ = 0;
    std::unordered_map<std::string, std::uint32_t> index_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
