// Ids that nobody else has.
#ifndef BATON_STORE_RANDOM_ID_HPP
#define BATON_STORE_RANDOM_ID_HPP

#include <cstdint>
#include <random>
#include <string>

#include "../config.hpp"

namespace baton::inline BATON_ABI::store {

/// A random UUID (RFC 9562, version 4).
inline std::string random_id() {
    thread_local std::random_device source;
    std::string out;
    for (int group = 0; group < 4; ++group) {
        std::uint32_t bits = source();
        if (group == 1) bits = (bits & 0xffff0fffU) | 0x4000U;
        if (group == 2) bits = (bits & 0x3fffffffU) | 0x80000000U;
        for (int shift = 28; shift >= 0; shift -= 4) {
            out += "0123456789abcdef"[(bits >> shift) & 15];
            if (out.size() == 8 || out.size() == 13 || out.size() == 18 || out.size() == 23) out += '-';
        }
    }
    return out;
}

}  // namespace baton::inline BATON_ABI::store

#endif
