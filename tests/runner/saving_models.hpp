// Models made by hand, one for every way in which an instance can wait, and what is done with them.
#ifndef TESTS_RUNNER_SAVING_MODELS_HPP
#define TESTS_RUNNER_SAVING_MODELS_HPP

#include <baton/runner/process_engine.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace process_models {

using namespace baton;
using core::event_kind;
using core::join_kind;
using core::loop_kind;
using core::node_kind;
using core::split_kind;
using core::task_kind;
using core::timer_kind;

using Models = std::vector<std::shared_ptr<const Definition>>;
using Steps = std::vector<std::function<void(ProcessEngine&)>>;

/// What is deployed, and what is then done with it, one after the other.
struct Story {
    std::string name;
    Models models;
    Steps steps;
};

/// Writes a Definition down.
class Model {
public:
    explicit Model(const std::string& process) {
        d_.id = process;
        d_.processes.push_back({});
        d_.processes[0].id = process;
    }
    Node& add(const std::string& id, node_kind kind, const std::string& parent = {}) {
        Node n;
        n.id = n.title = id;
        n.kind = kind;
        n.start = kind == node_kind::start_event;
        if (!parent.empty()) n.parent = d_.find(parent);
        if (kind == node_kind::parallel_gateway) {
            n.join = join_kind::all;
            n.split = split_kind::all;
        }
        d_.nodes.push_back(std::move(n));
        return d_.nodes.back();
    }
    Node& user(const std::string& id, const std::string& parent = {}) {
        Node& n = add(id, node_kind::task, parent);
        n.task = task_kind::user;
        return n;
    }
    /// An event with one definition; `text` is its name, its time, or its condition.
    Node& event(const std::string& id, node_kind kind, event_kind what, const std::string& text,
                const std::string& parent = {}, timer_kind timer = timer_kind::duration) {
        Node& n = add(id, kind, parent);
        n.events.push_back(definition(what, text, timer));
        return n;
    }
    static core::EventDefinition definition(event_kind what, const std::string& text,
                                            timer_kind timer = timer_kind::duration) {
        core::EventDefinition e;
        e.kind = what;
        e.timer = timer;
        if (what == event_kind::message || what == event_kind::signal)
            e.name = text;
        else
            e.expression.text = text;
        return e;
    }
    Node& boundary(const std::string& id, const std::string& host, event_kind what, const std::string& text,
                   bool interrupting, timer_kind timer = timer_kind::duration) {
        Node& n = event(id, node_kind::boundary_event, what, text, {}, timer);
        n.host = d_.find(host);
        n.parent = d_.nodes[n.host].parent;
        n.interrupting = interrupting;
        return n;
    }
    /// A chain of flows.
    Model& flows(const std::vector<std::string>& ids) {
        for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
            core::Flow f;
            f.source = d_.find(ids[i]);
            f.target = d_.find(ids[i + 1]);
            d_.flows.push_back(std::move(f));
        }
        return *this;
    }
    [[nodiscard]] std::size_t find(const std::string& id) const { return d_.find(id); }
    Node& at(const std::string& id) { return d_.nodes[d_.find(id)]; }
    std::shared_ptr<const Definition> done() {
        core::name_flows(d_);
        return std::make_shared<const Definition>(d_);
    }

private:
    Definition d_;
};

inline std::function<void(ProcessEngine&)> start(Variables variables = {}) {
    return [variables](ProcessEngine& e) { e.start("main", variables, "a key"); };
}
inline std::function<void(ProcessEngine&)> complete(const std::string& task, Variables variables = {}) {
    return [=](ProcessEngine& e) { e.complete(task, variables); };
}
inline std::function<void(ProcessEngine&)> message(const std::string& name) {
    return [=](ProcessEngine& e) { e.message({.name = name, .key = {}, .variables = {}, .id = {}, .time_to_live = {}}); };
}
inline std::function<void(ProcessEngine&)> signal(const std::string& name) {
    return [=](ProcessEngine& e) { e.signal(name); };
}
inline std::function<void(ProcessEngine&)> advance(std::int64_t seconds) {
    return [=](ProcessEngine& e) { e.advance_to(e.now() + core::duration(seconds * 1000)); };
}
inline std::function<void(ProcessEngine&)> set(Variables variables) {
    return [=](ProcessEngine& e) { e.set(variables); };
}

