// A store in one SQLite file (link baton::sqlite). The choice for a program on one machine: nothing to install or run.
#ifndef BATON_STORE_SQLITE_STORE_HPP
#define BATON_STORE_SQLITE_STORE_HPP

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "detail/migrate.hpp"
#include "detail/sql_transaction.hpp"
#include "detail/sqlite_connection.hpp"
#include "detail/wakeups.hpp"
#include "store.hpp"

namespace baton::inline BATON_ABI::store {

struct SqliteOptions : StoreOptions {
    /// `full`: what was committed survives a loss of power. `normal`: it survives the death of the program, but a loss
    /// of power may take the last commits (never more than back to a consistent state); much faster on real disks.
    enum class Synchronous { full, normal } synchronous = Synchronous::full;
};

/// In WAL mode. Several processes may have the file open, on one machine (not on a network file system): who writes is
/// alone, who reads is not kept waiting. Thread-safe.
class SqliteStore final : public Store {
public:
    /// Creates the file, or migrates it. BTN801, BTN802; BTN803 when it is no database.
    explicit SqliteStore(std::string file, SqliteOptions options = {})
        : path_(std::move(file)), options_(std::move(options)) {
        if (path_.empty() || path_ == ":memory:")
            throw core::error(core::error_code::the_store_cannot_be_opened, name(), "it needs a file; or use memory:");
        writer_ = connect();
        prepare_schema();
        foreign_ = data_version();
    }

    void transact(const std::function<void(Transaction&)>& work) override {
        transact_beside([&](Transaction& t, sqlite3*) { work(t); });
    }
    /// As transact, with the database: an activity's own writes to tables of its own in the same file are then done
    /// exactly once. `work` leaves the transaction alone.
    void transact_beside(const std::function<void(Transaction&, sqlite3*)>& work) {
        detail::Queues woken;
        {
            const std::lock_guard lock(mutex_);
            std::string why;
            bool done = false;
            for (int i = 0; i < std::max(1, options_.attempts) && !done; ++i) {
                if (i > 0) std::this_thread::sleep_for(std::chrono::milliseconds(i));
                done = attempt(*writer_, true, work, woken, why);
            }
            if (!done) throw core::error(core::error_code::the_store_is_busy, name(), why);
        }
        wakeups_.notify(woken);
    }
    void read(const std::function<void(Transaction&)>& work) override {
        std::unique_ptr<detail::SqliteConnection> reader;
        {
            const std::lock_guard lock(readers_mutex_);
            if (!readers_.empty()) {
                reader = std::move(readers_.back());
                readers_.pop_back();
            }
        }
        if (!reader) {
            reader = connect();
            reader->execute("pragma query_only = on");
        }
        detail::Queues woken;
        std::string why;
        if (!attempt(
                *reader, false, [&](Transaction& t, sqlite3*) { work(t); }, woken, why))
            throw core::error(core::error_code::the_store_is_busy, name(), why);
        const std::lock_guard lock(readers_mutex_);
        if (readers_.size() < 8) readers_.push_back(std::move(reader));
    }
    std::int64_t now() override { return options_.now(); }
    [[nodiscard]] std::string name() const override { return "sqlite:" + path_; }

    [[nodiscard]] std::uint64_t wake_ticket() const override {
        look();
        return wakeups_.ticket();
    }
    bool wait_for_work(const std::vector<std::string>& queues, std::uint64_t ticket,
                       std::chrono::milliseconds timeout) override {
        return wakeups_.wait(queues, ticket, timeout, options_.poll, [this] {
            look();
            return false;
        });
    }
    void notify(std::string_view queue) override { wakeups_.notify(queue); }

private:
    std::unique_ptr<detail::SqliteConnection> connect() const {
        auto db = std::make_unique<detail::SqliteConnection>(path_, options_.busy_timeout);
        // Two that open a new file at once may be told that it is busy without being made to wait.
        for (int i = 0;; ++i) try {
                db->execute("pragma journal_mode = wal");
                break;
            } catch (const detail::TryAgain& e) {
                if (i >= 200) throw core::error(core::error_code::the_store_is_busy, name(), e.why);
                std::this_thread::sleep_for(std::chrono::milliseconds(5 + i % 7));
            }
        const bool full = options_.synchronous == SqliteOptions::Synchronous::full;
        db->execute(full ? "pragma synchronous = full" : "pragma synchronous = normal");
        // The old pages of a savepoint stay in memory, or each would be written to a temporary file.
        db->execute("pragma temp_store = memory");
        db->execute("pragma journal_size_limit = 67108864");
        db->execute("pragma cell_size_check = on");
        return db;
    }
    void prepare_schema() {
        for (int i = 0;; ++i) try {
                writer_->execute("begin immediate");
                try {
                    detail::migrate(*writer_, now(), name());
                    writer_->execute("commit");
                    return;
                } catch (...) {
                    if (writer_->in_transaction()) writer_->execute("rollback");
                    throw;
                }
            } catch (const detail::TryAgain& e) {
                if (i >= options_.attempts) throw core::error(core::error_code::the_store_is_busy, name(), e.why);
            }
    }
    /// False when it has to be begun again.
    bool attempt(detail::SqliteConnection& db, bool writes, const std::function<void(Transaction&, sqlite3*)>& work,
                 detail::Queues& woken, std::string& why) {
        try {
            db.execute(writes ? "begin immediate" : "begin");
        } catch (const detail::TryAgain& e) {  // the time that may be waited is over
            throw core::error(core::error_code::the_store_is_busy, name(), e.why);
        }
        const auto roll_back = [&] {
            if (db.in_transaction()) db.execute("rollback");
        };
        try {
            detail::SqlTransaction<detail::SqliteConnection> transaction(db, now());
            work(transaction, db.handle());
            transaction.work.settle_all();
            commit(db);
            woken = std::move(transaction.work.woken);
            return true;
        } catch (const detail::TryAgain& e) {
            why = e.why;
            roll_back();
            return false;
        } catch (const detail::TransactionLost& e) {
            roll_back();
            throw core::error(e.why);
        } catch (...) {
            roll_back();
            throw;
        }
    }
    void commit(detail::SqliteConnection& db) {
        try {
            db.execute("commit");
        } catch (const core::error& e) {
            const int code = sqlite3_extended_errcode(db.handle());
            // What has been written but not flushed may be there after a crash, or not.
            if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC) throw;
            throw core::error(core::error_code::the_commit_is_unknown, name(), e.what());
        }
    }
    std::int64_t data_version() const {
        std::int64_t version = 0;
        writer_->query_text("pragma data_version", {},
                            [&](detail::SqliteConnection::Record& r) { version = r.number(0); });
        return version;
    }
    /// Has another process (or another store) written? This connection's own commits do not count.
    void look() const {
        {
            const std::unique_lock lock(mutex_, std::try_to_lock);
            if (!lock.owns_lock()) return;
            std::int64_t version = foreign_;
            try {
                version = data_version();
            } catch (const detail::TryAgain&) {
                return;
            }
            if (std::exchange(foreign_, version) == version) return;
        }
        wakeups_.notify(std::string_view());
    }

    std::string path_;
    SqliteOptions options_;
    mutable std::mutex mutex_;
    std::unique_ptr<detail::SqliteConnection> writer_;
    mutable std::int64_t foreign_ = 0;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<detail::SqliteConnection>> readers_;
    mutable detail::Wakeups wakeups_;
};

}  // namespace baton::inline BATON_ABI::store

namespace baton::inline BATON_ABI {
using store::SqliteOptions;
using store::SqliteStore;
}  // namespace baton::inline BATON_ABI

#endif
