// One instance of a ProcessEngine, and the sink through which the engine moves it.
#ifndef BATON_RUNNER_PROCESS_INSTANCE_HPP
#define BATON_RUNNER_PROCESS_INSTANCE_HPP

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/outcome.hpp"
#include "../engine/engine.hpp"
#include "process_model.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// One instance.
struct ProcessInstance {
    std::uint64_t id = 0;
    std::shared_ptr<const ProcessModel> model;
    engine::State state;
    engine::Scratch scratch;
    std::string business_key;
    /// Who called it: an instance, and the token at its call activity.
    std::uint64_t parent = 0, parent_token = 0;
    /// The values of conversations' keys: key id and text.
    std::vector<std::pair<std::string, std::string>> conversations;
    core::Outcome answer = false;
    /// Activations whose enter hook threw, and what; empty text: told already, the hook is to be tried again.
    std::vector<std::pair<std::uint64_t, std::string>> not_entered;
    /// It stands in the queue of instances that can act.
    bool queued = false;
    /// The due time under which it stands in the table of timers.
    core::instant due = core::instant::never();

    [[nodiscard]] const graph::Graph& graph() const { return model->graph; }
    [[nodiscard]] const core::Process& process() const { return model->definition->processes[state.process]; }
    [[nodiscard]] engine::token_slot find_token(std::uint64_t token) const {
        for (auto t = state.tokens.oldest(); t != engine::no_slot; t = state.tokens[t].next)
            if (state.tokens[t].id == token) return t;
        return engine::no_slot;
    }
};

class ProcessSink;

/// What instances ask of those who hold them all.
class ProcessHost {
public:
    ProcessHost() = default;
    ProcessHost(const ProcessHost&) = delete;
    ProcessHost& operator=(const ProcessHost&) = delete;
    virtual ~ProcessHost() = default;

    virtual core::instant time() const = 0;
    virtual bool observed() const = 0;
    virtual void tell(int what, const ProcessInstance&, const engine::Token*, const graph::edge_descriptor*,
                      std::string_view text, bool holds = false) = 0;
    virtual void enter(ProcessInstance&, ProcessSink&, engine::token_slot) = 0;
    virtual void leave(ProcessInstance&, ProcessSink&, engine::token_slot) = 0;
    virtual bool decide(ProcessInstance&, ProcessSink&, const graph::edge_descriptor&, engine::table_index scope) = 0;
    virtual core::Outcome run_body(ProcessInstance&, ProcessSink&, engine::token_slot, bool& gone) = 0;
    virtual void subscribed(ProcessInstance&, const engine::Subscription&, engine::table_index) = 0;
    virtual void unsubscribed(ProcessInstance&, const engine::Subscription&) = 0;
    /// `vertex`: what throws the message.
    virtual void publish(ProcessInstance&, std::uint32_t vertex, std::string name, std::string key,
                         core::Variables) = 0;
    virtual void broadcast(std::string name, core::Variables) = 0;
    virtual std::uint64_t call(ProcessInstance&, ProcessSink&, const engine::Token&, engine::table_index scope) = 0;
    virtual void withdraw_call(std::uint64_t instance) = 0;
    virtual void escalate_out(ProcessInstance&, std::string_view code) = 0;
    virtual void ended(ProcessInstance&, engine::Status) = 0;
    virtual bool is_compatible(int what) const = 0;
    virtual bool step_allowed() = 0;
    virtual std::string correlation_key(ProcessInstance&, ProcessSink&, std::uint32_t vertex, std::uint32_t definition,
                                        engine::table_index scope) = 0;
};

// In the order of ProcessEvent::What.
enum Told : int {
    told_entered,
    told_completed,
    told_waits,
    told_failed,
    told_flow,
    told_ended,
    told_terminated,
    told_condition
};
enum Compatibility : int { catch_cycle_repeats, multi_instance_events_do_not_interrupt };

class ProcessSink : public engine::SinkDefaults {
public:
    static constexpr bool observed = true;

    ProcessSink(ProcessHost& host, ProcessInstance& i) : host_(host), i_(i), tells_(host.observed()) {}

    engine::TaskAnswer run_task(const engine::Token& t, std::uint32_t vertex) {
        if (!i_.model->bodies[vertex]) return {};
        const engine::token_slot slot = slot_of(t);
        bool gone = false;
        try {
            i_.answer = host_.run_body(i_, *this, slot, gone);
        } catch (const std::exception& e) {
            i_.answer = core::failed_word{}(e.what());
        } catch (...) {
            i_.answer = core::failed_word{}("unknown exception");
        }
        if (gone) return {core::outcome_kind::waiting, nullptr, true};
        return {i_.answer.kind(), i_.answer.detail()};
    }
    bool holds(const graph::edge_descriptor& edge, engine::table_index scope) {
        if (!i_.model->functions.empty() && i_.model->functions[edge.idx]) {
            const bool result = host_.decide(i_, *this, edge, scope);
            if (tells_)
                host_.tell(told_condition, i_, nullptr, &edge, graph::flow_of(i_.graph(), edge).condition.text, result);
            return result;
        }
        const expression::Expression* condition = i_.model->conditions[edge.idx];
        if (condition == nullptr) return true;
        const bool result = evaluate(*condition, scope).is_true();
        if (tells_) host_.tell(told_condition, i_, nullptr, &edge, condition->text(), result);
        return result;
    }
    bool interrupted() { return !host_.step_allowed(); }

