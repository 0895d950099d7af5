// Any bytes: read as XML, judged by the schema and by every rule, both ways. No finding may lack a place that is in the
// file, and the same text gives the same findings.
#include <baton/bpmn/check.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace baton::bpmn;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto usual = check_text(text), strict = check_text(text, "text", {.strict = true});
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
    return 0;
}
