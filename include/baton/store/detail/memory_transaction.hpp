// One transaction over the tables in memory.
#ifndef BATON_STORE_DETAIL_MEMORY_TRANSACTION_HPP
#define BATON_STORE_DETAIL_MEMORY_TRANSACTION_HPP

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../content_hash.hpp"
#include "../rows.hpp"
#include "../store.hpp"
#include "memory_query.hpp"
#include "memory_tables.hpp"
#include "memory_work.hpp"
#include "row_check.hpp"

namespace baton::inline BATON_ABI::store::detail {

class MemoryTransaction final : public Transaction {
    using Id = std::int64_t;
    using error_code = core::error_code;

public:
    MemoryTransaction(MemoryTables& tables, Id now) : t_(tables), work_(tables, woken), now_(now) {}

    /// The queues that got work.
    Queues woken;

    Id now() override { return now_; }
    void savepoint(const std::function<void()>& step) override {
        const std::size_t mark = t_.mark(), written = t_.journal != nullptr ? t_.journal->size() : 0;
        try {
            step();
        } catch (...) {
            t_.undo_to(mark);
            if (t_.journal != nullptr) t_.journal->resize(written);
            throw;
        }
    }

    std::vector<std::vector<std::string>> own_sql(std::string_view, const std::vector<core::Value>&) override {
        throw core::error(error_code::the_adapter_is_not_there, "own_sql", "the store is no database");
    }

    bool add_definition(const DefinitionRow& row) override {
        check_row(row);
        if (t_.find<DefinitionRow>({row.key, row.version}) != nullptr) return false;
        if (t_.definition_contents.count({row.key, row.fingerprint}) > 0) return false;
        DefinitionRow made = row;
        made.created_at = now_;
        t_.put(std::move(made));
        return true;
    }
    std::optional<DefinitionRow> find_definition(std::string_view key, Id version) override {
        return copy(t_.find<DefinitionRow>({std::string(key), version}));
    }
    std::optional<DefinitionRow> latest_definition(std::string_view key) override {
        const auto& rows = t_.table<DefinitionRow>().rows;
        auto at = rows.upper_bound({std::string(key), last});
        if (at == rows.begin() || (--at)->second.key != key) return {};
        return at->second;
    }
    std::optional<DefinitionRow> definition_with(std::string_view key, std::string_view fingerprint) override {
        const auto at = t_.definition_contents.find({std::string(key), std::string(fingerprint)});
        if (at == t_.definition_contents.end()) return {};
        return find_definition(key, at->second);
    }
    std::vector<DefinitionRow> definitions(std::string_view after_key, Id after_version, Id limit) override {
        std::vector<DefinitionRow> found;
        const auto& rows = t_.table<DefinitionRow>().rows;
        for (auto at = rows.upper_bound({std::string(after_key), after_version});
             at != rows.end() && std::cmp_less(found.size(), page(limit)); ++at) {
            found.push_back(at->second);
            found.back().source.clear();
        }
        return found;
    }

    std::optional<Id> add_instance(const InstanceRow& given) override {
        check_row(given);
        InstanceRow row = given;
        if (row.open() && !row.business_key.empty() && t_.open_instances.count({row.scope, row.business_key}) > 0)
            return {};
        row.id = t_.new_id<InstanceRow>();
        row.checksum = checksum_of(row.state);
        const Id id = row.id;
        t_.put(std::move(row));
        return id;
    }
    std::optional<InstanceRow> find_instance(Id id) override {
        const InstanceRow* row = t_.find<InstanceRow>(id);
        if (row != nullptr) verify(*row, checksum_of(row->state));
        return copy(row);
    }
    std::optional<InstanceRow> find_open_instance(std::string_view scope, std::string_view business_key) override {
        const auto at = t_.open_instances.find({std::string(scope), std::string(business_key)});
        if (at == t_.open_instances.end()) return {};
        return find_instance(at->second);
    }
    std::optional<InstanceRow> lock_instance(Id id) override { return find_instance(id); }
    void update_instance(const InstanceRow& given) override {
        check_row(given);
        const InstanceRow* old = t_.find<InstanceRow>(given.id);
        if (old == nullptr || old->rev != given.rev)
            throw core::error(error_code::the_instance_has_changed, "instance " + std::to_string(given.id));
        if (given.open() && !given.business_key.empty()) {
            const auto at = t_.open_instances.find({given.scope, given.business_key});
            if (at != t_.open_instances.end() && at->second != given.id)
                throw core::error(error_code::the_store_failed, "instance " + std::to_string(given.id),
                                  "an open instance has its business key");
        }
        InstanceRow row = given;
        ++row.rev;
        row.checksum = checksum_of(row.state);
        t_.put(std::move(row));
    }
    void erase_instance(Id id) override {
        for (const Id work : seconds(t_.work_by_instance, id)) {
            erase_attributes(Owner::work, work, {});
            work_.erase(work);
        }
        for (const Id row : seconds(t_.inbox_by_instance, id)) t_.erase<InboxRow>(row);
        unsubscribe_all(id, 0);
        for (const Id row : seconds(t_.incidents_by_instance, id)) t_.erase<IncidentRow>(row);
        const auto& history = t_.table<HistoryRow>().rows;
        for (auto at = history.lower_bound({id, first}); at != history.end() && at->second.instance_id == id;) {
            const auto next = std::next(at);
            t_.erase<HistoryRow>(at->first);
            at = next;
        }
        erase_attributes(Owner::instance, id, {});
        t_.erase<InstanceRow>(id);
    }
    std::vector<InstanceRow> query_instances(const InstanceQuery& q) override {
        check_filters("instance", q.attributes);
        std::vector<InstanceRow> found;
        if (page(q.limit) == 0) return found;
        each_instance(t_, q, q.after_id, [&](const InstanceRow& row) {
            found.push_back(row);
            found.back().state.clear();
            return std::cmp_less(found.size(), page(q.limit));
        });
        return found;
    }
    Id count_instances(const InstanceQuery& q) override {
        check_filters("instance", q.attributes);
        Id n = 0;
        each_instance(t_, q, 0, [&](const InstanceRow&) { return ++n > 0; });
        return n;
    }

