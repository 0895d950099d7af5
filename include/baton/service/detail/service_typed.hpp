// Steps of workflows over a typed context. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_TYPED_HPP
#define BATON_SERVICE_DETAIL_SERVICE_TYPED_HPP

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "executable.hpp"

namespace baton::inline BATON_ABI::service {

inline std::int64_t Service::deploy_typed(const std::string& name, const std::string& fingerprint,
                                          std::shared_ptr<const detail::Executable> executable) {
    auto one = std::make_shared<detail::Deployment>();
    one->key = name;
    one->executable = std::move(executable);
    store_->transact([&](store::Transaction& tx) { one->version = version_of(tx, name, fingerprint).first; });
    const std::lock_guard lock(mutex_);
    const std::int64_t version = one->version;
    deployed_.insert_or_assign({name, version}, std::move(one));
    return version;
}
inline std::int64_t Service::start_typed(const std::string& name, const detail::json& context, const StartRequest& request) {
    return start_with(name, request, {{"context", context}});
}
inline detail::json Service::typed_context(std::int64_t instance) {
    std::optional<store::InstanceRow> row;
    store_->read([&](store::Transaction& tx) { row = tx.find_instance(instance); });
    if (!row) throw core::error(core::error_code::no_such_instance, detail::at_instance(instance));
    const detail::json body = payloads_.open(row->state, detail::at_instance(instance));
    if (!body.contains("context"))
        throw core::error(core::error_code::the_state_is_of_another_workflow, detail::at_instance(instance),
                          "it has no typed context");
    return body["context"];
}

/// Makes a step. What it is refused with when the last input finds nothing that waits for it.
inline std::vector<core::diagnostic> Service::step_typed(store::Transaction& tx, store::InstanceRow& row,
                                                         const detail::Deployment& d, std::vector<detail::TypedInput> inputs) {
    const std::string where = detail::at_instance(row.id);
    const std::vector<store::InboxRow> inbox = tx.read_inbox(row.id);
    std::vector<detail::TypedInput> all;
    for (const store::InboxRow& in : inbox)
        all.push_back({static_cast<detail::Item>(in.kind), in.name, payloads_.open(in.body, where)});
    std::move(inputs.begin(), inputs.end(), std::back_inserter(all));
    if (!inbox.empty()) tx.erase_inbox(row.id, inbox.back().id);

    const std::string before = payloads_.open_text(row.state, where);
    const detail::json body = payloads_.open(row.state, where);
    const core::instant now(tx.now());
    detail::TypedState state = d.executable->step(body, all, d.key + " " + std::to_string(row.id), now);
    if (!state.refused.empty()) return state.refused;

    detail::json saved = std::move(state.saved);
    see_to_typed_failures(tx, row, d, state, body, saved);
    if (state.polls) saved["polls"] = true;
    if (!state.notes.empty() || saved.dump() != before) {
        for (const detail::TypedNote& n : state.notes) note(tx, row, n.what, n.element, n.text, n.token);
        if (state.status != engine::Status::running && state.status != engine::Status::fresh) {
            row.ended_at = now.ms;
            row.status = static_cast<std::int64_t>(state.status == engine::Status::completed ? InstanceStatus::completed
                                                   : state.status == engine::Status::failed  ? InstanceStatus::failed
                                                                                             : InstanceStatus::cancelled);
        }
        const std::int64_t due = state.next_due.ms;
        if (due != row.deadline_at) {
            if (row.deadline_at != store::never) tx.erase_work_of(row.id, 0, detail::work_timer);
            row.deadline_at = due;
            if (due != store::never) put_run_work(tx, row, d, detail::work_timer, 0, due);
        }
        const bool polled = body.contains("polls");
        if (polled && !state.polls) tx.erase_work_of(row.id, 0, detail::work_poll);
        if (!polled && state.polls) put_run_work(tx, row, d, detail::work_poll, 0, (now + options_.poll_every).ms);
        row.state = payloads_.seal(saved);
        tx.update_instance(row);
    }
    return {};
}
inline void Service::see_to_typed_failures(store::Transaction& tx, const store::InstanceRow& row, const detail::Deployment& d,
                                           const detail::TypedState& state, const detail::json& before, detail::json& saved) {
    const detail::json none = detail::json::object();
    const detail::json& known = before.contains("failures") ? before["failures"] : none;
    for (const detail::TypedFailure& f : state.failures) {
        detail::json entry = known.contains(f.element) ? known[f.element] : none;
        if (detail::number_in(entry, "failures") != f.failures) {
            if (const auto open = detail::number_in(entry, "incident"); open != 0) tx.resolve_incident(static_cast<std::int64_t>(open));
            entry = {{"failures", f.failures}};
            if (options_.retry.may_retry(f.failures, f.why)) {
                const auto wait = options_.retry.delay(f.failures, static_cast<std::uint64_t>(row.id));
                put_run_work(tx, row, d, detail::work_retry, 0, tx.now() + wait.ms);
            } else {
                store::IncidentRow incident;
                incident.instance_id = row.id;
                incident.kind = "failure";
                incident.name = f.element;
                incident.message = payloads_.seal(detail::json{{"text", detail::as_json(f.why)}});
                incident.created_at = tx.now();
                entry["incident"] = static_cast<std::uint64_t>(tx.add_incident(incident));
            }
        }
        saved["failures"][f.element] = entry;
    }
    for (const auto& [element, entry] : known.items())
        if (!saved.contains("failures") || !saved["failures"].contains(element))
            if (const auto open = detail::number_in(entry, "incident"); open != 0) tx.resolve_incident(static_cast<std::int64_t>(open));
}
inline void Service::put_run_work(store::Transaction& tx, const store::InstanceRow& row, const detail::Deployment& d,
                                  std::int64_t kind, std::int64_t token, std::int64_t run_at) const {
    store::WorkRow w;
    w.instance_id = row.id;
    w.token = token;
    w.kind = kind;
    w.queue = d.queue();
    w.priority = row.priority;
    w.run_at = run_at;
    w.created_at = tx.now();
    tx.put_work(w);
}
inline void Service::note(store::Transaction& tx, store::InstanceRow& row, const char* what, const std::string& element,
                          const std::string& text, std::uint64_t token) const {
    if (options_.history == HistoryLevel::off) return;
    store::HistoryRow h;
    h.instance_id = row.id;
    h.seq = row.next_seq++;
    h.at = tx.now();
    h.token = static_cast<std::int64_t>(token);
    h.name = element;
    detail::json body{{"what", what}};
    if (!text.empty()) body["text"] = detail::as_json(text);
    h.body = payloads_.seal(body);
    tx.append_history(h);
}

}  // namespace baton::inline BATON_ABI::service

#endif
