// What `baton run` prints of a running process: one line for each event, or the lines of the classic trace.
#ifndef BATON_CLI_TRACE_HPP
#define BATON_CLI_TRACE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../core/time_text.hpp"
#include "../core/value.hpp"
#include "../runner/process_engine.hpp"

namespace baton::inline BATON_ABI::cli {

/// What is told of a run. Each function may do nothing.
class Trace {
public:
    Trace() = default;
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;
    virtual ~Trace() = default;

    /// The instance of that number is about to be started.
    virtual void begins(std::size_t /*number*/) {}
    virtual void event(const runner::ProcessEngine& /*engine*/, const runner::ProcessEvent& /*event*/) {}
    /// A message for a task is taken from the queue, whether or not the task waits.
    virtual void message_in(const std::string& /*task*/) {}
    /// A user task is about to be completed with what was posted.
    virtual void completes(const core::Node& /*task*/, const core::Variables& /*posted*/) {}
    /// Nothing can go on by itself; ids of where tokens wait.
    virtual void waits(const std::vector<const core::Node*>& /*where*/) {}
    virtual void done() {}
};

namespace detail {

/// As Python writes it.
inline std::string python_string(std::string_view text) {
    const bool single = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = single ? '"' : '\'';
    std::string out(1, quote);
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else {
            if (c == quote || c == '\\') out += '\\';
            out += c;
        }
    }
    return out + quote;
}
inline std::string python_text(const core::Value& v);
inline std::string python_dict(const core::Variables& variables) {
    std::string out = "{";
    for (const auto& [name, value] : variables)
        out.append(out.size() == 1 ? "" : ", ").append(python_string(name)).append(": ").append(python_text(value));
    return out + "}";
}
inline std::string python_text(const core::Value& v) {
    if (v.is_null()) return "None";
    if (const bool* b = v.boolean()) return *b ? "True" : "False";
    if (const std::string* s = v.text()) return python_string(*s);
    if (const core::TypedText* t = v.typed_text()) return python_string(t->text);
    if (const core::Value::Object* object = v.object()) return python_dict(*object);
    if (const core::Value::List* list = v.list()) {
        std::string out = "[";
        for (const core::Value& e : *list) out.append(out.size() == 1 ? "" : ", ").append(python_text(e));
        return out + "]";
    }
    const std::string number = core::text_of(v);
    return v.real() != nullptr && number.find('.') == std::string::npos ? number + ".0" : number;
}

/// "UserTask", "ParallelGateway": the element's name in BPMN with a capital.
inline std::string_view element_name(const core::Node& n) {
    using core::node_kind;
    using core::task_kind;
    switch (n.kind) {
        case node_kind::task: break;
        case node_kind::exclusive_gateway: return "ExclusiveGateway";
        case node_kind::parallel_gateway: return "ParallelGateway";
        case node_kind::inclusive_gateway: return "InclusiveGateway";
        case node_kind::complex_gateway: return "ComplexGateway";
        case node_kind::event_gateway: return "EventBasedGateway";
        case node_kind::timer_boundary:
        case node_kind::error_boundary:
        case node_kind::boundary_event: return "BoundaryEvent";
        case node_kind::start_event: return "StartEvent";
        case node_kind::catch_event: return "IntermediateCatchEvent";
        case node_kind::throw_event: return "IntermediateThrowEvent";
        case node_kind::end_event: return "EndEvent";
        case node_kind::sub_process:
        case node_kind::event_sub_process: return "SubProcess";
        case node_kind::transaction: return "Transaction";
        case node_kind::ad_hoc_sub_process: return "AdHocSubProcess";
        case node_kind::call_activity: return "CallActivity";
    }
    switch (n.task) {
        case task_kind::none: break;
        case task_kind::service: return "ServiceTask";
        case task_kind::user: return "UserTask";
        case task_kind::manual: return "ManualTask";
        case task_kind::script: return "ScriptTask";
        case task_kind::send: return "SendTask";
        case task_kind::receive: return "ReceiveTask";
        case task_kind::business_rule: return "BusinessRuleTask";
    }
    return "Task";
}
inline std::string element_text(const core::Node& n) {
    return std::string(element_name(n)) + "(" + (n.title.empty() ? n.id : n.title) + ")";
}

}  // namespace detail

