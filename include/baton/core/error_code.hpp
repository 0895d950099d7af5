// Every numbered error of baton, in one table: name, number, sentence.
//
// The same number is used at compile time (in the message of a static_assert) and at run time (in baton::error).
// Numbers are never reused; docs/errors.md has a section for each. Hundreds: 0xx definition, 1xx graph, 2xx run,
// 4xx pictures, import and export, 5xx expressions, 6xx deciders, 7xx scenarios, 8xx stores.
#ifndef BATON_CORE_ERROR_CODE_HPP
#define BATON_CORE_ERROR_CODE_HPP

#include <cstdint>
#include <string_view>

#include "../config.hpp"

// Problems of a definition. The name is also the class template that a compiler prints, with the task's name as its
// argument (core/report.hpp).
#define BATON_E_two_tasks_have_the_name \
    "BTN001: two tasks of this workflow have the same name; give one of them another name"
#define BATON_E_a_flow_names_the_undeclared_task "BTN002: a flow leads to a task that is not declared in this workflow"
#define BATON_E_no_start_point_in_the_workflow "BTN003: no task of this workflow is a start_point, so nothing can start"
#define BATON_E_no_start_point_reaches \
    "BTN004: this task cannot be reached from any start point; add a followed_by to it"
#define BATON_E_no_end_point_is_reached_from \
    "BTN005: no end point can be reached from this task; add a followed_by or end_point"
#define BATON_E_several_flows_meet_without_a_join_at                                                      \
    "BTN006: this task has several predecessors and must say how they meet: join_point (waits for every " \
    "live one), join_all (waits for all of them) or merge_point (runs once for each)"
#define BATON_E_a_join_with_one_predecessor_at                                                           \
    "BTN007: this task says join_point, join_all or merge_point, but nothing meets there: it has fewer " \
    "than two predecessors"
#define BATON_E_otherwise_without_a_condition_at "BTN008: otherwise needs a flow with a condition beside it"
#define BATON_E_an_end_point_is_followed_at \
    "BTN009: this end point has followers; say may_continue if the workflow is meant to go on after it"
#define BATON_E_deadlock_at_the_join                                                                       \
    "BTN010: deadlock: this join waits for branches of which not all are taken; join_point waits only for" \
    " those taken"
#define BATON_E_passed_twice_by_parallel_branches                                                         \
    "BTN011: lack of synchronisation: parallel branches meet here and each passes on its own; make it a " \
    "join_point or join_all"
#define BATON_E_soundness_is_not_verified_at                                                          \
    "BTN012: the splits and joins around this task do not nest, so their soundness is not verified; " \
    "restructure them or accept it with accept_unverified"
#define BATON_E_the_body_does_not_fit_the_context_of                                                             \
    "BTN013: the body of this task must take Context& or const Context&, then Resources& if wanted, then const " \
    "baton::Self& if wanted, and give a baton::Outcome (a lambda may give bool or done)"
#define BATON_E_the_condition_does_not_fit_the_context_of \
    "BTN014: a condition of this task must be callable with const Context& and give bool"
#define BATON_E_a_start_point_is_also_a_join \
    "BTN015: a start point with predecessors must be a merge_point: nothing joins a start"
#define BATON_E_two_kinds_of_join_are_said_for "BTN016: say one of join_point, join_all and merge_point"
#define BATON_E_otherwise_is_said_twice_at "BTN017: at most one flow of a task can be taken otherwise"
#define BATON_E_a_flow_hides_those_after_it_at                                                         \
    "BTN018: the first flow that holds is taken, so one without a condition must be the last and say " \
    "otherwise"
#define BATON_E_the_concurrent_body_may_change_the_context_of \
    "BTN019: a concurrent body takes const Context& and returns its change; it may not take Context&"
#define BATON_E_a_parallel_gateway_has_a_condition_at \
    "BTN020: every flow out of a parallel gateway is taken; it has no conditions"
#define BATON_E_a_task_has_an_empty_name_in "BTN021: a task's name must not be empty"
#define BATON_E_a_deadline_needs_a_flow_at \
    "BTN022: a deadline or on_error must be followed by exactly one unconditional flow"