    void append_history(const HistoryRow& row) override {
        check_row(row);
        if (t_.find<HistoryRow>(row.primary_key()) != nullptr)
            throw core::error(error_code::the_store_failed, "history of instance " + std::to_string(row.instance_id),
                              "number " + std::to_string(row.seq) + " is there already");
        t_.put(row);
    }
    std::vector<HistoryRow> read_history(Id instance_id, Id from_seq, Id limit, bool backwards) override {
        std::vector<HistoryRow> found;
        const auto& rows = t_.table<HistoryRow>().rows;
        const auto full = [&] { return std::cmp_greater_equal(found.size(), page(limit)); };
        if (!backwards) {
            for (auto at = rows.lower_bound({instance_id, from_seq});
                 at != rows.end() && at->second.instance_id == instance_id && !full(); ++at)
                found.push_back(at->second);
            return found;
        }
        auto at = rows.upper_bound({instance_id, from_seq});
        while (!full() && at != rows.begin() && (--at)->second.instance_id == instance_id) found.push_back(at->second);
        return found;
    }

    std::optional<Id> post(const InboxRow& given) override {
        check_row(given);
        if (!given.dedup.empty() && t_.inbox_dedup.count({given.instance_id, given.dedup}) > 0) return {};
        return insert(given);
    }
    std::vector<InboxRow> read_inbox(Id instance_id, Id limit) override {
        return rows_of<InboxRow>(t_.inbox_by_instance, instance_id, 0, limit);
    }
    void erase_inbox(Id instance_id, Id up_to_id) override {
        for (const Id id : seconds(t_.inbox_by_instance, instance_id))
            if (id <= up_to_id) t_.erase<InboxRow>(id);
    }

