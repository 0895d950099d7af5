// Saves and loads a ProcessEngine as one JSON document (docs/state-format.md). Included by process_engine.hpp only.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_PROCESS_SAVE_HPP
#define BATON_RUNNER_DETAIL_PROCESS_SAVE_HPP

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/fingerprint.hpp"
#include "../../core/time_text.hpp"
#include "../../engine/snapshot.hpp"
#include "../bounded_json.hpp"
#include "../snapshot_json.hpp"
#include "../value_json.hpp"
#include "process_load.hpp"
#include "process_world.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// What is in a world, as JSON.
class ProcessWriter {
public:
    explicit ProcessWriter(const ProcessWorld& world) : w_(world) {}

    json write() {
        json out{{"baton", {{"document", "process-engine"}, {"format", state_format}}},
                 {"now", core::to_text(w_.now)},
                 {"next", w_.next_instance}};
        json& instances = out["instances"] = json::array();
        for (const auto& [id, i] : w_.instances) instances.push_back(instance(*i));
        if (!w_.queue.empty()) out["queue"] = w_.queue;
        if (!w_.returning.empty()) out["returning"] = w_.returning;
        if (json waits = waiting(); !waits.empty()) out["waiting"] = std::move(waits);
        if (!w_.buffer.empty()) out["buffer"] = buffer();
        if (w_.look_at_buffer) out["look_at_buffer"] = true;
        if (!w_.message_ids.empty()) out["message_ids"] = message_ids();
        if (json timers = start_timers(w_); !timers.empty()) out["start_timers"] = std::move(timers);
        return out;
    }

private:
    json instance(const ProcessInstance& i) {
        std::string& fingerprint = fingerprints_[i.model.get()];
        if (fingerprint.empty()) fingerprint = core::fingerprint(*i.model->definition);
        json out{{"id", i.id},
                 {"definition", i.model->definition->id},
                 {"fingerprint", fingerprint},
                 {"process", i.process().id},
                 {"state", snapshot_to_json(engine::snapshot_of(i.graph(), i.state))}};
        if (!i.business_key.empty()) out["business_key"] = text_to_json(i.business_key);
        if (i.parent != 0) out["parent"] = i.parent;
        if (i.parent != 0) out["parent_token"] = i.parent_token;
        for (const auto& [key, value] : i.conversations)
            out["conversations"].push_back({{"key", text_to_json(key)}, {"value", text_to_json(value)}});
        return out;
    }
    /// By kind and name; for one name in the order in which they were made.
    [[nodiscard]] json waiting() const {
        std::map<std::string, const std::vector<Waiting>*> by_name;
        for (const auto& [key, list] : w_.waiting) by_name.emplace(key, &list);
        json out = json::array();
        for (const auto& [key, list] : by_name)
            for (const Waiting& w : *list)
                if (w_.instances.contains(w.instance))
                    out.push_back({{"instance", w.instance}, {"subscription", w.ref.id}});
        return out;
    }
    [[nodiscard]] json buffer() const {
        json out = json::array();
        for (const Buffered& b : w_.buffer) {
            json message{{"name", text_to_json(b.message.name)}, {"until", core::to_text(b.until)}};
            if (!b.message.key.empty()) message["key"] = text_to_json(b.message.key);
            if (!b.message.id.empty()) message["id"] = text_to_json(b.message.id);
            if (!b.message.variables.empty()) message["variables"] = object_to_json(b.message.variables);
            out.push_back(std::move(message));
        }
        return out;
    }
    [[nodiscard]] json message_ids() const {
        std::vector<std::string> ids(w_.message_ids.begin(), w_.message_ids.end());
        std::sort(ids.begin(), ids.end());
        json out = json::array();
        for (const std::string& id : ids) out.push_back(text_to_json(id));
        return out;
    }
    [[nodiscard]] static json start_timers(const ProcessWorld& w) {
        json out = json::array();
        for_each_start_timer(w.starts, [&](const StartEvent& s, const StartTimerName& name) {
            json timer{{"process", name.process}, {"at", name.at}, {"due", core::to_text(s.due)}};
            if (name.number > 0) timer["number"] = name.number;
            if (s.again != 0) timer["again"] = s.again;
            if (!s.cycle.empty()) timer["cycle"] = text_to_json(s.cycle);
            out.push_back(std::move(timer));
        });
        return out;
    }

    const ProcessWorld& w_;
    std::map<const ProcessModel*, std::string> fingerprints_;
};

}  // namespace baton::inline BATON_ABI::runner::detail

namespace baton::inline BATON_ABI::runner {

BATON_APART std::string ProcessEngine::save() const {
    try {
        const nlohmann::json file = detail::ProcessWriter(*world_).write();
        if (detail::is_deeper(file, detail::process_limits.depth))
            throw core::error(core::error_code::the_context_does_not_fit, "process engine",
                              "variables are nested deeper than can be loaded again");
        return file.dump(1) + '\n';
    } catch (const nlohmann::json::type_error& e) {
        throw core::error(core::error_code::the_context_does_not_fit, "process engine", e.what());
    }
}
BATON_APART void ProcessEngine::load(std::string_view text) {
    world_->refuse_inside();
    const nlohmann::json file = detail::parse_bounded(text, "process engine", detail::process_limits);
    detail::check_document(file, "process engine", "process-engine", "it is no saved process engine");
    detail::ProcessLoader(*world_, file).load();
}

}  // namespace baton::inline BATON_ABI::runner

#endif