inline Story events() {
    Model m("main");
    m.add("s", node_kind::start_event);
    m.add("split", node_kind::parallel_gateway);
    m.event("timer", node_kind::catch_event, event_kind::timer, "PT10S");
    m.event("message", node_kind::catch_event, event_kind::message, "paid");
    m.event("signal", node_kind::catch_event, event_kind::signal, "go");
    m.event("condition", node_kind::catch_event, event_kind::conditional, "=x > 1");
    Node& both = m.event("both", node_kind::catch_event, event_kind::message, "one");
    both.parallel_multiple = true;
    both.events.push_back(Model::definition(event_kind::signal, "two"));
    m.add("choice", node_kind::event_gateway);
    m.event("late", node_kind::catch_event, event_kind::timer, "PT10S");
    m.event("soon", node_kind::catch_event, event_kind::message, "soon");
    m.user("after");
    m.add("join", node_kind::parallel_gateway);
    m.add("e", node_kind::end_event);
    for (const char* branch : {"timer", "message", "signal", "condition", "both"}) m.flows({"split", branch, "join"});
    m.at("after").join = join_kind::merge;
    m.flows({"split", "choice", "late", "after", "join"}).flows({"choice", "soon", "after"});
    m.flows({"s", "split"}).flows({"join", "e"});
    return {"events", {m.done()}, {start({{"x", 0}}), signal("two"), message("paid"), advance(10), set({{"x", 2}}),
                                   complete("after"), signal("go"), message("one")}};
}

inline Story boundary_cycle() {
    Model m("main");
    m.add("s", node_kind::start_event);
    m.user("work");
    m.boundary("tick", "work", event_kind::timer, "R3/PT10S", false, timer_kind::cycle);
    m.boundary("stop", "work", event_kind::message, "stop", true);
    m.user("remind");
    m.add("e", node_kind::end_event);
    m.at("e").join = join_kind::merge;
    m.flows({"s", "work", "e"}).flows({"tick", "remind", "e"}).flows({"stop", "e"});
    return {"boundary cycle", {m.done()}, {start(), advance(10), complete("remind"), advance(10), message("stop"),
                                           complete("remind")}};
}

inline Story event_sub_process() {
    Model m("main");
    m.add("s", node_kind::start_event);
    m.add("sub", node_kind::sub_process);
    m.add("ss", node_kind::start_event, "sub");
    m.user("inside", "sub");
    m.add("se", node_kind::end_event, "sub");
    for (const std::string esp : {"note", "stop"}) {
        m.add(esp, node_kind::event_sub_process, "sub");
        m.event(esp + " start", node_kind::start_event, event_kind::message, esp, esp).interrupting = esp == "stop";
        m.user(esp + " work", esp);
        m.add(esp + " end", node_kind::end_event, esp);
        m.flows({esp + " start", esp + " work", esp + " end"});
    }
    m.add("e", node_kind::end_event);
    m.flows({"s", "sub", "e"}).flows({"ss", "inside", "se"});
    return {"event sub-process", {m.done()}, {start(), message("note"), message("note"), complete("note work"),
                                              message("stop"), complete("stop work")}};
}

inline Story several(loop_kind kind) {
    Model m("main");
    m.add("s", node_kind::start_event);
    Node& each = m.user("each");
    each.loop.kind = kind;
    each.loop.collection = "items";
    each.loop.element = "item";
    each.loop.output_collection = "results";
    each.loop.output_element = "result";
    m.boundary("alarm", "each", event_kind::signal, "alarm", false);
    m.user("look");
    m.add("e", node_kind::end_event);
    m.at("e").join = join_kind::merge;
    m.flows({"s", "each", "e"}).flows({"alarm", "look", "e"});
    const Value items(Value::List{Value("a"), Value(2), Value(2.5)});
    return {kind == loop_kind::parallel ? "parallel instances" : "instances in turn",
            {m.done()},
            {start({{"items", items}}), complete("each", {{"result", "A"}}), signal("alarm"),
             complete("each", {{"result", Value::Object{{"z", 1}, {"a", nullptr}}}}), complete("look"),
             complete("each", {{"result", true}})}};
}

inline Story loop() {
    Model m("main");
    m.add("s", node_kind::start_event);
    Node& again = m.user("again");
    again.loop.kind = loop_kind::standard;
    again.loop.condition.text = "=loopCounter < 3";
    m.add("e", node_kind::end_event);
    m.flows({"s", "again", "e"});
    return {"loop", {m.done()}, {start(), complete("again"), complete("again"), complete("again")}};
}

