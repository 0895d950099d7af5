// Judges a BPMN file by the schema and by the rules of the standard.
//
//   for (const Finding& f : check("shop.bpmn")) std::cout << f.text() << '\n';
#ifndef BATON_BPMN_CHECK_HPP
#define BATON_BPMN_CHECK_HPP

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "diagnostic.hpp"
#include "document.hpp"
#include "files.hpp"
#include "rules/all.hpp"
#include "schema.hpp"

namespace baton::inline BATON_ABI::bpmn {

struct CheckOptions {
    /// Everything that the standard demands is an error, also what models which run do without.
    bool strict = false;
    /// No more than these are reported of one file.
    std::size_t most_findings = 1000;
    ReadLimits limits = {};
};

namespace detail {

/// What tools write and engines read is a warning; what cannot be meant is an error.
inline Severity severity_of(Breach breach, Element at, bool strict) {
    if (breach == Breach::not_bpmn || strict) return Severity::error;
    if (!at.in_model() || at.is({Tag::definitions, Tag::extensionElements})) return Severity::warning;
    switch (breach) {
        case Breach::unknown_element:
        case Breach::misplaced_element:
        case Breach::wrong_value: return Severity::error;
        // A drawing may be unfinished.
        case Breach::missing_attribute:
        case Breach::missing_element: return rules::Model::is_executable(at) ? Severity::error : Severity::warning;
        default: return Severity::warning;
    }
}

/// Broken references are told one by one, and once for the file: REF, at the first of them.
inline void sum_up_references(std::vector<Finding>& findings) {
    const auto is_broken = [](const Finding& f) {
        return f.severity == Severity::error && (f.rule == "REF_TYPE" || f.rule == "REF_EXISTENCE");
    };
    const auto first = std::find_if(findings.begin(), findings.end(), is_broken);
    if (first == findings.end()) return;
    const auto number = std::count_if(findings.begin(), findings.end(), is_broken);
    Finding sum = *first;
    sum.rule = "REF";
    sum.message = number == 1 ? "a reference of this file is broken"
                              : std::to_string(number) + " references of this file are broken";
    findings.push_back(std::move(sum));
}

inline std::vector<Finding> check_one(const Files& files, const Source& source, const CheckOptions& options) {
    const Document& document = source.document;
    if (!document.ok()) return document.findings();
    std::vector<Finding> findings;
    bool is_bpmn = true;
    check_schema(document, [&](Element at, Breach breach, std::string message) {
        is_bpmn &= breach != Breach::not_bpmn;
        if (findings.size() >= options.most_findings) return;
        findings.push_back(document.finding(severity_of(breach, at, options.strict), "XSD",
                                            error_code::the_bpmn_breaks_the_schema, at, std::move(message)));
    });
    if (!is_bpmn) return findings;
    const rules::Model model(files, source);
    rules::Report report(document, options.strict, options.most_findings);
    for (const rules::Rule& rule : rules::all()) {
        if (report.is_full()) break;
        report.begin(rule);
        rule.find(model, report);
    }
    std::vector<Finding>& more = report.findings();
    sum_up_references(more);
    findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return findings;
}

/// Every file is judged once; an import of one that is broken is a finding as well.
inline std::vector<Finding> check_all(const Files& files, const CheckOptions& options) {
    std::vector<std::vector<Finding>> found(files.size());
    std::vector<char> broken(files.size(), 0);
    for (std::size_t i = 0; i < files.size(); ++i) {
        const Source& source = files[i];
        // Of other kinds only XML is asked for.
        if (i == 0 || source.kind == Source::Kind::bpmn)
            found[i] = check_one(files, source, options);
        else
            found[i] = source.document.findings();
        broken[i] = has_errors(found[i]);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t i = 0; i < files.size(); ++i)
            for (const Source::Import& import : files[i].imports)
                if (import.source != Source::Import::not_read && broken[import.source] && !broken[i])
                    broken[i] = changed = true;
    }
    std::vector<Finding> all;
    for (std::size_t i = 0; i < files.size(); ++i) {
        rules::Report report(files[i].document, options.strict, options.most_findings);
        report.begin(rules::broken_import);
        for (const Source::Import& import : files[i].imports)
            if (import.source != Source::Import::not_read && import.source != i && broken[import.source])
                report.add(import.element, import.element.attribute("location"));
        for (std::vector<Finding>* some : {&found[i], &report.findings()})
            all.insert(all.end(), std::make_move_iterator(some->begin()), std::make_move_iterator(some->end()));
    }
    // The model's own findings come first.
    const std::string& model = files[0].document.file();
    std::stable_sort(all.begin(), all.end(), [&](const Finding& a, const Finding& b) {
        return std::tuple(a.file != model, std::string_view(a.file), a.line, a.column) <
               std::tuple(b.file != model, std::string_view(b.file), b.line, b.column);
    });
    return all;
}

}  // namespace detail

/// All findings in a file and in those that it imports, ordered by place. BTN222 when it cannot be read.
inline std::vector<Finding> check(const std::string& path, const CheckOptions& options = {}) {
    return detail::check_all(Files::load(path, options.limits), options);
}

/// Likewise in a text, which can import nothing.
inline std::vector<Finding> check_text(std::string_view text, std::string name = "text",
                                       const CheckOptions& options = {}) {
    return detail::check_all(Files::parse(text, std::move(name), options.limits), options);
}

}  // namespace baton::inline BATON_ABI::bpmn

#endif
