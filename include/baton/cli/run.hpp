// `baton run`: runs the process of a BPMN file here and now. docs/cli.md describes what it prints.
#ifndef BATON_CLI_RUN_HPP
#define BATON_CLI_RUN_HPP

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <iostream>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../bpmn/import.hpp"
#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/file.hpp"
#include "../core/time_text.hpp"
#include "../core/value.hpp"
#include "../runner/clock.hpp"
#include "../runner/process_engine.hpp"
#include "../testing/scenario_value.hpp"
#include "object_argument.hpp"
#include "subcommand.hpp"
#include "trace.hpp"

namespace baton::inline BATON_ABI::cli {

/// What completes a user task.
struct TaskMessage {
    std::string task;
    core::Variables variables;
};

struct RunArguments {
    std::string file, variables, messages;
    /// "", "lines" or "classic".
    std::string trace;
    std::size_t instances = 1;
};

/// Where a run reads from and writes to.
struct RunStreams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    /// People are asked for user tasks.
    bool asks = false;
};

namespace detail {

/// JSON lines: {"task": "t0", "variables": {}}.
inline std::vector<TaskMessage> read_messages(const std::string& path) {
    std::vector<TaskMessage> all;
    std::istringstream lines(core::read_file(path));
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const std::string where = path + ", line " + std::to_string(number);
        TaskMessage message;
        for (const auto& [key, value] : object_from(line, where)) {
            if (key == "task" && value.text() != nullptr)
                message.task = *value.text();
            else if (key == "variables" && value.object() != nullptr)
                message.variables = *value.object();
            else
                throw std::runtime_error(where + ": expected {\"task\": \"id\", \"variables\": {}}, seen " + line);
        }
        if (message.task.empty()) throw std::runtime_error(where + ": the task is missing");
        all.push_back(std::move(message));
    }
    return all;
}

/// Whether nothing in the model, and nothing that baton brings along, does this task.
inline bool lacks_body(const core::Node& n) {
    using core::task_kind;
    if (n.kind != core::node_kind::task) return false;
    if (n.task == task_kind::send) return n.events.empty();
    if (n.task != task_kind::service && n.task != task_kind::script && n.task != task_kind::business_rule) return false;
    if (n.implementation.kind == "expression") return false;
    const std::string& language = n.body.language;
    const bool known = language.empty() || language.find("feel") != std::string::npos ||
                       language.find("FEEL") != std::string::npos || language.find("juel") != std::string::npos ||
                       language.find("JUEL") != std::string::npos;
    return n.body.kind != core::body_kind::expression || n.body.text.empty() || !known;
}

/// The value of a form's field from what a person typed; nullopt when it is none of its type.
inline std::optional<core::Value> field_value(const core::FormField& field, const std::string& typed) {
    const auto number = [&](auto value) -> std::optional<core::Value> {
        const auto [end, problem] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
        if (problem != std::errc() || end != typed.data() + typed.size()) return std::nullopt;
        return core::Value(value);
    };
    if (field.type == "long" || field.type == "integer" || field.type == "int") return number(std::int64_t{});
    if (field.type == "double" || field.type == "number" || field.type == "float") {
        if (const std::optional<core::Value> whole = number(std::int64_t{})) return whole;
        return number(0.0);
    }
    if (field.type == "boolean") {
        if (typed == "true" || typed == "yes" || typed == "y") return core::Value(true);
        if (typed == "false" || typed == "no" || typed == "n") return core::Value(false);
        return std::nullopt;
    }
    if (field.type == "enum" && !field.choices.empty()) {
        for (const auto& [id, text] : field.choices)
            if (typed == id || typed == text) return core::Value(id);
        return std::nullopt;
    }
    return core::Value(typed);
}

}  // namespace detail

/// One process, run as often as asked, one instance after the other, each on an engine of its own.
class ProcessRun {
public:
    ProcessRun(core::Definition definition, const RunArguments& arguments, RunStreams streams)
        : definition_(std::make_shared<const core::Definition>(std::move(definition))), streams_(streams) {
        variables_ = detail::variables_argument(arguments.variables);
        if (!arguments.messages.empty()) messages_ = detail::read_messages(arguments.messages);
        is_classic_ = arguments.trace == "classic";
        if (is_classic_)
            trace_ = std::make_unique<ClassicTrace>(text_);
        else if (!arguments.trace.empty())
            trace_ = std::make_unique<LineTrace>(text_);
        else
            trace_ = std::make_unique<Trace>();
    }
    ProcessRun(const ProcessRun&) = delete;
    ProcessRun& operator=(const ProcessRun&) = delete;

