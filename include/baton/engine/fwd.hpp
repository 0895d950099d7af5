// Declarations of the engine module.
#ifndef BATON_ENGINE_FWD_HPP
#define BATON_ENGINE_FWD_HPP

#include <cstdint>

#include "../config.hpp"

namespace baton::inline BATON_ABI::engine {

struct Token;
struct State;
struct Snapshot;
template <class Sink>
class Engine;

/// Position of a token in memory. It is used again after the token's end; an id never is.
using token_slot = std::uint32_t;
inline constexpr token_slot no_slot = 0xFFFF'FFFF;
/// Position in one of the state's tables.
using table_index = std::uint32_t;
inline constexpr table_index no_entry = 0xFFFF'FFFF;

}  // namespace baton::inline BATON_ABI::engine

#endif