#define BATON_E_a_stateful_callable_is_declared_at                                                               \
    "BTN023: a body or condition of this task holds state of its own, which a declaration cannot keep; put the " \
    "state into the context or resources, or use Builder"

#define BATON_E_the_name_cannot_be_used_of                                                                  \
    "BTN026: a task's name must not hold '->' or '#', nor end like a boundary event's (.deadline, .error, " \
    ".error.CODE)"
#define BATON_E_a_time_is_negative_at \
    "BTN027: a delay or deadline must not be negative, nor poll_every less than a millisecond"

#define BATON_PROBLEMS(X)                            \
    X(two_tasks_have_the_name)                       \
    X(a_flow_names_the_undeclared_task)              \
    X(no_start_point_in_the_workflow)                \
    X(no_start_point_reaches)                        \
    X(no_end_point_is_reached_from)                  \
    X(several_flows_meet_without_a_join_at)          \
    X(a_join_with_one_predecessor_at)                \
    X(otherwise_without_a_condition_at)              \
    X(an_end_point_is_followed_at)                   \
    X(deadlock_at_the_join)                          \
    X(passed_twice_by_parallel_branches)             \
    X(soundness_is_not_verified_at)                  \
    X(the_body_does_not_fit_the_context_of)          \
    X(the_condition_does_not_fit_the_context_of)     \
    X(a_start_point_is_also_a_join)                  \
    X(two_kinds_of_join_are_said_for)                \
    X(otherwise_is_said_twice_at)                    \
    X(a_flow_hides_those_after_it_at)                \
    X(the_concurrent_body_may_change_the_context_of) \
    X(a_parallel_gateway_has_a_condition_at)         \
    X(a_task_has_an_empty_name_in)                   \
    X(a_deadline_needs_a_flow_at)                    \
    X(the_name_cannot_be_used_of)                    \
    X(a_time_is_negative_at)                         \
    X(a_stateful_callable_is_declared_at)

/// Of processes declared by words (<baton/process.hpp>), in longer sentences for each case.
#define BATON_E_a_word_stands_in_the_wrong_place "BTN030: a word stands where it says nothing"

// Errors met later.
#define BATON_E_the_workflow_is_already_built "BTN025: a Builder builds once"
#define BATON_E_an_expression_has_no_evaluator \
    "BTN101: a condition is an expression, but no evaluator for its language is bound"
#define BATON_E_run_called_inside_run \
    "BTN201: run, step and load cannot be called from inside a body, condition or observer"
#define BATON_E_nothing_waits_there \
    "BTN202: there is nothing to complete, fail or wake: no token waits at the task named"
#define BATON_E_no_flow_holds "BTN203: no condition of the flows out of this task holds and none is otherwise"
#define BATON_E_a_body_failed "BTN204: the body of a task failed"
#define BATON_E_a_condition_failed "BTN205: a condition threw an exception"
#define BATON_E_a_change_is_for_another_context "BTN206: the change returned or sent is for another type of context"
#define BATON_E_an_error_was_not_caught "BTN207: a BPMN error was thrown and nothing on the way out catches it"
#define BATON_E_the_run_never_waits "BTN208: the run took more steps than allowed without coming to rest"
#define BATON_E_a_change_failed \
    "BTN209: a change of the context that was sent from outside threw an exception, and was undone"
#define BATON_E_the_state_is_damaged "BTN211: the saved state cannot be read"
#define BATON_E_the_state_is_of_a_newer_format "BTN212: the saved state was written by a newer version of baton"
#define BATON_E_the_state_is_of_another_workflow "BTN213: the saved state belongs to another workflow"
#define BATON_E_the_state_does_not_fit "BTN214: the saved state does not fit this version of the workflow"
#define BATON_E_the_context_does_not_fit "BTN215: the saved context does not fit the type of the context"
#define BATON_E_the_context_is_newer "BTN216: the saved context was written by a newer version of the program"
#define BATON_E_the_mapping_does_not_fit "BTN217: the mapping of names for the migration does not fit"
#define BATON_E_another_process_has_the_state "BTN221: another process holds the lock of this state"
#define BATON_E_the_file_cannot_be_used "BTN222: a file could not be read or written"
#define BATON_E_the_picture_cannot_be_drawn "BTN401: Graphviz could not draw the picture"
#define BATON_E_the_picture_is_stale "BTN402: the picture in the file is not the picture of this definition"

