// Stores in files: opened again, shared by processes, damaged, full, of another version.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <atomic>
#include <baton/store/directory_store.hpp>
#include <baton/store/open_store.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "../seeds.hpp"
#include "stores.hpp"
#if BATON_HAS_SQLITE
#include <baton/store/sqlite_store.hpp>
#endif

namespace store_files_test {

using namespace baton;
using namespace baton::store;
using namespace store_tests;
using Tx = Transaction;

namespace {

std::vector<std::string> file_urls(const Folder& folder) {
    std::vector<std::string> urls{"dir:" + folder.file("dir")};
#if BATON_HAS_SQLITE
    urls.push_back("sqlite:" + folder.file("baton.db"));
    urls.push_back("sqlite:" + folder.file("normal.db") + "?synchronous=normal");
#endif
    return urls;
}
template <class Check>
void on_files(Check check) {
    const Folder folder;
    for (const std::string& url : file_urls(folder)) DYNAMIC_SECTION(url.substr(0, url.find(':')) + url.back()) {
            check(url, folder);
        }
}
/// What a child process does; its exit code.
template <class Work>
pid_t child(Work work) {
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    int code = 1;
    try {
        code = work();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "in a child process: %s\n", e.what());
    }
    ::_exit(code);
}
int wait_for(pid_t pid) {
    int status = 0;
    if (::waitpid(pid, &status, 0) != pid) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
std::string bytes_of(const std::string& path) { return core::read_file(path); }
void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

TEST_CASE("what is in files is there when they are opened again") {
    on_files([](const std::string& url, const Folder&) {
        std::int64_t id = 0, erased = 0;
        {
            const auto s = open_store(url);
            in(*s, [&](Tx& t) {
                id = *t.add_instance(instance("d", "k"));
                t.append_history({id, 1, 2, 3, 4, "n", std::string("\0", 1)});
                t.put_attribute({Owner::instance, id, "a", "b", 1.5});
                t.put_blob("content");
                t.put_work(work("q"));
                erased = *t.add_work(work("q"));
            });
            in(*s, [&](Tx& t) { t.erase_work(erased); });
        }
        const auto s = open_store(url);
        in(*s, [&](Tx& t) {
            CHECK(t.find_open_instance("d", "k")->id == id);
            CHECK(t.read_history(id, 0, 9).at(0) == HistoryRow{id, 1, 2, 3, 4, "n", std::string("\0", 1)});
            CHECK(t.attributes(Owner::instance, id).at(0).number == 1.5);
            CHECK(t.find_blob(content_hash("content")) == "content");
            CHECK(t.claim("q", 9, "w", 9).size() == 1);
            CHECK(*t.add_work(work("q")) > erased);
        });
    });
}

TEST_CASE("processes that share files lose nothing and wake each other") {
    on_files([](const std::string& url, const Folder&) {
        const auto id = in(*open_store(url), [](Tx& t) { return *t.add_instance(instance("d")); });
        const auto count = [&] {
            const auto s = open_store(url);
            for (int i = 0; i < 30; ++i)
                s->transact([&](Tx& t) {
                    InstanceRow row = *t.lock_instance(id);
                    t.append_history({id, row.next_seq++, 0, 0, 0, "", ""});
                    t.update_instance(row);
                    t.put_work(work("q"));
                });
            return 0;
        };
        const auto take = [&] {
            const auto s = open_store(url);
            int taken = 0;
            for (int idle = 0; taken < 30 && idle < 100;) {
                const std::uint64_t ticket = s->wake_ticket();
                std::vector<WorkRow> rows;
                s->transact([&](Tx& t) {
                    rows = t.claim("q", 30 - taken, "w", 60'000);
                    for (const WorkRow& row : rows) t.finish_or_fail(row);
                });
                taken += static_cast<int>(rows.size());
                if (rows.empty() && !s->wait_for_work({"q"}, ticket, std::chrono::milliseconds(2'000))) ++idle;
            }
            return taken == 30 ? 0 : 2;
        };
        const std::vector<pid_t> children{child(count), child(take), child(count), child(take)};
        for (const pid_t pid : children) CHECK(wait_for(pid) == 0);
        const auto s = open_store(url);
        in(*s, [&](Tx& t) {
            CHECK(t.find_instance(id)->next_seq == 61);
            CHECK(t.read_history(id, 0, 1000).size() == 60);
            CHECK(t.count_work({}) == 0);
        });
    });
}

TEST_CASE("a process that holds a file for long keeps others waiting, and nothing is lost") {
    on_files([](const std::string& url, const Folder& folder) {
        using steady = std::chrono::steady_clock;
        const auto id = in(*open_store(url), [](Tx& t) { return *t.add_instance(instance("d")); });
        const std::chrono::milliseconds held(tests::seeds(1500));
        const std::string told = folder.file("held");
        const pid_t holder = child([&] {
            open_store(url)->transact([&](Tx& t) {
                t.lock_instance(id);
                t.put_blob("held");
                write(told, "yes");
                std::this_thread::sleep_for(held);
            });
            return 0;
        });
        const auto begin = steady::now();
        while (!std::filesystem::exists(told) && steady::now() - begin < std::chrono::seconds(20))
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        std::vector<pid_t> children;
        for (int c = 0; c < 8; ++c)
            children.push_back(child([&] {
                StoreOptions options;
                options.busy_timeout = std::chrono::milliseconds(120'000);
                const auto s = open_store(url, options);
                for (int i = 0; i < 20; ++i)
                    s->transact([&](Tx& t) {
                        InstanceRow row = *t.lock_instance(id);
                        t.append_history({id, row.next_seq++, 0, 0, 0, "", ""});
                        t.update_instance(row);
                    });
                return 0;
            }));
        for (const pid_t pid : children) CHECK(wait_for(pid) == 0);
        CHECK(wait_for(holder) == 0);
        CHECK(steady::now() - begin >= held);
        CHECK(steady::now() - begin < held + std::chrono::seconds(60));
        CHECK(in(*open_store(url), [&](Tx& t) { return t.read_history(id, 0, 1000).size(); }) == 160);
    });
}

TEST_CASE("who waits is woken by another process") {
    on_files([](const std::string& url, const Folder&) {
        const auto s = open_store(url);
        const std::uint64_t ticket = s->wake_ticket();
        const pid_t pid = child([&] {
            open_store(url)->transact([](Tx& t) { t.put_work(work("q")); });
            return 0;
        });
        CHECK(s->wait_for_work({"q"}, ticket, std::chrono::milliseconds(20'000)));
        CHECK(wait_for(pid) == 0);
    });
}

TEST_CASE("URLs of stores") {
    const Folder folder;
    CHECK(open_store("memory:")->name() == "memory:");
    CHECK(open_store("dir:" + folder.file("x"))->name() == "dir:" + folder.file("x"));
    for (const std::string url : {"", "memory", "memory:x", "oracle://u:secret@h/d",
                                  "dir:", "sqlite:", "sqlite::memory:", "sqlite:/nowhere/at/all.db",
                                  "dir:/nowhere/at/all", "sqlite:x.db?synchronous=off"}) {
        INFO(url);
        const error_code code = code_of([&] { open_store(url); });
        CHECK((code == error_code::the_store_cannot_be_opened ||
               (code == error_code::the_adapter_is_not_there && url.substr(0, 7) == "sqlite:")));
    }
    try {
        open_store("postgresql://me:secret@127.0.0.1:1/d");
        FAIL("there is no server");
    } catch (const error& e) {
        CHECK_THAT(e.what(), !ContainsSubstring("secret"));
    }
}

TEST_CASE("a journal that was cut off in a transaction keeps those before it") {
    const Folder folder;
    const std::string path = folder.file("d/journal-1");
    {
        DirectoryStore s(folder.file("d"));
        for (int i = 0; i < 3; ++i) in(s, [](Tx& t) { t.add_instance(instance("d")); });
    }
    const std::string whole = bytes_of(path);
    const std::size_t one = (whole.size() - 16) / 3;
    for (std::size_t size = 16; size < whole.size(); ++size) {
        write(path, whole.substr(0, size));
        DirectoryStore s(folder.file("d"));
        REQUIRE(in(s, [](Tx& t) { return t.count_instances({}); }) == static_cast<std::int64_t>((size - 16) / one));
        REQUIRE(bytes_of(path).size() == 16 + (size - 16) / one * one);
    }
    // Zeros behind the end, as some file systems leave them.
    write(path, whole + std::string(100, '\0'));
    DirectoryStore s(folder.file("d"));
    CHECK(in(s, [](Tx& t) { return t.count_instances({}); }) == 3);
    in(s, [](Tx& t) { t.add_instance(instance("d")); });
    CHECK(in(*open_store("dir:" + folder.file("d")), [](Tx& t) { return t.count_instances({}); }) == 4);
}

TEST_CASE("a damaged journal is refused") {
    const Folder folder;
    const std::string path = folder.file("d/journal-1");
    {
        DirectoryStore s(folder.file("d"));
        for (int i = 0; i < 2; ++i) in(s, [](Tx& t) { t.add_instance(instance("d")); });
    }
    const std::string whole = bytes_of(path);
    const auto open = [&] { DirectoryStore s(folder.file("d")); };
    for (std::size_t at = 16; at < 16 + (whole.size() - 16) / 2; ++at) {  // every byte of the first transaction
        std::string bad = whole;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        write(path, bad);
        REQUIRE(code_of(open) == error_code::the_store_is_damaged);
    }
    std::string bad = whole;
    bad[0] = 'X';
    write(path, bad);
    CHECK(code_of(open) == error_code::the_store_is_damaged);
    bad = whole;
    bad[8] = 99;
    write(path, bad);
    CHECK(code_of(open) == error_code::the_store_is_of_a_newer_schema);
    write(path, "short");
    CHECK(code_of(open) == error_code::the_store_is_damaged);
    write(path, whole);
    CHECK(code_of(open) == error_code::none);
}

TEST_CASE("compaction keeps everything, and the file small") {
    const Folder folder;
    DirectoryOptions options;
    options.compact_at = 10'000;
    DirectoryStore s(folder.file("d"), options), other(folder.file("d"), options);
    const auto id = *in(s, [](Tx& t) { return t.add_instance(instance("d")); });
    std::int64_t last = 0;
    for (int i = 0; i < 300; ++i)
        in(i % 3 == 0 ? other : s, [&](Tx& t) {
            InstanceRow row = *t.lock_instance(id);
            row.state = std::string(200, static_cast<char>('a' + i % 26));
            t.update_instance(row);
            if (last != 0) t.erase_work(last);
            last = *t.add_work(work("q"));
        });
    const auto numbers = store::detail::JournalFile::numbers_in(folder.file("d"));
    REQUIRE(numbers.size() == 1);
    CHECK(numbers[0] > 3);
    CHECK(bytes_of(folder.file("d/journal-" + std::to_string(numbers[0]))).size() < 12'000);
    in(s, [&](Tx& t) { t.erase_work(last); });
    s.compact_now();
    DirectoryStore again(folder.file("d"));
    in(again, [&](Tx& t) {
        CHECK(t.find_instance(id)->rev == 300);
        CHECK(*t.add_work(work("q")) > last);  // ids go on, though the row is gone
    });
    CHECK(in(other, [&](Tx& t) { return t.count_work({}); }) == 1);
}

TEST_CASE("a disk that is full or failing is said so, and nothing is half done") {
    const Folder folder;
    // A child, because the limit is the process's. Writing beyond it fails with EFBIG.
    const auto limited = [](const std::string& url, bool is_directory) {
        const auto s = open_store(url);
        const auto id = in(*s, [](Tx& t) { return *t.add_instance(instance("d")); });
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit old{};
        ::getrlimit(RLIMIT_FSIZE, &old);
        rlimit limit = old;
        limit.rlim_cur = is_directory ? 2'000 : 400'000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        error_code code = error_code::none;
        int i = 0;
        for (; i < 1000 && code == error_code::none; ++i)
            code = code_of([&] {
                s->transact([&](Tx& t) {
                    InstanceRow row = *t.lock_instance(id);
                    row.state.assign(is_directory ? 100 : 5'000, 'x');
                    t.update_instance(row);
                    t.add_instance(row);
                });
            });
        ::setrlimit(RLIMIT_FSIZE, &old);
        if (code != error_code::the_store_failed) return 10;
        // Goes on when there is space again, and has exactly what was acknowledged.
        return in(*s, [&](Tx& t) { return t.count_instances({}) == i && t.find_instance(id)->rev == i - 1; }) ? 0 : 11;
    };
    CHECK(wait_for(child([&] { return limited("dir:" + folder.file("d"), true); })) == 0);
#if BATON_HAS_SQLITE
    CHECK(wait_for(child([&] { return limited("sqlite:" + folder.file("b.db"), false); })) == 0);
    SqliteStore s(folder.file("full.db"));
    s.transact_beside(
        [](Tx&, sqlite3* db) { sqlite3_exec(db, "pragma max_page_count = 90", nullptr, nullptr, nullptr); });
    int stored = 0;
    error_code code = error_code::none;
    for (; code == error_code::none && stored < 1000; ++stored)
        code = code_of([&] { in(s, [](Tx& t) { t.put_work(work(std::string(900, 'q'))); }); });
    CHECK(code == error_code::the_store_is_full);
    CHECK(in(s, [](Tx& t) { return t.count_work({}); }) == stored - 1);
#endif
}

#if BATON_HAS_SQLITE
TEST_CASE("a SQLite file of another version, or that is something else") {
    const Folder folder;
    const std::string path = folder.file("b.db");
    {
        SqliteStore s(path);
        s.transact_beside([](Tx&, sqlite3* db) {
            CHECK(sqlite3_exec(db, "insert into baton_migration values (99, 'future', 0)", nullptr, nullptr, nullptr) ==
                  SQLITE_OK);
        });
    }
    CHECK(code_of([&] { SqliteStore s(path); }) == error_code::the_store_is_of_a_newer_schema);
    write(folder.file("text.db"), std::string(5000, 'x'));
    CHECK(code_of([&] { SqliteStore s(folder.file("text.db")); }) == error_code::the_store_is_damaged);
}

TEST_CASE("a state that was changed behind the store's back is noticed") {
    const Folder folder;
    SqliteStore s(folder.file("b.db"));
    const auto id = *in(s, [](Tx& t) { return t.add_instance(instance("d", "k")); });
    const std::string hash = in(s, [](Tx& t) { return t.put_blob("content"); });
    s.transact_beside([](Tx&, sqlite3* db) {
        sqlite3_exec(db, "update instance set state = x'00'; update blob set body = x'00'", nullptr, nullptr, nullptr);
    });
    CHECK(code_of([&] { in(s, [&](Tx& t) { t.lock_instance(id); }); }) == error_code::the_store_is_damaged);
    CHECK(code_of([&] { in(s, [&](Tx& t) { t.find_open_instance("d", "k"); }); }) == error_code::the_store_is_damaged);
    CHECK(code_of([&] { in(s, [&](Tx& t) { t.find_blob(hash); }); }) == error_code::the_store_is_damaged);
    CHECK(in(s, [&](Tx& t) { return t.query_instances({}).size(); }) == 1);  // others are not harmed
}

TEST_CASE("a transaction waits for another process that writes, but not for ever") {
    const Folder folder;
    SqliteOptions options;
    options.busy_timeout = std::chrono::milliseconds(30);
    SqliteStore s(folder.file("b.db"), options), other(folder.file("b.db"));
    other.transact([&](Tx& t) {
        t.add_instance(instance("d"));
        CHECK(code_of([&] { in(s, [](Tx& u) { u.add_instance(instance("d")); }); }) == error_code::the_store_is_busy);
        s.read([](Tx& u) { CHECK(u.count_instances({}) == 0); });  // who reads does not wait
    });
    CHECK(in(s, [](Tx& t) { return t.count_instances({}); }) == 1);
}

TEST_CASE("an activity's own writes join the transaction") {
    const Folder folder;
    SqliteStore s(folder.file("b.db"));
    const auto run = [](sqlite3* db, const char* text) {
        CHECK(sqlite3_exec(db, text, nullptr, nullptr, nullptr) == SQLITE_OK);
    };
    s.transact_beside([&](Tx&, sqlite3* db) { run(db, "create table own (n integer)"); });
    CHECK_THROWS(s.transact_beside([&](Tx& t, sqlite3* db) {
        run(db, "insert into own values (1)");
        t.finish_or_fail(work("q"));
    }));
    s.transact_beside([&](Tx&, sqlite3* db) {
        sqlite3_stmt* count = nullptr;
        REQUIRE(sqlite3_prepare_v2(db, "select count(*) from own", -1, &count, nullptr) == SQLITE_OK);
        CHECK(sqlite3_step(count) == SQLITE_ROW);
        CHECK(sqlite3_column_int(count, 0) == 0);
        sqlite3_finalize(count);
    });
}
#endif

}  // namespace store_files_test
