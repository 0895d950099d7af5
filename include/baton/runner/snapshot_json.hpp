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
#include "utf8.hpp"

namespace baton::inline BATON_ABI::runner {

namespace detail {

// Templates, so that files which do not save are compiled without what they need of JSON.

using engine::Phase;
using engine::Snapshot;
using engine::Status;

template <class Json = nlohmann::json>
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

template <class Json = nlohmann::json>
Json token_to_json(const engine::TokenRecord& t) {
    Json out{{"id", t.id}, {"at", t.at}, {"phase", engine::name_of(t.phase)}};
    if (t.phase == Phase::joining) out["by"] = t.by;
    if (t.waits || t.phase == Phase::joining) out["since"] = core::to_text(t.since);
    if (t.until != core::instant::never()) out["until"] = core::to_text(t.until);
    if (t.failures > 0) out["failures"] = t.failures;
    if (!t.reason.empty()) out["reason"] = as_utf8(t.reason);
    return out;
}

template <class Json = nlohmann::json>
Json snapshot_to_json(const Snapshot& s) {
    Json out{{"status", engine::name_of(s.status)}, {"next", s.next_token_id}};
    if (s.paused) out["paused"] = true;
    Json& tokens = out["tokens"] = Json::array();
    for (const engine::TokenRecord& t : s.tokens) tokens.push_back(token_to_json<Json>(t));
    if (!s.ready.empty()) {
        Json& ready = out["ready"] = Json::array();
        for (const engine::ReadyRecord& r : s.ready) ready.push_back(r.token != 0 ? Json(r.token) : Json(r.join));
    }
    if (!s.batch.empty()) out["batch"] = s.batch;
    if (!s.timers.empty()) {
        Json& timers = out["timers"] = Json::array();
        for (const engine::TimerRecord& t : s.timers)
            timers.push_back({{"token", t.token}, {"at", t.at}, {"due", core::to_text(t.due)}});
    }
    if (!s.watches.empty()) {
        Json& watches = out["watches"] = Json::object();
        for (const engine::WatchRecord& w : s.watches) watches[w.join] = w.token;
    }
    out["passed"] = counts_to_json<Json>(s.passed);
    out["taken"] = counts_to_json<Json>(s.taken);
    if (s.status == Status::failed)
        out["error"] = {{"code", as_utf8(s.error.code)}, {"message", as_utf8(s.error.message)}, {"at", s.error.node}};
    return out;
}

/// Reads a snapshot strictly; every deviation is BTN211 with its path.
template <class Json = nlohmann::json>
class SnapshotReader {
public:
    explicit SnapshotReader(const Json& from) : from_(from) {}

