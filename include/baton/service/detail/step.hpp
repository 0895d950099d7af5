// One step of an instance: it reads what has come for it, goes on until everything in it waits, and is written again,
// all in the transaction of whoever makes the step.
//
//   load       the state is restored from the row
//   apply      what came, one after the other
//   write      timers fire, tokens act; then the state, history, work, subscriptions and attributes are written
#ifndef BATON_SERVICE_DETAIL_STEP_HPP
#define BATON_SERVICE_DETAIL_STEP_HPP

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../engine/restore.hpp"
#include "../../engine/snapshot.hpp"
#include "../../expression/timer.hpp"
#include "../../runner/detail/instance_host.hpp"
#include "../../runner/process_engine.hpp"
#include "../../runner/snapshot_json.hpp"
#include "../../store/store.hpp"
#include "../this_step.hpp"
#include "../views.hpp"
#include "deployment.hpp"
#include "payload.hpp"
#include "step_writer.hpp"

namespace baton::inline BATON_ABI::service::detail {

class ServiceStep final : public StepWriter {
public:
    ServiceStep(StepHost& host, store::Transaction& tx, store::InstanceRow& row, std::shared_ptr<const Deployment> d)
        : StepWriter(host, tx, row, std::move(d)) {
        load();
    }

    [[nodiscard]] bool started() const { return i_.state.status != engine::Status::fresh; }
    /// The process of the deployment, at its start event or where it starts by itself.
    void start(const std::string& event, const core::Variables& variables) {
        std::uint32_t vertex = graph::no_vertex;
        if (!event.empty()) {
            const auto v = i_.model->vertices.find(event);
            if (v == i_.model->vertices.end())
                throw core::error(core::error_code::no_such_process, deployment_->key,
                                  "it has no start event " + event);
            vertex = v->second;
        } else if (graph::properties_of(i_.graph()).contents[deployment_->process].starts.empty()) {
            for (std::uint32_t v = 0; v < num_vertices(i_.graph()) && vertex == graph::no_vertex; ++v)
                if (i_.graph()[v].kind == core::node_kind::start_event && i_.graph()[v].parent == graph::no_vertex &&
                    i_.graph()[v].process == deployment_->process)
                    vertex = v;
        }
        changed_ = true;
        // Random numbers of expressions are the instance's own.
        i_.state.seed = i_.id * 0x9E3779B97F4A7C15ull;
        note("started", {}, {});
        use([&](runner::detail::ProcessMover& e) { e.start(deployment_->process, vertex, variables); });
        run();
    }
    /// What stands in the inbox. False when nothing waits for it any more.
    bool apply(const store::InboxRow& item) {
        const std::string where = "instance " + std::to_string(row_.id) + ", inbox";
        return apply(static_cast<Item>(item.kind), static_cast<std::uint64_t>(item.token),
                     host_.payloads().open(item.body, where), where);
    }
    bool apply(Item item, std::uint64_t token, const json& body, const std::string& where) {
        if (item == Item::start) {
            if (started()) return false;
            start(text_in(body, "event"), variables_from(body, "variables", where));
            return true;
        }
        if (i_.state.ended()) return false;
        const bool applied = do_apply(item, token, body, where);
        changed_ = changed_ || applied;
        if (applied) run();
        return applied;
    }
    /// A message that this instance does not wait for any more goes to whom else it may concern.
    void send_on(const store::InboxRow& item) {
        const json body = host_.payloads().open(item.body, "inbox");
        if (!body.contains("name")) return;
        send({{"message", body["name"]}, {"key", body["key"]}, {"variables", body["variables"]}});
    }
    /// Asks tasks that wait, as a poll does.
    void poll() {
        use([](runner::detail::ProcessMover& e) { e.ask_waiting(); });
        run();
    }
    /// Lets timers fire that are due, and writes everything. False when nothing had changed: then nothing is written.
    bool write() {
        if (!i_.state.ended()) {
            const engine::Timer* timer = i_.state.earliest_timer();
            if (timer != nullptr && timer->due <= now) {
                changed_ = true;
                use([](runner::detail::ProcessMover& e) { e.fire_timers(); });
                run();
            }
        }
        if (!changed_ && state_text() == loaded_) return false;
        see_to_failures();
        see_to_waiting();
        see_to_timer();
        put_attributes();
        row_.codec.clear();
        row_.state = host_.payloads().seal(state_text());
        tx_.update_instance(row_);
        return true;
    }