#define BATON_E_the_xml_is_not_well_formed "BTN410: the file is no well-formed XML, or uses what is refused"
#define BATON_E_the_xml_is_too_large "BTN411: the XML is larger or nested deeper than allowed"
#define BATON_E_the_bpmn_breaks_the_schema "BTN412: the file does not follow the schema of BPMN 2.0"
#define BATON_E_an_import_cannot_be_used "BTN413: a file that is imported cannot be used"
#define BATON_E_an_id_is_missing_or_used_twice "BTN414: an id is missing or used twice"
#define BATON_E_a_reference_is_broken "BTN415: a reference points to nothing, or to an element of the wrong kind"
#define BATON_E_the_expression_in_the_bpmn_is_broken \
    "BTN416: an expression in the file is missing, malformed or of a language that is not known"
#define BATON_E_the_bpmn_is_not_carried_whole \
    "BTN417: a part of the file has no meaning here and is left out"
#define BATON_E_a_sequence_flow_is_misused "BTN420: a sequence flow stands where none may"
#define BATON_E_a_gateway_is_misused "BTN421: a gateway breaks the rules of its kind"
#define BATON_E_an_event_is_misused "BTN422: an event breaks the rules of its kind"
#define BATON_E_an_event_definition_is_misused "BTN423: a trigger or result does not say what it needs to"
#define BATON_E_an_activity_is_misused "BTN424: an activity breaks the rules of its kind"
#define BATON_E_a_sub_process_is_misused "BTN425: a sub-process or process holds what it may not"
#define BATON_E_a_loop_is_misused "BTN426: a loop or multi-instance activity is incomplete or contradicts itself"
#define BATON_E_data_is_misused "BTN427: data, its sets or its associations contradict each other"
#define BATON_E_a_collaboration_is_misused "BTN428: pools, message flows, conversations or choreographies break a rule"
#define BATON_E_a_service_is_misused "BTN429: an interface, operation or binding is incomplete or contradicts itself"

#define BATON_E_the_expression_is_not_understood "BTN501: the text is no expression of its language"
#define BATON_E_the_expression_is_too_large "BTN502: the expression is longer or nested deeper than allowed"
#define BATON_E_the_evaluation_is_too_long "BTN503: the evaluation took more steps or memory than allowed"
#define BATON_E_the_expression_is_never_a_condition \
    "BTN504: a condition is expected, but this can never be true or false"
#define BATON_E_the_name_is_not_known "BTN505: the expression uses a name that is not declared"
#define BATON_E_the_function_cannot_be_registered \
    "BTN506: a function of that name and these parameters is there already"

#define BATON_E_the_process_is_not_running \
    "BTN601: there is no running process of that id; it has ended, or was never started here"
#define BATON_E_the_activity_is_over \
    "BTN602: the activity has ended meanwhile (completed, cancelled or timed out), so nothing can be reported of it"
#define BATON_E_the_decision_is_over \
    "BTN603: the decision was made meanwhile, or timed out and was given to another decider"
#define BATON_E_the_activity_is_not_registered \
    "BTN604: no activity of that name is registered with this backend; register it before it is used"
#define BATON_E_the_workflow_is_not_registered \
    "BTN605: no workflow of that name is registered with this backend; register it before it is used"
#define BATON_E_the_decision_is_refused \
    "BTN606: a decision cannot be carried out, so none was; the decision task is still open"
#define BATON_E_the_process_runs_already "BTN607: a process of that id is running already"
#define BATON_E_a_decider_cannot_carry_it \
    "BTN608: this element cannot be carried by the history of a decider's process, so the process is not started"
#define BATON_E_the_process_is_of_another_definition \
    "BTN609: the process was decided by another definition of that name; let the program decide that has it"
#define BATON_E_the_service_cannot_be_reached \
    "BTN610: the service did not answer, or not as a service does, also when asked again"
