// The rows that every kind of step writes, and the service itself: history, incidents, work, and what comes for an
// instance.
#ifndef BATON_SERVICE_DETAIL_ROW_WRITER_HPP
#define BATON_SERVICE_DETAIL_ROW_WRITER_HPP

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "../../config.hpp"
#include "../../store/store.hpp"
#include "../views.hpp"
#include "payload.hpp"
#include "work_kinds.hpp"

namespace baton::inline BATON_ABI::service::detail {

inline std::int64_t number_of(InstanceStatus status) { return static_cast<std::int64_t>(status); }
/// How an instance stands that has ended so.
inline InstanceStatus ended_as(engine::Status status) {
    return status == engine::Status::completed ? InstanceStatus::completed
           : status == engine::Status::failed  ? InstanceStatus::failed
                                               : InstanceStatus::cancelled;
}

/// In one transaction.
class RowWriter {
public:
    RowWriter(store::Transaction& tx, const Payloads& payloads, const ServiceOptions& options)
        : tx_(tx), payloads_(payloads), options_(options) {}

    /// Takes out of a text what is not to be seen; where there is none, everything is.
    std::function<std::string(const std::string&)> redact;

    /// Numbers the line, and counts on.
    void note(store::InstanceRow& row, const char* what, const std::string& element, const std::string& text,
              std::uint64_t token = 0) const {
        if (options_.history == HistoryLevel::off) return;
        store::HistoryRow h;
        h.instance_id = row.id;
        h.seq = row.next_seq++;
        h.at = tx_.now();
        h.token = static_cast<std::int64_t>(token);
        h.name = element;
        json body{{"what", what}};
        if (!text.empty()) body["text"] = as_json(redacted(text));
        h.body = payloads_.seal(body);
        tx_.append_history(h);
    }
    /// Of a failed token or, when `work` is not 0, of a step that cannot be made.
    std::int64_t add_incident(std::int64_t instance, std::int64_t token, std::int64_t work, const std::string& element,
                              const std::string& why) const {
        store::IncidentRow incident;
        incident.instance_id = instance;
        incident.token = token;
        incident.work_id = work;
        incident.kind = work == 0 ? "failure" : "step";
        incident.name = element;
        incident.message = payloads_.seal(json{{"text", as_json(redacted(why))}});
        incident.created_at = tx_.now();
        return tx_.add_incident(incident);
    }
    /// Due now.
    [[nodiscard]] store::WorkRow work(const store::InstanceRow& row, std::int64_t kind, std::string queue,
                                      std::uint64_t token = 0) const {
        store::WorkRow w;
        w.instance_id = row.id;
        w.token = static_cast<std::int64_t>(token);
        w.kind = kind;
        w.queue = std::move(queue);
        w.priority = row.priority;
        w.run_at = w.created_at = tx_.now();
        return w;
    }
    /// Work of the instance's own run queue.
    [[nodiscard]] store::WorkRow run_work(const store::InstanceRow& row, std::int64_t kind, std::int64_t run_at,
                                          std::uint64_t token = 0) const {
        store::WorkRow w = work(row, kind, run_queue(row.definition_key, row.definition_version), token);
        w.run_at = run_at;
        return w;
    }
    void put_run_work(const store::InstanceRow& row, std::int64_t kind, std::int64_t run_at,
                      std::uint64_t token = 0) const {
        tx_.put_work(run_work(row, kind, run_at, token));
    }
    /// Into the inbox, and the instance is to look at it. False when a row with that dedup is there.
    bool post(const store::InstanceRow& row, Item item, std::uint64_t token, const json& body,
              const std::string& dedup = {}, const std::string& element = {}) const {
        store::InboxRow in;
        in.instance_id = row.id;
        in.kind = static_cast<std::int64_t>(item);
        in.token = static_cast<std::int64_t>(token);
        in.name = element;
        in.dedup = dedup;
        in.body = payloads_.seal(body);
        in.created_at = tx_.now();
        if (!tx_.post(in)) return false;
        if (row.status != number_of(InstanceStatus::suspended)) put_run_work(row, work_advance, tx_.now());
        return true;
    }

private:
    [[nodiscard]] std::string redacted(const std::string& text) const { return redact ? redact(text) : text; }

    store::Transaction& tx_;
    const Payloads& payloads_;
    const ServiceOptions& options_;
};

}  // namespace baton::inline BATON_ABI::service::detail

#endif
