// Deploying, starting, and what is done with instances. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_CALLS_HPP
#define BATON_SERVICE_DETAIL_SERVICE_CALLS_HPP

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/fingerprint.hpp"
#include "../../runner/detail/model_binder.hpp"
#include "../../runner/detail/start_events.hpp"
#include "../../store/random_id.hpp"

namespace baton::inline BATON_ABI::service {

namespace detail {
inline std::string at_instance(std::int64_t id) { return "instance " + std::to_string(id); }
inline std::string at_task(std::int64_t id) { return "task " + std::to_string(id); }
/// Under which a token is answered once, whoever answers it.
inline std::string answer_of(std::int64_t token) { return "token:" + std::to_string(token); }
}  // namespace detail

inline Service::Service(std::shared_ptr<store::Store> store, ServiceOptions options)
    : store_(std::move(store)), options_(std::move(options)), payloads_(options_.codec) {
    if (options_.name.empty()) options_.name = "service-" + std::to_string(::getpid()) + "-" + store::random_id();
}

inline std::vector<std::int64_t> Service::deploy(std::shared_ptr<const core::Definition> definition,
                                                 const runner::Bindings& bindings, const ModelSource& source) {
    const core::Definition& d = *definition;
    std::vector<core::diagnostic> findings = runner::BindingsCheck(bindings, {&d}, runner::Unbound::complete).run();
    auto model = std::make_shared<runner::detail::ProcessModel>(definition);
    std::vector<detail::Doer> doers(d.nodes.size(), detail::Doer::nobody);
    const auto body = [&](const core::Definition&, const core::Node& n) -> runner::TaskBody {
        if (runner::TaskBody bound = bindings.body(n)) {
            if (!options_.join_bodies) return bound;
            return [bound = std::move(bound), limit = options_.join_limit](runner::TaskContext& task) {
                return detail::run_joined(bound, task, limit);
            };
        }
        const bool person = n.task == core::task_kind::user;
        if (!person && !runner::detail::needs_body(n)) return {};
        doers[static_cast<std::size_t>(&n - d.nodes.data())] = person ? detail::Doer::person : detail::Doer::worker;
        return [](runner::TaskContext&) -> core::Outcome { return core::pending_word{}; };
    };
    const auto hooks = [&](const core::Definition&, const core::Node& n) { return bindings.hooks(n); };
    const auto condition = [&](const core::Definition&, const core::Flow& f) { return bindings.condition(f); };
    runner::detail::ModelBinder(body, hooks, condition, runner::Unbound::complete, findings).bind(*model);
    if (!findings.empty()) throw core::error(std::move(findings));

    std::vector<Deployed> made;
    store_->transact([&](store::Transaction& tx) {
        made.clear();
        const std::string fingerprint = core::fingerprint(d);
        for (std::uint32_t p = 0; p < d.processes.size(); ++p) {
            auto one = std::make_shared<detail::Deployment>();
            one->key = d.processes[p].id;
            one->model = model;
            one->process = p;
            one->doers = doers;
            one->topics.resize(d.nodes.size());
            for (std::size_t v = 0; v < d.nodes.size(); ++v)
                if (doers[v] == detail::Doer::worker) one->topics[v] = runner::detail::topic_of(d.nodes[v]);
            const auto [version, is_new] = version_of(tx, one->key, fingerprint, source);
            one->version = version;
            if (is_new) put_start_events(tx, *one);
            made.push_back(std::move(one));
        }
    });
    std::vector<std::int64_t> versions;
    const std::lock_guard lock(mutex_);
    for (Deployed& one : made) {
        versions.push_back(one->version);
        deployed_.insert_or_assign({one->key, one->version}, std::move(one));
    }
    return versions;
}
inline std::pair<std::int64_t, bool> Service::version_of(store::Transaction& tx, const std::string& key,
                                                         const std::string& fingerprint, const ModelSource& source) {
    if (const auto known = tx.definition_with(key, fingerprint)) return {known->version, false};
    tx.lock_name("definition:" + key);  // services that start at once deploy the same
    if (const auto known = tx.definition_with(key, fingerprint)) return {known->version, false};
    const auto before = tx.latest_definition(key);
    store::DefinitionRow row;
    row.key = key;
    row.version = before ? before->version + 1 : 1;
    row.fingerprint = fingerprint;
    row.format = source.format;
    row.source = source.text;
    row.created_at = tx.now();
    if (!tx.add_definition(row))
        throw core::error(core::error_code::the_store_is_busy, key, "another service deploys it");
    return {row.version, true};
}
/// Those of the newest version are in force, and no others.
inline void Service::put_start_events(store::Transaction& tx, const detail::Deployment& d) {
    tx.unsubscribe_definition(d.key);
    const std::string prefix = "start:" + d.key + ":";
    for (const store::ScheduleRow& s : tx.schedules(prefix, store::largest_page))
        if (s.name.starts_with(prefix)) tx.erase_schedule(s.name);
    int timers = 0;
    std::vector<runner::detail::StartEvent> events;
    runner::detail::add_starts(d.model, core::instant(tx.now()), events);
    for (const runner::detail::StartEvent& e : events) {
        if (e.process != d.process) continue;
        const std::string& element = d.model->definition->nodes[e.vertex].id;
        if (e.kind == core::event_kind::message || e.kind == core::event_kind::signal) {
            store::SubscriptionRow row;
            row.kind = e.kind == core::event_kind::message ? detail::waits_for_message : detail::waits_for_signal;
            row.name = e.name;
            row.start_definition = d.key;
            row.body = element;
            row.created_at = tx.now();
            tx.subscribe(row);
        } else if (e.kind == core::event_kind::timer) {
            store::ScheduleRow row;
            row.name = prefix + element + ":" + std::to_string(timers++);  // an event may have several
            row.spec = e.cycle;
            row.definition_key = d.key;
            row.next_at = e.due.ms;
            row.payload = payloads_.seal(detail::json{{"event", element}, {"again", e.again}});
            tx.put_schedule(row);
        }
    }
}

inline Service::Deployed Service::deployed(const std::string& key, std::int64_t version) {
    const std::lock_guard lock(mutex_);
    const auto at = deployed_.find({key, version});
    return at == deployed_.end() ? nullptr : at->second;
}
inline bool Service::has_deployed(const std::string& process, std::int64_t version) const {
    const std::lock_guard lock(mutex_);
    return deployed_.contains({process, version});
}
inline Service::Deployed Service::latest(const std::string& key) {
    const std::lock_guard lock(mutex_);
    auto at = deployed_.upper_bound({key, store::never});
    return at == deployed_.begin() || std::prev(at)->first.first != key ? nullptr : std::prev(at)->second;
}
/// Workflows over a typed context have no model.
inline std::vector<Service::Deployed> Service::deployed_processes() const {
    std::vector<Deployed> all;
    const std::lock_guard lock(mutex_);
    for (const auto& [key, d] : deployed_)
        if (d->model != nullptr) all.push_back(d);
    return all;
}
inline Service::Deployed Service::called(const std::string& process, const core::Call& call,
                                         const detail::Deployment& caller) {
    if (call.binding == "version-tag") return nullptr;
    if (call.binding == "deployment") {
        for (const Deployed& d : deployed_processes())
            if (d->key == process && d->model->definition == caller.model->definition) return d;
        return nullptr;
    }
    Deployed d = call.binding == "version" ? deployed(process, std::strtoll(call.version.c_str(), nullptr, 10))
                                           : latest(process);
    return d != nullptr && d->model != nullptr ? d : nullptr;  // a typed workflow has no variables to call it with
}
inline std::vector<std::string> Service::queues() const {
    std::vector<std::string> all;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [key, d] : deployed_) all.push_back(d->queue());
    }
    all.emplace_back(detail::outbox_queue);
    return all;
}