    std::optional<Id> add_work(const WorkRow& row) override {
        check_row(row);
        return work_.add(row, now_);
    }
    void put_work(const WorkRow& row) override { add_work(row); }
    std::vector<WorkRow> claim(std::string_view queue, Id limit, std::string_view owner, Id lease_ms) override {
        check_text("work", "lease_owner", owner);
        check_span("work", "lease_ms", lease_ms);
        return work_.claim(queue, page(limit), owner, lease_ms, now_);
    }
    std::optional<bool> extend(Id id, Id fence, Id lease_ms, std::optional<std::string_view> progress) override {
        check_span("work", "lease_ms", lease_ms);
        return work_.extend(id, fence, lease_ms, progress, now_);
    }
    bool finish(const WorkRow& claimed) override {
        if (!work_.finish(claimed)) return false;
        if (claimed.kind != advance_work) erase_attributes(Owner::work, claimed.id, {});
        return true;
    }
    void finish_or_fail(const WorkRow& claimed) override {
        if (!finish(claimed)) throw core::error(error_code::the_lease_is_lost, "work " + std::to_string(claimed.id));
    }
    bool release(const WorkRow& claimed) override { return work_.release(claimed, now_); }
    bool retry(const WorkRow& claimed, Id run_at) override { return work_.retry(claimed, run_at, now_); }
    bool park(const WorkRow& row) override { return work_.park(row, now_); }
    bool unpark(Id id, Id run_at, Id attempt) override { return work_.unpark(id, run_at, attempt, now_); }
    bool cancel_work(Id id) override {
        const WorkRow* found = t_.find<WorkRow>(id);
        if (found == nullptr) return false;
        WorkRow row = *found;
        row.cancel = true;
        t_.put(std::move(row));
        return true;
    }
    std::optional<WorkRow> find_work(Id id) override { return copy(t_.find<WorkRow>(id)); }
    std::optional<WorkRow> find_work(std::string_view queue, std::string_view idem_key) override {
        const auto at = t_.work_idem.find({std::string(queue), std::string(idem_key)});
        if (at == t_.work_idem.end()) return {};
        return find_work(at->second);
    }
    bool change_work(const WorkRow& given) override {
        check_row(given);
        const WorkRow* found = t_.find<WorkRow>(given.id);
        if (found == nullptr) return false;
        WorkRow row = *found;
        row.payload = given.payload;
        row.name = given.name;
        row.priority = given.priority;
        t_.put(std::move(row));
        return true;
    }
    bool erase_work(Id id) override {
        erase_attributes(Owner::work, id, {});
        return work_.erase(id);
    }
    void erase_work_of(Id instance_id, Id token, Id kind) override {
        for (const Id id : seconds(t_.work_by_instance, instance_id)) {
            const WorkRow& row = *t_.find<WorkRow>(id);
            if ((token == 0 || row.token == token) && (kind < 0 || row.kind == kind)) erase_work(id);
        }
    }
    std::vector<WorkRow> query_work(const WorkQuery& q) override {
        check_filters("work", q.attributes);
        std::vector<WorkRow> found;
        if (page(q.limit) == 0) return found;
        each_work(t_, q, q.after_id, [&](const WorkRow& row) {
            found.push_back(row);
            return std::cmp_less(found.size(), page(q.limit));
        });
        return found;
    }
    Id count_work(const WorkQuery& q) override {
        check_filters("work", q.attributes);
        Id n = 0;
        each_work(t_, q, 0, [&](const WorkRow&) { return ++n > 0; });
        return n;
    }
    std::vector<WorkRow> expired_work(Id limit) override {
        std::vector<WorkRow> found;
        for (const auto& [at, id] : t_.work_expiring) {
            if (at > now_ || std::cmp_greater_equal(found.size(), page(limit))) break;
            found.push_back(*t_.find<WorkRow>(id));
        }
        return found;
    }
    Id next_due(std::string_view queue) override {
        const auto at = t_.work_scheduled.lower_bound({std::string(queue), first, first});
        return at == t_.work_scheduled.end() || std::get<0>(*at) != queue ? never : std::get<1>(*at);
    }

    void subscribe(const SubscriptionRow& row) override {
        check_row(row);
        insert(row);
    }
    std::vector<SubscriptionRow> subscriptions(std::string_view name, std::string_view correlation, Id after_id,
                                               Id limit) override {
        std::vector<SubscriptionRow> found;
        for (auto at = t_.subscription_names.upper_bound({std::string(name), std::string(correlation), after_id});
             at != t_.subscription_names.end() && std::get<0>(*at) == name && std::get<1>(*at) == correlation &&
             std::cmp_less(found.size(), page(limit));
             ++at)
            found.push_back(*t_.find<SubscriptionRow>(std::get<2>(*at)));
        return found;
    }
    std::optional<SubscriptionRow> next_subscription(std::string_view name, std::string_view correlation) override {
        const auto at = t_.subscription_names.upper_bound({std::string(name), std::string(correlation), never});
        if (at == t_.subscription_names.end()) return std::nullopt;
        return *t_.find<SubscriptionRow>(std::get<2>(*at));
    }
    std::vector<SubscriptionRow> subscriptions_of(Id instance_id) override {
        return rows_of<SubscriptionRow>(t_.subscriptions_by_instance, instance_id, 0, largest_page);
    }
    bool unsubscribe(Id id) override { return t_.erase<SubscriptionRow>(id); }
    void unsubscribe_all(Id instance_id, Id token) override {
        for (const Id id : seconds(t_.subscriptions_by_instance, instance_id))
            if (token == 0 || t_.find<SubscriptionRow>(id)->token == token) t_.erase<SubscriptionRow>(id);
    }
    void unsubscribe_definition(std::string_view start_definition) override {
        for (const Id id : seconds(t_.subscription_starts, std::string(start_definition)))
            t_.erase<SubscriptionRow>(id);
    }
    void lock_name(std::string_view) override {}  // transactions are one after the other anyway

