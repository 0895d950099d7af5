// The SWF-style API: processes with a history, deciders that look at it and decide, workers that do the work.
//
// What needs a linked library or Boost.Signals2 has headers of its own: observing_backend.hpp, store_backend.hpp,
// swf/swf_backend.hpp. So has what brings the engine: definition_workflow.hpp.
#ifndef BATON_DECIDER_DECIDER_HPP
#define BATON_DECIDER_DECIDER_HPP

#include "activity.hpp"
#include "backend.hpp"
#include "bpmn_error.hpp"
#include "decision.hpp"
#include "default_workflow.hpp"
#include "event.hpp"
#include "history.hpp"
#include "json.hpp"
#include "manager.hpp"
#include "matcher.hpp"
#include "memory_backend.hpp"
#include "process.hpp"
#include "result.hpp"
#include "rule_set.hpp"
#include "task.hpp"
#include "type.hpp"
#include "worker.hpp"
#include "worker_thread.hpp"
#include "workflow.hpp"

#endif