    Snapshot read() {
        Snapshot s;
        s.status = named<Status>(
            from_, "status", {Status::fresh, Status::running, Status::completed, Status::failed, Status::cancelled});
        s.next_token_id = number(from_, "next");
        if (from_.contains("paused"))
            s.paused = require(from_, "paused", &Json::is_boolean, "true or false").template get<bool>();
        each(list(from_, "tokens"), "tokens", [&](const Json& t) { s.tokens.push_back(token(t)); });
        for (const Json& r : optional_list("ready")) s.ready.push_back(ready(r));
        for (const Json& b : optional_list("batch")) s.batch.push_back(as_number(b, "/batch"));
        each(optional_list("timers"), "timers", [&](const Json& t) {
            s.timers.push_back({number(t, "token"), text(t, "at"), time(t, "due")});
        });
        if (from_.contains("watches"))
            for (const auto& [join, token] : require(from_, "watches", &Json::is_object, "an object").items())
                s.watches.push_back({join, as_number(token, "/watches/" + join)});
        s.passed = counts("passed");
        s.taken = counts("taken");
        if (s.status == Status::failed) {
            const Json& e = require(from_, "error", &Json::is_object, "an object");
            s.error = {text(e, "code"), text(e, "message"), text(e, "at")};
        }
        return s;
    }

private:
    /// Reads the items of a list; what fails says in which.
    template <class Use>
    void each(const Json& items, const char* name, Use use) {
        std::size_t i = 0;
        for (const Json& item : items) {
            inside_ = std::string("/") + name + "/" + std::to_string(i++);
            use(item);
        }
        inside_.clear();
    }
    [[noreturn]] void fail(std::string_view path, std::string_view expected) const {
        throw core::error(core::error_code::the_state_is_damaged, "/state" + inside_ + std::string(path),
                          "expected " + std::string(expected));
    }
    [[nodiscard]] const Json& require(const Json& in, const char* name, bool (Json::*is)() const noexcept,
                                      std::string_view expected) const {
        if (!in.is_object() || !in.contains(name) || !(in[name].*is)()) fail(std::string("/") + name, expected);
        return in[name];
    }
    [[nodiscard]] std::uint64_t as_number(const Json& in, std::string_view path) const {
        if (!in.is_number_unsigned()) fail(path, "a number from 0");
        return in.template get<std::uint64_t>();
    }
    [[nodiscard]] std::uint64_t number(const Json& in, const char* name) const {
        return as_number(require(in, name, &Json::is_number_unsigned, "a number from 0"), std::string("/") + name);
    }
    [[nodiscard]] std::string text(const Json& in, const char* name) const {
        return require(in, name, &Json::is_string, "a text").template get<std::string>();
    }
    [[nodiscard]] core::instant time(const Json& in, const char* name) const {
        const auto t = core::instant_from_text(text(in, name));
        if (!t) fail(std::string("/") + name, "a time like 2026-11-20T12:02:03.000Z");
        return *t;
    }
    [[nodiscard]] const Json& list(const Json& in, const char* name) const {
        return require(in, name, &Json::is_array, "a list");
    }
    [[nodiscard]] const Json& optional_list(const char* name) const {
        static const Json none = Json::array();
        return from_.contains(name) ? list(from_, name) : none;
    }
    template <class Enum>
    Enum named(const Json& in, const char* name, std::initializer_list<Enum> values) const {
        const std::string given = text(in, name);
        for (const Enum value : values)
            if (engine::name_of(value) == given) return value;
        fail(std::string("/") + name, "one of the names of the format, not '" + given + "'");
    }
    [[nodiscard]] std::uint32_t small_number(const Json& in, const char* name) const {
        const std::uint64_t n = number(in, name);
        if (n > 0xFFFF'FFFF) fail(std::string("/") + name, "a number below 2^32");
        return static_cast<std::uint32_t>(n);
    }
    [[nodiscard]] engine::TokenRecord token(const Json& in) const {
        engine::TokenRecord t;
        t.id = number(in, "id");
        t.at = text(in, "at");
        t.phase = named<Phase>(in, "phase",
                               {Phase::ready, Phase::leaving, Phase::waiting, Phase::pending, Phase::delayed,
                                Phase::joining, Phase::failed, Phase::failed_leaving});
        if (t.phase == Phase::joining) t.by = text(in, "by");
        t.waits = in.contains("since") && t.phase != Phase::joining;
        if (in.contains("since") || t.phase == Phase::joining) t.since = time(in, "since");
        if (in.contains("until")) t.until = time(in, "until");
        if (in.contains("failures")) t.failures = small_number(in, "failures");
        if (in.contains("reason")) t.reason = text(in, "reason");
        return t;
    }
    [[nodiscard]] engine::ReadyRecord ready(const Json& in) const {
        if (in.is_string()) return {0, in.template get<std::string>()};
        const std::uint64_t id = as_number(in, "/ready");
        if (id == 0) fail("/ready", "a number from 1");
        return {id, {}};
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

    const Json& from_;
    /// The list item that is being read.
    std::string inside_;
};

}  // namespace detail

}  // namespace baton::inline BATON_ABI::runner

#endif
