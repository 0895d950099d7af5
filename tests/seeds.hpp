// How many seeds a property is tried on: few in an ordinary run, BATON_TEST_SEEDS times as many in a full one; a part
// of them where everything is slow.
#ifndef TESTS_SEEDS_HPP
#define TESTS_SEEDS_HPP

#include <algorithm>
#include <cstdlib>

namespace tests {

inline unsigned seeds(unsigned usual) {
    const char* factor = std::getenv("BATON_TEST_SEEDS");
    if (factor == nullptr) return usual;
    return std::max(1u, static_cast<unsigned>(usual * std::strtod(factor, nullptr)));
}

/// Whether this is a full run: everything is tried, not a part of it.
inline bool full_run() { return seeds(10) > 10; }

}  // namespace tests

#endif
