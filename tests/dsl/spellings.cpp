// Two spellings, one Definition; and a Builder gives the same.
#include <baton/baton.hpp>

#include "../catch.hpp"
#include "../codes.hpp"
#include "declared.hpp"

namespace dsl_spellings_test {

using namespace baton;
using namespace baton::words;

namespace {
Definition built() {
    Builder<Cup> b("coffee-bar");
    const auto nothing = [](Cup&) { return done; };
    b.task("order", nothing, start_point, labels("guest", "front"), followed_by("pay"), followed_by("brew"));
    b.task("pay", [](Cup& c) { return c.paid; }, followed_by("serve"), deadline(std::chrono::hours(2), followed_by("chase")),
           labels("guest"), on_error("POOR", followed_by("chase")), on_error(followed_by("give_up")));
    b.task("brew", [](const Cup&) { return done; }, concurrent, title("Brew it"),
           followed_by("milk-foam", when("cappuccino", &Cup::cappuccino)), followed_by("serve", otherwise));
    b.task("milk-foam", nothing, delay(std::chrono::seconds(20)), followed_by("check"));
    b.exclusive("check", followed_by("serve", when(&Cup::big)), followed_by("serve", otherwise));
    b.task("chase", nothing, merge_point, end_point);
    b.task("give_up", nothing, end_point, keep_changes);
    const int few = static_cast<int>(std::string("nine cups").size());
    b.task("serve", nothing, join_point,
           choose(followed_by("last", when("few", [few](const Cup& c) { return c.cups < few; })),
                  followed_by("last", when(&Cup::big)), followed_by("last", otherwise)));
    b.task("last", nothing, merge_point, end_point);
    b.accept_unverified();
    return b.build().definition();
}
}  // namespace

TEST_CASE("the macro spelling, the template spelling and the Builder give equal Definitions") {
    const Definition macros = definition_of(bar);
    const Definition list = definition_of(listed::bar);
    CHECK(macros == list);
    CHECK(macros == built());
    CHECK(fingerprint(macros) == fingerprint(list));
}

TEST_CASE("a Definition holds what was declared") {
    const Definition d = definition_of(bar);
    CHECK(d.id == "coffee-bar");
    CHECK(d.demand == core::soundness::may_be_undecided);
    std::vector<std::string> ids;
    for (const Node& n : d.nodes) ids.push_back(n.id);
    CHECK(ids == std::vector<std::string>{"order", "pay", "pay.deadline", "pay.error.POOR", "pay.error", "brew", "milk-foam",
                                          "check", "chase", "give_up", "serve", "last"});
    const Node& brew = d.nodes[d.find("brew")];
    CHECK(brew.title == "Brew it");
    CHECK(brew.concurrent);
    CHECK(brew.split == core::split_kind::exclusive);
    CHECK(d.nodes[d.find("order")].split == core::split_kind::all);
    CHECK(d.nodes[d.find("order")].start);
    CHECK(d.nodes[d.find("serve")].join == core::join_kind::inclusive);
    CHECK(d.nodes[d.find("pay.deadline")].time == duration(std::chrono::hours(2)));
    CHECK(d.nodes[d.find("pay.deadline")].host == d.find("pay"));
    CHECK(d.nodes[d.find("pay.error.POOR")].error == "POOR");
    CHECK(d.nodes[d.find("milk-foam")].time == duration(std::chrono::seconds(20)));
    CHECK(d.nodes[d.find("milk-foam")].body.text == "milk-foam");
    CHECK(d.nodes[d.find("check")].kind == core::node_kind::exclusive_gateway);
    CHECK(d.nodes[d.find("check")].body.kind == core::body_kind::none);
    std::vector<std::string> flows, keys;
    for (const Flow& f : d.flows) {
        flows.push_back(f.id);
        if (f.condition.kind == core::condition_kind::bound) keys.push_back(f.condition.text);
    }
    CHECK(flows == std::vector<std::string>{"order->pay", "order->brew", "pay->serve", "pay.deadline->chase",
                                            "pay.error.POOR->chase", "pay.error->give_up", "brew->milk-foam", "brew->serve",
                                            "milk-foam->check", "check->serve", "check->serve#2", "serve->last",
                                            "serve->last#2", "serve->last#3"});
    CHECK(keys == std::vector<std::string>{"cappuccino", "check->serve", "few", "serve->last#2"});
}

TEST_CASE("labels are queried by any and by all") {
    const Definition d = definition_of(bar);
    CHECK(with_any_label(d, {"front", "guest"}) == std::vector<std::string>{"order", "pay"});
    CHECK(with_all_labels(d, {"front", "guest"}) == std::vector<std::string>{"order"});
    CHECK(with_all_labels(d, {"guest"}) == std::vector<std::string>{"order", "pay"});
    CHECK(with_any_label(d, {"kitchen"}).empty());
    CHECK(with_all_labels(d, {}).empty());
}

TEST_CASE("the fingerprint sees meaning, not words for people") {
    const Definition d = definition_of(bar);
    const std::string before = fingerprint(d);
    const auto changed = [&](auto change) {
        Definition other = d;
        change(other);
        return fingerprint(other) != before;
    };
    CHECK_FALSE(changed([](Definition& o) { o.nodes[0].title = "Take the order"; }));
    CHECK_FALSE(changed([](Definition& o) { o.nodes[0].labels.push_back("new"); }));
    CHECK(changed([](Definition& o) { o.nodes[0].id = "take_order"; }));
    CHECK(changed([](Definition& o) { o.nodes[0].split = core::split_kind::inclusive; }));
    CHECK(changed([](Definition& o) { o.nodes[1].end = true; }));
    CHECK(changed([](Definition& o) { o.flows[6].condition.text = "milk"; }));
    CHECK(changed([](Definition& o) { std::swap(o.flows[0], o.flows[1]); }));
    CHECK(changed([](Definition& o) { o.nodes[2].time = duration(1); }));
    CHECK(changed([](Definition& o) { o.id = "tea-bar"; }));
}

TEST_CASE("both spellings run alike") {
    for (const bool cappuccino : {false, true}) {
        std::vector<std::string> taken[2];
        const auto trace = [cappuccino](auto workflow, std::vector<std::string>& nodes) {
            struct Names : Observer {
                std::vector<std::string>& nodes;
                explicit Names(std::vector<std::string>& n) : nodes(n) {}
                void done(const Event& e) override { nodes.emplace_back(e.node); }
            } names(nodes);
            Runner run{workflow, Cup{.cappuccino = cappuccino, .paid = true}};
            run.observe(names);
            run.run(instant(0));
            run.run(instant(60'000));
            CHECK(run.finished());
        };
        trace(bar, taken[0]);
        trace(listed::bar, taken[1]);
        CHECK(taken[0] == taken[1]);
        CHECK(taken[0].size() == (cappuccino ? 7 : 5));
    }
}

}  // namespace dsl_spellings_test
