// States of another version of the workflow.
#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_migrating_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;

namespace {

struct Cup {
    bool open = false;
};
BATON_FIELDS(Cup, open)
const auto pass = [](Cup&) { return true; };
const auto gate = [](Cup& c) { return c.open; };

/// order -> {pay, brew -> foam} -> serve
Workflow<Cup> version1() {
    Builder<Cup> b("bar");
    b.task("order", pass, start_point, followed_by("pay"), followed_by("brew"));
    b.task("pay", gate, deadline(std::chrono::hours(1), followed_by("chase")), followed_by("serve"));
    b.task("chase", pass, end_point);
    b.task("brew", pass, followed_by("foam"));
    b.task("foam", pass, followed_by("serve"));
    b.task("serve", pass, join_point, end_point);
    return b.build();
}

/// Branches that all wait, and a join_all behind them.
Workflow<Cup> all_of(const std::vector<std::string>& branches) {
    Builder<Cup> b("bar");
    b.task("order", pass, start_point);
    for (const std::string& branch : branches) {
        b.flow("order", branch);
        b.task(branch, gate, followed_by("serve"));
    }
    b.task("serve", pass, join_all, end_point);
    return b.build();
}

std::string waiting_for_payment(const Workflow<Cup>& w) {
    Runner<Cup> run(w);
    run.run(instant(0));
    CHECK(run.waits_at("pay"));
    return save_text(run);
}

std::string run_on(const Workflow<Cup>& w, const std::string& state, const Migration* m = nullptr) {
    Runner<Cup> run(w);
    load_text(run, state, m);
    run.context().open = true;
    run.run(instant(1));
    std::string text(engine::name_of(run.status()));
    return text + ", served " + std::to_string(run.passed("serve"));
}

}  // namespace

TEST_CASE("a state that fits a changed workflow is loaded as it is") {
    Builder<Cup> b("bar");
    b.task("order", pass, start_point, followed_by("pay"), followed_by("brew"));
    b.task("pay", gate, deadline(std::chrono::hours(1), followed_by("chase")), followed_by("serve"));
    b.task("chase", pass, end_point);
    b.task("brew", pass, followed_by("foam"));
    b.task("foam", pass, followed_by("serve"));
    b.task("serve", pass, join_point, followed_by("thank"));
    b.task("thank", pass, end_point);
    CHECK(run_on(b.build(), waiting_for_payment(version1())) == "completed, served 1");
}

TEST_CASE("what does not fit is listed precisely, and nothing changes") {
    Builder<Cup> b("bar");
    b.task("order", pass, start_point, followed_by("pay_bill"), followed_by("brew"));
    b.task("pay_bill", gate, followed_by("serve"));
    b.task("brew", pass, followed_by("serve"));
    b.task("serve", pass, join_point, end_point);
    Runner<Cup> run(b.build());
    const std::string why = text_of([&] { load_text(run, waiting_for_payment(version1())); });
    CHECK_THAT(why, ContainsSubstring("BTN214 bar"));
    CHECK_THAT(why, ContainsSubstring("a token is at 'pay', which is not in this workflow"));
    CHECK_THAT(why, ContainsSubstring("a token has come to the join 'serve' by 'foam->serve', which is no flow any more"));
    CHECK(run.status() == Status::fresh);

    Migration m;
    m.rename("pay", "pay_bil");
    CHECK_THAT(text_of([&] { load_text(run, waiting_for_payment(version1()), &m); }),
               ContainsSubstring("BTN217") && ContainsSubstring("did you mean 'pay_bill'"));
}

TEST_CASE("a mapping of names carries it over; a branch that was removed does not block or double the join") {
    Builder<Cup> b("bar");
    b.task("order", pass, start_point, followed_by("pay_bill"), followed_by("brew"));
    b.task("pay_bill", gate, deadline(std::chrono::hours(1), followed_by("remind")), followed_by("serve"));
    b.task("remind", pass, end_point);
    b.task("brew", pass, followed_by("serve"));
    b.task("serve", pass, join_point, end_point);
    const Workflow<Cup> w = b.build();
    Migration m;
    m.rename("pay", "pay_bill").drop("foam");
    CHECK(run_on(w, waiting_for_payment(version1()), &m) == "completed, served 1");
    // The deadline came along with the renamed task.
    Runner<Cup> run(w);
    load_text(run, waiting_for_payment(version1()), &m);
    CHECK(run.next_due() == instant(3'600'000));
    run.run(instant(3'600'000));
    CHECK(run.passed("remind") == 1);
}

