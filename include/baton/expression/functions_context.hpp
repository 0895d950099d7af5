// The functions of FEEL on contexts (DMN 1.4, table 82), and those that Camunda 8 adds.
#ifndef BATON_EXPRESSION_FUNCTIONS_CONTEXT_HPP
#define BATON_EXPRESSION_FUNCTIONS_CONTEXT_HPP

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "function_helpers.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace context_detail {

using function_detail::argument;
using function_detail::Arguments;
using function_detail::element_cost;

inline bool spend_entry(Calling& call, std::string_view key) {
    return call.spend(sizeof(Entries::value_type) + key.size());
}

/// Collects entries; a name that comes again replaces the value and keeps the place. Names are looked up in a tree:
/// whoever chooses them must not be able to make that slow.
class Collected {
public:
    /// False when the evaluation has used up its bounds.
    bool put(Calling& call, std::string_view key, const Value& value) {
        if (!spend_entry(call, key)) return false;
        const auto [at, added] = places_.try_emplace(std::string(key), entries_.size());
        if (added)
            entries_.emplace_back(at->first, value);
        else
            entries_[at->second].second = value;
        return true;
    }
    [[nodiscard]] bool has(std::string_view key) const { return places_.find(key) != places_.end(); }
    [[nodiscard]] Value taken() { return Value(std::move(entries_)); }

private:
    Entries entries_;
    std::map<std::string, std::size_t, std::less<>> places_;
};

inline Value get_value(Calling& call, Arguments arguments) {
    const Value& key = argument(arguments, 1);
    const std::span<const Value> keys = function_detail::items_of(key);
    if (keys.empty()) return call.fail("there is no key");
    const Value* at = &argument(arguments, 0);
    for (const Value& name : keys) {
        if (!name.is(Kind::string)) return call.fail("a key is no string");
        const Entries* entries = at->get<Entries>();
        if (entries == nullptr) return call.fail("a key leads to what is no context");
        if (!call.spend(1 + entries->size() / 4)) return {};
        at = at->find(name.text());
        if (at == nullptr) return {};  // an entry that is not there is null (DMN 1.4, table 82), not an error
    }
    return *at;
}

inline Value get_entries(Calling& call, Arguments arguments) {
    const Entries* entries = argument(arguments, 0).get<Entries>();
    if (entries == nullptr) return call.fail("there is no context");
    List list;
    for (const auto& [key, value] : *entries) {
        if (!call.spend(element_cost + 2 * sizeof(Entries::value_type) + key.size())) return {};
        list.emplace_back(Entries{{"key", Value(key)}, {"value", value}});
    }
    return Value(std::move(list));
}

inline Value context(Calling& call, Arguments arguments) {
    Collected result;
    for (const Value& item : function_detail::items_of(argument(arguments, 0))) {
        const Value* key = item.find("key");
        const Value* value = item.find("value");
        if (key == nullptr || value == nullptr) return call.fail("an entry has no key or no value");
        if (!key->is(Kind::string)) return call.fail("the key of an entry is no string");
        if (result.has(key->text())) return call.fail("a key comes twice: " + std::string(key->text().substr(0, 80)));
        if (!result.put(call, key->text(), *value)) return {};
    }
    return result.taken();
}

/// The entries with one added or replaced; null when the evaluation has used up its bounds.
inline Value with_entry(Calling& call, const Entries& entries, std::string_view key, const Value& value) {
    if (!spend_entry(call, key)) return {};
    for (const auto& [name, old] : entries)
        if (!spend_entry(call, name)) return {};
    Entries result;
    result.reserve(entries.size() + 1);
    bool there = false;
    for (const auto& [name, old] : entries) {
        result.emplace_back(name, name == key ? value : old);
        there = there || name == key;
    }
    if (!there) result.emplace_back(std::string(key), value);
    return Value(std::move(result));
}

