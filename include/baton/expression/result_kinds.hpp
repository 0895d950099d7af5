// What kinds of values an expression may have, and checks of conditions when they are read, before anything runs.
#ifndef BATON_EXPRESSION_RESULT_KINDS_HPP
#define BATON_EXPRESSION_RESULT_KINDS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "builtin.hpp"
#include "expression.hpp"
#include "free_variables.hpp"
#include "problem.hpp"
#include "syntax.hpp"

namespace baton::inline BATON_ABI::expression {

namespace analysis_detail {

inline constexpr Kinds just_null = kinds(Kind::null), truth = kinds(Kind::boolean), truth_or_null = truth | just_null;
inline constexpr Kinds durations = kinds(Kind::days_duration, Kind::years_duration);
inline constexpr Kinds every_kind = static_cast<Kinds>((1u << (static_cast<unsigned>(Kind::function) + 1)) - 1);
/// What < compares.
inline constexpr Kinds ordered = kinds(Kind::number, Kind::string, Kind::date, Kind::time, Kind::date_time) | durations;

/// What a function of the standard gives when it does not fail.
inline Kinds result_of_standard(std::string_view name) {
    struct Row {
        Kinds result;
        std::string_view names;  // each between bars
    };
    static constexpr std::array<Row, 11> rows{{
        {truth,
         "|not|all|and|any|or|contains|starts with|ends with|is blank|matches|list contains|is "
         "empty|odd|even|is|before|"
         "after|meets|met by|overlaps|overlaps before|overlaps after|finishes|finished by|includes|during|starts|"
         "started by|coincides|"},
        {kinds(Kind::number),
         "|number|count|sum|product|mean|median|stddev|string length|decimal|floor|ceiling|round up|round down|"
         "round half up|round half down|modulo|sqrt|log|exp|random number|day of year|week of year|"},
        {kinds(Kind::string),
         "|string|substring|upper case|lower case|substring before|substring after|string join|trim|to base64|replace|"
         "day of week|month of year|"},
        {kinds(Kind::list),
         "|mode|split|extract|index of|union|distinct values|duplicate values|sublist|append|concatenate|insert before|"
         "remove|list replace|reverse|flatten|sort|partition|get entries|"},
        {kinds(Kind::context), "|context|context put|context merge|put all|"},
        {kinds(Kind::date), "|date|today|last day of month|"},
        {kinds(Kind::time), "|time|"},
        {kinds(Kind::date_time), "|date and time|now|"},
        {durations, "|duration|"},
        {kinds(Kind::years_duration), "|years and months duration|"},
        {kinds(Kind::range), "|range|"},
    }};
    if (name == "abs") return kinds(Kind::number) | durations;
    if (name == "min" || name == "max") return every_kind;
    const std::string marked_name = "|" + std::string(name) + "|";
    for (const Row& row : rows)
        if (row.names.find(marked_name) != std::string_view::npos) return row.result;
    return every_kind;
}

/// Of + - * / ** %, by the kinds of its operands; arithmetic may always end in null.
inline Kinds arithmetic_of(Op op, Kinds a, Kinds b) {
    constexpr Kinds number = kinds(Kind::number), text = kinds(Kind::string), days = kinds(Kind::days_duration),
                    years = kinds(Kind::years_duration);
    constexpr Kinds dates = kinds(Kind::date, Kind::date_time), times = kinds(Kind::time);
    Kinds result = just_null;
    const auto on = [&](Kinds left, Kinds right, Kinds gives) {
        if ((a & left) != 0 && (b & right) != 0) result = static_cast<Kinds>(result | gives);
    };
    on(number, number, number);
    if (op == Op::add || op == Op::subtract) {
        on(days, days, days);
        on(years, years, years);
        if (op == Op::add) {
            on(text, text, text);
            on(durations, dates, static_cast<Kinds>(b & dates));
            on(days, times, times);
        } else {
            on(dates, dates, days);
            on(times, times, days);
        }
        on(dates, durations, static_cast<Kinds>(a & dates));
        on(dates, days, dates);
        on(times, days, times);
    } else if (op == Op::multiply || op == Op::divide) {
        on(durations, number, static_cast<Kinds>(a & durations));
        if (op == Op::multiply) on(number, durations, static_cast<Kinds>(b & durations));
        if (op == Op::divide) on(days, days, number);
        if (op == Op::divide) on(years, years, number);
    }
    return result;
}

class KindFinder {
public:
    explicit KindFinder(const Expression& e)
        : syntax_(e.syntax()),
          functions_(e.functions()),
          juel_(e.language() == Language::juel),
          bound_(names_bound_in(e.syntax())) {}

