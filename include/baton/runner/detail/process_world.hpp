// What a ProcessEngine is made of: the models that are deployed, their instances, and who waits for what.
// Included by process_engine.hpp only.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_PROCESS_WORLD_HPP
#define BATON_RUNNER_DETAIL_PROCESS_WORLD_HPP

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/nearest.hpp"
#include "../../engine/consistency.hpp"
#include "../process_instance.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// What a body or hook sees.
class TaskView final : public TaskContext {
public:
    TaskView(ProcessMover& e, ProcessInstance& i, engine::token_slot slot, bool is_hook = false)
        : e_(e), i_(i), slot_(slot), token_(e.token(slot).id), vertex_(e.token(slot).vertex), is_hook_(is_hook) {}

    [[nodiscard]] const core::Definition& definition() const override { return *i_.model->definition; }
    [[nodiscard]] const core::Node& node() const override { return graph::node_of(i_.graph(), vertex_); }
    [[nodiscard]] std::uint64_t instance() const override { return i_.id; }
    [[nodiscard]] std::uint64_t token() const override { return token_; }
    [[nodiscard]] core::instant now() const override { return e_.now(); }
    [[nodiscard]] core::Value get(std::string_view name) const override { return engine::look_up(e_, scope(), name); }
    [[nodiscard]] core::Variables variables() const override { return engine::detail::visible(i_.state, scope()); }
    void set(std::string_view name, core::Value value) override { engine::assign(e_, scope(), name, std::move(value)); }
    void set_local(std::string_view name, core::Value value) override {
        const engine::table_index own = scope();
        if (i_.state.scopes[own].kind != engine::ScopeKind::local || gone()) return set(name, std::move(value));
        engine::declare(i_.state, own, name, std::move(value));
    }
    [[nodiscard]] core::Value evaluate(const core::ExpressionText& expression) const override {
        return e_.sink().evaluate(expression, scope());
    }
    void escalate(std::string_view code) override {
        if (is_hook_) throw std::logic_error("a hook cannot throw an escalation");
        if (!gone()) e_.escalate(slot_, code);
    }
    [[nodiscard]] bool interrupted() const override { return gone(); }
    /// The token was taken away while the body ran.
    [[nodiscard]] bool gone() const {
        return !i_.state.tokens.live(slot_) || i_.state.tokens[slot_].id != token_;
    }

private:
    [[nodiscard]] engine::table_index scope() const {
        return gone() ? 0 : engine::data_scope(i_.state, i_.state.tokens[slot_]);
    }
    ProcessMover& e_;
    ProcessInstance& i_;
    engine::token_slot slot_;
    std::uint64_t token_;
    std::uint32_t vertex_;
    bool is_hook_;
};

/// What a condition sees. It changes nothing.
class ConditionView final : public TaskContext {
public:
    ConditionView(ProcessMover& e, ProcessInstance& i, std::uint32_t vertex, engine::table_index scope)
        : e_(e), i_(i), vertex_(vertex), scope_(scope) {}

    [[nodiscard]] const core::Definition& definition() const override { return *i_.model->definition; }
    [[nodiscard]] const core::Node& node() const override { return graph::node_of(i_.graph(), vertex_); }
    [[nodiscard]] std::uint64_t instance() const override { return i_.id; }
    [[nodiscard]] std::uint64_t token() const override { return 0; }
    [[nodiscard]] core::instant now() const override { return e_.now(); }
    [[nodiscard]] core::Value get(std::string_view name) const override { return engine::look_up(e_, scope_, name); }
    [[nodiscard]] core::Variables variables() const override { return engine::detail::visible(i_.state, scope_); }
    void set(std::string_view, core::Value) override { refuse(); }
    void set_local(std::string_view, core::Value) override { refuse(); }
    [[nodiscard]] core::Value evaluate(const core::ExpressionText& expression) const override {
        return e_.sink().evaluate(expression, scope_);
    }
    void escalate(std::string_view) override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("a condition cannot change anything"); }
    ProcessMover& e_;
    ProcessInstance& i_;
    std::uint32_t vertex_;
    engine::table_index scope_;
};

/// An event that starts instances of a deployed process.
struct StartEvent {
    std::shared_ptr<const ProcessModel> model;
    std::uint32_t process = 0, vertex = 0;
    core::event_kind kind = core::event_kind::message;
    std::string name;
    /// timer
    core::instant due = core::instant::never();
    std::int64_t again = 0;
    std::string cycle;
};

/// Where an instance waits for a message or signal.
struct Waiting {
    std::uint64_t instance = 0;
    engine::SubscriptionRef ref;
    std::string key;
};

struct Buffered {
    Message message;
    core::instant until;
};

class ProcessWorld final : public ProcessHost {
public:
    explicit ProcessWorld(ProcessOptions o) : options(std::move(o)), now(options.now) {}

    ProcessOptions options;
    core::instant now;
    std::function<TaskBody(const core::Definition&, const core::Node&)> binder;
    std::function<TaskHooks(const core::Definition&, const core::Node&)> hook_binder;
    std::function<FlowCondition(const core::Definition&, const core::Flow&)> condition_binder;
    std::function<void(const ProcessEvent&)> observer;
    std::function<void(const Message&)> outgoing;
    std::vector<std::shared_ptr<const ProcessModel>> models;
    /// Process id: where it is; the latest that was deployed.
    std::map<std::string, std::pair<std::shared_ptr<const ProcessModel>, std::uint32_t>, std::less<>> processes;
    std::vector<StartEvent> starts;
    std::map<std::uint64_t, std::unique_ptr<ProcessInstance>> instances;
    std::uint64_t next_instance = 1;
    std::deque<std::uint64_t> queue;
    /// Ended instances that were called: their callers go on once they are at rest.
    std::deque<std::uint64_t> returning;
    /// 'm' or 's' and the name.
    std::unordered_map<std::string, std::vector<Waiting>> waiting;
    std::set<std::pair<core::instant, std::uint64_t>> due;
    std::vector<Buffered> buffer;
    bool look_at_buffer = false;
    std::unordered_set<std::string> message_ids;
    std::uint64_t steps = 0;

    // Deploying.

    void deploy(const std::vector<std::shared_ptr<const core::Definition>>& definitions) {
        std::vector<core::diagnostic> findings;
        std::vector<std::shared_ptr<const ProcessModel>> made;
        for (const auto& d : definitions) {
            auto model = std::make_shared<ProcessModel>(d);
            bind_bodies(*model, findings);
            bind_expressions(*model, findings);
            bind_hooks(*model);
            bind_functions(*model, findings);
            made.push_back(std::move(model));
        }
        if (!findings.empty()) throw core::error(std::move(findings));
        std::vector<StartEvent> started;
        for (const auto& model : made) add_starts(model, started);
        for (const auto& model : made) {
            models.push_back(model);
            const auto& all = model->definition->processes;
            for (std::uint32_t p = 0; p < all.size(); ++p) {
                std::erase_if(starts, [&](const StartEvent& s) {
                    return s.model->definition->processes[s.process].id == all[p].id;
                });
                processes.insert_or_assign(all[p].id, std::pair(model, p));
            }
        }
        starts.insert(starts.end(), std::make_move_iterator(started.begin()), std::make_move_iterator(started.end()));
    }

