// What the engine asks of its surroundings: the commands that come out of a step.
//
// The engine does no I/O. It is a template over a Sink, which runs bodies (at once, or later), evaluates conditions and
// hears what happens. The in-process runner's sink calls functions; a service's writes rows; a checker's explores.
#ifndef BATON_ENGINE_SINK_HPP
#define BATON_ENGINE_SINK_HPP

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/event_definition.hpp"
#include "../core/outcome.hpp"
#include "../core/value.hpp"
#include "../graph/graph.hpp"
#include "subscription.hpp"
#include "token.hpp"

namespace baton::inline BATON_ABI::engine {

using core::outcome_kind;

/// The answer of a body. The detail belongs to the sink and is valid until its next call.
struct TaskAnswer {
    outcome_kind kind = outcome_kind::done;
    /// nullptr when there is nothing beside the kind.
    const core::OutcomeDetail* detail = nullptr;
    /// The body has thrown something that took its token away: there is nothing to answer. Then the kind is not done.
    bool gone = false;
};

// clang-format off
/// A Sink has
///   static constexpr bool observed                  whether the calls marked * are made at all
///   TaskAnswer run_task(const Token&, vertex)       runs the body of the task that the token is at; does not throw
///   bool holds(edge_descriptor, scope)              evaluates a condition; may throw
///   bool interrupted()                              asked before every action: stop and keep the rest for later
///   void failed(const Token&, error, text)          a body or a choice failed
///   void withdrawn(const Token&)                    a token was taken away from where it waited or failed
/// * void entered(const Token&)                      a token is at a node, past its join if there is one
/// * void passed(const Token&)                       the node is done
/// * void waits(const Token&)                        a token waits, is pending, delayed, or stands at a join
/// * void flow_taken(edge_descriptor)
///   void ended(Status)                              the instance has ended
/// and what SinkDefaults has, for events, data and calls.
// clang-format on
template <class S>
concept Sink = requires(S sink, const Token& token, graph::edge_descriptor edge) {
    { S::observed } -> std::convertible_to<bool>;
    { sink.run_task(token, std::uint32_t{}) } -> std::same_as<TaskAnswer>;
    { sink.holds(edge, table_index{}) } -> std::same_as<bool>;
    { sink.interrupted() } -> std::same_as<bool>;
    sink.withdrawn(token);
    sink.entered(token);
    sink.passed(token);
    sink.waits(token);
    sink.flow_taken(edge);
};

/// For a sink whose workflows have only tasks and gateways: derive from it, and replace what there is more.
struct SinkDefaults {
    /// Evaluates text of the model in a scope. May throw.
    core::Value evaluate(const core::ExpressionText& expression, table_index) {
        throw core::error(core::error_code::an_expression_has_no_evaluator, {}, expression.text);
    }
    /// Variables of the context, which lies around the root scope.
    bool find_in_context(std::string_view, core::Value&) { return false; }
    bool assign_in_context(std::string_view, const core::Value&) { return false; }
    /// When a timer event is due from now on, and when again.
    Schedule schedule(const core::EventDefinition& event, table_index scope, core::instant) {
        evaluate(event.expression, scope);
        return {};
    }
    core::instant next_due(const Subscription&) { return core::instant::never(); }
    /// The key of a message event whose model says it by correlation properties.
    std::string correlation_key(std::uint32_t, std::uint32_t, table_index) { return {}; }
    void subscribed(const Subscription&, table_index) {}
    void unsubscribed(const Subscription&) {}
    /// A message or signal is thrown: deliver it to every instance that is to have it, this one too.
    template <class Engine>
    void publish(Engine&, std::uint32_t, const core::EventDefinition&, std::string, std::string, core::Variables) {}
    template <class Engine>
    void broadcast(Engine&, std::string, core::Variables) {}
    /// Starts what a call activity calls; the instance's id. May throw.
    template <class Engine>
    std::uint64_t call(Engine&, const Token&, table_index) {
        throw core::error(core::error_code::an_expression_has_no_evaluator, {}, "call activity");
    }
    /// Nothing in the instance catches the escalation.
    void escalate_out(std::string_view) {}
    /// * A token was at an element that was not done: it is interrupted or ended.
    void terminated(const Token&) {}
    /// * A token has come to a node by a flow; at a join it may wait there.
    void arrives(const Token&) {}
    /// A receive task with a body of its own.
    bool answers_itself(std::uint32_t) { return false; }
    // Compatibility (docs/semantics.md).
    [[nodiscard]] static bool repeats_catch_cycles() { return false; }
    [[nodiscard]] static bool multi_instance_events_do_not_interrupt() { return false; }
};

}  // namespace baton::inline BATON_ABI::engine

#endif
