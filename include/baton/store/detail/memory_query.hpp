// Finding instances and work in the tables in memory: by the narrowest index that the query allows, then row by row.
#ifndef BATON_STORE_DETAIL_MEMORY_QUERY_HPP
#define BATON_STORE_DETAIL_MEMORY_QUERY_HPP

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../rows.hpp"
#include "memory_tables.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// Does the owner have such an attribute?
inline bool has_attribute(const MemoryTables& t, Owner owner, std::int64_t id, const AttributeFilter& f) {
    if (!f.by_number) return t.find<AttributeRow>(std::tuple(owner, id, f.name, f.text)) != nullptr;
    const auto& rows = std::get<Table<AttributeRow>>(t.tables).rows;
    for (auto at = rows.lower_bound(std::tuple(owner, id, f.name, std::string())); at != rows.end(); ++at) {
        const AttributeRow& r = at->second;
        if (r.owner != owner || r.owner_id != id || r.name != f.name) return false;
        if (r.number >= f.least && r.number <= f.greatest) return true;
    }
    return false;
}

template <class Query>
bool attributes_hold(const MemoryTables& t, Owner owner, std::int64_t id, const Query& q) {
    return std::all_of(q.attributes.begin(), q.attributes.end(),
                       [&](const AttributeFilter& f) { return has_attribute(t, owner, id, f); });
}

/// The ids that one attribute allows.
inline std::vector<std::int64_t> ids_with(const MemoryTables& t, Owner owner, const AttributeFilter& f) {
    constexpr std::int64_t first = std::numeric_limits<std::int64_t>::min();
    std::set<std::int64_t> ids;
    if (f.by_number)
        each_from(t.attribute_numbers, {owner, f.name, f.least, first}, [&](const auto& e) {
            if (std::get<0>(e) != owner || std::get<1>(e) != f.name || std::get<2>(e) > f.greatest) return false;
            ids.insert(std::get<3>(e));
            return true;
        });
    else
        each_from(t.attribute_texts, {owner, f.name, f.text, first}, [&](const auto& e) {
            if (std::get<0>(e) != owner || std::get<1>(e) != f.name || std::get<2>(e) != f.text) return false;
            ids.insert(std::get<3>(e));
            return true;
        });
    return {ids.begin(), ids.end()};
}

/// Gives `visit` the second part of all pairs with this first part that come behind `after` (before it, when backwards;
/// from the end when it is 0), until it gives false.
template <class Set, class Key, class Visit>
void each_with(const Set& set, const Key& key, std::int64_t after, bool backwards, Visit visit) {
    constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
    if (!backwards) {
        for (auto at = set.upper_bound({key, after}); at != set.end() && at->first == key; ++at)
            if (!visit(at->second)) return;
        return;
    }
    auto at = after == 0 ? set.upper_bound({key, last}) : set.lower_bound({key, after});
    while (at != set.begin() && (--at)->first == key)
        if (!visit(at->second)) return;
}

/// Calls `found(row)` for every instance that fits, in order, until it gives false.
template <class Found>
void each_instance(const MemoryTables& t, const InstanceQuery& q, std::int64_t after, Found found) {
    const auto& rows = std::get<Table<InstanceRow>>(t.tables).rows;
    const auto fits = [&](const InstanceRow& r) {
        return (q.definition_key.empty() || r.definition_key == q.definition_key) &&
               (q.business_key.empty() || r.business_key == q.business_key) &&
               (q.definition_version < 0 || r.definition_version == q.definition_version) &&
               (q.kind < 0 || r.kind == q.kind) && (q.status < 0 || r.status == q.status) &&
               (q.parent_id < 0 || r.parent_id == q.parent_id) &&
               (q.open == InstanceQuery::Open::any || r.open() == (q.open == InstanceQuery::Open::open)) &&
               r.started_at >= q.started_from && r.started_at <= q.started_until &&
               attributes_hold(t, Owner::instance, r.id, q);
    };
    const auto visit = [&](std::int64_t id) {
        const InstanceRow* row = t.find<InstanceRow>(id);
        return row == nullptr || !fits(*row) || found(*row);
    };
    if (!q.attributes.empty()) {
        std::vector<std::int64_t> ids = ids_with(t, Owner::instance, q.attributes.front());
        if (q.newest_first) std::reverse(ids.begin(), ids.end());
        for (const std::int64_t id : ids)
            if ((after == 0 || (q.newest_first ? id < after : id > after)) && !visit(id)) return;
        return;
    }
    if (!q.business_key.empty())
        return each_with(t.instances_by_business_key, q.business_key, after, q.newest_first, visit);
    if (q.parent_id > 0) return each_with(t.instances_by_parent, q.parent_id, after, q.newest_first, visit);
    if (!q.definition_key.empty())
        return each_with(t.instances_by_definition, q.definition_key, after, q.newest_first, visit);
    if (q.status >= 0) return each_with(t.instances_by_status, q.status, after, q.newest_first, visit);
    if (!q.newest_first) {
        for (auto at = rows.upper_bound(after); at != rows.end(); ++at)
            if (fits(at->second) && !found(at->second)) return;
        return;
    }
    auto at = after == 0 ? rows.end() : rows.lower_bound(after);
    while (at != rows.begin())
        if (--at; fits(at->second) && !found(at->second)) return;
}

/// Calls `found(row)` for every work row that fits, in order, until it gives false.
template <class Found>
void each_work(const MemoryTables& t, const WorkQuery& q, std::int64_t after, Found found) {
    const auto fits = [&](const WorkRow& r) {
        return (q.queue.empty() || r.queue == q.queue) && (q.name.empty() || r.name == q.name) &&
               (q.instance_id < 0 || r.instance_id == q.instance_id) && (q.token < 0 || r.token == q.token) &&
               (q.kind < 0 || r.kind == q.kind) && (q.state < 0 || static_cast<std::int64_t>(r.state) == q.state) &&
               attributes_hold(t, Owner::work, r.id, q);
    };
    const auto visit = [&](std::int64_t id) {
        const WorkRow* row = t.find<WorkRow>(id);
        return row == nullptr || !fits(*row) || found(*row);
    };
    if (!q.attributes.empty()) {
        for (const std::int64_t id : ids_with(t, Owner::work, q.attributes.front()))
            if (id > after && !visit(id)) return;
        return;
    }
    if (q.instance_id > 0) return each_with(t.work_by_instance, q.instance_id, after, false, visit);
    if (!q.queue.empty()) return each_with(t.work_by_queue, q.queue, after, false, visit);
    const auto& rows = std::get<Table<WorkRow>>(t.tables).rows;
    for (auto at = rows.upper_bound(after); at != rows.end(); ++at)
        if (fits(at->second) && !found(at->second)) return;
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
