// An expression: parsed once, then evaluated as often as needed, from any thread.
//
//   const auto e = Expression::read("=amount > 100 and status = \"open\"");
//   const nlohmann::json variables = …;
//   if (e.evaluate(JsonScope(variables)).is_true()) …
#ifndef BATON_EXPRESSION_EXPRESSION_HPP
#define BATON_EXPRESSION_EXPRESSION_HPP

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "evaluator.hpp"
#include "feel_parser.hpp"
#include "functions.hpp"
#include "functions_pattern.hpp"
#include "juel_parser.hpp"
#include "key_value.hpp"
#include "limits.hpp"
#include "scope.hpp"
#include "syntax.hpp"

namespace baton::inline BATON_ABI::expression {

enum class Language : std::uint8_t {
    feel,        ///< DMN 1.3 and later
    unmarked,    ///< FEEL that also takes ==, &&, single quotes and the like
    juel,        ///< ${…}, #{…}, templates
    key_value,   ///< name:word, compared as text
    unary_tests  ///< FEEL in a cell of a decision table; tests the variable `?`
};

/// What a text is parsed with.
struct ParseOptions {
    /// Names that hold blanks or signs.
    const KnownNames* names = nullptr;
    /// Those of the standard where none are given.
    std::shared_ptr<const Functions> functions = nullptr;
    Limits limits = {};
};

/// Immutable; copies share it. Thread-safe.
class Expression {
public:
    /// BTN501 with line and column when the text is not of that language, BTN502 when it is too large.
    Expression(std::string_view text, Language language, const ParseOptions& options = {})
        : text_(std::make_shared<const std::string>(text)),
          language_(language),
          functions_(options.functions != nullptr ? options.functions : Functions::standard()) {
        KnownNames names = functions_->names();
        if (options.names != nullptr) names.add_all(*options.names);
        Syntax syntax = parse(*text_, language, names, options.limits);
        compile_literal_patterns(syntax);
        syntax_ = std::make_shared<const Syntax>(std::move(syntax));
    }
    /// By its marks: `=…` is FEEL, a text with ${ or #{ is JUEL, name:word is a comparison of text, all else is the
    /// default language.
    static Expression read(std::string_view text, const ParseOptions& options = {}) {
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        if (first != std::string_view::npos && text[first] == '=' && text.substr(first, 2) != "==")
            return {text.substr(first + 1), Language::feel, options};
        if (text.find("${") != std::string_view::npos || text.find("#{") != std::string_view::npos)
            return {text, Language::juel, options};
        if (is_key_value(text)) return {text, Language::key_value, options};
        return {text, Language::unmarked, options};
    }

    /// BTN503 when a bound is reached; what fails otherwise is null.
    [[nodiscard]] Value evaluate(const Scope& scope, const Setting& setting = {}) const {
        const Semantics semantics = language_ == Language::juel ? Semantics::juel : Semantics::feel;
        Evaluator evaluator(syntax_, *text_, *functions_, semantics, scope, setting);
        return owned(evaluator.run());
    }
    [[nodiscard]] const std::string& text() const { return *text_; }
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] const Syntax& syntax() const { return *syntax_; }
    [[nodiscard]] const Functions& functions() const { return *functions_; }

private:
    static Syntax parse(std::string_view text, Language language, const KnownNames& names, const Limits& limits) {
        switch (language) {
            case Language::feel: return FeelParser(text, names, Dialect::strict, limits).expression_only();
            case Language::unmarked: return FeelParser(text, names, Dialect::lenient, limits).expression_only();
            case Language::juel: return JuelParser(text, limits).template_text();
            case Language::key_value: return key_value_syntax(text, limits);
            case Language::unary_tests: return FeelParser(text, names, Dialect::strict, limits).unary_tests_only();
        }
        return {};
    }

    std::shared_ptr<const std::string> text_;
    Language language_;
    std::shared_ptr<const Functions> functions_;
    std::shared_ptr<const Syntax> syntax_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
