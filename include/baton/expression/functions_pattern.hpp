// The functions of FEEL with regular expressions: matches, replace, split (DMN 1.4, table 75), and Camunda 8's extract.
#ifndef BATON_EXPRESSION_FUNCTIONS_PATTERN_HPP
#define BATON_EXPRESSION_FUNCTIONS_PATTERN_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "builtin.hpp"
#include "function_helpers.hpp"
#include "pattern.hpp"
#include "syntax.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace pattern_detail {

using function_detail::argument;
using function_detail::Arguments;

/// What a step of a pattern is charged with.
inline constexpr std::size_t step_cost = 4;

/// What compiling a pattern is charged with: classes such as \p{L}, \d and above all \w are large, and so are others
/// with their case variants.
inline std::size_t cost_of(std::string_view pattern, std::string_view flags) {
    std::size_t classes = flags.find('i') == std::string_view::npos ? 0 : 1;
    for (std::size_t i = 1; i < pattern.size(); ++i) {
        if (pattern[i - 1] != '\\') continue;
        const char name = pattern[i];
        if (name == 'w' || name == 'W') classes += 4;
        if (std::string_view("pPdDcCiI").find(name) != std::string_view::npos) ++classes;
    }
    return 64 + 8 * pattern.size() + 6144 * classes;
}

/// The pattern, or nothing with the reason recorded.
inline std::optional<Pattern> compiled(Calling& call, std::string_view pattern, std::string_view flags = {}) {
    if (const Pattern* known = call.known_pattern(pattern, flags))
        return call.spend(64) ? std::optional(*known) : std::nullopt;
    if (!call.spend(cost_of(pattern, flags))) return {};
    auto made = Pattern::compile(pattern, flags);
    if (const auto* error = std::get_if<PatternError>(&made)) {
        call.fail("the pattern is wrong at " + std::to_string(error->at + 1) + ": " + error->what);
        return {};
    }
    return std::get<Pattern>(std::move(made));
}

/// Tries with few steps first, so that what is charged beforehand is about what is used in the end, however hard the
/// pattern is on the text. `run` takes the steps and gives something that is false when they did not suffice.
template <class Run>
auto with_steps(Calling& call, std::size_t size, const Run& run) -> decltype(run(std::uint64_t{}, std::size_t{})) {
    std::uint64_t steps = 256 + 16 * std::uint64_t{size};
    std::size_t bytes = 256 + 2 * size;
    for (;; steps *= 4, bytes *= 2) {
        steps = std::min(steps, Pattern::default_steps);
        if (!call.spend(bytes + static_cast<std::size_t>(steps) * step_cost)) return {};
        if (auto result = run(steps, bytes)) return result;
        if (steps == Pattern::default_steps) {
            call.fail("the pattern takes too long, or its result is too large");
            return {};
        }
    }
}

inline Value matches(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    const auto pattern = compiled(call, argument(arguments, 1).text(), argument(arguments, 2).text());
    if (!pattern) return {};
    const auto found = with_steps(call, text.size(), [&](std::uint64_t steps, std::size_t) -> std::optional<bool> {
        const Answer answer = pattern->matches(text, steps);
        return answer == Answer::exhausted ? std::nullopt : std::optional(answer == Answer::yes);
    });
    return found ? Value(*found) : Value();
}

inline Value replace(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text(), with = argument(arguments, 2).text();
    const auto pattern = compiled(call, argument(arguments, 1).text(), argument(arguments, 3).text());
    if (!pattern) return {};
    PatternError why;
    // In the empty text nothing is to be replaced, so that this tells whether the replacement is well-formed.
    if (!call.spend(with.size()) || !pattern->replace({}, with, &why))
        return call.fail("the text cannot be replaced: " + std::string(why.what));
    auto result = with_steps(call, text.size(), [&](std::uint64_t steps, std::size_t bytes) {
        return pattern->replace(text, with, nullptr, bytes, steps);
    });
    return result ? Value(*std::move(result)) : Value();
}