    // Instances.

    [[nodiscard]] ProcessInstance& instance(std::uint64_t id) const {
        const auto at = instances.find(id);
        if (at == instances.end())
            throw core::error(core::error_code::no_such_instance, "instance " + std::to_string(id));
        return *at->second;
    }
    /// Uses the engine on an instance, and then sees to its timers and its turn.
    template <class Use>
    void use(ProcessInstance& i, Use body) {
        struct Inside {
            int& depth;
            explicit Inside(int& d) : depth(d) { ++depth; }
            Inside(const Inside&) = delete;
            Inside& operator=(const Inside&) = delete;
            ~Inside() { --depth; }
        };
        const Inside inside(depth_);
        ProcessSink sink(*this, i);
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        body(e);
        touch(i);
    }
    /// BTN201 when an engine is being used: from a body, hook, condition or observer.
    void refuse_inside() const {
        if (depth_ != 0)
            throw core::error(core::error_code::run_called_inside_run, {}, "send it through ProcessEngine::handle()");
    }
    void touch(ProcessInstance& i) {
        if (!i.state.ready.empty() && !i.queued && !i.state.ended()) {
            i.queued = true;
            queue.push_back(i.id);
        }
        const engine::Timer* timer = i.state.ended() ? nullptr : i.state.earliest_timer();
        const core::instant next = timer == nullptr ? core::instant::never() : timer->due;
        if (next == i.due) return;
        if (i.due != core::instant::never()) due.erase({i.due, i.id});
        if (next != core::instant::never()) due.emplace(next, i.id);
        i.due = next;
    }
    ProcessInstance& make(std::shared_ptr<const ProcessModel> model, std::string business_key) {
        auto made = std::make_unique<ProcessInstance>();
        made->id = next_instance++;
        made->model = std::move(model);
        made->business_key = std::move(business_key);
        ProcessInstance& i = *made;
        instances.emplace(i.id, std::move(made));
        return i;
    }
    std::uint64_t start(const std::shared_ptr<const ProcessModel>& model, std::uint32_t process, std::uint32_t event,
                        const core::Variables& variables, std::string business_key) {
        ProcessInstance& i = make(model, std::move(business_key));
        const std::uint64_t id = i.id;
        try {
            use(i, [&](ProcessMover& e) { e.start(process, event, variables); });
        } catch (...) {
            forget(id);
            throw;
        }
        return id;
    }
    /// An instance that could not be started was never there.
    void forget(std::uint64_t id) {
        for (auto at = waiting.begin(); at != waiting.end();) {
            std::erase_if(at->second, [id](const Waiting& w) { return w.instance == id; });
            at = at->second.empty() ? waiting.erase(at) : std::next(at);
        }
        std::erase_if(due, [id](const auto& entry) { return entry.second == id; });
        std::erase(queue, id);
        std::erase(returning, id);
        instances.erase(id);
        if (next_instance == id + 1) next_instance = id;
    }
    /// Lets everything act that can.
    void run() {
        steps = 0;
        for (;;) {
            while (!queue.empty()) {
                const std::uint64_t id = queue.front();
                queue.pop_front();
                ProcessInstance& i = instance(id);
                i.queued = false;
                use(i, [](ProcessMover& e) { e.run(); });
                if (!step_allowed()) throw core::error(core::error_code::the_run_never_waits, i.process().id);
                while (!returning.empty()) {
                    const std::uint64_t ended = returning.front();
                    returning.pop_front();
                    return_to_caller(instance(ended));
                }
            }
            if (!returning.empty()) {
                const std::uint64_t ended = returning.front();
                returning.pop_front();
                return_to_caller(instance(ended));
                continue;
            }
            if (!look_at_buffer) return;
            look_at_buffer = false;
            deliver_buffered();
            if (queue.empty()) return;
        }
    }

    // Messages and signals.

    PublishResult deliver(Message& message) {
        PublishResult result;
        const auto at = waiting.find('m' + message.name);
        if (at != waiting.end())
            for (const Waiting& w : at->second) {
                ProcessInstance& i = instance(w.instance);
                if (!takes(i, w, message)) continue;
                result.what = Published::delivered;
                result.instance = w.instance;
                const engine::SubscriptionRef ref = w.ref;
                remember_conversation(i, message);
                use(i, [&](ProcessMover& e) { engine::trigger(e, ref, message.variables); });
                return result;
            }
        for (const StartEvent& s : starts) {
            if (s.kind != core::event_kind::message || s.name != message.name) continue;
            const auto model = s.model;
            result.what = Published::started;
            result.instance = start(model, s.process, s.vertex, message.variables, message.key);
            remember_conversation(instance(result.instance), message);
            return result;
        }
        return result;
    }
    PublishResult publish(Message message) {
        if (!message.id.empty() && !message_ids.insert(message.id).second) return {Published::duplicate, 0, {}, {}};
        PublishResult result = deliver(message);
        if (result.what != Published::unmatched) return result;
        if (message.time_to_live.ms > 0) {
            result.what = Published::buffered;
            const core::instant until = now + message.time_to_live;
            buffer.push_back({std::move(message), until});
            return result;
        }
        describe_unmatched(message, result);
        return result;
    }
    void signal(const std::string& name, const core::Variables& variables) {
        std::vector<Waiting> targets;
        if (const auto at = waiting.find('s' + name); at != waiting.end()) targets = at->second;
        std::vector<StartEvent> starting;
        for (const StartEvent& s : starts)
            if (s.kind == core::event_kind::signal && s.name == name) starting.push_back(s);
        for (const Waiting& w : targets)
            use(instance(w.instance), [&](ProcessMover& e) { engine::trigger(e, w.ref, variables); });
        for (const StartEvent& s : starting) start(s.model, s.process, s.vertex, variables, {});
    }

    // Time.

    [[nodiscard]] std::optional<core::instant> next_due() const {
        core::instant next = due.empty() ? core::instant::never() : due.begin()->first;
        for (const StartEvent& s : starts) next = std::min(next, s.due);
        return next == core::instant::never() ? std::nullopt : std::optional(next);
    }
    void advance_to(core::instant time) {
        while (const auto next = next_due()) {
            if (*next > time) break;
            now = std::max(now, *next);
            fire(*next);
            run();
        }
        now = std::max(now, time);
        std::erase_if(buffer, [this](const Buffered& b) { return b.until <= now; });
    }

