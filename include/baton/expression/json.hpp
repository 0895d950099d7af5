// Values as JSON and back. JSON's own types survive without loss; dates and the like become their text.
#ifndef BATON_EXPRESSION_JSON_HPP
#define BATON_EXPRESSION_JSON_HPP

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "../config.hpp"
#include "scope.hpp"
#include "text_of.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

/// Text is borrowed from the JSON when `borrow` says so. Nesting beyond 200 levels becomes null.
inline Value from_json(const nlohmann::json& j, bool borrow = false, unsigned depth = 0) {
    switch (j.type()) {
        case nlohmann::json::value_t::boolean: return j.get<bool>();
        case nlohmann::json::value_t::number_integer: return Decimal(j.get<std::int64_t>());
        case nlohmann::json::value_t::number_unsigned: {
            const auto n = j.get<std::uint64_t>();
            if (n <= static_cast<std::uint64_t>(INT64_MAX)) return Decimal(static_cast<std::int64_t>(n));
            return Decimal::parse(std::to_string(n)).value_or(Decimal());
        }
        case nlohmann::json::value_t::number_float: {
            const auto n = Decimal::from_double(j.get<double>());
            return n ? Value(*n) : Value();
        }
        case nlohmann::json::value_t::string: {
            const auto& text = j.get_ref<const std::string&>();
            return borrow ? Value(Text::borrowed(text)) : Value(Text(text));
        }
        case nlohmann::json::value_t::array: {
            if (depth >= static_cast<unsigned>(max_value_depth)) return {};
            List list;
            list.reserve(j.size());
            for (const auto& e : j) list.push_back(from_json(e, borrow, depth + 1));
            return list;
        }
        case nlohmann::json::value_t::object: {
            if (depth >= static_cast<unsigned>(max_value_depth)) return {};
            Entries entries;
            entries.reserve(j.size());
            for (const auto& [name, e] : j.items()) entries.emplace_back(name, from_json(e, borrow, depth + 1));
            return entries;
        }
        default: return {};
    }
}

/// Numbers that are integers of 64 bits stay integers, others become doubles; functions become null. Values are never
/// nested deeper than what they were made from.
inline nlohmann::json to_json(const Value& v) {
    switch (v.kind()) {
        case Kind::null:
        case Kind::function: return nullptr;
        case Kind::boolean: return v.is_true();
        case Kind::number: {
            const Decimal& n = *v.get<Decimal>();
            if (const auto integer = n.to_integer()) return *integer;
            if (const auto huge = n.is_integer() && !n.negative() ? std::optional(n.to_text()) : std::nullopt;
                huge && huge->size() <= 20) {
                std::uint64_t value = 0;
                const auto [end, problem] = std::from_chars(huge->data(), huge->data() + huge->size(), value);
                if (problem == std::errc() && end == huge->data() + huge->size()) return value;
            }
            return n.to_double();
        }
        case Kind::list: {
            nlohmann::json out = nlohmann::json::array();
            for (const Value& e : *v.get<List>()) out.push_back(to_json(e));
            return out;
        }
        case Kind::context: {
            nlohmann::json out = nlohmann::json::object();
            for (const auto& [name, e] : *v.get<Entries>()) out[name] = to_json(e);
            return out;
        }
        default: return text_of(v, std::size_t{1} << 20);
    }
}

/// The members of a JSON object as variables. The JSON outlives every value that was found in it.
class JsonScope final : public Scope {
public:
    explicit JsonScope(const nlohmann::json& variables) : variables_(variables) {}

    std::size_t find(std::span<const std::string* const> path, Value& value) const override {
        const nlohmann::json* at = &variables_;
        std::size_t taken = 0;
        for (; taken < path.size() && at->is_object(); ++taken) {
            const auto member = at->find(*path[taken]);
            if (member == at->end()) break;
            at = &*member;
        }
        if (taken > 0) value = from_json(*at, true);
        return taken;
    }
    void names(KnownNames& known) const override { add_names(variables_, known, 0); }

private:
    static void add_names(const nlohmann::json& j, KnownNames& known, unsigned depth) {
        if (depth > 16 || !j.is_structured()) return;
        for (const auto& [name, member] : j.items()) {
            if (j.is_object()) known.add(name);
            add_names(member, known, depth + 1);
        }
    }
    const nlohmann::json& variables_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
