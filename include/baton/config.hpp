// The one place for version numbers, the ABI namespace and build settings.
//
// A program may define BATON_USER_CONFIG as the name of a header; it is included first and may set any macro below.
#ifndef BATON_CONFIG_HPP
#define BATON_CONFIG_HPP

#ifdef BATON_USER_CONFIG
#include BATON_USER_CONFIG
#endif

#define BATON_VERSION_MAJOR 0
#define BATON_VERSION_MINOR 1
#define BATON_VERSION_PATCH 0
/// Decimal, usable in #if: major * 10000 + minor * 100 + patch.
#define BATON_VERSION 100
#define BATON_VERSION_TEXT "0.1.0"

/// 1 adds checks of the library's own invariants (token lists, join counts) to the engine. Off unless asked for.
#ifndef BATON_CHECKED
#define BATON_CHECKED 0
#endif

/// What a violated invariant does when BATON_CHECKED is 1.
#ifndef BATON_ASSERT
#if BATON_CHECKED
#include <cassert>
#define BATON_ASSERT(condition) assert(condition)
#else
#define BATON_ASSERT(condition) static_cast<void>(0)
#endif
#endif

// For the few functions that every step passes through, and those that hardly any does.
#define BATON_HOT [[gnu::always_inline]] inline
#define BATON_COLD [[gnu::noinline, gnu::cold]]

// Programs that mix versions or settings do not link by accident: both are part of every name.
#if BATON_CHECKED
#define BATON_ABI v0_1_checked
#else
#define BATON_ABI v0_1
#endif

#if !defined(__cpp_concepts) || !defined(__cpp_consteval) || !defined(__cpp_nontype_template_args) || \
    __cpp_nontype_template_args < 201911L
#if !(defined(__clang__) && __clang_major__ >= 14)
#error "baton needs C++20: compile with -std=c++20 or later (g++ 12 or later, clang 14 or later)."
#endif
#endif

#endif
