// The functions of FEEL that look for equal values in lists (DMN 1.4, table 79): list contains, index of, union,
// distinct values, and Camunda 8's duplicate values.
#ifndef BATON_EXPRESSION_FUNCTIONS_SEARCH_HPP
#define BATON_EXPRESSION_FUNCTIONS_SEARCH_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "decimal.hpp"
#include "function_helpers.hpp"
#include "operators.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace search_detail {

using function_detail::argument;
using function_detail::Arguments;
using function_detail::items_of;

/// Compares elements with one value. Charged is what an equality takes at most: the smaller of both.
class Sought {
public:
    Sought(Calling& call, const Value& value)
        : call_(call), value_(value), weight_(function_detail::weight_of(call, value)) {}
    /// Nothing when the evaluation has used up its bounds.
    std::optional<bool> is(const Value& other) {
        if (!weight_) return {};
        if (other.kind() != value_.kind()) return call_.spend(3) ? std::optional(false) : std::nullopt;
        if (!call_.spend(3 * *weight_)) return {};
        return equal(value_, other, call_.zones()).value_or(false);
    }

private:
    Calling& call_;
    const Value& value_;
    std::optional<std::size_t> weight_;
};

inline Value list_contains(Calling& call, Arguments arguments) {
    Sought sought(call, argument(arguments, 1));
    for (const Value& item : items_of(argument(arguments, 0))) {
        const std::optional<bool> same = sought.is(item);
        if (!same || *same) return same ? Value(true) : Value();
    }
    return Value(false);
}

inline Value index_of(Calling& call, Arguments arguments) {
    const std::span<const Value> items = items_of(argument(arguments, 0));
    Sought sought(call, argument(arguments, 1));
    List positions;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::optional<bool> same = sought.is(items[i]);
        if (!same || (*same && !function_detail::spend_elements(call, 1))) return {};
        if (*same) positions.emplace_back(static_cast<std::int64_t>(i + 1));
    }
    return Value(std::move(positions));
}

/// Values that were met, numbered from 0 in the order of their first coming. Numbers and strings are found in a tree;
/// other values have no order that agrees with equality, and are compared one by one.
class Met {
public:
    explicit Met(Calling& call) : call_(call) {}
    /// The number of the value, and whether it is new; nothing when the evaluation has used up its bounds. The value
    /// must outlive this.
    std::optional<std::pair<std::size_t, bool>> meet(const Value& value) {
        const auto weight = function_detail::weight_of(call_, value);
        if (!weight) return {};
        if (!call_.spend(64 + *weight * 8)) return {};
        if (const Decimal* n = value.get<Decimal>()) return counted(numbers_.try_emplace(*n, count_));
        if (value.is(Kind::string)) return counted(texts_.try_emplace(value.text(), count_));
        for (const Other& other : others_) {
            const bool comparable = other.value->kind() == value.kind();
            if (!call_.spend(comparable ? std::min(other.weight, *weight) : 1)) return {};
            if (comparable && equal(*other.value, value, call_.zones()) == true) return std::pair(other.number, false);
        }
        others_.push_back({&value, *weight, count_});
        return std::pair(count_++, true);
    }

private:
    struct Other {
        const Value* value;
        std::size_t weight;
        std::size_t number;
    };
    template <class Inserted>
    std::pair<std::size_t, bool> counted(const Inserted& inserted) {
        if (inserted.second) ++count_;
        return {inserted.first->second, inserted.second};
    }

    Calling& call_;
    std::map<Decimal, std::size_t> numbers_;
    std::map<std::string_view, std::size_t> texts_;
    std::vector<Other> others_;
    std::size_t count_ = 0;
};

/// Adds those that are new; false when the evaluation has used up its bounds.
inline bool add_new(Calling& call, Met& met, std::span<const Value> items, List& result) {
    for (const Value& item : items) {
        const auto place = met.meet(item);
        if (!place || (place->second && !function_detail::spend_elements(call, 1))) return false;
        if (place->second) result.push_back(item);
    }
    return true;
}

inline Value distinct_values(Calling& call, Arguments arguments) {
    Met met(call);
    List result;
    return add_new(call, met, items_of(argument(arguments, 0)), result) ? Value(std::move(result)) : Value();
}

inline Value union_of(Calling& call, Arguments arguments) {
    Met met(call);
    List result;
    for (const Value& list : arguments) {
        if (list.is_null()) return call.fail("a list is null");
        if (!add_new(call, met, items_of(list), result)) return {};
    }
    return Value(std::move(result));
}

inline Value duplicate_values(Calling& call, Arguments arguments) {
    struct First {
        const Value* value;
        bool again;
    };
    Met met(call);
    std::vector<First> firsts;
    for (const Value& item : items_of(argument(arguments, 0))) {
        const auto place = met.meet(item);
        if (!place || !call.spend(sizeof(First))) return {};
        if (place->second)
            firsts.push_back({&item, false});
        else
            firsts[place->first].again = true;
    }
    List result;
    for (const First& first : firsts) {
        if (first.again && !function_detail::spend_elements(call, 1)) return {};
        if (first.again) result.push_back(*first.value);
    }
    return Value(std::move(result));
}

}  // namespace search_detail

/// Part of list_functions().
inline const std::vector<Signature>& search_functions() {
    namespace d = search_detail;
    static const std::vector<Signature> all = [] {
        const std::vector<Parameter> list{{"list", not_null}};
        return std::vector<Signature>{
            {"list contains",
             {{"list", not_null}, {"element", any_value}},
             d::list_contains,
             "Whether an element of the list equals that one."},
            {"index of",
             {{"list", not_null}, {"match", any_value}},
             d::index_of,
             "The positions, from 1, of all elements that equal the match."},
            {"union",
             {{"list", any_value, false, true}},
             d::union_of,
             "The elements of all lists, each once, in the order of their first coming."},
            {"distinct values", list, d::distinct_values,
             "The elements, each once, in the order of their first coming."},
            {"duplicate values", list, d::duplicate_values, "The elements that come more than once, each once."},
        };
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
