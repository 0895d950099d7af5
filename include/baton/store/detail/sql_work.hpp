// The work queue in SQL: what is ready, leased, blocked, scheduled.
#ifndef BATON_STORE_DETAIL_SQL_WORK_HPP
#define BATON_STORE_DETAIL_SQL_WORK_HPP

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../rows.hpp"
#include "row_check.hpp"
#include "sql.hpp"
#include "wakeups.hpp"

namespace baton::inline BATON_ABI::store::detail {

// The rules of memory_work.hpp once more, for sets of rows. `?1` is the time.
inline std::string sql_place(std::string_view run_at) {
    return "case when " + std::string(run_at) + " > {now} then 4 when concurrency_key <> '' then 2 else 0 end";
}
inline std::string sql_expiry(std::string_view attempt) {
    return "case when " + std::string(attempt) +
           " = 0 then {least}(schedule_to_close_at, schedule_to_start_at) else schedule_to_close_at end";
}
inline std::string sql_leased_until(std::string_view lease_ms) {
    return "{now} + case when heartbeat_ms > 0 then heartbeat_ms else " + std::string(lease_ms) + " end";
}
inline std::string sql_leased_expiry(std::string_view lease_ms, std::string_view started_at) {
    return "{least}(" + sql_leased_until(lease_ms) + ", schedule_to_close_at, case when start_to_close_ms > 0 then " +
           std::string(started_at) + " + start_to_close_ms else 9223372036854775807 end)";
}
inline std::string sql_give_back(std::string_view run_at, std::string_view attempt, std::string_view where) {
    return "update work set state = " + sql_place(run_at) + ", run_at = " + std::string(run_at) +
           ", attempt = " + std::string(attempt) +
           ", lease_owner = '', lease_until = 9223372036854775807, started_at = 9223372036854775807, expires_at = " +
           sql_expiry(attempt) + " where " + std::string(where);
}

template <class Connection>
class SqlWork {
public:
    using Id = std::int64_t;
    using Record = typename Connection::Record;

    SqlWork(Connection& connection, std::optional<Id> now) : db_(connection), now_(Param::or_null(now)) {}

    /// The queues that got work.
    Queues woken;

