// The rows of work that a service makes, and the queues in which they stand.
//
//   kind         queue             what is done with it
//   advance      run:KEY:VERSION   the instance reads its inbox and goes on; at most one row an instance
//   timer        run:KEY:VERSION   likewise, at the due time of its earliest timer
//   retry        run:KEY:VERSION   a failed token is tried again
//   poll         run:KEY:VERSION   tasks that answered "waiting" are asked again
//   activity     task:TOPIC        a worker does a task
//   outbox       outbox            something is delivered to other instances
//   person       people            a person does a task: parked, found by its attributes
#ifndef BATON_SERVICE_DETAIL_WORK_KINDS_HPP
#define BATON_SERVICE_DETAIL_WORK_KINDS_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "../../config.hpp"
#include "../../store/rows.hpp"

namespace baton::inline BATON_ABI::service::detail {

inline constexpr std::int64_t work_advance = store::advance_work, work_activity = 1, work_timer = 2, work_outbox = 3,
                              work_retry = 4, work_poll = 5, work_person = 6;
inline constexpr const char* outbox_queue = "outbox";
inline constexpr const char* people_queue = "people";

/// What a subscription waits for.
inline constexpr std::int64_t waits_for_message = 0, waits_for_signal = 1;

inline std::string run_queue(std::string_view key, std::int64_t version) {
    return "run:" + std::string(key) + ":" + std::to_string(version);
}
inline std::string task_queue(std::string_view topic) { return "task:" + std::string(topic); }

/// What stands in an inbox.
enum class Item : std::int64_t {
    start = 1,
    complete,    ///< token; variables
    error,       ///< token; BPMN error: code, text
    fail,        ///< token; text
    message,     ///< token: the subscription; variables
    signal,      ///< likewise
    set,         ///< variables
    cancel,      ///< text
    retry,       ///< token
    wake,        ///< token, or 0: all
    escalation,  ///< token: the call activity; code
    child_ended  ///< token: the call activity; how the called instance ended, and its variables
};

}  // namespace baton::inline BATON_ABI::service::detail

#endif
