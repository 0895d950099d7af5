// Fits the arguments of a call to the parameters of a function.
#ifndef BATON_EXPRESSION_ARGUMENTS_HPP
#define BATON_EXPRESSION_ARGUMENTS_HPP

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

/// By position, or each with a name.
struct Arguments {
    std::span<const Value> values;
    std::span<const std::string_view> names;
};

namespace detail {

/// The value as a parameter takes it; a list of one element stands for its element (DMN 1.3, 10.3.2.9.4).
inline std::optional<Value> accepted(const Parameter& p, const Value& v) {
    if ((p.takes & kinds(v.kind())) != 0) return v;
    const List* list = v.get<List>();
    if (list != nullptr && list->size() == 1 && (p.takes & kinds(list->front().kind())) != 0) return list->front();
    if ((p.takes & kinds(Kind::list)) != 0 && !v.is_null()) return Value(List{v});
    return std::nullopt;
}

}  // namespace detail

/// The arguments in the order of the parameters, null for those left out; nothing when they do not fit, and why.
inline std::optional<std::vector<Value>> bind(const Signature& s, const Arguments& arguments, std::string& why) {
    std::vector<Value> bound(s.parameters.size());
    std::vector<bool> given(s.parameters.size());
    const bool rest = !s.parameters.empty() && s.parameters.back().rest;
    for (std::size_t i = 0; i < arguments.values.size(); ++i) {
        std::size_t at = i;
        if (!arguments.names.empty()) {
            at = 0;
            while (at < s.parameters.size() && s.parameters[at].name != arguments.names[i]) ++at;
            if (at == s.parameters.size())
                return why = "there is no parameter '" + std::string(arguments.names[i]) + "'", std::nullopt;
            if (given[at])
                return why = "the parameter '" + std::string(arguments.names[i]) + "' is given twice", std::nullopt;
        }
        if (rest && at + 1 >= s.parameters.size()) {
            const Parameter& last = s.parameters.back();
            const List* list = arguments.values[i].get<List>();
            if (list != nullptr && arguments.values.size() == s.parameters.size() &&
                (last.takes & kinds(Kind::list)) == 0) {
                bound.pop_back();
                for (const Value& v : *list) {
                    if ((last.takes & kinds(v.kind())) == 0)
                        return why = "'" + std::string(last.name) + "' cannot hold " + std::string(name_of(v.kind())),
                               std::nullopt;
                    bound.push_back(v);
                }
                given.back() = true;
                continue;
            }
            std::optional<Value> v = detail::accepted(last, arguments.values[i]);
            if (!v)
                return why = "'" + std::string(last.name) + "' cannot be " +
                             std::string(name_of(arguments.values[i].kind())),
                       std::nullopt;
            if (given.back())
                bound.push_back(*std::move(v));
            else
                bound.back() = *std::move(v);
            given.back() = true;
            continue;
        }
        if (at >= s.parameters.size())
            return why = "it takes at most " + std::to_string(s.parameters.size()) + " arguments", std::nullopt;
        std::optional<Value> v = detail::accepted(s.parameters[at], arguments.values[i]);
        if (!v && s.parameters[at].optional && arguments.values[i].is_null()) v = Value();
        if (!v)
            return why = "'" + std::string(s.parameters[at].name) + "' cannot be " +
                         std::string(name_of(arguments.values[i].kind())),
                   std::nullopt;
        bound[at] = *std::move(v);
        given[at] = true;
    }
    for (std::size_t i = 0; i < s.parameters.size(); ++i)
        if (!given[i] && !s.parameters[i].optional)
            return why = "the argument '" + std::string(s.parameters[i].name) + "' is missing", std::nullopt;
    return bound;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
