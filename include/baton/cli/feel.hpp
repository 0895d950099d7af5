// `baton feel`: evaluates one expression, or a file of cases.
#ifndef BATON_CLI_FEEL_HPP
#define BATON_CLI_FEEL_HPP

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "../expression/expression.hpp"
#include "../runner/clock.hpp"
#include "tagged_json.hpp"

namespace baton::inline BATON_ABI::cli {

namespace detail {

/// Equal as a case means it: numbers within 1e-8, all else as values.
inline bool is_expected(const expression::Value& actual, const expression::Value& expected, unsigned depth = 0) {
    using namespace expression;
    using expression::Value;
    if (depth > 100) return false;
    if (const Decimal* a = actual.get<Decimal>(), *e = expected.get<Decimal>(); a != nullptr && e != nullptr) {
        if (*a == *e) return true;
        const double x = a->to_double(), y = e->to_double();
        return std::abs(x - y) <= 1e-8 * std::max(std::abs(x), std::abs(y));
    }
    if (const List* a = actual.get<List>(), *e = expected.get<List>(); a != nullptr && e != nullptr)
        return std::equal(a->begin(), a->end(), e->begin(), e->end(),
                          [&](const Value& x, const Value& y) { return is_expected(x, y, depth + 1); });
    if (const Entries* a = actual.get<Entries>(), *e = expected.get<Entries>(); a != nullptr && e != nullptr)
        return a->size() == e->size() && std::all_of(e->begin(), e->end(), [&](const auto& entry) {
                   const Value* found = actual.find(entry.first);
                   return found != nullptr && is_expected(*found, entry.second, depth + 1);
               });
    return equal(actual, expected, system_zones()).value_or(false);
}

struct CaseResult {
    expression::Value value;
    std::vector<expression::Reason> reasons;
    std::string problem;
};

inline CaseResult evaluate_case(const std::string& text, const nlohmann::json& context) {
    CaseResult result;
    const expression::Value variables = from_tagged_json(context);
    const expression::Entries* entries = variables.get<expression::Entries>();
    const expression::ValueScope scope(entries != nullptr ? *entries : expression::Entries());
    expression::KnownNames names;
    scope.names(names);
    expression::JsonScope(context).names(names);  // also those of inner contexts
    try {
        const expression::Expression e(text, expression::Language::feel, {.names = &names});
        result.value = e.evaluate(scope, {.now = runner::system_time(), .reasons = &result.reasons});
    } catch (const core::error& problem) {
        result.problem = problem.what();
    }
    return result;
}

}  // namespace detail

/// Evaluates one expression and prints its value as JSON, and why it is null. 1 when the text is no expression.
inline int feel_one(const std::string& text, const std::string& context, std::ostream& out, std::ostream& err) {
    const auto result =
        detail::evaluate_case(text, context.empty() ? nlohmann::json::object() : nlohmann::json::parse(context));
    if (!result.problem.empty()) {
        err << result.problem << '\n';
        return 1;
    }
    for (const auto& reason : result.reasons)
        err << expression::place_in(text, reason.at) << ": " << reason.what << '\n';
    out << to_tagged_json(result.value).dump() << '\n';
    return 0;
}

/// Evaluates a file of cases: [{"name", "expression", "context", "expected"}]. Prints each failure and the counts,
/// apart for cases that expect a value and those that expect null. 1 when any fails.
inline int feel_file(const std::string& path, std::ostream& out) {
    std::size_t passed = 0, failed = 0, of_null = 0, passed_null = 0;
    for (const nlohmann::json& c : nlohmann::json::parse(core::read_file(path))) {
        const std::string text = c.at("expression");
        const auto result = detail::evaluate_case(text, c.value("context", nlohmann::json()));
        const bool expects_null = c.at("expected").is_null();
        of_null += expects_null;
        const bool right =
            expects_null ? result.value.is_null()
                         : result.problem.empty() && detail::is_expected(result.value, from_tagged_json(c["expected"]));
        if (right) {
            ++passed;
            passed_null += expects_null;
            continue;
        }
        ++failed;
        out << "FAILED " << c.value("name", "") << "\n  " << text << "\n  expected " << c["expected"].dump()
            << ", found " << (result.problem.empty() ? to_tagged_json(result.value).dump() : result.problem);
        if (!result.reasons.empty()) out << " (" << result.reasons[0].what << ")";
        out << '\n';
    }
    out << "with a value: " << passed - passed_null << " passed, " << failed - (of_null - passed_null) << " failed\n";
    out << "with null: " << passed_null << " passed, " << of_null - passed_null << " failed\n";
    out << passed << " passed, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}

}  // namespace baton::inline BATON_ABI::cli

#endif
