// The tables in memory: rows by primary key, the indexes that the contract needs, undo for rolling back, and a listener
// that is told every change (the journal of the directory store).
#ifndef BATON_STORE_DETAIL_MEMORY_TABLES_HPP
#define BATON_STORE_DETAIL_MEMORY_TABLES_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../rows.hpp"
#include "row_codec.hpp"

namespace baton::inline BATON_ABI::store::detail {

template <class Row>
using key_of = std::remove_cvref_t<decltype(std::declval<const Row&>().primary_key())>;

/// Rows of one kind by their key.
template <class Row>
struct Table {
    std::map<key_of<Row>, Row> rows;
    /// The next id, where ids are given by the store. Never given twice, not even after rolling back.
    std::int64_t next_id = 1;
};

class MemoryTables {
public:
    using Id = std::int64_t;
    using Text = std::string;
    std::tuple<Table<DefinitionRow>, Table<InstanceRow>, Table<HistoryRow>, Table<InboxRow>, Table<WorkRow>,
               Table<SubscriptionRow>, Table<MessageRow>, Table<IncidentRow>, Table<RequestRow>, Table<WorkerRow>,
               Table<ScheduleRow>, Table<BlobRow>, Table<AttributeRow>, Table<LeaderRow>>
        tables;

    std::set<std::pair<Text, Id>> instances_by_definition, instances_by_business_key;
    std::set<std::pair<Id, Id>> instances_by_parent, instances_by_status;
    std::map<std::pair<Text, Text>, Id> open_instances;
    std::map<std::pair<Text, Text>, Id> definition_contents;  // → version
    std::set<std::pair<Id, Id>> inbox_by_instance;
    std::map<std::pair<Id, Text>, Id> inbox_dedup;
    std::set<std::tuple<Text, Id, Id, Id>> work_ready;  // queue, -priority, run_at, id
    std::set<std::tuple<Text, Id, Id>> work_scheduled;  // queue, run_at, id
    std::set<std::pair<Text, Id>> work_by_queue;
    std::set<std::pair<Id, Id>> work_expiring, work_by_instance;
    std::set<std::tuple<Text, WorkState, Id, Id, Id>> work_keys;  // concurrency key, state, -priority, run_at, id
    std::map<std::pair<Text, Text>, Id> work_idem;
    std::map<Id, Id> work_advance;
    std::set<std::tuple<Text, Text, Id>> subscription_names, message_names;
    std::set<std::pair<Id, Id>> subscriptions_by_instance, messages_expiring, incidents_open, incidents_by_instance;
    std::set<std::pair<Text, Id>> subscription_starts;
    std::map<Text, Id> message_dedup;
    std::set<std::pair<Id, Text>> requests_expiring, schedules_due;
    std::set<std::tuple<Owner, Text, Text, Id>> attribute_texts;
    std::set<std::tuple<Owner, Text, double, Id>> attribute_numbers;

    template <class Row>
    Table<Row>& table() {
        return std::get<Table<Row>>(tables);
    }
    template <class Row>
    const Row* find(const key_of<Row>& key) const {
        const auto& rows = std::get<Table<Row>>(tables).rows;
        const auto at = rows.find(key);
        return at == rows.end() ? nullptr : &at->second;
    }
    template <class Row>
    void put(Row row) {
        if (journal != nullptr) encode_put(*journal, row);
        put_undone(std::move(row), true);
    }
    template <class Row>
    bool erase(const key_of<Row>& key) {
        auto& rows = table<Row>().rows;
        const auto at = rows.find(key);
        if (at == rows.end()) return false;
        if (journal != nullptr) encode_erase(*journal, at->second);
        take_out(at, true);
        return true;
    }
    /// A row as it was read from a journal: without undo.
    template <class Row>
    void apply_put(Row row) {
        put_undone(std::move(row), false);
    }
    template <class Row>
    void apply_erase(const key_of<Row>& key) {
        auto& rows = table<Row>().rows;
        if (const auto at = rows.find(key); at != rows.end()) take_out(at, false);
    }
    template <class Row>
    std::int64_t new_id() {
        return table<Row>().next_id++;
    }

    [[nodiscard]] std::size_t mark() const { return undo_.size(); }
    void undo_to(std::size_t mark) {
        while (undo_.size() > mark) {
            undo_.back()();
            undo_.pop_back();
        }
    }
    void forget_undo() { undo_.clear(); }

    /// Where changes are written to, if anywhere.
    std::string* journal = nullptr;

private:
    template <class Row>
    void put_undone(Row row, bool undoable) {
        auto& t = table<Row>();
        const auto key = row.primary_key();
        if constexpr (std::is_same_v<key_of<Row>, std::int64_t>)
            if (key >= t.next_id) t.next_id = key + 1;
        if (const auto at = t.rows.find(key); at != t.rows.end()) {
            index(at->second, false);
            if (undoable)
                undo_.push_back([this, old = std::move(at->second)]() mutable { put_undone(std::move(old), false); });
            at->second = std::move(row);
            index(at->second, true);
            return;
        }
        const auto at = t.rows.emplace(key, std::move(row)).first;
        index(at->second, true);
        if (undoable)
            undo_.push_back([this, key] {
                auto& rows = table<Row>().rows;
                take_out(rows.find(key), false);
            });
    }
    template <class Iterator>
    void take_out(Iterator at, bool undoable) {
        using Row = std::remove_cvref_t<decltype(at->second)>;
        index(at->second, false);
        if (undoable)
            undo_.push_back([this, old = std::move(at->second)]() mutable { put_undone(std::move(old), false); });
        table<Row>().rows.erase(at);
    }

