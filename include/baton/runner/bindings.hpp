// Bindings: which C++ functions do the work of a model's tasks, run before and after them, and decide its flows.
//
//   Bindings b;
//   b.on("score", [](TaskContext& t) { t.set("points", 7); })                 // by the element's id
//       .on<Offer>("price", [](Offer& o) { o.total = o.amount * 3; })         // variables as a struct
//       .on_type("email", send_mail)                                          // all tasks of that zeebe job type
//       .on_exit("approve", [](TaskContext& t) { return t.get("by").is_null() ? veto("who?") : Veto(); })
//       .condition("Flow_big", [](const TaskContext& t) { return is_big(t.get("amount")); });
//   deploy_with(engine, b, {model});                                          // refuses what is unbound or misspelt
//
// Of several that fit a task, the most particular is its body: id, then name, then type, topic, class or connector,
// then label.
#ifndef BATON_RUNNER_BINDINGS_HPP
#define BATON_RUNNER_BINDINGS_HPP

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "process_engine.hpp"
#include "typed_body.hpp"

namespace baton::inline BATON_ABI::runner {

/// What a body is bound by.
enum class BoundBy : std::uint8_t {
    id,              ///< the element's id; or the key that the model itself names
    word,            ///< the id, the name, or the name as an identifier ("Send order": Send_order): of handlers
    name,            ///< the element's name
    type,            ///< zeebe:taskDefinition type
    topic,           ///< camunda:topic
    implementation,  ///< camunda:class, delegateExpression, expression; an operation or decision
    connector,       ///< camunda:connectorId
    label
};

/// A name in which everything is '_' that no identifier may have.
inline std::string as_identifier(std::string_view name) {
    std::string word(name);
    for (char& c : word)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    return word;
}

class Bindings {
public:
    using Key = std::pair<BoundBy, std::string>;

    // Bodies: functions as body_from and struct_body take them. The last one that is bound to a key counts.

    template <class Function>
    Bindings& on(std::string id, Function f) {
        return bind(BoundBy::id, std::move(id), body_from(std::move(f)));
    }
    template <class Struct, class Function>
    Bindings& on(std::string id, Function f) {
        return bind(BoundBy::id, std::move(id), struct_body<Struct>(std::move(f)));
    }
    template <class Function>
    Bindings& on_name(std::string name, Function f) {
        return bind(BoundBy::name, std::move(name), body_from(std::move(f)));
    }
    template <class Function>
    Bindings& on_type(std::string type, Function f) {
        return bind(BoundBy::type, std::move(type), body_from(std::move(f)));
    }
    template <class Struct, class Function>
    Bindings& on_type(std::string type, Function f) {
        return bind(BoundBy::type, std::move(type), struct_body<Struct>(std::move(f)));
    }
    template <class Function>
    Bindings& on_topic(std::string topic, Function f) {
        return bind(BoundBy::topic, std::move(topic), body_from(std::move(f)));
    }
    template <class Struct, class Function>
    Bindings& on_topic(std::string topic, Function f) {
        return bind(BoundBy::topic, std::move(topic), struct_body<Struct>(std::move(f)));
    }
    template <class Function>
    Bindings& on_implementation(std::string text, Function f) {
        return bind(BoundBy::implementation, std::move(text), body_from(std::move(f)));
    }
    /// The connector's input parameters are variables of the task (inputs_of); what it sets with set_local is read by
    /// the output parameters.
    template <class Function>
    Bindings& on_connector(std::string id, Function f) {
        return bind(BoundBy::connector, std::move(id), body_from(std::move(f)));
    }
    template <class Function>
    Bindings& on_label(std::string label, Function f) {
        return bind(BoundBy::label, std::move(label), body_from(std::move(f)));
    }
    /// A function of values: `b.call("score", score, {"amount", "country"}, "points")`.
    template <class Result, class... Args>
    Bindings& call(std::string id, Result (*f)(Args...), std::vector<std::string> names, std::string result = {}) {
        return bind(BoundBy::id, std::move(id), pure_body(f, std::move(names), std::move(result)));
    }
    Bindings& bind(BoundBy by, std::string text, TaskBody body) {
        bodies_.insert_or_assign(Key(by, std::move(text)), std::move(body));
        return *this;
    }

    // Hooks, by id or name; several of one element run in the order in which they were bound.

    template <class Function>
    Bindings& on_enter(std::string element, Function f) {
        hooks_[std::move(element)].enter.push_back(std::move(f));
        return *this;
    }
    template <class Function>
    Bindings& on_exit(std::string element, Function f) {
        hooks_[std::move(element)].exit.push_back(exit_hook_from(std::move(f)));
        return *this;
    }
    /// Of every task: before those of one, and after them.
    template <class Function>
    Bindings& on_enter_task(Function f) {
        every_task_.enter.push_back(std::move(f));
        return *this;
    }
    template <class Function>
    Bindings& on_exit_task(Function f) {
        every_task_.exit.push_back(exit_hook_from(std::move(f)));
        return *this;
    }
    /// Instead of the model's condition: by the id of a flow that has one, or by the key that the model names.
    Bindings& condition(std::string flow, FlowCondition f) {
        conditions_.insert_or_assign(std::move(flow), std::move(f));
        return *this;
    }
    /// All members of an object that BATON_HANDLER names (handler.hpp). The object outlives the engine.
    template <class Object>
    Bindings& handler(Object& object);

