// The engine: moves the tokens of one instance over its graph.
//
// It is sans-IO. Time comes in with every use; bodies, conditions and observers are behind the Sink. Everything that
// can act stands in one queue, so the order is deterministic: first come, first served; the children of a split arrive,
// in declaration order, before any of them acts.
//
// Life cycle of an element, the same for every processor in processor/:
//
//   step       called when                                   may do                            then
//   activate   a token has arrived, past the join if any     arm timers                        act, in its turn
//   act        it is the token's turn                        run the body                      complete, or the token
//   stays complete   the element is done                           count it, choose flows            activate at the
//   next elements interrupt  a boundary event or a cancel takes the token  withdraw what waits outside       activate
//   at the boundary event
#ifndef BATON_ENGINE_ENGINE_HPP
#define BATON_ENGINE_ENGINE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error_code.hpp"
#include "../graph/graph.hpp"
#include "join.hpp"
#include "processor/boundary_event.hpp"
#include "processor/gateway.hpp"
#include "processor/task.hpp"
#include "sink.hpp"
#include "split.hpp"
#include "state.hpp"

namespace baton::inline BATON_ABI::engine {

/// Memory that the engine uses again and again; keep it as long as the state.
struct Scratch {
    std::vector<graph::edge_descriptor> chosen;
    std::vector<token_slot> children;
};

/// One use of the engine on one instance, at one time. Cheap to make; one thread at a time.
template <class Sink>
class Engine {
public:
    Engine(const graph::Graph& g, State& s, Scratch& scratch, Sink& sink, instant now)
        : graph_(g), state_(s), scratch_(scratch), sink_(sink), now_(now) {}

    // Inputs. Each changes the state and may make tokens ready; run() or step() then lets them act.

    /// Puts a token on every start point. Precondition: the state is fresh.
    void start() {
        state_.status = Status::running;
        state_.scopes.assign(1, {});
        state_.passed = Counters(num_vertices(graph_));
        state_.taken = Counters(graph::properties_of(graph_).choice_count);
        scratch_.children.clear();
        for (const std::uint32_t v : graph::properties_of(graph_).starts) scratch_.children.push_back(make_token(v, 0));
        for (const token_slot slot : scratch_.children) activate(slot);
    }
    /// Lets the first item of the queue act. False when there is none.
    bool step() {
        if (state_.ready.empty()) return false;
        const ReadyItem item = state_.ready.pop();
        if (item.is_join())
            look_at_join(*this, item.index());
        else
            act(item.index());
        return true;
    }
    /// Lets items act until the queue is empty or the sink interrupts.
    void run() {
        while (!state_.ready.empty() && !sink_.interrupted()) {
            const ReadyItem item = state_.ready.pop();
            if (item.is_join())
                look_at_join(*this, item.index());
            else
                run_token(item.index());
        }
    }
    /// Fires every timer that is due, in the order of due times.
    void fire_timers() {
        while (const Timer* t = state_.earliest_timer()) {
            if (t->due > now_) break;
            const Timer timer = *t;
            state_.timers.drop_front();
            if (timer.vertex == token(timer.slot).vertex) {
                go_on(timer.slot);
                continue;
            }
            const Phase phase = token(timer.slot).phase;
            const bool in_queue =
                (phase == Phase::ready || phase == Phase::leaving) && std::erase(state_.batch, timer.slot) == 0;
            interrupt(timer.slot, timer.vertex);
            if (!in_queue) make_ready(timer.slot);
        }
    }
    /// Makes every waiting token ready that is not told to wait until later.
    void ask_waiting() {
        for_each_token([this](token_slot slot) {
            const Token& t = token(slot);
            if (t.phase == Phase::waiting && state_.wait_of(t)->until == instant::never()) go_on(slot);
        });
    }
    /// Makes every failed token ready to try again.
    void retry_failed() {
        for_each_token([this](token_slot slot) {
            const Phase phase = token(slot).phase;
            if (phase == Phase::failed || phase == Phase::failed_leaving) go_on(slot);
        });
    }
    /// Asks a waiting token again now, whatever was said about the time. False when it does not wait.
    bool wake(token_slot slot) {
        if (token(slot).phase != Phase::waiting) return false;
        go_on(slot);
        return true;
    }
    /// Completes, fails, or throws a BPMN error for a token that waits, is pending or has failed. False when it is
    /// neither.
    bool complete(token_slot slot) {
        if (!can_be_answered(slot)) return false;
        withdraw(slot);
        complete_element(slot);
        return true;
    }
    bool fail(token_slot slot, std::string_view message) {
        if (!can_be_answered(slot)) return false;
        fail_token(slot, Phase::failed, core::error_code::a_body_failed, message);
        return true;
    }
    bool throw_error(token_slot slot, std::string_view code, std::string_view message) {
        if (!can_be_answered(slot)) return false;
        raise(slot, code, message);
        return true;
    }
    /// The answer of a body that ran apart: a token of State::batch, taken out of it.
    void answer(token_slot slot, TaskAnswer given) { task_processor::answer(*this, slot, given); }
    /// Ends the instance.
    void cancel() { finish(Status::cancelled); }

