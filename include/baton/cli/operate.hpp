// `baton deploy`, `start`, `complete`, `message`, `signal`, `set`, `cancel`, `suspend`, `resume`, `retry`, `migrate`,
// `erase`: what an operator does with a store. docs/cli.md describes them.
#ifndef BATON_CLI_OPERATE_HPP
#define BATON_CLI_OPERATE_HPP

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/file.hpp"
#include "../service/worker.hpp"
#include "object_argument.hpp"
#include "store_access.hpp"

namespace baton::inline BATON_ABI::cli {

/// What the operating commands are given; each uses its part.
struct OperateArguments : StoreArguments {
    std::vector<std::string> files;
    std::string process, business_key, request, name, key, id, element, variables, why;
    std::int64_t instance = 0, version = 0, time_to_live_s = 0;
    std::vector<std::string> renamed, dropped;
    bool dry_run = false;
};

namespace detail {

inline std::string_view name_of(runner::Published what) {
    switch (what) {
        case runner::Published::delivered: return "delivered";
        case runner::Published::started: return "started";
        case runner::Published::buffered: return "buffered";
        case runner::Published::duplicate: return "duplicate";
        case runner::Published::unmatched: return "unmatched";
    }
    return {};
}
inline std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& one : texts) out.append(out.empty() ? "" : ", ").append(one);
    return out;
}
/// How the instance stands now, in a line.
inline void say_where(service::Service& service, std::int64_t instance, std::ostream& out) {
    const service::InstanceDetails i = service.info(instance);
    out << i.id << '\t' << i.definition << " v" << i.version << '\t' << service::name_of(i.status);
    if (!i.waiting.empty()) out << "\twaits at " << joined(i.waiting);
    out << '\n';
}

}  // namespace detail

/// 0. A line for each version.
inline int deploy(const OperateArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::create);
    for (const std::string& file : arguments.files)
        for (const service::DeployedVersion& v : service::deploy_bpmn(*service, core::read_file(file), file))
            out << v.process << " v" << v.version << '\n';
    return 0;
}

/// 0. The instance, and how it stands.
inline int start(const OperateArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::change);
    const std::int64_t id =
        service->start(arguments.process, {.variables = detail::variables_argument(arguments.variables),
                                           .business_key = arguments.business_key,
                                           .request = arguments.request,
                                           .version = arguments.version});
    detail::say_where(*service, id, out);
    return 0;
}

/// 0. `element` is empty: `instance` is the number of a task.
inline int complete(const OperateArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::change);
    const core::Variables variables = detail::variables_argument(arguments.variables);
    if (arguments.element.empty()) {
        service->complete(arguments.instance, variables);
        return 0;
    }
    service->complete(arguments.instance, arguments.element, variables);
    detail::say_where(*service, arguments.instance, out);
    return 0;
}

/// 0, or 1 when nobody takes it: then `hints` gets what is waited for.
inline int publish(const OperateArguments& arguments, std::ostream& out, std::ostream& hints) {
    detail::Opened service(arguments, detail::Access::change);
    const runner::PublishResult result =
        service->message({.name = arguments.name,
                          .key = arguments.key,
                          .variables = detail::variables_argument(arguments.variables),
                          .id = arguments.id,
                          .time_to_live = core::duration(arguments.time_to_live_s * 1000)});
    out << detail::name_of(result.what);
    if (result.instance != 0) out << '\t' << result.instance;
    out << '\n';
    if (result.what != runner::Published::unmatched) return 0;
    for (const std::string& key : result.open_keys) hints << "it is waited for with the key '" << key << "'\n";
    for (const std::string& name : result.nearest_names) hints << "did you mean '" << name << "'?\n";
    return 1;
}
inline int message(const OperateArguments& arguments, std::ostream& out) { return publish(arguments, out, std::cerr); }

/// 0.
inline int signal(const OperateArguments& arguments, std::ostream&) {
    detail::Opened service(arguments, detail::Access::change);
    service->signal(arguments.name, detail::variables_argument(arguments.variables));
    service->run();  // it is delivered to each instance by a step of its own
    return 0;
}

/// 0. All incidents of the instance are tried again.
inline int retry(const OperateArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::change);
    static_cast<void>(service->info(arguments.instance));  // whether there is one
    const std::vector<service::IncidentSummary> incidents = service->incidents(arguments.instance);
    for (const service::IncidentSummary& one : incidents) service->retry(one.id);
    out << incidents.size() << (incidents.size() == 1 ? " incident is" : " incidents are") << " tried again\n";
    detail::say_where(*service, arguments.instance, out);
    return 0;
}

/// 0. What does not fit is thrown.
inline int migrate(const OperateArguments& arguments, std::ostream& out) {
    detail::Opened service(arguments, detail::Access::change);
    engine::Migration plan;
    for (const std::string& one : arguments.renamed) {
        auto [from, to] = detail::pair_argument(one, "--rename", "old=new");
        plan.rename(std::move(from), std::move(to));
    }
    for (const std::string& one : arguments.dropped) plan.drop(one);
    service->migrate(arguments.instance, arguments.version, plan, arguments.dry_run);
    if (arguments.dry_run)
        out << "the plan fits\n";
    else
        detail::say_where(*service, arguments.instance, out);
    return 0;
}

