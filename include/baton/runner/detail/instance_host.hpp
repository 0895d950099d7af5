// What is the same for all who hold instances: bodies, hooks, conditions, calls, what people see of their tasks.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_INSTANCE_HOST_HPP
#define BATON_RUNNER_DETAIL_INSTANCE_HOST_HPP

#include <algorithm>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../process_instance.hpp"
#include "correlation.hpp"
#include "task_view.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// Whether a token can be completed, failed or given an error from outside.
inline bool is_answerable(const ProcessInstance& i, const engine::Token& t) {
    using engine::Phase;
    return t.phase == Phase::waiting || t.phase == Phase::pending || t.phase == Phase::failed ||
           (t.phase == Phase::catching && i.graph()[t.vertex].kind == core::node_kind::task);
}

class InstanceHost : public ProcessHost {
public:
    explicit InstanceHost(ProcessOptions o) : options(std::move(o)), now(options.now) {}

    ProcessOptions options;
    core::instant now;
    std::function<void(const ProcessEvent&)> observer;
    std::uint64_t steps = 0;

    /// Uses the engine on an instance.
    template <class Use>
    void use_engine(ProcessInstance& i, Use body) {
        ProcessSink sink(*this, i);
        ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
        body(e);
    }
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
        const ConditionView view(e, i, static_cast<std::uint32_t>(boost::source(edge, i.graph())), scope);
        return i.model->functions[edge.idx](view);
    }
    /// Completes a token that waits. What comes with it is taken back when an exit hook refuses it.
    void complete_token(ProcessMover& e, ProcessInstance& i, engine::token_slot slot,
                        const core::Variables& variables) {
        {
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
        }
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
    std::string correlation_key(ProcessInstance& i, ProcessSink& sink, std::uint32_t vertex, std::uint32_t definition,
                                engine::table_index scope) override {
        return correlation_key_of(i, sink, vertex, definition, scope);
    }

    /// What a call activity gives to what it calls: the variables, and the business key.
    static std::pair<core::Variables, std::string> call_arguments(ProcessMover& e, ProcessInstance& i,
                                                                  const core::Node& n, engine::table_index scope) {
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
        return {std::move(variables), std::move(business_key)};
    }
    /// The instance that a call activity waits for has ended: its results are taken over.
    void called_has_ended(ProcessMover& e, ProcessInstance& caller, engine::token_slot slot, ProcessInstance& child) {
        caller.state.wait_of(caller.state.tokens[slot])->called = 0;
        if (child.state.status == engine::Status::failed) {
            const engine::UncaughtError error = child.state.error;
            return e.called_threw(slot, {core::event_kind::error, error.code, error.message});
        }
        if (child.state.status == engine::Status::cancelled)
            return e.fail_token(slot, engine::Phase::failed, core::error_code::a_body_failed,
                                "the called instance was cancelled");
        const core::Node& n = graph::node_of(caller.graph(), caller.state.tokens[slot].vertex);
        core::Variables out;
        if (child.state.scopes.empty()) engine::make_root(child.state);
        {
            ProcessSink sink(*this, child);
            ProcessMover inside(child.graph(), child.state, child.scratch, sink, now);
            out = engine::mapped(inside, n.call.out, 0);
        }
        const core::Variables& all = child.state.scopes[0].variables;
        {
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
        }
    }

private:
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
};

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