    /// The oldest token that can be answered at a task; nullptr and no slot when there is none.
    template <class Fits>
    std::pair<ProcessInstance*, engine::token_slot> find(std::string_view task, std::uint64_t only, Fits fits) const {
        for (const auto& [id, i] : instances) {
            if ((only != 0 && id != only) || i->state.ended()) continue;
            const auto v = i->model->vertices.find(task);
            if (v == i->model->vertices.end()) continue;
            for (auto t = i->state.tokens.oldest(); t != engine::no_slot; t = i->state.tokens[t].next)
                if (i->state.tokens[t].vertex == v->second && fits(*i, i->state.tokens[t])) return {i.get(), t};
        }
        return {nullptr, engine::no_slot};
    }

    /// Under which a subscription stands in `waiting`; empty of those that do not.
    static std::string table_key(const engine::Subscription& sub) {
        if (sub.kind == core::event_kind::message) return 'm' + sub.name;
        if (sub.kind == core::event_kind::signal) return 's' + sub.name;
        return {};
    }

    // ProcessHost.

    core::instant time() const override { return now; }
    bool observed() const override { return static_cast<bool>(observer); }
    bool step_allowed() override { return options.step_limit == 0 || ++steps <= options.step_limit; }
    bool is_compatible(int what) const override {
        const char* name =
            what == catch_cycle_repeats ? "catch-cycle-repeats" : "multi-instance-events-do-not-interrupt";
        return std::find(options.compatibility.begin(), options.compatibility.end(), name) !=
               options.compatibility.end();
    }
    void tell(int what, const ProcessInstance& i, const engine::Token* token, const graph::edge_descriptor* edge,
              std::string_view text, bool holds) override {
        ProcessEvent event{};
        event.what = static_cast<ProcessEvent::What>(what);
        event.instance = i.id;
        event.text = text;
        event.holds = holds;
        event.at = now;
        if (token != nullptr) {
            event.node = &graph::node_of(i.graph(), token->vertex);
            event.token = token->id;
        }
        if (edge != nullptr) event.flow = &graph::flow_of(i.graph(), *edge);
        observer(event);
    }
    core::Outcome run_body(ProcessInstance& i, ProcessSink& sink, engine::token_slot slot, bool& gone) override {
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        TaskView view(e, i, slot);
        const std::uint32_t vertex = i.state.tokens[slot].vertex;
        if (!i.not_entered.empty())
            if (std::string why = still_not_entered(i, e, slot); !why.empty()) return core::failed_word{}(why);
        core::Outcome given = i.model->bodies[vertex](view);
        gone = view.gone();
        if (gone || given.kind() != core::outcome_kind::done || i.model->hooks.empty()) return given;
        TaskView hook_view(e, i, slot, true);
        if (const ExitHook& exit = i.model->hooks[vertex].exit)
            if (const Veto veto = exit(hook_view)) return core::failed_word{}("refused by an exit hook: " + veto.why());
        return given;
    }
    void enter(ProcessInstance& i, ProcessSink& sink, engine::token_slot slot) override {
        const engine::Token& t = i.state.tokens[slot];
        const EnterHook& hook = i.model->hooks[t.vertex].enter;
        if (!hook || is_whole_multi_instance(i, t)) return;
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        const std::string why = called(e, i, slot, hook);
        if (why.empty()) return;
        if (i.model->bodies[t.vertex])
            i.not_entered.emplace_back(t.id, why);
        else
            sink.failed(t, core::error_code::a_body_failed, why);
    }
    void leave(ProcessInstance& i, ProcessSink& sink, engine::token_slot slot) override {
        const engine::Token& t = i.state.tokens[slot];
        const ExitHook& hook = i.model->hooks[t.vertex].exit;
        if (!hook || is_whole_multi_instance(i, t)) return;
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        const std::string why = called(e, i, slot, [&](TaskContext& view) { static_cast<void>(hook(view)); });
        if (!why.empty()) sink.failed(t, core::error_code::a_body_failed, why);
    }
    bool decide(ProcessInstance& i, ProcessSink& sink, const graph::edge_descriptor& edge,
                engine::table_index scope) override {
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        const ConditionView view(e, i, static_cast<std::uint32_t>(source(edge, i.graph())), scope);
        return i.model->functions[edge.idx](view);
    }
    /// Completes a token that waits. What comes with it is taken back when an exit hook refuses it.
    void complete(ProcessInstance& i, engine::token_slot slot, const core::Variables& variables) {
        use(i, [&](ProcessMover& e) {
            const std::uint32_t vertex = e.token(slot).vertex;
            const bool asks = !i.model->hooks.empty() && i.model->bodies[vertex] && i.model->hooks[vertex].exit;
            std::vector<engine::Scope> before;
            if (asks) before = i.state.scopes;
            engine::assign_all(e, engine::data_scope(i.state, e.token(slot)), variables);
            if (asks) {
                Veto veto;
                const auto ask = [&](TaskContext& view) { veto = i.model->hooks[vertex].exit(view); };
                std::string why = called(e, i, slot, ask);
                if (veto) why = veto.why().empty() ? "no reason was given" : veto.why();
                if (!why.empty()) {
                    i.state.scopes = std::move(before);
                    throw core::error(core::error_code::a_completion_is_refused, i.graph()[vertex].id, why);
                }
            }
            e.complete(slot);
        });
    }
    [[nodiscard]] TaskInfo task_info(ProcessInstance& i, engine::token_slot slot) {
        TaskInfo info;
        ProcessSink sink(*this, i);
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        const engine::Token& t = e.token(slot);
        const engine::table_index scope = engine::data_scope(i.state, t);
        const core::Node& n = graph::node_of(i.graph(), t.vertex);
        info.activation = {i.id, t.id};
        info.id = n.id;
        info.name = n.title;
        info.documentation = n.documentation;
        if (const engine::Wait* wait = i.state.wait_of(t)) info.since = wait->since;
        const core::UserTask& people = n.people;
        info.assignee = e.text_of(people.assignee, scope);
        info.candidate_users = texts(e, people.candidate_users, scope);
        info.candidate_groups = texts(e, people.candidate_groups, scope);
        info.due_date = e.text_of(people.due_date, scope);
        info.follow_up_date = e.text_of(people.follow_up_date, scope);
        info.priority = e.text_of(people.priority, scope);
        info.form_key = e.text_of(people.form_key, scope);
        for (const core::FormField& field : people.fields) {
            FieldInfo shown{field, engine::look_up(e, scope, field.id), false};
            if (shown.value.is_null() && !field.default_value.empty()) {
                shown.value = e.literal_or_evaluated(field.default_value, scope);
                shown.is_default = !shown.value.is_null();
            }
            info.fields.push_back(std::move(shown));
        }
        return info;
    }
    void subscribed(ProcessInstance& i, const engine::Subscription& sub, engine::table_index at) override {
        if (const std::string key = table_key(sub); !key.empty()) {
            waiting[key].push_back({i.id, {at, sub.id}, sub.key});
            look_at_buffer = look_at_buffer || !buffer.empty();
        }
    }
    void unsubscribed(ProcessInstance& i, const engine::Subscription& sub) override {
        const auto at = waiting.find(table_key(sub));
        if (at == waiting.end()) return;
        std::erase_if(at->second, [&](const Waiting& w) { return w.instance == i.id && w.ref.id == sub.id; });
        if (at->second.empty()) waiting.erase(at);
    }
    void publish(ProcessInstance& from, std::string name, std::string key, core::Variables payload) override {
        Message message;
        message.name = std::move(name);
        message.key = std::move(key);
        message.variables = std::move(payload);
        remember_conversation(from, message);
        if (deliver(message).what == Published::unmatched && outgoing) outgoing(message);
    }
    void broadcast(std::string name, core::Variables payload) override { signal(name, payload); }
    std::uint64_t call(ProcessInstance& i, ProcessSink& sink, const engine::Token& t,
                       engine::table_index scope) override {
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        const core::Node& n = graph::node_of(i.graph(), t.vertex);
        const std::uint64_t token = t.id;
        const std::string called = e.text_of(n.call.called, scope);
        const auto target = processes.find(called);
        if (target == processes.end())
            throw core::error(core::error_code::the_call_cannot_be_made, n.id, "'" + called + "'" + nearest(called));
        core::Variables variables = engine::mapped(e, n.call.in, scope);
        if (n.call.passes_all_in)
            for (auto& [name, value] : engine::detail::visible(i.state, scope)) add_missing(variables, name, value);
        for (const core::DataItem& item : n.data.inputs) {
            const core::Value value = engine::look_up(e, scope, item.id);
            add_missing(variables, item.id, value);
            if (!item.name.empty()) add_missing(variables, item.name, value);
        }
        for (const core::Mapping& m : n.data.input_mappings)
            add_missing(variables, m.target, engine::look_up(e, scope, m.target));
        std::string business_key;
        for (const core::Mapping& m : n.call.in)
            if (m.business_key) business_key = core::text_of(e.literal_or_evaluated(m.source, scope));
        const auto& model = target->second.first;
        const std::uint32_t process = target->second.second;
        ProcessInstance& child = make(model, std::move(business_key));
        child.parent = i.id;
        child.parent_token = token;
        const std::uint64_t id = child.id;
        try {
            use(child, [&](ProcessMover& c) { c.start(process, graph::no_vertex, variables); });
        } catch (...) {
            forget(id);
            throw;
        }
        return id;
    }
    void withdraw_call(std::uint64_t id) override {
        const auto at = instances.find(id);
        if (at == instances.end() || at->second->state.ended()) return;
        at->second->parent = 0;
        use(*at->second, [](ProcessMover& e) { e.cancel(); });
    }
    void escalate_out(ProcessInstance& i, std::string_view code) override {
        if (i.parent == 0) return;
        ProcessInstance& caller = instance(i.parent);
        const engine::token_slot slot = caller.find_token(i.parent_token);
        if (slot == engine::no_slot) return;
        use(caller, [&](ProcessMover& e) { e.called_threw(slot, {core::event_kind::escalation, code, {}}); });
    }
    void ended(ProcessInstance& i, engine::Status status) override {
        if (observer) {
            ProcessEvent event{};
            event.what = ProcessEvent::What::ended;
            event.instance = i.id;
            event.text = engine::name_of(status);
            event.at = now;
            observer(event);
        }
        if (i.parent != 0) returning.push_back(i.id);
    }
    std::string correlation_key(ProcessInstance& i, ProcessSink& sink, std::uint32_t vertex, std::uint32_t definition,
                                engine::table_index scope) override {
        const core::Collaboration& c = i.model->definition->collaboration;
        const std::string& message = graph::node_of(i.graph(), vertex).events[definition].name;
        for (const core::CorrelationKey& key : c.keys) {
            if (!is_keyed(c, key, message)) continue;
            for (const core::CorrelationSubscription& s : i.process().correlations)
                if (s.key == key.id) return bound_key(sink, key, s, scope);
            for (const auto& [id, value] : i.conversations)
                if (id == key.id) return value;
        }
        return {};
    }

private:
    int depth_ = 0;

