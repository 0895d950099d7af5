// A connection to PostgreSQL in the terms of sql_transaction.hpp: what needs no answer is sent together with what does
// (pipeline mode of libpq).
#ifndef BATON_STORE_DETAIL_POSTGRES_CONNECTION_HPP
#define BATON_STORE_DETAIL_POSTGRES_CONNECTION_HPP

#include <libpq-fe.h>
#include <poll.h>

#include <bit>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../rows.hpp"
#include "abandoned.hpp"
#include "sql.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// What PostgreSQL says for the words in braces.
inline std::string_view postgres_word(std::string_view word) {
    struct Pair {
        std::string_view word, says;
    };
    constexpr Pair words[] = {
        // The time of the transaction: it is the same for all its statements, and an index can be used with it.
        {"now", "coalesce($1::bigint, (extract(epoch from transaction_timestamp()) * 1000)::bigint)"},
        {"id", "bigint generated always as identity primary key"},
        {"int", "bigint"},
        {"real", "double precision"},
        {"text", "text collate \"C\""},
        {"bytes", "bytea"},
        {"least", "least"},
        {"greatest", "greatest"},
        {"materialized", "materialized"},
        {"lock", "for no key update"},
        {"skip", "for update skip locked"},
        {"filled", "with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01)"}};
    for (const Pair& p : words)
        if (p.word == word) return p.says;
    return {};
}
inline std::string in_postgres(std::string_view text) {
    std::string said = in_dialect(text, postgres_word);
    for (std::size_t i = 0; i + 1 < said.size(); ++i)
        if (said[i] == '?' && said[i + 1] >= '1' && said[i + 1] <= '9') said[i] = '$';
    return said;
}

/// Nothing is printed: what the server says beside its answers is of no use here.
inline void ignore_notice(void*, const char*) {}

struct FinishConnection {
    void operator()(PGconn* c) const { PQfinish(c); }
};
struct ClearResult {
    void operator()(PGresult* r) const { PQclear(r); }
};
using PgConnection = std::unique_ptr<PGconn, FinishConnection>;
using PgResult = std::unique_ptr<PGresult, ClearResult>;

/// Connects; what the URL says comes before these settings. TryAgain when that is not possible now.
inline PgConnection connect_postgres(const std::string& url) {
    const char* names[] = {"connect_timeout", "application_name",    "tcp_user_timeout",
                           "keepalives_idle", "keepalives_interval", "keepalives_count",
                           "dbname",          "client_encoding",     nullptr};
    const char* values[] = {"10", "baton", "30000", "30", "10", "3", url.c_str(), "UTF8", nullptr};
    PgConnection c(PQconnectdbParams(names, values, 1));
    if (PQstatus(c.get()) != CONNECTION_OK) throw TryAgain{PQerrorMessage(c.get())};
    PQsetNoticeProcessor(c.get(), ignore_notice, nullptr);
    return c;
}

class PostgresConnection {
public:
    /// Whether an answer is waited for.
    static constexpr bool has_round_trips = true;
    class Record {
    public:
        Record(const PGresult* result, int row) : result_(result), row_(row) {}
        [[nodiscard]] std::int64_t number(int i) const {
            const std::uint64_t bits = big_endian(i);
            switch (PQgetlength(result_, row_, i)) {
                case 4: return static_cast<std::int32_t>(static_cast<std::uint32_t>(bits));
                case 2: return static_cast<std::int16_t>(static_cast<std::uint16_t>(bits));
                default: return static_cast<std::int64_t>(bits);
            }
        }
        [[nodiscard]] double real(int i) const { return std::bit_cast<double>(big_endian(i)); }
        [[nodiscard]] int columns() const { return PQnfields(result_); }
        [[nodiscard]] std::string_view text(int i, column = column::text) const {
            return {PQgetvalue(result_, row_, i), static_cast<std::size_t>(PQgetlength(result_, row_, i))};
        }

