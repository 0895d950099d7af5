// libFuzzer: any bytes are imported, or give errors; nothing else happens.
//
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -Iinclude tests/fuzz/bpmn_import.cpp -lpugixml
#include <baton/bpmn/import.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const auto imported = baton::bpmn::import_text(text, "fuzz.bpmn");
        if (imported.definition.nodes.size() > size) __builtin_trap();
    } catch (const baton::error& e) {
        if (e.findings().empty()) __builtin_trap();
    }
    return 0;
}