/// The lines of the python-bpmn-engine family, character for character.
class ClassicTrace final : public Trace {
public:
    explicit ClassicTrace(std::ostream& out) : out_(out) {}

    void begins(std::size_t number) override {
        number_ = number;
        arrivals_.clear();
        out_ << "Running process " << number << "\n-----------------\n";
    }
    void event(const runner::ProcessEngine& engine, const runner::ProcessEvent& e) override {
        using What = runner::ProcessEvent::What;
        if (e.what == What::entered && e.node != nullptr && is_done_at_once(*e.node)) {
            line("DOING: " + detail::element_text(*e.node));
        } else if (e.what == What::condition) {
            core::Variables known = engine.variables(e.instance);
            std::erase_if(known, [](const auto& v) { return v.second.is_null(); });
            line("\t- checking variables=" + detail::python_dict(known) + " with [" + detail::python_string(e.text) +
                 "]... ");
            line(std::string("\t  DONE: Result is ") + (e.holds ? "True" : "False"));
        } else if (e.what == What::flow_taken && e.flow != nullptr &&
                   e.flow->condition.kind == core::condition_kind::otherwise) {
            line("\t- going down default path...");
        } else if (e.what == What::waits && e.node != nullptr) {
            arrivals_.try_emplace(e.node->id, ++last_arrival_);
        } else if ((e.what == What::completed || e.what == What::terminated) && e.node != nullptr) {
            arrivals_.erase(e.node->id);
        }
    }
    void message_in(const std::string& task) override { line("--> msg in: " + task); }
    void completes(const core::Node& task, const core::Variables& posted) override {
        line("DOING: " + detail::element_text(task));
        if (!posted.empty()) line("\t- user sent: " + detail::python_dict(posted));
    }
    void waits(const std::vector<const core::Node*>& where) override {
        std::vector<const core::Node*> pending;
        for (const core::Node* n : where)
            if (std::find(pending.begin(), pending.end(), n) == pending.end()) pending.push_back(n);
        const auto arrival = [&](const core::Node* n) {
            const auto at = arrivals_.find(n->id);
            return at == arrivals_.end() ? last_arrival_ + 1 : at->second;
        };
        std::stable_sort(pending.begin(), pending.end(),
                         [&](const core::Node* a, const core::Node* b) { return arrival(a) < arrival(b); });
        std::string list;
        for (const core::Node* n : pending) list += (list.empty() ? "" : ", ") + detail::element_text(*n);
        line("Waiting for user... [" + list + "]");
    }
    void done() override { line("DONE"); }

private:
    static bool is_done_at_once(const core::Node& n) {
        return (n.kind == core::node_kind::task && n.task != core::task_kind::user) ||
               n.kind == core::node_kind::call_activity;
    }
    void line(const std::string& text) { out_ << "\t[" << number_ << "] " << text << '\n'; }

    std::ostream& out_;
    std::size_t number_ = 0;
    /// When each element that waits was first reached.
    std::map<std::string, std::size_t> arrivals_;
    std::size_t last_arrival_ = 0;
};

/// One line for each event: time, instance, what, element.
class LineTrace final : public Trace {
public:
    explicit LineTrace(std::ostream& out) : out_(out) {}

    void event(const runner::ProcessEngine&, const runner::ProcessEvent& e) override {
        out_ << core::to_text(e.at) << ' ' << e.instance << ' ' << word(e.what);
        if (e.flow != nullptr)
            out_ << ' ' << e.flow->id;
        else if (e.node != nullptr)
            out_ << ' ' << e.node->id;
        if (!e.text.empty()) out_ << ": " << e.text;
        if (e.what == runner::ProcessEvent::What::condition) out_ << (e.holds ? " = true" : " = false");
        out_ << '\n';
    }

private:
    static std::string_view word(runner::ProcessEvent::What what) {
        using What = runner::ProcessEvent::What;
        switch (what) {
            case What::entered: return "entered";
            case What::completed: return "completed";
            case What::waits: return "waits";
            case What::failed: return "failed";
            case What::flow_taken: return "took";
            case What::ended: return "ended";
            case What::terminated: return "terminated";
            case What::condition: return "checked";
        }
        return {};
    }
    std::ostream& out_;
};

}  // namespace baton::inline BATON_ABI::cli

#endif
