// Several processes with a service each, on one store, in one thread, by a seed: their connections break before, in and
// after commits, they die there, they sleep longer than their leases while others go on, tasks fail, clients repeat
// what was not answered. In the end all is done exactly once, and the same seed gives the same run, word by word.
#include <baton/service/worker.hpp>
#include <baton/store/memory_store.hpp>
#include <baton/testing/manual_clock.hpp>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../seeds.hpp"
#include "../store/forwarding_store.hpp"
#include "fixture.hpp"
#include "whole_model.hpp"

namespace service_simulation_test {

using namespace service_tests;
using baton::TaskJob;
using baton::TaskWorker;
namespace store = baton::store;

namespace {

/// Nothing of this process acts any more.
struct Killed {};

class Chance {
public:
    explicit Chance(std::uint64_t seed) : numbers_(seed) {}
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(numbers_() % n); }
    bool one_in(std::size_t n) { return below(n) == 0; }

private:
    std::mt19937_64 numbers_;
};

class Simulation;

/// The way from one process to the store.
class Connection final : public store_tests::ForwardingStore {
public:
    Connection(std::shared_ptr<baton::Store> database, Simulation& all)
        : ForwardingStore(std::move(database)), all_(all) {}
    void transact(const std::function<void(store::Transaction&)>& work) override;

private:
    Simulation& all_;
    bool dead_ = false;
};

struct Process {
    std::shared_ptr<Connection> connection;
    std::unique_ptr<Service> service;
    std::unique_ptr<TaskWorker> worker;
    bool busy = false;
};

struct Order {
    std::string name;
    std::int64_t id = 0;  // 0: not acknowledged yet
    bool paid = false;
};

class Simulation {
public:
    explicit Simulation(std::uint64_t seed) : chance(seed) {
        baton::StoreOptions o;
        o.clock = [this] { return clock(); };
        database_ = std::make_shared<baton::MemoryStore>(o);
        processes_.resize(3);
        for (int i = 0; i < 3; ++i) orders_.push_back({"order " + std::to_string(i)});
    }