    private:
        [[nodiscard]] std::uint64_t big_endian(int i) const {
            std::uint64_t n = 0;
            for (const char c : text(i).substr(0, 8)) n = n << 8 | static_cast<unsigned char>(c);
            return n;
        }
        const PGresult* result_;
        int row_;
    };
    using Each = std::function<void(Record&)>;

    /// TryAgain when the server does not answer. A connection that does not answer for `answer_timeout` is given up.
    PostgresConnection(const std::string& url, std::string where, std::chrono::milliseconds answer_timeout)
        : where_(std::move(where)), answer_timeout_(answer_timeout), c_(connect_postgres(url)) {
        if (PQserverVersion(c_.get()) < 120000)
            throw core::error(core::error_code::the_store_cannot_be_opened, where_, "PostgreSQL 12 or later is needed");
        if (PQenterPipelineMode(c_.get()) != 1) lost();
    }

    /// A new transaction may be begun.
    [[nodiscard]] bool usable() const {
        return !broken_ && PQstatus(c_.get()) == CONNECTION_OK && pending_.empty() &&
               PQtransactionStatus(c_.get()) == PQTRANS_IDLE;
    }
    /// In a transaction that only reads, an attempt to write is the caller's mistake.
    bool reading = false;

    void run(const Sql& sql, const Params& params) { send(sql, false, params, {}); }
    void run(const Sql& sql, const Params& params, Each each) {
        Pending p;
        p.each = std::move(each);
        send(sql, false, params, std::move(p));
    }
    void run_once(const Sql& sql, const Params& params, core::error_code code, std::string where) {
        Pending p;
        p.code = code;
        p.where = std::move(where);
        send(sql, true, params, std::move(p));
    }
    std::int64_t change(const Sql& sql, const Params& params) {
        std::int64_t changed = 0;
        Pending p;
        p.changed = &changed;
        send(sql, false, params, std::move(p));
        answers();
        return changed;
    }
    void query(const Sql& sql, const Params& params, Each each) {
        run(sql, params, std::move(each));
        answers();
    }
    void query_text(const std::string& text, const Params& params, Each each) {
        Pending p;
        p.each = std::move(each);
        send_text(in_postgres(text), params, std::move(p));
        answers();
    }
    /// Sent with the next ones.
    void execute(const std::string& text) { send_text(in_postgres(text), {}, {}); }
    void lock_text(std::string_view text, int space) {
        static const Sql sql("select pg_advisory_xact_lock(hashtextextended(?1, ?2))");
        run(sql, {text, space});
    }

    void savepoint(int depth) { execute("savepoint s" + std::to_string(depth)); }
    void release(int depth) {
        execute("release savepoint s" + std::to_string(depth));
        answers();
    }
    void roll_back_to(int depth) {
        drain();
        execute("rollback to savepoint s" + std::to_string(depth));
        execute("release savepoint s" + std::to_string(depth));
    }
    /// BTN806 when the connection breaks now. Everything before it is sent with it: what fails keeps it from happening.
    void commit() {
        bool done = false;
        Pending p;
        p.done = &done;
        try {
            send_text("commit", {}, std::move(p));
            answers();
        } catch (const TryAgain& e) {
            if (!broken_) throw;
            throw core::error(core::error_code::the_commit_is_unknown, where_, e.why);
        }
        if (!done)
            throw core::error(core::error_code::the_store_failed, where_,
                              "a failure in the transaction was ignored; use a savepoint");
    }
    /// Afterwards usable() or not.
    void roll_back() noexcept {
        try {
            drain();
            if (broken_) return;
            if (PQtransactionStatus(c_.get()) == PQTRANS_IDLE) return;
            execute("rollback");
            answers();
        } catch (...) {  // then it is not usable
        }
    }

