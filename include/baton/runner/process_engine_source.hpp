// The ProcessEngine's own part, for the one file of a program that compiles it: see process_engine.hpp. Without
// BATON_PROCESS_ENGINE_APART every file has it, and this adds nothing.
#ifndef BATON_RUNNER_PROCESS_ENGINE_SOURCE_HPP
#define BATON_RUNNER_PROCESS_ENGINE_SOURCE_HPP

#include "process_engine.hpp"
#ifdef BATON_PROCESS_ENGINE_APART
#include "detail/process_engine_calls.hpp"
#include "detail/process_save.hpp"
#endif

#endif