/// What is done with one instance, and 0.
inline int operate(const OperateArguments& arguments, void (*what)(service::Service&, const OperateArguments&),
                   std::ostream& out, bool is_gone = false) {
    detail::Opened service(arguments, detail::Access::change);
    what(*service, arguments);
    if (!is_gone) detail::say_where(*service, arguments.instance, out);
    return 0;
}

inline std::vector<Subcommand> add_operating(CLI::App& app) {
    std::vector<Subcommand> all;
    const auto add = [&](const char* name, const char* what, auto run, auto options) {
        const auto a = std::make_shared<OperateArguments>();
        CLI::App* sub = detail::add_store_command(app, name, what, *a);
        options(sub, *a);
        all.push_back({sub, [a, run] { return run(*a, std::cout); }});
    };
    const auto variables = [](CLI::App* sub, OperateArguments& a) {
        sub->add_option("--variables", a.variables, "a JSON object");
    };
    const auto instance = [](CLI::App* sub, OperateArguments& a) {
        sub->add_option("instance", a.instance, "the instance's number")->required();
    };
    add("deploy", "Keeps BPMN files in a store", deploy,
        [](CLI::App* sub, OperateArguments& a) { sub->add_option("files", a.files, "BPMN files")->required(); });
    add("start", "Starts an instance of a process that was deployed", start, [&](CLI::App* sub, OperateArguments& a) {
        sub->add_option("process", a.process, "the process's id")->required();
        variables(sub, a);
        sub->add_option("--business-key", a.business_key, "at most one open instance of the process has it");
        sub->add_option("--request", a.request, "a repeated request is answered as the first one");
        sub->add_option("--version", a.version, "the latest by default");
    });
    add("complete", "Completes a task: its number, or an instance and an element", complete,
        [&](CLI::App* sub, OperateArguments& a) {
            sub->add_option("number", a.instance, "of the task, or of the instance")->required();
            sub->add_option("element", a.element, "where the instance waits");
            variables(sub, a);
        });
    add("message", "Publishes a message", message, [&](CLI::App* sub, OperateArguments& a) {
        sub->add_option("name", a.name, "the message's name")->required();
        sub->add_option("--key", a.key, "the correlation key");
        variables(sub, a);
        sub->add_option("--id", a.id, "published again under it, it is a duplicate");
        sub->add_option("--keep", a.time_to_live_s, "seconds for which it is kept when nobody takes it");
    });
    add("signal", "Broadcasts a signal", signal, [&](CLI::App* sub, OperateArguments& a) {
        sub->add_option("name", a.name, "the signal's name")->required();
        variables(sub, a);
    });
    add("retry", "Tries again what has failed in an instance", retry, instance);
    add("migrate", "Carries an instance over to another version", migrate, [&](CLI::App* sub, OperateArguments& a) {
        instance(sub, a);
        sub->add_option("version", a.version, "the version to which")->required();
        sub->add_option("--rename", a.renamed, "OLD=NEW: what an element is called now");
        sub->add_option("--drop", a.dropped, "an element that is gone, with the tokens on it");
        sub->add_flag("--dry-run", a.dry_run, "says whether it would fit, and changes nothing");
    });
    const auto simple = [&](const char* name, const char* what, void (*run)(service::Service&, const OperateArguments&),
                            auto more, bool is_gone = false) {
        add(
            name, what,
            [run, is_gone](const OperateArguments& a, std::ostream& out) { return operate(a, run, out, is_gone); },
            [&](CLI::App* sub, OperateArguments& a) {
                instance(sub, a);
                more(sub, a);
            });
    };
    const auto nothing = [](CLI::App*, OperateArguments&) {};
    simple(
        "set", "Sets variables of an instance",
        [](service::Service& s, const OperateArguments& a) {
            s.set(a.instance, detail::variables_argument(a.variables));
        },
        variables);
    simple(
        "cancel", "Cancels an instance",
        [](service::Service& s, const OperateArguments& a) { s.cancel(a.instance, a.why); },
        [](CLI::App* sub, OperateArguments& a) { sub->add_option("--why", a.why, "kept in its history"); });
    simple(
        "suspend", "Suspends an instance: it takes what comes, and waits",
        [](service::Service& s, const OperateArguments& a) { s.suspend(a.instance); }, nothing);
    simple(
        "resume", "Lets a suspended instance go on",
        [](service::Service& s, const OperateArguments& a) { s.resume(a.instance); }, nothing);
    simple(
        "erase", "Erases an instance with all that belongs to it",
        [](service::Service& s, const OperateArguments& a) { s.erase(a.instance); }, nothing, true);
    return all;
}

}  // namespace baton::inline BATON_ABI::cli

#endif
