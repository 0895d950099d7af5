// What the engine asks of its surroundings: the commands that come out of a step.
//
// The engine does no I/O. It is a template over a Sink, which runs bodies (at once, or later), evaluates conditions and
// hears what happens. The in-process runner's sink calls functions; a service's writes rows; a checker's explores.
#ifndef BATON_ENGINE_SINK_HPP
#define BATON_ENGINE_SINK_HPP

#include <concepts>
#include <cstdint>

#include "../config.hpp"
#include "../core/outcome.hpp"
#include "../graph/graph.hpp"
#include "token.hpp"

namespace baton::inline BATON_ABI::engine {

using core::outcome_kind;

/// The answer of a body. The detail belongs to the sink and is valid until its next call.
struct TaskAnswer {
    outcome_kind kind = outcome_kind::done;
    /// nullptr when there is nothing beside the kind.
    const core::OutcomeDetail* detail = nullptr;
};

// clang-format off
/// A Sink has
///   static constexpr bool observed                  whether the calls marked * are made at all
///   TaskAnswer run_task(const Token&, vertex)       runs the body of the task that the token is at; does not throw
///   bool holds(edge_descriptor)                     evaluates a condition; may throw
///   bool interrupted()                              asked before every action: stop and keep the rest for later
///   void failed(const Token&, error, text)          a body or a choice failed
///   void withdrawn(const Token&)                    a token was taken away from where it waited or failed
/// * void entered(const Token&)                      a token is at a node
/// * void passed(const Token&)                       the node is done
/// * void waits(const Token&)                        a token waits, is pending, delayed, or stands at a join
/// * void flow_taken(edge_descriptor)
///   void ended(Status)                              the instance has ended
// clang-format on
template <class S>
concept Sink = requires(S sink, const Token& token, graph::edge_descriptor edge) {
    { S::observed } -> std::convertible_to<bool>;
    { sink.run_task(token, std::uint32_t{}) } -> std::same_as<TaskAnswer>;
    { sink.holds(edge) } -> std::same_as<bool>;
    { sink.interrupted() } -> std::same_as<bool>;
    sink.withdrawn(token);
    sink.entered(token);
    sink.passed(token);
    sink.waits(token);
    sink.flow_taken(edge);
};

}  // namespace baton::inline BATON_ABI::engine

#endif
