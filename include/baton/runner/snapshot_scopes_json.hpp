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

inline json values_to_json(const std::vector<core::Value>& values) {
    json out = json::array();
    for (const core::Value& v : values) out.push_back(value_to_json(v));
    return out;
}

inline json ledger_to_json(const std::vector<engine::LedgerRecord>& ledger) {
    json out = json::array();
    for (const engine::LedgerRecord& r : ledger) {
        json entry{{"at", r.at}};
        if (!r.variables.empty()) entry["variables"] = object_to_json(r.variables);
        if (!r.inner.empty()) entry["inner"] = ledger_to_json(r.inner);
        out.push_back(std::move(entry));
    }
    return out;
}

inline json multi_to_json(const engine::MultiInstance& m) {
    json out{{"total", m.total}, {"started", m.started}, {"completed", m.completed}};
    if (m.terminated != 0) out["terminated"] = m.terminated;
    if (!m.items.empty()) out["items"] = values_to_json(m.items);
    if (!m.outputs.empty()) out["outputs"] = values_to_json(m.outputs);
    if (m.event_thrown) out["thrown"] = true;
    return out;
}

inline json scope_to_json(const engine::ScopeRecord& r) {
    json out{{"id", r.id}, {"kind", engine::name_of(r.kind)}};
    if (r.id != 0) {
        out["at"] = r.at;
        out["owner"] = r.owner;
    }
    if (r.parent != 0) out["parent"] = r.parent;
    if (!r.variables.empty()) out["variables"] = object_to_json(r.variables);
    if (!r.ledger.empty()) out["ledger"] = ledger_to_json(r.ledger);
    if (!r.multi.empty()) out["instances"] = multi_to_json(r.multi[0]);
    if (r.number != 0) out["number"] = r.number;
    if (!r.next.empty()) out["next"] = r.next;
    if (r.cancelling) out["cancelling"] = true;
    if (r.satisfied) out["satisfied"] = true;
    return out;
}

inline json subscription_to_json(const engine::SubscriptionRecord& r) {
    json out{{"id", r.id}, {"kind", core::name_of(r.kind)}, {"at", r.at}};
    if (!r.definition.empty()) out["definition"] = r.definition;
    if (r.token != 0)
        out["token"] = r.token;
    else
        out["scope"] = r.scope;
    if (!r.name.empty()) out["name"] = text_to_json(r.name);
    if (!r.key.empty()) out["key"] = text_to_json(r.key);
    if (r.happened) out["happened"] = true;
    if (r.held) out["held"] = true;
    if (r.kind == core::event_kind::timer) out["due"] = core::to_text(r.due);
    if (r.remaining != 0) out["remaining"] = r.remaining;
    if (!r.cycle.empty()) out["cycle"] = text_to_json(r.cycle);
    return out;
}

inline json compensation_to_json(const engine::CompensationRecord& r) {
    json out{{"id", r.id}, {"handler", r.handler}};
    if (r.thrower != 0) out["thrower"] = r.thrower;
    if (r.scope != 0) out["scope"] = r.scope;
    if (!r.rest.empty()) out["rest"] = ledger_to_json(r.rest);
    return out;
}

/// Adds what there is of scopes to the JSON of a snapshot.
inline void scopes_to_json(const engine::Snapshot& s, json& out) {
    const auto add = [&out](const char* name, const auto& records, auto convert) {
        if (records.empty()) return;
        json& list = out[name] = json::array();
        for (const auto& r : records) list.push_back(convert(r));
    };
    if (!s.process.empty()) out["process"] = s.process;
    if (s.seed != 0) out["seed"] = s.seed;
    add("scopes", s.scopes, scope_to_json);
    add("subscriptions", s.subscriptions, subscription_to_json);
    add("compensations", s.compensations, compensation_to_json);
    add("resets", s.resets, [](const engine::ResetRecord& r) {
        json reset{{"join", r.join}, {"flows", r.flows}};
        if (r.scope != 0) reset["scope"] = r.scope;
        return reset;
    });
}

class ScopesReader : public StateReader {
public:
    using StateReader::StateReader;

protected:
    void read_scopes(engine::Snapshot& s) {
        if (from_.contains("process")) s.process = text(from_, "process");
        s.seed = optional_number(from_, "seed");
        each(optional_list(from_, "scopes"), "scopes", [&](const json& in) { s.scopes.push_back(scope(in)); });
        each(optional_list(from_, "subscriptions"), "subscriptions",
             [&](const json& in) { s.subscriptions.push_back(subscription(in)); });
        each(optional_list(from_, "compensations"), "compensations", [&](const json& in) {
            s.compensations.push_back({number(in, "id"), optional_number(in, "thrower"), optional_number(in, "scope"),
                                       number(in, "handler"), ledger(in, "rest")});
        });
        each(optional_list(from_, "resets"), "resets", [&](const json& in) {
            engine::ResetRecord r{text(in, "join"), optional_number(in, "scope"), {}};
            for (const json& flow : list(in, "flows")) {
                if (!flow.is_string()) fail("/flows", "names of flows");
                r.flows.push_back(flow.get<std::string>());
            }
            s.resets.push_back(std::move(r));
        });
    }

private:
    [[nodiscard]] std::vector<engine::LedgerRecord> ledger(const json& in, const char* name) const {
        std::vector<engine::LedgerRecord> out;
        for (const json& entry : optional_list(in, name))
            out.push_back({text(entry, "at"), variables(entry, "variables"), ledger(entry, "inner")});
        return out;
    }
    [[nodiscard]] engine::ScopeRecord scope(const json& in) const {
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
        if (in.contains("instances")) r.multi.push_back(multi(require(in, "instances", &json::is_object, "an object")));
        r.number = optional_integer(in, "number");
        if (in.contains("next")) r.next = text(in, "next");
        r.cancelling = optional_truth(in, "cancelling");
        r.satisfied = optional_truth(in, "satisfied");
        return r;
    }
    [[nodiscard]] engine::MultiInstance multi(const json& in) const {
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
    [[nodiscard]] engine::SubscriptionRecord subscription(const json& in) const {
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

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
