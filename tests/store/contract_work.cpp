// What every store does with work: claims, leases, fences, limits, and who waits for it.
#include <array>
#include <atomic>
#include <thread>

#include "../seeds.hpp"
#include "stores.hpp"

namespace store_contract_work_test {

using namespace baton;
using namespace baton::store;
using namespace store_tests;
using Tx = Transaction;

namespace {
std::vector<WorkRow> claim(Opened& o, const std::string& queue = "q", std::int64_t limit = 100,
                           const std::string& owner = "w", std::int64_t lease = 1000) {
    return in(o, [&](Tx& t) { return t.claim(queue, limit, owner, lease); });
}
std::int64_t add(Opened& o, const WorkRow& row) {
    return in(o, [&](Tx& t) { return t.add_work(row).value_or(0); });
}
std::vector<std::string> names(const std::vector<WorkRow>& rows) {
    std::vector<std::string> all;
    for (const WorkRow& r : rows) all.push_back(r.name);
    return all;
}
WorkRow named(const std::string& name, std::int64_t priority = 0, std::int64_t run_at = 0) {
    WorkRow row = work("q");
    row.name = name;
    row.priority = priority;
    row.run_at = run_at;
    return row;
}
using Names = std::vector<std::string>;
}  // namespace

TEST_CASE("work is kept as it is, and claimed by priority, time and age") {
    on_all([](Opened& o) {
        WorkRow row = named("a");
        row.instance_id = 3, row.token = 4, row.max_attempts = 5, row.payload = std::string("\0p", 2);
        row.idem_key = "i", row.schedule_to_close_at = 2'000'000, row.start_to_close_ms = 500;
        row.id = add(o, row);
        CHECK(in(o, [&](Tx& t) { return *t.find_work(row.id); }).created_at == 1'000'000);
        const auto claimed = claim(o);
        REQUIRE(claimed.size() == 1);
        row.state = WorkState::leased;
        row.attempt = row.fence = 1;
        row.lease_owner = "w";
        row.lease_until = 1'001'000;
        row.started_at = row.created_at = 1'000'000;
        row.expires_at = 1'000'500;
        CHECK(claimed[0] == row);
        CHECK(in(o, [&](Tx& t) { return *t.find_work(row.id); }) == row);
        CHECK(in(o, [&](Tx& t) { return t.find_work("q", "i")->id; }) == row.id);
        CHECK_FALSE(in(o, [&](Tx& t) { return t.find_work("q", "j"); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.find_work("q", ""); }));

        for (const WorkRow& w : {named("old", 0, 5), named("late", 0, 7), named("high", 9, 9), named("low", -1, 1),
                                 named("old too", 0, 5), named("future", 99, 1'000'001)})
            add(o, w);
        CHECK(claim(o, "other").empty());
        CHECK(claim(o, "q", 0).empty());
        CHECK(names(claim(o, "q", 2)) == Names{"high", "old"});
        CHECK(names(claim(o)) == Names{"old too", "late", "low"});
        CHECK(claim(o).empty());
        CHECK(in(o, [](Tx& t) { return t.next_due("q"); }) == 1'000'001);
        CHECK(in(o, [](Tx& t) { return t.next_due("p"); }) == never);
        o.clock.advance(duration{1});
        CHECK(names(claim(o)) == Names{"future"});
        CHECK(in(o, [](Tx& t) { return t.next_due("q"); }) == never);
    });
}

TEST_CASE("an instance has one advance row, and a queue one row of a key") {
    on_all([](Opened& o) {
        WorkRow advance = work("steps", advance_work);
        advance.instance_id = 1;
        const std::int64_t first = add(o, advance);
        CHECK(first > 0);
        CHECK(add(o, advance) == 0);
        in(o, [&](Tx& t) { t.put_work(advance); });
        advance.instance_id = 2;
        CHECK(add(o, advance) > first);
        CHECK(claim(o, "steps").size() == 2);
        WorkRow keyed = work("q");
        keyed.idem_key = "k";
        CHECK(add(o, keyed) > 0);
        CHECK(add(o, keyed) == 0);
        in(o, [&](Tx& t) { t.put_work(keyed); });
        CHECK(claim(o).size() == 1);
        keyed.queue = "p";
        CHECK(add(o, keyed) > 0);
        in(o, [&](Tx& t) { t.put_work(work("p")); });
        CHECK(claim(o, "p").size() == 2);
    });
}

TEST_CASE("a late finish touches nothing") {
    on_all([](Opened& o) {
        const std::int64_t id = add(o, named("a"));
        const WorkRow zombie = claim(o, "q", 1, "first", 100).at(0);
        CHECK(in(o, [](Tx& t) { return t.expired_work(10).empty(); }));
        o.clock.advance(duration{100});
        in(o, [&](Tx& t) {
            const auto expired = t.expired_work(10);
            REQUIRE(expired.size() == 1);
            CHECK(timeout_of(expired[0], t.now()) == Timeout::heartbeat);
            CHECK(t.retry(expired[0], t.now()));
        });
        // Between the sweep and the next claim, too.
        CHECK_FALSE(in(o, [&](Tx& t) { return t.finish(zombie); }));
        const WorkRow second = claim(o, "q", 1, "second", 100).at(0);
        CHECK(second.id == id);
        CHECK(second.fence == 2);
        CHECK(second.attempt == 2);
        CHECK_FALSE(in(o, [&](Tx& t) { return t.finish(zombie); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.release(zombie); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.retry(zombie, 0); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.park(zombie); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.extend(zombie.id, zombie.fence, 1000); }));
        CHECK(code_of([&] {
                  in(o, [&](Tx& t) {
                      t.finish_or_fail(zombie);
                      t.put_blob("never");
                  });
              }) == error_code::the_lease_is_lost);
        CHECK_FALSE(in(o, [&](Tx& t) { return t.find_blob(content_hash("never")); }));
        CHECK(in(o, [&](Tx& t) { return t.find_work(id)->lease_owner; }) == "second");
        CHECK(in(o, [&](Tx& t) { return t.finish(second); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.finish(second); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.find_work(id); }));
        CHECK(add(o, named("b")) > id);  // an id is never given again
    });
}

TEST_CASE("a heartbeat prolongs the lease, keeps the progress and tells of a cancellation") {
    on_all([](Opened& o) {
        WorkRow row = named("a");
        row.heartbeat_ms = 50;
        row.start_to_close_ms = 120;
        const std::int64_t id = add(o, row);
        WorkRow claimed = claim(o).at(0);
        CHECK(claimed.lease_until == 1'000'050);
        o.clock.advance(duration{40});
        CHECK(*in(o, [&](Tx& t) { return t.extend(id, 1, 1000, "half"); }) == false);
        CHECK(in(o, [&](Tx& t) { return t.cancel_work(id); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.cancel_work(id + 1); }));
        o.clock.advance(duration{40});
        CHECK(*in(o, [&](Tx& t) { return t.extend(id, 1, 1000); }) == true);
        WorkRow now = in(o, [&](Tx& t) { return *t.find_work(id); });
        CHECK(now.progress == "half");
        CHECK(now.lease_until == 1'000'130);
        CHECK(now.expires_at == 1'000'120);  // heartbeats do not prolong the whole
        CHECK(now.cancel);
        o.clock.advance(duration{40});
        in(o, [&](Tx& t) {
            const auto expired = t.expired_work(10);
            REQUIRE(expired.size() == 1);
            CHECK(timeout_of(expired[0], t.now()) == Timeout::start_to_close);
            CHECK(t.finish(expired[0]));
        });
        CHECK_FALSE(in(o, [&](Tx& t) { return t.extend(id, 1, 1000); }));
    });
}

TEST_CASE("the limits of work that nobody has begun") {
    on_all([](Opened& o) {
        WorkRow row = named("a");
        row.schedule_to_start_at = 1'000'010;
        row.schedule_to_close_at = 1'000'020;
        const std::int64_t a = add(o, row), b = add(o, row);
        const WorkRow begun = claim(o, "q", 1).at(0);
        CHECK(begun.id == a);
        CHECK(begun.expires_at == 1'000'020);
        o.clock.advance(duration{10});
        in(o, [&](Tx& t) {
            const auto expired = t.expired_work(10);
            REQUIRE(expired.size() == 1);
            CHECK(expired[0].id == b);
            CHECK(timeout_of(expired[0], t.now()) == Timeout::schedule_to_start);
            CHECK(t.erase_work(b));
            CHECK(t.retry(begun, 0));  // it was begun once: only the whole counts now
            CHECK(t.expired_work(10).empty());
        });
        o.clock.advance(duration{10});
        in(o, [&](Tx& t) {
            const auto expired = t.expired_work(10);
            REQUIRE(expired.size() == 1);
            CHECK(timeout_of(expired[0], t.now()) == Timeout::schedule_to_close);
            CHECK(t.expired_work(0).empty());
        });
    });
}

TEST_CASE("work is given back, tried again later, and set aside") {
    on_all([](Opened& o) {
        const std::int64_t id = add(o, named("a"));
        in(o, [&](Tx& t) { CHECK(t.release(t.claim("q", 1, "w", 10).at(0))); });
        WorkRow row = claim(o).at(0);
        CHECK(row.attempt == 1);
        CHECK(row.fence == 2);
        CHECK(in(o, [&](Tx& t) { return t.retry(row, 1'000'100); }));
        CHECK(claim(o).empty());
        CHECK(in(o, [](Tx& t) { return t.next_due("q"); }) == 1'000'100);
        o.clock.advance(duration{100});
        row = claim(o).at(0);
        CHECK(row.attempt == 2);
        CHECK(in(o, [&](Tx& t) { return t.park(row); }));
        CHECK(claim(o).empty());
        row = in(o, [&](Tx& t) { return *t.find_work(id); });
        CHECK(row.state == WorkState::parked);
        CHECK(row.lease_owner.empty());
        o.clock.advance(duration{1'000'000});
        CHECK(in(o, [](Tx& t) { return t.expired_work(10).empty(); }));
        CHECK(in(o, [&](Tx& t) { return t.unpark(id, 0, 0); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.unpark(id, 0, 0); }));
        row = claim(o).at(0);
        CHECK(row.attempt == 1);
        CHECK(row.fence == 4);

        WorkRow person = work("people", 9);
        person.state = WorkState::parked;
        person.name = "sign";
        const std::int64_t task = add(o, person);
        in(o, [&](Tx& t) { t.put_attribute({Owner::work, task, "candidate", "ann", 0}); });
        CHECK(claim(o, "people").empty());
        WorkQuery q;
        q.queue = "people";
        q.state = static_cast<std::int64_t>(WorkState::parked);
        q.attributes = {{"candidate", false, "ann", 0, 0}};
        CHECK(in(o, [&](Tx& t) { return names(t.query_work(q)); }) == Names{"sign"});
        CHECK(in(o, [&](Tx& t) { return t.count_work(q); }) == 1);
        q.attributes[0].text = "bob";
        CHECK(in(o, [&](Tx& t) { return t.count_work(q); }) == 0);
        person.id = task;
        person.payload = "form";
        person.name = "sign twice";
        person.priority = 3;
        CHECK(in(o, [&](Tx& t) { return t.change_work(person); }));
        in(o, [&](Tx& t) {
            const WorkRow changed = *t.find_work(task);
            CHECK(changed.payload == "form");
            CHECK(changed.name == "sign twice");
            CHECK(changed.priority == 3);
            CHECK(changed.state == WorkState::parked);
        });
        person.id = 999;
        CHECK_FALSE(in(o, [&](Tx& t) { return t.change_work(person); }));
        CHECK(in(o, [&](Tx& t) { return t.erase_work(task); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.erase_work(task); }));
        CHECK(in(o, [&](Tx& t) { return t.attributes(Owner::work, task).empty(); }));
    });
}

TEST_CASE("work is queried and erased by what it belongs to") {
    on_all([](Opened& o) {
        in(o, [](Tx& t) {
            for (std::int64_t i = 1; i <= 2; ++i)
                for (std::int64_t token = 1; token <= 2; ++token)
                    for (std::int64_t kind = 1; kind <= 2; ++kind) {
                        WorkRow row = work(kind == 1 ? "q" : "p", kind);
                        row.instance_id = i;
                        row.token = token;
                        t.put_work(row);
                    }
        });
        const auto count = [&](std::int64_t instance_id, const std::string& queue = {}, std::int64_t kind = -1) {
            WorkQuery q;
            q.instance_id = instance_id;
            q.queue = queue;
            q.kind = kind;
            return in(o, [&](Tx& t) { return t.count_work(q); });
        };
        CHECK(count(-1) == 8);
        CHECK(count(1) == 4);
        CHECK(count(1, "q") == 2);
        CHECK(count(-1, "q") == 4);
        CHECK(count(-1, "", 2) == 4);
        WorkQuery q;
        q.queue = "q";
        q.limit = 3;
        const auto page = in(o, [&](Tx& t) { return t.query_work(q); });
        REQUIRE(page.size() == 3);
        q.after_id = page[2].id;
        CHECK(in(o, [&](Tx& t) { return t.query_work(q); }).size() == 1);
        in(o, [](Tx& t) { t.erase_work_of(1, 2, 1); });
        CHECK(count(1) == 3);
        in(o, [](Tx& t) { t.erase_work_of(1, 1); });
        CHECK(count(1) == 1);
        in(o, [](Tx& t) { t.erase_work_of(1); });
        in(o, [](Tx& t) { t.erase_work_of(0); });
        CHECK(count(-1) == 4);
    });
}

TEST_CASE("a full concurrency key keeps work out of the claim, and frees it in order") {
    on_all([](Opened& o) {
        const auto keyed = [](const std::string& name, std::int64_t priority = 0, std::int64_t run_at = 0) {
            WorkRow row = named(name, priority, run_at);
            row.concurrency_key = "plate";
            row.concurrency_limit = 2;
            return row;
        };
        for (const WorkRow& w :
             {keyed("a"), keyed("b"), keyed("c"), keyed("d"), keyed("urgent", 5), keyed("later", 9, 1'000'010)})
            add(o, w);
        add(o, named("free", -5));
        const auto blocked = [&] {
            WorkQuery q;
            q.state = static_cast<std::int64_t>(WorkState::blocked);
            return names(in(o, [&](Tx& t) { return t.query_work(q); }));
        };
        CHECK(blocked() == Names{"c", "d", "urgent"});
        auto held = claim(o);
        CHECK(names(held) == Names{"a", "b", "free"});
        CHECK(claim(o).empty());
        CHECK(in(o, [&](Tx& t) { return t.finish(held[0]); }));
        auto next = claim(o);
        CHECK(names(next) == Names{"urgent"});
        in(o, [&](Tx& t) { t.finish_or_fail(next[0]); });
        next = claim(o);
        CHECK(names(next) == Names{"c"});
        // Who is tried again later gives its place away, and waits for one when the time has come.
        CHECK(in(o, [&](Tx& t) { return t.retry(held[1], 1'000'005); }));
        auto d = claim(o);
        CHECK(names(d) == Names{"d"});
        o.clock.advance(duration{10});
        CHECK(claim(o).empty());
        CHECK(blocked() == Names{"b", "later"});
        CHECK(in(o, [&](Tx& t) { return t.park(d[0]); }));
        CHECK(names(claim(o)) == Names{"later"});
        CHECK(in(o, [&](Tx& t) { return t.unpark(d[0].id, 0); }));
        CHECK(blocked() == Names{"b", "d"});
        CHECK(in(o, [&](Tx& t) { return t.release(next[0]); }));  // c: behind nobody of its time, the older row
        CHECK(names(claim(o)) == Names{"c"});
        CHECK(in(o, [&](Tx& t) { return t.erase_work(next[0].id); }));
        CHECK(names(claim(o)) == Names{"d"});
        CHECK(blocked() == Names{"b"});
        // With an instance that goes.
        WorkRow own = named("own");
        own.instance_id = 5;
        own.concurrency_key = "arm";
        add(o, own);
        own.instance_id = 6;
        own.name = "own 6";
        add(o, own);
        CHECK(names(claim(o)) == Names{"own"});
        in(o, [](Tx& t) { t.erase_work_of(5); });
        CHECK(names(claim(o)) == Names{"own 6"});
    });
}

TEST_CASE("two claimers share the work and take nothing twice") {
    on_all([](Opened& o) {
        in(o, [](Tx& t) {
            for (int i = 0; i < 200; ++i) t.put_work(work("q"));
        });
        std::atomic<int> finished = 0, lost = 0;
        std::vector<std::thread> threads;
        for (int n = 0; n < 3; ++n)
            threads.emplace_back([&, n] {
                for (;;) {
                    std::vector<WorkRow> rows;
                    o->transact([&](Tx& t) { rows = t.claim("q", 7, "w" + std::to_string(n), 1000); });
                    if (rows.empty()) return;
                    o->transact([&](Tx& t) {
                        for (const WorkRow& row : rows) t.finish(row) ? ++finished : ++lost;
                    });
                }
            });
        for (std::thread& t : threads) t.join();
        CHECK(finished == 200);
        CHECK(lost == 0);
    });
}

TEST_CASE("reading ahead changes nothing of what is read") {
    on_all([](Opened& o) {
        const auto [a, b, gone] = in(o, [](Tx& t) {
            const auto made = std::array{*t.add_instance(instance("a")), *t.add_instance(instance("b")),
                                         *t.add_instance(instance("c"))};
            t.post({0, made[1], 1, 0, "first", "", "", 0});
            return made;
        });
        o->transact([&, a = a, b = b, gone = gone](Tx& t) {
            t.read_ahead({a, b, gone, a, 999});
            auto row = *t.lock_instance(a);
            t.update_instance(row);
            CHECK(t.lock_instance(a)->rev == row.rev + 1);
            t.read_ahead({a});
            CHECK(t.lock_instance(a)->rev == row.rev + 1);
            CHECK(t.find_instance(a)->rev == row.rev + 1);
            // Another step's writing is seen, and what was undone is not.
            CHECK(code_of([&] {
                      t.savepoint([&, b = b] {
                          auto undone = *t.lock_instance(b);
                          undone.priority = 7;
                          t.update_instance(undone);
                          t.post({0, b, 1, 0, "undone", "", "", 0});
                          CHECK(t.read_inbox(b).size() == 2);
                          throw error(error_code::no_such_instance, "x");
                      });
                  }) == error_code::no_such_instance);
            CHECK(t.lock_instance(b)->priority == 0);
            t.post({0, b, 1, 0, "second", "", "", 0});
            const auto inbox = t.read_inbox(b);
            REQUIRE(inbox.size() == 2);
            CHECK(inbox[1].name == "second");
            t.erase_inbox(b, inbox[0].id);
            CHECK(t.read_inbox(b).size() == 1);
            t.erase_instance(gone);
            CHECK_FALSE(t.lock_instance(gone));
            CHECK_FALSE(t.lock_instance(999));
            CHECK(t.read_inbox(a).empty());
        });
    });
}

TEST_CASE("nothing that is posted while an instance is advanced is left lying") {
    on_all([](Opened& o) {
        const auto id = *in(o, [](Tx& t) { return t.add_instance(instance("d")); });
        std::atomic<bool> posting = true;
        std::atomic<int> consumed = 0;
        // Of a full run, 100,000 with PostgreSQL.
        const bool more = o->name().starts_with("postgresql") && tests::full_run();
        const int rounds = static_cast<int>(tests::seeds(more ? 2500 : 50));
        const auto post = [&] {
            for (int i = 0; i < rounds; ++i)
                o->transact([&](Tx& t) {
                    t.lock_instance(id);
                    t.post({0, id, 1, 0, "", "", "", 0});
                    WorkRow advance = work("steps", advance_work);
                    advance.instance_id = id;
                    t.put_work(advance);
                });
        };
        std::thread poster_1(post), poster_2(post);
        std::thread worker([&] {
            for (;;) {
                const bool last = !posting;
                std::vector<WorkRow> rows;
                o->transact([&](Tx& t) { rows = t.claim("steps", 1, "w", 60'000); });
                if (rows.empty()) {
                    if (last) return;
                    continue;
                }
                int read = 0;
                o->transact([&](Tx& t) {
                    t.lock_instance(id);
                    const auto inbox = t.read_inbox(id, 3);
                    read = static_cast<int>(inbox.size());
                    if (!inbox.empty()) t.erase_inbox(id, inbox.back().id);
                    t.finish_or_fail(rows[0]);
                    if (!t.read_inbox(id, 1).empty()) {
                        WorkRow advance = work("steps", advance_work);
                        advance.instance_id = id;
                        t.put_work(advance);
                    }
                });
                consumed += read;
            }
        });
        poster_1.join();
        poster_2.join();
        posting = false;
        worker.join();
        CHECK(consumed == 2 * rounds);
        CHECK(in(o, [&](Tx& t) { return t.read_inbox(id).empty(); }));
    });
}

TEST_CASE("who waits for work is woken when there is some") {
    on_all([](Opened& o) {
        using std::chrono::milliseconds;
        // Who listens to a database may be woken when it begins to, and late for what was committed long ago.
        const auto ticket_in_silence = [&] {
            std::uint64_t taken = 0;
            do taken = o->wake_ticket();
            while (o->wait_for_work({"p", "q"}, taken, milliseconds(250)));
            return taken;
        };
        std::uint64_t ticket = ticket_in_silence();
        CHECK_FALSE(o->wait_for_work({"q"}, ticket, milliseconds(5)));
        in(o, [](Tx& t) { t.put_work(work("p")); });
        in(o, [](Tx& t) { t.put_work(work("q")); });
        CHECK(o->wait_for_work({"q"}, ticket, milliseconds(10'000)));  // it came between the ticket and the waiting
        ticket = o->wake_ticket();
        std::thread later([&] { in(o, [](Tx& t) { t.put_work(work("q")); }); });
        CHECK(o->wait_for_work({"p", "q"}, ticket, milliseconds(10'000)));
        later.join();
        ticket = ticket_in_silence();
        CHECK_THROWS_AS(in(o,
                           [](Tx& t) {
                               t.put_work(work("q"));
                               throw std::runtime_error("no");
                           }),
                        std::runtime_error);
        CHECK_FALSE(o->wait_for_work({"q"}, ticket, milliseconds(5)));
        o->notify("q");
        CHECK(o->wait_for_work({"q"}, ticket, milliseconds(10'000)));
        ticket = o->wake_ticket();
        o->notify("");
        CHECK(o->wait_for_work({"anything"}, ticket, milliseconds(10'000)));
    });
}

}  // namespace store_contract_work_test