    /// Waits for the answers to everything that was sent; raises the first failure among them.
    void answers() {
        if (pending_.empty()) return;
        bytes_ = 0;
        if (PQpipelineSync(c_.get()) != 1) lost();
        std::exception_ptr failure;
        while (!pending_.empty()) {
            Pending p = std::move(pending_.front());
            pending_.pop_front();
            const auto keep = [&](auto&& raised) {
                if (!failure) failure = std::make_exception_ptr(raised);
            };
            for (;;) {
                await_answer();
                const PgResult r(PQgetResult(c_.get()));
                if (!r) break;
                switch (PQresultStatus(r.get())) {
                    case PGRES_COMMAND_OK:
                        if (p.preparing != nullptr) *p.preparing = true;
                        if (p.changed != nullptr) *p.changed = std::strtoll(PQcmdTuples(r.get()), nullptr, 10);
                        if (p.done != nullptr) *p.done = std::string_view(PQcmdStatus(r.get())) == "COMMIT";
                        break;
                    case PGRES_TUPLES_OK:
                        if (p.changed != nullptr) *p.changed = std::strtoll(PQcmdTuples(r.get()), nullptr, 10);
                        if (p.each && !failure) try {
                                for (int row = 0; row < PQntuples(r.get()); ++row) {
                                    Record record(r.get(), row);
                                    p.each(record);
                                }
                            } catch (...) {
                                failure = std::current_exception();
                            }
                        break;
                    case PGRES_PIPELINE_ABORTED: break;
                    default: fail(r.get(), p, keep); break;
                }
                if (PQstatus(c_.get()) != CONNECTION_OK) break;
            }
            if (PQstatus(c_.get()) != CONNECTION_OK) lost();
        }
        await_answer();
        const PgResult sync(PQgetResult(c_.get()));
        if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) lost();
        preparing_.clear();
        if (failure) std::rethrow_exception(failure);
    }

