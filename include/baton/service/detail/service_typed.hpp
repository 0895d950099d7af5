// Steps of workflows over a typed context. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_TYPED_HPP
#define BATON_SERVICE_DETAIL_SERVICE_TYPED_HPP

#include <algorithm>
#include <cstdint>
#include <iterator>
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
inline std::int64_t Service::start_typed(const std::string& name, const detail::json& context,
                                         const StartRequest& request) {
    return start_with(name, request, {{"context", context}});
}
inline detail::json Service::typed_state(std::int64_t instance) {
    std::optional<store::InstanceRow> row;
    store_->read([&](store::Transaction& tx) { row = tx.find_instance(instance); });
    if (!row) throw core::error(core::error_code::no_such_instance, detail::at_instance(instance));
    detail::json body = payloads_.open(row->state, detail::at_instance(instance));
    if (!body.contains("context"))
        throw core::error(core::error_code::the_state_is_of_another_workflow, detail::at_instance(instance),
                          "it has no typed context");
    return body;
}

/// `saved` lives as long as the writer.
inline void Service::redact_typed(detail::RowWriter& writer, const detail::json& saved) const {
    if (options_.secret.empty()) return;
    writer.redact = [this, &saved](const std::string& text) {
        std::vector<std::string> secrets;
        if (const auto at = saved.find("context"); at != saved.end() && at->is_object())
            detail::add_texts_of(runner::detail::ValueReader("context").variables(*at), options_.secret, secrets);
        return detail::without(text, std::move(secrets));
    };
}
/// Makes a step with one input. Throws when nothing waits for it.
inline void Service::take_typed(store::Transaction& tx, store::InstanceRow& row, const detail::Deployment& d,
                                detail::TypedInput input) {
    detail::TypedStep step = step_typed(tx, row, d, {std::move(input)});
    if (!step.refused.empty()) throw core::error(std::move(step.refused));
}
inline detail::TypedStep Service::step_typed(store::Transaction& tx, store::InstanceRow& row,
                                             const detail::Deployment& d, std::vector<detail::TypedInput> inputs,
                                             bool retries) {
    const std::string where = detail::at_instance(row.id);
    const std::vector<store::InboxRow> inbox = tx.read_inbox(row.id);
    std::vector<detail::TypedInput> all;
    for (const store::InboxRow& in : inbox)
        all.push_back({static_cast<detail::Item>(in.kind), in.name, payloads_.open(in.body, where)});
    std::move(inputs.begin(), inputs.end(), std::back_inserter(all));
    if (!inbox.empty()) tx.erase_inbox(row.id, inbox.back().id);
    retries =
        retries || std::any_of(all.begin(), all.end(), [](const auto& in) { return in.item == detail::Item::retry; });

    const std::string before = payloads_.open_text(row.state, where);
    const detail::json body = detail::Payloads::parse(before, where);
    const core::instant now(tx.now());
    const core::duration polled = detail::saved_poll_interval(body, options_.poll_every);
    detail::TypedState state =
        d.executable->step(body, all, d.key + " " + std::to_string(row.id), now, retries, options_.poll_every);
    if (!state.refused.empty()) return {std::move(state.refused), polled};

    detail::json saved = std::move(state.saved);
    see_to_typed_failures(tx, row, state, body, saved);
    if (state.poll.every != core::duration()) saved["polls"] = state.poll.every.ms;
    for (const std::string& name : options_.secret) saved["secret"].push_back(detail::as_json(name));
    std::string text = saved.dump();
    if (state.notes.empty() && text == before) return {{}, state.poll.every};
    detail::RowWriter writer = rows(tx);
    redact_typed(writer, saved);
    for (const detail::TypedNote& n : state.notes) writer.note(row, n.what, n.element, n.text, n.token);
    if (state.status != engine::Status::running && state.status != engine::Status::fresh) {
        row.ended_at = now.ms;
        row.status = detail::number_of(detail::ended_as(state.status));
    }
    const std::int64_t due = state.next_due.ms;
    if (due != row.deadline_at) {
        if (row.deadline_at != store::never) tx.erase_work_of(row.id, 0, detail::work_timer);
        row.deadline_at = due;
        if (due != store::never) writer.put_run_work(row, detail::work_timer, due);
    }
    const bool has_new_poll = detail::see_to_poll(tx, writer, row, polled, state.poll, now);
    row.state = payloads_.seal(std::move(text));
    tx.update_instance(row);
    return {{}, state.poll.every, has_new_poll};
}
inline void Service::see_to_typed_failures(store::Transaction& tx, const store::InstanceRow& row,
                                           const detail::TypedState& state, const detail::json& before,
                                           detail::json& saved) {
    const detail::json none = detail::json::object();
    const detail::json& known = before.contains("failures") ? before["failures"] : none;
    const auto resolve = [&](const detail::json& entry) {
        if (const auto open = detail::number_in(entry, "incident"); open != 0)
            tx.resolve_incident(static_cast<std::int64_t>(open));
    };
    detail::RowWriter writer = rows(tx);
    redact_typed(writer, saved);
    for (const detail::TypedFailure& f : state.failures) {
        detail::json entry = known.contains(f.element) ? known[f.element] : none;
        if (detail::number_in(entry, "failures") != f.failures) {
            resolve(entry);
            entry = {{"failures", f.failures}};
            if (options_.retry.may_retry(f.failures, f.why)) {
                const auto wait = options_.retry.delay(f.failures, static_cast<std::uint64_t>(row.id));
                writer.put_run_work(row, detail::work_retry, tx.now() + wait.ms);
            } else {
                entry["incident"] = static_cast<std::uint64_t>(writer.add_incident(row.id, 0, 0, f.element, f.why));
            }
        }
        saved["failures"][f.element] = entry;
    }
    for (const auto& [element, entry] : known.items())
        if (!saved.contains("failures") || !saved["failures"].contains(element)) resolve(entry);
}
}  // namespace baton::inline BATON_ABI::service

#endif