    std::optional<Id> add(const WorkRow& row, bool answered) {
        static const std::string insert =
            "insert into work (" + columns_of<WorkRow>("id") + ") select " + inserted() + " on conflict do nothing";
        // SQLite reads `select … on conflict` as a join unless something ends the select.
        static const Sql quiet(with_where(insert)), telling(with_where(insert) + " returning id");
        Params params{now_};
        WorkRow::columns(row, BindColumns{params, "id"});
        std::optional<Id> id;
        if (answered)
            db_.query(telling, params, [&](Record& r) { id = r.number(0); });
        else
            db_.run(quiet, params);
        if (answered && !id) return {};
        if (row.state != WorkState::parked) woken.insert(row.queue);
        settle(row);
        return id;
    }
    std::vector<WorkRow> claim(std::string_view queue, Id limit, std::string_view owner, Id lease_ms) {
        static const Sql promote(
            "with due as {materialized} (select id from work where state = 4 and queue = ?2 and run_at <= {now} "
            "order by run_at, id limit 1000 {skip}) "
            "update work set state = case when concurrency_key <> '' then 2 else 0 end "
            "where id in (select id from due) returning concurrency_key, concurrency_limit, queue");
        static const Sql take(
            "with taken as {materialized} (select id from work where state = 0 and queue = ?2 "
            "order by priority desc, run_at, id limit ?3 {skip}) "
            "update work set state = 1, lease_owner = ?4, lease_until = " +
            sql_leased_until("?5") + ", started_at = {now}, fence = fence + 1, attempt = attempt + 1, expires_at = " +
            sql_leased_expiry("?5", "{now}") + " where id in (select id from taken) returning " +
            columns_of<WorkRow>());
        std::vector<WorkRow> rows;
        asked_ = true;
        db_.run(promote, {now_, queue}, [this](Record& r) { to_settle(r); });
        const auto take_some = [&] {
            db_.query(take, {now_, queue, limit - static_cast<Id>(rows.size()), owner, lease_ms},
                      [&](Record& r) { rows.push_back(read_row<WorkRow>(r)); });
        };
        if (limit > 0) take_some();
        if (settle_all() && std::cmp_less(rows.size(), limit)) take_some();
        const auto order = [](const WorkRow& r) { return std::tuple(-r.priority, r.run_at, r.id); };
        std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
        return rows;
    }
    std::optional<bool> extend(Id id, Id fence, Id lease_ms, std::optional<std::string_view> progress) {
        static const std::string start = "update work set lease_until = " + sql_leased_until("?4") +
                                         ", expires_at = " + sql_leased_expiry("?4", "started_at");
        static const std::string end = " where id = ?2 and fence = ?3 and state = 1 returning cancel";
        static const Sql silent(start + end), telling(start + ", progress = ?5" + end);
        std::optional<bool> cancel;
        const auto read = [&](Record& r) { cancel = r.number(0) != 0; };
        if (progress)
            db_.query(telling, {now_, id, fence, lease_ms, Param::bytes(*progress)}, read);
        else
            db_.query(silent, {now_, id, fence, lease_ms}, read);
        return cancel;
    }
    bool finish(const WorkRow& claimed) {
        if (db_.change(finished(), {claimed.id, claimed.fence}) == 0) return false;
        after_finish(claimed);
        return true;
    }
    void finish_or_fail(const WorkRow& claimed) {
        db_.run_once(finished(), {claimed.id, claimed.fence}, core::error_code::the_lease_is_lost,
                     "work " + std::to_string(claimed.id));
        after_finish(claimed);
    }
    bool release(const WorkRow& claimed) {
        static const Sql sql(sql_give_back("run_at", "attempt - 1", "id = ?2 and fence = ?3 and state = 1"));
        return gave_back(db_.change(sql, {now_, claimed.id, claimed.fence}), claimed);
    }
    bool retry(const WorkRow& claimed, Id run_at) {
        static const Sql sql(sql_give_back("?4", "attempt", "id = ?2 and fence = ?3 and state = 1"));
        return gave_back(db_.change(sql, {now_, claimed.id, claimed.fence, run_at}), claimed);
    }
    bool unpark(Id id, Id run_at, Id attempt) {
        static const Sql sql(sql_give_back("?3", "?4", "id = ?2 and state = 3") +
                             " returning concurrency_key, concurrency_limit, queue");
        bool found = false;
        db_.query(sql, {now_, id, run_at, attempt}, [&](Record& r) {
            found = true;
            woken.insert(std::string(r.text(2)));
            to_settle(r);
        });
        settle_all();
        return found;
    }
    bool park(const WorkRow& row) {
        static const Sql sql(
            "update work set state = 3, lease_owner = '', lease_until = 9223372036854775807, "
            "started_at = 9223372036854775807, expires_at = 9223372036854775807 "
            "where id = ?1 and fence = ?2 and state = ?3");
        if (db_.change(sql, {row.id, row.fence, row.state}) == 0) return false;
        settle(row);
        return true;
    }
    /// The conditions are of the columns id, instance_id, token and kind; 0, 0 and -1 ask for nothing.
    bool erase(Id id, Id instance_id, Id token, Id kind) {
        static const std::string which = "(?2 = 0 or token = ?2) and (?3 < 0 or kind = ?3)";
        static const std::string back = " returning concurrency_key, concurrency_limit, queue";
        static const Sql attributes_of_one("delete from attribute where owner = 1 and owner_id = ?1");
        static const Sql attributes_of_all(
            "delete from attribute where owner = 1 and owner_id in "
            "(select id from work where instance_id = ?1 and instance_id <> 0 and " +
            which + ")");
        static const Sql one("delete from work where id = ?1" + back);
        static const Sql all("delete from work where instance_id = ?1 and instance_id <> 0 and " + which + back);
        bool found = false;
        if (id != 0) {
            db_.run(attributes_of_one, {id});
            db_.query(one, {id}, [&](Record& r) {
                found = true;
                to_settle(r);
            });
            settle_all();
        } else {
            db_.run(attributes_of_all, {instance_id, token, kind});
            asked_ = true;
            db_.run(all, {instance_id, token, kind}, [this](Record& r) { to_settle(r); });
        }
        return found;
    }
    /// Gives the places that became free to those who wait for them; did any? To be called before a savepoint or the
    /// transaction ends.
    bool settle_all() {
        if (std::exchange(asked_, false)) db_.answers();
        const auto keys = std::exchange(to_settle_, {});
        for (const auto& [key, of] : keys) settle(key, of.first, of.second);
        return !keys.empty();
    }

private:
    // The columns that the store decides, the others as given: parameters behind the time, in the order of columns.
    static std::string inserted() {
        std::string list;
        int n = 1;
        std::map<std::string_view, std::string> mark;
        const WorkRow row;
        WorkRow::columns(row, [&]<class T>(std::string_view name, const T&, column = column::text) {
            if (name != "id") mark[name] = "?" + std::to_string(++n);
        });
        const std::string state = "case when " + mark["state"] + " = 3 then 3 when " + mark["run_at"] +
                                  " > {now} then 4 when " + mark["concurrency_key"] + " <> '' then 2 else 0 end";
        const std::string expiry = "case when " + mark["state"] + " = 3 then 9223372036854775807 when " +
                                   mark["attempt"] + " = 0 then {least}(" + mark["schedule_to_close_at"] + ", " +
                                   mark["schedule_to_start_at"] + ") else " + mark["schedule_to_close_at"] + " end";
        WorkRow::columns(row, [&]<class T>(std::string_view name, const T&, column = column::text) {
            if (name == "id") return;
            if (!list.empty()) list += ", ";
            if (name == "state")
                list += state;
            else if (name == "expires_at")
                list += expiry;
            else if (name == "lease_owner")
                list += "''";
            else if (name == "lease_until" || name == "started_at")
                list += "9223372036854775807";
            else if (name == "fence" || name == "cancel")
                list += "0";
            else if (name == "created_at")
                list += "{now}";
            else
                list += mark[name];
        });
        return list;
    }
    static std::string with_where(std::string text) { return text.insert(text.rfind(" on conflict"), " where true"); }
    static const Sql& finished() {
        static const Sql sql("delete from work where id = ?1 and fence = ?2 and state = 1");
        return sql;
    }
    void after_finish(const WorkRow& claimed) {
        static const Sql attributes("delete from attribute where owner = 1 and owner_id = ?1");
        if (claimed.kind != advance_work) db_.run(attributes, {claimed.id});
        settle(claimed);
    }
    bool gave_back(Id changed, const WorkRow& row) {
        if (changed == 0) return false;
        woken.insert(row.queue);
        settle(row);
        return true;
    }
    void to_settle(Record& r) {
        if (std::string key(r.text(0)); !key.empty()) to_settle_[key] = {r.number(1), std::string(r.text(2))};
    }
    void settle(const WorkRow& row) { settle(row.concurrency_key, row.concurrency_limit, row.queue); }
    void settle(const std::string& key, Id limit, const std::string& queue) {
        static const Sql sql(
            "update work set state = 0 where id in (select id from work where concurrency_key = ?1 and "
            "concurrency_key <> '' and state = 2 order by priority desc, run_at, id limit {greatest}(0, ?2 - "
            "(select count(*) from work where concurrency_key = ?1 and concurrency_key <> '' and state in (0, 1))))");
        if (key.empty()) return;
        db_.lock_text(key, 1);
        db_.run(sql, {key, limit});
        woken.insert(queue);
    }

    Connection& db_;
    Param now_;
    bool asked_ = false;  // are there answers to come that name keys?
    std::map<std::string, std::pair<Id, std::string>> to_settle_;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
