// What a step of benchmarks/stores.cpp writes.
#ifndef BENCHMARKS_STEP_ROWS_HPP
#define BENCHMARKS_STEP_ROWS_HPP

#include <string>

namespace stores_benchmark {

/// Advanced in one commit.
inline constexpr int instances = 50;
inline const std::string state(1500, 's'), event(120, 'e');

}  // namespace stores_benchmark

#endif
