// A store in a PostgreSQL database, 12 or later (link baton::postgres). The choice for many workers on many machines.
#ifndef BATON_STORE_POSTGRES_STORE_HPP
#define BATON_STORE_POSTGRES_STORE_HPP

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "detail/migrate.hpp"
#include "detail/postgres_connection.hpp"
#include "detail/postgres_wakeups.hpp"
#include "detail/sql_transaction.hpp"
#include "detail/wakeups.hpp"
#include "store.hpp"

namespace baton::inline BATON_ABI::store {

struct PostgresOptions : StoreOptions {
    /// Small letters, digits and underlines; made if it is not there.
    std::string schema = "baton";
    /// So many transactions at a time; others wait. (Two more connections wake up and are woken.)
    std::size_t connections = 8;
    /// The server ends a transaction in which nothing happens for so long.
    std::chrono::milliseconds idle_in_transaction{60'000};
    /// A connection on which the server does not answer for so long is given up, and the transaction begun again. More
    /// than busy_timeout, for which the server itself may wait. 0: never.
    std::chrono::milliseconds answer_timeout{60'000};
};

/// Read committed; rows that must not change are locked. The time is the server's. Thread-safe.
///
/// A transaction that was in the way of another, or whose connection broke before its commit was sent, is begun again,
/// at growing intervals, up to `attempts` times.
class PostgresStore final : public Store {
public:
    /// A connection URI or string of libpq. BTN801, BTN802.
    explicit PostgresStore(std::string url, PostgresOptions options = {})
        : url_(std::move(url)), options_(std::move(options)), remote_(url_, checked(options_.schema), wakeups_) {
        try {
            prepare_schema();
        } catch (const detail::TryAgain& e) {
            throw core::error(core::error_code::the_store_cannot_be_opened, name(), e.why);
        }
    }

    void transact(const std::function<void(Transaction&)>& work) override {
        detail::Queues woken;
        repeat("begin", false, [&](detail::PostgresConnection& db) {
            detail::SqlTransaction<detail::PostgresConnection> transaction(db, given_now());
            work(transaction);
            transaction.work.settle_all();
            db.commit();
            woken = std::move(transaction.work.woken);
        });
        wakeups_.notify(woken);
        remote_.notify(woken);
    }
    void read(const std::function<void(Transaction&)>& work) override {
        repeat("begin isolation level repeatable read read only", true, [&](detail::PostgresConnection& db) {
            detail::SqlTransaction<detail::PostgresConnection> transaction(db, given_now());
            work(transaction);
            db.commit();
        });
    }
    std::int64_t now() override {
        if (options_.clock) return options_.clock().ms;
        std::int64_t time = 0;
        read([&](Transaction& t) { time = t.now(); });
        return time;
    }
    /// Without user and password.
    [[nodiscard]] std::string name() const override {
        const std::size_t scheme = url_.find("://"), at = url_.find('@'), mark = url_.find('?');
        if (scheme == std::string::npos) return "postgresql:";
        const std::size_t from =
            at != std::string::npos && (mark == std::string::npos || at < mark) ? at + 1 : scheme + 3;
        return "postgresql://" + url_.substr(from, mark == std::string::npos ? mark : mark - from);
    }

    [[nodiscard]] std::uint64_t wake_ticket() const override {
        remote_.listen();
        return wakeups_.ticket();
    }
    bool wait_for_work(const std::vector<std::string>& queues, std::uint64_t ticket,
                       std::chrono::milliseconds timeout) override {
        return wakeups_.wait(queues, ticket, timeout, options_.poll, nullptr);
    }
    void notify(std::string_view queue) override {
        wakeups_.notify(queue);
        remote_.notify(detail::Queues{std::string(queue)});
    }

private:
    using Connection = std::unique_ptr<detail::PostgresConnection>;

    static std::string checked(const std::string& schema) {
        const bool fits =
            !schema.empty() && schema.size() <= 50 &&
            std::all_of(schema.begin(), schema.end(),
                        [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }) &&
            (schema[0] < '0' || schema[0] > '9');
        if (!fits)
            throw core::error(core::error_code::the_store_cannot_be_opened, "schema",
                              "its name is at most 50 of a-z, 0-9 and _, and does not begin with a digit");
        return schema;
    }
    std::optional<std::int64_t> given_now() const {
        return options_.clock ? std::optional(options_.clock().ms) : std::nullopt;
    }
    Connection connect() const {
        auto db = std::make_unique<detail::PostgresConnection>(url_, name(), options_.answer_timeout);
        const auto ms = [](std::chrono::milliseconds t) { return std::to_string(t.count()); };
        db->execute("set search_path = " + options_.schema);
        db->execute("set lock_timeout = " + ms(options_.busy_timeout));
        db->execute("set idle_in_transaction_session_timeout = " + ms(options_.idle_in_transaction));
        db->answers();
        return db;
    }
    /// Takes an idle connection, or makes one; waits while all are in use.
    Connection take() {
        std::unique_lock lock(mutex_);
        free_.wait(lock, [&] { return used_ < std::max<std::size_t>(1, options_.connections); });
        ++used_;
        if (!idle_.empty()) {
            Connection db = std::move(idle_.back());
            idle_.pop_back();
            return db;
        }
        lock.unlock();
        try {
            return connect();
        } catch (...) {
            give_back(nullptr);
            throw;
        }
    }
    void give_back(Connection db) {
        {
            const std::lock_guard lock(mutex_);
            --used_;
            if (db && db->usable())
                idle_.push_back(std::move(db));
            else
                idle_.clear();  // what broke one has probably broken all
        }
        free_.notify_one();
    }
    template <class Work>
    void repeat(const char* begin, bool reading, Work work) {
        std::string why;
        std::uint64_t seed = reinterpret_cast<std::uintptr_t>(&why);
        for (int i = 0; i < std::max(1, options_.attempts); ++i) {
            if (i > 0) {  // 5, 10, 20 ms … 2 s; the half of it by chance
                const std::int64_t longest = std::min<std::int64_t>(2'000, std::int64_t{5} << std::min(i, 10));
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                const auto part = static_cast<std::int64_t>((seed >> 33) % static_cast<std::uint64_t>(longest / 2 + 1));
                std::this_thread::sleep_for(std::chrono::milliseconds(longest / 2 + part));
            }
            Connection db;
            try {
                db = take();
                db->reading = reading;
                db->execute(begin);
                work(*db);
                give_back(std::move(db));
                return;
            } catch (const detail::TryAgain& e) {
                why = e.why;
                put_away(std::move(db));
            } catch (...) {
                put_away(std::move(db));
                throw;
            }
        }
        throw core::error(core::error_code::the_store_is_busy, name(), why);
    }
    void put_away(Connection db) {
        if (!db) return;
        db->roll_back();
        give_back(std::move(db));
    }
    void prepare_schema() {
        const Connection db = connect();
        db->execute("begin");
        db->query_text("select pg_advisory_xact_lock(4849113904176)", {}, [](auto&) {});  // one at a time
        db->execute("create schema if not exists " + options_.schema);
        detail::migrate(*db, runner::system_time().ms, name());
        db->commit();
    }

    std::string url_;
    PostgresOptions options_;
    std::mutex mutex_;
    std::condition_variable free_;
    std::size_t used_ = 0;
    std::vector<Connection> idle_;
    detail::Wakeups wakeups_;
    mutable detail::PostgresWakeups remote_;  // its threads use wakeups_: it goes first
};

}  // namespace baton::inline BATON_ABI::store

namespace baton::inline BATON_ABI {
using store::PostgresOptions;
using store::PostgresStore;
}  // namespace baton::inline BATON_ABI

#endif
