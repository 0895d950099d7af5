// Finding instances and work in SQL: the statement for a query.
#ifndef BATON_STORE_DETAIL_SQL_QUERY_HPP
#define BATON_STORE_DETAIL_SQL_QUERY_HPP

#include <string>
#include <string_view>

#include "../../config.hpp"
#include "../rows.hpp"
#include "row_check.hpp"
#include "sql.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// A statement that grows with the query: conditions and their parameters.
class SqlFilter {
public:
    Params params;

    /// `column op ?n`.
    void compare(std::string_view column_and_op, Param value) {
        params.push_back(value);
        also(std::string(column_and_op) + " ?" + std::to_string(params.size()));
    }
    void also(std::string_view condition) { text_.append(text_.empty() ? " where " : " and ").append(condition); }
    void attributes(const std::vector<AttributeFilter>& filters, int owner) {
        for (const AttributeFilter& f : filters) {
            params.emplace_back(f.name);
            std::string one = "id in (select owner_id from attribute where owner = " + std::to_string(owner) +
                              " and name = ?" + std::to_string(params.size());
            const auto with = [&](std::string_view op, Param value) {
                params.push_back(value);
                one.append(op).append(std::to_string(params.size()));
            };
            if (f.by_number) {
                with(" and number >= ?", f.least);
                with(" and number <= ?", f.greatest);
            } else {
                with(" and text = ?", f.text);
            }
            also(one + ")");
        }
    }
    /// " limit ?n".
    std::string limit(std::int64_t n) {
        params.emplace_back(page(n));
        return " limit ?" + std::to_string(params.size());
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

inline SqlFilter sql_filter(const InstanceQuery& q) {
    SqlFilter f;
    if (!q.definition_key.empty()) f.compare("definition_key =", q.definition_key);
    if (!q.business_key.empty()) {
        f.compare("business_key =", q.business_key);
        f.also("business_key <> ''");
    }
    if (q.definition_version >= 0) f.compare("definition_version =", q.definition_version);
    if (q.kind >= 0) f.compare("kind =", q.kind);
    if (q.status >= 0) f.compare("status =", q.status);
    if (q.parent_id >= 0) f.compare("parent_id =", q.parent_id);
    if (q.parent_id > 0) f.also("parent_id <> 0");
    if (q.open == InstanceQuery::Open::open) f.also("ended_at = 9223372036854775807");
    if (q.open == InstanceQuery::Open::ended) f.also("ended_at < 9223372036854775807");
    if (q.started_from != 0) f.compare("started_at >=", q.started_from);
    if (q.started_until != never) f.compare("started_at <=", q.started_until);
    f.attributes(q.attributes, 0);
    return f;
}

inline SqlFilter sql_filter(const WorkQuery& q) {
    SqlFilter f;
    if (!q.queue.empty()) f.compare("queue =", q.queue);
    if (!q.name.empty()) f.compare("name =", q.name);
    if (q.instance_id >= 0) f.compare("instance_id =", q.instance_id);
    if (q.instance_id > 0) f.also("instance_id <> 0");
    if (q.token >= 0) f.compare("token =", q.token);
    if (q.kind >= 0) f.compare("kind =", q.kind);
    // A number in the text, not a parameter: only so the indexes of one state are used.
    if (q.state >= 0) f.also("state = " + std::to_string(q.state));
    f.attributes(q.attributes, 1);
    return f;
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
