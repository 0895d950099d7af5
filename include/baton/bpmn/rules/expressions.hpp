// Rules about expressions and the formats of texts.
#ifndef BATON_BPMN_RULES_EXPRESSIONS_HPP
#define BATON_BPMN_RULES_EXPRESSIONS_HPP

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "../../config.hpp"
#include "../../expression/expression.hpp"
#include "../../expression/result_kinds.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace expressions_detail {

constexpr error_code code = error_code::the_expression_in_the_bpmn_is_broken;

/// "text/plain": two words of the letters that MIME types have.
inline bool is_mime_type(std::string_view text) {
    const auto is_token = [](std::string_view word) {
        return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
            return detail::is_name(c) || std::string_view("!#$&^+").find(c) != std::string_view::npos;
        });
    };
    text = detail::trimmed(text.substr(0, text.find(';')));
    const std::size_t slash = text.find('/');
    return slash != std::string_view::npos && is_token(text.substr(0, slash)) && is_token(text.substr(slash + 1));
}
/// A reference as RFC 3986 has it, roughly: no character that it must escape, and escapes that are some.
inline bool is_uri(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) <= ' ' || std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos)
            return false;
        const auto hex = [&](std::size_t at) {
            return at < text.size() &&
                   ((text[at] >= '0' && text[at] <= '9') || ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'f'));
        };
        if (c == '%' && (!hex(i + 1) || !hex(i + 2))) return false;
    }
    return !text.empty();
}
inline bool says_formal(Element e) { return e.attribute(uri::xsi, "type").ends_with("tFormalExpression"); }
/// Formal by its place or by what it says.
inline bool is_formal(Element e) {
    return e.is(kinds::formal_expressions) || (e.is(Tag::condition) && e.parent().is(Tag::complexBehaviorDefinition)) ||
           says_formal(e);
}

/// What the language of an expression is, if it is one that we read.
inline bool is_read(Element e, std::string_view text) {
    const std::string_view language = e.attribute("language");
    const auto names = [&](std::string_view what) {
        return std::search(language.begin(), language.end(), what.begin(), what.end(), [](char a, char b) {
                   return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
               }) != language.end();
    };
    if (language.empty())
        return text.starts_with('=') || text.find("${") != std::string_view::npos ||
               text.find("#{") != std::string_view::npos;
    return names("feel") || names("juel") || names("/dmn/");
}
/// Why the text is no expression; empty when it is one.
inline std::string problem_of(std::string_view text) {
    try {
        expression::Expression::read(text);
    } catch (const core::error& e) {
        const core::diagnostic& d = e.findings().front();
        return d.what.empty() ? std::string(core::sentence_of(d.code)) : d.what;
    }
    return {};
}
/// The text is an expression that is never true or false. Unmarked text of an unknown language counts when it is a
/// mere number or the like.
inline bool is_never_a_condition(Element e) {
    const std::string text = e.trimmed_text();
    if (text.empty() || !e.attribute("language").empty()) return false;
    try {
        expression::require_condition(expression::Expression::read(text));
    } catch (const core::error& problem) {
        return problem.code() == error_code::the_expression_is_never_a_condition;
    }
    return false;
}

}  // namespace expressions_detail

inline constexpr Rule expression_rules[] = {
    {"EXPR", Level::error, expressions_detail::code, "an expression that is marked as FEEL or JUEL must be one",
     [](const Model& m, Report& r) {
         m.each(kinds::expressions + kinds::formal_expressions, [&](Element e) {
             const std::string text = e.trimmed_text();
             if (text.empty() || text.starts_with('<') || !expressions_detail::is_read(e, text)) return;
             if (const std::string why = expressions_detail::problem_of(text); !why.empty()) r.add(e, why);
         });
     }},
    {"EXT.004", Level::error, expressions_detail::code, "the textFormat of a documentation must be a MIME type",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::documentation))
             if (e.has("textFormat") && !expressions_detail::is_mime_type(e.attribute("textFormat")))
                 r.add(e, "'" + std::string(e.attribute("textFormat")) + "'");
     }},
    {"EXT.010", Level::error, expressions_detail::code, "the textFormat of a text annotation must be a MIME type",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::textAnnotation))
             if (e.has("textFormat") && !expressions_detail::is_mime_type(e.attribute("textFormat")))
                 r.add(e, "'" + std::string(e.attribute("textFormat")) + "'");
     }},
    {"EXT.012", Level::strict, expressions_detail::code, "an executable process needs formal expressions, not prose",
     [](const Model& m, Report& r) {
         m.each(kinds::expressions, [&](Element e) {
             if (expressions_detail::is_formal(e) || !Model::is_executable(e)) return;
             // A truth value is that in every language.
             if (const std::string text = e.trimmed_text(); text != "true" && text != "false") r.add(e);
         });
         m.each(Tag::expression, [&](Element e) {
             if (!expressions_detail::is_formal(e) && Model::is_executable(e)) r.add(e);
         });
     }},
    {"EXT.013", Level::error, expressions_detail::code, "a formal expression must have a body",
     [](const Model& m, Report& r) {
         m.each(kinds::expressions + kinds::formal_expressions + Tags{Tag::expression}, [&](Element e) {
             if (!expressions_detail::is_formal(e) || !e.trimmed_text().empty()) return;
             for (const Element c : e.children())
                 if (!c.is({Tag::documentation, Tag::extensionElements})) return;
             // Engines keep the text elsewhere, and say so.
             if (!Model::has_extension(e)) r.add_unfinished(e);
         });
     }},
    {"EXT.014", Level::error, expressions_detail::code, "the language of an expression must be a URI",
     [](const Model& m, Report& r) {
         m.each(kinds::expressions + kinds::formal_expressions + Tags{Tag::expression}, [&](Element e) {
             if (e.has("language") && !expressions_detail::is_uri(e.attribute("language")))
                 r.add(e, "'" + std::string(e.attribute("language")) + "'");
         });
         const Element root = m.document().root();
         for (const char* name : {"expressionLanguage", "typeLanguage"})
             if (root.has(name) && !expressions_detail::is_uri(root.attribute(name)))
                 r.add(root, std::string(name) + " '" + std::string(root.attribute(name)) + "'");
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
