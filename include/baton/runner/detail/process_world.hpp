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
#include "correlation.hpp"
#include "model_binder.hpp"
#include "start_events.hpp"
#include "task_view.hpp"

namespace baton::inline BATON_ABI::runner::detail {

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
            ModelBinder(binder, hook_binder, condition_binder, options.unbound, findings).bind(*model);
            made.push_back(std::move(model));
        }
        if (!findings.empty()) throw core::error(std::move(findings));
        std::vector<StartEvent> started;
        for (const auto& model : made) add_starts(model, now, started);
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
                if (!takes(i, w.key, message)) continue;
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

    /// Starts every process of which a start event's condition holds with these variables.
    std::vector<std::uint64_t> evaluate_conditions(const core::Variables& variables) {
        expression::Entries entries;
        for (const auto& [name, value] : variables) entries.emplace_back(name, expression::from_variable(value));
        const expression::ValueScope scope(std::move(entries));
        std::vector<StartEvent> starting;
        for (const StartEvent& s : starts)
            if (s.kind == core::event_kind::conditional &&
                s.model->expressions->get(s.condition).evaluate(scope, {.now = now}).is_true())
                starting.push_back(s);
        std::vector<std::uint64_t> started;
        for (const StartEvent& s : starting) started.push_back(start(s.model, s.process, s.vertex, variables, {}));
        return started;
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
        return correlation_key_of(i, sink, vertex, definition, scope);
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

#endif