#define BATON_E_the_service_refuses "BTN611: the service refuses the request"
#define BATON_E_the_payload_is_too_large \
    "BTN612: a text is longer than the service takes; give the backend a store for large payloads"
#define BATON_E_the_answer_is_not_understood "BTN613: the answer of the service does not follow its protocol"

#define BATON_E_the_scenario_is_not_understood "BTN701: the scenario file does not follow its format"

#define BATON_E_the_store_cannot_be_opened "BTN801: the store cannot be opened"
#define BATON_E_the_store_is_of_a_newer_schema "BTN802: the store was made or migrated by a newer version of baton"
#define BATON_E_the_store_is_damaged "BTN803: what the store gave back is not what was written"
#define BATON_E_the_store_is_busy "BTN804: other transactions were in the way for longer than allowed; nothing was changed"
#define BATON_E_the_store_failed "BTN805: the store reported a failure; the transaction has changed nothing"
#define BATON_E_the_commit_is_unknown \
    "BTN806: the connection broke while committing: read again whether it happened, and do not repeat it blindly"
#define BATON_E_the_lease_is_lost "BTN807: the work has been given to somebody else in the meantime; nothing was changed"
#define BATON_E_the_instance_has_changed \
    "BTN808: the instance was changed by somebody else in the meantime; read it again"
#define BATON_E_the_row_is_not_allowed "BTN809: a row breaks a rule of the store: a text, a size or a number"
#define BATON_E_the_store_is_full "BTN810: there is no space left; nothing was changed"
#define BATON_E_the_adapter_is_not_there "BTN811: this program was compiled without the adapter for such a store"
#define BATON_E_the_instance_has_ended "BTN821: the instance has ended: nothing can be done with it any more"
#define BATON_E_the_task_is_claimed "BTN822: somebody else has claimed the task: let them release or delegate it"
#define BATON_E_no_step_is_joined "BTN823: no step is being made here that a body could join: set join_bodies of the service"
#define BATON_E_the_body_takes_too_long "BTN824: the body took longer than a body that joins its step may; it is undone"

#define BATON_E_the_timer_is_not_understood "BTN508: the text is no date, duration or cycle of a timer"
#define BATON_E_no_such_process "BTN231: no process of that id is deployed, or it cannot be started like that"
#define BATON_E_no_such_instance "BTN232: there is no instance of that number"
#define BATON_E_a_task_has_no_body \
    "BTN233: this task does work, but no function is bound to it; bind one by its id, name or type, or choose unbound"
#define BATON_E_the_call_cannot_be_made "BTN234: the call activity calls what is not deployed"
#define BATON_E_a_completion_is_refused \
    "BTN235: an exit hook of the task has refused its completion; the task waits as before"
#define BATON_E_the_form_is_wrong "BTN236: what was entered does not fit the form of the task; the task waits as before"
#define BATON_E_a_binding_fits_nothing "BTN237: something is bound to a name that nothing in the model has"
#define BATON_E_a_condition_has_no_function \
    "BTN238: the condition of this flow is a function, but none is bound to it; bind one by the flow's id or key"