    template <class Key>
    static void in(std::set<Key>& set, Key key, bool add) {
        if (add)
            set.insert(std::move(key));
        else
            set.erase(key);
    }
    template <class Key, class Value>
    static void in(std::map<Key, Value>& map, Key key, Value value, bool add) {
        if (add)
            map.insert_or_assign(std::move(key), value);
        else
            map.erase(key);
    }
    void index(const DefinitionRow& r, bool add) {
        in(definition_contents, std::pair(r.key, r.fingerprint), r.version, add);
    }
    void index(const InstanceRow& r, bool add) {
        in(instances_by_definition, std::pair(r.definition_key, r.id), add);
        in(instances_by_status, std::pair(r.status, r.id), add);
        if (r.parent_id != 0) in(instances_by_parent, std::pair(r.parent_id, r.id), add);
        if (r.business_key.empty()) return;
        in(instances_by_business_key, std::pair(r.business_key, r.id), add);
        if (r.open()) in(open_instances, std::pair(r.scope, r.business_key), r.id, add);
    }
    void index(const HistoryRow&, bool) {}
    void index(const InboxRow& r, bool add) {
        in(inbox_by_instance, std::pair(r.instance_id, r.id), add);
        if (!r.dedup.empty()) in(inbox_dedup, std::pair(r.instance_id, r.dedup), r.id, add);
    }
    void index(const WorkRow& r, bool add) {
        in(work_by_queue, std::pair(r.queue, r.id), add);
        if (r.state == WorkState::ready) in(work_ready, std::tuple(r.queue, -r.priority, r.run_at, r.id), add);
        if (r.state == WorkState::scheduled) in(work_scheduled, std::tuple(r.queue, r.run_at, r.id), add);
        if (r.expires_at != never) in(work_expiring, std::pair(r.expires_at, r.id), add);
        if (r.instance_id != 0) in(work_by_instance, std::pair(r.instance_id, r.id), add);
        if (!r.concurrency_key.empty())
            in(work_keys, std::tuple(r.concurrency_key, r.state, -r.priority, r.run_at, r.id), add);
        if (!r.idem_key.empty()) in(work_idem, std::pair(r.queue, r.idem_key), r.id, add);
        if (r.kind == advance_work) in(work_advance, r.instance_id, r.id, add);
    }
    void index(const SubscriptionRow& r, bool add) {
        in(subscription_names, std::tuple(r.name, r.correlation, r.id), add);
        if (r.instance_id != 0) in(subscriptions_by_instance, std::pair(r.instance_id, r.id), add);
        if (!r.start_definition.empty()) in(subscription_starts, std::pair(r.start_definition, r.id), add);
    }
    void index(const MessageRow& r, bool add) {
        in(message_names, std::tuple(r.name, r.correlation, r.id), add);
        if (r.expires_at != never) in(messages_expiring, std::pair(r.expires_at, r.id), add);
        if (!r.dedup.empty()) in(message_dedup, r.dedup, r.id, add);
    }
    void index(const IncidentRow& r, bool add) {
        in(incidents_by_instance, std::pair(r.instance_id, r.id), add);
        if (r.resolved_at == never) in(incidents_open, std::pair(r.instance_id, r.id), add);
    }
    void index(const RequestRow& r, bool add) {
        if (r.expires_at != never) in(requests_expiring, std::pair(r.expires_at, r.key), add);
    }
    void index(const WorkerRow&, bool) {}
    void index(const ScheduleRow& r, bool add) {
        if (!r.paused && r.next_at != never) in(schedules_due, std::pair(r.next_at, r.name), add);
    }
    void index(const BlobRow&, bool) {}
    void index(const AttributeRow& r, bool add) {
        in(attribute_texts, std::tuple(r.owner, r.name, r.text, r.owner_id), add);
        // Two texts of one name may stand for one number: the index loses the number with the first of them.
        if (!add) {
            const auto& rows = table<AttributeRow>().rows;
            auto at = rows.lower_bound(std::tuple(r.owner, r.owner_id, r.name, std::string()));
            for (; at != rows.end() && at->second.owner == r.owner && at->second.owner_id == r.owner_id &&
                   at->second.name == r.name;
                 ++at)
                if (at->second.text != r.text && at->second.number == r.number) return;
        }
        in(attribute_numbers, std::tuple(r.owner, r.name, r.number, r.owner_id), add);
    }
    void index(const LeaderRow&, bool) {}

    std::vector<std::function<void()>> undo_;
};

/// All of a set of pairs or tuples whose first parts are these, as a function of the whole element until it gives
/// false.
template <class Set, class Visit>
void each_from(const Set& set, const typename Set::key_type& from, Visit visit) {
    for (auto at = set.lower_bound(from); at != set.end(); ++at)
        if (!visit(*at)) return;
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
