// A connection to SQLite in the terms of sql_transaction.hpp.
#ifndef BATON_STORE_DETAIL_SQLITE_CONNECTION_HPP
#define BATON_STORE_DETAIL_SQLITE_CONNECTION_HPP

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../rows.hpp"
#include "sql.hpp"
#include "sql_transaction.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// What SQLite says for the words in braces; unknown ones are no error, SQLite will say so.
inline std::string_view sqlite_word(std::string_view word) {
    struct Pair {
        std::string_view word, says;
    };
    constexpr Pair words[] = {{"now", "?1"},
                              // Ids are never given twice: a late answer to work that is gone must not meet other work.
                              {"id", "integer primary key autoincrement"},
                              {"int", "integer"},
                              {"real", "real"},
                              {"text", "text"},
                              {"bytes", "blob"},
                              {"least", "min"},
                              {"greatest", "max"},
                              {"materialized", "materialized"},
                              {"strict", "strict"},
                              {"filled", "strict"},
                              {"clustered", "strict, without rowid"}};
    for (const Pair& p : words)
        if (p.word == word) return p.says;
    return {};
}

class SqliteConnection {
public:
    /// Whether an answer is waited for.
    static constexpr bool has_round_trips = false;
    class Record {
    public:
        explicit Record(sqlite3_stmt* row) : row_(row) {}
        [[nodiscard]] std::int64_t number(int i) const { return sqlite3_column_int64(row_, i); }
        [[nodiscard]] double real(int i) const { return sqlite3_column_double(row_, i); }
        [[nodiscard]] int columns() const { return sqlite3_column_count(row_); }
        [[nodiscard]] std::string_view text(int i, column = column::text) const {
            const void* data = sqlite3_column_blob(row_, i);
            if (data == nullptr) return {};
            return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(row_, i))};
        }

    private:
        sqlite3_stmt* row_;
    };

    /// BTN801.
    SqliteConnection(const std::string& file, std::chrono::milliseconds busy_timeout)
        : path_(file), patience_ms_(busy_timeout.count()) {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        if (sqlite3_open_v2(file.c_str(), &db_, flags, nullptr) != SQLITE_OK) {
            const std::string why = db_ != nullptr ? sqlite3_errmsg(db_) : "no memory";
            sqlite3_close_v2(db_);
            throw core::error(core::error_code::the_store_cannot_be_opened, "sqlite:" + file, why);
        }
        sqlite3_busy_handler(db_, &SqliteConnection::busy, this);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    }
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;
    ~SqliteConnection() {
        for (sqlite3_stmt* s : statements_) sqlite3_finalize(s);
        sqlite3_close_v2(db_);
    }

    [[nodiscard]] sqlite3* handle() const { return db_; }
    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

    void run(const Sql& sql, const Params& params) { step_all(prepared(sql), params); }
    template <class Each>
    void run(const Sql& sql, const Params& params, Each each) {
        query(sql, params, each);
    }
    void run_once(const Sql& sql, const Params& params, core::error_code code, std::string where) {
        if (change(sql, params) != 1) throw core::error(code, std::move(where));
    }
    std::int64_t change(const Sql& sql, const Params& params) {
        step_all(prepared(sql), params);
        return sqlite3_changes(db_);
    }
    template <class Each>
    void query(const Sql& sql, const Params& params, Each each) {
        step_all(prepared(sql), params, each);
    }
    template <class Each>
    void query_text(const std::string& text, const Params& params, Each each) {
        struct Finalize {
            sqlite3_stmt* s;
            ~Finalize() { sqlite3_finalize(s); }
        } const statement{prepare(in_dialect(text, sqlite_word), 0)};
        step_all(statement.s, params, each);
    }
    void execute(const std::string& text) {
        query_text(text, {}, [](Record&) {});
    }
    void answers() {}
    void lock_text(std::string_view, int) {}  // who writes is alone

    void savepoint(int depth) { named("savepoint s", depth); }
    void release(int depth) { named("release s", depth); }
    /// TransactionLost when there is nothing left to go back to.
    void roll_back_to(int depth) {
        if (!in_transaction()) {
            throw TransactionLost{last_ ? *last_
                                        : core::error(core::error_code::the_store_failed, "sqlite:" + path_,
                                                      "the transaction was rolled back")};
        }
        named("rollback to s", depth);
        named("release s", depth);
    }

    [[noreturn]] void fail(int code) {
        const std::string where = "sqlite:" + path_, why = sqlite3_errmsg(db_);
        const int primary = code & 0xff;
        if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) throw TryAgain{why};
        using core::error_code;
        const error_code number = primary == SQLITE_FULL ? error_code::the_store_is_full
                                  : primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB
                                      ? error_code::the_store_is_damaged
                                      : error_code::the_store_failed;
        last_ = core::error(number, where, why + " (SQLite code " + std::to_string(code) + ")");
        throw core::error(*last_);
    }