    // For processors and behaviours.

    [[nodiscard]] const graph::Graph& graph() const { return graph_; }
    [[nodiscard]] State& state() { return state_; }
    [[nodiscard]] Scratch& scratch() { return scratch_; }
    [[nodiscard]] Sink& sink() { return sink_; }
    [[nodiscard]] instant now() const { return now_; }
    [[nodiscard]] Token& token(token_slot slot) { return state_.tokens[slot]; }

    token_slot make_token(std::uint32_t vertex, std::uint32_t scope) {
        ++state_.scopes[scope].tokens;
        return state_.tokens.make(state_.next_token_id++, vertex, scope);
    }
    /// The token is to act in its turn.
    void make_ready(token_slot slot) { state_.ready.push(ReadyItem::token(slot)); }
    /// The token is at the vertex under a new id; what it waited for is forgotten.
    void place(token_slot slot, std::uint32_t vertex) {
        Token& t = token(slot);
        if (t.ties != 0) [[unlikely]]
            untie(slot);
        t.id = state_.next_token_id++;
        t.vertex = vertex;
        t.phase = Phase::ready;
    }
    /// The token enters the vertex that the flow leads to.
    void follow(token_slot slot, const graph::edge_descriptor& edge) {
        if (const std::uint32_t number = graph_[edge].choice_number; number != graph::no_choice) ++state_.taken[number];
        if constexpr (Sink::observed) sink_.flow_taken(edge);
        place(slot, static_cast<std::uint32_t>(target(edge, graph_)));
        arrive(slot, edge);
    }
    /// The token has passed the join at its vertex, or there is none.
    void activate(token_slot slot) {
        const graph::Vertex& v = graph_[token(slot).vertex];
        if constexpr (Sink::observed) sink_.entered(token(slot));
        if ((v.flags & (graph::has_boundary | graph::has_delay)) != 0) [[unlikely]]
            task_processor::activate(*this, slot);
        else
            make_ready(slot);
    }
    /// The token's element is done: it goes on.
    void complete_element(token_slot slot) {
        const std::uint32_t vertex = token(slot).vertex;
        if ((graph_[vertex].flags & graph::simple_exit) == 0) return leave_by_choice(*this, slot);
        count_passed(slot);
        follow(slot, *out_edges(vertex, graph_).first);
    }
    void count_passed(token_slot slot) {
        ++state_.passed[token(slot).vertex];
        if constexpr (Sink::observed) sink_.passed(token(slot));
    }
    /// The token ends here; with the last one the instance is completed.
    void end_token(token_slot slot) {
        Token& t = token(slot);
        if (t.ties != 0) untie(slot);
        Scope& scope = state_.scopes[t.scope];
        state_.tokens.end(slot);
        if (--scope.tokens == 0) finish(Status::completed);
    }
    /// The token stays where it is, in that phase. What it waits for is to be filled in.
    Wait& park(token_slot slot, Phase phase) {
        Token& t = token(slot);
        t.phase = phase;
        if (!t.is(Token::linked)) {
            if (state_.free_waits.empty()) {
                t.link_to(static_cast<table_index>(state_.waits.size()));
                state_.waits.emplace_back();
            } else {
                t.link_to(state_.free_waits.back());
                state_.free_waits.pop_back();
                state_.waits[t.link] = {};
            }
            state_.waits[t.link].since = now_;
        }
        return state_.waits[t.link];
    }
    /// Forgets why a token waited or failed, or at which join it stood, and tells the joins that watch it.
    void untie(token_slot slot) {
        Token& t = token(slot);
        if (t.is(Token::watched)) tell_watchers(*this, slot);
        if (t.is(Token::linked) && t.phase != Phase::joining) state_.free_waits.push_back(t.link);
        t.unlink();
    }
    void tell_waits(token_slot slot) {
        if constexpr (Sink::observed) sink_.waits(token(slot));
    }
    /// A technical failure: the token stays and may try again.
    void fail_token(token_slot slot, Phase phase, core::error_code code, std::string_view message) {
        Wait& w = park(slot, phase);
        ++w.failures;
        w.since = now_;
        w.until = instant::never();
        w.reason = message;
        sink_.failed(token(slot), code, message);
    }
    /// A BPMN error at the token: an error boundary event takes it, else the instance fails (BPMN 2.0.2, 10.5.6).
    void raise(token_slot slot, std::string_view code, std::string_view message) {
        const std::uint32_t boundary = boundary_event::that_catches(graph_, token(slot).vertex, code);
        if (boundary != graph::no_vertex) {
            interrupt(slot, boundary);
            return make_ready(slot);
        }
        state_.error = {std::string(code), std::string(message), graph_[token(slot).vertex].id};
        finish(Status::failed);
    }
    /// Takes the token from its element to a boundary event that is attached to it; it is not made ready yet.
    void interrupt(token_slot slot, std::uint32_t boundary) {
        withdraw(slot);
        place(slot, boundary);
        if constexpr (Sink::observed) sink_.entered(token(slot));
    }
    /// The instance is over: what is left of it goes.
    void finish(Status status) {
        for_each_token([this](token_slot slot) { withdraw(slot); });
        state_.status = status;
        state_.tokens.clear();
        state_.ready.clear();
        state_.batch.clear();
        state_.timers.clear();
        state_.joins.clear();
        state_.watchers.clear();
        state_.waits.clear();
        state_.free_waits.clear();
        state_.scopes.clear();
        sink_.ended(status);
    }

private:
    void arrive(token_slot slot, const graph::edge_descriptor& edge) {
        if (graph_[token(slot).vertex].join_number != no_entry) [[unlikely]]
            return arrive_at_join(*this, slot, graph_[edge].slot);
        activate(slot);
    }
    void act(token_slot slot) {
        const Token& t = token(slot);
        if (t.phase == Phase::leaving) [[unlikely]]
            return complete_element(slot);
        switch (graph_[t.vertex].kind) {
            case core::node_kind::task: return task_processor::act(*this, slot);
            case core::node_kind::exclusive_gateway:
            case core::node_kind::parallel_gateway:
            case core::node_kind::inclusive_gateway: return gateway::act(*this, slot);
            case core::node_kind::timer_boundary:
            case core::node_kind::error_boundary: return boundary_event::act(*this, slot);
        }
    }
    /// Lets a token act, and act again as long as only plain tasks follow and nothing else is ready. The loop is act(),
    /// complete_element() and follow() for them in one place, because this is where the time goes.
    void run_token(token_slot slot) {
        if constexpr (!Sink::observed) {
            Token& t = token(slot);                            // stays valid: nothing below makes tokens
            const graph::Vertex* const vertices = &graph_[0];  // nor changes the graph
            std::uint32_t vertex = t.vertex;
            if (t.phase == Phase::leaving) return complete_element(slot);
            if (!vertices[vertex].is_plain_task()) return act(slot);
            for (;;) {
                const TaskAnswer given = sink_.run_task(t, vertex);
                if (given.kind != outcome_kind::done) [[unlikely]]
                    return task_processor::answer_not_done(*this, slot, given);
                ++state_.passed[vertex];
                const std::uint32_t from = vertex;
                vertex = static_cast<std::uint32_t>(target(*out_edges(from, graph_).first, graph_));
                if (t.ties != 0) [[unlikely]]
                    untie(slot);
                t.id = state_.next_token_id++;
                t.vertex = vertex;
                if (!vertices[vertex].is_plain_and_open()) return arrive(slot, *out_edges(from, graph_).first);
                if (!state_.ready.empty() || sink_.interrupted()) return make_ready(slot);
            }
        }
        act(slot);
    }
    /// A token that waited, failed or was delayed is to act.
    void go_on(token_slot slot) {
        Token& t = token(slot);
        if (Wait* wait = state_.wait_of(t)) wait->until = instant::never();
        t.phase = t.phase == Phase::failed_leaving ? Phase::leaving : Phase::ready;
        make_ready(slot);
    }
    [[nodiscard]] bool can_be_answered(token_slot slot) const {
        const Phase phase = state_.tokens[slot].phase;
        return phase == Phase::waiting || phase == Phase::pending || phase == Phase::failed;
    }
    void withdraw(token_slot slot) {
        const Phase phase = token(slot).phase;
        if (phase != Phase::ready && phase != Phase::leaving && phase != Phase::joining) sink_.withdrawn(token(slot));
    }
    /// `use` may not end tokens.
    template <class Use>
    void for_each_token(Use use) {
        for (token_slot slot = state_.tokens.oldest(); slot != no_slot; slot = token(slot).next) use(slot);
    }

    const graph::Graph& graph_;
    State& state_;
    Scratch& scratch_;
    Sink& sink_;
    instant now_;
};

}  // namespace baton::inline BATON_ABI::engine

#endif
