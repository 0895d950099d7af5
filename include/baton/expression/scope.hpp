// Where an expression finds the values of its variables.
#ifndef BATON_EXPRESSION_SCOPE_HPP
#define BATON_EXPRESSION_SCOPE_HPP

#include <span>
#include <string>
#include <utility>

#include "../config.hpp"
#include "known_names.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

/// Variables by name. Text in the values may be borrowed from the scope, which outlives the evaluation.
class Scope {
public:
    Scope() = default;
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    virtual ~Scope() = default;

    /// a.b.c: looks up the first name, then as many steps of the path as lead through contexts of the scope itself.
    /// The number of steps taken, 0 when there is no such variable; `value` is what stands there.
    virtual std::size_t find(std::span<const std::string* const> path, Value& value) const = 0;
    /// Names that hold blanks or signs, to be known when a text is parsed.
    virtual void names(KnownNames&) const {}
};

/// No variables.
class EmptyScope final : public Scope {
public:
    std::size_t find(std::span<const std::string* const>, Value&) const override { return 0; }
};

/// The entries of a context value.
class ValueScope final : public Scope {
public:
    explicit ValueScope(Entries entries) : entries_(std::move(entries)) {}
    std::size_t find(std::span<const std::string* const> path, Value& value) const override {
        for (const auto& [name, entry] : entries_)
            if (name == *path[0]) {
                value = entry;
                return 1;
            }
        return 0;
    }
    void names(KnownNames& known) const override {
        for (const auto& [name, entry] : entries_) known.add(name);
    }

private:
    Entries entries_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
