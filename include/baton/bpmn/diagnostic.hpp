// What is found in a BPMN file: which rule it breaks, where, and how bad it is.
#ifndef BATON_BPMN_DIAGNOSTIC_HPP
#define BATON_BPMN_DIAGNOSTIC_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"

namespace baton::inline BATON_ABI::bpmn {

enum class Severity : std::uint8_t {
    error,   ///< the model is refused
    warning  ///< the model is read all the same
};

constexpr std::string_view name_of(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

/// One finding in a file.
struct Finding {
    Severity severity = Severity::error;
    /// The code of the rule: "EXT.022", "REF_TYPE", "XML", "XSD".
    std::string rule;
    std::string file;
    /// From 1; 0 where there is no place. Columns count characters.
    unsigned line = 0;
    unsigned column = 0;
    /// The id of the element, else its name, else its kind; may be empty.
    std::string element;
    std::string message;
    error_code code = error_code::none;

    /// One line: "shop.bpmn:12:5: error EXT.022 [BTN420] element "pay": a sequence flow must …".
    [[nodiscard]] std::string text() const {
        std::string line_text = file;
        if (line != 0) line_text.append(":").append(std::to_string(line)).append(":").append(std::to_string(column));
        line_text.append(": ").append(name_of(severity)).append(" ").append(rule);
        line_text.append(" [").append(core::number_of(code)).append("]");
        if (!element.empty()) line_text.append(" element \"").append(element).append("\"");
        line_text.append(": ").append(message);
        std::replace_if(
            line_text.begin(), line_text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
        return line_text;
    }
    friend bool operator==(const Finding&, const Finding&) = default;
};

inline bool has_errors(const std::vector<Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& f) { return f.severity == Severity::error; });
}

/// By file and place; equal places in the order they were found in.
inline void sort_by_place(std::vector<Finding>& findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
}

/// As an exception that carries every error among the findings. There must be one.
inline core::error to_error(const std::vector<Finding>& findings) {
    std::vector<core::diagnostic> all;
    for (const Finding& f : findings) {
        if (f.severity != Severity::error) continue;
        std::string where = f.file;
        if (f.line != 0) where.append(":").append(std::to_string(f.line)).append(":").append(std::to_string(f.column));
        std::string what = f.rule;
        if (!f.element.empty()) what.append(" element \"").append(f.element).append("\"");
        all.push_back({f.code, std::move(where), what.append(": ").append(f.message)});
    }
    return core::error(std::move(all));
}

}  // namespace baton::inline BATON_ABI::bpmn

#endif