    /// False when the instance has failed.
    bool run(std::size_t number) {
        engine_ = deployed();
        queue_.assign(messages_.begin(), messages_.end());
        trace_->begins(number);
        start();
        while (is_running()) {
            if (!queue_.empty()) {
                take_message();
            } else if (!(streams_.asks && ask())) {
                break;
            }
        }
        flush();
        return report(number);
    }

private:
    [[nodiscard]] runner::InstanceInfo info() const { return engine_->info(instance_); }
    [[nodiscard]] bool is_running() const { return info().status == engine::Status::running; }
    void flush() {
        streams_.out << text_.str() << std::flush;
        text_.str({});
    }
    [[nodiscard]] static std::string name_of(const core::Node& n) {
        return n.title.empty() || n.title == n.id ? n.id : n.id + " (" + n.title + ")";
    }

    std::unique_ptr<runner::ProcessEngine> deployed() {
        runner::ProcessOptions options;
        options.unbound = runner::Unbound::complete;
        options.now = runner::system_time();
        auto engine = std::make_unique<runner::ProcessEngine>(std::move(options));
        engine->bind([this](const core::Definition&, const core::Node& node) -> runner::TaskBody {
            if (!detail::lacks_body(node)) return {};
            return [this](runner::TaskContext& task) -> core::Outcome {
                if (said_.insert(task.node().id).second)
                    streams_.err << "baton run: nothing is bound to " << name_of(task.node()) << "; it is completed\n";
                return core::done_word{};
            };
        });
        engine->observe([this, e = engine.get()](const runner::ProcessEvent& event) { trace_->event(*e, event); });
        engine->deploy({definition_});
        return engine;
    }

    /// The first message is in the queue before the start. As in the original, it is lost then; unless its task waits
    /// as soon as the process has come to rest.
    void start() {
        std::string before = text_.str();
        text_.str({});
        instance_ = engine_->start("", variables_);
        const std::string during = text_.str();
        text_.str({});
        text_ << before;
        if (!queue_.empty() && !waits(queue_.front().task)) {
            trace_->message_in(queue_.front().task);
            say_ignored(queue_.front().task);
            queue_.pop_front();
        }
        text_ << during;
        tell_standing();
    }
    void tell_standing() {
        if (is_running())
            trace_->waits(nodes_of(info().waiting));
        else if (info().status == engine::Status::completed)
            trace_->done();
        flush();
    }
    void take_message() {
        const TaskMessage message = std::move(queue_.front());
        queue_.pop_front();
        trace_->message_in(message.task);
        if (waits(message.task))
            complete(message.task, message.variables);
        else
            say_ignored(message.task);
        tell_standing();
    }
    void say_ignored(const std::string& task) {
        if (!is_classic_) streams_.err << "baton run: " << task << " does not wait; the message is ignored\n";
    }

    [[nodiscard]] const core::Node* node(const std::string& id) const {
        const std::size_t at = definition_->find(id);
        return at == core::Node::none ? nullptr : &definition_->nodes[at];
    }
    [[nodiscard]] std::vector<const core::Node*> nodes_of(const std::vector<std::string>& ids) const {
        std::vector<const core::Node*> all;
        for (const std::string& id : ids)
            if (const core::Node* n = node(id); n != nullptr) all.push_back(n);
        return all;
    }
    [[nodiscard]] bool waits(const std::string& task) const {
        const auto all = engine_->user_tasks();
        return std::any_of(all.begin(), all.end(), [&](const auto& t) { return t.second == task; });
    }
    /// Of a task with a form, only its fields are taken.
    void complete(const std::string& task, core::Variables variables) {
        const core::Node& n = *node(task);
        trace_->completes(n, variables);
        const auto is_field = [&](const std::string& name) {
            return std::any_of(n.people.fields.begin(), n.people.fields.end(),
                               [&](const core::FormField& f) { return f.id == name; });
        };
        if (!n.people.fields.empty()) std::erase_if(variables, [&](const auto& v) { return !is_field(v.first); });
        engine_->complete(task, std::move(variables));
    }

