// SQLite on a disk that loses its power, fails, and is full.
#if BATON_HAS_SQLITE
#include <algorithm>
#include <baton/store/sqlite_store.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "../seeds.hpp"
#include "counted_steps.hpp"
#include "faulty_vfs.hpp"
#include "stores.hpp"

namespace store_power_cut_test {

using namespace baton;
using namespace baton::store;
using namespace store_tests;
using Synchronous = SqliteOptions::Synchronous;

namespace {

/// Steps with checkpoints among them; after each, how many changes of files there were.
std::vector<std::size_t> record(const std::string& file, Synchronous how, FaultyVfs& vfs) {
    SqliteOptions options;
    options.synchronous = how;
    std::vector<std::size_t> acknowledged;
    vfs.recording = true;
    {
        SqliteStore s(file, options);
        s.transact_beside([](Transaction&, sqlite3* db) {
            CHECK(sqlite3_exec(db, "pragma wal_autocheckpoint = 20", nullptr, nullptr, nullptr) == SQLITE_OK);
        });
        const auto id = begin_counted_steps(s);
        for (int i = 0; i < 25; ++i) {
            make_counted_step(s, id);
            acknowledged.push_back(vfs.changes.size());
        }
    }
    vfs.recording = false;
    return acknowledged;
}
std::string integrity(SqliteStore& s) {
    std::string answer;
    s.transact_beside([&](Transaction&, sqlite3* db) {
        const auto each = [](void* to, int, char** values, char**) {
            *static_cast<std::string*>(to) += values[0];
            return 0;
        };
        CHECK(sqlite3_exec(db, "pragma integrity_check", each, &answer, nullptr) == SQLITE_OK);
    });
    return answer;
}
void cut_power(Synchronous how, unsigned images) {
    const Folder folder;
    const std::string recorded = folder.file("recorded.db"), found = folder.file("found.db");
    FaultyVfs vfs;
    const auto acknowledged = record(recorded, how, vfs);
    std::mt19937 random(1);
    std::int64_t lost = 0;
    for (unsigned i = 0; i < images; ++i) {
        const std::size_t at = 1 + random() % vfs.changes.size();
        Disk disk;
        for (std::size_t k = 0; k < at; ++k) disk.apply(vfs.changes[k]);
        for (const char* end : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(found + end);
        for (const auto& [name, bytes] : disk.after_power_cut(random))
            std::ofstream(found + name.substr(recorded.size()), std::ios::binary) << bytes;
        const auto done = static_cast<std::int64_t>(
            std::count_if(acknowledged.begin(), acknowledged.end(), [&](std::size_t a) { return a <= at; }));
        CAPTURE(i, at, done);
        SqliteOptions quick;
        quick.synchronous = Synchronous::normal;
        SqliteStore s(found, quick);
        std::int64_t made = 0;
        const std::string trouble = trouble_with_steps(s, done, &made);
        if (how == Synchronous::normal && made < done) {
            ++lost;  // it may, and is consistent: only that one trouble
            CHECK(trouble == "an acknowledged step is lost");
        } else if (!trouble.empty()) {
            CHECK(trouble == std::string());
            return;
        }
        if (i % 20 == 0) CHECK(integrity(s) == "ok");
    }
    // Or the cuts cut nothing.
    if (how == Synchronous::normal) CHECK(lost > images / 100);
}

}  // namespace

TEST_CASE("SQLite: after a loss of power all is there that was acknowledged, and nothing by half") {
    cut_power(Synchronous::full, tests::seeds(500));
}
TEST_CASE("SQLite, synchronous normal: a loss of power may take the last steps, but harms nothing") {
    cut_power(Synchronous::normal, tests::seeds(200));
}

TEST_CASE("SQLite: every call to the system may fail, once or for a while") {
    const Folder folder;
    FaultyVfs vfs;
    const long many = GENERATE(1L, 1'000'000L);
    const long every = tests::full_run() ? 1 : 3;
    int number = 0, failed = 0;
    for (long n = 1;; n += every) {
        const std::string file = folder.file(std::to_string(many) + "-" + std::to_string(++number) + ".db");
        CAPTURE(many, n);
        std::unique_ptr<SqliteStore> s;
        SqliteOptions options;
        options.attempts = 2;
        options.busy_timeout = std::chrono::milliseconds(20);
        std::int64_t acknowledged = 0, id = 0;
        const auto attempt = [&](auto act) {
            const error_code code = code_of(act);
            if (code == error_code::none) return code;
            const bool told = code == error_code::the_store_failed || code == error_code::the_store_is_full ||
                              code == error_code::the_store_cannot_be_opened || code == error_code::the_store_is_busy ||
                              code == error_code::the_commit_is_unknown;
            CHECK(told);
            ++failed;
            vfs.heal();
            return code;
        };
        /// Until it is done; what is unknown is looked up.
        const auto until_done = [&](auto act, auto is_done) {
            const error_code code = attempt(act);
            if (code == error_code::none || (code == error_code::the_commit_is_unknown && is_done())) return;
            REQUIRE(attempt(act) == error_code::none);
        };
        vfs.fail_at(n, many);
        until_done([&] { s = std::make_unique<SqliteStore>(file, options); }, [] { return false; });
        until_done([&] { begin_counted_steps(*s); },
                   [&] { return in(*s, [](Transaction& t) { return t.count_instances({}); }) == 1; });
        id = in(*s, [](Transaction& t) { return t.query_instances({}).at(0).id; });
        for (int i = 0; i < 4; ++i) {
            // The same store goes on, without being opened again.
            until_done([&] { make_counted_step(*s, id); },
                       [&] { return in(*s, [&](Transaction& t) { return t.find_instance(id)->rev; }) > acknowledged; });
            ++acknowledged;
        }
        const bool through = vfs.calls() < n;
        vfs.heal();
        CHECK(trouble_with_steps(*s, acknowledged) == std::string());
        s.reset();
        SqliteStore again(file);
        CHECK(trouble_with_steps(again, acknowledged) == std::string());
        CHECK(integrity(again) == "ok");
        if (through) break;
    }
    CHECK(failed > 20);
}

}  // namespace store_power_cut_test
#endif
