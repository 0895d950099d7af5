// What benchmarks/stores.cpp compares with: the same rows, claims and batches on SQLite, without baton.
#ifndef BENCHMARKS_RAW_SQLITE_HPP
#define BENCHMARKS_RAW_SQLITE_HPP

#include <sqlite3.h>

#include <baton/runner/clock.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "step_rows.hpp"

namespace stores_benchmark {

/// A round of steps by hand, with prepared statements.
class RawSqlite {
public:
    explicit RawSqlite(const std::string& path) {
        if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) std::abort();
        run("pragma journal_mode = wal");
        begin_ = prepare("begin immediate");
        commit_ = prepare("commit");
        claim_ = prepare(
            "update work set state = 1, lease_owner = 'worker', lease_until = ?1 + 30000, started_at = ?1, "
            "expires_at = ?1 + 30000, fence = fence + 1, attempt = attempt + 1 where id in (select id from work where "
            "state = 0 and queue = 'steps' order by priority desc, run_at, id limit 50) "
            "returning id, instance_id, fence, queue, lease_until, payload");
        load_ = prepare("select * from instance where id = ?1");
        inbox_ = prepare("select * from inbox where instance_id = ?1 order by id limit 1000");
        finish_ = prepare("delete from work where id = ?1 and fence = ?2");
        history_ = prepare("insert into history values (?1, ?2, 1, 5, 6, 'node', ?3)");
        update_ = prepare(
            "update instance set rev = rev + 1, next_seq = ?2, state = ?3, checksum = 7 where id = ?1 and rev = ?4");
        work_ = prepare(
            "insert into work (instance_id, token, kind, queue, name, state, run_at, priority, attempt, max_attempts, "
            "lease_owner, lease_until, fence, heartbeat_ms, start_to_close_ms, schedule_to_start_at, "
            "schedule_to_close_at, started_at, expires_at, idem_key, concurrency_key, concurrency_limit, cancel, "
            "payload, progress, created_at) values (?1, 0, 0, 'steps', '', 0, 0, 0, 0, 0, '', 9223372036854775807, 0, "
            "0, 0, 9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807, '', '', 1, 0, "
            "x'', x'', ?2) on conflict do nothing");
    }
    RawSqlite(const RawSqlite&) = delete;
    RawSqlite& operator=(const RawSqlite&) = delete;
    ~RawSqlite() {
        for (sqlite3_stmt* s : all_) sqlite3_finalize(s);
        sqlite3_close(db_);
    }
    void synchronous(const char* how) { run(std::string("pragma synchronous = ") + how); }
    void round() {
        const std::int64_t now = baton::system_time().ms;
        struct Claimed {
            std::int64_t id, instance_id, fence;
        };
        std::vector<Claimed> claimed;
        step(begin_);
        sqlite3_bind_int64(claim_, 1, now);
        while (sqlite3_step(claim_) == SQLITE_ROW)
            claimed.push_back({number(claim_, 0), number(claim_, 1), number(claim_, 2)});
        sqlite3_reset(claim_);
        step(commit_);
        step(begin_);
        for (const Claimed& c : claimed) {
            sqlite3_bind_int64(load_, 1, c.instance_id);
            if (sqlite3_step(load_) != SQLITE_ROW) std::abort();
            const std::int64_t rev = number(load_, 10), seq = number(load_, 11);
            const std::string copy(static_cast<const char*>(sqlite3_column_blob(load_, 18)), 1500);
            sqlite3_reset(load_);
            sqlite3_bind_int64(inbox_, 1, c.instance_id);
            step(inbox_);
            sqlite3_bind_int64(finish_, 1, c.id);
            sqlite3_bind_int64(finish_, 2, c.fence);
            step(finish_);
            for (int i = 0; i < 2; ++i) {
                sqlite3_bind_int64(history_, 1, c.instance_id);
                sqlite3_bind_int64(history_, 2, seq + i);
                sqlite3_bind_blob(history_, 3, event.data(), static_cast<int>(event.size()), SQLITE_STATIC);
                step(history_);
            }
            sqlite3_bind_int64(update_, 1, c.instance_id);
            sqlite3_bind_int64(update_, 2, seq + 2);
            sqlite3_bind_blob(update_, 3, copy.data(), static_cast<int>(copy.size()), SQLITE_STATIC);
            sqlite3_bind_int64(update_, 4, rev);
            step(update_);
            sqlite3_bind_int64(work_, 1, c.instance_id);
            sqlite3_bind_int64(work_, 2, now);
            step(work_);
        }
        step(commit_);
        if (claimed.size() != instances) std::abort();
    }

private:
    sqlite3_stmt* prepare(const char* text) {
        sqlite3_stmt* s = nullptr;
        if (sqlite3_prepare_v2(db_, text, -1, &s, nullptr) != SQLITE_OK) std::abort();
        all_.push_back(s);
        return s;
    }
    void run(const std::string& text) {
        if (sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) std::abort();
    }
    static void step(sqlite3_stmt* s) {
        if (sqlite3_step(s) != SQLITE_DONE) std::abort();
        sqlite3_reset(s);
    }
    static std::int64_t number(sqlite3_stmt* s, int i) { return sqlite3_column_int64(s, i); }

    sqlite3* db_ = nullptr;
    std::vector<sqlite3_stmt*> all_;
    sqlite3_stmt *begin_, *commit_, *claim_, *load_, *inbox_, *finish_, *history_, *update_, *work_;
};

}  // namespace stores_benchmark

#endif