    /// Asks for the first user task that waits, or for the one that is chosen. False: there is none, or no answer.
    bool ask() {
        const auto tasks = engine_->user_tasks();
        if (tasks.empty()) return false;
        std::size_t chosen = 0;
        if (tasks.size() > 1) {
            for (std::size_t i = 0; i < tasks.size(); ++i)
                streams_.out << i + 1 << "  " << name_of(*node(tasks[i].second)) << '\n';
            const std::optional<std::string> line = answer("which task (1)");
            if (!line) return false;
            const auto [end, problem] = std::from_chars(line->data(), line->data() + line->size(), chosen);
            chosen = problem == std::errc() && chosen >= 1 && chosen <= tasks.size() ? chosen - 1 : 0;
        }
        const core::Node& task = *node(tasks[chosen].second);
        streams_.out << name_of(task) << '\n';
        if (!task.documentation.empty()) streams_.out << task.documentation << '\n';
        core::Variables variables;
        for (const core::FormField& field : task.people.fields)
            if (!ask_field(field, variables)) return false;
        if (task.people.fields.empty() && !answer("done, with Enter")) return false;
        complete(task.id, std::move(variables));
        tell_standing();
        return true;
    }
    bool ask_field(const core::FormField& field, core::Variables& variables) {
        std::string prompt = (field.label.empty() ? field.id : field.label) + " (" + field.type;
        for (const auto& [id, text] : field.choices) prompt += " " + id;
        for (;;) {
            const std::optional<std::string> line = answer(prompt + ")");
            if (!line) return false;
            if (line->empty()) return true;
            if (const std::optional<core::Value> value = detail::field_value(field, *line)) {
                variables.emplace_back(field.id, *value);
                return true;
            }
            streams_.out << "  that is no " << field.type << '\n';
        }
    }
    std::optional<std::string> answer(const std::string& prompt) {
        streams_.out << prompt << ": " << std::flush;
        std::string line;
        if (!std::getline(streams_.in, line)) return std::nullopt;
        if (line.ends_with('\r')) line.pop_back();
        return line;
    }

    /// How the instance stands at the end; the classic trace has said it already.
    bool report(std::size_t number) {
        const runner::InstanceInfo i = info();
        const bool failed = i.status == engine::Status::failed || !i.incidents.empty();
        std::ostream& out = is_classic_ ? streams_.err : streams_.out;
        if (is_classic_ && !failed) return true;
        out << "instance " << number << " of " << i.process << ": "
            << (failed         ? "failed"
                : is_running() ? "waiting"
                               : engine::name_of(i.status));
        if (!i.error.code.empty() || !i.error.message.empty())
            out << ", error " << i.error.code << (i.error.message.empty() ? "" : ": ") << i.error.message
                << (i.error.node.empty() ? "" : " at ") << i.error.node;
        out << '\n';
        for (const runner::Incident& one : i.incidents)
            out << "  failed at " << named(one.element) << (one.reason.empty() ? "" : ": ") << one.reason << '\n';
        for (const std::string& id : i.waiting) out << "  waits at " << named(id) << '\n';
        if (is_running())
            if (const std::optional<core::instant> due = engine_->next_due())
                out << "  next timer at " << core::to_text(*due) << '\n';
        out << "  variables " << testing::json_text(engine_->variables(instance_)) << '\n';
        return !failed;
    }
    [[nodiscard]] std::string named(const std::string& id) const {
        const core::Node* n = node(id);
        return n == nullptr ? id : name_of(*n);
    }

    std::shared_ptr<const core::Definition> definition_;
    RunStreams streams_;
    core::Variables variables_;
    std::vector<TaskMessage> messages_;
    std::deque<TaskMessage> queue_;
    std::ostringstream text_;
    bool is_classic_ = false;
    std::unique_ptr<Trace> trace_;
    /// Tasks without a body that were spoken of.
    std::set<std::string> said_;
    std::unique_ptr<runner::ProcessEngine> engine_;
    std::uint64_t instance_ = 0;
};

/// 0, or 1 when an instance has failed.
inline int run(const RunArguments& arguments, RunStreams streams) {
    ProcessRun run(bpmn::import_file(arguments.file).definition, arguments, streams);
    bool good = true;
    for (std::size_t i = 1; i <= arguments.instances; ++i) good = run.run(i) && good;
    return good ? 0 : 1;
}

inline Subcommand add_run(CLI::App& app) {
    const auto arguments = std::make_shared<RunArguments>();
    CLI::App* sub = app.add_subcommand("run", "Runs the only executable process of a BPMN file");
    sub->add_option("file", arguments->file, "a BPMN file")->required();
    sub->add_option("--variables", arguments->variables, "variables at the start, as a JSON object");
    sub->add_option("--messages", arguments->messages,
                    "JSON lines {\"task\": …, \"variables\": {}} that complete user tasks, in this order");
    sub->add_flag("--trace{lines}", arguments->trace, "prints what happens: lines (one for each event) or classic")
        ->check(CLI::IsMember({"lines", "classic"}));
    sub->add_option("--instances", arguments->instances, "how many instances are run, one after the other");
    return {sub, [arguments] {
                return run(*arguments, {std::cin, std::cout, std::cerr, ::isatty(STDIN_FILENO) != 0});
            }};
}

}  // namespace baton::inline BATON_ABI::cli

#endif
