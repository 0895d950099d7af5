// `baton ls`, `show`, `history`, `tasks`: what is in a store. docs/cli.md describes what they print.
#ifndef BATON_CLI_LOOK_HPP
#define BATON_CLI_LOOK_HPP

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/time_text.hpp"
#include "../expression/timer.hpp"
#include "store_access.hpp"

namespace baton::inline BATON_ABI::cli {

struct LookArguments : StoreArguments {
    bool json = false;
};

struct ListArguments : LookArguments {
    std::string process, business_key;
    /// Of an instance, or "open", "any".
    std::string status = "open";
    /// name=value of searchable variables; all must hold.
    std::vector<std::string> variables;
    std::int64_t after = 0, limit = 100;
};

struct InstanceArguments : LookArguments {
    std::int64_t instance = 0;
};

struct TasksArguments : LookArguments {
    service::TaskQuery query;
    /// ISO 8601; empty: not asked for.
    std::string due_until;
};

namespace detail {

/// The values of secret variables are not shown.
inline core::Variables shown(core::Variables variables, const std::vector<std::string>& secret) {
    for (auto& [name, value] : variables)
        if (std::find(secret.begin(), secret.end(), name) != secret.end())
            value = core::Value(std::string(service::detail::redaction));
    return variables;
}

inline testing::ScenarioJson time_json(core::instant t) {
    return t == core::instant::never() ? testing::ScenarioJson() : testing::ScenarioJson(core::to_text(t));
}

inline testing::ScenarioJson summary_json(const service::InstanceSummary& i) {
    return {{"instance", i.id},
            {"process", i.definition},
            {"version", i.version},
            {"status", service::name_of(i.status)},
            {"businessKey", i.business_key},
            {"parent", i.parent},
            {"started", time_json(i.started)},
            {"ended", time_json(i.ended)}};
}

inline store::InstanceQuery query_of(const ListArguments& arguments) {
    store::InstanceQuery q;
    q.definition_key = arguments.process;
    q.business_key = arguments.business_key;
    q.after_id = arguments.after;
    q.limit = arguments.limit;
    if (arguments.status == "open")
        q.open = store::InstanceQuery::Open::open;
    else if (arguments.status != "any")
        for (int s = 0; s <= static_cast<int>(service::InstanceStatus::cancelled); ++s)
            if (service::name_of(static_cast<service::InstanceStatus>(s)) == arguments.status) q.status = s;
    for (const std::string& one : arguments.variables) {
        auto [name, value] = pair_argument(one, "--variable", "name=value");
        q.attributes.push_back({std::move(name), false, std::move(value)});
    }
    return q;
}

}  // namespace detail

/// 0. Fields of a line are parted by tabs.
inline int list(const ListArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::look);
    testing::ScenarioJson report = detail::document("instances");
    report["instances"] = testing::ScenarioJson::array();
    for (const service::InstanceSummary& i : service->instances(detail::query_of(arguments))) {
        if (arguments.json) {
            report["instances"].push_back(detail::summary_json(i));
        } else {
            out << i.id << '\t' << i.definition << " v" << i.version << '\t' << service::name_of(i.status) << '\t'
                << core::to_text(i.started) << '\t' << i.business_key << '\n';
        }
    }
    if (arguments.json) out << detail::text_of(report) << '\n';
    return 0;
}

/// 0, or 1 when something has failed in it.
inline int show(const InstanceArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::look);
    const service::InstanceDetails i = service->info(arguments.instance);
    const std::vector<service::IncidentSummary> incidents = service->incidents(arguments.instance);
    if (arguments.json) {
        testing::ScenarioJson report = detail::document("instance");
        report.update(detail::summary_json(i));
        report["waiting"] = i.waiting;
        report["nextDue"] = detail::time_json(i.next_due);
        if (!i.error_code.empty() || !i.error_message.empty())
            report["error"] = {{"code", i.error_code}, {"message", i.error_message}};
        report["variables"] = testing::json_from(detail::shown(i.variables, i.secret));
        report["incidents"] = testing::ScenarioJson::array();
        for (const service::IncidentSummary& one : incidents)
            report["incidents"].push_back({{"incident", one.id},
                                           {"element", one.element},
                                           {"why", one.why},
                                           {"since", detail::time_json(one.since)}});
        out << detail::text_of(report) << '\n';
    } else {
        out << service->explain(arguments.instance);
        if (!i.business_key.empty()) out << "  business key " << i.business_key << '\n';
        if (!i.error_code.empty() || !i.error_message.empty())
            out << "  error " << i.error_code << (i.error_message.empty() ? "" : ": ") << i.error_message << '\n';
        out << "  version " << i.version << ", started " << core::to_text(i.started);
        if (i.ended != core::instant::never()) out << ", ended " << core::to_text(i.ended);
        out << "\n  variables " << testing::json_text(detail::shown(i.variables, i.secret)) << '\n';
    }
    return incidents.empty() && i.status != service::InstanceStatus::failed ? 0 : 1;
}

