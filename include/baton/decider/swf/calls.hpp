// The calls that the backend of Amazon SWF is made of: paging, faults, the forms of requests.
#ifndef BATON_DECIDER_SWF_CALLS_HPP
#define BATON_DECIDER_SWF_CALLS_HPP

#include <algorithm>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../detail/process_rules.hpp"
#include "../task.hpp"
#include "client.hpp"
#include "options.hpp"
#include "texts.hpp"

namespace baton::inline BATON_ABI::decider::swf::detail {

/// Thread-safe.
class Calls {
protected:
    Calls(std::shared_ptr<Transport> transport, const Options& options)
        : texts_(options.payloads), client_(std::move(transport), options) {}

    [[nodiscard]] json in_domain() const { return {{"domain", client_.options().domain}}; }
    [[nodiscard]] json polling(const std::string& category, const std::string& identity) const {
        json request = in_domain();
        request["taskList"] = {{"name", category}};
        if (!identity.empty()) request["identity"] = cut(identity, 256);
        return request;
    }
    /// All that can be open, newest first: an execution lives for a year at most.
    [[nodiscard]] json listing() const {
        json request = in_domain();
        const std::int64_t year = std::int64_t{366} * 24 * 3600;
        request["startTimeFilter"] = {
            {"oldestDate", std::max<std::int64_t>(client_.options().clock().ms / 1000 - year, 0)}};
        return request;
    }
    static bool is_empty(const json& answer) {
        const auto token = answer.find("taskToken");
        return token == answer.end() || !token->is_string() || token->get_ref<const std::string&>().empty();
    }
    static const json& infos_of(const json& page) {
        const auto at = page.find("executionInfos");
        if (at == page.end() || !at->is_array()) broken("executionInfos");
        return *at;
    }
    /// `read(request)` gives the page that it has read; called until there is no next one.
    template <class Read>
    static void pages(json request, Read read) {
        while (true) {
            const json page = read(request);
            const auto next = page.find("nextPageToken");
            if (next == page.end() || !next->is_string()) return;
            request["nextPageToken"] = *next;
        }
    }
    template <class Fill>
    void register_type(const std::string& kind, const std::string& name, Fill fill) {
        const json type{{"name", name}, {"version", client_.options().version}};
        json request = in_domain();
        request[kind == "Workflow" ? "workflowType" : "activityType"] = type;
        try {
            client_.call("Describe" + kind + "Type", request);
            return;
        } catch (const Fault& f) {
            if (f.type() != "UnknownResourceFault") throw;
        }
        json registration = in_domain();
        registration.update(type);
        fill(registration);
        try {
            client_.call("Register" + kind + "Type", registration);
        } catch (const Fault& f) {
            if (f.type() != "TypeAlreadyExistsFault") throw;  // another program was faster
        }
    }
    json call_process(const std::string& action, const json& request, const std::string& id) {
        try {
            return client_.call(action, request);
        } catch (const Fault& f) {
            if (f.type() != "UnknownResourceFault") throw;
            throw core::error(core::error_code::the_process_is_not_running, id, f.what());
        }
    }
    json call_activity(const std::string& action, const json& request, const ActivityTask& task) {
        try {
            return client_.call(action, request);
        } catch (const Fault& f) {
            if (f.type() != "UnknownResourceFault") throw;
            throw core::error(core::error_code::the_activity_is_over,
                              task.process_id + ", activity " + task.execution.id, f.what());
        }
    }
    /// The id with the run, of the open or else of the last execution.
    std::string whole_id(const std::string& workflow) {
        for (const char* action : {"ListOpenWorkflowExecutions", "ListClosedWorkflowExecutions"}) {
            json request = listing();
            request["executionFilter"] = {{"workflowId", workflow}};
            const json page = client_.call(action, request);
            for (const json& info : infos_of(page)) return process_id_in(object_in(info, "execution"));
        }
        decider::detail::not_running(workflow);
    }
    Texts texts_;
    Client client_;
};

}  // namespace baton::inline BATON_ABI::decider::swf::detail

#endif
