// Values of variables (core/value.hpp) as values of expressions, and back.
#ifndef BATON_EXPRESSION_VARIABLE_VALUE_HPP
#define BATON_EXPRESSION_VARIABLE_VALUE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/value.hpp"
#include "temporal_text.hpp"
#include "text_of.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace detail {

inline Value read_typed(const core::TypedText& t) {
    if (t.type == "date")
        if (const auto d = parse_date(t.text)) return *d;
    if (t.type == "time")
        if (const auto d = parse_time(t.text)) return *d;
    if (t.type == "date-time")
        if (const auto d = parse_date_time(t.text)) return *d;
    if (t.type == "duration") {
        if (const auto d = parse_days_duration(t.text)) return *d;
        if (const auto d = parse_years_duration(t.text)) return *d;
    }
    return {};
}

}  // namespace detail

/// Text is borrowed from the variable, which outlives the value. Nesting beyond the depth of values becomes null.
inline Value from_variable(const core::Value& v, int depth = 0) {
    if (const std::string* s = v.text()) return Text::borrowed(*s);
    if (const std::int64_t* i = v.integer()) return Decimal(*i);
    if (const bool* b = v.boolean()) return *b;
    if (const double* d = v.real()) {
        const auto n = Decimal::from_double(*d);
        return n ? Value(*n) : Value();
    }
    if (const core::TypedText* t = v.typed_text()) return detail::read_typed(*t);
    if (depth >= max_value_depth - 1) return {};
    if (const core::Value::List* list = v.list()) {
        List out;
        out.reserve(list->size());
        for (const core::Value& e : *list) out.push_back(from_variable(e, depth + 1));
        return out;
    }
    if (const core::Value::Object* object = v.object()) {
        Entries out;
        out.reserve(object->size());
        for (const auto& [name, e] : *object) out.emplace_back(name, from_variable(e, depth + 1));
        return out;
    }
    return {};
}

/// Numbers that are integers of 64 bits stay integers, others become doubles; functions become null, ranges text.
inline core::Value to_variable(const Value& v) {
    switch (v.kind()) {
        case Kind::null:
        case Kind::function: return {};
        case Kind::boolean: return v.is_true();
        case Kind::number: {
            const Decimal& n = *v.get<Decimal>();
            if (const auto integer = n.to_integer()) return *integer;
            return n.to_double();
        }
        case Kind::string: return std::string(v.text());
        case Kind::date: return core::TypedText{"date", to_text(*v.get<Date>())};
        case Kind::time: return core::TypedText{"time", to_text(*v.get<Time>())};
        case Kind::date_time: return core::TypedText{"date-time", to_text(*v.get<DateTime>())};
        case Kind::days_duration: return core::TypedText{"duration", to_text(*v.get<DaysDuration>())};
        case Kind::years_duration: return core::TypedText{"duration", to_text(*v.get<YearsDuration>())};
        case Kind::list: {
            core::Value::List out;
            for (const Value& e : *v.get<List>()) out.push_back(to_variable(e));
            return out;
        }
        case Kind::context: {
            core::Value::Object out;
            for (const auto& [name, e] : *v.get<Entries>()) out.emplace_back(name, to_variable(e));
            return out;
        }
        default: return text_of(v, std::size_t{1} << 20);
    }
}

}  // namespace baton::inline BATON_ABI::expression

#endif
