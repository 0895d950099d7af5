// Looking at instances, and carrying them over to other versions. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_VIEWS_HPP
#define BATON_SERVICE_DETAIL_SERVICE_VIEWS_HPP

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/time_text.hpp"
#include "../../engine/migrate.hpp"

namespace baton::inline BATON_ABI::service {

inline InstanceSummary Service::summary(const store::InstanceRow& row) const {
    return {row.id,
            row.definition_key,
            row.definition_version,
            row.business_key,
            static_cast<InstanceStatus>(row.status),
            row.parent_id,
            core::instant(row.started_at),
            core::instant(row.ended_at)};
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
    if (const auto at = body.find("context"); at != body.end() && at->is_object())
        info.variables = runner::detail::ValueReader(where).variables(*at);
    if (const auto at = body.find("secret"); at != body.end())
        for (const detail::json& name : *at) info.secret.push_back(runner::detail::ValueReader(where).text(name));
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
        if (!tx.find_instance(instance))
            throw core::error(core::error_code::no_such_instance, detail::at_instance(instance));
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
            case detail::work_person:
                text += "  task " + std::to_string(w.id) + ": somebody is to complete " + w.name + "\n";
                break;
            case detail::work_activity:
                text += "  task " + std::to_string(w.id) + ": " +
                        (w.state == store::WorkState::leased ? w.lease_owner + " does " + w.name
                         : w.state == store::WorkState::scheduled
                             ? w.name + " is tried again " + when
                             : "a worker for '" + w.queue.substr(5) + "' is to do " + w.name) +
                        "\n";
                break;
            default: break;
        }
    }
    for (const store::SubscriptionRow& s : subscriptions)
        text += std::string("  the ") + (s.kind == detail::waits_for_message ? "message" : "signal") + " '" + s.name +
                "' is waited for" + (s.correlation.empty() ? "" : ", with the key '" + s.correlation + "'") + "\n";
    for (const IncidentSummary& incident : incidents(instance))
        text += "  incident " + std::to_string(incident.id) + " at " + incident.element + ": " + incident.why + "\n";
    return text;
}

inline void Service::migrate(std::int64_t instance, std::int64_t version, const engine::Migration& migration,
                             bool dry_run) {
    struct DryRun {};
    try {
        store_->transact([&](store::Transaction& tx) {
            store::InstanceRow row = open_instance(tx, instance);
            const Deployed to = deployed(row.definition_key, version);
            if (to == nullptr)
                throw core::error(core::error_code::no_such_process, row.definition_key,
                                  "version " + std::to_string(version) + " is not deployed in this service");
            const std::string where = detail::at_instance(instance);
            if (to->model == nullptr)
                throw core::error(core::error_code::the_state_is_of_another_workflow, where,
                                  "workflows over a typed context are not carried over by the service");
            detail::json body = payloads_.open(row.state, where);
            if (!body.contains("state")) throw core::error(core::error_code::the_store_is_damaged, where);
            const engine::Snapshot now =
                engine::migrate(to->model->graph, runner::detail::SnapshotReader(body["state"]).read(), migration);
            const engine::State state = engine::restore(to->model->graph, now);
            body["state"] = runner::detail::snapshot_to_json(engine::snapshot_of(to->model->graph, state));
            if (dry_run) throw DryRun();
            const std::int64_t before = row.definition_version;
            row.definition_version = version;
            row.state = payloads_.seal(body);
            tx.update_instance(row);
            row.rev += 1;
            // Rows of work of tokens and subscriptions that are gone go, and all others move to the new version's
            // queue.
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
            for (const engine::SubscriptionRecord& s : now.subscriptions)
                waiting.insert(static_cast<std::int64_t>(s.id));
            for (const store::SubscriptionRow& s : tx.subscriptions_of(instance))
                if (!waiting.contains(s.token)) tx.unsubscribe(s.id);
            give(tx, row, detail::Item::wake, 0, detail::json::object());
        });
    } catch (const DryRun&) {}
}

}  // namespace baton::inline BATON_ABI::service

#endif
