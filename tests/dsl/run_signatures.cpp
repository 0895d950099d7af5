#include <baton/baton.hpp>
#include <baton/stop_token.hpp>

#include "../catch.hpp"
#include "../codes.hpp"

namespace dsl_run_signatures_test {

namespace {
struct Probe {
    std::string seen;
};
struct Kit {
    int uses = 0;
};
}  // namespace

// clang-format off
BATON_WORKFLOW(knowing, Probe, Kit) {
    BATON_TASK(plain,  start_point, followed_by(tool))                           (Probe& p)                              { p.seen += "plain;"; return done; }
    BATON_TASK(tool,   followed_by(self))                                        (Probe& p, Kit& k)                      { ++k.uses; p.seen += "tool;"; return done; }
    BATON_TASK(self,   labels("x"), followed_by(reads))                          (Probe& p, Kit&, const Self& s) {
        p.seen += std::string(s.name) + "," + std::string(s.instance) + "," + std::to_string(s.attempt) + "," + (s.has_label("x") ? "x" : "") +
                  (s.has_label("y") ? "y" : "") + "," + std::string(s.idempotency_key().view()) + "," + (s.stop_requested() ? "stop" : "go") +
                  (baton::stop_token(s).stop_possible() ? "" : "!") + ";";
        if (s.attempt < 2) return failed("once");
        return done;
    }
    BATON_TASK(reads,  end_point)                                                (const Probe&, Kit& k, const Self& s)   { k.uses += static_cast<int>(s.now.ms); return done; }
};
// clang-format on

TEST_CASE("a body is told about itself") {
    Kit kit;
    baton::Runner run{knowing, Probe{}, kit, "job17"};
    const baton::Report first = run.run(baton::instant(40));
    REQUIRE(first.failures.size() == 1);
    CHECK(first.failures[0].message == "once");
    CHECK(run.context().seen == "plain;tool;");  // what the failed attempt wrote is gone
    CHECK(kit.uses == 1);
    CHECK(run.run(baton::instant(41)).failures.empty());
    CHECK(run.finished());
    CHECK(run.context().seen == "plain;tool;self,job17,2,x,job17:self:3,go;");
    CHECK(kit.uses == 42);
}

TEST_CASE("the idempotency key is the same at every attempt and differs between activations") {
    using namespace baton;
    using namespace baton::words;
    std::vector<std::string> keys;
    Builder<Probe> b("keys");
    b.task(
        "again",
        [&keys](Probe&, const Self& s) -> Outcome {
            keys.emplace_back(s.idempotency_key().view());
            return s.attempt == 1 && keys.size() == 1 ? failed("first") : Outcome(done);
        },
        start_point, merge_point,
        followed_by("again", when("three", [&keys](const Probe&) { return keys.size() < 3; })), followed_by("end", otherwise));
    b.task("end", end_point);
    Runner<Probe> run(b.build());
    run.run();
    run.run_or_throw();
    REQUIRE(keys.size() == 3);
    CHECK(keys[0] == keys[1]);
    CHECK(keys[1] != keys[2]);
}

}  // namespace dsl_run_signatures_test