    std::optional<Id> buffer_message(const MessageRow& given) override {
        check_row(given);
        if (!given.dedup.empty() && t_.message_dedup.count(given.dedup) > 0) return {};
        return insert(given);
    }
    std::optional<MessageRow> take_message(std::string_view name, std::string_view correlation) override {
        for (auto at = t_.message_names.lower_bound({std::string(name), std::string(correlation), first});
             at != t_.message_names.end() && std::get<0>(*at) == name && std::get<1>(*at) == correlation; ++at) {
            const MessageRow& found = *t_.find<MessageRow>(std::get<2>(*at));
            if (found.expires_at <= now_) continue;
            MessageRow row = found;
            t_.erase<MessageRow>(row.id);
            return row;
        }
        return {};
    }
    Id forget_expired(Id limit) override {
        const auto forget = [&]<class Row>(auto& index, const Row*) {
            Id n = 0;
            for (; n < page(limit) && !index.empty() && index.begin()->first <= now_; ++n) {
                const auto key = index.begin()->second;
                t_.erase<Row>(key);
            }
            return n;
        };
        return forget(t_.messages_expiring, static_cast<const MessageRow*>(nullptr)) +
               forget(t_.requests_expiring, static_cast<const RequestRow*>(nullptr));
    }

    Id add_incident(const IncidentRow& row) override {
        check_row(row);
        return insert(row);
    }
    std::optional<IncidentRow> find_incident(Id id) override { return copy(t_.find<IncidentRow>(id)); }
    bool resolve_incident(Id id) override {
        const IncidentRow* found = t_.find<IncidentRow>(id);
        if (found == nullptr || found->resolved_at != never) return false;
        IncidentRow row = *found;
        row.resolved_at = now_;
        t_.put(std::move(row));
        return true;
    }
    std::vector<IncidentRow> incidents(Id instance_id, Id after_id, Id limit) override {
        if (instance_id != 0) return rows_of<IncidentRow>(t_.incidents_open, instance_id, after_id, limit);
        std::vector<IncidentRow> found;
        const auto& rows = t_.table<IncidentRow>().rows;
        for (auto at = rows.upper_bound(after_id); at != rows.end() && std::cmp_less(found.size(), page(limit)); ++at)
            if (at->second.resolved_at == never) found.push_back(at->second);
        return found;
    }

    bool add_request(const RequestRow& given) override {
        check_row(given);
        const RequestRow* old = t_.find<RequestRow>(given.key);
        if (old != nullptr && old->expires_at > now_) return false;
        RequestRow row = given;
        row.created_at = now_;
        t_.put(std::move(row));
        return true;
    }
    std::optional<RequestRow> find_request(std::string_view key) override {
        const RequestRow* row = t_.find<RequestRow>(std::string(key));
        return row != nullptr && row->expires_at > now_ ? copy(row) : std::nullopt;
    }
    bool answer_request(std::string_view key, std::string_view response) override {
        const RequestRow* old = t_.find<RequestRow>(std::string(key));
        if (old == nullptr) return false;
        RequestRow row = *old;
        row.response = response;
        check_row(row);
        t_.put(std::move(row));
        return true;
    }

    void put_schedule(const ScheduleRow& row) override {
        check_row(row);
        t_.put(row);
    }
    std::optional<ScheduleRow> find_schedule(std::string_view name) override {
        return copy(t_.find<ScheduleRow>(std::string(name)));
    }
    bool update_schedule(const ScheduleRow& given) override {
        check_row(given);
        const ScheduleRow* old = t_.find<ScheduleRow>(given.name);
        if (old == nullptr || old->fence != given.fence) return false;
        ScheduleRow row = given;
        ++row.fence;
        t_.put(std::move(row));
        return true;
    }
    bool erase_schedule(std::string_view name) override { return t_.erase<ScheduleRow>(std::string(name)); }
    std::vector<ScheduleRow> schedules(std::string_view after_name, Id limit) override {
        std::vector<ScheduleRow> found;
        const auto& rows = t_.table<ScheduleRow>().rows;
        for (auto at = rows.upper_bound(std::string(after_name));
             at != rows.end() && std::cmp_less(found.size(), page(limit)); ++at)
            found.push_back(at->second);
        return found;
    }
    std::vector<ScheduleRow> due_schedules(Id limit) override {
        std::vector<ScheduleRow> found;
        for (const auto& [at, name] : t_.schedules_due) {
            if (at > now_ || std::cmp_greater_equal(found.size(), page(limit))) break;
            found.push_back(*t_.find<ScheduleRow>(name));
        }
        return found;
    }