/// A list of copies of the parts.
inline Value list_of(Calling& call, const std::vector<std::string_view>& parts) {
    std::size_t bytes = 0;
    for (const std::string_view part : parts) bytes += part.size();
    if (!call.spend(bytes) || !function_detail::spend_elements(call, parts.size())) return {};
    List list;
    list.reserve(parts.size());
    for (const std::string_view part : parts) list.emplace_back(std::string(part));
    return Value(std::move(list));
}

inline Value split(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    const auto pattern = compiled(call, argument(arguments, 1).text());
    if (!pattern) return {};
    if (pattern->matches_empty()) return call.fail("the delimiter matches the empty text");
    const auto parts = with_steps(
        call, text.size(), [&](std::uint64_t steps, std::size_t) { return pattern->split(text, nullptr, steps); });
    return parts ? list_of(call, *parts) : Value();
}

inline Value extract(Calling& call, Arguments arguments) {
    const std::string_view text = argument(arguments, 0).text();
    const auto pattern = compiled(call, argument(arguments, 1).text());
    if (!pattern) return {};
    const auto parts = with_steps(
        call, text.size(), [&](std::uint64_t steps, std::size_t) { return pattern->extract(text, nullptr, steps); });
    return parts ? list_of(call, *parts) : Value();
}

}  // namespace pattern_detail

/// Compiles the patterns that are literals, and tells the tree: matches("…"), split(x, "…") and the like. What is wrong
/// is left to the evaluation, and so are patterns beyond what a text may cost to read.
inline void compile_literal_patterns(Syntax& syntax) {
    std::size_t left = std::size_t{512} << 10;
    const auto constant = [&syntax](std::uint32_t i) -> const Value* {
        const Node& n = syntax.nodes[i];
        return n.kind == NodeKind::constant ? &syntax.constants[n.value] : nullptr;
    };
    for (const Node& n : syntax.nodes) {
        if (n.kind != NodeKind::call || n.count < 3) continue;
        const std::uint32_t* c = syntax.children_of(n);
        const Node& callee = syntax.nodes[c[0]];
        if (callee.kind != NodeKind::name) continue;
        const std::string_view name = syntax.names[callee.value];
        if (name != "matches" && name != "replace" && name != "split" && name != "extract") continue;
        const std::uint32_t at_flags = name == "matches" ? 3 : name == "replace" ? 4 : n.count;
        const Value* pattern = constant(c[2]);
        const Value* flags = at_flags < n.count ? constant(c[at_flags]) : nullptr;
        if (pattern == nullptr || pattern->text().empty() || (at_flags < n.count && flags == nullptr)) continue;
        const std::string_view letters = flags == nullptr ? std::string_view() : flags->text();
        const std::size_t cost = pattern_detail::cost_of(pattern->text(), letters);
        if (cost > left) continue;
        left -= cost;
        auto made = Pattern::compile(pattern->text(), letters);
        if (auto* compiled = std::get_if<Pattern>(&made))
            syntax.patterns.try_emplace(
                pattern->text().data(),
                Syntax::KnownPattern{std::string(letters), std::make_shared<const Pattern>(std::move(*compiled))});
    }
}

/// Part of string_functions().
inline const std::vector<Signature>& pattern_functions() {
    namespace d = pattern_detail;
    static const std::vector<Signature> all = [] {
        constexpr Kinds text = kinds(Kind::string), text_or_null = kinds(Kind::string, Kind::null);
        return std::vector<Signature>{
            {"matches",
             {{"input", text}, {"pattern", text}, {"flags", text_or_null, true}},
             d::matches,
             "Whether the pattern matches anywhere in the input."},
            {"replace",
             {{"input", text}, {"pattern", text}, {"replacement", text}, {"flags", text_or_null, true}},
             d::replace,
             "The input with every match of the pattern replaced; $1 is what its first group matched."},
            {"split",
             {{"string", text}, {"delimiter", text}},
             d::split,
             "What stands between the matches of the delimiter, which is a pattern."},
            {"extract",
             {{"string", text}, {"pattern", text}},
             d::extract,
             "All parts of the string that the pattern matches."},
        };
    }();
    return all;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