/// 0.
inline int history(const InstanceArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::look);
    testing::ScenarioJson report = detail::document("history");
    report["instance"] = arguments.instance;
    report["lines"] = testing::ScenarioJson::array();
    std::int64_t from = 1;
    for (;;) {
        const std::vector<service::HistoryLine> page = service->history(arguments.instance, from);
        if (page.empty()) break;
        from = page.back().number + 1;
        for (const service::HistoryLine& line : page) {
            if (arguments.json)
                report["lines"].push_back({{"number", line.number},
                                           {"at", core::to_text(line.at)},
                                           {"what", line.what},
                                           {"element", line.element},
                                           {"token", line.token},
                                           {"text", line.text}});
            else
                out << line.number << '\t' << core::to_text(line.at) << '\t' << line.what << '\t' << line.element
                    << '\t' << line.text << '\n';
        }
    }
    if (arguments.json) out << detail::text_of(report) << '\n';
    return 0;
}

/// 0.
inline int tasks(const TasksArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::look);
    testing::ScenarioJson report = detail::document("tasks");
    report["tasks"] = testing::ScenarioJson::array();
    service::TaskQuery query = arguments.query;
    if (!arguments.due_until.empty())
        query.due_until = expression::due_times(core::timer_kind::date, arguments.due_until, core::instant()).first;
    for (const service::TaskSummary& t : service->tasks(query)) {
        if (arguments.json)
            report["tasks"].push_back({{"task", t.id},
                                       {"instance", t.instance},
                                       {"element", t.element},
                                       {"title", t.title},
                                       {"assignee", t.assignee},
                                       {"users", t.candidate_users},
                                       {"groups", t.candidate_groups},
                                       {"form", t.form_key},
                                       {"due", t.due_date},
                                       {"priority", t.priority},
                                       {"created", core::to_text(t.created)},
                                       {"variables", testing::json_from(detail::shown(t.variables, t.secret))}});
        else
            out << t.id << '\t' << t.instance << '\t' << t.element << '\t' << t.title << '\t' << t.assignee << '\n';
    }
    if (arguments.json) out << detail::text_of(report) << '\n';
    return 0;
}

inline std::vector<Subcommand> add_looking(CLI::App& app) {
    std::vector<Subcommand> all;
    {
        const auto a = std::make_shared<ListArguments>();
        CLI::App* sub = detail::add_store_command(app, "ls", "Lists the instances in a store", *a);
        sub->add_option("--process", a->process, "of this process only");
        sub->add_option("--business-key", a->business_key, "with this business key");
        sub->add_option("--status", a->status, "open (the default), any, or one status")
            ->check(CLI::IsMember({"open", "any", "running", "suspended", "completed", "failed", "cancelled"}));
        sub->add_option("--variable", a->variables, "NAME=VALUE: with this value of a searchable variable");
        sub->add_option("--after", a->after, "the last instance of the page before");
        sub->add_option("--limit", a->limit, "at most so many")->check(CLI::Range(1, 1000));
        sub->add_flag("--json", a->json, "as JSON");
        all.push_back({sub, [a] { return list(*a, std::cout); }});
    }
    const auto of_instance = [&](const char* name, const char* what,
                                 int (*run)(const InstanceArguments&, std::ostream&)) {
        const auto a = std::make_shared<InstanceArguments>();
        CLI::App* sub = detail::add_store_command(app, name, what, *a);
        sub->add_option("instance", a->instance, "the instance's number")->required();
        sub->add_flag("--json", a->json, "as JSON");
        all.push_back({sub, [a, run] { return run(*a, std::cout); }});
    };
    of_instance("show", "Shows an instance: where it waits, for what, its variables and incidents", show);
    of_instance("history", "Prints what has happened in an instance", history);
    {
        const auto a = std::make_shared<TasksArguments>();
        CLI::App* sub = detail::add_store_command(app, "tasks", "Lists the tasks that people are to do", *a);
        sub->add_option("--assignee", a->query.assignee, "assigned to this user");
        sub->add_option("--user", a->query.user, "for which this user is a candidate");
        sub->add_option("--group", a->query.group, "for which members of this group are candidates");
        sub->add_option("--element", a->query.element, "at this element");
        sub->add_option("--form", a->query.form, "with this form");
        sub->add_option("--due-until", a->due_until, "due at this time or before: 2026-12-24T18:00:00Z");
        sub->add_option("--instance", a->query.instance, "of this instance");
        sub->add_option("--after", a->query.after, "the last task of the page before");
        sub->add_option("--limit", a->query.limit, "at most so many")->check(CLI::Range(1, 1000));
        sub->add_flag("--json", a->json, "as JSON");
        all.push_back({sub, [a] { return tasks(*a, std::cout); }});
    }
    return all;
}

}  // namespace baton::inline BATON_ABI::cli

#endif
