// Replays the history of a process: its events, one after the other, are what happens to an instance of the engine.
//
// After each event the instance runs until nothing can move by itself, so how the events were dealt out to decisions
// does not matter. Time is that of the events.
#ifndef BATON_DECIDER_DETAIL_DEFINITION_REPLAY_HPP
#define BATON_DECIDER_DETAIL_DEFINITION_REPLAY_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../bpmn_error.hpp"
#include "definition_host.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// The marker in which the first decision says by which definition the process is decided.
inline constexpr std::string_view definition_marker = "baton.definition";

class DefinitionReplay final : public DefinitionHost {
public:
    /// What ended the process for a technical reason.
    struct Failure {
        std::string element, why;
    };
    /// A time that is waited for. The id tells it from every other of the process.
    struct Alarm {
        std::string id;
        core::instant due;
    };

    using DefinitionHost::DefinitionHost;

    /// BTN609 when the process was begun by another definition.
    void run() {
        for (const Event& e : process_.history) feed(e);
    }
    [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
    [[nodiscard]] bool over() const { return failure_ || i_.state.ended(); }
    /// The decision that ends the process. Precondition: it is over.
    [[nodiscard]] Decision end() const {
        if (failure_) return FailProcess{"technical failure at " + failure_->element, failure_->why};
        switch (i_.state.status) {
            case engine::Status::failed:
                return FailProcess{std::string(bpmn_error_prefix) + i_.state.error.code, i_.state.error.message};
            case engine::Status::cancelled: return CancelProcess{cancelled_};
            default: return CompleteProcess{object_of(variables())};
        }
    }
    [[nodiscard]] core::Variables variables() const {
        return i_.state.scopes.empty() ? core::Variables() : i_.state.scopes[0].variables;
    }
    /// The earliest first.
    [[nodiscard]] std::vector<Alarm> alarms() const {
        std::vector<Alarm> all;
        const auto id = [this](std::uint32_t vertex, const char* what, std::uint64_t token, core::instant due) {
            return element_at(vertex) + what + std::to_string(token) + "." + std::to_string(due.ms);
        };
        for (const engine::Timer& t : i_.state.armed_timers())
            all.push_back({id(t.vertex, ".", t.token_id, t.due), t.due});
        for (auto t = i_.state.tokens.oldest(); t != engine::no_slot; t = i_.state.tokens[t].next)
            if (const engine::Token& token = i_.state.tokens[t]; token.phase == engine::Phase::failed)
                all.push_back({id(token.vertex, ".retry.", token.id, retry_at(token)), retry_at(token)});
        return all;
    }

private:
    using Mover = runner::detail::ProcessMover;

    void feed(const Event& e) {
        now = std::max(now, e.at);
        if (const auto* made = e.as<DecisionMade>()) {
            if (const auto* marker = std::get_if<RecordMarker>(&made->decision)) check_marker(*marker);
            return;
        }
        if (over()) return;
        std::string at = process_.workflow;
        try {
            steps = 0;
            if (e.as<ProcessStarted>() != nullptr) {
                begin();
            } else if (const auto* ended = e.as<ActivityEnded>()) {
                at = ended->execution.id;
                activity_ended(*ended);
            } else if (const auto* child = e.as<ChildEnded>()) {
                at = child->process_id;
                child_ended(*child);
            } else if (e.as<TimerFired>() != nullptr) {
                time_has_come();
            } else if (const auto* signaled = e.as<Signaled>()) {
                at = "signal " + signaled->signal.name;
                signal_came(signaled->signal);
            } else if (const auto* asked = e.as<CancelRequested>()) {
                cancelled_ = asked->details;
                use([](Mover& m) { m.cancel(); });
            } else if (const auto* failed = e.as<DecisionFailed>()) {
                decision_failed(*failed);
            } else {
                return;
            }
            settle();
        } catch (const std::exception& problem) {
            failure_ = Failure{at, problem.what()};
        }
    }
    void check_marker(const RecordMarker& marker) const {
        if (marker.name != definition_marker) return;
        const std::string* known = marker.details.text();
        if (known != nullptr && *known != model_.fingerprint)
            throw core::error(core::error_code::the_process_is_of_another_definition, process_.id,
                              "begun by " + *known + ", here is " + model_.fingerprint);
    }
    void begin() {
        const graph::Graph& g = i_.graph();
        std::uint32_t event = graph::no_vertex;
        if (graph::properties_of(g).contents[model_.process].starts.empty())
            for (std::uint32_t v = 0; v < num_vertices(g) && event == graph::no_vertex; ++v)
                if (g[v].kind == core::node_kind::start_event && g[v].parent == graph::no_vertex &&
                    g[v].process == model_.process)
                    event = v;
        const core::Value::Object* given = process_.input.object();
        if (given == nullptr && !process_.input.is_null())
            throw core::error(core::error_code::the_decision_is_refused, model_.described().id,
                              "the input of a process is an object with its variables");
        const core::Variables variables = given == nullptr ? core::Variables() : *given;
        use([&](Mover& m) { m.start(model_.process, event, variables); });
        if (event == graph::no_vertex) return;
        runner::Message message;
        message.name = graph::node_of(g, event).events[0].name;
        message.variables = variables;
        runner::detail::remember_conversation(i_, message);
    }
    /// Everything acts that can; then messages that were kept are offered, and what failed is tried again.
    void settle() {
        for (;;) {
            use([](Mover& m) { m.run(); });
            if (options.step_limit != 0 && steps > options.step_limit)
                throw core::error(core::error_code::the_run_never_waits, model_.described().id);
            if (over()) return;
            if (!run_batch() && !offer_kept() && !see_to_failures()) return;
            if (over()) return;
        }
    }
    /// Tasks that were declared concurrent are activities like others.
    bool run_batch() {
        const std::vector<engine::token_slot> batch = std::exchange(i_.state.batch, {});
        for (const engine::token_slot slot : batch)
            use([&](Mover& m) { m.answer(slot, m.sink().run_task(m.token(slot), m.token(slot).vertex)); });
        return !batch.empty();
    }

    // Activities and children.

    [[nodiscard]] std::uint64_t token_of(std::string_view id) const {
        for (const auto& [token, w] : wanted_)
            if (w.id == id) return token;
        return 0;
    }
    [[nodiscard]] bool waits_for(std::uint64_t token, engine::token_slot& slot) const {
        slot = token == 0 ? engine::no_slot : i_.find_token(token);
        return slot != engine::no_slot;
    }
    void fail_and_maybe_retry(engine::token_slot slot, const std::string& why) {
        may_retry_.insert(i_.state.tokens[slot].id);
        if (engine::Wait* wait = i_.state.wait_of(i_.state.tokens[slot])) wait->called = 0;
        use([&](Mover& m) { m.fail_token(slot, engine::Phase::failed, core::error_code::a_body_failed, why); });
    }
    void activity_ended(const ActivityEnded& e) {
        engine::token_slot slot = engine::no_slot;
        const std::uint64_t token = token_of(e.execution.id);
        if (!waits_for(token, slot)) return;  // nobody waits for it any more
        wanted_.erase(token);
        if (const auto* done = std::get_if<ActivityCompleted>(&e.result)) return complete(slot, done->result);
        if (const auto* late = std::get_if<ActivityTimedOut>(&e.result)) {
            const std::string kind(enum_names<TimeoutKind>[static_cast<std::size_t>(late->kind)]);
            return fail_and_maybe_retry(slot,
                                        "timed out: " + kind + (late->details.empty() ? "" : ": " + late->details));
        }
        if (const auto* canceled = std::get_if<ActivityCanceled>(&e.result))
            return fail_and_maybe_retry(slot, "cancelled: " + canceled->details);
        const auto& failed = std::get<ActivityFailed>(e.result);
        if (const auto code = bpmn_error_code(failed.reason))
            return use([&](Mover& m) { m.throw_error(slot, *code, failed.details); });
        fail_and_maybe_retry(slot, together(failed.reason, failed.details));
    }
    void complete(engine::token_slot slot, const core::Value& result) {
        core::Variables variables;
        const core::Node& n = graph::node_of(i_.graph(), i_.state.tokens[slot].vertex);
        if (!n.implementation.result_variable.empty()) {
            variables.emplace_back(n.implementation.result_variable, result);
        } else if (const core::Value::Object* object = result.object()) {
            variables = *object;
        } else if (!result.is_null()) {
            return fail_and_maybe_retry(
                slot, "its result is no object with variables, and no variable is named that takes it");
        }
        use([&](Mover& m) { complete_token(m, i_, slot, variables); });
    }
    void child_ended(const ChildEnded& e) {
        std::uint64_t token = token_of(e.process_id);
        // On Amazon SWF the run follows the id.
        if (token == 0) token = token_of(e.process_id.substr(0, e.process_id.rfind(':')));
        engine::token_slot slot = engine::no_slot;
        if (!waits_for(token, slot)) return;
        wanted_.erase(token);
        runner::detail::ProcessInstance child;
        child.model = i_.model;
        engine::make_root(child.state);
        if (const auto* failed = std::get_if<ProcessFailed>(&e.result)) {
            const auto code = bpmn_error_code(failed->reason);
            if (!code) return fail_and_maybe_retry(slot, together(failed->reason, failed->details));
            child.state.status = engine::Status::failed;
            child.state.error = {*code, failed->details, {}};
        } else if (const auto* done = std::get_if<ProcessCompleted>(&e.result)) {
            if (done->result.object() == nullptr && !done->result.is_null())
                return fail_and_maybe_retry(slot, "the result of " + e.workflow + " is no object with variables");
            child.state.status = engine::Status::completed;
            if (done->result.object() != nullptr) child.state.scopes[0].variables = *done->result.object();
        } else {
            return fail_and_maybe_retry(slot, e.workflow + " " + std::string(type_of(e.result)));
        }
        use([&](Mover& m) { called_has_ended(m, i_, slot, child); });
    }
    /// What could not be begun is a failure of its element. What could not be withdrawn is over already.
    void decision_failed(const DecisionFailed& e) {
        if (const auto* signal = std::get_if<SignalExternalProcess>(&e.decision)) {
            const auto sender = std::find_if(sent_.rbegin(), sent_.rend(),
                                             [&](const Sent& s) { return s.signal.process_id == signal->process_id; });
            failure_ = Failure{sender == sent_.rend() ? signal->process_id : sender->element,
                               "its message does not reach " + signal->process_id + ": " + e.cause};
            return;
        }
        if (const auto* timer = std::get_if<Timer>(&e.decision)) {
            failure_ = Failure{timer->id, "the timer cannot be started: " + e.cause};
            return;
        }
        std::string id;
        if (const auto* activity = std::get_if<ScheduleActivity>(&e.decision)) id = activity->id;
        if (const auto* child = std::get_if<StartChildProcess>(&e.decision)) id = child->id;
        engine::token_slot slot = engine::no_slot;
        const std::uint64_t token = token_of(id);
        if (!waits_for(token, slot)) return;
        wanted_.erase(token);
        fail_and_maybe_retry(slot, "it cannot be begun: " + e.cause);
    }
    static std::string together(const std::string& reason, const std::string& details) {
        return details.empty() ? reason : reason.empty() ? details : reason + ": " + details;
    }

    // Failures.

    [[nodiscard]] core::instant retry_at(const engine::Token& token) const {
        const core::Node& n = graph::node_of(i_.graph(), token.vertex);
        const core::instant since = i_.state.wait_of(token)->since;
        return since + runner::detail::retry_times_of(n.retry, since).pause;
    }
    /// Tries again what may be tried again now. The first that may not fails the process. False: nothing has changed.
    bool see_to_failures() {
        std::vector<engine::token_slot> again;
        for (auto t = i_.state.tokens.oldest(); t != engine::no_slot; t = i_.state.tokens[t].next) {
            const engine::Token& token = i_.state.tokens[t];
            if (token.phase != engine::Phase::failed && token.phase != engine::Phase::failed_leaving) continue;
            const core::Node& n = graph::node_of(i_.graph(), token.vertex);
            const engine::Wait* wait = i_.state.wait_of(token);
            const bool may = token.phase == engine::Phase::failed && wait != nullptr && may_retry_.contains(token.id) &&
                             wait->failures < runner::detail::retry_times_of(n.retry, wait->since).attempts;
            if (!may) {
                failure_ = Failure{n.id, wait == nullptr ? std::string() : wait->reason};
                return true;
            }
            if (retry_at(token) <= now) again.push_back(t);
        }
        for (const engine::token_slot slot : again) {
            may_retry_.erase(i_.state.tokens[slot].id);
            use([&](Mover& m) { m.retry(slot); });
        }
        return !again.empty();
    }
    /// A timer has fired: all that is due happens, in the order of due times.
    void time_has_come() {
        use([](Mover& m) { m.fire_timers(); });
    }

    // Messages and signals.

    /// {"key": …, "variables": {…}}, both of which may be missing; any other object: the variables.
    static runner::Message message_of(const Signal& signal) {
        runner::Message message;
        message.name = signal.name;
        const core::Value::Object* data = signal.data.object();
        if (data == nullptr) return message;
        const core::Value* key = signal.data.find("key");
        const core::Value* variables = signal.data.find("variables");
        const std::size_t known = (key != nullptr ? 1U : 0U) + (variables != nullptr ? 1U : 0U);
        if (data->size() != known || (variables != nullptr && variables->object() == nullptr)) {
            message.variables = *data;
            return message;
        }
        if (key != nullptr) message.key = core::text_of(*key);
        if (variables != nullptr) message.variables = *variables->object();
        return message;
    }
    void signal_came(const Signal& signal) {
        runner::Message message = message_of(signal);
        if (deliver(message)) return;
        bool is_signal = false;
        std::vector<engine::SubscriptionRef> waiting;
        for (engine::table_index at = 0; at < i_.state.subscriptions.size(); ++at) {
            const engine::Subscription& s = i_.state.subscriptions[at];
            if (s.id != 0 && s.kind == core::event_kind::signal && s.name == signal.name) waiting.push_back({at, s.id});
        }
        std::sort(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        for (const engine::SubscriptionRef ref : waiting) {
            use([&](Mover& m) { engine::trigger(m, ref, message.variables); });
            is_signal = true;
        }
        // Who sends to a process is told nothing, so a message that comes before it is waited for is not lost.
        if (!is_signal && !is_only_a_signal(signal.name)) kept_.push_back(std::move(message));
    }
    [[nodiscard]] bool is_only_a_signal(const std::string& name) const {
        bool signal = false;
        for (const core::Node& n : model_.definition().nodes)
            for (const core::EventDefinition& e : n.events) {
                if (n.process != model_.process || e.name != name) continue;
                if (e.kind == core::event_kind::message) return false;
                signal = signal || e.kind == core::event_kind::signal;
            }
        return signal;
    }
    /// To the one that has waited longest.
    bool deliver(const runner::Message& message) {
        engine::SubscriptionRef first{0, 0};
        for (engine::table_index at = 0; at < i_.state.subscriptions.size(); ++at) {
            const engine::Subscription& s = i_.state.subscriptions[at];
            if (s.id == 0 || s.kind != core::event_kind::message || s.name != message.name) continue;
            if ((first.id == 0 || s.id < first.id) && runner::detail::takes(i_, s.key, message)) first = {at, s.id};
        }
        if (first.id == 0) return false;
        runner::detail::remember_conversation(i_, message);
        use([&](Mover& m) { engine::trigger(m, first, message.variables); });
        return true;
    }
    bool offer_kept() {
        if (!std::exchange(look_at_kept_, false)) return false;
        for (auto m = kept_.begin(); m != kept_.end(); ++m) {
            const runner::Message message = *m;
            if (!deliver(message)) continue;
            kept_.erase(m);
            look_at_kept_ = true;  // what waited with it may have been withdrawn, or have come
            return true;
        }
        return false;
    }

    std::optional<Failure> failure_;
    std::string cancelled_;
    /// Tokens whose activity or child failed; what else fails would fail again.
    std::set<std::uint64_t> may_retry_;
    std::deque<runner::Message> kept_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