    core::Value evaluate(const core::ExpressionText& text, engine::table_index scope) {
        return expression::to_variable(evaluate(i_.model->expressions->get(text), scope));
    }
    engine::Schedule schedule(const core::EventDefinition& event, engine::table_index scope, core::instant now) {
        std::string text = event.expression.text;
        if (core::is_computed(text)) text = core::text_of(evaluate(event.expression, scope));
        const expression::DueTimes due = expression::due_times(event.timer, text, now);
        return {due.first, due.again, event.timer == core::timer_kind::cycle ? text : std::string()};
    }
    core::instant next_due(const engine::Subscription& sub) { return expression::next_due(sub.cycle, sub.due); }
    std::string correlation_key(std::uint32_t vertex, std::uint32_t definition, engine::table_index scope) {
        return host_.correlation_key(i_, *this, vertex, definition, scope);
    }
    void subscribed(const engine::Subscription& sub, engine::table_index at) { host_.subscribed(i_, sub, at); }
    void unsubscribed(const engine::Subscription& sub) { host_.unsubscribed(i_, sub); }
    template <class Engine>
    void publish(Engine&, std::uint32_t vertex, const core::EventDefinition&, std::string name, std::string key,
                 core::Variables payload) {
        host_.publish(i_, vertex, std::move(name), std::move(key), std::move(payload));
    }
    template <class Engine>
    void broadcast(Engine&, std::string name, core::Variables payload) {
        host_.broadcast(std::move(name), std::move(payload));
    }
    template <class Engine>
    std::uint64_t call(Engine&, const engine::Token& t, engine::table_index scope) {
        return host_.call(i_, *this, t, scope);
    }
    void escalate_out(std::string_view code) { host_.escalate_out(i_, code); }
    bool answers_itself(std::uint32_t vertex) { return static_cast<bool>(i_.model->bodies[vertex]); }
    [[nodiscard]] bool repeats_catch_cycles() const { return host_.is_compatible(catch_cycle_repeats); }
    [[nodiscard]] bool multi_instance_events_do_not_interrupt() const {
        return host_.is_compatible(Compatibility::multi_instance_events_do_not_interrupt);
    }

    void failed(const engine::Token& t, core::error_code, std::string_view message) {
        if (tells_) host_.tell(told_failed, i_, &t, nullptr, message);
    }
    void withdrawn(const engine::Token& t) {
        const engine::Wait* wait = i_.state.wait_of(t);
        if (wait != nullptr && wait->called != 0) host_.withdraw_call(wait->called);
    }
    void entered(const engine::Token& t) {
        if (tells_) host_.tell(told_entered, i_, &t, nullptr, {});
        if (i_.model->hooks.empty()) return;
        const graph::Vertex& v = i_.graph()[t.vertex];
        if (!core::is_gateway(v.kind) || v.in_degree == 0) host_.enter(i_, *this, slot_of(t));
    }
    void arrives(const engine::Token& t) {
        if (!i_.model->hooks.empty() && core::is_gateway(i_.graph()[t.vertex].kind)) [[unlikely]]
            host_.enter(i_, *this, slot_of(t));
    }
    void passed(const engine::Token& t) {
        if (!i_.model->hooks.empty() && !i_.model->bodies[t.vertex]) [[unlikely]]
            host_.leave(i_, *this, slot_of(t));
        if (tells_) host_.tell(told_completed, i_, &t, nullptr, {});
    }
    void waits(const engine::Token& t) {
        if (tells_) host_.tell(told_waits, i_, &t, nullptr, {});
    }
    void flow_taken(const graph::edge_descriptor& edge) {
        if (tells_) host_.tell(told_flow, i_, nullptr, &edge, {});
    }
    void terminated(const engine::Token& t) {
        if (tells_) host_.tell(told_terminated, i_, &t, nullptr, {});
    }
    void ended(engine::Status status) { host_.ended(i_, status); }

private:
    [[nodiscard]] engine::token_slot slot_of(const engine::Token& t) const {
        return static_cast<engine::token_slot>(&t - &i_.state.tokens[0]);
    }
    expression::Value evaluate(const expression::Expression& e, engine::table_index scope) {
        const StateScope variables(i_.graph(), i_.state, scope);
        expression::Setting setting;
        setting.now = host_.time();
        setting.seed = i_.state.seed + i_.state.next_token_id;
        return e.evaluate(variables, setting);
    }

    ProcessHost& host_;
    ProcessInstance& i_;
    bool tells_;
};

using ProcessMover = engine::Engine<ProcessSink>;

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