    /// How soon tasks that wait are to be asked again; 0: none waits.
    [[nodiscard]] core::duration polls() const { return polls_; }
    /// Whether the row of work that asks them was made in this step.
    [[nodiscard]] bool has_new_poll() const { return has_new_poll_; }
    /// An activity's or person's row is gone already: it need not be looked for when its token goes on.
    void row_is_gone(std::uint64_t token) { gone_.insert(token); }

    // ProcessHost.

    bool observed() const override { return true; }
    void tell(int what, const runner::detail::ProcessInstance& i, const engine::Token* token,
              const graph::edge_descriptor* edge, std::string_view text, bool holds) override {
        namespace told = runner::detail;
        changed_ = true;
        if (token != nullptr &&
            (what == told::told_completed || what == told::told_terminated || what == told::told_failed))
            forget_row(token->vertex, token->id);
        const HistoryLevel level = host_.settings().history;
        const bool detail = what == told::told_flow || what == told::told_condition || what == told::told_waits;
        if (level == HistoryLevel::off || (detail && level != HistoryLevel::full)) return;
        static constexpr const char* names[] = {"entered", "completed", "waits",      "failed",
                                                "flow",    "ended",     "terminated", "condition"};
        const std::string element = token != nullptr  ? i.graph()[token->vertex].id
                                    : edge != nullptr ? graph::flow_of(i.graph(), *edge).id
                                                      : std::string();
        note(names[what], element,
             what == told::told_condition ? std::string(text) + (holds ? ": true" : ": false") : std::string(text),
             token != nullptr ? token->id : 0);
    }
    core::Outcome run_body(runner::detail::ProcessInstance& i, runner::detail::ProcessSink& sink,
                           engine::token_slot slot, bool& gone) override {
        const std::uint32_t vertex = i.state.tokens[slot].vertex;
        const Doer doer = deployment_->doers[vertex];
        core::Outcome answer = [&] {
            if (!host_.settings().join_bodies) return InstanceHost::run_body(i, sink, slot, gone);
            const StepOnThisThread step(tx_);
            return InstanceHost::run_body(i, sink, slot, gone);
        }();
        if (doer == Doer::nobody || gone || answer.kind() != core::outcome_kind::pending) return answer;
        runner::detail::ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        if (doer == Doer::worker)
            put_activity(e, slot);
        else
            put_person_task(e, slot);
        return answer;
    }
    void subscribed(runner::detail::ProcessInstance& i, const engine::Subscription& sub,
                    engine::table_index at) override {
        changed_ = true;
        if (sub.kind != core::event_kind::message && sub.kind != core::event_kind::signal) return;
        store::SubscriptionRow row;
        row.instance_id = row_.id;
        row.token = static_cast<std::int64_t>(sub.id);
        row.kind = sub.kind == core::event_kind::message ? waits_for_message : waits_for_signal;
        row.name = sub.name;
        row.correlation = sub.key;
        row.created_at = now.ms;
        const core::Node& node = graph::node_of(i.graph(), sub.vertex);
        const bool again =
            (node.kind == core::node_kind::boundary_event || node.kind == core::node_kind::start_event) &&
            !node.interrupting;
        row.body = again ? "again" : "once";
        if (row.kind == waits_for_message) {
            tx_.lock_name(sub.name);
            if (const auto message = tx_.take_message(sub.name, sub.key))
                arrived_.push_back(
                    {{at, sub.id},
                     variables_from(host_.payloads().open(message->body, "message"), "variables", "message")});
        }
        tx_.subscribe(row);
    }
    void unsubscribed(runner::detail::ProcessInstance&, const engine::Subscription& sub) override {
        changed_ = true;
        if (sub.kind == core::event_kind::message || sub.kind == core::event_kind::signal)
            tx_.unsubscribe_all(row_.id, static_cast<std::int64_t>(sub.id));
    }
    void publish(runner::detail::ProcessInstance& from, std::uint32_t, std::string name, std::string key,
                 core::Variables payload) override {
        const runner::Message message =
            runner::detail::thrown_message(from, std::move(name), std::move(key), std::move(payload));
        send({{"message", as_json(message.name)},
              {"key", as_json(message.key)},
              {"variables", variables_to_json(message.variables)}});
    }
    void broadcast(std::string name, core::Variables payload) override {
        // What waits here is reached before the thrower goes on; others are a little later.
        std::vector<engine::SubscriptionRef> here;
        for (engine::table_index at = 0; at < i_.state.subscriptions.size(); ++at) {
            const engine::Subscription& sub = i_.state.subscriptions[at];
            if (sub.id != 0 && sub.kind == core::event_kind::signal && sub.name == name) here.push_back({at, sub.id});
        }
        for (const engine::SubscriptionRef ref : here)
            use([&](runner::detail::ProcessMover& e) { engine::trigger(e, ref, payload); });
        send({{"signal", as_json(name)}, {"variables", variables_to_json(payload)}, {"except", i_.id}});
    }
    std::uint64_t call(runner::detail::ProcessInstance& i, runner::detail::ProcessSink& sink, const engine::Token& t,
                       engine::table_index scope) override {
        runner::detail::ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        const core::Node& n = graph::node_of(i.graph(), t.vertex);
        const std::string process = e.text_of(n.call.called, scope);
        const auto target = host_.called(process, n.call, *deployment_);
        if (target == nullptr) throw core::error(core::error_code::the_call_cannot_be_made, n.id, "'" + process + "'");
        auto arguments = call_arguments(e, i, n, scope);
        store::InstanceRow child;
        child.definition_key = target->key;
        child.definition_version = target->version;
        child.scope = target->key;
        child.business_key = std::move(arguments.second);
        child.parent_id = row_.id;
        child.parent_token = static_cast<std::int64_t>(t.id);
        child.root_id = row_.root_id == 0 ? row_.id : row_.root_id;
        child.started_at = now.ms;
        // Of a call that cannot be made nothing is left: its token fails, and may be tried again.
        tx_.savepoint([&] {
            const auto id = tx_.add_instance(child);
            if (!id)
                throw core::error(core::error_code::the_call_cannot_be_made, n.id,
                                  "an open instance has the business key '" + child.business_key + "'");
            child.id = *id;
            rows_.post(child, Item::start, 0, {{"variables", variables_to_json(arguments.first)}});
        });
        return static_cast<std::uint64_t>(child.id);
    }
    void withdraw_call(std::uint64_t id) override {
        deliver(static_cast<std::int64_t>(id), Item::cancel, 0, {{"text", "its caller does not wait any more"}});
    }
    void escalate_out(runner::detail::ProcessInstance&, std::string_view code) override {
        if (row_.parent_id != 0)
            deliver(row_.parent_id, Item::escalation, row_.parent_token, {{"code", as_json(std::string(code))}});
    }
    void ended(runner::detail::ProcessInstance&, engine::Status status) override {
        changed_ = true;
        row_.ended_at = now.ms;
        row_.status = number_of(ended_as(status));
        note("ended", {}, std::string(engine::name_of(status)));
        ended_ = true;
    }

private:
    struct Arrived {
        engine::SubscriptionRef ref;
        core::Variables variables;
    };