    /// Hooks run for each instance of a multi-instance activity, not for the whole.
    static bool is_whole_multi_instance(const ProcessInstance& i, const engine::Token& t) {
        const core::loop_kind loop = graph::node_of(i.graph(), t.vertex).loop.kind;
        if (loop == core::loop_kind::none || loop == core::loop_kind::standard) return false;
        const engine::Scope& scope = i.state.scopes[t.scope];
        return scope.kind != engine::ScopeKind::multi_instance || scope.vertex != t.vertex;
    }
    /// Calls a hook; what it throws, or an empty text.
    template <class Hook>
    static std::string called(ProcessMover& e, ProcessInstance& i, engine::token_slot slot, const Hook& hook) {
        try {
            TaskView view(e, i, slot, true);
            hook(view);
            return {};
        } catch (const std::exception& problem) {
            return *problem.what() == '\0' ? "unknown exception" : problem.what();
        } catch (...) {
            return "unknown exception";
        }
    }
    /// A hook that threw on entering fails the task once, and is called again when the task is tried again.
    static std::string still_not_entered(ProcessInstance& i, ProcessMover& e, engine::token_slot slot) {
        const std::uint64_t id = e.token(slot).id;
        for (std::size_t n = 0; n < i.not_entered.size(); ++n) {
            auto& [token, why] = i.not_entered[n];
            if (token != id) continue;
            if (!why.empty()) return std::exchange(why, {});
            std::string again = called(e, i, slot, i.model->hooks[e.token(slot).vertex].enter);
            if (again.empty()) i.not_entered.erase(i.not_entered.begin() + static_cast<std::ptrdiff_t>(n));
            return again;
        }
        return {};
    }
    /// Texts that may be computed, some of them to lists.
    static std::vector<std::string> texts(ProcessMover& e, const std::vector<std::string>& list,
                                          engine::table_index scope) {
        std::vector<std::string> all;
        for (const std::string& text : list) {
            const core::Value value = e.literal_or_evaluated({{}, text}, scope);
            if (const core::Value::List* several = value.list())
                for (const core::Value& one : *several) all.push_back(core::text_of(one));
            else if (!value.is_null())
                all.push_back(core::text_of(value));
        }
        return all;
    }
    static void add_missing(core::Variables& variables, const std::string& name, const core::Value& value) {
        if (engine::detail::find_entry(variables, name) == nullptr) variables.emplace_back(name, value);
    }
    [[nodiscard]] std::string nearest(std::string_view id) const {
        std::vector<std::string_view> names;
        for (const auto& [name, where] : processes) names.push_back(name);
        return core::did_you_mean(id, names);
    }