    /// With faults, then without, until all is done. What is wrong in the end, if anything.
    std::string run() {
        for (int i = 0; i < 150; ++i) act();
        calm_ = true;
        note("calm");
        for (int i = 0; i < 100 && !all_done(); ++i) {
            for (std::size_t p = 0; p < processes_.size(); ++p) {
                if (processes_[p].service == nullptr) start(p);
                processes_[p].service->run();
                while (processes_[p].worker->step()) {}
            }
            for (Order& order : orders_) serve(order, any());
            for (const auto& t : any().tasks()) any().complete(t.id, {{"answer", 42}});
            for (const auto& incident : any().incidents()) any().retry(incident.id);
            clock.advance(baton::duration(600'000));
        }
        any().run();
        return trouble();
    }

    /// What may happen to a transaction.
    enum class Fault { none, broken_before, broken_in, broken_after, killed_before, killed_in, killed_after };
    Fault next_fault() { return calm_ || !chance.one_in(10) ? Fault::none : Fault(1 + chance.below(6)); }
    void note(const std::string& what) { trace += std::to_string(clock().ms) + " " + what + "\n"; }

    baton::testing::ManualClock clock{baton::instant{1'000'000}};
    Chance chance;
    std::string trace;
    int faults = 0, kills = 0, lost = 0;

private:
    void act() {
        const std::size_t who = chance.below(processes_.size());
        Process& p = processes_[who];
        if (p.busy) return;
        if (p.service == nullptr) {
            try_to("start", who, [&] { start(who); });
            return;
        }
        switch (chance.below(8)) {
            case 0:
            case 1: try_to("work", who, [&] { p.service->work(); }); break;
            case 2: try_to("sweep", who, [&] { p.service->sweep(); }); break;
            case 3:
            case 4: try_to("task", who, [&] { p.worker->step(); }); break;
            case 5: try_to("serve", who, [&] { serve(orders_[chance.below(orders_.size())], *p.service); }); break;
            case 6:
                try_to("answer", who, [&] {
                    for (const auto& t : p.service->tasks()) p.service->complete(t.id, {{"answer", 42}});
                    for (const auto& incident : p.service->incidents()) p.service->retry(incident.id);
                });
                break;
            default: clock.advance(baton::duration(static_cast<std::int64_t>(chance.below(20'000))));
        }
    }
    template <class Act>
    void try_to(const char* what, std::size_t who, Act doing) {
        std::string outcome = "done";
        processes_[who].busy = true;
        try {
            doing();
        } catch (const Killed&) {
            outcome = "killed";
        } catch (const baton::error& e) {
            outcome = e.what();
            // What somebody else has done meanwhile is told to who comes late.
            if (!baton::service::is_about_the_store(e.code()) && e.code() != baton::error_code::nothing_waits_there &&
                e.code() != baton::error_code::the_instance_has_ended)
                unexpected_ = outcome;
        }
        processes_[who].busy = false;
        note(std::string(what) + " " + std::to_string(who) + ": " + outcome);
        if (outcome != "killed") return;
        ++kills;
        processes_[who] = {};
    }
    void start(std::size_t who);
    void serve(Order& order, Service& service);
    Service& any() {
        for (Process& p : processes_)
            if (p.service != nullptr) return *p.service;
        throw std::logic_error("no process");
    }
    [[nodiscard]] std::int64_t count(const std::string& process, store::InstanceQuery::Open open) {
        store::InstanceQuery q;
        q.definition_key = process;
        q.open = open;
        return any().count(q);
    }
    bool all_done() {
        for (const Order& o : orders_)
            if (o.id == 0 || !o.paid) return false;
        return count("main", store::InstanceQuery::Open::open) == 0 &&
               count("told", store::InstanceQuery::Open::ended) >= static_cast<std::int64_t>(orders_.size());
    }
    std::string trouble();

    std::shared_ptr<baton::MemoryStore> database_;
    std::vector<Process> processes_;
    std::vector<Order> orders_;
    std::string unexpected_;
    bool calm_ = false;
};

void Connection::transact(const std::function<void(store::Transaction&)>& work) {
    using Fault = Simulation::Fault;
    if (dead_) throw Killed();
    const Fault fault = all_.next_fault();
    const auto breaks = [&](Fault broken, Fault killed, baton::error_code code) {
        if (fault == killed) {
            dead_ = true;
            throw Killed();
        }
        if (fault != broken) return;
        ++all_.faults;
        throw baton::error(code, "the connection broke");
    };
    breaks(Fault::broken_before, Fault::killed_before, baton::error_code::the_store_failed);
    ForwardingStore::transact([&](store::Transaction& tx) {
        work(tx);
        breaks(Fault::broken_in, Fault::killed_in, baton::error_code::the_store_failed);
    });
    breaks(Fault::broken_after, Fault::killed_after, baton::error_code::the_commit_is_unknown);
}

void Simulation::start(std::size_t who) {
    Process p;
    p.connection = std::make_shared<Connection>(database_, *this);
    auto o = options();
    o.name = "process " + std::to_string(who);
    p.service = std::make_unique<Service>(p.connection, o);
    p.service->deploy(whole_model(), whole_bindings());
    p.worker = std::make_unique<TaskWorker>(*p.service, "w", [this](TaskJob& job) -> Variables {
        if (!calm_ && chance.one_in(4)) throw std::runtime_error("not now");
        if (!calm_ && chance.one_in(4)) {
            note("a worker sleeps");
            clock.advance(baton::duration(static_cast<std::int64_t>(chance.below(60'000))));
            for (int i = 0; i < 8; ++i) act();
            note(job.heartbeat("half") ? "a worker wakes up" : "a worker has lost its lease");
            lost += job.lost();
        }
        return do_work(job);
    });
    processes_[who] = std::move(p);
}

/// What a client does for its order, again until it is acknowledged.
void Simulation::serve(Order& order, Service& service) {
    if (order.id == 0)
        order.id = service.start("main", {.variables = order_variables(order.name),
                                          .business_key = order.name,
                                          .request = "start of " + order.name});
    if (order.paid) return;
    const auto result = service.message(payment(order.name));
    order.paid = true;
    note(order.name + ": paid, " + std::to_string(static_cast<int>(result.what)));
}

std::string Simulation::trouble() {
    const auto orders = static_cast<std::int64_t>(orders_.size());
    if (!unexpected_.empty()) return unexpected_;
    for (const Order& order : orders_) {
        const auto info = any().info(order.id);
        const std::string text = order.name + " is " + std::string(name_of(info.status));
        if (info.status != InstanceStatus::completed) return text;
        if (info.business_key != order.name) return text + " under another key";
        for (const char* name : {"n", "m"})
            for (const auto& [known, value] : info.variables)
                if (known == name && value != baton::Value(1))
                    return text + ", " + name + " is " + baton::core::text_of(value);
        std::int64_t number = 0;
        for (const auto& line : any().history(order.id))
            if (line.number != ++number) return text + ", its history has a gap";
    }
    for (const char* process : {"main", "part", "told"})
        if (count(process, store::InstanceQuery::Open::any) != orders ||
            count(process, store::InstanceQuery::Open::open) != 0)
            return std::string(process) + ": " + std::to_string(count(process, store::InstanceQuery::Open::any)) +
                   " instances, " + std::to_string(count(process, store::InstanceQuery::Open::open)) + " open";
    std::string left;
    database_->read([&](store::Transaction& tx) {
        if (tx.count_work({}) != 0) left = std::to_string(tx.count_work({})) + " rows of work are left";
        if (!tx.incidents(0).empty()) left += ", incidents are open";
    });
    return left;
}

}  // namespace

TEST_CASE("services whose processes die and whose connections break, by a seed: all is done once") {
    const char* only = std::getenv("BATON_TEST_SEED");
    const std::uint64_t from = only != nullptr ? std::strtoull(only, nullptr, 10) : 1;
    const std::uint64_t runs = only != nullptr ? 1 : tests::seeds(500);
    std::int64_t faults = 0, kills = 0, lost = 0;
    for (std::uint64_t seed = from; seed < from + runs; ++seed) {
        Simulation one(seed);
        const std::string trouble = one.run();
        if (!trouble.empty() || only != nullptr) {
            CAPTURE(seed, one.trace);
            INFO("BATON_TEST_SEED=" << seed << " runs it alone");
            CHECK(trouble == std::string());
            break;
        }
        faults += one.faults;
        kills += one.kills;
        lost += one.lost;
        if (seed % 50 != 0) continue;
        Simulation again(seed);
        again.run();
        CHECK(again.trace == one.trace);
    }
    if (only != nullptr) return;
    // Each run has about so many.
    CHECK(faults > static_cast<std::int64_t>(runs));
    CHECK(kills > static_cast<std::int64_t>(runs));
    CHECK(lost > static_cast<std::int64_t>(runs) / 50);
}

}  // namespace service_simulation_test
