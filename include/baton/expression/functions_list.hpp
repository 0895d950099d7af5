// The functions of FEEL on lists (DMN 1.4, table 79), and those that Camunda 8 adds. Those that make one value of many
// are in functions_aggregate.hpp, those that look for equal values in functions_search.hpp.
#ifndef BATON_EXPRESSION_FUNCTIONS_LIST_HPP
#define BATON_EXPRESSION_FUNCTIONS_LIST_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "function_helpers.hpp"
#include "functions_aggregate.hpp"
#include "functions_search.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace list_detail {

using function_detail::argument;
using function_detail::Arguments;
using function_detail::index_at;
using function_detail::items_of;
using function_detail::no_such_position;
using function_detail::spend_elements;
using Items = std::span<const Value>;

/// A list of the elements, one part after the other.
template <class... Parts>
Value joined(Calling& call, const Parts&... parts) {
    const std::size_t size = (parts.size() + ...);
    if (!spend_elements(call, size)) return {};
    List list;
    list.reserve(size);
    (list.insert(list.end(), parts.begin(), parts.end()), ...);
    return Value(std::move(list));
}

inline Value count(Calling&, Arguments arguments) {
    return Value(static_cast<std::int64_t>(items_of(argument(arguments, 0)).size()));
}

inline Value sublist(Calling& call, Arguments arguments) {
    const Items items = items_of(argument(arguments, 0));
    const std::optional<std::size_t> start = index_at(argument(arguments, 1), items.size());
    if (!start) return call.fail(no_such_position);
    std::size_t length = items.size() - *start;
    if (!argument(arguments, 2).is_null()) {
        const std::optional<std::int64_t> asked = function_detail::whole(argument(arguments, 2));
        if (!asked || *asked < 1) return call.fail("the length is less than 1");
        if (static_cast<std::uint64_t>(*asked) > length) return call.fail("the list ends before that length");
        length = static_cast<std::size_t>(*asked);
    }
    return joined(call, items.subspan(*start, length));
}

inline Value append(Calling& call, Arguments arguments) {
    return joined(call, items_of(argument(arguments, 0)), arguments.subspan(1));
}

inline Value concatenate(Calling& call, Arguments arguments) {
    List result;
    for (const Value& list : arguments) {
        if (list.is_null()) return call.fail("a list is null");
        const Items items = items_of(list);
        if (!spend_elements(call, items.size())) return {};
        result.insert(result.end(), items.begin(), items.end());
    }
    return Value(std::move(result));
}

inline Value insert_before(Calling& call, Arguments arguments) {
    const Items items = items_of(argument(arguments, 0));
    const std::optional<std::size_t> at = index_at(argument(arguments, 1), items.size());
    if (!at) return call.fail(no_such_position);
    return joined(call, items.first(*at), Items(&argument(arguments, 2), 1), items.subspan(*at));
}

inline Value remove(Calling& call, Arguments arguments) {
    const Items items = items_of(argument(arguments, 0));
    const std::optional<std::size_t> at = index_at(argument(arguments, 1), items.size());
    if (!at) return call.fail(no_such_position);
    return joined(call, items.first(*at), items.subspan(*at + 1));
}

inline Value replace_at(Calling& call, Arguments arguments) {
    const Items items = items_of(argument(arguments, 0));
    const std::optional<std::size_t> at = index_at(argument(arguments, 1), items.size());
    if (!at) return call.fail(no_such_position);
    return joined(call, items.first(*at), Items(&argument(arguments, 2), 1), items.subspan(*at + 1));
}

/// Whether a function that is given two values says so; nothing, with the reason recorded, if it gives no boolean.
inline std::optional<bool> holds(Calling& call, const Value& function, const Value& a, const Value& b) {
    if (!call.spend(1)) return {};
    const Value both[] = {a, b};
    const Value result = call.call(function, both);
    if (const bool* said = result.get<bool>()) return *said;
    call.fail("the function that is called gives no boolean");
    return {};
}

inline Value replace_matching(Calling& call, Arguments arguments) {
    const Items items = items_of(argument(arguments, 0));
    const Value& item_for_them = argument(arguments, 2);
    if (!spend_elements(call, items.size())) return {};
    List result;
    result.reserve(items.size());
    for (const Value& item : items) {
        const std::optional<bool> matches = holds(call, argument(arguments, 1), item, item_for_them);
        if (!matches) return {};
        result.push_back(*matches ? item_for_them : item);
    }
    return Value(std::move(result));
}

inline Value reverse(Calling& call, Arguments arguments) {
    const Items items = items_of(argument(arguments, 0));
    if (!spend_elements(call, items.size())) return {};
    return Value(List(items.rbegin(), items.rend()));
}

