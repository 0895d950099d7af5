// Steps per second on SQLite and PostgreSQL, against the same rows written as raw SQL in the same batches, with the
// same claims and the same flushing; the budget is printed beside the figure.
//
//   stores [FOLDER]      where the files are made; the current folder otherwise
//
// A step: the advance row is claimed, the instance read, its inbox read, its state (1.5 kB) replaced, two history rows
// and the next advance row written. 50 instances are advanced per commit.
#include <algorithm>
#include <baton/store/memory_store.hpp>
#include <baton/store/sqlite_store.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "database_file.hpp"
#include "raw_sqlite.hpp"
#include "step_rows.hpp"
#if BATON_HAS_POSTGRES
#include <baton/store/postgres_store.hpp>

#include "../tests/store/postgres_server.hpp"
#include "raw_postgres.hpp"
#endif

namespace {

using namespace baton;
using namespace baton::store;
using namespace stores_benchmark;
using std::chrono::steady_clock;

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

/// One round: claims in a transaction of their own, then all steps in one commit; as a service does it, or each in its
/// savepoint, as it does when a step has failed.
void round_of_steps(Store& s, bool savepoints) {
    std::vector<WorkRow> claimed;
    s.transact([&](Transaction& t) { claimed = t.claim("steps", instances, "worker", 30'000); });
    s.transact([&](Transaction& t) {
        if (!savepoints) t.read_ahead(instances_of(claimed));
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

double seconds_of(const auto& round, int rounds) {
    const auto began = steady_clock::now();
    for (int i = 0; i < rounds; ++i) round();
    return std::chrono::duration<double>(steady_clock::now() - began).count();
}

/// In turns, so that both meet the same load of the machine; the median of the ratios.
template <class Raw>
void compare(const char* name, Store& store, Raw& raw, int rounds, bool savepoints) {
    std::vector<double> ratios, seconds, raw_seconds;
    for (int i = 0; i < 15; ++i) {
        raw_seconds.push_back(seconds_of([&] { raw.round(); }, rounds));
        seconds.push_back(seconds_of([&] { round_of_steps(store, savepoints); }, rounds));
        ratios.push_back(raw_seconds.back() / seconds.back());
    }
    for (auto* list : {&ratios, &seconds, &raw_seconds}) std::sort(list->begin(), list->end());
    const double per = rounds * instances;
    std::printf("%-18s %-13s %9.0f steps/s  raw SQL %9.0f steps/s  ratio %.2f%s\n", name,
                savepoints ? "savepoints" : "as a service", per / seconds[7], per / raw_seconds[7], ratios[7],
                savepoints         ? ""
                : ratios[7] >= 0.7 ? "  budget 0.70: holds"
                                   : "  budget 0.70: MISSED");
}

void compare_sqlite(const std::string& folder, bool full, bool savepoints) {
    const std::string ours = folder + "/stores-baton.db", theirs = folder + "/stores-raw.db";
    const auto remove = [&] {
        remove_database(ours);
        remove_database(theirs);
    };
    remove();
    SqliteOptions options;
    options.synchronous = full ? SqliteOptions::Synchronous::full : SqliteOptions::Synchronous::normal;
    {
        SqliteStore store(ours, options), made(theirs, options);
        fill(store);
        fill(made);
        RawSqlite raw(theirs);
        raw.synchronous(full ? "full" : "normal");
        compare(full ? "sqlite full" : "sqlite normal", store, raw, full ? 5 : 20, savepoints);
    }
    remove();
}

#if BATON_HAS_POSTGRES
void compare_postgres(bool savepoints) {
    const auto server = store_tests::PostgresServer::start("-c fsync=on");
    if (server == nullptr) return;
    PostgresOptions ours, theirs;
    ours.schema = "ours";
    theirs.schema = "theirs";
    PostgresStore store(server->url(), ours), made(server->url(), theirs);
    fill(store);
    fill(made);
    RawPostgres raw(server->url(), "theirs");
    compare("postgresql", store, raw, 5, savepoints);
}
#endif

}  // namespace

int main(int count, char** values) {
    const std::string folder = count > 1 ? values[1] : ".";
    for (const bool savepoints : {true, false})
        for (const bool full : {true, false}) compare_sqlite(folder, full, savepoints);
#if BATON_HAS_POSTGRES
    for (const bool savepoints : {true, false}) compare_postgres(savepoints);
#endif
    MemoryStore memory;
    fill(memory);
    std::printf("memory         %9.0f steps/s\n",
                20 * instances / seconds_of([&] { round_of_steps(memory, true); }, 20));
}