#define BATON_RUN_ERRORS(X)                 \
    X(a_word_stands_in_the_wrong_place)     \
    X(the_timer_is_not_understood)          \
    X(no_such_process)                      \
    X(no_such_instance)                     \
    X(a_task_has_no_body)                   \
    X(the_call_cannot_be_made)              \
    X(a_completion_is_refused)              \
    X(the_form_is_wrong)                    \
    X(a_binding_fits_nothing)               \
    X(a_condition_has_no_function)          \
    X(the_workflow_is_already_built)        \
    X(an_expression_has_no_evaluator)       \
    X(run_called_inside_run)                \
    X(nothing_waits_there)                  \
    X(no_flow_holds)                        \
    X(a_body_failed)                        \
    X(a_condition_failed)                   \
    X(a_change_is_for_another_context)      \
    X(an_error_was_not_caught)              \
    X(the_run_never_waits)                  \
    X(a_change_failed)                      \
    X(the_state_is_damaged)                 \
    X(the_state_is_of_a_newer_format)       \
    X(the_state_is_of_another_workflow)     \
    X(the_state_does_not_fit)               \
    X(the_context_does_not_fit)             \
    X(the_context_is_newer)                 \
    X(the_mapping_does_not_fit)             \
    X(another_process_has_the_state)        \
    X(the_file_cannot_be_used)              \
    X(the_picture_cannot_be_drawn)          \
    X(the_picture_is_stale)                 \
    X(the_xml_is_not_well_formed)           \
    X(the_xml_is_too_large)                 \
    X(the_bpmn_breaks_the_schema)           \
    X(an_import_cannot_be_used)             \
    X(an_id_is_missing_or_used_twice)       \
    X(a_reference_is_broken)                \
    X(the_expression_in_the_bpmn_is_broken) \
    X(the_bpmn_is_not_carried_whole)        \
    X(a_sequence_flow_is_misused)           \
    X(a_gateway_is_misused)                 \
    X(an_event_is_misused)                  \
    X(an_event_definition_is_misused)       \
    X(an_activity_is_misused)               \
    X(a_sub_process_is_misused)             \
    X(a_loop_is_misused)                    \
    X(data_is_misused)                      \
    X(a_collaboration_is_misused)           \
    X(a_service_is_misused)                 \
    X(the_expression_is_not_understood)     \
    X(the_expression_is_too_large)          \
    X(the_evaluation_is_too_long)           \
    X(the_expression_is_never_a_condition)  \
    X(the_name_is_not_known)                \
    X(the_function_cannot_be_registered)    \
    X(the_process_is_not_running)           \
    X(the_activity_is_over)                 \
    X(the_decision_is_over)                 \
    X(the_activity_is_not_registered)       \
    X(the_workflow_is_not_registered)       \
    X(the_decision_is_refused)              \
    X(the_process_runs_already)             \
    X(a_decider_cannot_carry_it)            \
    X(the_process_is_of_another_definition) \
    X(the_service_cannot_be_reached)        \
    X(the_service_refuses)                  \
    X(the_payload_is_too_large)             \
    X(the_answer_is_not_understood)         \
    X(the_scenario_is_not_understood)       \
    X(the_store_cannot_be_opened)          \
    X(the_store_is_of_a_newer_schema)      \
    X(the_store_is_damaged)                \
    X(the_store_is_busy)                   \
    X(the_store_failed)                    \
    X(the_commit_is_unknown)               \
    X(the_lease_is_lost)                   \
    X(the_instance_has_changed)            \
    X(the_row_is_not_allowed)              \
    X(the_store_is_full)                   \
    X(the_adapter_is_not_there)             \
    X(the_instance_has_ended)               \
    X(the_task_is_claimed)                 \
    X(no_step_is_joined)                   \
    X(the_body_takes_too_long)

namespace baton::inline BATON_ABI::core {

namespace detail {
/// 10 from "BTN010".
constexpr std::uint16_t number_from(std::string_view text) {
    return static_cast<std::uint16_t>((text[3] - '0') * 100 + (text[4] - '0') * 10 + (text[5] - '0'));
}
}  // namespace detail

/// The number of an error. `none` means accepted.
enum class error_code : std::uint16_t {
    none = 0,
#define BATON_ENUMERATOR(name) name = detail::number_from(BATON_E_##name),
    BATON_PROBLEMS(BATON_ENUMERATOR) BATON_RUN_ERRORS(BATON_ENUMERATOR)
#undef BATON_ENUMERATOR
};

/// "BTN010: deadlock: …": the number and the general sentence, what is wrong and what to do.
constexpr std::string_view sentence_of(error_code code) {
    switch (code) {
#define BATON_CASE(name) \
    case error_code::name: return BATON_E_##name;
        BATON_PROBLEMS(BATON_CASE)
        BATON_RUN_ERRORS(BATON_CASE)
#undef BATON_CASE
        case error_code::none: break;
    }
    return "BTN000: no error";
}

/// "BTN010".
constexpr std::string_view number_of(error_code code) { return sentence_of(code).substr(0, 6); }

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::error_code;
}  // namespace baton::inline BATON_ABI

#endif