/// Without recursion: lists may be nested deeper than the stack is. Every list costs something, empty ones too: one
/// list can stand in another any number of times without taking memory.
inline Value flatten(Calling& call, Arguments arguments) {
    std::vector<Items> open{items_of(argument(arguments, 0))};
    List result;
    while (!open.empty()) {
        Items& rest = open.back();
        if (rest.empty()) {
            open.pop_back();
            continue;
        }
        const Value& item = rest.front();
        rest = rest.subspan(1);
        if (!spend_elements(call, 1)) return {};
        if (item.is(Kind::list))
            open.push_back(items_of(item));
        else
            result.push_back(item);
    }
    return Value(std::move(result));
}

/// Merges from the bottom up. Not std::sort: a function of an expression need not be an order.
inline Value sort(Calling& call, Arguments arguments) {
    const Items items = items_of(argument(arguments, 0));
    const Value& precedes = argument(arguments, 1);
    if (!spend_elements(call, 2 * items.size())) return {};
    List from(items.begin(), items.end()), to(items.size());
    for (std::size_t width = 1; width < from.size(); width *= 2) {
        for (std::size_t begin = 0; begin < from.size(); begin += 2 * width) {
            const std::size_t middle = std::min(begin + width, from.size()),
                              end = std::min(middle + width, from.size());
            for (std::size_t left = begin, right = middle, out = begin; out < end; ++out) {
                bool take_right = left == middle;
                if (!take_right && right < end) {
                    const std::optional<bool> first = holds(call, precedes, from[right], from[left]);
                    if (!first) return {};
                    take_right = *first;
                }
                to[out] = std::move(from[take_right ? right++ : left++]);
            }
        }
        from.swap(to);
    }
    return Value(std::move(from));
}

inline Value partition(Calling& call, Arguments arguments) {
    Items items = items_of(argument(arguments, 0));
    const std::optional<std::int64_t> size = function_detail::whole(argument(arguments, 1));
    if (!size || *size < 1) return call.fail("the size is less than 1");
    List result;
    while (!items.empty()) {
        const std::size_t length = std::min<std::uint64_t>(items.size(), static_cast<std::uint64_t>(*size));
        if (!spend_elements(call, length + 2)) return {};  // and the part itself
        result.emplace_back(List(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(length)));
        items = items.subspan(length);
    }
    return Value(std::move(result));
}

inline Value is_empty(Calling&, Arguments arguments) {
    const Value& value = argument(arguments, 0);
    if (const List* list = value.get<List>()) return list->empty();
    if (const Entries* entries = value.get<Entries>()) return entries->empty();
    return value.text().empty();
}

}  // namespace list_detail

/// The functions on lists, those of functions_aggregate.hpp and functions_search.hpp included.
inline const std::vector<Signature>& list_functions() {
    namespace d = list_detail;
    static const std::vector<Signature> all = [] {
        constexpr Kinds number = kinds(Kind::number), function = kinds(Kind::function);
        const Parameter list{"list", not_null}, position{"position", number}, new_item{"newItem", any_value};
        const Parameter rest{"list", any_value, false, true};
        std::vector<Signature> out{
            {"count", {list}, d::count, "The number of elements."},
            {"sublist",
             {list, {"start position", number}, {"length", number, true}},
             d::sublist,
             "The elements from a position on, which counts from 1 or, backwards from the end, from -1."},
            {"append", {list, {"item", any_value, false, true}}, d::append, "The list with the items after its end."},
            {"concatenate", {rest}, d::concatenate, "The elements of all lists, one list after the other."},
            {"insert before",
             {list, position, new_item},
             d::insert_before,
             "The list with an item before that position."},
            {"remove", {list, position}, d::remove, "The list without the element at that position."},
            {"list replace", {list, position, new_item}, d::replace_at, "The list with a new item at that position."},
            {"list replace",
             {list, {"match", function}, new_item},
             d::replace_matching,
             "The list with a new item for each element that the function(item, newItem) is true for."},
            {"reverse", {list}, d::reverse, "The list from its end to its start."},
            {"flatten", {list}, d::flatten, "The list with the elements of lists in it, however deep, in their place."},
            {"sort",
             {list, {"precedes", function}},
             d::sort,
             "The list in the order that the function(a, b) tells: whether a comes before b."},
            {"partition",
             {list, {"size", number}},
             d::partition,
             "The list in parts of that size; the last may be less."},
            {"is empty",
             {{"list", kinds(Kind::list, Kind::context, Kind::string)}},
             d::is_empty,
             "Whether there is no element, entry or character."},
        };
        for (const auto* more : {&search_functions(), &aggregate_functions()})
            out.insert(out.end(), more->begin(), more->end());
        return out;
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
