// Values as text: what string(from) gives, and what messages show.
#ifndef BATON_EXPRESSION_TEXT_OF_HPP
#define BATON_EXPRESSION_TEXT_OF_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "cursor.hpp"
#include "decimal.hpp"
#include "operators.hpp"
#include "temporal_text.hpp"
#include "value.hpp"

namespace baton::inline BATON_ABI::expression {

namespace text_detail {

/// Whether a key can be written without quotes.
inline bool is_plain_name(std::string_view key) {
    constexpr std::array<std::string_view, 20> words{
        "and",      "between", "else", "every", "external", "false",  "for",       "function", "if",   "in",
        "instance", "not",     "null", "of",    "or",       "return", "satisfies", "some",     "then", "true"};
    return !key.empty() && detail::starts_name(key[0]) && std::all_of(key.begin(), key.end(), detail::continues_name) &&
           std::find(words.begin(), words.end(), key) == words.end();
}

/// The names of the parameters of a function, as far as they are known. A template, because functions as values are
/// defined in terms of the tables of functions, which write values as text.
template <class F>
std::string parameters_of(const F& f) {
    std::string out;
    const auto add = [&out](std::string_view name) { out.append(out.empty() ? "" : ", ").append(name); };
    const auto add_all = [&add](const auto& parameters) {
        for (const auto& parameter : parameters) add(parameter.name);
    };
    if (f.overloads != nullptr) {
        if (!f.overloads->standard.empty())
            add_all(f.overloads->standard.front()->parameters);
        else if (!f.overloads->registered.empty())
            add_all(f.overloads->registered.front()->signature.parameters);
    } else if (f.syntax != nullptr && f.node < f.syntax->nodes.size()) {
        const auto& syntax = *f.syntax;
        const auto& node = syntax.nodes[f.node];
        for (std::size_t i = 0; i + 1 < node.count; ++i)
            add(syntax.names[syntax.children_of(syntax.nodes[syntax.children_of(node)[i]])[0]]);
    }
    return out;
}

/// What pieces of text are charged with beside their size, in the unit of Limits::bytes: by the time that they take.
inline constexpr std::size_t piece_cost = 16, number_cost = 40, moment_cost = 400;

/// Writes values to the end of a text. `Spend` is asked before every piece, with its size and its cost beside that, and
/// may refuse it; then, and below too many levels, write() gives false and the text is not whole.
template <class Spend>
class Writer {
public:
    Writer(std::string& out, Spend spend) : out_(out), spend_(std::move(spend)) {}

    /// At the top level, text is as it is.
    bool write(const Value& v) { return v.is(Kind::string) ? put(v.text()) : write(v, 0); }

private:
    bool put(std::string_view piece, std::size_t cost = piece_cost) {
        if (!spend_(piece.size(), cost)) return false;
        out_.append(piece);
        return true;
    }
    bool write(const Value& v, int depth) {
        if (depth > max_value_depth) return false;
        switch (v.kind()) {
            case Kind::null: return put("null");
            case Kind::boolean: return put(v.is_true() ? "true" : "false");
            case Kind::number: return put(v.get<Decimal>()->to_text(), number_cost);
            case Kind::string: return quoted(v.text());
            case Kind::date: return put(to_text(*v.get<Date>()), moment_cost);
            case Kind::time: return put(to_text(*v.get<Time>()), moment_cost);
            case Kind::date_time: return put(to_text(*v.get<DateTime>()), moment_cost);
            case Kind::days_duration: return put(to_text(*v.get<DaysDuration>()), moment_cost);
            case Kind::years_duration: return put(to_text(*v.get<YearsDuration>()), moment_cost);
            case Kind::list: return list(*v.get<List>(), depth + 1);
            case Kind::context: return context(*v.get<Entries>(), depth + 1);
            case Kind::range: return range(*v.get<Range>(), depth + 1);
            case Kind::function: return put("function(" + parameters_of(*v.get<FunctionValue>()) + ")");
        }
        return false;
    }
    bool quoted(std::string_view text) {
        if (!put("\"")) return false;
        while (!text.empty()) {
            const std::size_t plain = std::min(text.find_first_of("\"\\\n\r\t"), text.size());
            if (!put(text.substr(0, plain))) return false;
            text.remove_prefix(plain);
            if (text.empty()) break;
            const char c = text.front();
            text.remove_prefix(1);
            if (!put(c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : c == '"' ? "\\\"" : "\\\\"))
                return false;
        }
        return put("\"");
    }
    bool list(const List& values, int depth) {
        if (!put("[")) return false;
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!put(i == 0 ? "" : ", ") || !write(values[i], depth)) return false;
        return put("]");
    }
    bool context(const Entries& entries, int depth) {
        if (!put("{")) return false;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto& [key, value] = entries[i];
            if (!put(i == 0 ? "" : ", ") || !(is_plain_name(key) ? put(key) : quoted(key)) || !put(": ")) return false;
            if (!write(value, depth)) return false;
        }
        return put("}");
    }
    bool range(const Range& r, int depth) {
        if (r.low_unbounded && !r.high_unbounded) return put(r.high_included ? "<=" : "<") && write(r.high, depth);
        if (r.high_unbounded && !r.low_unbounded) return put(r.low_included ? ">=" : ">") && write(r.low, depth);
        return put(r.low_included ? "[" : "(") && write(r.low, depth) && put("..") && write(r.high, depth) &&
               put(r.high_included ? "]" : ")");
    }

    std::string& out_;
    Spend spend_;
};

}  // namespace text_detail

/// The value as text: text as it is, within lists and contexts in quotes. What is longer than `max_bytes`, or nested
/// too deep, is cut off; then it ends with `…`, which is not counted.
inline std::string text_of(const Value& v, std::size_t max_bytes) {
    std::string out;
    text_detail::Writer writer(
        out, [&](std::size_t bytes, std::size_t) { return out.size() <= max_bytes && bytes <= max_bytes - out.size(); });
    if (v.is(Kind::string) && v.text().size() > max_bytes) {
        std::size_t end = max_bytes;
        while (end > 0 && (static_cast<unsigned char>(v.text()[end]) & 0xc0) == 0x80) --end;
        return std::string(v.text().substr(0, end)) + "…";
    }
    if (!writer.write(v)) out += "…";
    return out;
}

struct Overloads;

}  // namespace baton::inline BATON_ABI::expression

// At the end, because the table of functions needs what is above: what parameters_of() reads must be complete at the
// end of every file that includes this one.
#include "function_value.hpp"

#endif
