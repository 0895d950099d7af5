// Waking up other processes through PostgreSQL's LISTEN and NOTIFY.
//
// Never inside the transaction that makes the work: that would put all commits in one row. A thread with a connection
// of its own tells of every queue at most once in 10 ms; another listens. Both begin when they are first needed, and
// connect again when the connection breaks. What gets lost is found by who looks from time to time.
#ifndef BATON_STORE_DETAIL_POSTGRES_WAKEUPS_HPP
#define BATON_STORE_DETAIL_POSTGRES_WAKEUPS_HPP

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "../../config.hpp"
#include "postgres_connection.hpp"
#include "wakeups.hpp"

namespace baton::inline BATON_ABI::store::detail {

class PostgresWakeups {
public:
    PostgresWakeups(std::string url, std::string channel, Wakeups& local)
        : url_(std::move(url)), channel_(std::move(channel)), local_(local) {}
    PostgresWakeups(const PostgresWakeups&) = delete;
    PostgresWakeups& operator=(const PostgresWakeups&) = delete;
    ~PostgresWakeups() {
        {
            const std::lock_guard lock(mutex_);
            stop_ = true;
        }
        changed_.notify_all();
        if (listener_.joinable()) listener_.join();
        if (notifier_.joinable()) notifier_.join();
    }

    /// From now on what other processes tell is heard.
    void listen() {
        std::call_once(listening_, [this] { listener_ = std::thread([this] { hear(); }); });
    }
    void notify(const Queues& queues) {
        if (queues.empty()) return;
        std::call_once(notifying_, [this] { notifier_ = std::thread([this] { tell(); }); });
        {
            const std::lock_guard lock(mutex_);
            waiting_.insert(queues.begin(), queues.end());
        }
        changed_.notify_all();
    }

private:
    /// Sleeps; true when it is time to end.
    bool pause(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, time, [&] { return stop_.load(); });
    }
    void hear() {
        std::chrono::milliseconds wait(50);
        while (!stop_) {
            try {
                const PgConnection c = connect_postgres(url_);
                const PgResult r(PQexec(c.get(), ("listen " + channel_).c_str()));
                if (PQresultStatus(r.get()) != PGRES_COMMAND_OK) throw TryAgain{PQerrorMessage(c.get())};
                wait = std::chrono::milliseconds(50);
                local_.notify(std::string_view());  // of what was told before, nothing is known
                while (!stop_ && hear_once(c.get())) {}
            } catch (const TryAgain&) {}
            if (pause(wait)) return;
            wait = std::min(wait * 2, std::chrono::milliseconds(5'000));
        }
    }
    bool hear_once(PGconn* c) {
        struct pollfd socket {
            PQsocket(c), POLLIN, 0
        };
        if (::poll(&socket, 1, 100) > 0 && PQconsumeInput(c) != 1) return false;
        while (PGnotify* n = PQnotifies(c)) {
            if (n->be_pid != own_pid_) local_.notify(std::string_view(n->extra));
            PQfreemem(n);
        }
        return PQstatus(c) == CONNECTION_OK;
    }
    void tell() {
        std::chrono::milliseconds wait(50);
        PgConnection c;
        for (;;) {
            Queues queues;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] { return stop_ || !waiting_.empty(); });
                if (stop_ && (waiting_.empty() || !c)) return;
                queues = std::exchange(waiting_, {});
            }
            try {
                if (!c) c = connect_postgres(url_);
                own_pid_ = PQbackendPID(c.get());
                tell(c.get(), queues);
                wait = std::chrono::milliseconds(50);
                if (!stop_) pause(std::chrono::milliseconds(10));
            } catch (const TryAgain&) {
                c.reset();
                {
                    const std::lock_guard lock(mutex_);
                    waiting_.insert(queues.begin(), queues.end());
                }
                if (stop_ || pause(wait)) return;
                wait = std::min(wait * 2, std::chrono::milliseconds(5'000));
            }
        }
    }
    void tell(PGconn* c, const Queues& queues) const {
        for (const std::string& queue : queues) {
            const char* values[] = {channel_.c_str(), queue.c_str()};
            const PgResult r(PQexecParams(c, "select pg_notify($1, $2)", 2, nullptr, values, nullptr, nullptr, 0));
            if (PQresultStatus(r.get()) != PGRES_TUPLES_OK) throw TryAgain{PQerrorMessage(c)};
        }
    }

    std::string url_, channel_;
    Wakeups& local_;
    std::once_flag listening_, notifying_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Queues waiting_;
    std::atomic<bool> stop_ = false;
    std::atomic<int> own_pid_ = 0;
    std::thread listener_, notifier_;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
