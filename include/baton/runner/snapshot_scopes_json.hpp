// The scopes, subscriptions and compensations of a Snapshot as JSON. Each key stands only where there is something.
#ifndef BATON_RUNNER_SNAPSHOT_SCOPES_JSON_HPP
#define BATON_RUNNER_SNAPSHOT_SCOPES_JSON_HPP

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/time_text.hpp"
#include "../engine/snapshot.hpp"
#include "state_reader.hpp"

namespace baton::inline BATON_ABI::runner::detail {

template <class Json = json>
Json values_to_json(const std::vector<core::Value>& values) {
    Json out = Json::array();
    for (const core::Value& v : values) out.push_back(value_to_json<Json>(v));
    return out;
}

template <class Json = json>
Json ledger_to_json(const std::vector<engine::LedgerRecord>& ledger) {
    Json out = Json::array();
    for (const engine::LedgerRecord& r : ledger) {
        Json entry{{"at", r.at}};
        if (!r.variables.empty()) entry["variables"] = object_to_json<Json>(r.variables);
        if (!r.inner.empty()) entry["inner"] = ledger_to_json<Json>(r.inner);
        out.push_back(std::move(entry));
    }
    return out;
}

template <class Json = json>
Json multi_to_json(const engine::MultiInstance& m) {
    Json out{{"total", m.total}, {"started", m.started}, {"completed", m.completed}};
    if (m.terminated != 0) out["terminated"] = m.terminated;
    if (!m.items.empty()) out["items"] = values_to_json<Json>(m.items);
    if (!m.outputs.empty()) out["outputs"] = values_to_json<Json>(m.outputs);
    if (m.event_thrown) out["thrown"] = true;
    return out;
}

template <class Json = json>
Json scope_to_json(const engine::ScopeRecord& r) {
    Json out{{"id", r.id}, {"kind", engine::name_of(r.kind)}};
    if (r.id != 0) {
        out["at"] = r.at;
        out["owner"] = r.owner;
    }
    if (r.parent != 0) out["parent"] = r.parent;
    if (!r.variables.empty()) out["variables"] = object_to_json<Json>(r.variables);
    if (!r.ledger.empty()) out["ledger"] = ledger_to_json<Json>(r.ledger);
    if (!r.multi.empty()) out["instances"] = multi_to_json<Json>(r.multi[0]);
    if (r.number != 0) out["number"] = r.number;
    if (!r.next.empty()) out["next"] = r.next;
    if (r.cancelling) out["cancelling"] = true;
    if (r.satisfied) out["satisfied"] = true;
    return out;
}

template <class Json = json>
Json subscription_to_json(const engine::SubscriptionRecord& r) {
    Json out{{"id", r.id}, {"kind", core::name_of(r.kind)}, {"at", r.at}};
    if (!r.definition.empty()) out["definition"] = r.definition;
    if (r.token != 0)
        out["token"] = r.token;
    else
        out["scope"] = r.scope;
    if (!r.name.empty()) out["name"] = text_to_json<Json>(r.name);
    if (!r.key.empty()) out["key"] = text_to_json<Json>(r.key);
    if (r.happened) out["happened"] = true;
    if (r.held) out["held"] = true;
    if (r.kind == core::event_kind::timer) out["due"] = core::to_text(r.due);
    if (r.remaining != 0) out["remaining"] = r.remaining;
    if (!r.cycle.empty()) out["cycle"] = text_to_json<Json>(r.cycle);
    return out;
}

template <class Json = json>
Json compensation_to_json(const engine::CompensationRecord& r) {
    Json out{{"id", r.id}, {"handler", r.handler}};
    if (r.thrower != 0) out["thrower"] = r.thrower;
    if (r.scope != 0) out["scope"] = r.scope;
    if (!r.rest.empty()) out["rest"] = ledger_to_json<Json>(r.rest);
    return out;
}

/// Adds what there is of scopes to the JSON of a snapshot.
template <class Json>
void scopes_to_json(const engine::Snapshot& s, Json& out) {
    const auto add = [&out](const char* name, const auto& records, auto convert) {
        if (records.empty()) return;
        Json& list = out[name] = Json::array();
        for (const auto& r : records) list.push_back(convert(r));
    };
    if (!s.process.empty()) out["process"] = s.process;
    if (s.seed != 0) out["seed"] = s.seed;
    add("scopes", s.scopes, scope_to_json<Json>);
    add("subscriptions", s.subscriptions, subscription_to_json<Json>);
    add("compensations", s.compensations, compensation_to_json<Json>);
    add("resets", s.resets, [](const engine::ResetRecord& r) {
        Json reset{{"join", r.join}, {"flows", r.flows}};
        if (r.scope != 0) reset["scope"] = r.scope;
        return reset;
    });
}

template <class Json>
class BasicScopesReader : public StateReader {
public:
    using StateReader::StateReader;

protected:
    void read_scopes(engine::Snapshot& s) {
        if (from_.contains("process")) s.process = text(from_, "process");
        s.seed = optional_number(from_, "seed");
        each(optional_list(from_, "scopes"), "scopes", [&](const Json& in) { s.scopes.push_back(scope(in)); });
        each(optional_list(from_, "subscriptions"), "subscriptions",
             [&](const Json& in) { s.subscriptions.push_back(subscription(in)); });
        each(optional_list(from_, "compensations"), "compensations", [&](const Json& in) {
            s.compensations.push_back({number(in, "id"), optional_number(in, "thrower"), optional_number(in, "scope"),
                                       number(in, "handler"), ledger(in, "rest")});
        });
        each(optional_list(from_, "resets"), "resets", [&](const Json& in) {
            engine::ResetRecord r{text(in, "join"), optional_number(in, "scope"), {}};
            for (const Json& flow : list(in, "flows")) {
                if (!flow.is_string()) fail("/flows", "names of flows");
                r.flows.push_back(flow.template get<std::string>());
            }
            s.resets.push_back(std::move(r));
        });
    }

private:
    [[nodiscard]] std::vector<engine::LedgerRecord> ledger(const Json& in, const char* name) const {
        std::vector<engine::LedgerRecord> out;
        for (const Json& entry : optional_list(in, name))
            out.push_back({text(entry, "at"), variables(entry, "variables"), ledger(entry, "inner")});
        return out;
    }
    [[nodiscard]] engine::ScopeRecord scope(const Json& in) const {
        using engine::ScopeKind;
        engine::ScopeRecord r;
        r.id = number(in, "id");
        r.kind = named<ScopeKind>(in, "kind",
                                  {ScopeKind::root, ScopeKind::sub_process, ScopeKind::multi_instance, ScopeKind::local});
        if (r.id != 0) {
            r.at = text(in, "at");
            r.owner = number(in, "owner");
        }
        r.parent = optional_number(in, "parent");
        r.variables = variables(in, "variables");
        r.ledger = ledger(in, "ledger");
        if (in.contains("instances")) r.multi.push_back(multi(require(in, "instances", &Json::is_object, "an object")));
        r.number = optional_integer(in, "number");
        if (in.contains("next")) r.next = text(in, "next");
        r.cancelling = optional_truth(in, "cancelling");
        r.satisfied = optional_truth(in, "satisfied");
        return r;
    }
    [[nodiscard]] engine::MultiInstance multi(const Json& in) const {
        engine::MultiInstance m;
        m.total = optional_integer(in, "total");
        m.started = optional_integer(in, "started");
        m.completed = optional_integer(in, "completed");
        m.terminated = optional_integer(in, "terminated");
        m.items = values(in, "items");
        m.outputs = values(in, "outputs");
        m.event_thrown = optional_truth(in, "thrown");
        return m;
    }
    [[nodiscard]] engine::SubscriptionRecord subscription(const Json& in) const {
        using core::event_kind;
        engine::SubscriptionRecord r;
        r.id = number(in, "id");
        r.kind = named<event_kind>(in, "kind",
                                   {event_kind::message, event_kind::signal, event_kind::timer, event_kind::conditional});
        r.at = text(in, "at");
        if (in.contains("definition")) r.definition = text(in, "definition");
        r.token = optional_number(in, "token");
        if (r.token == 0) r.scope = number(in, "scope");
        r.name = optional_text(in, "name");
        r.key = optional_text(in, "key");
        r.happened = optional_truth(in, "happened");
        r.held = optional_truth(in, "held");
        if (r.kind == event_kind::timer) r.due = time(in, "due");
        r.remaining = optional_integer(in, "remaining");
        r.cycle = optional_text(in, "cycle");
        return r;
    }
};

using ScopesReader = BasicScopesReader<json>;

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
