// Whether a value is of a type, and as what it is passed where a type is declared (DMN 1.3, 10.3.2.9).
#ifndef BATON_EXPRESSION_TYPES_HPP
#define BATON_EXPRESSION_TYPES_HPP

#include <algorithm>
#include <optional>

#include "../config.hpp"
#include "function_value.hpp"
#include "syntax.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

/// v instance of t. The depth of a type is bounded by its parser.
inline bool is_of_type(const Value& v, const Type& t) {
    if (v.is_null()) return t.form == Type::Form::kind && t.kind == Kind::null;
    switch (t.form) {
        case Type::Form::any: return true;
        case Type::Form::kind: return v.is(t.kind);
        case Type::Form::list: {
            const List* list = v.get<List>();
            const auto fits = [&](const Value& e) { return e.is_null() || is_of_type(e, t.parts[0]); };
            return list != nullptr && std::all_of(list->begin(), list->end(), fits);
        }
        case Type::Form::context: {
            if (!v.is(Kind::context)) return false;
            for (std::size_t i = 0; i < t.names.size(); ++i) {
                const Value* entry = v.find(t.names[i]);
                if (entry == nullptr || !(entry->is_null() || is_of_type(*entry, t.parts[i]))) return false;
            }
            return true;
        }
        case Type::Form::range: {
            const Range* r = v.get<Range>();
            return r != nullptr && (r->low_unbounded || is_of_type(r->low, t.parts[0])) &&
                   (r->high_unbounded || is_of_type(r->high, t.parts[0]));
        }
        case Type::Form::function: {
            const FunctionValue* f = v.get<FunctionValue>();
            if (f == nullptr) return false;
            if (t.parts.empty() || f->overloads != nullptr) return true;
            return f->syntax->nodes[f->node].count == t.parts.size();
        }
    }
    return false;
}

/// The value where a type is declared: as it is, the element of a list of one, or a list of it. Null is of any type.
inline std::optional<Value> converted(const Value& v, const Type& t) {
    if (v.is_null() || is_of_type(v, t)) return v;
    const List* list = v.get<List>();
    if (list != nullptr && list->size() == 1 && is_of_type(list->front(), t)) return list->front();
    if (t.form == Type::Form::list && is_of_type(v, t.parts[0])) return Value(List{v});
    return std::nullopt;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
