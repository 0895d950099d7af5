// Compares a declared process with an imported one.
#ifndef TESTS_DSL_PROCESS_CHECK_HPP
#define TESTS_DSL_PROCESS_CHECK_HPP

#include <algorithm>
#include <baton/process.hpp>
#include <string>
#include <string_view>

#include "../bpmn/import_check.hpp"

namespace process_check {

namespace core = baton::core;

/// What of two nodes differs, for people.
inline std::string difference(const core::Node& a, const core::Node& b) {
    std::string all;
    const auto look = [&](const char* what, bool same) {
        if (!same) all.append(what).append(" ");
    };
    look("title", a.title == b.title);
    look("kind", a.kind == b.kind && a.task == b.task);
    look("join", a.join == b.join);
    look("split", a.split == b.split);
    look("start", a.start == b.start);
    look("end", a.end == b.end);
    look("body", a.body == b.body);
    look("place", a.host == b.host && a.parent == b.parent && a.process == b.process && a.handler == b.handler);
    look("loop", a.loop == b.loop);
    look("events", a.events == b.events);
    look("flags", a.interrupting == b.interrupting && a.instantiate == b.instantiate && a.parallel == b.parallel &&
                      a.parallel_multiple == b.parallel_multiple && a.for_compensation == b.for_compensation &&
                      a.async_before == b.async_before && a.async_after == b.async_after);
    look("condition", a.condition == b.condition);
    look("call", a.call == b.call);
    look("data", a.data == b.data);
    look("items", a.items == b.items);
    look("implementation", a.implementation == b.implementation);
    look("people", a.people == b.people);
    look("retry", a.retry == b.retry);
    look("properties", a.properties == b.properties);
    look("documentation", a.documentation == b.documentation);
    return all;
}

inline void check_same(const core::Definition& declared, const core::Definition& imported) {
    std::vector<std::string> ids[2], flows[2];
    for (const core::Definition* d : {&declared, &imported}) {
        for (const core::Node& n : d->nodes) ids[d == &imported].push_back(n.id);
        for (const core::Flow& f : d->flows) flows[d == &imported].push_back(f.id + " " + f.condition.text + f.title);
    }
    CHECK(declared.id == imported.id);
    CHECK(ids[0] == ids[1]);
    CHECK(flows[0] == flows[1]);
    for (std::size_t i = 0; i < std::min(declared.nodes.size(), imported.nodes.size()); ++i) {
        INFO("node " << declared.nodes[i].id);
        CHECK(difference(declared.nodes[i], imported.nodes[i]).empty());
    }
    CHECK(declared.processes == imported.processes);
    CHECK(declared.collaboration.participants == imported.collaboration.participants);
    CHECK(declared.collaboration.lanes == imported.collaboration.lanes);
    CHECK(declared.collaboration.references == imported.collaboration.references);
    CHECK(declared.collaboration.links == imported.collaboration.links);
    CHECK(declared.collaboration == imported.collaboration);
    CHECK(declared == imported);
}
/// The same as an executable process p with these elements.
inline void is(const core::Definition& declared, std::string_view inside, std::string_view beside = {}) {
    check_same(declared, import_check::process(inside, import_check::camunda, beside).definition);
}
/// The same, of a file that does not speak Camunda's words: calls pass everything.
inline void is_plain(const core::Definition& declared, std::string_view inside, std::string_view beside = {}) {
    check_same(declared, import_check::process(inside, {}, beside).definition);
}
/// The numbers of all findings.
template <class Make>
std::vector<std::string> problems(Make make) {
    std::vector<std::string> all;
    try {
        const core::Definition d = make();
    } catch (const baton::error& e) {
        for (const baton::diagnostic& f : e.findings()) all.push_back(f.text());
    }
    return all;
}

}  // namespace process_check

#endif