    void bind_bodies(ProcessModel& model, std::vector<core::diagnostic>& findings) const {
        const core::Definition& d = *model.definition;
        for (std::uint32_t v = 0; v < d.nodes.size(); ++v) {
            const core::Node& n = d.nodes[v];
            if (n.kind != core::node_kind::task) continue;
            if (binder)
                if (TaskBody body = binder(d, n)) {
                    model.bodies[v] = std::move(body);
                    continue;
                }
            if (n.task == core::task_kind::script && is_expression(n.body)) {
                const core::ExpressionText script{n.body.language, n.body.text};
                const std::string result = n.implementation.result_variable;
                model.bodies[v] = [script, result](TaskContext& task) -> core::Outcome {
                    core::Value value = task.evaluate(script);
                    if (!result.empty()) task.set(result, std::move(value));
                    return true;
                };
                continue;
            }
            const bool waits = n.task == core::task_kind::user, works = needs_body(n);
            if (waits || (works && options.unbound == Unbound::ask))
                model.bodies[v] = [](TaskContext&) -> core::Outcome { return core::pending_word{}; };
            else if (works && options.unbound == Unbound::refuse && d.processes[n.process].executable)
                findings.push_back({core::error_code::a_task_has_no_body, d.id + ", task " + n.id, n.title});
        }
    }
    void bind_hooks(ProcessModel& model) const {
        if (!hook_binder) return;
        const core::Definition& d = *model.definition;
        for (std::uint32_t v = 0; v < d.nodes.size(); ++v) {
            const core::Node& n = d.nodes[v];
            TaskHooks hooks = hook_binder(d, n);
            if (hooks.empty()) continue;
            model.hooks.resize(d.nodes.size());
            // So that the exit hook comes before the flows are chosen, and may refuse.
            if (n.kind == core::node_kind::task && n.task != core::task_kind::receive && !model.bodies[v] && hooks.exit)
                model.bodies[v] = [](TaskContext&) -> core::Outcome { return core::done_word{}; };
            model.hooks[v] = std::move(hooks);
        }
    }
    void bind_functions(ProcessModel& model, std::vector<core::diagnostic>& findings) const {
        const core::Definition& d = *model.definition;
        const auto [first, last] = edges(model.graph);
        for (auto edge = first; edge != last; ++edge) {
            const core::Flow& flow = graph::flow_of(model.graph, *edge);
            const core::condition_kind kind = flow.condition.kind;
            if (kind != core::condition_kind::bound && kind != core::condition_kind::expression) continue;
            FlowCondition function = condition_binder ? condition_binder(d, flow) : FlowCondition();
            if (function) {
                model.functions.resize(num_edges(model.graph));
                model.functions[(*edge).idx] = std::move(function);
            } else if (kind == core::condition_kind::bound && d.processes[d.nodes[flow.source].process].executable) {
                findings.push_back(
                    {core::error_code::a_condition_has_no_function, d.id + ", flow " + flow.id, flow.condition.text});
            }
        }
    }
    static bool is_expression(const core::Body& body) {
        return body.kind == core::body_kind::expression &&
               (body.language == "feel" || body.language == "juel" ||
                (body.language.empty() && core::is_computed(body.text)));
    }
    static void bind_expressions(ProcessModel& model, std::vector<core::diagnostic>& findings) {
        const core::Definition& d = *model.definition;
        const std::size_t before = findings.size();
        const bool none_executable =
            std::none_of(d.processes.begin(), d.processes.end(), [](const core::Process& p) { return p.executable; });
        for_each_expression(d, [&](const core::ExpressionText& e, const std::string& where) {
            try {
                model.expressions->get(e);
            } catch (const core::error& problem) {
                findings.push_back({problem.code(), d.id + ", " + where, problem.findings()[0].what});
            }
        });
        const auto [first, last] = edges(model.graph);
        for (auto edge = first; edge != last; ++edge) {
            const core::Condition& c = graph::flow_of(model.graph, *edge).condition;
            if (c.kind != core::condition_kind::expression) continue;
            try {
                model.conditions[(*edge).idx] = &model.expressions->get({c.language, c.text});
            } catch (const core::error&) {  // reported above
            }
        }
        // A model that only describes may say things in words; they fail where they are met.
        if (none_executable) findings.resize(before);
    }
    void add_starts(const std::shared_ptr<const ProcessModel>& model, std::vector<StartEvent>& out) const {
        const core::Definition& d = *model->definition;
        for (std::uint32_t v = 0; v < d.nodes.size(); ++v) {
            const core::Node& n = d.nodes[v];
            if (n.parent != core::Node::none) continue;
            if (n.kind == core::node_kind::start_event || (n.task == core::task_kind::receive && n.instantiate))
                add_start(model, v, out);
            if (n.kind != core::node_kind::event_gateway || !n.instantiate) continue;
            for (const core::Flow& f : d.flows)
                if (f.source == v) add_start(model, static_cast<std::uint32_t>(f.target), out);
        }
    }
    void add_start(const std::shared_ptr<const ProcessModel>& model, std::uint32_t v, std::vector<StartEvent>& out) const {
        const core::Node& n = model->definition->nodes[v];
        for (const core::EventDefinition& e : n.events) {
            StartEvent s;
            s.model = model;
            s.process = static_cast<std::uint32_t>(n.process);
            s.vertex = v;
            s.kind = e.kind;
            s.name = e.name;
            if (e.kind == core::event_kind::timer) {
                std::string text = e.expression.text;
                if (core::is_computed(text))
                    text = core::text_of(expression::to_variable(
                        model->expressions->get(e.expression).evaluate(expression::EmptyScope(), {.now = now})));
                const expression::DueTimes times = expression::due_times(e.timer, text, now);
                s.due = times.first;
                s.again = times.again;
                if (e.timer == core::timer_kind::cycle) s.cycle = text;
            }
            out.push_back(std::move(s));
        }
    }

