// Exclusive, parallel and inclusive gateways (BPMN 2.0.2, 13.4.1 to 13.4.3): they have nothing to do but to choose
// flows. How they join is in engine/join.hpp, how they split in engine/split.hpp.
//
//   act    complete
#ifndef BATON_ENGINE_PROCESSOR_GATEWAY_HPP
#define BATON_ENGINE_PROCESSOR_GATEWAY_HPP

#include "../../config.hpp"
#include "../fwd.hpp"

namespace baton::inline BATON_ABI::engine::gateway {

template <class Engine>
void act(Engine& e, token_slot slot) {
    e.complete_element(slot);
}

}  // namespace baton::inline BATON_ABI::engine::gateway

#endif
