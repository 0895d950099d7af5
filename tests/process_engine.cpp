// The ProcessEngine, compiled once for all test programs.
#include <baton/runner/process_engine_source.hpp>