inline Value context_put(Calling& call, Arguments arguments) {
    const std::span<const Value> keys = function_detail::items_of(argument(arguments, 1));
    if (keys.empty()) return call.fail("there is no key");
    // Down to the context that gets the entry, then up again: each context on the way is made anew.
    std::vector<const Entries*> way;
    const Value* at = &argument(arguments, 0);
    for (const Value& key : keys) {
        const Entries* entries = at == nullptr ? nullptr : at->get<Entries>();
        if (entries == nullptr) return call.fail("a key leads to what is no context");
        if (!key.is(Kind::string)) return call.fail("a key is no string");
        if (!call.spend(1 + entries->size() / 4)) return {};
        way.push_back(entries);
        at = at->find(key.text());
    }
    Value result = argument(arguments, 2);
    for (std::size_t i = way.size(); i-- > 0;) {
        result = with_entry(call, *way[i], keys[i].text(), result);
        if (result.is_null()) return {};
    }
    return result;
}

inline Value merged(Calling& call, std::span<const Value> contexts) {
    Collected result;
    for (const Value& item : contexts) {
        const Entries* entries = item.get<Entries>();
        if (entries == nullptr) return call.fail("an element is no context");
        if (!call.spend(1)) return {};
        for (const auto& [key, value] : *entries)
            if (!result.put(call, key, value)) return {};
    }
    return result.taken();
}
inline Value context_merge(Calling& call, Arguments arguments) {
    return merged(call, function_detail::items_of(argument(arguments, 0)));
}
inline Value put_all(Calling& call, Arguments arguments) { return merged(call, function_detail::items_of(arguments)); }

inline Value get_or_else(Calling&, Arguments arguments) {
    return argument(arguments, argument(arguments, 0).is_null() ? 1 : 0);
}

inline Value assert_that(Calling& call, Arguments arguments) {
    if (argument(arguments, 1).is_true()) return argument(arguments, 0);
    const std::string_view cause = argument(arguments, 2).text();
    return call.fail(cause.empty() ? "the assertion does not hold" : std::string(cause.substr(0, 1000)));
}

}  // namespace context_detail

/// The functions on contexts.
inline const std::vector<Signature>& context_functions() {
    namespace d = context_detail;
    static const std::vector<Signature> all = [] {
        constexpr Kinds text = kinds(Kind::string), map = kinds(Kind::context), list = kinds(Kind::list);
        constexpr Kinds maps = kinds(Kind::context, Kind::list);
        constexpr std::string_view get = "The value of the entry with that name; null without one.";
        constexpr std::string_view get_deep = "The value that the names lead to, one after the other.";
        constexpr std::string_view entries = "A list of contexts with key and value, one for each entry.";
        constexpr std::string_view merge = "A context of the entries of all; of the same names, the last one counts.";
        return std::vector<Signature>{
            {"get value", {{"m", map}, {"key", text}}, d::get_value, get},
            {"get value", {{"m", map}, {"keys", list}}, d::get_value, get_deep},
            {"get value", {{"context", map}, {"key", text}}, d::get_value, get},
            {"get value", {{"context", map}, {"keys", list}}, d::get_value, get_deep},
            {"get entries", {{"m", map}}, d::get_entries, entries},
            {"get entries", {{"context", map}}, d::get_entries, entries},
            {"context", {{"entries", maps}}, d::context, "A context of entries with key and value."},
            {"context put",
             {{"context", map}, {"key", text}, {"value", any_value}},
             d::context_put,
             "The context with an entry added or replaced."},
            {"context put",
             {{"context", map}, {"keys", list}, {"value", any_value}},
             d::context_put,
             "The context with an entry added or replaced where the names lead to, all but the last to a context."},
            {"context merge", {{"contexts", maps}}, d::context_merge, merge},
            {"put all", {{"contexts", maps, false, true}}, d::put_all, merge},
            {"get or else",
             {{"value", any_value}, {"default", any_value}},
             d::get_or_else,
             "The value, or the default where it is null."},
            {"assert",
             {{"value", any_value}, {"condition", any_value}, {"cause", text, true}},
             d::assert_that,
             "The value if the condition is true; else null, with the cause as reason."},
        };
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
