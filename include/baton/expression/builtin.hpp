// How a built-in or registered function is described, and what it sees while it is called.
#ifndef BATON_EXPRESSION_BUILTIN_HPP
#define BATON_EXPRESSION_BUILTIN_HPP

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "value.hpp"
#include "zone_source.hpp"

namespace baton::inline BATON_ABI::expression {

/// A set of kinds: what a parameter takes.
using Kinds = std::uint16_t;
constexpr Kinds kinds(Kind kind) { return static_cast<Kinds>(1u << static_cast<unsigned>(kind)); }
template <class... More>
constexpr Kinds kinds(Kind kind, More... more) {
    return static_cast<Kinds>(kinds(kind) | kinds(more...));
}
inline constexpr Kinds any_value = 0xffff;
/// Any value but null.
inline constexpr Kinds not_null = any_value & ~kinds(Kind::null);

/// A parameter, by position or by name. An argument of another kind makes the call null, with the reason recorded;
/// a list of one element stands for its element where no list is taken (DMN 1.3, 10.3.2.9.4).
struct Parameter {
    std::string_view name;
    Kinds takes = any_value;
    /// May be left out; the function then sees null.
    bool optional = false;
    /// The last one: takes all arguments that are left, one by one. A single argument that is a list is taken for them.
    bool rest = false;
};

class Pattern;

/// What a function sees of the evaluation that calls it.
class Calling {
public:
    Calling() = default;
    Calling(const Calling&) = delete;
    Calling& operator=(const Calling&) = delete;
    virtual ~Calling() = default;

    /// null, with the reason recorded: `return call.fail("the list is empty");`
    virtual Value fail(std::string reason) = 0;
    /// Calls a function value. null when it is none.
    virtual Value call(const Value& function, std::span<const Value> arguments) = 0;
    /// The time of the step.
    [[nodiscard]] virtual core::instant now() const = 0;
    /// From 0 to less than 1, from the seed of the evaluation.
    virtual Decimal random() = 0;
    [[nodiscard]] virtual const ZoneSource& zones() const = 0;
    /// To be called before making text or a list of that size, and for every so many steps of work; false when the
    /// evaluation has used up its bounds (then return null).
    virtual bool spend(std::size_t bytes_or_steps) = 0;
    /// Evaluates a literal: a text that holds no names but those of built-in functions (for range(from)).
    virtual Value evaluate_literal(std::string_view text) = 0;
    /// The pattern compiled, where it is a literal of the expression; else nullptr.
    [[nodiscard]] virtual const Pattern* known_pattern(std::string_view, std::string_view) const { return nullptr; }
};

using Function = Value (*)(Calling&, std::span<const Value> arguments);

/// One way to call a function. A name may have several; the first that takes the arguments is called.
struct Signature {
    std::string_view name;
    std::vector<Parameter> parameters;
    Function function = nullptr;
    /// One sentence, for documentation.
    std::string_view documentation;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
