// What is wrong with a declared process is one error with every finding.
#include <baton/process.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace dsl_process_wrong_test {

using namespace baton::words;

namespace {

using Texts = std::vector<std::string>;

/// "BTN002 p, a: what", of all findings.
template <class Make>
Texts problems(Make make) {
    Texts all;
    try {
        const baton::Definition d = make();
        CHECK(d.nodes.empty());
    } catch (const baton::error& e) {
        for (const baton::diagnostic& f : e.findings())
            all.push_back(std::string(number_of(f.code)) + " " + f.where + (f.what.empty() ? "" : ": " + f.what));
    }
    return all;
}
template <class... Words>
Texts wrong_with(const Words&... words) {
    return problems([&] { return process("p", words...); });
}

}  // namespace

TEST_CASE("all findings come at once, with the nearest names") {
    CHECK(wrong_with(start_event("s", followed_by("aprove")),
                     user_task("approve", followed_by("done"), followed_by("nowhere")), user_task("approve"),
                     end_event("")) == Texts{"BTN001 p, approve", "BTN021 p",
                                             "BTN002 p, s: aprove (did you mean 'approve'?)", "BTN002 p, approve: done",
                                             "BTN002 p, approve: nowhere"});
}

TEST_CASE("flows stay in their scope, and lead where something can go in") {
    CHECK(wrong_with(sub_process("s", task("in", followed_by("out"))), task("out", followed_by("in"), followed_by("v")),
                     start_event("b", followed_by("b")), event_sub_process("v", start_event("x", on_signal("y")))) ==
          Texts{"BTN420 p, in: it leads to 'out', but a sequence flow does not leave its sub-process",
                "BTN420 p, out: it leads to 'in', but a sequence flow does not leave its sub-process",
                "BTN420 p, out: it leads to 'v' (event-sub-process), into which nothing flows",
                "BTN420 p, b: it leads to 'b' (start-event), into which nothing flows"});
    CHECK(problems([] {
              return collaboration(process("p", task("a", followed_by("bees"))), process("q", task("bees")),
                                   message_flow("a", "bee"), participant("x", of("r")));
          }) == Texts{"BTN420 p, a: it leads to 'bees', but a sequence flow does not leave its process; messages do",
                      "BTN415 x: its process 'r' is not declared (did you mean 'p'?)",
                      "BTN415 message flow a to bee: 'bee' is no element or participant (did you mean 'bees'?)"});
}

TEST_CASE("boundary events have a host and lead somewhere") {
    CHECK(
        wrong_with(task("host", on_timer(after("PT1S")), compensated_by("undo"), compensated_by("host")), task("undo"),
                   boundary_event("b", on("hots"), on_signal("s"), followed_by("undo")),
                   boundary_event("c", on("host"), followed_by("undo")),
                   boundary_event("d", on("host"), on_error("E"), non_interrupting, followed_by("undo")),
                   boundary_event("e", on("host"), on_cancel(), followed_by("undo")),
                   boundary_event("f", on("host"), on_compensation(), followed_by("undo"))) ==
        Texts{"BTN415 p, b: a boundary event is on(…) an activity of the same scope, and 'hots' is none (did you mean "
              "'host'?)",
              "BTN424 p, undo: it compensates another activity and must say for_compensation",
              "BTN424 p, host: it compensates another activity and must say for_compensation",
              "BTN422 p, host.timer: it leads nowhere; say followed_by(…) inside of it",
              "BTN422 p, c: a boundary event says what it waits for: on_timer(…) …",
              "BTN422 p, d: a boundary event of error cannot be non_interrupting",
              "BTN422 p, e: only a transaction is cancelled",
              "BTN422 p, f: compensation leads to its handler, by no sequence flow",
              "BTN422 p, f: compensation needs a handler: compensated_by(…), or handled_by(…)"});
}

TEST_CASE("events stand where they may") {
    CHECK(wrong_with(start_event("a", on_error("E")), start_event("b", non_interrupting), catch_event("c"),
                     end_event("d", throws_cancel()), throw_event("e", throws_link("L")),
                     catch_event("f", on_link("M")), throw_event("g", throws_compensation("aa")),
                     sub_process("s", start_event("s1", on_signal("x"))), event_sub_process("v", start_event("v1"))) ==
          Texts{"BTN422 p, a: a process does not start on error; an event_sub_process does",
                "BTN422 p, b: only the start event of an event sub-process can be non_interrupting",
                "BTN422 p, c: a catch event says what it waits for: on_message(…) …",
                "BTN422 p, d: only inside of a transaction can it be cancelled",
                "BTN423 p, e: no catch event of this scope is on_link(\"L\") (did you mean 'M'?)",
                "BTN415 p, g: the activity 'aa' to compensate is not declared (did you mean 'a'?)",
                "BTN422 p, s1: the start event of a sub-process waits for nothing; in an event_sub_process it does",
                "BTN422 p, v1: the start event of an event sub-process says what it waits for"});
}

TEST_CASE("gateways, loops, lanes and correlation keep their rules") {
    CHECK(wrong_with(exclusive_gateway("x", followed_by("t", otherwise), followed_by("t", otherwise)),
                     parallel_gateway("y", followed_by("t", when("=a"))),
                     event_based_gateway("z", followed_by("t", when("=a")), followed_by("c")), task("t"),
                     catch_event("c", on_signal("s")), task("l", loop_while("=x"), times("=2")),
                     lane("la", has("tt"))) ==
          Texts{"BTN426 p, l: an activity loops while something holds, or has instances; not both", "BTN017 p, x",
                "BTN020 p, y", "BTN421 p, z: the event that happens first decides, no condition",
                "BTN421 p, z: it leads to 't', but behind an event gateway stand catch events and receive tasks",
                "BTN415 lane la: 'tt' is no element (did you mean 't'?)"});
    CHECK(problems([] {
              return collaboration(process("p", correlates("kez", is("n", "=x"))), correlation_property("nr"),
                                   correlation_key("key", has("nn")));
          }) == Texts{"BTN415 correlation key key: the correlation property 'nn' is not declared (did you mean 'nr'?)",
                      "BTN415 p: the correlation key 'kez' is not declared",
                      "BTN415 p: the correlation property 'n' is not declared (did you mean 'nr'?)"});
}

}  // namespace dsl_process_wrong_test