    void worker_seen(std::string_view id, std::string_view info) override {
        WorkerRow row{std::string(id), now_, std::string(info)};
        check_row(row);
        t_.put(std::move(row));
    }
    std::vector<WorkerRow> workers(Id seen_since) override {
        std::vector<WorkerRow> found;
        for (const auto& [id, row] : t_.table<WorkerRow>().rows)
            if (row.seen_at >= seen_since) found.push_back(row);
        return found;
    }
    void forget_workers(Id seen_before) override {
        std::vector<std::string> ids;
        for (const auto& [id, row] : t_.table<WorkerRow>().rows)
            if (row.seen_at < seen_before) ids.push_back(id);
        for (const std::string& id : ids) t_.erase<WorkerRow>(id);
    }
    bool lead(std::string_view name, std::string_view owner, Id ttl_ms) override {
        check_span("leader", "ttl_ms", ttl_ms);
        LeaderRow row{std::string(name), std::string(owner), now_ + ttl_ms};
        check_row(row);
        const LeaderRow* old = t_.find<LeaderRow>(row.name);
        if (old != nullptr && old->owner != owner && old->until > now_) return false;
        t_.put(std::move(row));
        return true;
    }

    std::string put_blob(std::string_view body) override {
        BlobRow row{content_hash(body), 1, std::string(body)};
        check_row(row);
        if (const BlobRow* old = t_.find<BlobRow>(row.hash)) row.refs = old->refs + 1;
        std::string hash = row.hash;
        t_.put(std::move(row));
        return hash;
    }
    std::optional<std::string> find_blob(std::string_view hash) override {
        const BlobRow* row = t_.find<BlobRow>(std::string(hash));
        if (row == nullptr) return {};
        return row->body;
    }
    void release_blob(std::string_view hash) override {
        const BlobRow* old = t_.find<BlobRow>(std::string(hash));
        if (old == nullptr) return;
        if (old->refs <= 1) {
            t_.erase<BlobRow>(std::string(hash));
            return;
        }
        BlobRow row = *old;
        --row.refs;
        t_.put(std::move(row));
    }

    void put_attribute(const AttributeRow& row) override {
        check_row(row);
        t_.put(row);
    }
    void erase_attributes(Owner owner, Id owner_id, std::string_view name) override {
        for (const AttributeRow& row : attributes(owner, owner_id))
            if (name.empty() || row.name == name) t_.erase<AttributeRow>(row.primary_key());
    }
    std::vector<AttributeRow> attributes(Owner owner, Id owner_id) override {
        std::vector<AttributeRow> found;
        const auto& rows = t_.table<AttributeRow>().rows;
        for (auto at = rows.lower_bound({owner, owner_id, std::string(), std::string()});
             at != rows.end() && at->second.owner == owner && at->second.owner_id == owner_id; ++at)
            found.push_back(at->second);
        return found;
    }

private:
    static constexpr Id first = std::numeric_limits<Id>::min(), last = never;

    template <class Row>
    static std::optional<Row> copy(const Row* row) {
        if (row == nullptr) return {};
        return *row;
    }
    template <class Row>
    Id insert(Row row) {
        row.id = t_.new_id<Row>();
        row.created_at = now_;
        const Id id = row.id;
        t_.put(std::move(row));
        return id;
    }
    template <class Set, class Key>
    static std::vector<Id> seconds(const Set& set, const Key& key) {
        std::vector<Id> ids;
        each_with(set, key, first, false, [&](Id id) {
            ids.push_back(id);
            return true;
        });
        return ids;
    }
    template <class Row, class Set>
    std::vector<Row> rows_of(const Set& set, Id key, Id after, Id limit) {
        std::vector<Row> found;
        if (page(limit) == 0) return found;
        each_with(set, key, after, false, [&](Id id) {
            found.push_back(*t_.find<Row>(id));
            return std::cmp_less(found.size(), page(limit));
        });
        return found;
    }

    MemoryTables& t_;
    MemoryWork work_;
    Id now_;
};

/// Runs `work`, which must not change anything.
inline void read_only(MemoryTables& tables, std::int64_t now, const std::string& where,
                      const std::function<void(Transaction&)>& work) {
    MemoryTransaction transaction(tables, now);
    try {
        work(transaction);
    } catch (...) {
        tables.undo_to(0);
        throw;
    }
    if (tables.mark() == 0) return;
    tables.undo_to(0);
    throw core::error(core::error_code::the_store_failed, where, "a transaction that only reads has written");
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