inline Story call() {
    Model m("main");
    m.add("s", node_kind::start_event);
    Node& c = m.add("call", node_kind::call_activity);
    c.call.called = "other";
    c.call.passes_all_in = c.call.passes_all_out = true;
    m.boundary("stop", "call", event_kind::message, "stop", true);
    m.add("e", node_kind::end_event);
    m.at("e").join = join_kind::merge;
    m.flows({"s", "call", "e"}).flows({"stop", "e"});
    Model o("other");
    o.add("os", node_kind::start_event);
    o.user("inner");
    o.add("oe", node_kind::end_event);
    o.flows({"os", "inner", "oe"});
    return {"call", {m.done(), o.done()}, {start({{"x", 1}}), start(), complete("inner", {{"x", 2}}), message("stop")}};
}

inline Story compensation() {
    Model m("main");
    m.add("s", node_kind::start_event);
    m.add("sub", node_kind::sub_process);
    for (const std::string task : {"book", "pay"}) {
        m.add(task, node_kind::task, "sub").start = task == "book";
        Node& undo = m.user("undo " + task, "sub");
        undo.for_compensation = true;
        m.boundary(task + " undone", task, event_kind::compensation, "", true);
    }
    m.add("se", node_kind::end_event, "sub");
    m.event("back", node_kind::throw_event, event_kind::compensation, "");
    m.add("e", node_kind::end_event);
    for (const std::string task : {"book", "pay"}) m.at(task + " undone").handler = m.find("undo " + task);
    m.flows({"s", "sub", "back", "e"}).flows({"book", "pay", "se"});
    return {"compensation", {m.done()}, {start(), complete("undo pay"), complete("undo book")}};
}

inline Story complex_gateway() {
    Model m("main");
    m.add("s", node_kind::start_event);
    m.add("split", node_kind::parallel_gateway);
    m.add("two", node_kind::complex_gateway).condition.text = "=activationCount >= 2";
    m.at("two").join = join_kind::complex;
    m.user("after");
    m.add("e", node_kind::end_event);
    for (const char* task : {"a", "b", "c"}) {
        m.user(task);
        m.flows({"split", task, "two"});
    }
    m.flows({"s", "split"}).flows({"two", "after", "e"});
    return {"complex gateway", {m.done()}, {start(), complete("b"), complete("a"), complete("after"), complete("c")}};
}

inline Story inclusive_join() {
    Model m("main");
    m.add("s", node_kind::start_event);
    m.add("sub", node_kind::sub_process).loop.kind = loop_kind::parallel;
    m.at("sub").loop.count.text = "=2";
    m.add("ss", node_kind::start_event, "sub");
    m.add("split", node_kind::parallel_gateway, "sub");
    m.user("a", "sub");
    m.user("b", "sub");
    m.add("join", node_kind::inclusive_gateway, "sub").join = join_kind::inclusive;
    m.user("after", "sub");
    m.add("e", node_kind::end_event);
    m.flows({"ss", "split", "a", "join", "after"}).flows({"split", "b", "join"}).flows({"s", "sub", "e"});
    return {"inclusive join", {m.done()}, {start(), complete("a"), complete("a"), complete("b"), complete("after"),
                                           complete("b"), complete("after")}};
}

inline Story ad_hoc() {
    Model m("main");
    m.add("s", node_kind::start_event);
    Node& free = m.add("free", node_kind::ad_hoc_sub_process);
    free.sequential = true;
    free.condition.text = "=false";
    for (const char* task : {"x", "y", "z"}) m.user(task, "free").start = true;
    m.add("e", node_kind::end_event);
    m.flows({"s", "free", "e"});
    return {"ad-hoc", {m.done()}, {start(), complete("x"), complete("y"), complete("z")}};
}

inline Story start_events() {
    Model m("main");
    m.event("every", node_kind::start_event, event_kind::timer, "R3/PT10S", {}, timer_kind::cycle);
    m.event("called", node_kind::start_event, event_kind::message, "begin");
    m.user("work").join = join_kind::merge;
    m.event("answer", node_kind::catch_event, event_kind::message, "answer");
    m.add("e", node_kind::end_event);
    m.at("every").start = m.at("called").start = false;
    m.flows({"every", "work", "answer", "e"}).flows({"called", "work"});
    const auto kept = [](ProcessEngine& e) {
        e.message({.name = "answer", .key = {}, .variables = {{"v", "\xff"}}, .id = "1", .time_to_live = core::duration(99'000)});
    };
    return {"start events", {m.done()}, {advance(10), message("begin"), kept, kept, complete("work"), advance(15),
                                         complete("work"), complete("work"), message("answer"), message("answer")}};
}

inline std::vector<Story> all_stories() {
    return {events(), boundary_cycle(), event_sub_process(), several(loop_kind::parallel), several(loop_kind::sequential),
            loop(), call(), compensation(), complex_gateway(), inclusive_join(), ad_hoc(), start_events()};
}

}  // namespace process_models

#endif
