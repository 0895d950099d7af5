// Tasks of people, and incidents. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_PEOPLE_HPP
#define BATON_SERVICE_DETAIL_SERVICE_PEOPLE_HPP

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"

namespace baton::inline BATON_ABI::service {

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
    texts("secret", t.secret);
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
        q.state = static_cast<std::int64_t>(store::WorkState::parked);
        if (query.instance != 0) q.instance_id = query.instance;
        q.after_id = query.after;
        q.limit = query.limit;
        if (!query.assignee.empty()) q.attributes.push_back({"assignee", false, query.assignee});
        if (!query.form.empty()) q.attributes.push_back({"form", false, query.form});
        if (query.due_until != core::instant::never()) {
            store::AttributeFilter due{"due", true, {}};
            due.greatest = static_cast<double>(query.due_until.ms);
            q.attributes.push_back(due);
        }
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
        const auto not_there = [&] {
            return core::error(core::error_code::nothing_waits_there, detail::at_task(task));
        };
        const auto work = tx.find_work(task);
        if (!work || (work->kind != detail::work_person && work->kind != detail::work_activity)) throw not_there();
        store::InstanceRow row = open_instance(tx, work->instance_id);
        if (!tx.erase_work(task)) throw not_there();
        if (!give(tx, row, item, static_cast<std::uint64_t>(work->token), body, detail::answer_of(work->token), task))
            throw not_there();
    });
}
inline void Service::complete(std::int64_t task, const core::Variables& variables) {
    give_task(task, detail::Item::complete, {{"variables", detail::variables_to_json(variables)}});
}
inline void Service::complete(std::int64_t instance, std::string_view element, const core::Variables& variables) {
    std::int64_t task = 0;
    bool typed = false;
    store_->read([&](store::Transaction& tx) {
        store::WorkQuery q;
        q.instance_id = instance;
        q.name = std::string(element);
        q.limit = store::largest_page;
        task = 0;
        const auto row = tx.find_instance(instance);
        const Deployed d = row ? deployed(row->definition_key, row->definition_version) : nullptr;
        typed = d != nullptr && d->executable != nullptr;
        for (const store::WorkRow& work : tx.query_work(q))
            if (task == 0 && (work.kind == detail::work_person || work.kind == detail::work_activity)) task = work.id;
    });
    if (typed) {
        store_->transact([&](store::Transaction& tx) {
            store::InstanceRow row = open_instance(tx, instance);
            give(tx, row, detail::Item::complete, 0, detail::json::object(), {}, 0, std::string(element));
        });
        return;
    }
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
/// A task of people. Who changes it at the same time comes one after the other.
inline store::WorkRow Service::person_task(store::Transaction& tx, std::int64_t task) {
    auto row = tx.find_work(task);
    if (row && row->kind == detail::work_person) {
        static_cast<void>(tx.lock_instance(row->instance_id));
        row = tx.find_work(task);
    }
    if (!row || row->kind != detail::work_person)
        throw core::error(core::error_code::nothing_waits_there, detail::at_task(task));
    return std::move(*row);
}
/// Writes who has the task; nobody when `user` is empty. `may` sees who has it now.
template <class May>
void Service::assign(std::int64_t task, std::string_view user, May may) {
    store_->transact([&](store::Transaction& tx) {
        store::WorkRow row = person_task(tx, task);
        detail::json body = payloads_.open(row.payload, detail::at_task(task));
        may(detail::text_in(body, "assignee", detail::at_task(task)));
        body["assignee"] = detail::as_json(std::string(user));
        row.payload = payloads_.seal(body);
        tx.change_work(row);
        tx.erase_attributes(store::Owner::work, task, "assignee");
        if (!user.empty()) tx.put_attribute({store::Owner::work, task, "assignee", std::string(user), 0});
    });
}
inline void Service::delegate(std::int64_t task, std::string_view user) {
    assign(task, user, [](const std::string&) {});
}
inline void Service::claim(std::int64_t task, std::string_view user) {
    assign(task, user, [&](const std::string& now) {
        if (!now.empty() && now != user)
            throw core::error(core::error_code::the_task_is_claimed, detail::at_task(task), "by '" + now + "'");
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
            found.push_back(
                {row.id, row.instance_id, row.name, detail::text_in(body, "text"), core::instant(row.created_at)});
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

}  // namespace baton::inline BATON_ABI::service

#endif