inline std::int64_t Service::start(std::string_view process, const StartRequest& request) {
    return start_with(std::string(process), request, {});
}
inline std::int64_t Service::start_with(const std::string& key, const StartRequest& request,
                                        const detail::json& typed) {
    const Deployed d = request.version == 0 ? latest(key) : deployed(key, request.version);
    if (d == nullptr) throw core::error(core::error_code::no_such_process, key, "it is not deployed in this service");
    std::int64_t id = 0;
    store_->transact([&](store::Transaction& tx) {
        const std::string request_key =
            request.request.empty() ? std::string() : "start:" + key + ":" + request.request;
        if (!request_key.empty()) {
            store::RequestRow r{request_key, {}, tx.now() + options_.remember_requests.ms, tx.now()};
            if (!tx.add_request(r)) {
                const auto known = tx.find_request(request_key);
                id = known ? std::strtoll(known->response.c_str(), nullptr, 10) : 0;
                return;
            }
        }
        id = start_in(tx, d, {}, request, typed);
        if (!request_key.empty()) tx.answer_request(request_key, std::to_string(id));
    });
    return id;
}
inline std::int64_t Service::start_in(store::Transaction& tx, const Deployed& d, const std::string& event,
                                      const StartRequest& r, const detail::json& typed) {
    store::InstanceRow row;
    row.definition_key = d->key;
    row.definition_version = d->version;
    row.scope = d->key;
    row.business_key = r.business_key;
    row.priority = r.priority;
    row.started_at = tx.now();
    const auto id = tx.add_instance(row);
    if (!id) {
        const auto open = tx.find_open_instance(row.scope, row.business_key);
        if (!open) throw core::error(core::error_code::the_store_is_busy, d->key);
        return open->id;
    }
    auto made = tx.lock_instance(*id);
    if (d->executable != nullptr) {
        take_typed(tx, *made, *d, {detail::Item::start, {}, typed});
        return *id;
    }
    detail::ServiceStep step(*this, tx, *made, d);
    step.start(event, r.variables);
    step.write();
    return *id;
}