    // What the engine asks.

    [[nodiscard]] TaskBody body(const core::Node& n) const {
        for (const Key& key : keys_of(n))
            if (const auto at = bodies_.find(key); at != bodies_.end()) return at->second;
        return {};
    }
    [[nodiscard]] TaskHooks hooks(const core::Node& n) const {
        Hooks all;
        const auto add = [&](const Hooks& some) {
            all.enter.insert(all.enter.end(), some.enter.begin(), some.enter.end());
            all.exit.insert(all.exit.end(), some.exit.begin(), some.exit.end());
        };
        std::vector<ExitHook> last;
        if (n.kind == core::node_kind::task) {
            all.enter = every_task_.enter;
            last = every_task_.exit;
        }
        for (const std::string& word : words_of(n))
            if (const auto at = hooks_.find(word); at != hooks_.end()) add(at->second);
        all.exit.insert(all.exit.end(), last.begin(), last.end());
        return all.together();
    }
    [[nodiscard]] FlowCondition condition(const core::Flow& f) const {
        auto at = conditions_.find(f.id);
        if (at == conditions_.end() && f.condition.kind == core::condition_kind::bound)
            at = conditions_.find(f.condition.text);
        return at == conditions_.end() ? FlowCondition() : at->second;
    }

    /// Everything that a model wants and is not bound, and everything that is bound and is nowhere in it, with the
    /// nearest names.
    [[nodiscard]] std::vector<core::diagnostic> check(const core::Definition& d,
                                                      Unbound unbound = Unbound::refuse) const;

    /// The keys by which a task's body is looked for, in this order.
    static std::vector<Key> keys_of(const core::Node& n) {
        std::vector<Key> keys{{BoundBy::id, n.id}};
        if (n.body.kind == core::body_kind::bound) keys.emplace_back(BoundBy::id, n.body.text);
        keys.emplace_back(BoundBy::word, n.id);
        if (!n.title.empty()) keys.emplace_back(BoundBy::name, n.title);
        for (const std::string& word : words_of(n)) keys.emplace_back(BoundBy::word, word);
        const core::Implementation& how = n.implementation;
        if (!how.kind.empty())
            keys.emplace_back(how.kind == "type"        ? BoundBy::type
                              : how.kind == "topic"     ? BoundBy::topic
                              : how.kind == "connector" ? BoundBy::connector
                                                        : BoundBy::implementation,
                              how.text);
        for (const std::string& label : n.labels) keys.emplace_back(BoundBy::label, label);
        return keys;
    }
    /// The id, the name, the name as an identifier: each once.
    static std::vector<std::string> words_of(const core::Node& n) {
        std::vector<std::string> words{n.id};
        for (std::string word : {n.title, as_identifier(n.title)})
            if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
                words.push_back(std::move(word));
        return words;
    }

private:
    friend class BindingsCheck;
    struct Hooks {
        std::vector<EnterHook> enter;
        std::vector<ExitHook> exit;

        [[nodiscard]] TaskHooks together() const {
            TaskHooks one;
            if (!enter.empty())
                one.enter = [list = enter](TaskContext& task) {
                    for (const EnterHook& hook : list) hook(task);
                };
            if (!exit.empty())
                one.exit = [list = exit](TaskContext& task) -> Veto {
                    for (const ExitHook& hook : list)
                        if (Veto veto = hook(task)) return veto;
                    return {};
                };
            return one;
        }
    };

    std::map<Key, TaskBody> bodies_;
    std::map<std::string, Hooks, std::less<>> hooks_;
    Hooks every_task_;
    std::map<std::string, FlowCondition, std::less<>> conditions_;
};

/// The engine asks these bindings from now on, for what is deployed after.
inline void bind_all(ProcessEngine& engine, Bindings bindings) {
    const auto all = std::make_shared<const Bindings>(std::move(bindings));
    engine.bind([all](const core::Definition&, const core::Node& n) { return all->body(n); });
    engine.bind_hooks([all](const core::Definition&, const core::Node& n) { return all->hooks(n); });
    engine.bind_conditions([all](const core::Definition&, const core::Flow& f) { return all->condition(f); });
}

}  // namespace baton::inline BATON_ABI::runner

#include "bindings_check.hpp"
#include "handler.hpp"

namespace baton::inline BATON_ABI {
using runner::bind_all;
using runner::Bindings;
using runner::BoundBy;
}  // namespace baton::inline BATON_ABI

#endif
