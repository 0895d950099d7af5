// Declarations of the decider module.
#ifndef BATON_DECIDER_FWD_HPP
#define BATON_DECIDER_FWD_HPP

#include "../config.hpp"

namespace baton::inline BATON_ABI::decider {

struct Process;
struct Event;
class History;
struct ActivityTask;
struct DecisionTask;
class Backend;
class MemoryBackend;
class Activity;
class Workflow;
class DefaultWorkflow;
class RuleSet;
class DefinitionWorkflow;
struct DefinitionOptions;
class Manager;
class ActivityWorker;
class DecisionWorker;
class WorkerThread;

namespace detail {
/// The names of an enumeration's values, in order, as JSON says them. Specialized beside each enumeration.
template <class Enum>
inline constexpr int enum_names = 0;
}  // namespace detail

}  // namespace baton::inline BATON_ABI::decider

#endif
