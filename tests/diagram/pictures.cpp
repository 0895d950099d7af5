#include <algorithm>
#include <baton/baton.hpp>
#include <baton/diagram/dot.hpp>
#include <baton/diagram/mermaid.hpp>
#include <baton/diagram/outline.hpp>
#include <baton/diagram/overlay.hpp>
#include <sstream>
#include <vector>

#include "../catch.hpp"

namespace diagram_pictures_test {

using namespace baton;
using namespace baton::words;

namespace {

struct Cup {
    bool foam = false;
    bool paid = false;
};

// clang-format off
BATON_WORKFLOW(cafe, Cup) {
    BATON_TASK(order, start_point, labels("guest"), followed_by(pay), followed_by(brew))                      (Cup&)   { return done; }
    BATON_TASK(pay, title("Pay at the desk"), followed_by(serve))                                             (Cup& c) { return c.paid; }
    BATON_TASK(brew, followed_by(froth, when("foam", &Cup::foam)), followed_by(serve, otherwise))             (Cup&)   { return done; }
    BATON_TASK(froth, followed_by(serve))                                                                     (Cup&)   { return done; }
    BATON_TASK(serve, join_point, end_point)                                                                  (Cup&)   { return done; }
};
// clang-format on

constexpr auto listed = workflow<"cafe", Cup>([](auto tasks) {
    tasks(
        task(
            "order", [](Cup&) { return done; }, start_point, labels("guest"), followed_by("pay"), followed_by("brew")),
        task(
            "pay", [](Cup& c) { return c.paid; }, title("Pay at the desk"), followed_by("serve")),
        task(
            "brew", [](Cup&) { return done; }, followed_by("froth", when("foam", &Cup::foam)),
            followed_by("serve", otherwise)),
        task(
            "froth", [](Cup&) { return done; }, followed_by("serve")),
        task(
            "serve", [](Cup&) { return done; }, join_point, end_point));
});

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

diagram::Overlay overlay_of(const Runner<Cup>& run) { return diagram::overlay_of(run.workflow().graph(), run.state()); }

}  // namespace

TEST_CASE("the outline says the workflow in words") {
    CHECK(diagram::outline(definition_of(cafe)) ==
          "cafe\n"
          "  order (start, {guest}) -> pay, brew\n"
          "  pay \"Pay at the desk\" -> serve\n"
          "  brew -> froth when foam, otherwise serve\n"
          "  froth -> serve\n"
          "  serve (waits for every live branch, end)\n");
}

TEST_CASE("Mermaid text: tasks, gateways where a task splits or joins, conditions on the flows") {
    CHECK(diagram::mermaid(definition_of(cafe)) ==
          "flowchart LR\n"
          "  n0(( ))\n"
          "  n1(\"order<br/>{guest}\")\n"
          "  n2(\"Pay at the desk\")\n"
          "  n3(\"brew\")\n"
          "  n4{\"X\"}\n"
          "  n5(\"froth\")\n"
          "  n6{\"O\"}\n"
          "  n7(\"serve\")\n"
          "  n8((( )))\n"
          "  n0 --> n1\n"
          "  n3 --> n4\n"
          "  n6 --> n7\n"
          "  n1 --> n2\n"
          "  n1 --> n3\n"
          "  n2 --> n6\n"
          "  n4 --> |\"foam\"| n5\n"
          "  n4 --> |\"otherwise\"| n6\n"
          "  n5 --> n6\n"
          "  n7 --> n8\n");
}

TEST_CASE("pictures are byte-identical for equal Definitions, however they were declared") {
    const Definition a = definition_of(cafe), b = definition_of(listed);
    REQUIRE(a == b);
    CHECK(diagram::dot(a) == diagram::dot(b));
    CHECK(diagram::mermaid(a) == diagram::mermaid(b));
    CHECK(diagram::outline(a) == diagram::outline(b));
}

TEST_CASE("one change of a workflow is a small difference of its picture") {
    const Definition before = definition_of(cafe);
    Definition after = before;
    after.flows[3].condition.text = "milk";
    for (const auto draw : {&diagram::dot, &diagram::mermaid, &diagram::outline}) {
        const auto a = lines_of(draw(before, {})), b = lines_of(draw(after, {}));
        REQUIRE(a.size() == b.size());
        int different = 0;
        for (std::size_t i = 0; i < a.size(); ++i) different += a[i] != b[i];
        CHECK(different == 1);
    }
}

TEST_CASE("a state is told in words, not by colour alone") {
    Runner run{cafe, Cup{}};
    SECTION("before the start") {
        CHECK(overlay_of(run).nodes[0].mark == diagram::Mark::none);
        CHECK_THAT(diagram::outline(run.definition(), overlay_of(run)), !ContainsSubstring("["));
    }
    SECTION("waiting, done, not taken") {
        run.run();
        const auto overlay = overlay_of(run);
        CHECK(overlay.nodes[0].mark == diagram::Mark::done);
        CHECK(overlay.nodes[1].mark == diagram::Mark::waiting);
        CHECK(overlay.nodes[3].mark == diagram::Mark::not_taken);
        CHECK(overlay.nodes[4].mark == diagram::Mark::waiting);
        for (const auto draw : {&diagram::dot, &diagram::mermaid, &diagram::outline}) {
            const std::string text = draw(run.definition(), overlay);
            CHECK_THAT(text, ContainsSubstring("[waiting]") && ContainsSubstring("[done]") &&
                                 ContainsSubstring("[not taken]"));
        }
        CHECK_THAT(diagram::dot(run.definition(), overlay), ContainsSubstring("filled,dashed"));
    }
    SECTION("failed") {
        run.around_task([](const auto& call) -> Outcome {
            if (call.self.name == "brew") return failed("no beans");
            return call();
        });
        run.run();
        CHECK(overlay_of(run).nodes[2].mark == diagram::Mark::failed);
        CHECK(overlay_of(run).nodes[3].mark == diagram::Mark::none);  // may come yet
        CHECK_THAT(diagram::outline(run.definition(), overlay_of(run)),
                   ContainsSubstring("brew -> froth when foam, otherwise serve  [failed]"));
    }
    SECTION("several times") {
        run.context().paid = true;
        run.run();
        CHECK(run.finished());
        CHECK(overlay_of(run).flows[0].taken == 1);
        CHECK(overlay_of(run).flows[3].not_taken);
    }
}

TEST_CASE("names that mean something to a format are written so that they mean themselves") {
    Builder<Cup> b("a\"b<c>&\\d\n]]> --> {x} |y|");
    b.task(
        "in \"quotes\" <b> & \\ | }", [](Cup&) { return done; }, start_point,
        title("<script>alert(1)</script>\nline \"two\""),
        followed_by("b; } <- x", when("c < d && \"e\" | -->", [](const Cup& c) { return c.foam; })),
        followed_by("ü → 木", otherwise));
    b.task("b; } <- x", end_point);
    b.task("ü → 木", end_point);
    const Definition d = b.build().definition();
    const std::string dot = diagram::dot(d);
    CHECK_THAT(dot, ContainsSubstring("\\\"quotes\\\""));
    CHECK(std::count(dot.begin(), dot.end(), '\n') == static_cast<long>(lines_of(dot).size()));
    const std::string mermaid = diagram::mermaid(d);
    CHECK_THAT(mermaid, !ContainsSubstring("<script>"));
    CHECK_THAT(mermaid, ContainsSubstring("ü → 木"));
    for (const std::string& line : lines_of(mermaid)) {
        INFO(line);
        CHECK(std::count(line.begin(), line.end(), '"') % 2 == 0);
    }
}

}  // namespace diagram_pictures_test
