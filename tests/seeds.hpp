// How many seeds a property is tried on: few in an ordinary run, BATON_TEST_SEEDS times as many in a full one.
#ifndef TESTS_SEEDS_HPP
#define TESTS_SEEDS_HPP

#include <cstdlib>

namespace tests {

inline unsigned seeds(unsigned usual) {
    const char* factor = std::getenv("BATON_TEST_SEEDS");
    return factor == nullptr ? usual : usual * static_cast<unsigned>(std::strtoul(factor, nullptr, 10));
}

}  // namespace tests

#endif
