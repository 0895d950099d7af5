// What can be said about conditions that compare variables with constants: whether two exclude each other, whether one
// of several always holds, and which variables make one true or false.
//
// Every example is verified by evaluation before it is relied on; "never" rests on regions that hold too much, if
// anything. What is neither is undecided.
#ifndef BATON_EXPRESSION_INTERVALS_HPP
#define BATON_EXPRESSION_INTERVALS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "expression.hpp"
#include "regions.hpp"
#include "scope.hpp"

namespace baton::inline BATON_ABI::expression {

/// Which values of variables count.
enum class Domain : std::uint8_t {
    compared,  ///< of each variable those of the kinds that the conditions compare it with; null if they compare with
               ///< it
    all        ///< null and any other kind, too
};

namespace analysis_detail {

inline bool is_prefix(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return a.size() < b.size() && std::equal(a.begin(), a.end(), b.begin());
}

/// Puts a value at a.b.c, in contexts in each other; false when something else stands in the way.
inline bool put_at(Entries& entries, std::span<const std::string> path, const Value& v) {
    const auto is_it = [&](const auto& entry) { return entry.first == path[0]; };
    auto at = std::find_if(entries.begin(), entries.end(), is_it);
    if (at == entries.end()) at = entries.insert(entries.end(), {path[0], path.size() == 1 ? v : Value(Entries{})});
    if (path.size() == 1) {
        at->second = v;
        return true;
    }
    const Entries* inner = at->second.get<Entries>();
    if (inner == nullptr) return false;
    Entries changed = *inner;
    if (!put_at(changed, path.subspan(1), v)) return false;
    at->second = std::move(changed);
    return true;
}

/// The first variables in one of the regions that stand the proof.
inline std::optional<Entries> example(const Regions& regions, const Alternatives& alternatives,
                                      const std::function<bool(const Entries&)>& proves) {
    const std::vector<Variable>& variables = regions.variables();
    unsigned tries = 0;
    for (const Conjunction& c : alternatives) {
        struct Choice {
            const Variable* variable;
            std::vector<Value> values;
        };
        std::vector<Choice> choices;
        std::size_t most = 1;
        for (const auto& entry : c) {
            const Variable& v = variables[entry.first];
            const auto holds_other = [&v, &variables](const auto& o) {
                return is_prefix(v.path, variables[o.first].path);
            };
            const bool is_outer = std::any_of(c.begin(), c.end(), holds_other);
            choices.push_back({&v, entry.second.samples(is_outer ? kinds(Kind::context) : v.compared)});
            most = std::max(most, choices.back().values.size());
        }
        const auto shorter = [](const Choice& a, const Choice& b) {
            return a.variable->path.size() < b.variable->path.size();
        };
        std::stable_sort(choices.begin(), choices.end(), shorter);
        // Each value of each variable once, then some other combinations.
        const std::size_t combinations = choices.size() < 2 ? most : most + 16;
        for (std::size_t k = 0; k < combinations; ++k) {
            Entries entries;
            std::uint32_t mixed = static_cast<std::uint32_t>(k);
            const bool fits = std::all_of(choices.begin(), choices.end(), [&](const Choice& choice) {
                const std::vector<Value>& values = choice.values;
                if (k >= most) mixed = mixed * 1'664'525 + 1'013'904'223;
                const std::size_t pick = k < most ? k : mixed >> 16;
                return !values.empty() && put_at(entries, choice.variable->path, values[pick % values.size()]);
            });
            if (!fits) continue;
            if (proves(entries)) return entries;
            if (++tries == 512) return {};
        }
    }
    return {};
}

/// The result with these variables; null when it takes too long.
inline Value result_with(const Expression& e, const Entries& variables) {
    try {
        const ValueScope scope(variables);
        Setting setting;
        setting.limits.steps = 50'000;
        setting.limits.bytes = std::size_t{1} << 20;
        const Value v = e.evaluate(scope, setting);
        return v.is(Kind::boolean) ? v : Value();
    } catch (const core::error&) {
        return {};
    }
}

inline Kinds domain_of(const Variable& v) { return (v.compared & not_null) == 0 ? any_value : v.compared; }

}  // namespace analysis_detail

/// Whether no variables make both conditions true. Nothing when that is undecided.
inline std::optional<bool> cannot_both_hold(const Expression& a, const Expression& b) {
    using namespace analysis_detail;
    Regions regions;
    const Alternatives in_a = regions.of(a, Wanted::yes, true);
    const Alternatives in_both = regions.both(in_a, regions.of(b, Wanted::yes, true));
    if (regions.gave_up()) return {};
    if (in_both.empty()) return true;
    const auto proves = [&](const Entries& v) { return result_with(a, v).is_true() && result_with(b, v).is_true(); };
    return example(regions, in_both, proves) ? std::optional(false) : std::nullopt;
}

/// Variables with which none of the conditions holds; whether there are any may be undecided, then nothing is returned
/// and `decided` is false.
inline std::optional<Entries> none_holds(std::span<const Expression* const> conditions, bool& decided,
                                         Domain domain = Domain::compared) {
    using namespace analysis_detail;
    Regions regions;
    Alternatives rest{Conjunction()};
    for (const Expression* e : conditions) {
        rest = regions.both(rest, regions.of(*e, Wanted::yes, false));
        decided = !regions.gave_up();
        if (!decided) return {};
    }
    if (domain == Domain::compared) {
        Conjunction possible;
        for (std::size_t v = 0; v < regions.variables().size(); ++v)
            possible.emplace(v, ValueSet::of_kinds(domain_of(regions.variables()[v])));
        rest = regions.both(rest, {possible});
    }
    decided = !regions.gave_up();
    if (!decided || rest.empty()) return {};
    auto found = example(regions, rest, [&](const Entries& v) {
        return std::none_of(conditions.begin(), conditions.end(),
                            [&](const Expression* e) { return result_with(*e, v).is_true(); });
    });
    decided = found.has_value();
    return found;
}

/// Whether one of the conditions is true whatever the variables are. Nothing when that is undecided.
inline std::optional<bool> one_always_holds(std::span<const Expression* const> conditions,
                                            Domain domain = Domain::compared) {
    bool decided = true;
    const bool gap = none_holds(conditions, decided, domain).has_value();
    return decided ? std::optional(!gap) : std::nullopt;
}

/// Variables that make the condition true, or false (not null); nothing when none were found. What they do not name may
/// be missing.
inline std::optional<Entries> solve(const Expression& condition, bool wanted) {
    using namespace analysis_detail;
    Regions regions;
    const Alternatives region = regions.of(condition, wanted ? Wanted::yes : Wanted::no, true);
    if (regions.gave_up()) return {};
    return example(regions, region, [&](const Entries& v) {
        const Value result = result_with(condition, v);
        return result.is(Kind::boolean) && result.is_true() == wanted;
    });
}

}  // namespace baton::inline BATON_ABI::expression

#endif
