// Any bytes: read as XML, judged by the schema and by every rule, both ways. No finding may lack a place that is in the
// file, and the same text gives the same findings.
#ifndef TESTS_FUZZ_TARGETS_BPMN_CHECK_HPP
#define TESTS_FUZZ_TARGETS_BPMN_CHECK_HPP

#include <baton/bpmn/check.hpp>
#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace fuzz {

inline void bpmn_check(std::string_view text) {
    using baton::bpmn::Document, baton::bpmn::Element, baton::bpmn::Finding;
    const auto usual = baton::bpmn::check_text(text), strict = baton::bpmn::check_text(text, "text", {.strict = true});
    if (usual.size() != strict.size()) {
        // Strict checking asks for more, never for less.
        if (strict.size() < usual.size()) std::abort();
    }
    for (const Finding& f : strict) {
        if (f.text().find('\n') != std::string_view::npos) std::abort();
        if (f.line == 0 || f.rule.empty() || f.code == baton::error_code::none) std::abort();
    }
    const Document document = Document::parse(text);
    if (!document.ok() && document.findings().empty()) std::abort();
    for (const Element e : document.elements())
        if (e.parent() && !e.is_inside(e.parent())) std::abort();
}

}  // namespace fuzz

#endif
