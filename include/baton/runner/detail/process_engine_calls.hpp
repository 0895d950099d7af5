// What a ProcessEngine does when it is called. Included by process_engine.hpp only.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_PROCESS_ENGINE_CALLS_HPP
#define BATON_RUNNER_DETAIL_PROCESS_ENGINE_CALLS_HPP

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "process_world.hpp"

namespace baton::inline BATON_ABI::runner {

BATON_APART ProcessEngine::ProcessEngine(ProcessOptions options)
    : world_(std::make_unique<detail::ProcessWorld>(std::move(options))) {}
BATON_APART ProcessEngine::ProcessEngine(ProcessEngine&&) noexcept = default;
BATON_APART ProcessEngine& ProcessEngine::operator=(ProcessEngine&&) noexcept = default;
BATON_APART ProcessEngine::~ProcessEngine() = default;

BATON_APART void ProcessEngine::bind(std::function<TaskBody(const core::Definition&, const core::Node&)> binder) {
    world_->binder = std::move(binder);
}
BATON_APART void ProcessEngine::bind_hooks(
    std::function<TaskHooks(const core::Definition&, const core::Node&)> binder) {
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
BATON_APART void ProcessEngine::on_outgoing(std::function<void(const Message&)> hook) {
    world_->outgoing = std::move(hook);
}
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
    if (at == world_->processes.end()) throw core::error(core::error_code::no_such_process, std::string(process));
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
BATON_APART std::vector<std::uint64_t> ProcessEngine::evaluate_conditions(core::Variables variables) {
    world_->refuse_inside();
    std::vector<std::uint64_t> started = world_->evaluate_conditions(variables);
    world_->run();
    return started;
}
BATON_APART void ProcessEngine::signal(std::string_view name, core::Variables variables) {
    world_->refuse_inside();
    world_->signal(std::string(name), variables);
    world_->run();
}

namespace detail {

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
BATON_APART void ProcessEngine::complete_form(std::string_view task, const core::Variables& entered,
                                              std::uint64_t instance, UnknownFields unknown) {
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
BATON_APART void ProcessEngine::wake(std::string_view task, std::uint64_t instance) {
    world_->refuse_inside();
    const auto waits = [](const detail::ProcessInstance&, const engine::Token& t) {
        return t.phase == engine::Phase::waiting;
    };
    if (task.empty()) {
        for (const auto& [id, i] : world_->instances)
            if ((instance == 0 || id == instance) && !i->state.ended())
                world_->use(*i, [](detail::ProcessMover& e) { e.ask_waiting(); });
    } else {
        const auto [i, slot] = world_->find(task, instance, waits);
        if (i == nullptr) throw core::error(core::error_code::nothing_waits_there, std::string(task));
        world_->use(*i, [at = slot](detail::ProcessMover& e) { e.wake(at); });
    }
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
    if (i.state.ended())
        throw core::error(core::error_code::no_such_instance, std::to_string(instance), "it has ended");
    world_->use(i, [&](detail::ProcessMover& e) {
        engine::assign_all(e, 0, variables);
        e.look_at_all_conditions();
    });
    world_->run();
}
BATON_APART void ProcessEngine::cancel(std::uint64_t instance) {
    world_->refuse_inside();
    detail::ProcessInstance& i = world_->instance(instance);
    if (i.state.ended())
        throw core::error(core::error_code::no_such_instance, std::to_string(instance), "it has ended");
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
namespace detail {
inline Incident incident_of(const engine::State& s, const engine::Token& t, const std::string& element) {
    Incident incident{element, {}, {}, 0, t.id};
    if (const engine::Wait* wait = s.wait_of(t)) {
        incident.reason = wait->reason;
        incident.since = wait->since;
        incident.failures = wait->failures;
    }
    return incident;
}
}  // namespace detail

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
            info.incidents.push_back(detail::incident_of(i.state, i.state.tokens[t], id));
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
