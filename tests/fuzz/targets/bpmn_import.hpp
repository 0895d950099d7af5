// Any bytes are imported, or give errors; nothing else happens.
#ifndef TESTS_FUZZ_TARGETS_BPMN_IMPORT_HPP
#define TESTS_FUZZ_TARGETS_BPMN_IMPORT_HPP

#include <baton/bpmn/import.hpp>
#include <cstddef>
#include <string_view>

namespace fuzz {

inline void bpmn_import(std::string_view text) {
    try {
        const auto imported = baton::bpmn::import_text(text, "fuzz.bpmn");
        if (imported.definition.nodes.size() > text.size()) __builtin_trap();
    } catch (const baton::error& e) {
        if (e.findings().empty()) __builtin_trap();
    }
}

}  // namespace fuzz

#endif