TEST_CASE("a branch that was removed while its token was the only one there: the join goes on by itself") {
    Builder<Cup> b1("bar");
    b1.task("order", pass, start_point, followed_by("a"), followed_by("b"));
    b1.task("a", pass, followed_by("serve"));
    b1.task("b", gate, followed_by("serve"));
    b1.task("serve", pass, join_all, end_point);
    Runner<Cup> run(b1.build());
    run.run(instant(0));
    const std::string state = save_text(run);  // a has arrived, b waits

    Builder<Cup> b2("bar");  // neither branch leads there any more in the old way
    b2.task("order", pass, start_point, followed_by("c"), followed_by("d"));
    b2.task("c", pass, followed_by("serve"));
    b2.task("d", pass, followed_by("serve"));
    b2.task("serve", pass, join_all, end_point);
    Migration m;
    m.drop("a").drop("b");
    CHECK(run_on(b2.build(), state, &m) == "completed, served 1");
}

TEST_CASE("a branch that was added before a join_all is not waited for by instances that had passed the split") {
    const std::string state = waiting_for_payment(all_of({"pay", "brew"}));
    const Workflow<Cup> w = all_of({"pay", "brew", "cake"});
    const Migration same;
    CHECK(run_on(w, state) == "running, served 0");  // without a migration it waits for a cake that nobody brings
    CHECK(run_on(w, state, &same) == "completed, served 1");
    Runner<Cup> fresh(w, Cup{true});  // a new instance has its cake
    fresh.run_or_throw(instant(0));
    CHECK(fresh.passed("cake") == 1);
}

TEST_CASE("a branch that was added before a join_point never blocks") {
    const std::string state = waiting_for_payment(version1());
    Builder<Cup> b("bar");
    b.task("order", pass, start_point, followed_by("pay"), followed_by("brew"), followed_by("cake"));
    b.task("pay", gate, followed_by("serve"));
    b.task("brew", pass, followed_by("foam"));
    b.task("foam", pass, followed_by("serve"));
    b.task("cake", pass, followed_by("serve"));
    b.task("serve", pass, join_point, end_point);
    const Migration same;
    CHECK(run_on(b.build(), state, &same) == "completed, served 1");
}

TEST_CASE("a join that is none any more lets its token go on") {
    Builder<Cup> b("bar");
    b.task("order", pass, start_point, followed_by("pay"));
    b.task("pay", gate, followed_by("serve"));
    b.task("serve", pass, end_point);
    Migration m;
    m.drop("pay").drop("foam");
    CHECK(run_on(b.build(), waiting_for_payment(version1()), &m) == "completed, served 1");
}

TEST_CASE("dropping every token completes the instance") {
    Builder<Cup> b("bar");
    b.task("tea", pass, start_point, end_point);
    Migration m;
    m.drop("pay").drop("serve");
    CHECK(run_on(b.build(), waiting_for_payment(version1()), &m) == "completed, served 0");
}

TEST_CASE("a renamed C++ function with a stable name changes nothing for saved states") {
    Builder<Cup> b("bar");
    b.task("order", pass, start_point, followed_by("pay"), followed_by("brew"));
    b.task("settle_the_bill", gate, named("pay"), deadline(std::chrono::hours(1), followed_by("chase")), followed_by("serve"));
    b.task("chase", pass, end_point);
    b.task("brew", pass, followed_by("foam"));
    b.task("foam", pass, followed_by("serve"));
    b.task("serve", pass, join_point, end_point);
    const Workflow<Cup> w = b.build();
    CHECK(w.fingerprint() == version1().fingerprint());
    CHECK(run_on(w, waiting_for_payment(version1())) == "completed, served 1");
}

TEST_CASE("a state of a workflow that was renamed is loaded when its old name is said") {
    Builder<Cup> b("cafe");
    b.task("order", pass, start_point, followed_by("pay"), followed_by("brew"));
    b.task("pay", gate, deadline(std::chrono::hours(1), followed_by("chase")), followed_by("serve"));
    b.task("chase", pass, end_point);
    b.task("brew", pass, followed_by("foam"));
    b.task("foam", pass, followed_by("serve"));
    b.task("serve", pass, join_point, end_point);
    const Workflow<Cup> w = b.build();
    Runner<Cup> run(w);
    Migration other;
    other.from_workflow("pub");
    CHECK(code_of([&] { load_text(run, waiting_for_payment(version1())); }) == error_code::the_state_is_of_another_workflow);
    CHECK(code_of([&] { load_text(run, waiting_for_payment(version1()), &other); }) == error_code::the_state_is_of_another_workflow);
    Migration m;
    m.from_workflow("bar");
    CHECK(run_on(w, waiting_for_payment(version1()), &m) == "completed, served 1");
}

}  // namespace runner_migrating_test
