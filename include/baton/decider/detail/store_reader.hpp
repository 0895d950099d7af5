// Reads processes from a store: by id, by tag and workflow, and histories without reading twice.
#ifndef BATON_DECIDER_DETAIL_STORE_READER_HPP
#define BATON_DECIDER_DETAIL_STORE_READER_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../store/store.hpp"
#include "../backend.hpp"
#include "history_cache.hpp"
#include "stored_process.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// Thread-safe.
class StoreReader {
public:
    StoreReader(std::string domain, std::size_t remember) : domain_(std::move(domain)), histories_(remember) {}

    /// The running process of that id, or else the last that has ended.
    [[nodiscard]] std::optional<Process> find(store::Transaction& t, const std::string& id) const {
        auto row = t.find_open_instance(domain_, id);
        if (!row) row = last_ended(t, id);
        if (!row) return std::nullopt;
        return read_process(t, std::move(*row));
    }
    /// The running ones.
    [[nodiscard]] std::vector<Process> list(store::Transaction& t, const ProcessFilter& filter) const {
        std::vector<Process> out;
        store::InstanceQuery query;
        query.kind = process_kind;
        query.definition_key = filter.workflow;
        query.open = store::InstanceQuery::Open::open;
        query.limit = store::largest_page;
        if (!filter.tag.empty()) query.attributes.push_back({.name = "tag", .text = filter.tag});
        while (true) {
            const auto rows = t.query_instances(query);
            for (const store::InstanceRow& row : rows) {
                query.after_id = row.id;
                if (row.scope != domain_) continue;
                if (auto whole = t.find_instance(row.id)) out.push_back(read_process(t, std::move(*whole)));
            }
            if (static_cast<std::int64_t>(rows.size()) < query.limit) return out;
        }
    }
    /// Precondition: these events are committed.
    void remember(std::int64_t process, std::int64_t run, const History& history) {
        histories_.put(process, run, history);
    }
    /// From what is remembered and the rows since.
    History history_of(store::Transaction& t, const StoredProcess& p) const {
        History history = histories_.get(p.row.id, p.base());
        while (true) {
            const auto next = p.base() + static_cast<std::int64_t>(history.size()) + 1;
            const auto rows = t.read_history(p.row.id, next, store::largest_page);
            for (const store::HistoryRow& row : rows)
                history.push_back(
                    event_from_json(parse_stored(row.body, "history"), "history of process " + p.record.id));
            if (static_cast<std::int64_t>(rows.size()) < store::largest_page) return history;
        }
    }

private:
    std::optional<store::InstanceRow> last_ended(store::Transaction& t, const std::string& id) const {
        store::InstanceQuery query;
        query.kind = process_kind;
        query.business_key = id;
        query.newest_first = true;
        for (const store::InstanceRow& row : t.query_instances(query))
            if (row.scope == domain_) return t.find_instance(row.id);
        return std::nullopt;
    }
    Process read_process(store::Transaction& t, store::InstanceRow row) const {
        StoredProcess p;
        p.row = std::move(row);
        p.read_state();
        return p.record.snapshot(history_of(t, p));
    }

    std::string domain_;
    HistoryCache histories_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
