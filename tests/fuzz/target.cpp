// One fuzz target for libFuzzer: -DFUZZ_TARGET=feel -DFUZZ_HEADER='"targets/feel.hpp"'.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include FUZZ_HEADER

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::FUZZ_TARGET(size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size));
    return 0;
}
