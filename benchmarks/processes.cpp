// What processes cost: importing, and running them in memory; the budgets are printed beside the figures.
//
//   processes            the table
//   processes chain N    runs a chain of N service tasks once, for counting instructions
#include <algorithm>
#include <baton/bpmn/import.hpp>
#include <baton/runner/process_engine.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace {

using std::chrono::steady_clock;

double seconds_of(const auto& work, int times = 3) {
    double best = 1e9;
    for (int i = 0; i < times; ++i) {
        const auto began = steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(steady_clock::now() - began).count());
    }
    return best;
}

/// A BPMN file, piece by piece.
class Model {
public:
    Model& node(const std::string& kind, const std::string& id, const std::string& inside = {}) {
        nodes_ += "<" + kind + " id=\"" + id + "\">" + inside + "</" + kind.substr(0, kind.find(' ')) + ">\n";
        return *this;
    }
    Model& flow(const std::string& from, const std::string& to) {
        nodes_ += "<sequenceFlow id=\"f" + std::to_string(++flows_) + "\" sourceRef=\"" + from + "\" targetRef=\"" + to +
                  "\"/>\n";
        return *this;
    }
    [[nodiscard]] std::string text() const {
        return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\" targetNamespace=\"t\">"
               "<process id=\"p\" isExecutable=\"true\">\n" +
               nodes_ + "</process></definitions>";
    }

private:
    std::string nodes_;
    int flows_ = 0;
};

Model chain(int tasks) {
    Model m;
    m.node("startEvent", "start");
    std::string before = "start";
    for (int i = 0; i < tasks; ++i) {
        const std::string id = "t" + std::to_string(i);
        m.node("serviceTask", id).flow(before, id);
        before = id;
    }
    return m.node("endEvent", "end").flow(before, "end");
}
Model fan(const std::string& gateway, int tasks) {
    Model m;
    m.node("startEvent", "start").node(gateway, "split").node(gateway, "join").node("endEvent", "end");
    m.flow("start", "split").flow("join", "end");
    for (int i = 0; i < tasks; ++i) {
        const std::string id = "t" + std::to_string(i);
        m.node("serviceTask", id).flow("split", id).flow(id, "join");
    }
    return m;
}

using Shared = std::shared_ptr<const baton::Definition>;

Shared imported(const Model& m) {
    return std::make_shared<const baton::Definition>(
        baton::bpmn::import_text(m.text(), "model", {.check = false}).definition);
}
baton::ProcessEngine engine_for(const Shared& d) {
    baton::ProcessEngine engine({.unbound = baton::Unbound::complete, .step_limit = 0});
    engine.bind([](const baton::Definition&, const baton::Node& n) -> baton::TaskBody {
        if (n.task != baton::core::task_kind::service) return {};
        return [](baton::TaskContext&) -> baton::Outcome { return true; };
    });
    engine.deploy({d});
    return engine;
}
/// Seconds for that many instances.
double run_instances(const Shared& d, int instances, const baton::Variables& variables = {}) {
    return seconds_of([&] {
        baton::ProcessEngine engine = engine_for(d);
        for (int i = 0; i < instances; ++i) engine.start("p", variables);
    });
}
void line(const char* what, double value, const char* unit, double budget) {
    std::printf("%-64s %10.3f %-3s budget %g: %s\n", what, value, unit, budget, value <= budget ? "holds" : "MISSED");
}

}  // namespace

int main(int count, char** values) {
    if (count == 3) {
        const Shared d = imported(chain(std::atoi(values[2])));
        baton::ProcessEngine engine = engine_for(d);
        engine.start("p");
        return 0;
    }
    const Shared in_order = imported(chain(10)), at_once = imported(fan("parallelGateway", 10));
    line("ten service tasks in order, 1,000 instances, per element", run_instances(in_order, 1000) * 1e6 / 12'000, "us", 1);
    line("ten service tasks at once, 1,000 instances, per element", run_instances(at_once, 1000) * 1e6 / 14'000, "us", 1);

    const std::string fifty = chain(48).text();
    const double reading = seconds_of(
        [&] {
            const auto d = std::make_shared<const baton::Definition>(
                baton::bpmn::import_text(fifty, "model", {.check = false}).definition);
            const baton::runner::detail::ProcessModel model(d);
        },
        20);
    line("importing and compiling a file of 50 elements", reading * 1e3, "ms", 1);
    const double checked = seconds_of([&] { (void)baton::bpmn::import_text(fifty, "model"); }, 20);
    line("the same, checked by all rules", checked * 1e3, "ms", 1);

    // A gateway behind a chain of 1,000 elements: the inclusive join must not look at all of them.
    const auto behind = [](const std::string& gateway) {
        Model m = chain(998);
        m.node(gateway, "split").node("serviceTask", "left").node("serviceTask", "right").node(gateway, "join");
        m.node("endEvent", "last").flow("t997", "split").flow("split", "left").flow("split", "right");
        return m.flow("left", "join").flow("right", "join").flow("join", "last");
    };
    const double exclusive = run_instances(imported(behind("exclusiveGateway")), 100);
    const double inclusive = run_instances(imported(behind("inclusiveGateway")), 100);
    line("an inclusive gateway in 1,000 elements, against an exclusive one", inclusive / exclusive, "x", 10);

    const auto items = [](int number) {
        Model m;
        m.node("startEvent", "start").node("endEvent", "end");
        m.node("serviceTask", "each",
               "<multiInstanceLoopCharacteristics><loopCardinality>" + std::to_string(number) +
                   "</loopCardinality></multiInstanceLoopCharacteristics>");
        return imported(m.flow("start", "each").flow("each", "end"));
    };
    const double ten = run_instances(items(10'000), 1) / 10'000, hundred = run_instances(items(100'000), 1) / 100'000;
    line("100,000 parallel instances: an instance, against one of 10,000", hundred / ten, "x", 1.5);
    std::printf("%-64s %10.3f us\n", "100,000 parallel instances, per instance", hundred * 1e6);
}
