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
#include "instance_host.hpp"
#include "model_binder.hpp"
#include "start_events.hpp"

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

class ProcessWorld final : public InstanceHost {
public:
    explicit ProcessWorld(ProcessOptions o) : InstanceHost(std::move(o)) {}

    std::function<TaskBody(const core::Definition&, const core::Node&)> binder;
    std::function<TaskHooks(const core::Definition&, const core::Node&)> hook_binder;
    std::function<FlowCondition(const core::Definition&, const core::Flow&)> condition_binder;
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
        use_engine(i, body);
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

    /// Completes a token that waits. What comes with it is taken back when an exit hook refuses it.
    void complete(ProcessInstance& i, engine::token_slot slot, const core::Variables& variables) {
        use(i, [&](ProcessMover& e) { complete_token(e, i, slot, variables); });
    }

    // ProcessHost.

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
    void publish(ProcessInstance& from, std::uint32_t, std::string name, std::string key,
                 core::Variables payload) override {
        Message message = thrown_message(from, std::move(name), std::move(key), std::move(payload));
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
        auto arguments = call_arguments(e, i, n, scope);
        const auto& model = target->second.first;
        const std::uint32_t process = target->second.second;
        ProcessInstance& child = make(model, std::move(arguments.second));
        child.parent = i.id;
        child.parent_token = token;
        const std::uint64_t id = child.id;
        try {
            use(child, [&](ProcessMover& c) { c.start(process, graph::no_vertex, arguments.first); });
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

private:
    int depth_ = 0;

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
        use(caller, [&](ProcessMover& e) { called_has_ended(e, caller, slot, child); });
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