    void run() {
        for (;;) {
            use([](runner::detail::ProcessMover& e) { e.run(); });
            if (!step_allowed()) throw core::error(core::error_code::the_run_never_waits, deployment_->key);
            if (arrived_.empty()) break;
            const std::vector<Arrived> arrived = std::exchange(arrived_, {});
            for (const Arrived& a : arrived)
                use([&](runner::detail::ProcessMover& e) { engine::trigger(e, a.ref, a.variables); });
        }
        if (ended_) tell_caller();
    }

    void load() {
        if (row_.state.empty()) return;
        const std::string where = "instance " + std::to_string(row_.id);
        loaded_ = host_.payloads().open_text(row_.state, where);
        const json body = Payloads::parse(loaded_, where);
        if (!body.contains("state"))
            throw core::error(core::error_code::the_store_is_damaged, where, "it has no state");
        i_.state = engine::restore(i_.graph(), runner::detail::SnapshotReader(body["state"]).read());
        if (const auto at = body.find("conversations"); at != body.end())
            for (const json& c : *at)
                i_.conversations.emplace_back(text_in(c, "key", where), text_in(c, "value", where));
        if (const auto at = body.find("failures"); at != body.end())
            for (const json& f : *at)
                failures_[number_in(f, "token")] = {static_cast<std::uint32_t>(number_in(f, "failures")),
                                                    static_cast<std::int64_t>(number_in(f, "incident"))};
        if (const auto at = body.find("found"); at != body.end())
            for (const auto& [name, text] : at->items()) found_[name] = runner::detail::ValueReader(where).text(text);
        polls_ = saved_poll_interval(body, host_.settings().poll_every);
        timer_ = core::instant(row_.deadline_at);
    }
    [[nodiscard]] std::string state_text() const {
        json body{{"state", runner::detail::snapshot_to_json(engine::snapshot_of(i_.graph(), i_.state))}};
        for (const auto& [key, value] : i_.conversations)
            body["conversations"].push_back({{"key", as_json(key)}, {"value", as_json(value)}});
        for (const auto& [token, f] : failures_)
            body["failures"].push_back(
                {{"token", token}, {"failures", f.failures}, {"incident", static_cast<std::uint64_t>(f.incident)}});
        for (const auto& [name, text] : found_) body["found"][name] = as_json(text);
        if (polls_ != core::duration()) body["polls"] = polls_.ms;
        for (const std::string& name : host_.settings().secret) body["secret"].push_back(as_json(name));
        return body.dump();
    }

