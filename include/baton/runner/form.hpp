// Forms: whether what was entered fits the fields of a task's form, and as which values it is stored.
//
//   string, long, double, boolean, date, enum    the types that are checked; others are taken as they are
//   required, readonly, min, max, minlength, maxlength    the constraints
//
// Forms of web pages send texts: "12" is taken for 12 in a long, "true" for true in a boolean.
#ifndef BATON_RUNNER_FORM_HPP
#define BATON_RUNNER_FORM_HPP

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "../core/people.hpp"
#include "../core/value.hpp"
#include "../expression/temporal_text.hpp"
#include "task_info.hpp"

namespace baton::inline BATON_ABI::runner {

/// What is done with a value that no field of the form takes.
enum class UnknownFields : std::uint8_t {
    refuse,  ///< the form is wrong
    drop,    ///< it is left out
    keep     ///< it is stored with the others
};

/// What is to be stored, or everything that is wrong.
struct CheckedForm {
    core::Variables variables;
    std::vector<core::diagnostic> findings;
};

namespace detail {

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number n{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (problem != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return n;
}
inline std::optional<double> number_of(const core::Value& v) {
    if (const std::int64_t* i = v.integer()) return static_cast<double>(*i);
    if (const double* d = v.real()) return *d;
    return std::nullopt;
}
/// Of UTF-8.
inline std::int64_t characters(std::string_view text) {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
}
/// "\"abc\"" or "12": what was entered, for messages.
inline std::string shown(const core::Value& v) {
    std::string text = core::text_of(v);
    if (text.size() > 40) text = text.substr(0, 40) + "…";
    return v.text() != nullptr ? '"' + text + '"' : v.is_null() ? "nothing" : text;
}

inline std::optional<core::Value> as_long(const core::Value& v) {
    if (v.integer() != nullptr) return v;
    if (const double* d = v.real(); d != nullptr && *d == std::floor(*d) && std::fabs(*d) < 9007199254740992.0)
        return core::Value(static_cast<std::int64_t>(*d));
    if (v.text() == nullptr) return std::nullopt;
    const auto n = number_in<std::int64_t>(*v.text());
    return n ? std::optional<core::Value>(*n) : std::nullopt;
}
inline std::optional<core::Value> as_double(const core::Value& v) {
    if (v.integer() != nullptr) return v;
    std::optional<double> n = v.text() != nullptr ? number_in<double>(*v.text()) : number_of(v);
    return n && std::isfinite(*n) ? std::optional<core::Value>(*n) : std::nullopt;
}
inline std::optional<core::Value> as_boolean(const core::Value& v) {
    if (v.boolean() != nullptr) return v;
    if (v.text() != nullptr && (*v.text() == "true" || *v.text() == "false")) return core::Value(*v.text() == "true");
    return std::nullopt;
}
inline std::optional<core::Value> as_date(const core::Value& v, bool has_pattern) {
    if (const core::TypedText* t = v.typed_text(); t != nullptr && (t->type == "date" || t->type == "date-time"))
        return v;
    if (v.text() == nullptr) return std::nullopt;
    if (has_pattern) return v;
    if (expression::parse_date(*v.text())) return core::Value(core::TypedText{"date", *v.text()});
    if (expression::parse_date_time(*v.text())) return core::Value(core::TypedText{"date-time", *v.text()});
    return std::nullopt;
}

/// One field.
class FieldCheck {
public:
    FieldCheck(const FieldInfo& info, std::string where, std::vector<core::diagnostic>& findings)
        : info_(info), where_(std::move(where)), findings_(findings) {}

    /// The value as the field stores it; nullopt when it does not fit.
    std::optional<core::Value> value(const core::Value& given) {
        const std::size_t before = findings_.size();
        const std::optional<core::Value> value = typed(given);
        if (!value) return std::nullopt;
        bounds(*value);
        return findings_.size() == before ? value : std::nullopt;
    }
    void wrong(std::string what) {
        findings_.push_back({core::error_code::the_form_is_wrong, where_, std::move(what)});
    }

private:
    std::optional<core::Value> typed(const core::Value& given) {
        const core::FormField& f = info_.field;
        if (f.type == "long" || f.type == "integer") return expect(as_long(given), "a whole number", given);
        if (f.type == "double") return expect(as_double(given), "a number", given);
        if (f.type == "boolean") return expect(as_boolean(given), "true or false", given);
        if (f.type == "string")
            return expect(given.text() != nullptr ? std::optional(given) : std::nullopt, "a text", given);
        if (f.type == "date") {
            const bool pattern = std::any_of(f.properties.begin(), f.properties.end(),
                                             [](const auto& p) { return p.first == "datePattern"; });
            return expect(as_date(given, pattern), "a date like 2026-11-20", given);
        }
        if (f.type != "enum" || f.choices.empty()) return given;
        std::string choices;
        for (const auto& [id, text] : f.choices) {
            if (given.text() != nullptr && *given.text() == id) return given;
            choices += (choices.empty() ? "one of " : ", ") + id;
        }
        return expect(std::nullopt, choices, given);
    }
    std::optional<core::Value> expect(std::optional<core::Value> value, std::string_view what,
                                      const core::Value& given) {
        if (!value) wrong("expected " + std::string(what) + ", found " + shown(given));
        return value;
    }
    void bounds(const core::Value& value) {
        const bool counts = info_.field.type == "long" || info_.field.type == "integer" || info_.field.type == "double";
        if (counts) {
            bound("min", *number_of(value), value, "at least ", true);
            bound("max", *number_of(value), value, "at most ", false);
        }
        if (value.text() == nullptr) return;
        const auto length = static_cast<double>(characters(*value.text()));
        bound("minlength", length, value, "a text of at least ", true);
        bound("maxlength", length, value, "a text of at most ", false);
    }
    void bound(std::string_view name, double n, const core::Value& value, std::string_view words, bool least) {
        const std::string* config = info_.constraint(name);
        if (config == nullptr) return;
        const auto limit = number_in<double>(*config);
        if (!limit) return wrong("its constraint " + std::string(name) + " is no number: \"" + *config + '"');
        if (least ? n >= *limit : n <= *limit) return;
        const bool length = value.text() != nullptr;
        wrong("expected " + std::string(words) + *config + (length ? " characters" : "") + ", found " + shown(value));
    }

    const FieldInfo& info_;
    std::string where_;
    std::vector<core::diagnostic>& findings_;
};

}  // namespace detail

/// Looks at every field. `task` is what messages say; a field that is not given has its default.
inline CheckedForm check_form(std::string_view task, const std::vector<FieldInfo>& fields, const core::Variables& given,
                              UnknownFields unknown = UnknownFields::refuse) {
    CheckedForm result;
    const std::string prefix = "task " + std::string(task) + ", field ";
    for (const FieldInfo& info : fields) {
        const auto at =
            std::find_if(given.begin(), given.end(), [&](const auto& g) { return g.first == info.field.id; });
        const bool is_given = at != given.end() && !at->second.is_null();
        detail::FieldCheck check(info, prefix + info.field.id, result.findings);
        if (is_given && info.readonly() && at->second != info.value) {
            check.wrong("it can only be read");
        } else if (is_given || info.is_default) {
            if (auto value = check.value(is_given ? at->second : info.value))
                result.variables.emplace_back(info.field.id, std::move(*value));
        } else if (info.value.is_null() && info.required()) {
            check.wrong("it is required");
        }
    }
    std::vector<std::string_view> names;
    for (const FieldInfo& info : fields) names.push_back(info.field.id);
    for (const auto& [name, value] : given) {
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        if (unknown == UnknownFields::refuse)
            result.findings.push_back({core::error_code::the_form_is_wrong, prefix + name,
                                       "the form has no such field" + core::did_you_mean(name, names)});
        else if (unknown == UnknownFields::keep)
            result.variables.emplace_back(name, value);
    }
    return result;
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::UnknownFields;
}  // namespace baton::inline BATON_ABI

#endif