    void fire(core::instant time) {
        std::vector<std::uint64_t> ids;
        for (auto at = due.begin(); at != due.end() && at->first <= time; ++at) ids.push_back(at->second);
        for (const std::uint64_t id : ids) use(instance(id), [](ProcessMover& e) { e.fire_timers(); });
        for (std::size_t i = 0; i < starts.size(); ++i) {
            if (starts[i].due > time) continue;
            StartEvent& s = starts[i];
            s.due = s.again == 0 || s.cycle.empty() ? core::instant::never() : expression::next_due(s.cycle, s.due);
            if (s.again > 0) --s.again;
            const StartEvent copy = s;
            start(copy.model, copy.process, copy.vertex, {}, {});
        }
    }

    void return_to_caller(ProcessInstance& child) {
        if (child.parent == 0) return;
        ProcessInstance& caller = instance(child.parent);
        if (caller.state.ended()) return;
        const engine::token_slot slot = caller.find_token(child.parent_token);
        if (slot == engine::no_slot) return;
        caller.state.wait_of(caller.state.tokens[slot])->called = 0;
        if (child.state.status == engine::Status::failed) {
            const engine::UncaughtError error = child.state.error;
            return use(caller, [&](ProcessMover& e) {
                e.called_threw(slot, {core::event_kind::error, error.code, error.message});
            });
        }
        if (child.state.status == engine::Status::cancelled)
            return use(caller, [&](ProcessMover& e) {
                e.fail_token(slot, engine::Phase::failed, core::error_code::a_body_failed,
                             "the called instance was cancelled");
            });
        const core::Node& n = graph::node_of(caller.graph(), caller.state.tokens[slot].vertex);
        core::Variables out;
        if (child.state.scopes.empty()) engine::make_root(child.state);
        use(child, [&](ProcessMover& e) { out = engine::mapped(e, n.call.out, 0); });
        const core::Variables& all = child.state.scopes[0].variables;
        use(caller, [&](ProcessMover& e) {
            const engine::table_index scope = engine::data_scope(caller.state, caller.state.tokens[slot]);
            if (n.call.passes_all_out) engine::assign_all(e, scope, all);
            engine::assign_all(e, scope, out);
            for (const core::DataItem& item : n.data.outputs)
                for (const auto& [name, value] : all)
                    if (name == item.id || name == item.name) engine::assign(e, scope, item.id, value);
            for (const core::Mapping& m : n.data.output_mappings)  // may name the called instance's variables
                if (!m.variable.empty())
                    for (const auto& [name, value] : all)
                        if (name == m.variable) engine::assign(e, scope, name, value);
            e.called_is_done(slot);
        });
    }

    // Correlation (8.4.2): the key is made of the message's properties; the first message of a conversation fixes it.