inline store::InstanceRow Service::open_instance(store::Transaction& tx, std::int64_t id) {
    auto row = tx.lock_instance(id);
    if (!row) throw core::error(core::error_code::no_such_instance, detail::at_instance(id));
    if (!row->open()) throw core::error(core::error_code::the_instance_has_ended, detail::at_instance(id));
    return std::move(*row);
}
inline bool Service::step_with(store::Transaction& tx, store::InstanceRow& row, const Deployed& d, detail::Item item,
                               std::uint64_t token, const detail::json& body, bool row_is_gone) {
    detail::ServiceStep step(*this, tx, row, d);
    const std::vector<store::InboxRow> before = tx.read_inbox(row.id);
    for (const store::InboxRow& in : before) step.apply(in);
    if (!before.empty()) tx.erase_inbox(row.id, before.back().id);
    if (row_is_gone) step.row_is_gone(token);
    const bool applied = step.apply(item, token, body, detail::at_instance(row.id));
    step.write();
    return applied;
}
inline bool Service::give(store::Transaction& tx, store::InstanceRow& row, detail::Item item, std::uint64_t token,
                          const detail::json& body, const std::string& dedup, std::int64_t done_work,
                          const std::string& element) {
    const Deployed d = deployed(row.definition_key, row.definition_version);
    if (d == nullptr || row.status == detail::number_of(InstanceStatus::suspended))
        return rows(tx).post(row, item, token, body, dedup, element);
    if (d->executable != nullptr) {
        take_typed(tx, row, *d, {item, element, body});
        return true;
    }
    return step_with(tx, row, d, item, token, body, done_work != 0);
}
inline bool Service::hand_over(store::Transaction& tx, const std::optional<store::InstanceRow>& row, detail::Item item,
                               std::uint64_t token, const detail::json& body, const std::string& dedup,
                               std::int64_t done_work) {
    if (!row || !row->open()) return false;
    bool taken = false;
    try {
        tx.savepoint([&] {
            store::InstanceRow copy = *row;
            taken = give(tx, copy, item, token, body, dedup, done_work);
        });
    } catch (const core::error& e) {
        if (is_about_the_store(e.code())) throw;
        taken = rows(tx).post(*row, item, token, body, dedup);
    }
    return taken;
}

inline void Service::set(std::int64_t instance, const core::Variables& variables) {
    store_->transact([&](store::Transaction& tx) {
        store::InstanceRow row = open_instance(tx, instance);
        give(tx, row, detail::Item::set, 0, {{"variables", detail::variables_to_json(variables)}});
    });
}
inline void Service::cancel(std::int64_t instance, std::string_view why) {
    store_->transact([&](store::Transaction& tx) {
        store::InstanceRow row = open_instance(tx, instance);
        give(tx, row, detail::Item::cancel, 0, {{"text", detail::as_json(std::string(why))}});
    });
}
inline void Service::wake(std::int64_t instance) {
    store_->transact([&](store::Transaction& tx) {
        store::InstanceRow row = open_instance(tx, instance);
        give(tx, row, detail::Item::wake, 0, detail::json::object());
    });
}
inline void Service::suspend(std::int64_t instance) {
    store_->transact([&](store::Transaction& tx) {
        store::InstanceRow row = open_instance(tx, instance);
        row.status = detail::number_of(InstanceStatus::suspended);
        tx.update_instance(row);
    });
}
inline void Service::resume(std::int64_t instance) {
    store_->transact([&](store::Transaction& tx) {
        store::InstanceRow row = open_instance(tx, instance);
        if (row.status != detail::number_of(InstanceStatus::suspended)) return;
        row.status = detail::number_of(InstanceStatus::running);
        tx.update_instance(row);
        row.rev += 1;
        // What came meanwhile, and timers that became due, are looked at.
        give(tx, row, detail::Item::wake, 0, detail::json::object());
    });
}
inline void Service::erase(std::int64_t instance) {
    store_->transact([&](store::Transaction& tx) {
        auto row = tx.lock_instance(instance);
        if (!row) throw core::error(core::error_code::no_such_instance, detail::at_instance(instance));
        if (row->open()) {
            if (deployed(row->definition_key, row->definition_version) == nullptr)
                throw core::error(core::error_code::no_such_process, row->definition_key,
                                  "it is not deployed in this service, and the instance is open");
            row->status = detail::number_of(InstanceStatus::running);
            give(tx, *row, detail::Item::cancel, 0, {{"text", "erased"}});
        }
        tx.erase_instance(instance);
    });
}

}  // namespace baton::inline BATON_ABI::service

#endif