    Kinds of(NodeIndex i, unsigned depth = 0) {
        if (depth++ > deepest) return every_kind;
        const Node& n = syntax_.nodes[i];
        const std::uint32_t* c = syntax_.children_of(n);
        switch (n.kind) {
            case NodeKind::constant: return kinds(syntax_.constants[n.value].kind());
            case NodeKind::list: return kinds(Kind::list);
            case NodeKind::context: return kinds(Kind::context, Kind::null);
            case NodeKind::range:
            case NodeKind::unary_test: return kinds(Kind::range, Kind::null);
            case NodeKind::chain: return chain(n, c, depth);
            case NodeKind::negate:
                return static_cast<Kinds>((of(c[0], depth) & (kinds(Kind::number) | durations)) | just_null);
            case NodeKind::logic_not: return negation(of(c[0], depth));
            case NodeKind::conjunction:
            case NodeKind::disjunction: return junction(n, c, depth);
            case NodeKind::conditional: {
                const Kinds otherwise = of(c[2], depth);
                const bool never = (of(c[0], depth) & truth) == 0;
                return never ? otherwise : static_cast<Kinds>(of(c[1], depth) | otherwise);
            }
            case NodeKind::between: {
                const Kinds v = of(c[0], depth);
                return static_cast<Kinds>(comparison(Op::greater_equal, v, of(c[1], depth)) |
                                          comparison(Op::less_equal, v, of(c[2], depth)));
            }
            case NodeKind::tests:
            case NodeKind::some:
            case NodeKind::every: return truth_or_null;
            case NodeKind::filter: {
                ++filters_;
                const bool by_position = (of(c[1], depth) & kinds(Kind::number)) != 0;
                --filters_;
                return by_position ? every_kind : kinds(Kind::list);
            }
            case NodeKind::call:
            case NodeKind::named_call: return call(syntax_.nodes[c[0]]);
            case NodeKind::loop: return kinds(Kind::list, Kind::null);
            case NodeKind::function: return kinds(Kind::function);
            case NodeKind::instance_of:
            case NodeKind::is_empty:
            case NodeKind::is_defined: return truth;
            case NodeKind::join_text: return kinds(Kind::string);
            default: return every_kind;
        }
    }

private:
    Kinds chain(const Node& n, const std::uint32_t* c, unsigned depth) {
        Kinds left = of(c[0], depth);
        for (std::size_t i = 1; i < n.count; i += 2) {
            const auto op = static_cast<Op>(c[i]);
            const Kinds right = of(c[i + 1], depth);
            left = op < Op::equal ? arithmetic_of(op, left, right) : comparison(op, left, right);
        }
        return left;
    }
    [[nodiscard]] Kinds comparison(Op op, Kinds a, Kinds b) const {
        if (juel_) return truth;
        if (op != Op::equal && op != Op::not_equal) return (a & b & ordered) != 0 ? truth_or_null : just_null;
        if (a == just_null || b == just_null) return truth;
        const bool may_be_null = ((a | b) & just_null) != 0;
        return (a & b) != 0 || may_be_null ? truth_or_null : just_null;
    }
    [[nodiscard]] Kinds negation(Kinds of_operand) const {
        const Kinds taken = juel_ ? truth_or_null : truth;
        return static_cast<Kinds>(((of_operand & taken) != 0 ? truth : 0) |
                                  ((of_operand & ~taken) != 0 ? just_null : 0));
    }
    Kinds junction(const Node& n, const std::uint32_t* c, unsigned depth) {
        Kinds all = 0;
        for (std::size_t i = 0; i < n.count; ++i) all = static_cast<Kinds>(all | of(c[i], depth));
        return negation(all);
    }
    Kinds call(const Node& function) {
        if (function.kind != NodeKind::name) return every_kind;
        const std::string& name = syntax_.names[function.value];
        const Overloads* f = functions_.find(name);
        if (f == nullptr || f->standard.empty() || bound_.contains(name) || filters_ > 0) return every_kind;
        return static_cast<Kinds>(result_of_standard(name) | just_null);
    }
    const Syntax& syntax_;
    const Functions& functions_;
    bool juel_;
    std::unordered_set<std::string_view> bound_;
    /// In the condition of a filter a member of the element may hide a function.
    unsigned filters_ = 0;
};

inline std::string names_of(Kinds set) {
    std::string out;
    for (unsigned k = 0; k <= static_cast<unsigned>(Kind::function); ++k)
        if ((set >> k & 1) != 0) out.append(out.empty() ? "" : " or ").append(name_of(static_cast<Kind>(k)));
    return out;
}

}  // namespace analysis_detail

/// The kinds that the result may have, whatever the variables are.
inline Kinds result_kinds(const Expression& e) { return analysis_detail::KindFinder(e).of(e.syntax().root); }

/// BTN504, with line and column, when the result is never true or false.
inline void require_condition(const Expression& e) {
    const Kinds found = result_kinds(e);
    if ((found & kinds(Kind::boolean)) != 0) return;
    const std::size_t at = e.syntax().nodes[e.syntax().root].at;
    refuse(core::error_code::the_expression_is_never_a_condition, e.text(), at,
           "this is " + analysis_detail::names_of(found));
}

/// BTN505, with a finding for each variable that is looked up but not declared; at most 100.
inline void require_known(const Expression& e, std::span<const std::string_view> declared) {
    const std::unordered_set<std::string_view> known(declared.begin(), declared.end());
    const std::vector<std::string_view> names(declared.begin(), declared.end());
    std::vector<core::diagnostic> findings;
    for (const auto& [name, use] : analysis_detail::NameFinder(e).run()) {
        if (!use.certain || known.contains(name) || findings.size() == 100) continue;
        std::string what("'");
        what.append(name).append("'");
        std::string hint = core::did_you_mean(name, names);
        if (hint.empty() && use.called) hint = e.functions().nearest(name);
        findings.push_back({core::error_code::the_name_is_not_known, place_in(e.text(), use.at), what + hint});
    }
    if (!findings.empty()) throw core::error(std::move(findings));
}

}  // namespace baton::inline BATON_ABI::expression

#endif
