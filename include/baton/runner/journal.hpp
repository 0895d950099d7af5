// The journal of instances: when elements were entered and done, which flows were taken, and when.
//
//   Journal journal;
//   engine.observe(std::ref(journal));
//   …
//   journal.record(order).flows;                    // the way that it took
//   journal.context(order).find("score");           // {start_time, end_time, name, id, status, times}
#ifndef BATON_RUNNER_JOURNAL_HPP
#define BATON_RUNNER_JOURNAL_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/time.hpp"
#include "../core/time_text.hpp"
#include "../core/value.hpp"
#include "process_engine.hpp"

namespace baton::inline BATON_ABI::runner {

/// One element of one instance; of an element that is met again, the last time.
struct ElementRecord {
    std::string id, name;
    bool is_task = false;
    enum class Status : std::uint8_t { started, completed, failed, terminated } status = Status::started;
    core::instant start, end = core::instant::never();
    /// How often it was entered and completed.
    std::size_t entered = 0, completed = 0;
    /// Of a failure.
    std::string why;
};

struct FlowRecord {
    std::string id;
    core::instant at;
};

struct InstanceRecord {
    core::instant created, ended = core::instant::never();
    /// "completed", "failed", …; empty while it runs.
    std::string ended_as;
    /// In the order in which they were met first.
    std::vector<ElementRecord> elements;
    /// In the order in which they were taken; a flow of a loop more than once.
    std::vector<FlowRecord> flows;

    [[nodiscard]] const ElementRecord* find(std::string_view id) const {
        const auto at = std::find_if(elements.begin(), elements.end(), [&](const auto& e) { return e.id == id; });
        return at == elements.end() ? nullptr : &*at;
    }
};

/// An observer of a ProcessEngine. It keeps ended instances until they are forgotten. One thread at a time.
class Journal {
public:
    void operator()(const ProcessEvent& event) {
        using What = ProcessEvent::What;
        InstanceRecord& record = record_of(event);
        if (event.flow != nullptr && event.what == What::flow_taken) record.flows.push_back({event.flow->id, event.at});
        if (event.what == What::ended) {
            record.ended = event.at;
            record.ended_as = event.text;
        }
        if (event.node != nullptr) note(record, event);
    }
    /// BTN232 when nothing has happened in such an instance.
    [[nodiscard]] const InstanceRecord& record(std::uint64_t instance) const {
        const auto at = records_.find(instance);
        if (at == records_.end())
            throw core::error(core::error_code::no_such_instance, "instance " + std::to_string(instance));
        return at->second;
    }
    void forget(std::uint64_t instance) { records_.erase(instance); }

    /// The record as one value: process_instance_id, created_time, status (STARTED, COMPLETED, …); under its name, and
    /// its id where the name is taken or empty, {start_time, end_time, name, id, status, times} of every element; and
    /// under its id {start_time, end_time, id} of every flow.
    [[nodiscard]] core::Value context(std::uint64_t instance) const {
        const InstanceRecord& r = record(instance);
        core::Value::Object all{{"process_instance_id", std::to_string(instance)},
                                {"created_time", core::to_text(r.created)},
                                {"status", r.ended_as.empty() ? std::string("STARTED") : upper(r.ended_as)}};
        const auto taken = [&](const std::string& name) {
            return std::any_of(all.begin(), all.end(), [&](const auto& m) { return m.first == name; });
        };
        for (const ElementRecord& e : r.elements) {
            core::Value::Object one{{"start_time", core::to_text(e.start)}};
            if (e.end != core::instant::never()) one.emplace_back("end_time", core::to_text(e.end));
            one.emplace_back("name", e.name);
            one.emplace_back("id", e.id);
            if (e.is_task) one.emplace_back("status", std::string(name_of(e.status)));
            one.emplace_back("times", static_cast<std::int64_t>(e.completed));
            all.emplace_back(e.name.empty() || taken(e.name) ? e.id : e.name, std::move(one));
        }
        for (const FlowRecord& f : r.flows) {
            const std::string at = core::to_text(f.at);
            core::Value::Object one{{"start_time", at}, {"end_time", at}, {"id", f.id}};
            if (!taken(f.id)) all.emplace_back(f.id, std::move(one));
        }
        return all;
    }

private:
    static std::string_view name_of(ElementRecord::Status status) {
        switch (status) {
            case ElementRecord::Status::started: return "STARTED";
            case ElementRecord::Status::completed: return "COMPLETED";
            case ElementRecord::Status::failed: return "FAILED";
            case ElementRecord::Status::terminated: return "TERMINATED";
        }
        return {};
    }
    static std::string upper(std::string text) {
        for (char& c : text)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        return text;
    }
    InstanceRecord& record_of(const ProcessEvent& event) {
        const auto [at, is_new] = records_.try_emplace(event.instance);
        if (is_new) at->second.created = event.at;
        return at->second;
    }
    static void note(InstanceRecord& record, const ProcessEvent& event) {
        using What = ProcessEvent::What;
        auto at = std::find_if(record.elements.begin(), record.elements.end(),
                               [&](const auto& e) { return e.id == event.node->id; });
        if (at == record.elements.end()) {
            at = record.elements.emplace(record.elements.end());
            at->id = event.node->id;
            at->name = event.node->title;
            at->is_task = event.node->kind == core::node_kind::task;
            at->start = event.at;
        }
        const auto ends = [&](ElementRecord::Status status) {
            at->status = status;
            at->end = event.at;
        };
        switch (event.what) {
            case What::entered:
                ++at->entered;
                at->start = event.at;
                at->end = core::instant::never();
                at->status = ElementRecord::Status::started;
                break;
            case What::completed:
                ++at->completed;
                ends(ElementRecord::Status::completed);
                break;
            case What::failed:
                at->why = event.text;
                at->status = ElementRecord::Status::failed;
                break;
            case What::terminated: ends(ElementRecord::Status::terminated); break;
            case What::waits:
            case What::flow_taken:
            case What::ended:
            case What::condition: break;
        }
    }

    std::map<std::uint64_t, InstanceRecord> records_;
};

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::InstanceRecord;
using runner::Journal;
}  // namespace baton::inline BATON_ABI

#endif