private:
    /// The first depth is kept prepared: every step of a group has it.
    void named(const char* what, int depth) {
        static const Sql begin("savepoint s1"), end("release s1");
        if (depth == 1 && what[0] != 'r') return run(begin, {});
        if (depth == 1 && what[1] == 'e') return run(end, {});
        execute(what + std::to_string(depth));
    }
    // Waits in short steps that differ, so that several processes do not keep meeting.
    static int busy(void* self, int count) {
        auto& c = *static_cast<SqliteConnection*>(self);
        if (count == 0) c.waited_ms_ = 0;
        if (c.waited_ms_ >= c.patience_ms_) return 0;
        c.seed_ = c.seed_ * 6364136223846793005u + 1442695040888963407u;
        const auto ms = static_cast<std::int64_t>(1 + (c.seed_ >> 33) % (count < 20 ? 2 : 8));
        std::this_thread::sleep_for(std::chrono::milliseconds(ms));
        c.waited_ms_ += ms;
        return 1;
    }
    sqlite3_stmt* prepare(const std::string& text, unsigned flags) {
        sqlite3_stmt* statement = nullptr;
        const int code =
            sqlite3_prepare_v3(db_, text.c_str(), static_cast<int>(text.size()) + 1, flags, &statement, nullptr);
        if (code != SQLITE_OK) fail(code);
        return statement;
    }
    sqlite3_stmt* prepared(const Sql& sql) {
        if (statements_.size() <= sql.number) statements_.resize(sql.number + 16);
        sqlite3_stmt*& statement = statements_[sql.number];
        if (statement == nullptr) statement = prepare(in_dialect(sql.text, sqlite_word), SQLITE_PREPARE_PERSISTENT);
        return statement;
    }
    void bind(sqlite3_stmt* s, const Params& params) {
        // What stands behind the last mark is not asked for by this statement.
        const int marks = sqlite3_bind_parameter_count(s);
        for (int i = 1; i <= marks && static_cast<std::size_t>(i) <= params.size(); ++i) {
            const Param& p = params[static_cast<std::size_t>(i) - 1];
            // A null pointer would bind null.
            const char* data = p.text.data() != nullptr ? p.text.data() : "";
            const auto size = static_cast<sqlite3_uint64>(p.text.size());
            int code = SQLITE_OK;
            switch (p.kind) {
                case Param::Kind::null: code = sqlite3_bind_null(s, i); break;
                case Param::Kind::number: code = sqlite3_bind_int64(s, i, p.number); break;
                case Param::Kind::real: code = sqlite3_bind_double(s, i, p.real); break;
                case Param::Kind::text: code = sqlite3_bind_text64(s, i, data, size, SQLITE_STATIC, SQLITE_UTF8); break;
                case Param::Kind::bytes: code = sqlite3_bind_blob64(s, i, data, size, SQLITE_STATIC); break;
            }
            if (code != SQLITE_OK) fail(code);
        }
    }
    void step_all(sqlite3_stmt* s, const Params& params) {
        step_all(s, params, [](Record&) {});
    }
    template <class Each>
    void step_all(sqlite3_stmt* s, const Params& params, Each each) {
        struct Reset {
            sqlite3_stmt* s;
            ~Reset() { sqlite3_reset(s); }
        } const reset{s};
        bind(s, params);
        for (;;) {
            const int code = sqlite3_step(s);
            if (code == SQLITE_DONE) return;
            if (code != SQLITE_ROW) fail(code);
            Record record(s);
            each(record);
        }
    }

    std::string path_;
    sqlite3* db_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
    std::optional<core::error> last_;
    std::int64_t patience_ms_, waited_ms_ = 0;
    std::uint64_t seed_ = reinterpret_cast<std::uintptr_t>(this);
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