    bool do_apply(Item item, std::uint64_t token, const json& body, const std::string& where) {
        if (item == Item::cancel) {
            note("cancelled", {}, text_in(body, "text", where));
            use([](runner::detail::ProcessMover& e) { e.cancel(); });
            return true;
        }
        if (item == Item::set) {
            const core::Variables variables = variables_from(body, "variables", where);
            use([&](runner::detail::ProcessMover& e) {
                engine::assign_all(e, 0, variables);
                e.look_at_all_conditions();
                e.ask_waiting();
            });
            return true;
        }
        if (item == Item::wake && token == 0) {
            use([](runner::detail::ProcessMover& e) { e.ask_waiting(); });
            return true;
        }
        if (item == Item::message || item == Item::signal) {
            for (engine::table_index at = 0; at < i_.state.subscriptions.size(); ++at) {
                if (i_.state.subscriptions[at].id != token) continue;
                const core::Variables variables = variables_from(body, "variables", where);
                if (item == Item::message) {
                    runner::Message message;
                    message.name = i_.state.subscriptions[at].name;
                    message.variables = variables;
                    runner::detail::remember_conversation(i_, message);
                }
                bool done = false;
                use([&](runner::detail::ProcessMover& e) { done = engine::trigger(e, {at, token}, variables); });
                return done;
            }
            return false;
        }
        const engine::token_slot slot = i_.find_token(token);
        if (slot == engine::no_slot) return false;
        using engine::Phase;
        const Phase phase = i_.state.tokens[slot].phase;
        switch (item) {
            case Item::complete: {
                if (!runner::detail::is_answerable(i_, i_.state.tokens[slot])) return false;
                const core::Variables variables = variables_from(body, "variables", where);
                use([&](runner::detail::ProcessMover& e) { complete_token(e, i_, slot, variables); });
                return true;
            }
            case Item::error: {
                if (!runner::detail::is_answerable(i_, i_.state.tokens[slot])) return false;
                const std::string code = text_in(body, "code", where), text = text_in(body, "text", where);
                forget_row(i_.state.tokens[slot].vertex, token);
                use([&](runner::detail::ProcessMover& e) { e.throw_error(slot, code, text); });
                return true;
            }
            case Item::fail: {
                if (!runner::detail::is_answerable(i_, i_.state.tokens[slot])) return false;
                const std::string text = text_in(body, "text", where);
                use([&](runner::detail::ProcessMover& e) { e.fail(slot, text); });
                return true;
            }
            case Item::retry: {
                bool done = false;
                use([&](runner::detail::ProcessMover& e) { done = e.retry(slot); });
                return done;
            }
            case Item::wake: {
                bool done = false;
                use([&](runner::detail::ProcessMover& e) { done = e.wake(slot); });
                return done;
            }
            case Item::escalation: {
                if (phase != Phase::active) return false;
                const std::string code = text_in(body, "code", where);
                use([&](runner::detail::ProcessMover& e) {
                    e.called_threw(slot, {core::event_kind::escalation, code, {}});
                });
                return true;
            }
            case Item::child_ended: return child_has_ended(slot, body, where);
            default: return false;
        }
    }
    bool child_has_ended(engine::token_slot slot, const json& body, const std::string& where) {
        const engine::Wait* wait = i_.state.wait_of(i_.state.tokens[slot]);
        if (wait == nullptr || wait->called == 0 || wait->called != number_in(body, "instance")) return false;
        runner::detail::ProcessInstance child;
        child.id = wait->called;
        const auto d =
            host_.deployed(text_in(body, "definition", where), static_cast<std::int64_t>(number_in(body, "version")));
        child.model = d != nullptr ? d->model : i_.model;
        engine::make_root(child.state);
        child.state.process = d != nullptr ? d->process : 0;
        child.state.scopes[0].variables = variables_from(body, "variables", where);
        const std::string status = text_in(body, "status", where);
        child.state.status = status == "failed"      ? engine::Status::failed
                             : status == "cancelled" ? engine::Status::cancelled
                                                     : engine::Status::completed;
        child.state.error = {text_in(body, "code", where), text_in(body, "text", where), {}};
        use([&](runner::detail::ProcessMover& e) { called_has_ended(e, i_, slot, child); });
        return true;
    }
    void tell_caller() {
        ended_ = false;
        for (const auto& [token, f] : failures_)
            if (f.incident != 0) tx_.resolve_incident(f.incident);
        failures_.clear();
        // What is left to do of it is done by nobody.
        for (const std::int64_t kind : {work_activity, work_person, work_timer, work_retry, work_poll})
            tx_.erase_work_of(row_.id, 0, kind);
        tx_.unsubscribe_all(row_.id);
        if (row_.parent_id == 0) return;
        json body{{"instance", i_.id},
                  {"definition", as_json(deployment_->key)},
                  {"version", static_cast<std::uint64_t>(deployment_->version)},
                  {"status", std::string(engine::name_of(i_.state.status))},
                  {"code", as_json(i_.state.error.code)},
                  {"text", as_json(i_.state.error.message)}};
        if (!i_.state.scopes.empty()) body["variables"] = variables_to_json(i_.state.scopes[0].variables);
        deliver(row_.parent_id, Item::child_ended, row_.parent_token, std::move(body));
    }

    /// As it was when it was loaded.
    std::string loaded_;
    std::vector<Arrived> arrived_;
    bool changed_ = false, ended_ = false;
};

}  // namespace baton::inline BATON_ABI::service::detail

#endif
