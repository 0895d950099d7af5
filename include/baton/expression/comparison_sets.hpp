// For which values a comparison with a constant is true, and for which it is false; for all others it is null.
#ifndef BATON_EXPRESSION_COMPARISON_SETS_HPP
#define BATON_EXPRESSION_COMPARISON_SETS_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "../config.hpp"
#include "syntax.hpp"
#include "text_of.hpp"
#include "value_sets.hpp"

namespace baton::inline BATON_ABI::expression::analysis_detail {

/// Bounds what sets of values may cost, in ends of intervals looked at.
inline constexpr std::size_t most_work = 4'000'000;

struct Leaf {
    ValueSet yes, no;
    /// The kinds of the constants.
    Kinds compared = 0;
    /// Of lists, dates and the like nothing is known.
    bool yes_unsure = false, no_unsure = false;

    /// True if one is, false if both are.
    [[nodiscard]] Leaf or_else(const Leaf& b) const {
        return {yes | b.yes, no & b.no, static_cast<Kinds>(compared | b.compared), yes_unsure || b.yes_unsure,
                no_unsure || b.no_unsure};
    }
    [[nodiscard]] std::size_t size() const { return yes.size() + no.size(); }
};

inline Kinds compared_in(const Leaf& a, const Leaf& b) { return static_cast<Kinds>(a.compared | b.compared); }

inline Op mirrored(Op op) {
    switch (op) {
        case Op::less: return Op::greater;
        case Op::less_equal: return Op::greater_equal;
        case Op::greater: return Op::less;
        case Op::greater_equal: return Op::less_equal;
        default: return op;
    }
}

inline Leaf equality(const Value& c) {
    if (c.is_null()) return {ValueSet::only_null(), ValueSet::only_null().complement()};
    ValueSet same;
    if (const Decimal* d = c.get<Decimal>()) same = ValueSet::of(Line<Decimal>::only(*d));
    if (c.is(Kind::string)) same = ValueSet::of(Line<std::string>::only(std::string(c.text())));
    if (c.is(Kind::boolean)) same = ValueSet::only(c.is_true());
    // Null is different; values of other kinds are neither.
    const ValueSet comparable = ValueSet::of_kinds(kinds(c.kind(), Kind::null));
    return {same, comparable & same.complement()};
}

template <class T>
Leaf order(Op op, const T& c) {
    const bool below = op == Op::less || op == Op::greater_equal;
    const Line<T> line = below ? Line<T>::less(c) : Line<T>::less_equal(c);
    Leaf found{ValueSet::of(line), ValueSet::of(line.complement())};
    if (op == Op::greater || op == Op::greater_equal) std::swap(found.yes, found.no);
    return found;
}

/// variable op constant; nothing for arithmetic and for constants of other kinds.
inline std::optional<Leaf> comparison(Op op, const Value& c, bool juel = false) {
    if (op < Op::equal || !ValueSet::of_kinds(kinds(c.kind())).others.empty()) return {};
    Leaf found;
    if (op == Op::equal || op == Op::not_equal) {
        found = equality(c);
        if (op == Op::not_equal) std::swap(found.yes, found.no);
    } else if (const Decimal* d = c.get<Decimal>()) {
        found = order(op, *d);
    } else if (c.is(Kind::string)) {
        found = order(op, std::string(c.text()));
    }
    if (juel && op != Op::not_equal) found.no = found.yes.complement();
    if (juel && op == Op::not_equal) found.yes = found.no.complement();
    found.compared = kinds(c.kind());
    return found;
}

inline Line<std::string> only_itself(const Value& c) {
    return Line<std::string>::only(text_of(c, std::size_t{1} << 20));
}

inline std::optional<Leaf> in_range(const Value& c, const Range& r) {
    Leaf found{ValueSet::of_kinds(kinds(Kind::number, Kind::string)), {}, 0, false, true};
    for (const bool low : {true, false}) {
        if (low ? r.low_unbounded : r.high_unbounded) continue;
        const Value& end = low ? r.low : r.high;
        if (!end.is(Kind::number) && !end.is(Kind::string)) return {};
        const Op op =
            low ? (r.low_included ? Op::greater_equal : Op::greater) : (r.high_included ? Op::less_equal : Op::less);
        const auto side = comparison(op, end);
        if (!side) return {};
        found = {found.yes & side->yes, found.no | side->no, side->compared, false, true};
    }
    found.yes.others = only_itself(c);
    return found;
}

/// variable in constant, as Evaluator::is_in has it; adds to the work, nothing when that is too much.
inline std::optional<Leaf> membership(const Value& c, bool outermost, std::size_t& work) {
    if (const Range* r = c.get<Range>()) return in_range(c, *r);
    if (const List* elements = c.get<List>()) {
        Leaf any{{}, ValueSet::all(), 0, false, true};
        any.yes.others = only_itself(c);
        for (const Value& e : *elements) {
            if (!outermost || e.is(Kind::list)) return {};
            auto found = membership(e, false, work);
            work += any.size();
            if (!found || work > most_work) return {};
            if (!e.is(Kind::range)) found->no = found->yes.complement();  // what cannot be compared is different
            any = any.or_else(*found);
        }
        return any;
    }
    auto found = comparison(Op::equal, c);
    if (found && outermost && c.is(Kind::boolean)) {  // taken for a condition about other values
        const ValueSet others = ValueSet::of_kinds(kinds(Kind::boolean, Kind::null)).complement();
        ValueSet& side = c.is_true() ? found->yes : found->no;
        side = side | others;
    }
    return found;
}

}  // namespace baton::inline BATON_ABI::expression::analysis_detail

#endif
