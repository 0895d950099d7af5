// What the fuzz targets share: variables, tight bounds, and what must hold for every text.
#ifndef TESTS_FUZZ_TARGETS_FUZZ_HPP
#define TESTS_FUZZ_TARGETS_FUZZ_HPP

#include <algorithm>
#include <baton/expression/expression.hpp>
#include <baton/expression/folding.hpp>
#include <baton/expression/free_variables.hpp>
#include <baton/expression/json.hpp>
#include <baton/expression/result_kinds.hpp>
#include <baton/expression/text_of.hpp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace fuzz {

namespace expression = baton::expression;

/// Ends the process, as a fuzzer expects of a finding.
inline void require(bool holds, const char* what, std::string_view text) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n%.*s\n", what, static_cast<int>(text.size()), text.data());
    std::abort();
}

inline const nlohmann::json& variables() {
    static const nlohmann::json all = {
        {"a", 1},
        {"b", 2.5},
        {"amount", 250},
        {"status", "open"},
        {"late", true},
        {"nothing", nullptr},
        {"unit price", 19.99},
        {"list", {3, 1, 2}},
        {"names", {"x", "yy", "x"}},
        {"?", 7},
        {"order", {{"id", 17}, {"lines", {{{"sku", "a"}, {"n", 2}}, {{"sku", "b"}, {"n", 5}}}}}}};
    return all;
}

/// Remembers which variables were looked up.
class Asked final : public expression::Scope {
public:
    std::size_t find(std::span<const std::string* const> path, expression::Value& value) const override {
        names_.insert(*path[0]);
        return scope_.find(path, value);
    }
    void names(expression::KnownNames& known) const override { scope_.names(known); }
    [[nodiscard]] const std::set<std::string>& all() const { return names_; }

private:
    expression::JsonScope scope_{variables()};
    mutable std::set<std::string> names_;
};

inline expression::Limits limits() {
    expression::Limits l;
    l.text_bytes = 4096;
    l.depth = 60;
    l.nodes = 4000;
    l.steps = 20'000;
    l.bytes = std::size_t{1} << 20;
    l.calls = 16;
    l.evaluation_depth = 300;
    return l;
}

/// A number that is written reads as the same number, also inside of lists and contexts.
inline void check_value(const expression::Value& v, std::string_view text) {
    if (const auto* n = v.get<expression::Decimal>()) {
        const auto again = expression::Decimal::parse(n->to_text());
        require(again && *again == *n, "a number reads as another one than was written", text);
    }
    if (const auto* list = v.get<expression::List>())
        for (const auto& e : *list) check_value(e, text);
    if (const auto* entries = v.get<expression::Entries>())
        for (const auto& [name, e] : *entries) check_value(e, text);
}

inline constexpr std::size_t longest_result = std::size_t{1} << 16;

/// The result as text; nothing when a bound was reached.
inline std::optional<std::string> result_of(const expression::Expression& e, const expression::Syntax& tree,
                                            const expression::Scope& scope) {
    expression::Setting setting;
    setting.limits = limits();
    setting.now = baton::instant(1'800'000'000'000);
    const auto semantics =
        e.language() == expression::Language::juel ? expression::Semantics::juel : expression::Semantics::feel;
    try {
        expression::Evaluator evaluator(std::make_shared<const expression::Syntax>(tree), e.text(), e.functions(),
                                        semantics, scope, setting);
        return expression::text_of(evaluator.run(), longest_result);
    } catch (const baton::error&) {
        return std::nullopt;
    }
}

/// Reads and evaluates; every throw but baton::error, with a number of expressions, leaves and so is a finding.
inline void check_expression(const std::optional<expression::Language>& language, std::string_view text) {
    const Asked scope;
    expression::KnownNames names;
    scope.names(names);
    const expression::ParseOptions options{.names = &names, .limits = limits()};
    std::optional<expression::Expression> e;
    try {
        e = language ? expression::Expression(text, *language, options) : expression::Expression::read(text, options);
    } catch (const baton::error& problem) {
        require(problem.code() == baton::error_code::the_expression_is_not_understood ||
                    problem.code() == baton::error_code::the_expression_is_too_large,
                "reading gives another error", text);
        return;
    }

    std::vector<expression::Reason> reasons;
    expression::Setting setting;
    setting.limits = limits();
    setting.now = baton::instant(1'800'000'000'000);
    setting.reasons = &reasons;
    std::optional<expression::Value> value;
    try {
        value = e->evaluate(scope, setting);
    } catch (const baton::error& problem) {
        require(problem.code() == baton::error_code::the_evaluation_is_too_long, "evaluating gives another error",
                text);
    }
    for (const auto& reason : reasons) require(reason.at <= text.size(), "a reason is outside of the text", text);

    const expression::FreeVariables free = expression::free_variables(*e);
    for (const std::string& name : scope.all())
        require(name == "?" || std::find(free.certain.begin(), free.certain.end(), name) != free.certain.end() ||
                    std::find(free.possible.begin(), free.possible.end(), name) != free.possible.end(),
                "a variable was looked up that is not one of the free variables", text);
    const expression::Kinds possible = expression::result_kinds(*e);
    const expression::Syntax folded = expression::folded(*e);
    if (!value) return;

    check_value(*value, text);
    require((expression::kinds(value->kind()) & possible) != 0, "the result is of a kind that it cannot have", text);
    const auto once = result_of(*e, e->syntax(), scope), again = result_of(*e, folded, scope);
    if (!once) return;
    require(*once == expression::text_of(*value, longest_result), "the same evaluation gives another result", text);
    if (again) require(*once == *again, "with constants folded the result is another one", text);
}

}  // namespace fuzz

#endif