private:
    struct Pending {
        Each each;
        std::int64_t* changed = nullptr;
        bool* done = nullptr;
        /// Set when a statement has been prepared.
        bool* preparing = nullptr;
        /// Raised when not exactly one row has changed.
        core::error_code code = core::error_code::none;
        std::string where;
    };
    struct Prepared {
        std::string name;
        bool done = false, sent = false;
    };
    /// Binary, with the types that Param has.
    struct Bound {
        std::vector<std::uint64_t> numbers;
        std::vector<const char*> values;
        std::vector<int> lengths, formats;
        std::vector<Oid> types;

        explicit Bound(const Params& params) {
            const std::size_t n = params.size();
            numbers.resize(n), values.resize(n), lengths.resize(n), formats.assign(n, 1), types.resize(n);
            for (std::size_t i = 0; i < n; ++i) {
                const Param& p = params[i];
                std::uint64_t bits = p.kind == Param::Kind::real ? std::bit_cast<std::uint64_t>(p.real)
                                                                 : static_cast<std::uint64_t>(p.number);
                auto* bytes = reinterpret_cast<unsigned char*>(&numbers[i]);
                for (int k = 7; k >= 0; --k, bits >>= 8) bytes[k] = static_cast<unsigned char>(bits & 0xff);
                const bool is_text = p.kind == Param::Kind::text || p.kind == Param::Kind::bytes;
                values[i] = p.kind == Param::Kind::null ? nullptr
                            : !is_text                  ? reinterpret_cast<const char*>(bytes)
                            : p.text.data() != nullptr  ? p.text.data()
                                                        : "";
                lengths[i] = is_text ? static_cast<int>(p.text.size()) : 8;
                constexpr Oid int8 = 20, float8 = 701, text = 25, bytea = 17;
                types[i] = p.kind == Param::Kind::real    ? float8
                           : p.kind == Param::Kind::text  ? text
                           : p.kind == Param::Kind::bytes ? bytea
                                                          : int8;
            }
        }
        [[nodiscard]] int count() const { return static_cast<int>(values.size()); }
    };

    void send(const Sql& sql, bool once, const Params& params, Pending pending) {
        const std::size_t place = sql.number * 2 + (once ? 1 : 0);
        while (prepared_.size() <= place) prepared_.emplace_back();
        Prepared& statement = prepared_[place];
        const Bound bound(params);
        if (!statement.done && !statement.sent) {
            statement.name = "s" + std::to_string(place);
            std::string text = in_postgres(sql.text);
            // The server itself has to fail: what is sent behind it must not happen.
            if (once) text = "with changed as (" + text + " returning 1) select 1 / count(*) from changed";
            Pending p;
            p.preparing = &statement.done;
            if (PQsendPrepare(c_.get(), statement.name.c_str(), text.c_str(), bound.count(), bound.types.data()) != 1)
                lost();
            statement.sent = true;
            preparing_.push_back(&statement);
            pending_.push_back(std::move(p));
        }
        if (PQsendQueryPrepared(c_.get(), statement.name.c_str(), bound.count(), bound.values.data(),
                                bound.lengths.data(), bound.formats.data(), 1) != 1)
            lost();
        sent(std::move(pending), params);
    }
    void send_text(const std::string& text, const Params& params, Pending pending) {
        const Bound bound(params);
        if (PQsendQueryParams(c_.get(), text.c_str(), bound.count(), bound.types.data(), bound.values.data(),
                              bound.lengths.data(), bound.formats.data(), 1) != 1)
            lost();
        sent(std::move(pending), params);
    }
    /// So much may be on its way that neither side waits for the other to read.
    void sent(Pending pending, const Params& params) {
        const bool last = pending.done != nullptr || pending.changed != nullptr;
        pending_.push_back(std::move(pending));
        for (const Param& p : params) bytes_ += 16 + p.text.size();
        if (!last && (pending_.size() >= 200 || bytes_ >= 200'000)) answers();
    }
    void drain() {
        try {
            answers();
        } catch (const TryAgain&) {
            if (broken_) throw;
        } catch (const core::error&) {}
    }
    /// libpq alone would wait for ever for a server that is gone while nobody has ended the connection.
    void await_answer() {
        while (PQisBusy(c_.get()) == 1) {
            struct pollfd socket {
                PQsocket(c_.get()), POLLIN, 0
            };
            const int ready =
                ::poll(&socket, 1, answer_timeout_.count() > 0 ? static_cast<int>(answer_timeout_.count()) : -1);
            if (ready == 0) lost("the server has not answered for " + std::to_string(answer_timeout_.count()) + " ms");
            if (ready < 0 && errno == EINTR) continue;
            if (PQconsumeInput(c_.get()) != 1) lost();
        }
    }
    [[noreturn]] void lost(std::string why = {}) {
        pending_.clear();
        broken_ = true;
        if (why.empty()) why = PQerrorMessage(c_.get());
        throw TryAgain{why.empty() ? "the connection is lost" : why};
    }
    template <class Keep>
    void fail(const PGresult* r, const Pending& p, Keep keep) {
        // Its prepared statement may be among what was not done.
        for (Prepared* s : preparing_) s->sent = s->done;
        const auto field = [&](int which) {
            const char* text = PQresultErrorField(r, which);
            return std::string(text != nullptr ? text : "");
        };
        const std::string state = field(PG_DIAG_SQLSTATE), why = field(PG_DIAG_MESSAGE_PRIMARY) + " (" + state + ")";
        const auto is = [&](std::string_view start) { return state.compare(0, start.size(), start) == 0; };
        using core::error_code;
        if (is("22012") && p.code != error_code::none) return keep(core::error(p.code, p.where));
        // Serialisation, deadlock, lock not to be had, shutting down, broken connection, a server that became a copy.
        if (is("40") || is("55P03") || is("57P") || is("08") || is("53300") || (is("25006") && !reading) ||
            state.empty())
            return keep(TryAgain{why});
        keep(core::error(is("53100")                  ? error_code::the_store_is_full
                         : is("XX001") || is("XX002") ? error_code::the_store_is_damaged
                                                      : error_code::the_store_failed,
                         where_, why));
    }

    std::string where_;
    std::chrono::milliseconds answer_timeout_;
    PgConnection c_;
    std::deque<Pending> pending_;
    std::deque<Prepared> prepared_;
    std::vector<Prepared*> preparing_;
    std::size_t bytes_ = 0;
    bool broken_ = false;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
