// Whether bindings and models fit: tasks without a body, and names that nothing in the models has.
#ifndef BATON_RUNNER_BINDINGS_CHECK_HPP
#define BATON_RUNNER_BINDINGS_CHECK_HPP

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "bindings.hpp"
#include "needs_body.hpp"

namespace baton::inline BATON_ABI::runner {

/// Of models that are deployed together: a binding has to fit in one of them.
class BindingsCheck {
public:
    BindingsCheck(const Bindings& bindings, std::vector<const core::Definition*> models, Unbound unbound)
        : bindings_(bindings), models_(std::move(models)), unbound_(unbound) {}

    [[nodiscard]] std::vector<core::diagnostic> run() {
        for (const core::Definition* d : models_) {
            for (const core::Node& n : d->nodes) look_at(*d, n);
            for (const core::Flow& f : d->flows) look_at(*d, f);
        }
        for (const auto& [key, body] : bindings_.bodies_)
            if (!tasks_.contains(key)) misspelt(what_of(key.first), key.second, names_of(key.first));
        for (const auto& [word, hooks] : bindings_.hooks_)
            if (!words_.contains(word)) misspelt("a hook of the element", word, {words_.begin(), words_.end()});
        for (const auto& [flow, condition] : bindings_.conditions_)
            if (!conditions_.contains(flow))
                misspelt("the condition", flow, {conditions_.begin(), conditions_.end()},
                         flows_.contains(flow) ? "that flow has no condition in the model" : "");
        return std::move(findings_);
    }

private:
    void look_at(const core::Definition& d, const core::Node& n) {
        for (std::string& word : Bindings::words_of(n)) words_.insert(std::move(word));
        if (n.kind != core::node_kind::task) return;
        for (Bindings::Key& key : Bindings::keys_of(n)) tasks_.insert(std::move(key));
        if (unbound_ != Unbound::refuse || !d.processes[n.process].executable || !detail::needs_body(n) ||
            bindings_.body(n))
            return;
        std::vector<std::string_view> bound;
        for (const auto& [key, body] : bindings_.bodies_) bound.push_back(key.second);
        std::string near = core::did_you_mean(n.id, bound);
        if (near.empty() && !n.title.empty()) near = core::did_you_mean(n.title, bound);
        std::string what = n.title == n.id ? std::string() : '"' + n.title + '"';
        if (!n.implementation.text.empty())
            what += (what.empty() ? "" : ", ") + n.implementation.kind + " " + n.implementation.text;
        findings_.push_back({core::error_code::a_task_has_no_body, d.id + ", task " + n.id, what + near});
    }
    void look_at(const core::Definition& d, const core::Flow& f) {
        flows_.insert(f.id);
        const core::condition_kind kind = f.condition.kind;
        if (kind == core::condition_kind::none || kind == core::condition_kind::otherwise) return;
        conditions_.insert(f.id);
        if (kind != core::condition_kind::bound) return;
        conditions_.insert(f.condition.text);
        if (bindings_.condition(f) || !d.processes[d.nodes[f.source].process].executable) return;
        std::vector<std::string_view> bound;
        for (const auto& [name, condition] : bindings_.conditions_) bound.push_back(name);
        findings_.push_back({core::error_code::a_condition_has_no_function, d.id + ", flow " + f.id,
                             f.condition.text + core::did_you_mean(f.condition.text, bound)});
    }
    void misspelt(std::string_view kind, const std::string& text, const std::vector<std::string_view>& names,
                  std::string_view why = {}) {
        std::string where = models_.size() == 1 ? models_.front()->id + ", " : std::string();
        where.append(kind).append(" '").append(text).append("'");
        std::string what(why);
        if (const std::string_view near = core::nearest(text, names); what.empty() && !near.empty())
            what = "did you mean '" + std::string(near) + "'?";
        findings_.push_back({core::error_code::a_binding_fits_nothing, std::move(where), std::move(what)});
    }
    static std::string_view what_of(BoundBy by) {
        switch (by) {
            case BoundBy::id: return "the task";
            case BoundBy::word: return "the task of the handler's";
            case BoundBy::name: return "the task named";
            case BoundBy::type: return "the type";
            case BoundBy::topic: return "the topic";
            case BoundBy::implementation: return "the implementation";
            case BoundBy::connector: return "the connector";
            case BoundBy::label: return "the label";
        }
        return {};
    }
    [[nodiscard]] std::vector<std::string_view> names_of(BoundBy by) const {
        std::vector<std::string_view> names;
        for (const auto& [known, text] : tasks_)
            if (known == by || (by == BoundBy::id && known == BoundBy::name)) names.push_back(text);
        return names;
    }

    const Bindings& bindings_;
    std::vector<const core::Definition*> models_;
    Unbound unbound_;
    std::set<Bindings::Key> tasks_;
    std::set<std::string> words_, flows_, conditions_;
    std::vector<core::diagnostic> findings_;
};

inline std::vector<core::diagnostic> Bindings::check(const core::Definition& d, Unbound unbound) const {
    return BindingsCheck(*this, {&d}, unbound).run();
}

/// Binds, checks and deploys. Throws baton::error with everything that is unbound or misspelt; then nothing is
/// deployed, and the engine's bindings are as before.
inline void deploy_with(ProcessEngine& engine, Bindings bindings,
                        std::vector<std::shared_ptr<const core::Definition>> models) {
    std::vector<const core::Definition*> all;
    for (const auto& model : models) all.push_back(model.get());
    std::vector<core::diagnostic> findings = BindingsCheck(bindings, std::move(all), engine.options().unbound).run();
    if (!findings.empty()) throw core::error(std::move(findings));
    bind_all(engine, std::move(bindings));
    engine.deploy(std::move(models));
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::deploy_with;
}  // namespace baton::inline BATON_ABI

#endif
