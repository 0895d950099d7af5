// Steps per second on SQLite, against the same rows written as raw SQL in the same batches, with the same claims and
// the same flushing; the budget is printed beside the figure.
//
//   stores [FOLDER]      where the files are made; the current folder otherwise
//
// A step: the advance row is claimed, the instance read, its inbox read, its state (1.5 kB) replaced, two history rows
// and the next advance row written. 50 instances are advanced per commit.
#include <sqlite3.h>

#include <algorithm>
#include <baton/store/memory_store.hpp>
#include <baton/store/sqlite_store.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace baton;
using namespace baton::store;
using std::chrono::steady_clock;

constexpr int instances = 50;
const std::string state(1500, 's'), event(120, 'e');

void fill(Store& s) {
    s.transact([](Transaction& t) {
        for (int i = 0; i < instances; ++i) {
            InstanceRow row;
            row.definition_key = "bench";
            row.state = state;
            WorkRow w;
            w.queue = "steps";
            w.instance_id = *t.add_instance(row);
            t.put_work(w);
        }
    });
}

/// One round: claims in a transaction of their own, then all steps in one commit, each in its savepoint if so wanted.
void round_of_steps(Store& s, bool savepoints) {
    std::vector<WorkRow> claimed;
    s.transact([&](Transaction& t) { claimed = t.claim("steps", instances, "worker", 30'000); });
    s.transact([&](Transaction& t) {
        for (const WorkRow& w : claimed) {
            const auto step = [&] {
                InstanceRow row = *t.lock_instance(w.instance_id);
                if (!t.read_inbox(w.instance_id).empty()) std::abort();
                t.finish_or_fail(w);
                for (int i = 0; i < 2; ++i) t.append_history({row.id, row.next_seq++, 1, 5, 6, "node", event});
                row.state = state;
                t.update_instance(row);
                WorkRow next;
                next.queue = "steps";
                next.instance_id = row.id;
                t.put_work(next);
            };
            if (savepoints)
                t.savepoint(step);
            else
                step();
        }
    });
    if (claimed.size() != instances) std::abort();
}

/// The same by hand.
class Raw {
public:
    explicit Raw(const std::string& path) {
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
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;
    ~Raw() {
        for (sqlite3_stmt* s : all_) sqlite3_finalize(s);
        sqlite3_close(db_);
    }
    void synchronous(const char* how) { run(std::string("pragma synchronous = ") + how); }
    void round() {
        const std::int64_t now = system_time().ms;
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

double seconds_of(const auto& round, int rounds) {
    const auto began = steady_clock::now();
    for (int i = 0; i < rounds; ++i) round();
    return std::chrono::duration<double>(steady_clock::now() - began).count();
}

/// In turns, so that both meet the same load of the machine; the median of the ratios.
void compare(const std::string& folder, bool full, bool savepoints) {
    const std::string ours = folder + "/stores-baton.db", theirs = folder + "/stores-raw.db";
    for (const std::string& path : {ours, theirs})
        for (const char* end : {"", "-wal", "-shm"}) std::remove((path + end).c_str());
    SqliteOptions options;
    options.synchronous = full ? SqliteOptions::Synchronous::full : SqliteOptions::Synchronous::normal;
    {
        SqliteStore store(ours, options), made(theirs, options);
        fill(store);
        fill(made);
        Raw raw(theirs);
        raw.synchronous(full ? "full" : "normal");
        std::vector<double> ratios, seconds, raw_seconds;
        const int rounds = full ? 5 : 20;
        for (int i = 0; i < 15; ++i) {
            raw_seconds.push_back(seconds_of([&] { raw.round(); }, rounds));
            seconds.push_back(seconds_of([&] { round_of_steps(store, savepoints); }, rounds));
            ratios.push_back(raw_seconds.back() / seconds.back());
        }
        for (auto* list : {&ratios, &seconds, &raw_seconds}) std::sort(list->begin(), list->end());
        const double per = rounds * instances;
        std::printf("sqlite %-7s %-18s %9.0f steps/s  raw SQL %9.0f steps/s  ratio %.2f  budget 0.70: %s\n",
                    full ? "full" : "normal", savepoints ? "savepoints" : "without", per / seconds[7],
                    per / raw_seconds[7], ratios[7], ratios[7] >= 0.7 ? "holds" : "MISSED");
    }
    for (const std::string& path : {ours, theirs})
        for (const char* end : {"", "-wal", "-shm"}) std::remove((path + end).c_str());
}

}  // namespace

int main(int count, char** values) {
    const std::string folder = count > 1 ? values[1] : ".";
    for (const bool savepoints : {true, false})
        for (const bool full : {true, false}) compare(folder, full, savepoints);
    MemoryStore memory;
    fill(memory);
    std::printf("memory         %9.0f steps/s\n",
                20 * instances / seconds_of([&] { round_of_steps(memory, true); }, 20));
}
