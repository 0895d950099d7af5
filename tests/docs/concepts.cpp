// The code of docs/concepts.md.
#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <stdexcept>
#include <string>
#include <thread>

#include "../catch.hpp"

namespace docs_concepts_test {

using namespace baton::testing;

namespace {

struct Parcel {
    std::string address;
    bool fragile = false;
    bool insured = false;
    int weight = 0;
    int price = 0;
    std::string label;
};
BATON_FIELDS(Parcel, address, fragile, insured, weight, price, label)

struct Post {
    bool open = true;
    std::string print(std::string_view key) const { return "label " + std::string(key); }
};

// clang-format off
BATON_WORKFLOW(parcel, Parcel, Post) {
    BATON_EXCLUSIVE(kind, start_point, followed_by(wrap, when(&Parcel::fragile)), followed_by(box, otherwise));
    BATON_TASK(wrap, followed_by(hand_in))                                (Parcel&)        { return done; }
    BATON_TASK(box, followed_by(hand_in))                                 (Parcel&)        { return done; }
    BATON_TASK(hand_in, merge_point, followed_by(weigh), followed_by(price)) (Parcel&, Post& post) { if (post.open) return done; return waiting("the post office is closed"); }
    BATON_TASK(weigh, concurrent, followed_by(send))                      (const Parcel& p) { return done_with([grams = int(p.address.size())](Parcel& c) { c.weight = grams; }); }
    BATON_TASK(price, concurrent, followed_by(send))                      (const Parcel& p) { return done_with([cents = p.insured ? 900 : 500](Parcel& c) { c.price = cents; }); }
    BATON_TASK(send, join_all, on_error("NO_STREET", followed_by(give_back)), end_point) (Parcel& p, Post& post, const Self& self) {
        if (p.address.empty()) return bpmn_error("NO_STREET", "there is no address");
        p.label = post.print(self.idempotency_key().view());
        return done;
    }
    BATON_TASK(give_back, end_point)                                      (Parcel&)        { return done; }
};

BATON_WORKFLOW(claim, Parcel) {
    BATON_TASK(file, named("file-a-claim"), start_point, followed_by(decide))              (Parcel&)   { return done; }
    BATON_TASK(decide, deadline(std::chrono::hours(48), followed_by(remind)), followed_by(pay)) (Parcel&) { return pending("an adjuster"); }
    BATON_TASK(remind, end_point)                                                          (Parcel&)   { return done; }
    BATON_TASK(pay, delay(std::chrono::hours(2)), end_point)                               (Parcel&)   { return done; }
};
// clang-format on

}  // namespace

TEST_CASE("docs: choices, splits, joins, concurrency, waiting and BPMN errors") {
    Post post{false};
    TestRun run{parcel, Parcel{.address = "12 Long Street", .insured = true}, post};
    run.run();
    CHECK_THAT(run, waiting_exactly_at("hand_in") && passed("box"));
    CHECK_THAT(run.explain(), ContainsSubstring("the post office is closed"));
    post.open = true;
    run.run();
    CHECK_THAT(run, finished() && passed_in_order("hand_in", "weigh", "send") && !passed("give_back"));
    CHECK(run.context().weight == 14);
    CHECK(run.context().price == 900);
    CHECK_THAT(run.context().label, ContainsSubstring("label parcel:"));

    TestRun lost{parcel, Parcel{}, post};
    lost.run();
    CHECK_THAT(lost, finished() && passed("give_back"));
}

TEST_CASE("docs: an executor") {
    Post post;
    baton::Runner run{parcel, Parcel{.address = "x"}, post};
    boost::asio::thread_pool pool(2);
    run.executor([&pool](auto job) { boost::asio::post(pool, std::move(job)); });
    run.run_or_throw();
    CHECK(run.finished());
}

TEST_CASE("docs: pending, deadline, delay") {
    TestRun run{claim, Parcel{}};
    run.run();
    run.complete("decide", [](Parcel& p) { p.price = 100; });
    CHECK_THAT(run, waiting_exactly_at("pay") && passed("file-a-claim"));
    run.advance(std::chrono::hours(2));
    CHECK_THAT(run, finished());

    TestRun late{claim, Parcel{}};
    late.run();
    late.advance(std::chrono::hours(48));
    CHECK_THAT(late, passed("remind") && finished());
}

TEST_CASE("docs: failing") {
    TestRun run{claim, Parcel{}};
    run.fake("file-a-claim").fails("the form is empty").returns(baton::done);
    const baton::Report report = run.run();
    for (const baton::Failure& f : report.failures)
        CHECK(f.task + ": " + f.message == "file-a-claim: the form is empty");
    run.run();  // tries again
    CHECK_THAT(run, passed("file-a-claim"));
}

TEST_CASE("docs: a handle") {
    baton::Runner run{claim, Parcel{}};
    run.run();
    std::jthread adjuster(
        [handle = run.handle()]() mutable { handle.complete("decide", [](Parcel& p) { p.price = 100; }); });
    adjuster.join();
    run.run();
    CHECK(run.context().price == 100);
}

TEST_CASE("docs: hooks and observers") {
    baton::Runner run{claim, Parcel{}};
    std::string log;
    run.around_task([&log](const auto& call) {
        log += std::string(call.self.name) + ";";
        return call();
    });
    std::ostringstream lines;
    baton::Trace trace(lines);
    run.observe(trace);
    run.run();
    CHECK(log == "file-a-claim;decide;");
    CHECK_THAT(lines.str(), ContainsSubstring("file-a-claim#1 done"));
}

TEST_CASE("docs: migration") {
    using namespace baton::words;
    baton::Runner old{claim, Parcel{}};
    old.run();
    const std::string text = baton::save_text(old);

    baton::Builder<Parcel> b("claim");  // the next version: decide is called judge, and nobody is reminded
    b.task(
        "file-a-claim", [](Parcel&) { return baton::done; }, start_point, followed_by("judge"));
    b.task(
        "judge", [](Parcel&) { return baton::pending; }, followed_by("pay"));
    b.task(
        "pay", [](Parcel&) { return baton::done; }, end_point);
    baton::Runner run{b.build(), Parcel{}};

    baton::Migration migration;
    migration.rename("decide", "judge").drop("remind");
    baton::load_text(run, text, &migration);
    CHECK(run.waits_at("judge"));
}

}  // namespace docs_concepts_test
