// What benchmarks/stores.cpp compares with: the same rows, claims and batches on PostgreSQL, without baton. Prepared
// statements in pipelines: the claims and their commit at once, then everything that is read, then everything that is
// written and its commit.
#ifndef BENCHMARKS_RAW_POSTGRES_HPP
#define BENCHMARKS_RAW_POSTGRES_HPP

#include <libpq-fe.h>

#include <baton/runner/clock.hpp>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "step_rows.hpp"

namespace stores_benchmark {

class RawPostgres {
public:
    RawPostgres(const std::string& url, const std::string& schema) : c_(PQconnectdb(url.c_str())) {
        if (PQstatus(c_) != CONNECTION_OK) std::abort();
        PQclear(PQexec(c_, ("set search_path = " + schema).c_str()));
        prepare("claim",
                "update work set state = 1, lease_owner = 'worker', lease_until = $1::bigint + 30000, started_at = "
                "$1::bigint, "
                "expires_at = $1::bigint + 30000, fence = fence + 1, attempt = attempt + 1 where id in (select id from "
                "work "
                "where state = 0 and queue = 'steps' order by priority desc, run_at, id limit 50 for update skip "
                "locked) returning id, instance_id, fence, queue, lease_until, payload");
        prepare("load", "select rev, next_seq, state from instance where id = $1 for no key update");
        prepare("inbox", "select * from inbox where instance_id = $1 order by id limit 1000");
        prepare("finish", "delete from work where id = $1 and fence = $2");
        prepare("history", "insert into history values ($1, $2, 1, 5, 6, 'node', $3)");
        prepare(
            "update",
            "update instance set rev = rev + 1, next_seq = $2, state = $3, checksum = 7 where id = $1 and rev = $4");
        prepare("work",
                "insert into work (instance_id, token, kind, queue, name, state, run_at, priority, attempt, "
                "max_attempts, lease_owner, lease_until, fence, heartbeat_ms, start_to_close_ms, "
                "schedule_to_start_at, schedule_to_close_at, started_at, expires_at, idem_key, concurrency_key, "
                "concurrency_limit, cancel, payload, progress, created_at) values ($1, 0, 0, 'steps', '', 0, 0, 0, 0, "
                "0, '', 9223372036854775807, 0, 0, 0, 9223372036854775807, 9223372036854775807, 9223372036854775807, "
                "9223372036854775807, '', '', 1, 0, '', '', $2) on conflict do nothing");
        prepare("begin", "begin");
        prepare("commit", "commit");
        if (PQenterPipelineMode(c_) != 1) std::abort();
    }
    RawPostgres(const RawPostgres&) = delete;
    RawPostgres& operator=(const RawPostgres&) = delete;
    ~RawPostgres() { PQfinish(c_); }

    void round() {
        const std::int64_t now = baton::system_time().ms;
        struct Claimed {
            std::int64_t id, instance_id, fence, rev, seq;
            std::string state;
        };
        std::vector<Claimed> claimed;
        send("begin", {});
        send("claim", {now});
        send("commit", {});
        sync();
        ignore(1);
        rows([&](const PGresult* r, int i) {
            claimed.push_back({number(r, i, 0), number(r, i, 1), number(r, i, 2), 0, 0, {}});
        });
        ignore(1);
        synced();
        if (claimed.size() != instances) std::abort();
        send("begin", {});
        for (const Claimed& c : claimed) {
            send("load", {c.instance_id});
            send("inbox", {c.instance_id});
        }
        sync();
        ignore(1);
        for (Claimed& c : claimed) {
            rows([&](const PGresult* r, int i) {
                c.rev = number(r, i, 0);
                c.seq = number(r, i, 1);
                c.state.assign(PQgetvalue(r, i, 2), static_cast<std::size_t>(PQgetlength(r, i, 2)));
            });
            ignore(1);
        }
        synced();
        for (const Claimed& c : claimed) {
            send("finish", {c.id, c.fence});
            send("history", {c.instance_id, c.seq}, event);
            send("history", {c.instance_id, c.seq + 1}, event);
            send("update", {c.instance_id, c.seq + 2}, c.state, {c.rev});
            send("work", {c.instance_id, now});
        }
        send("commit", {});
        sync();
        ignore(5 * claimed.size() + 1);
        synced();
    }

private:
    void prepare(const char* name, const char* text) {
        PGresult* r = PQprepare(c_, name, text, 0, nullptr);
        if (PQresultStatus(r) != PGRES_COMMAND_OK) std::abort();
        PQclear(r);
    }
    /// Numbers, then bytes if there are any, then numbers again; all binary.
    void send(const char* name, std::initializer_list<std::int64_t> numbers, std::string_view bytes = {},
              std::initializer_list<std::int64_t> more = {}) {
        std::int64_t big[8];
        const char* values[8];
        int lengths[8], formats[8], n = 0;
        const auto add = [&](std::int64_t v) {
            big[n] = static_cast<std::int64_t>(__builtin_bswap64(static_cast<std::uint64_t>(v)));
            values[n] = reinterpret_cast<const char*>(&big[n]);
            lengths[n] = 8;
            formats[n++] = 1;
        };
        for (const std::int64_t v : numbers) add(v);
        if (!bytes.empty()) {
            values[n] = bytes.data();
            lengths[n] = static_cast<int>(bytes.size());
            formats[n++] = 1;
        }
        for (const std::int64_t v : more) add(v);
        if (PQsendQueryPrepared(c_, name, n, values, lengths, formats, 1) != 1) std::abort();
    }
    void sync() {
        if (PQpipelineSync(c_) != 1) std::abort();
    }
    template <class Each>
    void rows(Each each) {
        PGresult* r = PQgetResult(c_);
        if (PQresultStatus(r) != PGRES_TUPLES_OK && PQresultStatus(r) != PGRES_COMMAND_OK) std::abort();
        for (int i = 0; i < PQntuples(r); ++i) each(r, i);
        PQclear(r);
        if (PQgetResult(c_) != nullptr) std::abort();
    }
    void ignore(std::size_t answers) {
        for (std::size_t i = 0; i < answers; ++i) rows([](const PGresult*, int) {});
    }
    void synced() {
        PGresult* r = PQgetResult(c_);
        if (PQresultStatus(r) != PGRES_PIPELINE_SYNC) std::abort();
        PQclear(r);
    }
    static std::int64_t number(const PGresult* r, int row, int column) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, PQgetvalue(r, row, column), sizeof bits);
        return static_cast<std::int64_t>(__builtin_bswap64(bits));
    }

    PGconn* c_;
};

}  // namespace stores_benchmark

#endif
