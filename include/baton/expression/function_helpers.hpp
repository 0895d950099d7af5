// What the built-in functions share: reading arguments, positions, and what work on values costs.
#ifndef BATON_EXPRESSION_FUNCTION_HELPERS_HPP
#define BATON_EXPRESSION_FUNCTION_HELPERS_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "decimal.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression::function_detail {

using Arguments = std::span<const Value>;

/// What one element of a list is charged with.
inline constexpr std::size_t element_cost = sizeof(Value);

inline const Value& argument(Arguments arguments, std::size_t i) {
    static const Value absent;
    return i < arguments.size() ? arguments[i] : absent;
}

/// The elements of a list; any other value stands for the list of itself (DMN 1.3, 10.3.2.9.4).
inline std::span<const Value> items_of(const Value& value) {
    const List* list = value.get<List>();
    return list != nullptr ? std::span<const Value>(*list) : std::span<const Value>(&value, 1);
}

/// The arguments of a function that takes either one list or several values.
inline std::span<const Value> items_of(Arguments arguments) {
    return arguments.size() == 1 ? items_of(arguments.front()) : arguments;
}

inline bool spend_elements(Calling& call, std::size_t count) { return call.spend(1 + count * element_cost); }

/// The integer that is left when the fraction is cut off.
inline std::optional<std::int64_t> whole(const Value& value) {
    const Decimal* number = value.get<Decimal>();
    if (number == nullptr) return {};
    const std::optional<Decimal> cut = round(*number, 0, Rounding::down);
    return cut ? cut->to_integer() : std::nullopt;
}

/// A position from 1 or, backwards, from -1, as an index; nothing if there is no such element.
inline std::optional<std::size_t> index_at(const Value& position, std::size_t size) {
    const std::optional<std::int64_t> p = whole(position);
    if (!p || *p == 0) return {};
    // 0 - x: the size of the lowest integer is none of them
    const std::uint64_t distance = *p > 0 ? static_cast<std::uint64_t>(*p) : 0 - static_cast<std::uint64_t>(*p);
    if (distance > size) return {};
    return static_cast<std::size_t>(*p > 0 ? distance - 1 : size - distance);
}

inline constexpr const char* no_such_position = "the position is 0 or beyond the list";

/// How much work a comparison of the value may be: its parts and their text. Spends as much itself; nothing when that
/// is not granted. No recursion: values may be nested deeper than the stack is.
inline std::optional<std::size_t> weight_of(Calling& call, const Value& value) {
    std::size_t weight = 0;
    std::vector<const Value*> open{&value};
    while (!open.empty()) {
        const Value& v = *open.back();
        open.pop_back();
        std::size_t step = 1 + v.text().size() / 16;
        if (const List* list = v.get<List>()) {
            step += list->size();
            for (const Value& item : *list) open.push_back(&item);
        } else if (const Entries* entries = v.get<Entries>()) {
            for (const auto& [key, entry] : *entries) {
                step += 1 + key.size() / 16;
                open.push_back(&entry);
            }
        }
        weight += step;
        if (!call.spend(step)) return {};
    }
    return weight;
}

}  // namespace baton::inline BATON_ABI::expression::function_detail

#endif
