// What every store refuses: rows that not all stores could keep as they are.
#ifndef BATON_STORE_DETAIL_ROW_CHECK_HPP
#define BATON_STORE_DETAIL_ROW_CHECK_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../rows.hpp"
#include "../store.hpp"

namespace baton::inline BATON_ABI::store::detail {

[[noreturn]] inline void refuse_row(std::string_view table, std::string_view column, std::string_view why) {
    throw core::error(core::error_code::the_row_is_not_allowed, std::string(table) + '.' + std::string(column),
                      std::string(why));
}

/// UTF-8 (RFC 3629: no surrogates, nothing too long, at most 10FFFF) without NUL.
inline bool is_text(std::string_view s) {
    const auto at = [&](std::size_t i) { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u; };
    for (std::size_t i = 0; i < s.size();) {
        const unsigned c = at(i);
        if (c == 0) return false;
        const std::size_t more = c < 0x80                ? 0
                                 : c >= 0xc2 && c < 0xe0 ? 1
                                 : c >= 0xe0 && c < 0xf0 ? 2
                                 : c >= 0xf0 && c < 0xf5 ? 3
                                                         : 9;
        if (more == 9) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((at(i + k) & 0xc0) != 0x80) return false;
        const unsigned second = at(i + 1);
        if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) || (c == 0xf0 && second < 0x90) ||
            (c == 0xf4 && second > 0x8f))
            return false;
        i += more + 1;
    }
    return true;
}

inline void check_text(std::string_view table, std::string_view name, std::string_view text) {
    if (text.size() > longest_text) refuse_row(table, name, "longer than 1024 bytes");
    if (!is_text(text)) refuse_row(table, name, "no UTF-8, or with a NUL");
}

struct RowCheck {
    std::string_view table;
    void operator()(std::string_view name, const std::string& text, column holds = column::text) const {
        if (holds == column::text) return check_text(table, name, text);
        if (text.size() > longest_body) refuse_row(table, name, "larger than 256 MiB");
    }
    void operator()(std::string_view name, double number) const {
        if (!std::isfinite(number)) refuse_row(table, name, "no finite number");
    }
    void operator()(std::string_view name, std::int64_t number) const {
        // Spans are added to times: the sum must stay a time.
        constexpr std::string_view ms = "_ms";
        const bool is_span = name.size() > ms.size() && name.substr(name.size() - ms.size()) == ms;
        if (is_span && (number < 0 || number > never / 4)) refuse_row(table, name, "no span of time");
        if (name == "priority" && (number < -1'000'000 || number > 1'000'000))
            refuse_row(table, name, "not between -1000000 and 1000000");
    }
    void operator()(std::string_view, bool) const {}
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(std::string_view, Enum) const {}
};

template <class Row>
void check_row(const Row& row) {
    Row::columns(row, RowCheck{Row::table});
}
inline void check_row(const WorkRow& row) {
    WorkRow::columns(row, RowCheck{WorkRow::table});
    if (row.queue.empty()) refuse_row("work", "queue", "empty");
    if (row.concurrency_limit < 1) refuse_row("work", "concurrency_limit", "less than 1");
    if (row.kind == advance_work && row.instance_id == 0) refuse_row("work", "instance_id", "an advance row has none");
}
inline std::int64_t page(std::int64_t limit) { return std::clamp<std::int64_t>(limit, 0, largest_page); }
inline void check_span(std::string_view table, std::string_view name, std::int64_t ms) {
    if (ms < 0 || ms > never / 4) refuse_row(table, name, "no span of time");
}

inline void check_filters(std::string_view table, const std::vector<AttributeFilter>& filters) {
    if (filters.size() > 8) refuse_row(table, "attributes", "more than 8 are asked for");
    for (const AttributeFilter& f : filters) {
        check_text("attribute", "name", f.name);
        check_text("attribute", "text", f.text);
        if (std::isnan(f.least) || std::isnan(f.greatest)) refuse_row("attribute", "number", "no number");
    }
}

/// The lease that a claim or heartbeat gives.
inline std::int64_t lease_of(const WorkRow& row, std::int64_t lease_ms) {
    return row.heartbeat_ms > 0 ? row.heartbeat_ms : lease_ms;
}

/// The one rule for expires_at: the earliest limit that applies in the row's state.
inline std::int64_t expiry_of(const WorkRow& row) {
    if (row.state == WorkState::parked) return never;
    std::int64_t at = row.schedule_to_close_at;
    if (row.state == WorkState::leased) {
        at = std::min(at, row.lease_until);
        if (row.start_to_close_ms > 0) at = std::min(at, row.started_at + row.start_to_close_ms);
    } else if (row.attempt == 0) {
        at = std::min(at, row.schedule_to_start_at);
    }
    return at;
}

/// Raises BTN803 unless the state is what was written.
inline void verify(const InstanceRow& row, std::int64_t sum) {
    if (row.checksum != sum)
        throw core::error(core::error_code::the_store_is_damaged, "instance " + std::to_string(row.id),
                          "the checksum of its state is wrong");
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
