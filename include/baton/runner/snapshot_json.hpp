// Snapshots as JSON: the versioned format of saved states (docs/state-format.md).
#ifndef BATON_RUNNER_SNAPSHOT_JSON_HPP
#define BATON_RUNNER_SNAPSHOT_JSON_HPP

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/time_text.hpp"
#include "../engine/snapshot.hpp"
#include "snapshot_scopes_json.hpp"
#include "state_reader.hpp"
#include "utf8.hpp"

namespace baton::inline BATON_ABI::runner {

namespace detail {

using engine::Phase;
using engine::Snapshot;
using engine::Status;

template <class Json = json>
Json counts_to_json(const engine::Counts& counts) {
    Json out = Json::object();
    for (const auto& [name, count] : counts) out[name] = count;
    return out;
}

/// Messages of failures may hold any bytes; those that are not UTF-8 become question marks.
inline std::string as_utf8(std::string text) {
    if (!is_utf8(text))
        for (char& c : text)
            if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    return text;
}

template <class Json = json>
Json token_to_json(const engine::TokenRecord& t) {
    Json out{{"id", t.id}, {"at", t.at}, {"phase", engine::name_of(t.phase)}};
    if (t.phase == Phase::joining) out["by"] = t.by;
    if (t.waits || t.phase == Phase::joining) out["since"] = core::to_text(t.since);
    if (t.until != core::instant::never()) out["until"] = core::to_text(t.until);
    if (t.failures > 0) out["failures"] = t.failures;
    if (!t.reason.empty()) out["reason"] = as_utf8(t.reason);
    if (t.scope != 0) out["scope"] = t.scope;
    if (t.called != 0) out["called"] = t.called;
    if (t.compensates) out["compensates"] = true;
    return out;
}

template <class Json = json>
Json ready_to_json(const engine::ReadyRecord& r) {
    if (r.token != 0) return r.token;
    if (r.scope == 0) return r.join;
    return {{"join", r.join}, {"scope", r.scope}};
}

/// Those of the root by name; the others in a list of their own.
template <class Json>
void watches_to_json(const std::vector<engine::WatchRecord>& watches, Json& out) {
    for (const engine::WatchRecord& w : watches)
        if (w.scope == 0)
            out["watches"][w.join] = w.token;
        else
            out["inner_watches"].push_back({{"join", w.join}, {"scope", w.scope}, {"token", w.token}});
}

template <class Json = json>
Json snapshot_to_json(const Snapshot& s) {
    Json out{{"status", engine::name_of(s.status)}, {"next", s.next_token_id}};
    if (s.paused) out["paused"] = true;
    Json& tokens = out["tokens"] = Json::array();
    for (const engine::TokenRecord& t : s.tokens) tokens.push_back(token_to_json<Json>(t));
    if (!s.ready.empty()) {
        Json& ready = out["ready"] = Json::array();
        for (const engine::ReadyRecord& r : s.ready) ready.push_back(ready_to_json<Json>(r));
    }
    if (!s.batch.empty()) out["batch"] = s.batch;
    if (!s.timers.empty()) {
        Json& timers = out["timers"] = Json::array();
        for (const engine::TimerRecord& t : s.timers)
            if (t.subscription != 0)
                timers.push_back({{"subscription", t.subscription}, {"due", core::to_text(t.due)}});
            else
                timers.push_back({{"token", t.token}, {"at", t.at}, {"due", core::to_text(t.due)}});
    }
    watches_to_json(s.watches, out);
    scopes_to_json(s, out);
    out["passed"] = counts_to_json<Json>(s.passed);
    out["taken"] = counts_to_json<Json>(s.taken);
    if (s.status == Status::failed)
        out["error"] = {{"code", as_utf8(s.error.code)}, {"message", as_utf8(s.error.message)}, {"at", s.error.node}};
    return out;
}

/// Reads a snapshot strictly; every deviation is BTN211 with its path.
template <class Json>
class BasicSnapshotReader : private ScopesReader {
public:
    explicit BasicSnapshotReader(const Json& from, std::string place_of_it = "/state")
        : ScopesReader(from, std::move(place_of_it)) {}

