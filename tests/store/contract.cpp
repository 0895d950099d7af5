// What every store does: instances, history, inbox, messages and the small tables. The work queue: contract_work.cpp.
#include <atomic>
#include <thread>

#include "stores.hpp"

namespace store_contract_test {

using namespace baton;
using namespace baton::store;
using namespace store_tests;
using Tx = Transaction;

TEST_CASE("a store keeps definitions once per version and content") {
    on_all([](Opened& o) {
        DefinitionRow row{"coffee", 1, "f1", "json", std::string("\0x", 2), 0};
        CHECK(in(o, [&](Tx& t) { return t.add_definition(row); }));
        CHECK_FALSE(in(o, [&](Tx& t) { return t.add_definition(row); }));
        row.version = 2;
        CHECK_FALSE(in(o, [&](Tx& t) { return t.add_definition(row); }));  // the same content
        row.fingerprint = "f2";
        CHECK(in(o, [&](Tx& t) { return t.add_definition(row); }));
        row.key = "tea";
        CHECK(in(o, [&](Tx& t) { return t.add_definition(row); }));
        in(o, [&](Tx& t) {
            CHECK(t.find_definition("coffee", 1)->source == std::string("\0x", 2));
            CHECK(t.find_definition("coffee", 1)->created_at == 1'000'000);
            CHECK_FALSE(t.find_definition("coffee", 3));
            CHECK(t.latest_definition("coffee")->version == 2);
            CHECK_FALSE(t.latest_definition("cof"));
            CHECK_FALSE(t.latest_definition("zzz"));
            CHECK(t.definition_with("coffee", "f1")->version == 1);
            CHECK_FALSE(t.definition_with("coffee", "f3"));
            const auto page = t.definitions("coffee", 1, 10);
            REQUIRE(page.size() == 2);
            CHECK(page[0].version == 2);
            CHECK(page[0].source.empty());
            CHECK(page[1].key == "tea");
            CHECK(t.definitions("", 0, 2).size() == 2);
        });
    });
}

TEST_CASE("a store keeps instances as they are, and updates them by their revision") {
    on_all([](Opened& o) {
        InstanceRow row = instance("d", "key ü");
        row.kind = 3, row.definition_version = 7, row.parent_id = 4, row.parent_token = 5, row.root_id = 4;
        row.status = 2, row.priority = -9, row.started_at = 11, row.deadline_at = 99, row.trace = "t", row.codec = "k1";
        const auto id = in(o, [&](Tx& t) { return t.add_instance(row); });
        REQUIRE(id);
        InstanceRow back = in(o, [&](Tx& t) { return *t.find_instance(*id); });
        row.id = *id;
        row.checksum = back.checksum;
        CHECK(back == row);
        CHECK_FALSE(in(o, [&](Tx& t) { return t.find_instance(*id + 1); }));

        back.state = "new";
        back.next_seq = 5;
        in(o, [&](Tx& t) { t.update_instance(back); });
        CHECK(code_of([&] { in(o, [&](Tx& t) { t.update_instance(back); }); }) == error_code::the_instance_has_changed);
        const InstanceRow again = in(o, [&](Tx& t) { return *t.lock_instance(*id); });
        CHECK(again.rev == 1);
        CHECK(again.state == "new");
        CHECK(again.next_seq == 5);
        InstanceRow nobody = back;
        nobody.id = 77;
        CHECK(code_of([&] { in(o, [&](Tx& t) { t.update_instance(nobody); }); }) ==
              error_code::the_instance_has_changed);
    });
}

TEST_CASE("a business key names one open instance") {
    on_all([](Opened& o) {
        const auto first = in(o, [](Tx& t) { return t.add_instance(instance("d", "order 1")); });
        REQUIRE(first);
        CHECK_FALSE(in(o, [](Tx& t) { return t.add_instance(instance("d", "order 1")); }));
        CHECK(in(o, [](Tx& t) { return t.add_instance(instance("e", "order 1")); }));
        CHECK(in(o, [](Tx& t) { return t.add_instance(instance("d")); }));
        CHECK(in(o, [](Tx& t) { return t.add_instance(instance("d")); }));
        CHECK(in(o, [](Tx& t) { return t.find_open_instance("d", "order 1")->id; }) == *first);
        CHECK_FALSE(in(o, [](Tx& t) { return t.find_open_instance("d", ""); }));
        in(o, [&](Tx& t) {
            InstanceRow row = *t.find_instance(*first);
            row.ended_at = 5;
            t.update_instance(row);
        });
        CHECK_FALSE(in(o, [](Tx& t) { return t.find_open_instance("d", "order 1"); }));
        const auto second = in(o, [](Tx& t) { return t.add_instance(instance("d", "order 1")); });
        REQUIRE(second);
        // The old one cannot be opened again beside it.
        CHECK(code_of([&] {
                  in(o, [&](Tx& t) {
                      InstanceRow row = *t.find_instance(*first);
                      row.ended_at = never;
                      t.update_instance(row);
                  });
              }) == error_code::the_store_failed);
        CHECK(in(o, [&](Tx& t) { return t.find_instance(*first)->open(); }) == false);
    });
}

TEST_CASE("instances are found by what they are and by their attributes, page by page") {
    on_all([](Opened& o) {
        std::vector<std::int64_t> ids;
        in(o, [&](Tx& t) {
            ids.clear();
            for (int i = 0; i < 10; ++i) {
                InstanceRow row = instance(i % 2 == 0 ? "even" : "odd", "k" + std::to_string(i / 2 * 2));
                row.scope += std::to_string(i);
                row.status = i % 3;
                row.parent_id = i < 5 ? 0 : 1;
                row.started_at = i * 10;
                row.definition_version = 1 + i / 5;
                if (i == 9) row.ended_at = 95;
                ids.push_back(*t.add_instance(row));
                t.put_attribute({Owner::instance, ids.back(), "amount", std::to_string(i), i * 1.5});
                t.put_attribute({Owner::instance, ids.back(), "tag", i < 3 ? "low" : "high", 0});
                t.put_attribute({Owner::instance, ids.back(), "tag", "all", 0});
            }
        });
        const auto found = [&](const InstanceQuery& q) {
            std::vector<int> places;
            for (const InstanceRow& row : in(o, [&](Tx& t) { return t.query_instances(q); })) {
                CHECK(row.state.empty());
                places.push_back(static_cast<int>(std::find(ids.begin(), ids.end(), row.id) - ids.begin()));
            }
            InstanceQuery all = q;
            all.limit = 1000;
            all.after_id = 0;
            CHECK(in(o, [&](Tx& t) { return t.count_instances(q); }) ==
                  static_cast<std::int64_t>(in(o, [&](Tx& t) { return t.query_instances(all); }).size()));
            return places;
        };
        using V = std::vector<int>;
        InstanceQuery q;
        CHECK(found(q).size() == 10);
        q.definition_key = "even";
        CHECK(found(q) == V{0, 2, 4, 6, 8});
        q.limit = 2;
        CHECK(found(q) == V{0, 2});
        q.after_id = ids[2];
        CHECK(found(q) == V{4, 6});
        q.newest_first = true;
        CHECK(found(q) == V{0});
        q.after_id = 0;
        CHECK(found(q) == V{8, 6});
        q.definition_version = 1;
        CHECK(found(q) == V{4, 2});
        q = {};
        q.business_key = "k4";
        CHECK(found(q) == V{4, 5});
        q.newest_first = true;
        CHECK(found(q) == V{5, 4});
        q.after_id = ids[5];
        CHECK(found(q) == V{4});
        q = {};
        q.status = 1;
        CHECK(found(q) == V{1, 4, 7});
        q.parent_id = 1;
        CHECK(found(q) == V{7});
        q.parent_id = 0;
        CHECK(found(q) == V{1, 4});
        q = {};
        q.open = InstanceQuery::Open::ended;
        CHECK(found(q) == V{9});
        q.open = InstanceQuery::Open::open;
        q.started_from = 70;
        CHECK(found(q) == V{7, 8});
        q.started_until = 70;
        CHECK(found(q) == V{7});
        q = {};
        q.newest_first = true;
        q.limit = 3;
        CHECK(found(q) == V{9, 8, 7});
        q.after_id = ids[7];
        CHECK(found(q) == V{6, 5, 4});
        q = {};
        q.attributes = {{"tag", false, "low", 0, 0}};
        CHECK(found(q) == V{0, 1, 2});
        q.attributes.push_back({"amount", true, "", 1.5, 3});
        CHECK(found(q) == V{1, 2});
        std::swap(q.attributes[0], q.attributes[1]);
        CHECK(found(q) == V{1, 2});
        q.newest_first = true;
        q.limit = 1;
        CHECK(found(q) == V{2});
        q.after_id = ids[2];
        CHECK(found(q) == V{1});
        q = {};
        q.attributes = {{"tag", false, "all", 0, 0}};
        q.limit = 4;
        q.after_id = ids[4];
        CHECK(found(q) == V{5, 6, 7, 8});
        q.limit = 0;
        CHECK(found(q).empty());
        q.attributes.assign(9, q.attributes[0]);
        CHECK(code_of([&] { found(q); }) == error_code::the_row_is_not_allowed);

        in(o, [&](Tx& t) {
            CHECK(t.attributes(Owner::instance, ids[0]).size() == 3);
            t.put_attribute({Owner::instance, ids[0], "amount", "0", 7});  // replaced
            CHECK(t.attributes(Owner::instance, ids[0])[0].number == 7);
            t.erase_attributes(Owner::instance, ids[0], "tag");
            CHECK(t.attributes(Owner::instance, ids[0]).size() == 1);
            t.erase_attributes(Owner::instance, ids[0]);
            CHECK(t.attributes(Owner::instance, ids[0]).empty());
        });
        q = {};
        q.attributes = {{"amount", true, "", 0, 0.5}};
        CHECK(found(q).empty());
    });
}

TEST_CASE("an instance goes with all that belongs to it") {
    on_all([](Opened& o) {
        std::int64_t id = 0, other = 0;
        in(o, [&](Tx& t) {
            id = *t.add_instance(instance("d"));
            other = *t.add_instance(instance("d"));
            for (const std::int64_t i : {id, other}) {
                WorkRow w = work("q");
                w.instance_id = i;
                const auto work_id = *t.add_work(w);
                t.put_attribute({Owner::work, work_id, "a", "b", 0});
                t.put_attribute({Owner::instance, i, "a", "b", 0});
                t.append_history({i, 1, 0, 0, 0, "", ""});
                t.post({0, i, 1, 0, "", "", "", 0});
                t.subscribe({0, i, 1, 0, "m", "c", "", "", 0});
                t.add_incident({0, i, 0, 0, "k", "", "why", 0, never});
            }
        });
        in(o, [&](Tx& t) { t.erase_instance(id); });
        in(o, [&](Tx& t) {
            for (const std::int64_t i : {id, other}) {
                const std::size_t there = i == id ? 0 : 1;
                CHECK(t.find_instance(i).has_value() == (there == 1));
                WorkQuery q;
                q.instance_id = i;
                CHECK(t.query_work(q).size() == there);
                CHECK(t.attributes(Owner::instance, i).size() == there);
                CHECK(t.read_history(i, 0, 10).size() == there);
                CHECK(t.read_inbox(i).size() == there);
                CHECK(t.subscriptions_of(i).size() == there);
                CHECK(t.incidents(i).size() == there);
            }
            WorkQuery q;
            q.attributes = {{"a", false, "b", 0, 0}};
            CHECK(t.query_work(q).size() == 1);
        });
        // An id is never given again, or a late answer would meet somebody else.
        in(o, [&](Tx& t) { t.erase_instance(other); });
        CHECK(*in(o, [&](Tx& t) { return t.add_instance(instance("d")); }) > other);
    });
}

TEST_CASE("history is read forwards and backwards, and has no number twice") {
    on_all([](Opened& o) {
        in(o, [](Tx& t) {
            for (std::int64_t seq = 1; seq <= 5; ++seq)
                t.append_history({1, seq, 2, 30 + seq, 4, "node", std::string("b\0", 2)});
            t.append_history({2, 1, 0, 0, 0, "", ""});
        });
        in(o, [](Tx& t) {
            const auto all = t.read_history(1, 0, 100);
            REQUIRE(all.size() == 5);
            CHECK(all[1] == HistoryRow{1, 2, 2, 32, 4, "node", std::string("b\0", 2)});
            CHECK(t.read_history(1, 2, 2)[1].seq == 3);
            const auto back = t.read_history(1, never, 2, true);
            REQUIRE(back.size() == 2);
            CHECK(back[0].seq == 5);
            CHECK(back[1].seq == 4);
            CHECK(t.read_history(1, 1, 10, true).size() == 1);
            CHECK(t.read_history(3, 0, 10).empty());
        });
        CHECK(code_of([&] {
                  in(o, [](Tx& t) { t.append_history({1, 5, 0, 0, 0, "", ""}); });
              }) == error_code::the_store_failed);
        // Left to itself within a savepoint, the rest is kept.
        in(o, [](Tx& t) {
            t.append_history({1, 6, 0, 0, 0, "", ""});
            CHECK(code_of([&] {
                      t.savepoint([&] { t.append_history({1, 6, 0, 0, 0, "", ""}); });
                  }) == error_code::the_store_failed);
            t.append_history({1, 7, 0, 0, 0, "", ""});
        });
        CHECK(in(o, [](Tx& t) { return t.read_history(1, 0, 100).size(); }) == 7);
    });
}

TEST_CASE("the inbox keeps the order and refuses what waits there already") {
    on_all([](Opened& o) {
        const auto id = *in(o, [](Tx& t) { return t.add_instance(instance("d")); });
        in(o, [&](Tx& t) {
            t.lock_instance(id);
            CHECK(t.post({0, id, 3, 4, "msg", "once", std::string("\0b", 2), 0}));
            CHECK_FALSE(t.post({0, id, 3, 4, "msg", "once", "", 0}));
            CHECK(t.post({0, id + 1, 3, 4, "msg", "once", "", 0}));
            CHECK(t.post({0, id, 1, 0, "", "", "", 0}));
            CHECK(t.post({0, id, 1, 0, "", "", "", 0}));
        });
        std::int64_t second = 0;
        in(o, [&](Tx& t) {
            const auto rows = t.read_inbox(id);
            REQUIRE(rows.size() == 3);
            CHECK(rows[0].dedup == "once");
            CHECK(rows[0].body == std::string("\0b", 2));
            CHECK(rows[0].created_at == 1'000'000);
            CHECK(rows[0].id < rows[1].id);
            CHECK(t.read_inbox(id, 1).size() == 1);
            second = rows[1].id;
        });
        in(o, [&](Tx& t) { t.erase_inbox(id, second); });
        in(o, [&](Tx& t) {
            CHECK(t.read_inbox(id).size() == 1);
            CHECK(t.read_inbox(id + 1).size() == 1);
            CHECK(t.post({0, id, 3, 4, "msg", "once", "", 0}));  // consumed: it may come again
        });
    });
}

TEST_CASE("subscriptions are matched by name and correlation") {
    on_all([](Opened& o) {
        in(o, [](Tx& t) {
            t.lock_name("paid");
            t.subscribe({0, 1, 10, 2, "paid", "o1", "", "b", 0});
            t.subscribe({0, 1, 11, 2, "paid", "o2", "", "", 0});
            t.subscribe({0, 2, 10, 2, "paid", "o1", "", "", 0});
            t.subscribe({0, 0, 0, 2, "paid", "", "order", "", 0});
        });
        in(o, [](Tx& t) {
            const auto rows = t.subscriptions("paid", "o1");
            REQUIRE(rows.size() == 2);
            CHECK(rows[0].instance_id == 1);
            CHECK(rows[0].token == 10);
            CHECK(rows[0].body == "b");
            CHECK(t.subscriptions("paid", "o1", rows[0].id, 5).size() == 1);
            CHECK(t.subscriptions("paid", "o1", 0, 1).size() == 1);
            CHECK(t.subscriptions("paid", "")[0].start_definition == "order");
            CHECK(t.subscriptions("pai", "o1").empty());
            CHECK(t.next_subscription("", "")->name == "paid");
            CHECK(t.next_subscription("paid", "")->correlation == "o1");
            CHECK(t.next_subscription("paid", "o1")->correlation == "o2");
            CHECK_FALSE(t.next_subscription("paid", "o2"));
            CHECK_FALSE(t.next_subscription("paie", ""));
            CHECK(t.subscriptions_of(1).size() == 2);
            CHECK(t.subscriptions_of(0).empty());
            CHECK(t.unsubscribe(rows[1].id));
            CHECK_FALSE(t.unsubscribe(rows[1].id));
            t.unsubscribe_all(1, 10);
            CHECK(t.subscriptions_of(1).size() == 1);
            t.unsubscribe_all(1);
            CHECK(t.subscriptions_of(1).empty());
            t.unsubscribe_all(0);
            CHECK(t.subscriptions("paid", "").size() == 1);
            t.unsubscribe_definition("order");
            CHECK(t.subscriptions("paid", "").empty());
        });
    });
}

TEST_CASE("messages wait for a receiver until they expire") {
    on_all([](Opened& o) {
        in(o, [](Tx& t) {
            CHECK(t.buffer_message({0, "paid", "o1", "m1", 1'000'100, 0, "first"}));
            CHECK_FALSE(t.buffer_message({0, "paid", "o1", "m1", never, 0, "again"}));
            CHECK(t.buffer_message({0, "paid", "o1", "", never, 0, "second"}));
            CHECK(t.buffer_message({0, "paid", "o1", "", 1'000'050, 0, "third"}));
        });
        CHECK(in(o, [](Tx& t) { return t.take_message("paid", "o1")->body; }) == "first");
        CHECK_FALSE(in(o, [](Tx& t) { return t.take_message("paid", "o2"); }));
        CHECK(in(o, [](Tx& t) { return t.buffer_message({0, "x", "", "m1", 1'000'100, 0, ""}); }));
        o.clock.advance(duration{50});
        CHECK(in(o, [](Tx& t) { return t.take_message("paid", "o1")->body; }) == "second");
        CHECK_FALSE(in(o, [](Tx& t) { return t.take_message("paid", "o1"); }));  // the third is expired
        CHECK(in(o, [](Tx& t) { return t.forget_expired(10); }) == 1);
        o.clock.advance(duration{50});
        CHECK(in(o, [](Tx& t) { return t.forget_expired(0); }) == 0);
        CHECK(in(o, [](Tx& t) { return t.forget_expired(10); }) == 1);
        CHECK(in(o, [](Tx& t) { return t.buffer_message({0, "x", "", "m1", never, 0, ""}); }));
    });
}

TEST_CASE("incidents are open until they are resolved") {
    on_all([](Opened& o) {
        std::int64_t a = 0, b = 0;
        in(o, [&](Tx& t) {
            a = t.add_incident({0, 1, 2, 3, "failed", "brew", std::string(5000, 'x'), 0, never});
            b = t.add_incident({0, 2, 0, 0, "stuck", "", "", 0, never});
        });
        o.clock.advance(duration{5});
        in(o, [&](Tx& t) {
            CHECK(t.find_incident(a)->message.size() == 5000);
            CHECK(t.find_incident(a)->created_at == 1'000'000);
            CHECK(t.incidents(0).size() == 2);
            CHECK(t.incidents(0, a).size() == 1);
            CHECK(t.incidents(1).size() == 1);
            CHECK(t.resolve_incident(a));
            CHECK_FALSE(t.resolve_incident(a));
            CHECK_FALSE(t.resolve_incident(99));
            CHECK(t.find_incident(a)->resolved_at == 1'000'005);
            CHECK(t.incidents(0).size() == 1);
            CHECK(t.incidents(1).empty());
            CHECK(t.incidents(0, 0, 0).empty());
        });
    });
}

TEST_CASE("a repeated request is told what was answered, until it expires") {
    on_all([](Opened& o) {
        CHECK(in(o, [](Tx& t) { return t.add_request({"r1", "", 1'000'010, 0}); }));
        CHECK(in(o, [](Tx& t) { return t.answer_request("r1", "done"); }));
        CHECK_FALSE(in(o, [](Tx& t) { return t.answer_request("r2", "done"); }));
        CHECK_FALSE(in(o, [](Tx& t) { return t.add_request({"r1", "", never, 0}); }));
        CHECK(in(o, [](Tx& t) { return t.find_request("r1")->response; }) == "done");
        o.clock.advance(duration{10});
        CHECK_FALSE(in(o, [](Tx& t) { return t.find_request("r1"); }));
        CHECK(in(o, [](Tx& t) { return t.add_request({"r1", "new", 1'000'020, 0}); }));
        CHECK(in(o, [](Tx& t) { return t.find_request("r1")->response; }) == "new");
        o.clock.advance(duration{10});
        CHECK(in(o, [](Tx& t) { return t.forget_expired(10); }) == 1);
    });
}

TEST_CASE("schedules are due, paused and updated by one alone") {
    on_all([](Opened& o) {
        in(o, [](Tx& t) {
            t.put_schedule({"b", "R/PT1M", "d", 1'000'000, 0, false, 0, 0, "p"});
            t.put_schedule({"a", "R/PT1M", "d", 999'999, 1, false, 0, 0, ""});
            t.put_schedule({"c", "R/PT1M", "d", 5, 1, true, 0, 0, ""});
            t.put_schedule({"d", "R/PT1M", "d", 1'000'001, 1, false, 0, 0, ""});
        });
        in(o, [](Tx& t) {
            const auto due = t.due_schedules(10);
            REQUIRE(due.size() == 2);
            CHECK(due[0].name == "a");
            CHECK(due[1].payload == "p");
            CHECK(t.due_schedules(1).size() == 1);
            ScheduleRow row = *t.find_schedule("b");
            row.next_at = 2'000'000;
            row.last_instance = 7;
            CHECK(t.update_schedule(row));
            CHECK_FALSE(t.update_schedule(row));
            CHECK(t.find_schedule("b")->fence == 1);
            CHECK(t.find_schedule("b")->last_instance == 7);
            CHECK(t.due_schedules(10).size() == 1);
            row.name = "z";
            CHECK_FALSE(t.update_schedule(row));
            CHECK(t.schedules("a", 2)[1].name == "c");
            CHECK(t.erase_schedule("c"));
            CHECK_FALSE(t.erase_schedule("c"));
            t.put_schedule({"a", "x", "y", never, 0, false, 0, 0, ""});  // replaced
            CHECK(t.find_schedule("a")->spec == "x");
            CHECK(t.due_schedules(10).empty());
        });
    });
}

TEST_CASE("workers are seen, and one of them leads") {
    on_all([](Opened& o) {
        in(o, [](Tx& t) {
            t.worker_seen("w1", "host a");
            CHECK(t.lead("sweeper", "w1", 100));
            CHECK_FALSE(t.lead("sweeper", "w2", 100));
            CHECK(t.lead("other", "w2", 100));
        });
        o.clock.advance(duration{50});
        CHECK(in(o, [](Tx& t) { return t.lead("sweeper", "w1", 100); }));
        o.clock.advance(duration{60});
        CHECK_FALSE(in(o, [](Tx& t) { return t.lead("sweeper", "w2", 100); }));
        o.clock.advance(duration{40});
        CHECK(in(o, [](Tx& t) { return t.lead("sweeper", "w2", 100); }));
        in(o, [](Tx& t) {
            t.worker_seen("w2", "");
            CHECK(t.workers(0).size() == 2);
            CHECK(t.workers(0)[0] == WorkerRow{"w1", 1'000'000, "host a"});
            CHECK(t.workers(1'000'001).size() == 1);
            t.worker_seen("w1", "b");
            CHECK(t.workers(1'000'001).size() == 2);
            t.forget_workers(never);
            CHECK(t.workers(0).empty());
        });
    });
}

TEST_CASE("large content is kept once, as long as anybody refers to it") {
    on_all([](Opened& o) {
        CHECK(content_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        CHECK(content_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        CHECK(content_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        const std::string body(20'000, '\0');
        const std::string hash = in(o, [&](Tx& t) { return t.put_blob(body); });
        CHECK(hash == content_hash(body));
        CHECK(in(o, [&](Tx& t) { return t.put_blob(body); }) == hash);
        in(o, [&](Tx& t) { t.release_blob(hash); });
        CHECK(*in(o, [&](Tx& t) { return t.find_blob(hash); }) == body);
        in(o, [&](Tx& t) { t.release_blob(hash); });
        CHECK_FALSE(in(o, [&](Tx& t) { return t.find_blob(hash); }));
        in(o, [&](Tx& t) { t.release_blob(hash); });
    });
}

TEST_CASE("a transaction that throws has done nothing, and a savepoint is undone alone") {
    on_all([](Opened& o) {
        const auto id = *in(o, [](Tx& t) { return t.add_instance(instance("d")); });
        CHECK_THROWS_AS(in(o,
                           [&](Tx& t) {
                               t.erase_instance(id);
                               t.add_instance(instance("e"));
                               t.put_blob("x");
                               throw std::runtime_error("no");
                           }),
                        std::runtime_error);
        in(o, [&](Tx& t) {
            CHECK(t.count_instances({}) == 1);
            CHECK_FALSE(t.find_blob(content_hash("x")));
            t.put_attribute({Owner::instance, id, "a", "kept", 0});
            CHECK_THROWS_AS(t.savepoint([&] {
                t.put_attribute({Owner::instance, id, "a", "lost", 0});
                t.savepoint([&] { t.put_attribute({Owner::instance, id, "a", "lost too", 0}); });
                throw std::runtime_error("no");
            }),
                            std::runtime_error);
            t.savepoint([&] {
                t.put_attribute({Owner::instance, id, "a", "kept too", 0});
                CHECK_THROWS_AS(t.savepoint([&] {
                    t.erase_attributes(Owner::instance, id);
                    throw std::runtime_error("no");
                }),
                                std::runtime_error);
            });
        });
        in(o, [&](Tx& t) {
            const auto rows = t.attributes(Owner::instance, id);
            REQUIRE(rows.size() == 2);
            CHECK(rows[0].text == "kept");
            CHECK(rows[1].text == "kept too");
        });
        o->read([&](Tx& t) { CHECK(t.attributes(Owner::instance, id).size() == 2); });
        CHECK(code_of([&] { o->read([&](Tx& t) { t.erase_instance(id); }); }) == error_code::the_store_failed);
        CHECK(in(o, [&](Tx& t) { return t.find_instance(id).has_value(); }));
    });
}

TEST_CASE("rows that not every store could keep are refused") {
    on_all([](Opened& o) {
        const auto refused = [&](const std::function<void(Tx&)>& work) {
            return code_of([&] { in(o, [&](Tx& t) { work(t); }); }) == error_code::the_row_is_not_allowed;
        };
        CHECK(refused([](Tx& t) { t.add_instance(instance("d", std::string("a\0b", 3))); }));
        CHECK(refused([](Tx& t) { t.add_instance(instance("d", "\xff")); }));
        CHECK(refused([](Tx& t) { t.add_instance(instance("d", "\xed\xa0\x80")); }));  // a surrogate
        CHECK(refused([](Tx& t) { t.add_instance(instance("d", "\xc0\x80")); }));      // too long
        CHECK(refused([](Tx& t) { t.add_instance(instance("d", "\xe2\x82")); }));      // cut off
        CHECK(refused([](Tx& t) { t.add_instance(instance("d", std::string(1025, 'x'))); }));
        CHECK(refused([](Tx& t) {
            t.put_attribute({Owner::work, 1, "n", "t", std::numeric_limits<double>::quiet_NaN()});
        }));
        CHECK(refused([](Tx& t) { t.add_work(work("")); }));
        CHECK(refused([](Tx& t) { t.add_work(work("q", advance_work)); }));
        CHECK(refused([](Tx& t) { t.claim("q", 1, "w", -1); }));
        CHECK(refused([](Tx& t) {
            WorkRow w = work("q");
            w.heartbeat_ms = never;
            t.add_work(w);
        }));
        CHECK(in(o, [](Tx& t) { return t.add_instance(instance("d", std::string(1022, 'x') + "ü")).has_value(); }));
        CHECK(in(o, [](Tx& t) { return t.add_instance(instance("d", "\xf0\x9f\x98\x80")).has_value(); }));
    });
}

TEST_CASE("threads that share a store lose nothing") {
    on_all([](Opened& o) {
        const auto id = *in(o, [](Tx& t) { return t.add_instance(instance("d")); });
        std::vector<std::thread> threads;
        for (int n = 0; n < 4; ++n)
            threads.emplace_back([&] {
                for (int i = 0; i < 25; ++i)
                    o->transact([&](Tx& t) {
                        InstanceRow row = *t.lock_instance(id);
                        t.append_history({id, row.next_seq, 0, 0, 0, "", ""});
                        ++row.next_seq;
                        t.update_instance(row);
                    });
            });
        for (std::thread& t : threads) t.join();
        in(o, [&](Tx& t) {
            CHECK(t.find_instance(id)->next_seq == 101);
            CHECK(t.read_history(id, 0, 1000).size() == 100);
        });
    });
}

}  // namespace store_contract_test
