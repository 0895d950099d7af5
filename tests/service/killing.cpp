// A process that is killed before, in and after every transaction of a service, one kill a life: whoever comes after it
// ends the work as if nothing had happened.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <baton/process.hpp>
#include <baton/service/worker.hpp>
#include <baton/store/directory_store.hpp>
#include <baton/testing/manual_clock.hpp>
#if BATON_HAS_SQLITE
#include <baton/store/sqlite_store.hpp>
#endif
#if BATON_HAS_POSTGRES
#include <baton/store/postgres_store.hpp>

#include "../store/postgres_server.hpp"
#endif
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../store/stores.hpp"

namespace service_killing_test {

namespace {

using baton::Service;
using baton::Store;
using baton::Variables;
namespace store = baton::store;

/// Kills its process at the given point, counted over all transactions: before one, in it (all was done, nothing
/// committed), after it (committed, not acknowledged).
class KillingStore final : public Store {
public:
    KillingStore(std::unique_ptr<Store> inner, int kill_at) : inner_(std::move(inner)), kill_at_(kill_at) {}

    void transact(const std::function<void(store::Transaction&)>& work) override {
        point();
        inner_->transact([&](store::Transaction& tx) {
            work(tx);
            point();
        });
        point();
    }
    void read(const std::function<void(store::Transaction&)>& work) override { inner_->read(work); }
    std::int64_t now() override { return inner_->now(); }
    [[nodiscard]] std::string name() const override { return inner_->name(); }
    [[nodiscard]] std::uint64_t wake_ticket() const override { return inner_->wake_ticket(); }
    bool wait_for_work(const std::vector<std::string>& queues, std::uint64_t ticket,
                       std::chrono::milliseconds t) override {
        return inner_->wait_for_work(queues, ticket, t);
    }
    void notify(std::string_view queue) override { inner_->notify(queue); }

private:
    void point() {
        if (++points_ == kill_at_) ::kill(::getpid(), SIGKILL);
    }
    std::unique_ptr<Store> inner_;
    int kill_at_, points_ = 0;
};

using Open = std::function<std::unique_ptr<Store>(const baton::StoreOptions&)>;

/// A process with everything that is written in its own way: a body, a worker's task, a person's, a called process, a
/// message, a timer.
std::shared_ptr<const baton::Definition> model() {
    using namespace baton::words;
    return std::make_shared<const baton::Definition>(collaboration(
        named("all"),
        process("main", start_event("s", followed_by("count")), service_task("count", followed_by("work")),
                service_task("work", type("w"), followed_by("call")),
                call_activity("call", calls("part"), takes("y"), followed_by("paid")),
                catch_event("paid", on_message("paid", key("=\"17\"")), followed_by("rest")),
                catch_event("rest", on_timer(after("PT1H")), followed_by("tell")),
                throw_event("tell", throws_message("told"), followed_by("e")), end_event("e")),
        process("part", start_event("ps", followed_by("ask")),
                user_task("ask", output("=answer", "y"), followed_by("pe")), end_event("pe")),
        process("told", start_event("ts", on_message("told"), followed_by("te")), end_event("te"))));
}

/// What a client does, again and again until everything is done; every call may be repeated.
void live(Store& inner, baton::testing::ManualClock& clock) {
    const std::shared_ptr<Store> shared(&inner, [](Store*) {});
    Service service(shared, {.name = "one of many"});
    baton::Bindings b;
    b.on("count", [](baton::TaskContext& t) {
        const baton::Value n = t.get("n");
        t.set("n", baton::Value((n.integer() != nullptr ? *n.integer() : 0) + 1));
    });
    service.deploy(model(), b);
    const auto id = service.start("main", {.business_key = "17", .request = "r"});
    baton::TaskWorker worker(service, "w", [](baton::TaskJob& job) -> Variables {
        const baton::Value m = job.get("m");
        return {{"m", baton::Value((m.integer() != nullptr ? *m.integer() : 0) + 1)}};
    });
    for (int i = 0; i < 200; ++i) {
        service.run();
        while (worker.step()) {}
        for (const baton::TaskSummary& t : service.tasks()) service.complete(t.id, {{"answer", 42}});
        if (service.info(id).waiting == std::vector<std::string>{"paid"})
            service.message({.name = "paid", .key = "17", .id = "m", .time_to_live = baton::duration(1'000'000'000)});
        service.run();
        store::InstanceQuery told;
        told.definition_key = "told";
        told.open = store::InstanceQuery::Open::ended;
        if (service.info(id).status != baton::InstanceStatus::running && service.count(told) > 0) return;
        clock.advance(baton::duration(600'000));
    }
}

/// How it stands in the end. Without times: those who were killed took longer.
std::string outcome(Store& inner) {
    const std::shared_ptr<Store> shared(&inner, [](Store*) {});
    Service service(shared);
    std::string text;
    for (const baton::InstanceSummary& i : service.instances({})) {
        text += i.definition + " " + i.business_key + " " + std::string(name_of(i.status)) + ":";
        for (const auto& [name, value] : service.info(i.id).variables)
            text += " " + name + "=" + baton::core::text_of(value);
        std::int64_t number = 0;
        for (const baton::HistoryLine& l : service.history(i.id)) {
            text += "; " + l.what + " " + l.element;
            if (l.number != ++number) text += " OUT OF ORDER";
        }
        text += "\n";
    }
    inner.read([&](store::Transaction& tx) {
        text += std::to_string(tx.count_work({})) + " rows of work left, " + std::to_string(tx.incidents(0).size()) +
                " incidents\n";
    });
    return text;
}

/// A life of its own; false when it was killed.
bool lives(const Open& open, int kill_at) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            baton::testing::ManualClock clock(baton::instant{1'000'000 + std::int64_t{kill_at} * 1000});
            baton::StoreOptions options;
            options.clock = [&] { return clock(); };
            KillingStore killing(open(options), kill_at);
            live(killing, clock);
            ::_exit(0);
        } catch (const std::exception& e) {
            const std::string text = std::string(e.what()) + "\n";
            static_cast<void>(!::write(2, text.data(), text.size()));
            ::_exit(1);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return false;
    CHECK(WEXITSTATUS(status) == 0);
    return true;
}

/// `fresh` gives an empty store each time.
void kill_everywhere(const std::function<Open()>& fresh, int every) {
    const Open calm = fresh();
    REQUIRE(lives(calm, 0));
    const std::string expected = outcome(*calm({}));
    CHECK_THAT(expected, ContainsSubstring("main 17 completed: n=1 m=1 y=42"));
    CHECK_THAT(expected, ContainsSubstring("0 rows of work left, 0 incidents"));
    int points = 0;
    for (int kill_at = 1;; kill_at += every) {
        const Open open = fresh();
        const bool was_killed = !lives(open, kill_at);
        if (was_killed) REQUIRE(lives(open, 0));
        CAPTURE(kill_at);
        CHECK(outcome(*open({})) == expected);
        if (!was_killed) break;
        ++points;
    }
    CHECK(points * every > 60);
}

int every() { return std::getenv("BATON_TEST_SEEDS") != nullptr ? 1 : 5; }

}  // namespace

TEST_CASE("a service on files that is killed at any commit loses nothing and does nothing twice") {
    store_tests::Folder folder;
    int number = 0;
    SECTION("directory") {
        kill_everywhere(
            [&]() -> Open {
                const std::string path = folder.file("d" + std::to_string(++number));
                return [path](const baton::StoreOptions& o) {
                    baton::DirectoryOptions options;
                    static_cast<baton::StoreOptions&>(options) = o;
                    return std::make_unique<baton::DirectoryStore>(path, options);
                };
            },
            every());
    }
#if BATON_HAS_SQLITE
    SECTION("sqlite") {
        kill_everywhere(
            [&]() -> Open {
                const std::string path = folder.file("s" + std::to_string(++number) + ".db");
                return [path](const baton::StoreOptions& o) {
                    baton::SqliteOptions options;
                    static_cast<baton::StoreOptions&>(options) = o;
                    return std::make_unique<baton::SqliteStore>(path, options);
                };
            },
            every());
    }
#endif
}

#if BATON_HAS_POSTGRES
TEST_CASE("a service on PostgreSQL that is killed at any commit loses nothing and does nothing twice") {
    auto* server = store_tests::PostgresServer::shared();
    if (server == nullptr) return;
    int number = 0;
    kill_everywhere(
        [&]() -> Open {
            const std::string schema = "killed" + std::to_string(++number), url = server->url();
            return [schema, url](const baton::StoreOptions& o) {
                baton::PostgresOptions options;
                static_cast<baton::StoreOptions&>(options) = o;
                options.schema = schema;
                return std::make_unique<baton::PostgresStore>(url, options);
            };
        },
        every() * 2);
}
#endif

}  // namespace service_killing_test
