// Values, times and ids in the form in which Amazon SWF carries them.
#ifndef BATON_DECIDER_SWF_TEXTS_HPP
#define BATON_DECIDER_SWF_TEXTS_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../core/time.hpp"
#include "../../core/value.hpp"
#include "../../runner/bounded_json.hpp"
#include "../../runner/utf8.hpp"
#include "../../runner/value_json.hpp"
#include "../../store/store.hpp"
#include "options.hpp"

namespace baton::inline BATON_ABI::decider::swf {

/// Payloads as blobs of a store. They stay there: the service keeps histories for a time of its own.
class StorePayloads final : public Payloads {
public:
    explicit StorePayloads(std::shared_ptr<store::Store> store) : store_(std::move(store)) {}
    std::string put(const std::string& text) override {
        std::string key;
        store_->transact([&](store::Transaction& t) { key = t.put_blob(text); });
        return key;
    }
    std::string get(const std::string& key) override {
        std::optional<std::string> text;
        store_->read([&](store::Transaction& t) { text = t.find_blob(key); });
        if (!text)
            throw core::error(core::error_code::the_answer_is_not_understood, "payload " + key,
                              "it is not in the store");
        return *text;
    }

private:
    std::shared_ptr<store::Store> store_;
};

namespace detail {

using nlohmann::json;

inline constexpr std::size_t longest_text = 32'768, longest_reason = 256, longest_progress = 2'048;
/// Of nested lists and objects in a value.
inline constexpr int deepest = 500;

/// At most so many bytes, between characters.
inline std::string cut(const std::string& text, std::size_t most) {
    if (text.size() <= most) return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

/// How texts go out and come in. Ids, names and tags go as they are.
class Texts {
public:
    explicit Texts(std::shared_ptr<Payloads> payloads) : payloads_(std::move(payloads)) {}

    /// Any text up to the service's limit; a longer one as {"$baton": "payload", "key": …}.
    [[nodiscard]] std::string pack(const std::string& text) const {
        // The limit is in characters; bytes are never fewer.
        if (text.size() <= longest_text) return text;
        if (!payloads_)
            throw core::error(core::error_code::the_payload_is_too_large, "Amazon SWF",
                              std::to_string(text.size()) + " bytes");
        return json{{"$baton", "payload"}, {"key", payloads_->put(text)}}.dump();
    }
    [[nodiscard]] std::string unpack(const std::string& text) const {
        if (payloads_ == nullptr || text.find("\"payload\"") == std::string::npos) return text;
        const json in = json::parse(text, nullptr, false);
        if (!in.is_object() || in.value("$baton", json()) != "payload" || !in.contains("key") || !in["key"].is_string())
            return text;
        return payloads_->get(in["key"].get<std::string>());
    }
    /// A value as JSON text; null is left out.
    void put(json& into, const char* name, const core::Value& value) const {
        if (value.is_null()) return;
        const json content = runner::detail::value_to_json(value);
        if (runner::detail::is_deeper(content, deepest - 10))
            throw core::error(core::error_code::the_decision_is_refused, name, "a value is nested too deeply");
        into[name] = pack(content.dump());
    }
    void put(json& into, const char* name, const std::string& text) const {
        // What is no UTF-8 goes as {"$baton": "bytes", …}.
        if (!text.empty())
            into[name] = pack(runner::detail::is_utf8(text) ? text : runner::detail::text_to_json(text).dump());
    }
    /// JSON, or else the text itself: others may use the same processes.
    [[nodiscard]] core::Value value(const json& from, const char* name) const {
        const auto at = from.find(name);
        if (at == from.end() || !at->is_string()) return {};
        const std::string text = unpack(at->get<std::string>());
        try {
            static const std::string where = "Amazon SWF";
            return runner::detail::ValueReader(where).value(
                runner::detail::parse_bounded(text, where, {.depth = deepest}));
        } catch (const core::error&) {
            return text;
        }
    }
    [[nodiscard]] std::string text(const json& from, const char* name) const {
        const auto at = from.find(name);
        if (at == from.end() || !at->is_string()) return {};
        const std::string text = unpack(at->get<std::string>());
        if (!text.starts_with("{\"$baton\":\"bytes\"")) return text;
        const core::Value bytes = value(from, name);
        return bytes.text() == nullptr ? text : *bytes.text();
    }

private:
    std::shared_ptr<Payloads> payloads_;
};

/// Whole seconds, rounded up: at most 8 digits, else "NONE".
inline std::string seconds(core::duration d) {
    const std::int64_t s = d.ms / 1000 + (d.ms % 1000 > 0 ? 1 : 0);
    return s > 99'999'999 ? "NONE" : std::to_string(s);
}
inline core::instant time_of(const json& event) {
    const auto at = event.find("eventTimestamp");
    return at == event.end() || !at->is_number()
               ? core::instant()
               : core::instant(static_cast<std::int64_t>(at->get<double>() * 1000 + 0.5));
}

/// "workflowId:runId", as pyworkflow has it; the part before the last ':'.
inline std::string workflow_id_of(const std::string& process) { return process.substr(0, process.rfind(':')); }
inline std::string run_id_of(const std::string& process) {
    const std::size_t at = process.rfind(':');
    return at == std::string::npos ? std::string() : process.substr(at + 1);
}

/// Reads members that the protocol promises; BTN613 where they are not there.
[[noreturn]] inline void broken(const std::string& what) {
    throw core::error(core::error_code::the_answer_is_not_understood, "Amazon SWF", "no " + what);
}
inline std::string text_in(const json& from, const char* name) {
    const auto at = from.find(name);
    if (at == from.end() || !at->is_string()) broken(name);
    return at->get<std::string>();
}
inline const json& object_in(const json& from, const std::string& name) {
    const auto at = from.find(name);
    if (at == from.end() || !at->is_object()) broken(name);
    return *at;
}
inline std::int64_t number_in(const json& from, const char* name) {
    const auto at = from.find(name);
    if (at == from.end() || !at->is_number_integer()) broken(name);
    return at->get<std::int64_t>();
}
inline std::string process_id_in(const json& execution) {
    return text_in(execution, "workflowId") + ":" + text_in(execution, "runId");
}
inline std::vector<std::string> tags_in(const json& from) {
    std::vector<std::string> out;
    const auto at = from.find("tagList");
    if (at == from.end() || !at->is_array()) return out;
    for (const json& tag : *at)
        if (tag.is_string()) out.push_back(tag.get<std::string>());
    return out;
}

}  // namespace detail

}  // namespace baton::inline BATON_ABI::decider::swf

#endif