    static const core::CorrelationProperty* property(const core::Collaboration& c, const std::string& id) {
        for (const core::CorrelationProperty& p : c.properties)
            if (p.id == id) return &p;
        return nullptr;
    }
    static const core::ExpressionText* retrieval(const core::CorrelationProperty& p, const std::string& message) {
        for (const core::CorrelationRetrieval& r : p.retrievals)
            if (r.message == message) return &r.path;
        return nullptr;
    }
    static bool is_keyed(const core::Collaboration& c, const core::CorrelationKey& key, const std::string& message) {
        return !key.properties.empty() && std::all_of(key.properties.begin(), key.properties.end(), [&](const auto& id) {
            const core::CorrelationProperty* p = property(c, id);
            return p != nullptr && retrieval(*p, message) != nullptr;
        });
    }
    static std::string bound_key(ProcessSink& sink, const core::CorrelationKey& key,
                                 const core::CorrelationSubscription& s, engine::table_index scope) {
        std::string text;
        for (const std::string& id : key.properties)
            for (const auto& [property_id, path] : s.bindings)
                if (property_id == id) text += core::text_of(sink.evaluate(path, scope)) + '\x1f';
        return text;
    }
    /// The key of a message, read from its payload; empty when none can be read.
    static std::string key_in(const ProcessModel& model, const core::CorrelationKey& key, const Message& message) {
        const core::Collaboration& c = model.definition->collaboration;
        if (!is_keyed(c, key, message.name)) return {};
        expression::Entries payload;
        for (const auto& [name, value] : message.variables) payload.emplace_back(name, expression::from_variable(value));
        const expression::ValueScope scope(std::move(payload));
        std::string text;
        for (const std::string& id : key.properties) {
            const core::ExpressionText& path = *retrieval(*property(c, id), message.name);
            const auto value = expression::to_variable(model.expressions->get(path).evaluate(scope));
            if (value.is_null()) return {};
            text += core::text_of(value) + '\x1f';
        }
        return text;
    }
    bool takes(const ProcessInstance& i, const Waiting& w, const Message& message) const {
        for (const core::CorrelationKey& key : i.model->definition->collaboration.keys)
            if (const std::string read = key_in(*i.model, key, message); !read.empty())
                return w.key.empty() || w.key == read;
        return w.key == message.key;
    }
    static void remember_conversation(ProcessInstance& i, const Message& message) {
        for (const core::CorrelationKey& key : i.model->definition->collaboration.keys) {
            std::string read = key_in(*i.model, key, message);
            const bool known = std::any_of(i.conversations.begin(), i.conversations.end(),
                                           [&](const auto& c) { return c.first == key.id; });
            if (!read.empty() && !known) i.conversations.emplace_back(key.id, std::move(read));
        }
    }
    void describe_unmatched(const Message& message, PublishResult& result) const {
        std::vector<std::string_view> names;
        for (const auto& [key, list] : waiting)
            if (key[0] == 'm') names.push_back(std::string_view(key).substr(1));
        for (const StartEvent& s : starts)
            if (s.kind == core::event_kind::message) names.push_back(s.name);
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        if (const auto at = waiting.find('m' + message.name); at != waiting.end())
            for (const Waiting& w : at->second) result.open_keys.push_back(w.key);
        else if (const std::string_view near = core::nearest(message.name, names); !near.empty())
            result.nearest_names.emplace_back(near);
    }
    void deliver_buffered() {
        for (std::size_t i = 0; i < buffer.size();) {
            Message message = buffer[i].message;
            if (deliver(message).what == Published::unmatched)
                ++i;
            else
                buffer.erase(buffer.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
};

}  // namespace baton::inline BATON_ABI::runner::detail

namespace baton::inline BATON_ABI::runner {

BATON_APART ProcessEngine::ProcessEngine(ProcessOptions options)
    : world_(std::make_unique<detail::ProcessWorld>(std::move(options))) {}
BATON_APART ProcessEngine::ProcessEngine(ProcessEngine&&) noexcept = default;
BATON_APART ProcessEngine& ProcessEngine::operator=(ProcessEngine&&) noexcept = default;
BATON_APART ProcessEngine::~ProcessEngine() = default;

BATON_APART void ProcessEngine::bind(std::function<TaskBody(const core::Definition&, const core::Node&)> binder) {
    world_->binder = std::move(binder);
}
BATON_APART void ProcessEngine::bind_hooks(std::function<TaskHooks(const core::Definition&, const core::Node&)> binder) {
    world_->hook_binder = std::move(binder);
}
BATON_APART void ProcessEngine::bind_conditions(
    std::function<FlowCondition(const core::Definition&, const core::Flow&)> binder) {
    world_->condition_binder = std::move(binder);
}
BATON_APART const ProcessOptions& ProcessEngine::options() const { return world_->options; }
BATON_APART void ProcessEngine::observe(std::function<void(const ProcessEvent&)> observer) {
    world_->observer = std::move(observer);
}
BATON_APART void ProcessEngine::on_outgoing(std::function<void(const Message&)> hook) { world_->outgoing = std::move(hook); }
BATON_APART void ProcessEngine::deploy(std::vector<std::shared_ptr<const core::Definition>> models) {
    world_->refuse_inside();
    world_->deploy(models);
    world_->run();
}
BATON_APART std::uint64_t ProcessEngine::start(std::string_view process, core::Variables variables,
                                          std::string business_key) {
    world_->refuse_inside();
    auto at = world_->processes.find(process);
    if (process.empty()) {
        std::size_t executable = 0;
        for (auto p = world_->processes.begin(); p != world_->processes.end(); ++p) {
            const core::Process& found = p->second.first->definition->processes[p->second.second];
            if (found.global_task || (!found.executable && world_->processes.size() > 1)) continue;
            ++executable;
            at = p;
        }
        if (executable != 1)
            throw core::error(core::error_code::no_such_process, {},
                              std::to_string(executable) + " executable processes are deployed");
    }
    if (at == world_->processes.end())
        throw core::error(core::error_code::no_such_process, std::string(process));
    const auto [model, index] = at->second;
    // A process that only events start is started behind the first of them.
    std::uint32_t event = graph::no_vertex;
    if (graph::properties_of(model->graph).contents[index].starts.empty())
        for (std::uint32_t v = 0; v < num_vertices(model->graph) && event == graph::no_vertex; ++v)
            if (model->graph[v].kind == core::node_kind::start_event && model->graph[v].parent == graph::no_vertex &&
                model->graph[v].process == index)
                event = v;
    const std::uint64_t id = world_->start(model, index, event, variables, std::move(business_key));
    world_->run();
    return id;
}
BATON_APART PublishResult ProcessEngine::message(Message message) {
    world_->refuse_inside();
    PublishResult result = world_->publish(std::move(message));
    world_->run();
    return result;
}
BATON_APART void ProcessEngine::signal(std::string_view name, core::Variables variables) {
    world_->refuse_inside();
    world_->signal(std::string(name), variables);
    world_->run();
}

namespace detail {

inline bool is_answerable(const ProcessInstance& i, const engine::Token& t) {
    using engine::Phase;
    return t.phase == Phase::waiting || t.phase == Phase::pending || t.phase == Phase::failed ||
           (t.phase == Phase::catching && i.graph()[t.vertex].kind == core::node_kind::task);
}
inline std::pair<ProcessInstance*, engine::token_slot> answerable(const ProcessWorld& w, std::string_view task,
                                                                  std::uint64_t instance) {
    const auto found = w.find(task, instance, is_answerable);
    if (found.first == nullptr) throw core::error(core::error_code::nothing_waits_there, std::string(task));
    return found;
}
inline std::pair<ProcessInstance*, engine::token_slot> answerable(const ProcessWorld& w, Activation which) {
    if (const auto at = w.instances.find(which.instance); at != w.instances.end() && !at->second->state.ended()) {
        const engine::token_slot slot = at->second->find_token(which.token);
        if (slot != engine::no_slot && is_answerable(*at->second, at->second->state.tokens[slot]))
            return {at->second.get(), slot};
    }
    throw core::error(core::error_code::nothing_waits_there, "instance " + std::to_string(which.instance),
                      "activation " + std::to_string(which.token));
}

}  // namespace detail

BATON_APART void ProcessEngine::complete(std::string_view task, core::Variables variables, std::uint64_t instance) {
    world_->refuse_inside();
    std::string only;
    if (task.empty()) {
        const auto waiting = user_tasks();
        if (waiting.size() != 1)
            throw core::error(core::error_code::nothing_waits_there, {},
                              std::to_string(waiting.size()) + " user tasks wait");
        only = waiting[0].second;
        task = only;
        instance = waiting[0].first;
    }
    const auto [i, slot] = detail::answerable(*world_, task, instance);
    world_->complete(*i, slot, variables);
    world_->run();
}
BATON_APART void ProcessEngine::complete_form(std::string_view task, const core::Variables& entered, std::uint64_t instance,
                                         UnknownFields unknown) {
    world_->refuse_inside();
    const auto [i, slot] = detail::answerable(*world_, task, instance);
    CheckedForm checked = check_form(task, world_->task_info(*i, slot).fields, entered, unknown);
    if (!checked.findings.empty()) throw core::error(std::move(checked.findings));
    world_->complete(*i, slot, checked.variables);
    world_->run();
}
BATON_APART void ProcessEngine::complete(Activation which, const core::Variables& variables) {
    world_->refuse_inside();
    const auto [i, slot] = detail::answerable(*world_, which);
    world_->complete(*i, slot, variables);
    world_->run();
}
BATON_APART void ProcessEngine::error(Activation which, std::string_view code) {
    world_->refuse_inside();
    const auto [i, slot] = detail::answerable(*world_, which);
    world_->use(*i, [&, at = slot](detail::ProcessMover& e) { e.throw_error(at, code, {}); });
    world_->run();
}
BATON_APART void ProcessEngine::fail(Activation which, std::string_view why) {
    world_->refuse_inside();
    const auto [i, slot] = detail::answerable(*world_, which);
    world_->use(*i, [&, at = slot](detail::ProcessMover& e) { e.fail(at, why); });
    world_->run();
}
BATON_APART TaskInfo ProcessEngine::task_info(std::string_view task, std::uint64_t instance) const {
    const auto [i, slot] = detail::answerable(*world_, task, instance);
    return world_->task_info(*i, slot);
}
BATON_APART void ProcessEngine::on_post(std::function<void()> wake_up) { inbox_->on_post(std::move(wake_up)); }
BATON_APART void ProcessEngine::wait() const { inbox_->wait(); }
BATON_APART std::vector<core::diagnostic> ProcessEngine::run() {
    world_->refuse_inside();
    std::vector<core::diagnostic> findings;
    for (auto jobs = inbox_->take(); !jobs.empty(); jobs = inbox_->take())
        for (const ProcessInbox::Job& job : jobs) try {
                job(*this);
            } catch (const core::error& e) {
                findings.insert(findings.end(), e.findings().begin(), e.findings().end());
            } catch (const std::exception& e) {
                findings.push_back({core::error_code::a_change_failed, "a job that was posted", e.what()});
            }
    world_->run();
    return findings;
}
BATON_APART void ProcessEngine::error(std::string_view task, std::string_view code, std::uint64_t instance) {
    world_->refuse_inside();
    const auto [i, slot] = detail::answerable(*world_, task, instance);
    world_->use(*i, [&, at = slot](detail::ProcessMover& e) { e.throw_error(at, code, {}); });
    world_->run();
}
BATON_APART void ProcessEngine::fail(std::string_view task, std::string_view why, std::uint64_t instance) {
    world_->refuse_inside();
    const auto [i, slot] = detail::answerable(*world_, task, instance);
    world_->use(*i, [&, at = slot](detail::ProcessMover& e) { e.fail(at, why); });
    world_->run();
}
BATON_APART void ProcessEngine::retry(std::string_view task, std::uint64_t instance) {
    world_->refuse_inside();
    const auto [i, slot] = world_->find(task, instance, [](const detail::ProcessInstance&, const engine::Token& t) {
        return t.phase == engine::Phase::failed || t.phase == engine::Phase::failed_leaving;
    });
    if (i == nullptr) throw core::error(core::error_code::nothing_waits_there, std::string(task), "nothing has failed");
    world_->use(*i, [at = slot](detail::ProcessMover& e) { e.retry(at); });
    world_->run();
}
BATON_APART void ProcessEngine::set(core::Variables variables, std::uint64_t instance) {
    world_->refuse_inside();
    if (instance == 0 && !world_->instances.empty()) instance = world_->instances.begin()->first;
    detail::ProcessInstance& i = world_->instance(instance);
    if (i.state.ended()) throw core::error(core::error_code::no_such_instance, std::to_string(instance), "it has ended");
    world_->use(i, [&](detail::ProcessMover& e) {
        engine::assign_all(e, 0, variables);
        e.look_at_all_conditions();
    });
    world_->run();
}
BATON_APART void ProcessEngine::cancel(std::uint64_t instance) {
    world_->refuse_inside();
    detail::ProcessInstance& i = world_->instance(instance);
    if (i.state.ended()) throw core::error(core::error_code::no_such_instance, std::to_string(instance), "it has ended");
    world_->use(i, [](detail::ProcessMover& e) { e.cancel(); });
    world_->run();
}
BATON_APART core::instant ProcessEngine::now() const { return world_->now; }
BATON_APART std::optional<core::instant> ProcessEngine::next_due() const { return world_->next_due(); }
BATON_APART void ProcessEngine::advance_to(core::instant time) {
    world_->refuse_inside();
    world_->advance_to(time);
}

BATON_APART std::vector<std::uint64_t> ProcessEngine::instances() const {
    std::vector<std::uint64_t> ids;
    for (const auto& [id, i] : world_->instances) ids.push_back(id);
    return ids;
}
BATON_APART InstanceInfo ProcessEngine::info(std::uint64_t instance) const {
    const detail::ProcessInstance& i = world_->instance(instance);
    InstanceInfo info;
    info.id = i.id;
    info.parent = i.parent;
    info.process = i.process().id;
    info.business_key = i.business_key;
    info.status = i.state.status;
    info.error = i.state.error;
    for (auto t = i.state.tokens.oldest(); t != engine::no_slot; t = i.state.tokens[t].next) {
        using engine::Phase;
        const Phase phase = i.state.tokens[t].phase;
        const std::string& id = i.graph()[i.state.tokens[t].vertex].id;
        if (phase == Phase::failed || phase == Phase::failed_leaving)
            info.incidents.push_back(id);
        else if (phase != Phase::active && phase != Phase::compensating)
            info.waiting.push_back(id);
    }
    return info;
}
BATON_APART core::Variables ProcessEngine::variables(std::uint64_t instance) const {
    const detail::ProcessInstance& i = world_->instance(instance);
    if (i.state.scopes.empty()) return {};
    core::Variables all = i.state.scopes[0].variables;
    const core::Process& p = i.process();
    for (const auto* items : {&p.items, &p.data.inputs, &p.data.outputs})  // data go by their name as well
        for (const core::DataItem& item : *items)
            if (const core::Value* value = engine::detail::find_entry(all, item.id);
                value != nullptr && !item.name.empty() && engine::detail::find_entry(all, item.name) == nullptr)
                all.emplace_back(item.name, core::Value(*value));
    return all;
}
BATON_APART std::size_t ProcessEngine::passed(std::uint64_t instance, std::string_view element) const {
    const detail::ProcessInstance& i = world_->instance(instance);
    const auto v = i.model->vertices.find(element);
    return v == i.model->vertices.end() || v->second >= i.state.passed.size() ? 0 : i.state.passed[v->second];
}
BATON_APART std::vector<std::pair<std::uint64_t, std::string>> ProcessEngine::user_tasks() const {
    std::vector<std::pair<std::uint64_t, std::string>> found;
    for (const auto& [id, i] : world_->instances)
        for (auto t = i->state.tokens.oldest(); t != engine::no_slot; t = i->state.tokens[t].next) {
            const engine::Token& token = i->state.tokens[t];
            if (graph::node_of(i->graph(), token.vertex).task == core::task_kind::user &&
                detail::is_answerable(*i, token))
                found.emplace_back(id, i->graph()[token.vertex].id);
        }
    return found;
}
BATON_APART std::size_t ProcessEngine::timer_count() const {
    std::size_t count = 0;
    for (const auto& [id, i] : world_->instances)
        if (!i->state.ended()) count += i->state.armed_timers().size();
    for (const detail::StartEvent& s : world_->starts) count += s.due != core::instant::never();
    return count;
}
BATON_APART std::vector<std::string> ProcessEngine::subscriptions() const {
    std::vector<std::string> names;
    for (const auto& [key, list] : world_->waiting) names.insert(names.end(), list.size(), key.substr(1));
    for (const detail::StartEvent& s : world_->starts)
        if (s.kind == core::event_kind::message || s.kind == core::event_kind::signal) names.push_back(s.name);
    std::sort(names.begin(), names.end());
    return names;
}

BATON_APART std::vector<std::string> ProcessEngine::problems() const {
    std::vector<std::string> all;
    for (const auto& [id, i] : world_->instances)
        for (const std::string& problem : engine::problems_in(i->graph(), i->state))
            all.push_back("instance " + std::to_string(id) + ": " + problem);
    return all;
}

}  // namespace baton::inline BATON_ABI::runner

#endif
