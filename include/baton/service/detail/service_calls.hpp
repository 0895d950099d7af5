// Deploying, starting, people's tasks, incidents and looking. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_CALLS_HPP
#define BATON_SERVICE_DETAIL_SERVICE_CALLS_HPP

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/fingerprint.hpp"
#include "../../core/time_text.hpp"
#include "../../engine/migrate.hpp"
#include "../../runner/detail/model_binder.hpp"
#include "../../runner/detail/start_events.hpp"

namespace baton::inline BATON_ABI::service {

namespace detail {
inline std::string made_up_name() {
    static std::random_device random;
    return "service-" + std::to_string(::getpid()) + "-" + std::to_string(random());
}
inline std::string at_instance(std::int64_t id) { return "instance " + std::to_string(id); }
inline std::string at_task(std::int64_t id) { return "task " + std::to_string(id); }
}  // namespace detail

inline Service::Service(std::shared_ptr<store::Store> store, ServiceOptions options)
    : store_(std::move(store)), options_(std::move(options)), payloads_(options_.codec) {
    if (options_.name.empty()) options_.name = detail::made_up_name();
}

inline std::vector<std::int64_t> Service::deploy(std::shared_ptr<const core::Definition> definition,
                                                 const runner::Bindings& bindings) {
    const core::Definition& d = *definition;
    std::vector<core::diagnostic> findings = runner::BindingsCheck(bindings, {&d}, runner::Unbound::complete).run();
    auto model = std::make_shared<runner::detail::ProcessModel>(definition);
    std::vector<detail::Doer> doers(d.nodes.size(), detail::Doer::nobody);
    const auto body = [&](const core::Definition&, const core::Node& n) -> runner::TaskBody {
        if (runner::TaskBody bound = bindings.body(n)) return bound;
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
                if (doers[v] == detail::Doer::worker) one->topics[v] = detail::topic_of(d.nodes[v]);
            const auto known = tx.definition_with(one->key, fingerprint);
            if (known) {
                one->version = known->version;
            } else {
                const auto before = tx.latest_definition(one->key);
                store::DefinitionRow row;
                row.key = one->key;
                row.version = one->version = before ? before->version + 1 : 1;
                row.fingerprint = fingerprint;
                row.format = "c++";
                row.created_at = tx.now();
                if (!tx.add_definition(row))
                    throw core::error(core::error_code::the_store_is_busy, one->key, "another service deploys it");
                put_start_events(tx, *one);
            }
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
/// Those of the newest version are in force, and no others.
inline void Service::put_start_events(store::Transaction& tx, const detail::Deployment& d) {
    tx.unsubscribe_definition(d.key);
    const std::string prefix = "start:" + d.key + ":";
    for (const store::ScheduleRow& s : tx.schedules(prefix, store::largest_page))
        if (s.name.starts_with(prefix)) tx.erase_schedule(s.name);
    std::vector<runner::detail::StartEvent> events;
    runner::detail::add_starts(d.model, core::instant(tx.now()), events);
    for (const runner::detail::StartEvent& e : events) {
        if (e.process != d.process) continue;
        const std::string& element = d.model->definition->nodes[e.vertex].id;
        if (e.kind == core::event_kind::message || e.kind == core::event_kind::signal) {
            store::SubscriptionRow row;
            row.kind = e.kind == core::event_kind::message ? 0 : 1;
            row.name = e.name;
            row.start_definition = d.key;
            row.body = element;
            row.created_at = tx.now();
            tx.subscribe(row);
        } else if (e.kind == core::event_kind::timer) {
            store::ScheduleRow row;
            row.name = prefix + element;
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
inline Service::Deployed Service::latest(const std::string& key) {
    const std::lock_guard lock(mutex_);
    auto at = deployed_.upper_bound({key, store::never});
    return at == deployed_.begin() || std::prev(at)->first.first != key ? nullptr : std::prev(at)->second;
}
inline Service::Deployed Service::called(const std::string& process, const core::Call& call,
                                         const detail::Deployment& caller) {
    if (call.binding == "version") return deployed(process, std::strtoll(call.version.c_str(), nullptr, 10));
    if (call.binding == "deployment") {
        const std::lock_guard lock(mutex_);
        for (const auto& [key, d] : deployed_)
            if (key.first == process && d->model->definition == caller.model->definition) return d;
        return nullptr;
    }
    if (call.binding == "version-tag") return nullptr;
    return latest(process);
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
    const std::string key(process);
    const Deployed d = request.version == 0 ? latest(key) : deployed(key, request.version);
    if (d == nullptr) throw core::error(core::error_code::no_such_process, key, "it is not deployed in this service");
    std::int64_t id = 0;
    store_->transact([&](store::Transaction& tx) {
        const std::string request_key = request.request.empty() ? std::string() : "start:" + key + ":" + request.request;
        if (!request_key.empty()) {
            store::RequestRow r{request_key, {}, tx.now() + options_.remember_requests.ms, tx.now()};
            if (!tx.add_request(r)) {
                const auto known = tx.find_request(request_key);
                id = known ? std::strtoll(known->response.c_str(), nullptr, 10) : 0;
                return;
            }
        }
        id = start_in(tx, d, {}, request);
        if (!request_key.empty()) tx.answer_request(request_key, std::to_string(id));
    });
    return id;
}
inline std::int64_t Service::start_in(store::Transaction& tx, const Deployed& d, const std::string& event,
                                      const StartRequest& r) {
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
    detail::ServiceStep step(*this, tx, *made, d);
    step.start(event, r.variables);
    step.run_all();
    step.write();
    return *id;
}

inline store::InstanceRow Service::open_instance(store::Transaction& tx, std::int64_t id) {
    auto row = tx.lock_instance(id);
    if (!row) throw core::error(core::error_code::no_such_instance, detail::at_instance(id));
    if (!row->open()) throw core::error(core::error_code::the_instance_has_ended, detail::at_instance(id));
    return std::move(*row);
}
inline bool Service::post(store::Transaction& tx, const store::InstanceRow& row, detail::Item item, std::uint64_t token,
                          const detail::json& body, const std::string& dedup) {
    store::InboxRow in;
    in.instance_id = row.id;
    in.kind = static_cast<std::int64_t>(item);
    in.token = static_cast<std::int64_t>(token);
    in.dedup = dedup;
    in.body = payloads_.seal(body);
    in.created_at = tx.now();
    if (!tx.post(in)) return false;
    if (row.status == static_cast<std::int64_t>(InstanceStatus::suspended)) return true;
    store::WorkRow work;
    work.instance_id = row.id;
    work.queue = detail::run_queue(row.definition_key, row.definition_version);
    work.priority = row.priority;
    work.run_at = work.created_at = tx.now();
    tx.put_work(work);
    return true;
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
                          const detail::json& body, const std::string& dedup, std::int64_t done_work) {
    const Deployed d = deployed(row.definition_key, row.definition_version);
    if (d == nullptr || row.status == static_cast<std::int64_t>(InstanceStatus::suspended))
        return post(tx, row, item, token, body, dedup);
    return step_with(tx, row, d, item, token, body, done_work != 0);
}
inline bool Service::hand_over(store::Transaction& tx, std::int64_t instance, detail::Item item, std::uint64_t token,
                               const detail::json& body, const std::string& dedup) {
    auto row = tx.lock_instance(instance);
    if (!row || !row->open()) return false;
    bool taken = false;
    try {
        tx.savepoint([&] {
            store::InstanceRow copy = *row;
            taken = give(tx, copy, item, token, body, dedup);
        });
    } catch (const core::error& e) {
        if (is_about_the_store(e.code())) throw;
        taken = post(tx, *row, item, token, body, dedup);
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
        row.status = static_cast<std::int64_t>(InstanceStatus::suspended);
        tx.update_instance(row);
    });
}
inline void Service::resume(std::int64_t instance) {
    store_->transact([&](store::Transaction& tx) {
        store::InstanceRow row = open_instance(tx, instance);
        if (row.status != static_cast<std::int64_t>(InstanceStatus::suspended)) return;
        row.status = static_cast<std::int64_t>(InstanceStatus::running);
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
            row->status = static_cast<std::int64_t>(InstanceStatus::running);
            give(tx, *row, detail::Item::cancel, 0, {{"text", "erased"}});
        }
        tx.erase_instance(instance);
    });
}

// People.

inline TaskSummary Service::task_of(const store::WorkRow& row) const {
    const std::string where = detail::at_task(row.id);
    const detail::json body = payloads_.open(row.payload, where);
    TaskSummary t;
    t.id = row.id;
    t.instance = row.instance_id;
    t.element = row.name;
    t.title = detail::text_in(body, "title", where);
    t.assignee = detail::text_in(body, "assignee", where);
    t.form_key = detail::text_in(body, "form", where);
    t.due_date = detail::text_in(body, "due", where);
    t.priority = detail::text_in(body, "priority", where);
    t.created = core::instant(row.created_at);
    t.variables = detail::variables_from(body, "variables", where);
    const auto texts = [&](const char* name, std::vector<std::string>& out) {
        if (const auto at = body.find(name); at != body.end())
            for (const detail::json& one : *at) out.push_back(runner::detail::ValueReader(where).text(one));
    };
    texts("users", t.candidate_users);
    texts("groups", t.candidate_groups);
    return t;
}
inline std::vector<TaskSummary> Service::tasks(const TaskQuery& query) {
    std::vector<TaskSummary> found;
    store_->read([&](store::Transaction& tx) {
        found.clear();
        store::WorkQuery q;
        q.queue = detail::people_queue;
        q.name = query.element;
        q.kind = detail::work_person;
        if (query.instance != 0) q.instance_id = query.instance;
        q.after_id = query.after;
        q.limit = query.limit;
        if (!query.assignee.empty()) q.attributes.push_back({"assignee", false, query.assignee});
        if (!query.form.empty()) q.attributes.push_back({"form", false, query.form});
        std::map<std::int64_t, TaskSummary> all;
        const auto look = [&](const char* name, const std::string& text) {
            store::WorkQuery candidates = q;
            candidates.attributes.push_back({name, false, text});
            for (const store::WorkRow& row : tx.query_work(candidates)) all.emplace(row.id, task_of(row));
        };
        if (!query.user.empty()) look("user", query.user);
        if (!query.group.empty()) look("group", query.group);
        if (query.user.empty() && query.group.empty())
            for (const store::WorkRow& row : tx.query_work(q)) all.emplace(row.id, task_of(row));
        for (auto& [id, t] : all)
            if (static_cast<std::int64_t>(found.size()) < query.limit) found.push_back(std::move(t));
    });
    return found;
}
inline void Service::give_task(std::int64_t task, detail::Item item, const detail::json& body) {
    store_->transact([&](store::Transaction& tx) {
        const auto not_there = [&] { return core::error(core::error_code::nothing_waits_there, detail::at_task(task)); };
        const auto work = tx.find_work(task);
        if (!work || (work->kind != detail::work_person && work->kind != detail::work_activity)) throw not_there();
        store::InstanceRow row = open_instance(tx, work->instance_id);
        if (!tx.erase_work(task)) throw not_there();
        if (!give(tx, row, item, static_cast<std::uint64_t>(work->token), body, "token:" + std::to_string(work->token), task))
            throw not_there();
    });
}
inline void Service::complete(std::int64_t task, const core::Variables& variables) {
    give_task(task, detail::Item::complete, {{"variables", detail::variables_to_json(variables)}});
}
inline void Service::complete(std::int64_t instance, std::string_view element, const core::Variables& variables) {
    std::int64_t task = 0;
    store_->read([&](store::Transaction& tx) {
        store::WorkQuery q;
        q.instance_id = instance;
        q.name = std::string(element);
        q.limit = store::largest_page;
        task = 0;
        for (const store::WorkRow& row : tx.query_work(q))
            if (task == 0 && (row.kind == detail::work_person || row.kind == detail::work_activity)) task = row.id;
    });
    if (task == 0)
        throw core::error(core::error_code::nothing_waits_there,
                          detail::at_instance(instance) + ", " + std::string(element));
    complete(task, variables);
}
inline void Service::error(std::int64_t task, std::string_view code, std::string_view message) {
    give_task(task, detail::Item::error,
              {{"code", detail::as_json(std::string(code))}, {"text", detail::as_json(std::string(message))}});
}
inline void Service::fail(std::int64_t task, std::string_view why) {
    give_task(task, detail::Item::fail, {{"text", detail::as_json(std::string(why))}});
}
inline void Service::delegate(std::int64_t task, std::string_view user) {
    store_->transact([&](store::Transaction& tx) {
        auto row = tx.find_work(task);
        if (!row || row->kind != detail::work_person)
            throw core::error(core::error_code::nothing_waits_there, detail::at_task(task));
        detail::json body = payloads_.open(row->payload, detail::at_task(task));
        body["assignee"] = detail::as_json(std::string(user));
        row->payload = payloads_.seal(body);
        tx.change_work(*row);
        tx.erase_attributes(store::Owner::work, task, "assignee");
        if (!user.empty()) tx.put_attribute({store::Owner::work, task, "assignee", std::string(user), 0});
    });
}
inline void Service::claim(std::int64_t task, std::string_view user) {
    store_->transact([&](store::Transaction& tx) {
        auto row = tx.find_work(task);
        if (!row || row->kind != detail::work_person)
            throw core::error(core::error_code::nothing_waits_there, detail::at_task(task));
        // Who claims at the same time comes one after the other.
        static_cast<void>(tx.lock_instance(row->instance_id));
        row = tx.find_work(task);
        if (!row) throw core::error(core::error_code::nothing_waits_there, detail::at_task(task));
        detail::json body = payloads_.open(row->payload, detail::at_task(task));
        const std::string now = detail::text_in(body, "assignee", detail::at_task(task));
        if (!now.empty() && now != user)
            throw core::error(core::error_code::the_task_is_claimed, detail::at_task(task), "by '" + now + "'");
        body["assignee"] = detail::as_json(std::string(user));
        row->payload = payloads_.seal(body);
        tx.change_work(*row);
        tx.erase_attributes(store::Owner::work, task, "assignee");
        tx.put_attribute({store::Owner::work, task, "assignee", std::string(user), 0});
    });
}
inline void Service::release(std::int64_t task) { delegate(task, {}); }

// Incidents.

inline std::vector<IncidentSummary> Service::incidents(std::int64_t instance, std::int64_t after) {
    std::vector<IncidentSummary> found;
    store_->read([&](store::Transaction& tx) {
        found.clear();
        for (const store::IncidentRow& row : tx.incidents(instance, after)) {
            const detail::json body = payloads_.open(row.message, "incident " + std::to_string(row.id));
            found.push_back({row.id, row.instance_id, row.name, detail::text_in(body, "text"), core::instant(row.created_at)});
        }
    });
    return found;
}
inline void Service::retry(std::int64_t incident) {
    store_->transact([&](store::Transaction& tx) {
        const auto at = tx.find_incident(incident);
        if (!at || at->resolved_at != store::never)
            throw core::error(core::error_code::nothing_waits_there, "incident " + std::to_string(incident));
        if (at->work_id != 0) {
            tx.unpark(at->work_id, tx.now());
            tx.resolve_incident(incident);
            return;
        }
        store::InstanceRow row = open_instance(tx, at->instance_id);
        give(tx, row, detail::Item::retry, static_cast<std::uint64_t>(at->token), detail::json::object());
    });
}

// Looking.

inline InstanceSummary Service::summary(const store::InstanceRow& row) const {
    return {row.id,        row.definition_key, row.definition_version,       row.business_key, static_cast<InstanceStatus>(row.status),
            row.parent_id, core::instant(row.started_at), core::instant(row.ended_at)};
}
inline std::vector<InstanceSummary> Service::instances(const store::InstanceQuery& query) {
    std::vector<InstanceSummary> found;
    store_->read([&](store::Transaction& tx) {
        found.clear();
        for (const store::InstanceRow& row : tx.query_instances(query)) found.push_back(summary(row));
    });
    return found;
}
inline std::int64_t Service::count(const store::InstanceQuery& query) {
    std::int64_t number = 0;
    store_->read([&](store::Transaction& tx) { number = tx.count_instances(query); });
    return number;
}
inline InstanceDetails Service::info(std::int64_t instance) {
    std::optional<store::InstanceRow> row;
    store_->read([&](store::Transaction& tx) { row = tx.find_instance(instance); });
    if (!row) throw core::error(core::error_code::no_such_instance, detail::at_instance(instance));
    InstanceDetails info;
    static_cast<InstanceSummary&>(info) = summary(*row);
    info.next_due = core::instant(row->deadline_at);
    if (row->state.empty()) return info;
    const std::string where = detail::at_instance(instance);
    const detail::json body = payloads_.open(row->state, where);
    if (!body.contains("state")) throw core::error(core::error_code::the_store_is_damaged, where);
    const engine::Snapshot s = runner::detail::SnapshotReader(body["state"]).read();
    info.error_code = s.error.code;
    info.error_message = s.error.message;
    for (const engine::ScopeRecord& scope : s.scopes)
        if (scope.id == 0) info.variables = scope.variables;
    for (const engine::TokenRecord& t : s.tokens)
        if (t.phase != engine::Phase::active && t.phase != engine::Phase::compensating) info.waiting.push_back(t.at);
    return info;
}
inline std::vector<HistoryLine> Service::history(std::int64_t instance, std::int64_t from, std::int64_t limit) {
    std::vector<HistoryLine> lines;
    store_->read([&](store::Transaction& tx) {
        lines.clear();
        if (!tx.find_instance(instance)) throw core::error(core::error_code::no_such_instance, detail::at_instance(instance));
        for (const store::HistoryRow& row : tx.read_history(instance, from, limit)) {
            const detail::json body = payloads_.open(row.body, detail::at_instance(instance));
            lines.push_back({row.seq, core::instant(row.at), detail::text_in(body, "what"), row.name,
                             detail::text_in(body, "text"), static_cast<std::uint64_t>(row.token)});
        }
    });
    return lines;
}
inline std::string Service::explain(std::int64_t instance) {
    const InstanceDetails i = info(instance);
    std::string text = i.definition + " " + std::to_string(i.id) + ": " + std::string(name_of(i.status)) + "\n";
    std::vector<store::WorkRow> work;
    std::vector<store::SubscriptionRow> subscriptions;
    store_->read([&](store::Transaction& tx) {
        store::WorkQuery q;
        q.instance_id = instance;
        q.limit = store::largest_page;
        work = tx.query_work(q);
        subscriptions = tx.subscriptions_of(instance);
    });
    for (const std::string& at : i.waiting) text += "  a token waits at " + at + "\n";
    for (const store::WorkRow& w : work) {
        const std::string when = core::to_text(core::instant(w.run_at));
        switch (w.kind) {
            case detail::work_advance: text += "  a step is to be made\n"; break;
            case detail::work_timer: text += "  the next timer is due " + when + "\n"; break;
            case detail::work_retry: text += "  a failed task is tried again " + when + "\n"; break;
            case detail::work_poll: text += "  waiting tasks are asked again " + when + "\n"; break;
            case detail::work_person: text += "  task " + std::to_string(w.id) + ": somebody is to complete " + w.name + "\n"; break;
            case detail::work_activity:
                text += "  task " + std::to_string(w.id) + ": " +
                        (w.state == store::WorkState::leased ? w.lease_owner + " does " + w.name
                         : w.state == store::WorkState::scheduled
                             ? w.name + " is tried again " + when
                             : "a worker for '" + w.queue.substr(5) + "' is to do " + w.name) + "\n";
                break;
            default: break;
        }
    }
    for (const store::SubscriptionRow& s : subscriptions)
        text += std::string("  the ") + (s.kind == 0 ? "message" : "signal") + " '" + s.name + "' is waited for" +
                (s.correlation.empty() ? "" : ", with the key '" + s.correlation + "'") + "\n";
    for (const IncidentSummary& incident : incidents(instance))
        text += "  incident " + std::to_string(incident.id) + " at " + incident.element + ": " + incident.why + "\n";
    return text;
}

inline void Service::migrate(std::int64_t instance, std::int64_t version, const engine::Migration& migration, bool dry_run) {
    struct DryRun {};
    try {
        store_->transact([&](store::Transaction& tx) {
            store::InstanceRow row = open_instance(tx, instance);
            const Deployed to = deployed(row.definition_key, version);
            if (to == nullptr)
                throw core::error(core::error_code::no_such_process, row.definition_key,
                                  "version " + std::to_string(version) + " is not deployed in this service");
            const std::string where = detail::at_instance(instance);
            detail::json body = payloads_.open(row.state, where);
            if (!body.contains("state")) throw core::error(core::error_code::the_store_is_damaged, where);
            const engine::Snapshot now = engine::migrate(to->model->graph, runner::detail::SnapshotReader(body["state"]).read(), migration);
            const engine::State state = engine::restore(to->model->graph, now);
            body["state"] = runner::detail::snapshot_to_json(engine::snapshot_of(to->model->graph, state));
            if (dry_run) throw DryRun();
            const std::int64_t before = row.definition_version;
            row.definition_version = version;
            row.state = payloads_.seal(body);
            tx.update_instance(row);
            row.rev += 1;
            // Rows of work of tokens and subscriptions that are gone go, and all others move to the new version's queue.
            std::set<std::int64_t> tokens;
            for (const engine::TokenRecord& t : now.tokens) tokens.insert(static_cast<std::int64_t>(t.id));
            store::WorkQuery q;
            q.instance_id = instance;
            q.limit = store::largest_page;
            const std::string queue = detail::run_queue(row.definition_key, before);
            for (store::WorkRow w : tx.query_work(q)) {
                if (w.token != 0 && !tokens.contains(w.token)) {
                    tx.erase_work(w.id);
                } else if (w.queue == queue) {
                    tx.erase_work(w.id);
                    w.queue = to->queue();
                    if (w.kind != detail::work_advance) tx.put_work(w);
                }
            }
            std::set<std::int64_t> waiting;
            for (const engine::SubscriptionRecord& s : now.subscriptions) waiting.insert(static_cast<std::int64_t>(s.id));
            for (const store::SubscriptionRow& s : tx.subscriptions_of(instance))
                if (!waiting.contains(s.token)) tx.unsubscribe(s.id);
            give(tx, row, detail::Item::wake, 0, detail::json::object());
        });
    } catch (const DryRun&) {
    }
}

}  // namespace baton::inline BATON_ABI::service

#endif
