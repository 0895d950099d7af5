// The processors, by kind of element: what behaviours call of them.
#ifndef BATON_ENGINE_PROCESSOR_FWD_HPP
#define BATON_ENGINE_PROCESSOR_FWD_HPP

#include <cstdint>

#include "../../config.hpp"
#include "../../core/event_definition.hpp"
#include "../fwd.hpp"

namespace baton::inline BATON_ABI::engine {

struct SubscriptionRef;

template <class Engine>
void drop_subscriptions(Engine&, table_index first);
template <class Engine>
void look_at_condition(Engine&, SubscriptionRef);
template <class Engine>
void leave_join(Engine&, token_slot);
template <class Engine>
void forget_join(Engine&, table_index);
template <class Engine>
void leave_by_choice(Engine&, token_slot, std::int64_t copies = 1);
template <class Engine>
void tell_watchers(Engine&, token_slot);

namespace activity {
template <class Engine>
void activate(Engine&, token_slot);
template <class Engine>
void act(Engine&, token_slot);
template <class Engine>
void complete(Engine&, token_slot);
template <class Engine>
void finish(Engine&, token_slot);
template <class Engine>
void execute(Engine&, token_slot);
}  // namespace activity
namespace multi_instance {
template <class Engine>
void begin(Engine&, token_slot);
template <class Engine>
void inner_done(Engine&, token_slot);
}  // namespace multi_instance
namespace standard_loop {
template <class Engine>
void begin(Engine&, token_slot);
template <class Engine>
bool again(Engine&, token_slot);
}  // namespace standard_loop
namespace sub_process {
template <class Engine>
void open(Engine&, token_slot);
template <class Engine>
void emptied(Engine&, table_index scope);
template <class Engine>
void arm_event_sub_processes(Engine&, table_index scope);
}  // namespace sub_process
namespace event_sub_process {
template <class Engine>
void start(Engine&, table_index scope, std::uint32_t start_event, bool interrupting);
}  // namespace event_sub_process
namespace ad_hoc {
template <class Engine>
void begin(Engine&, token_slot, table_index scope);
template <class Engine>
void activity_done(Engine&, table_index scope);
template <class Engine>
bool go_on(Engine&, table_index scope);
}  // namespace ad_hoc
namespace transaction {
template <class Engine>
void cancel(Engine&, token_slot);
template <class Engine>
void cancelled(Engine&, table_index scope);
}  // namespace transaction
namespace event_gateway {
template <class Engine>
void activate(Engine&, token_slot);
template <class Engine>
void chosen(Engine&, token_slot, std::uint32_t event);
}  // namespace event_gateway
namespace catch_event {
template <class Engine>
void activate(Engine&, token_slot);
}  // namespace catch_event
namespace throw_event {
template <class Engine>
void act(Engine&, token_slot);
}  // namespace throw_event
namespace call_activity {
template <class Engine>
void begin(Engine&, token_slot);
}  // namespace call_activity
namespace receive_task {
template <class Engine>
void begin(Engine&, token_slot);
}  // namespace receive_task
namespace compensation {
template <class Engine>
void note(Engine&, token_slot, table_index inner);
template <class Engine>
void begin(Engine&, token_slot thrower, const core::EventDefinition&);
template <class Engine>
bool begin_all(Engine&, table_index scope, std::uint64_t thrower, token_slot thrower_slot);
template <class Engine>
void handler_done(Engine&, std::uint64_t handler);
template <class Engine>
void moved(Engine&, std::uint64_t before, std::uint64_t now);
}  // namespace compensation

}  // namespace baton::inline BATON_ABI::engine

#endif
