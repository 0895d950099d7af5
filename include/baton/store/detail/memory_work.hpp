// The work of the tables in memory: what is ready, leased, blocked, scheduled.
#ifndef BATON_STORE_DETAIL_MEMORY_WORK_HPP
#define BATON_STORE_DETAIL_MEMORY_WORK_HPP

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../rows.hpp"
#include "memory_tables.hpp"
#include "row_check.hpp"
#include "wakeups.hpp"

namespace baton::inline BATON_ABI::store::detail {

class MemoryWork {
public:
    MemoryWork(MemoryTables& tables, Queues& woken) : t_(tables), woken_(woken) {}

    std::optional<std::int64_t> add(WorkRow row, std::int64_t now) {
        if (row.kind == advance_work && t_.work_advance.count(row.instance_id) > 0) return {};
        if (!row.idem_key.empty() && t_.work_idem.count({row.queue, row.idem_key}) > 0) return {};
        row.id = t_.new_id<WorkRow>();
        row.fence = 0;
        row.cancel = false;
        row.created_at = now;
        const bool parked = row.state == WorkState::parked;
        unlease(row);
        place(std::move(row), now, parked);
        return t_.table<WorkRow>().next_id - 1;
    }
    std::vector<WorkRow> claim(std::string_view queue, std::int64_t limit, std::string_view owner,
                               std::int64_t lease_ms, std::int64_t now) {
        promote(queue, now);
        std::vector<std::int64_t> ids;
        const std::string name(queue);
        each_from(t_.work_ready, {name, least, least, least}, [&](const auto& e) {
            if (std::get<0>(e) != name || std::cmp_greater_equal(ids.size(), limit)) return false;
            ids.push_back(std::get<3>(e));
            return true;
        });
        std::vector<WorkRow> rows;
        for (const std::int64_t id : ids) {
            WorkRow row = *t_.find<WorkRow>(id);
            row.state = WorkState::leased;
            row.lease_owner = owner;
            row.lease_until = now + lease_of(row, lease_ms);
            row.started_at = now;
            ++row.fence;
            ++row.attempt;
            put(row);
            rows.push_back(*t_.find<WorkRow>(id));
        }
        return rows;
    }
    std::optional<bool> extend(std::int64_t id, std::int64_t fence, std::int64_t lease_ms,
                               std::optional<std::string_view> progress, std::int64_t now) {
        std::optional<WorkRow> row = held(id, fence);
        if (!row) return {};
        row->lease_until = now + lease_of(*row, lease_ms);
        if (progress) row->progress = *progress;
        const bool cancel = row->cancel;
        put(*std::move(row));
        return cancel;
    }
    bool finish(const WorkRow& claimed) {
        const std::optional<WorkRow> row = held(claimed.id, claimed.fence);
        return row && erase(row->id);
    }
    bool release(const WorkRow& claimed, std::int64_t now) {
        std::optional<WorkRow> row = held(claimed.id, claimed.fence);
        if (!row) return false;
        --row->attempt;
        give_back(*std::move(row), now, false);
        return true;
    }
    bool retry(const WorkRow& claimed, std::int64_t run_at, std::int64_t now) {
        std::optional<WorkRow> row = held(claimed.id, claimed.fence);
        if (!row) return false;
        row->run_at = run_at;
        give_back(*std::move(row), now, false);
        return true;
    }
    bool park(const WorkRow& given, std::int64_t now) {
        const WorkRow* row = t_.find<WorkRow>(given.id);
        if (row == nullptr || row->fence != given.fence || row->state != given.state) return false;
        give_back(*row, now, true);
        return true;
    }
    bool unpark(std::int64_t id, std::int64_t run_at, std::int64_t attempt, std::int64_t now) {
        const WorkRow* found = t_.find<WorkRow>(id);
        if (found == nullptr || found->state != WorkState::parked) return false;
        WorkRow row = *found;
        row.run_at = run_at;
        row.attempt = attempt;
        give_back(std::move(row), now, false);
        return true;
    }
    bool erase(std::int64_t id) {
        const WorkRow* found = t_.find<WorkRow>(id);
        if (found == nullptr) return false;
        const std::string key = found->concurrency_key, queue = found->queue;
        const std::int64_t limit = found->concurrency_limit;
        t_.erase<WorkRow>(id);
        settle(key, limit);
        return true;
    }
    /// Rows that have become due are ready, or wait for their concurrency key.
    void promote(std::string_view queue, std::int64_t now) {
        const std::string name(queue);
        for (;;) {
            const auto first = t_.work_scheduled.lower_bound({name, least, least});
            if (first == t_.work_scheduled.end() || std::get<0>(*first) != name || std::get<1>(*first) > now) return;
            place(*t_.find<WorkRow>(std::get<2>(*first)), now, false);
        }
    }

private:
    static constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

    void put(WorkRow row) {
        row.expires_at = expiry_of(row);
        t_.put(std::move(row));
    }
    static void unlease(WorkRow& row) {
        row.lease_owner.clear();
        row.lease_until = row.started_at = never;
    }
    void give_back(WorkRow row, std::int64_t now, bool parked) {
        unlease(row);
        const std::string key = row.concurrency_key;
        const std::int64_t limit = row.concurrency_limit;
        place(std::move(row), now, parked);
        settle(key, limit);
    }
    /// The state that a row without lease has.
    void place(WorkRow row, std::int64_t now, bool parked) {
        const std::string key = row.concurrency_key;
        const std::int64_t limit = row.concurrency_limit;
        row.state = parked                        ? WorkState::parked
                    : row.run_at > now            ? WorkState::scheduled
                    : row.concurrency_key.empty() ? WorkState::ready
                                                  : WorkState::blocked;
        // A timer that comes wakes too: who waits has to wait for less.
        if (row.state == WorkState::ready || row.state == WorkState::scheduled) woken_.insert(row.queue);
        const bool blocked = row.state == WorkState::blocked;
        put(std::move(row));
        if (blocked) settle(key, limit);
    }
    /// Gives free places of the key to those who wait for them.
    void settle(const std::string& key, std::int64_t limit) {
        if (key.empty()) return;
        std::int64_t used = 0;
        for (const WorkState state : {WorkState::ready, WorkState::leased})
            each_from(t_.work_keys, {key, state, least, least, least}, [&](const auto& e) {
                if (std::get<0>(e) != key || std::get<1>(e) != state) return false;
                return ++used < limit;
            });
        for (; used < limit; ++used) {
            const auto at = t_.work_keys.lower_bound({key, WorkState::blocked, least, least, least});
            if (at == t_.work_keys.end() || std::get<0>(*at) != key || std::get<1>(*at) != WorkState::blocked) return;
            WorkRow row = *t_.find<WorkRow>(std::get<4>(*at));
            row.state = WorkState::ready;
            woken_.insert(row.queue);
            put(std::move(row));
        }
    }
    std::optional<WorkRow> held(std::int64_t id, std::int64_t fence) const {
        const WorkRow* row = t_.find<WorkRow>(id);
        if (row == nullptr || row->fence != fence || row->state != WorkState::leased) return {};
        return *row;
    }

    MemoryTables& t_;
    Queues& woken_;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