    Snapshot read() {
        Snapshot s;
        s.status = named<Status>(
            from_, "status", {Status::fresh, Status::running, Status::completed, Status::failed, Status::cancelled});
        s.next_token_id = number(from_, "next");
        s.paused = optional_truth(from_, "paused");
        each(list(from_, "tokens"), "tokens", [&](const Json& t) { s.tokens.push_back(token(t)); });
        for (const Json& r : optional_list(from_, "ready")) s.ready.push_back(ready(r));
        for (const Json& b : optional_list(from_, "batch")) s.batch.push_back(as_number(b, "/batch"));
        each(optional_list(from_, "timers"), "timers", [&](const Json& t) { s.timers.push_back(timer(t)); });
        if (from_.contains("watches"))
            for (const auto& [join, token] : require(from_, "watches", &Json::is_object, "an object").items())
                s.watches.push_back({join, as_number(token, "/watches/" + join)});
        each(optional_list(from_, "inner_watches"), "inner_watches", [&](const Json& w) {
            s.watches.push_back({text(w, "join"), number(w, "token"), number(w, "scope")});
        });
        read_scopes(s);
        s.passed = counts("passed");
        s.taken = counts("taken");
        if (s.status == Status::failed) {
            const Json& e = require(from_, "error", &Json::is_object, "an object");
            s.error = {text(e, "code"), text(e, "message"), text(e, "at")};
        }
        return s;
    }

private:
    [[nodiscard]] engine::TokenRecord token(const Json& in) const {
        engine::TokenRecord t;
        t.id = number(in, "id");
        t.at = text(in, "at");
        t.phase = named<Phase>(in, "phase",
                               {Phase::ready, Phase::leaving, Phase::waiting, Phase::pending, Phase::delayed,
                                Phase::joining, Phase::failed, Phase::failed_leaving, Phase::active, Phase::catching,
                                Phase::gathering, Phase::compensating});
        if (t.phase == Phase::joining) t.by = text(in, "by");
        t.waits = in.contains("since") && t.phase != Phase::joining;
        if (in.contains("since") || t.phase == Phase::joining) t.since = time(in, "since");
        if (in.contains("until")) t.until = time(in, "until");
        if (in.contains("failures")) t.failures = small_number(in, "failures");
        if (in.contains("reason")) t.reason = text(in, "reason");
        t.scope = optional_number(in, "scope");
        t.called = optional_number(in, "called");
        t.compensates = optional_truth(in, "compensates");
        return t;
    }
    [[nodiscard]] engine::ReadyRecord ready(const Json& in) const {
        if (in.is_string()) return {0, in.template get<std::string>()};
        if (in.is_object()) return {0, text(in, "join"), number(in, "scope")};
        const std::uint64_t id = as_number(in, "/ready");
        if (id == 0) fail("/ready", "a number from 1");
        return {id, {}};
    }
    [[nodiscard]] engine::TimerRecord timer(const Json& in) const {
        const core::instant due = time(in, "due");
        if (!in.contains("subscription")) return {number(in, "token"), text(in, "at"), due};
        const std::uint64_t id = number(in, "subscription");
        if (id == 0) fail("/subscription", "a number from 1");
        return {0, {}, due, id};
    }
    engine::Counts counts(const char* name) const {
        engine::Counts out;
        for (const auto& [key, value] : require(from_, name, &Json::is_object, "an object").items()) {
            if (!value.is_number_unsigned() || value.template get<std::uint64_t>() > 0xFFFF'FFFF)
                fail(std::string("/") + name + "/" + key, "a number from 0");
            out.emplace_back(key, value.template get<std::uint32_t>());
        }
        return out;
    }
};

using SnapshotReader = BasicSnapshotReader<json>;

}  // namespace detail

}  // namespace baton::inline BATON_ABI::runner

#endif
