// The engine: moves the tokens of one instance over its graph.
//
// It is sans-IO. Time comes in with every use; bodies, conditions and observers are behind the Sink. Everything that
// can act stands in one queue, so the order is deterministic: first come, first served; the children of a split arrive,
// in declaration order, before any of them acts.
//
// Life cycle of an element, the same for every processor in processor/:
//
//   step       called when                                   may do                          then
//   activate   a token has arrived, past the join if any     arm timers and events           act, in its turn
//   act        it is the token's turn                        run the body, open a scope      complete, or it stays
//   complete   the element is done                           count it, choose flows          activate, at what follows
//   interrupt  a boundary event or a cancel takes the token  withdraw what waits outside     act, at the boundary event
#ifndef BATON_ENGINE_ENGINE_HPP
#define BATON_ENGINE_ENGINE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/error_code.hpp"
#include "../graph/graph.hpp"
#include "data.hpp"
#include "errors.hpp"
#include "events.hpp"
#include "join.hpp"
#include "processor/activity.hpp"
#include "processor/ad_hoc.hpp"
#include "processor/boundary_event.hpp"
#include "processor/call_activity.hpp"
#include "processor/catch_event.hpp"
#include "processor/compensation.hpp"
#include "processor/complex_gateway.hpp"
#include "processor/event_gateway.hpp"
#include "processor/event_sub_process.hpp"
#include "processor/gateway.hpp"
#include "processor/multi_instance.hpp"
#include "processor/receive_task.hpp"
#include "processor/standard_loop.hpp"
#include "processor/sub_process.hpp"
#include "processor/task.hpp"
#include "processor/throw_event.hpp"
#include "processor/transaction.hpp"
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

    /// Puts a token on every start point of a process; or, where an event has started it, behind that event. Precondition:
    /// the state is fresh. What the start arms may throw: then the state is not to be used.
    void start(std::uint32_t process = 0, std::uint32_t event = graph::no_vertex, const core::Variables& variables = {}) {
        state_.status = Status::running;
        state_.process = process;
        make_root(state_);
        state_.passed = Counters(num_vertices(graph_));
        state_.taken = Counters(graph::properties_of(graph_).choice_count);
        const graph::Contents& contents = graph::properties_of(graph_).contents[process];
        declare_process_data(variables);
        if (!contents.event_sub_processes.empty()) {
            sub_process::arm_event_sub_processes(*this, 0);
            if (state_.scopes[0].satisfied) return;  // one that interrupts has started at once
        }
        if (event != graph::no_vertex) return start_behind(event);
        Borrowed<token_slot> children(scratch_.children);
        for (const std::uint32_t v : contents.starts) children.vector.push_back(make_token(v, 0));
        for (const token_slot slot : children.vector) activate(slot);
        if (state_.tokens.empty()) finish(Status::completed);
    }
    /// Lets the first item of the queue act. False when there is none.
    bool step() {
        if (state_.ready.empty()) return false;
        const ReadyItem item = state_.ready.pop();
        if (item.is_join())
            look_at_join(*this, item.index());
        else if (taken_from_queue(item.index()))
            act(item.index());
        if (state_.conditions != 0) [[unlikely]]
            look_at_all_conditions();
        return true;
    }
    /// Lets items act until the queue is empty or the sink interrupts.
    void run() {
        while (!state_.ready.empty() && !sink_.interrupted()) {
            if (state_.conditions != 0) [[unlikely]] {
                step();
                continue;
            }
            const ReadyItem item = state_.ready.pop();
            if (item.is_join())
                look_at_join(*this, item.index());
            else if (taken_from_queue(item.index()))
                run_token(item.index());
        }
        if (state_.conditions != 0) [[unlikely]]
            look_at_all_conditions();
    }
    /// Variables were changed from outside: conditions are looked at.
    void look_at_all_conditions() {
        state_.changed = true;
        look_at_conditions(*this);
    }
    /// Fires every timer that is due, in the order of due times.
    void fire_timers() {
        while (const Timer* t = state_.earliest_timer()) {
            if (t->due > now_) break;
            const Timer timer = *t;
            state_.timers.drop_front();
            if (timer.of_subscription)
                trigger(*this, SubscriptionRef{timer.slot, timer.token_id}, {});
            else if (timer.vertex == token(timer.slot).vertex)
                go_on(timer.slot);
            else
                leave_by_boundary(timer.slot, timer.vertex, true);
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
    /// A failed token tries again. False when it has not failed.
    bool retry(token_slot slot) {
        const Phase phase = token(slot).phase;
        if (phase != Phase::failed && phase != Phase::failed_leaving) return false;
        go_on(slot);
        return true;
    }
    /// Completes, fails, or throws a BPMN error for a token that waits, is pending or has failed. False when it is
    /// neither.
    bool complete(token_slot slot) {
        if (!can_be_answered(slot)) return false;
        const bool whole = token(slot).phase == Phase::failed && failed_before_its_work(slot);
        withdraw(slot);
        if (whole)
            activity::finish(*this, slot);
        else
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
    /// The instance that the token's call activity has called is completed; what it gives is assigned already.
    void called_is_done(token_slot slot) { complete_element(slot); }
    /// The called instance ended by an error, or throws an escalation.
    void called_threw(token_slot slot, const Thrown& thrown) {
        if (thrown.kind == core::event_kind::error) return raise(slot, thrown.code, thrown.message);
        escalate(slot, thrown.code);
    }

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
    void make_ready(token_slot slot) {
        token(slot).ties |= Token::queued;
        state_.ready.push(ReadyItem::token(slot));
    }
    /// The token is at the vertex under a new id; what it waited for is forgotten.
    void place(token_slot slot, std::uint32_t vertex) {
        if ((token(slot).ties & Token::tied) != 0) [[unlikely]]
            untie(slot);
        Token& t = token(slot);
        const std::uint64_t before = std::exchange(t.id, state_.next_token_id++);
        t.vertex = vertex;
        t.phase = Phase::ready;
        if (t.is(Token::compensates)) [[unlikely]]
            compensation::moved(*this, before, t.id);
    }
    /// The token enters the vertex that the flow leads to.
    void follow(token_slot slot, const graph::edge_descriptor& edge) {
        take_flow(slot, edge);
        arrive(slot, edge);
    }
    /// The same, without what is met on entering.
    void take_flow(token_slot slot, const graph::edge_descriptor& edge) {
        if (const std::uint32_t number = graph_[edge].choice_number; number != graph::no_choice) ++state_.taken[number];
        if constexpr (Sink::observed) sink_.flow_taken(edge);
        place(slot, static_cast<std::uint32_t>(target(edge, graph_)));
    }
    /// The token has passed the join at its vertex, or there is none.
    void activate(token_slot slot) {
        const graph::Vertex& v = graph_[token(slot).vertex];
        tell_entered(slot);
        if ((v.flags & graph::elaborate) != 0) [[unlikely]]
            return activate_elaborate(slot);
        if ((v.flags & (graph::has_boundary | graph::has_delay)) != 0) [[unlikely]]
            task_processor::activate(*this, slot);
        else
            make_ready(slot);
    }
    /// The token's element is done: it goes on.
    void complete_element(token_slot slot) {
        const std::uint32_t vertex = token(slot).vertex;
        if ((graph_[vertex].flags & (graph::simple_exit | graph::elaborate)) != graph::simple_exit)
            return complete_otherwise(slot);
        count_passed(slot);
        follow(slot, *out_edges(vertex, graph_).first);
    }
    void count_passed(token_slot slot) {
        ++state_.passed[token(slot).vertex];
        if constexpr (Sink::observed) sink_.passed(token(slot));
    }
    void tell_entered(token_slot slot) {
        if constexpr (Sink::observed) sink_.entered(token(slot));
    }
    void tell_terminated(token_slot slot) {
        if constexpr (Sink::observed) sink_.terminated(token(slot));
    }
    /// The token ends here; with the last one its scope is done.
    void end_token(token_slot slot) {
        if ((token(slot).ties & Token::tied) != 0) untie(slot);
        const Token t = token(slot);
        const std::uint64_t scope = state_.scopes[t.scope].id;
        --state_.scopes[t.scope].tokens;
        if (t.is(Token::queued))
            state_.tokens.end_queued(slot);
        else
            state_.tokens.end(slot);
        if (t.is(Token::compensates)) [[unlikely]]
            compensation::handler_done(*this, t.id);
        if (t.scope < state_.scopes.size() && state_.scopes[t.scope].id == scope && state_.scopes[t.scope].tokens == 0)
            scope_emptied(t.scope);
    }
    /// The token stays where it is, in that phase. What it waits for is to be filled in.
    Wait& park(token_slot slot, Phase phase) {
        token(slot).phase = phase;
        return keep_wait(slot);
    }
    /// The token's entry in the table of waits; made where there is none. Precondition: it does not stand at a join.
    Wait& keep_wait(token_slot slot) {
        Token& t = token(slot);
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
        if (token(slot).is(Token::watched)) tell_watchers(*this, slot);
        if (token(slot).is(Token::owns)) [[unlikely]]
            release_owned(slot);
        Token& t = token(slot);
        if (t.is(Token::linked) && t.phase != Phase::joining) state_.free_waits.push_back(t.link);
        t.unlink();
    }
    /// Closes the token's scopes and drops its subscriptions.
    void release_owned(token_slot slot) {
        close_own_scopes(*this, slot);
        drop_subscriptions(*this, std::exchange(state_.wait_of(token(slot))->first_subscription, no_entry));
        token(slot).ties &= static_cast<std::uint8_t>(~Token::owns);
    }
    void tell_waits(token_slot slot) {
        if constexpr (Sink::observed) sink_.waits(token(slot));
    }
    /// A technical failure: the token stays and may try again; what it waited for is armed again then.
    void fail_token(token_slot slot, Phase phase, core::error_code code, std::string_view message) {
        if (token(slot).is(Token::owns)) [[unlikely]]
            drop_caught(*this, slot);
        Wait& w = park(slot, phase);
        ++w.failures;
        w.since = now_;
        w.until = instant::never();
        w.reason = message;
        sink_.failed(token(slot), code, message);
    }
    /// A BPMN error at the token: who catches it goes on, else the instance fails (BPMN 2.0.2, 10.5.6).
    void raise(token_slot slot, std::string_view code, std::string_view message) {
        const std::string kept_code(code), kept_message(message);
        const std::string at = graph_[token(slot).vertex].id;
        if (throw_outwards(*this, slot, {core::event_kind::error, kept_code, kept_message})) return;
        state_.error = {kept_code, kept_message, at};
        finish(Status::failed);
    }
    /// An escalation at the token. The token may be gone afterwards.
    void escalate(token_slot slot, std::string_view code) {
        const std::string kept(code);
        if (!throw_outwards(*this, slot, {core::event_kind::escalation, kept, {}})) sink_.escalate_out(kept);
    }
    /// Takes the token from its element to a boundary event that is attached to it; it is not made ready yet.
    void interrupt(token_slot slot, std::uint32_t boundary) {
        withdraw(slot);
        tell_terminated(slot);
        place(slot, boundary);
        tell_entered(slot);
    }
    /// A boundary event has happened: it takes the host's token, or sends out one of its own.
    void leave_by_boundary(token_slot slot, std::uint32_t boundary, bool interrupting) {
        if (!interrupting) {
            const token_slot own = make_token(boundary, token(slot).scope);
            tell_entered(own);
            return make_ready(own);
        }
        if (!state_.batch.empty()) std::erase(state_.batch, slot);
        interrupt(slot, boundary);
        if (!token(slot).is(Token::queued)) make_ready(slot);
    }
    /// A throw or end event has thrown all that it throws.
    void thrown(token_slot slot) { complete_element(slot); }
    void publish(token_slot slot, const core::EventDefinition& d) {
        const std::uint32_t vertex = token(slot).vertex;
        const table_index scope = data_scope(state_, token(slot));
        std::string key;
        if (!d.expression.empty()) key = core::text_of(sink_.evaluate(d.expression, scope));
        sink_.publish(*this, vertex, d, text_of(d.name, scope), std::move(key),
                      thrown_payload(*this, graph::node_of(graph_, vertex), d, scope));
    }
    void broadcast(token_slot slot, const core::EventDefinition& d) {
        const table_index scope = data_scope(state_, token(slot));
        sink_.broadcast(*this, text_of(d.name, scope),
                        thrown_payload(*this, graph::node_of(graph_, token(slot).vertex), d, scope));
    }
    /// A text of the model that may be computed.
    std::string text_of(const std::string& text, table_index scope) {
        if (!core::is_computed(text)) return text;
        return core::text_of(sink_.evaluate({{}, text}, scope));
    }
    /// The value of a text that is literal unless it is marked as an expression.
    core::Value literal_or_evaluated(const core::ExpressionText& text, table_index scope) {
        if (text.language.empty() && !core::is_computed(text.text)) return core::Value(text.text);
        return sink_.evaluate(text, scope);
    }
    /// A number of turns or instances. Throws when it is none, or negative.
    std::int64_t count_of(const core::ExpressionText& text, table_index scope, std::string_view what) {
        const core::Value value = sink_.evaluate(text, scope);
        const std::int64_t* whole = value.integer();
        const double* real = value.real();
        const std::int64_t count = whole != nullptr ? *whole : real != nullptr ? static_cast<std::int64_t>(*real) : -1;
        if (count < 0)
            throw core::error(core::error_code::a_condition_failed, text.text,
                              std::string(what) + " is " + core::text_of(value) + ", not a number from 0 on");
        return count;
    }
    void withdraw(token_slot slot) {
        const Phase phase = token(slot).phase;
        if (phase != Phase::ready && phase != Phase::leaving && phase != Phase::joining) sink_.withdrawn(token(slot));
    }
    /// The instance is over: what is left of it goes.
    void finish(Status status) {
        for_each_token([this](token_slot slot) {
            withdraw(slot);
            tell_terminated(slot);
        });
        for (const Subscription& sub : state_.subscriptions)
            if (sub.id != 0) sink_.unsubscribed(sub);
        core::Variables kept;
        if (!state_.scopes.empty()) kept = std::move(state_.scopes[0].variables);
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
        state_.free_scopes.clear();
        state_.free_joins.clear();
        state_.subscriptions.clear();
        state_.free_subscriptions.clear();
        state_.compensations.clear();
        state_.conditions = 0;
        if (!kept.empty()) {  // what the instance knew can still be read
            make_root(state_);
            state_.scopes[0].variables = std::move(kept);
        }
        sink_.ended(status);
    }

private:
    void arrive(token_slot slot, const graph::edge_descriptor& edge) {
        if constexpr (Sink::observed) sink_.arrives(token(slot));
        if (graph_[token(slot).vertex].join_number != no_entry) [[unlikely]]
            return arrive_at_join(*this, slot, graph_[edge].slot);
        activate(slot);
    }
    /// False for what is left in the queue of a token that has ended.
    bool taken_from_queue(token_slot slot) {
        Token& t = token(slot);
        if (t.id == 0) [[unlikely]] {
            state_.tokens.release(slot);
            return false;
        }
        t.ties &= static_cast<std::uint8_t>(~Token::queued);
        return true;
    }
    void declare_process_data(const core::Variables& variables) {
        const core::Definition& d = *graph::properties_of(graph_).definition;
        if (state_.process < d.processes.size()) {
            const core::Process& p = d.processes[state_.process];
            declare_items(state_, 0, p.items);
            declare_items(state_, 0, p.data.inputs);
            declare_items(state_, 0, p.data.outputs);
        }
        for (const auto& [name, value] : variables) {
            if (core::Value* known = find_here(graph_, state_, 0, name))
                *known = value;
            else
                declare(state_, 0, name, value);
        }
    }
    /// A process that an event has started. A catch event or receive task that starts it has happened already; the
    /// others behind a parallel event gateway are waited for.
    void start_behind(std::uint32_t event) {
        const token_slot slot = make_token(event, 0);
        std::vector<token_slot> others;
        const auto [first, last] = in_edges(event, graph_);
        for (auto edge = first; edge != last; ++edge) {
            const core::Node& from = graph::node_of(graph_, boost::source(*edge, graph_));
            if (from.kind != core::node_kind::event_gateway || !from.instantiate || !from.parallel) continue;
            const auto [next, end] = out_edges(boost::source(*edge, graph_), graph_);
            for (auto other = next; other != end; ++other)
                if (target(*other, graph_) != event)
                    others.push_back(make_token(static_cast<std::uint32_t>(target(*other, graph_)), 0));
        }
        for (const token_slot other : others) activate(other);
        tell_entered(slot);
        if (graph_[event].kind == core::node_kind::start_event)
            make_ready(slot);
        else
            complete_element(slot);
    }
    void scope_emptied(table_index scope) {
        switch (state_.scopes[scope].kind) {
            case ScopeKind::root: return finish(Status::completed);
            case ScopeKind::sub_process: return sub_process::emptied(*this, scope);
            case ScopeKind::multi_instance:
            case ScopeKind::local: return;
        }
    }
    BATON_COLD void activate_elaborate(token_slot slot) {
        const core::node_kind kind = graph_[token(slot).vertex].kind;
        if (core::is_activity(kind)) return activity::activate(*this, slot);
        if (kind == core::node_kind::catch_event) return catch_event::activate(*this, slot);
        if (kind == core::node_kind::event_gateway) return event_gateway::activate(*this, slot);
        make_ready(slot);
    }
    /// An element with several flows, or that is more than a body, is done.
    void complete_otherwise(token_slot slot) {
        if ((graph_[token(slot).vertex].flags & graph::elaborate) != 0) {
            if (core::is_activity(graph_[token(slot).vertex].kind)) return activity::complete(*this, slot);
            if (token(slot).is(Token::owns)) release_owned(slot);
        }
        leave_by_choice(*this, slot);
    }
    /// The choice of flows is made again.
    BATON_COLD void leave_again(token_slot slot) {
        const core::Node& n = graph::node_of(graph_, token(slot).vertex);
        leave_by_choice(*this, slot, core::is_activity(n.kind) ? n.completion_quantity : 1);
    }
    void act(token_slot slot) {
        const Token& t = token(slot);
        if (t.phase == Phase::leaving) [[unlikely]]
            return leave_again(slot);
        const graph::Vertex& v = graph_[t.vertex];
        switch (v.kind) {
            case core::node_kind::task:
                if (v.has(graph::elaborate)) return activity::act(*this, slot);
                return task_processor::act(*this, slot);
            case core::node_kind::sub_process:
            case core::node_kind::event_sub_process:
            case core::node_kind::transaction:
            case core::node_kind::ad_hoc_sub_process:
            case core::node_kind::call_activity: return activity::act(*this, slot);
            case core::node_kind::throw_event:
            case core::node_kind::end_event:
                if (v.has(graph::elaborate)) return throw_event::act(*this, slot);
                return gateway::act(*this, slot);
            case core::node_kind::start_event:
            case core::node_kind::catch_event:
            case core::node_kind::complex_gateway:
            case core::node_kind::event_gateway: return gateway::act(*this, slot);
            case core::node_kind::boundary_event: return boundary_event::act(*this, slot);
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
            if (t.phase == Phase::leaving) return leave_again(slot);
            if (!vertices[vertex].is_plain_task()) return act(slot);
            for (;;) {
                const TaskAnswer given = sink_.run_task(t, vertex);
                if (given.kind != outcome_kind::done) [[unlikely]]
                    return task_processor::answer_not_done(*this, slot, given);
                ++state_.passed[vertex];
                const std::uint32_t from = vertex;
                vertex = static_cast<std::uint32_t>(target(*out_edges(from, graph_).first, graph_));
                if ((t.ties & Token::tied) != 0) [[unlikely]]
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
    /// It failed as a whole: a sub-process or call, or a loop that did not begin.
    [[nodiscard]] bool failed_before_its_work(token_slot slot) {
        const Token& t = token(slot);
        const core::Node& n = graph::node_of(graph_, t.vertex);
        if (!core::is_activity(n.kind)) return false;
        if (n.kind != core::node_kind::task) return true;
        const Wait* wait = state_.wait_of(t);
        return n.loop.kind != core::loop_kind::none && !is_inner(*this, t) &&
               (wait == nullptr || wait->scope == no_entry);
    }
    [[nodiscard]] bool can_be_answered(token_slot slot) const {
        const Phase phase = state_.tokens[slot].phase;
        return phase == Phase::waiting || phase == Phase::pending || phase == Phase::failed ||
               (phase == Phase::catching && graph_[state_.tokens[slot].vertex].kind == core::node_kind::task);
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
