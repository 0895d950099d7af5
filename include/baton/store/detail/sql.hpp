// One SQL text for both dialects.
//
// In the texts stand `?1`, `?2`, … for parameters and words in braces for what the dialects say differently:
//   {now}       the store's time; it is always parameter ?1, which is null where the database's own clock is used
//   {id}        the type of a primary key that the database counts        {int} {real} {text} {bytes}  types
//   {least} {greatest}  the smaller, the greater of two numbers           {materialized}  after `as` of a with-clause
//   {lock}      locks the rows of a select                                {skip}  the same, without those locked
//   already {strict} {clustered} {filled}  options of tables
#ifndef BATON_STORE_DETAIL_SQL_HPP
#define BATON_STORE_DETAIL_SQL_HPP

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../rows.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// A statement that is prepared once per connection; its number is its place in the connection's table.
struct Sql {
    std::string text;
    std::size_t number;

    explicit Sql(std::string statement) : text(std::move(statement)), number(count()++) {}
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    static std::atomic<std::size_t>& count() {
        static std::atomic<std::size_t> n = 0;
        return n;
    }
};

/// A value bound to a statement. Texts and bytes are not copied.
struct Param {
    enum class Kind { null, number, real, text, bytes } kind = Kind::null;
    std::int64_t number = 0;
    double real = 0;
    std::string_view text;

    Param() = default;
    template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>)
        // NOLINTNEXTLINE(google-explicit-constructor): parameters are listed as they are
        Param(Number n)
        : kind(Kind::number), number(static_cast<std::int64_t>(n)) {}
    Param(double d) : kind(Kind::real), real(d) {}              // NOLINT(google-explicit-constructor)
    Param(std::string_view s) : kind(Kind::text), text(s) {}    // NOLINT(google-explicit-constructor)
    Param(const std::string& s) : kind(Kind::text), text(s) {}  // NOLINT(google-explicit-constructor)
    static Param bytes(std::string_view s) {
        Param p(s);
        p.kind = Kind::bytes;
        return p;
    }
    static Param or_null(std::optional<std::int64_t> t) { return t ? Param(*t) : Param(); }
};
using Params = std::vector<Param>;

/// Appends the columns of a row, in their order, but those named.
struct BindColumns {
    Params& params;
    std::string_view but;
    template <class T>
    void operator()(std::string_view name, const T& value, column holds = column::text) const {
        if (name == but) return;
        if constexpr (std::is_same_v<T, std::string>)
            params.push_back(holds == column::text ? Param(value) : Param::bytes(value));
        else
            params.push_back(Param(value));
    }
};
template <class Row>
Params params_of(const Row& row, std::string_view but = {}) {
    Params params;
    params.reserve(32);
    Row::columns(row, BindColumns{params, but});
    return params;
}

/// The columns' names, "id, kind, …", but the one named.
template <class Row>
std::string columns_of(std::string_view but = {}) {
    std::string names;
    const Row row;
    Row::columns(row, [&]<class T>(std::string_view name, const T&, column = column::text) {
        if (name != but) names.append(names.empty() ? "" : ", ").append(name);
    });
    return names;
}
/// "?1, ?2, …" for as many columns.
template <class Row>
std::string marks_of(std::string_view but = {}, int from = 1) {
    std::string marks;
    const Row row;
    Row::columns(row, [&]<class T>(std::string_view name, const T&, column = column::text) {
        if (name != but) marks.append(marks.empty() ? "?" : ", ?").append(std::to_string(from++));
    });
    return marks;
}
/// "kind = ?2, …": all columns but those, each with the mark of its place among all.
template <class Row>
std::string assignments_of(std::initializer_list<std::string_view> but) {
    std::string text;
    int n = 0;
    const Row row;
    Row::columns(row, [&]<class T>(std::string_view name, const T&, column = column::text) {
        ++n;
        if (std::find(but.begin(), but.end(), name) != but.end()) return;
        text.append(text.empty() ? "" : ", ").append(name).append(" = ?").append(std::to_string(n));
    });
    return text;
}

/// Reads the columns of a row from a record; those named are left as they are.
template <class Record>
struct ReadColumns {
    Record& record;
    std::string_view but;
    int at = 0;
    template <class T>
    void operator()(std::string_view name, T& value, column holds = column::text) {
        if (name == but) return;
        if constexpr (std::is_same_v<T, std::string>)
            value.assign(record.text(at++, holds));
        else if constexpr (std::is_same_v<T, double>)
            value = record.real(at++);
        else if constexpr (std::is_same_v<T, bool>)
            value = record.number(at++) != 0;
        else
            value = static_cast<T>(record.number(at++));
    }
};
template <class Row, class Record>
Row read_row(Record& record, std::string_view but = {}) {
    Row row;
    Row::columns(row, ReadColumns<Record>{record, but});
    return row;
}

/// Puts what a dialect says for the words in braces; unknown ones stay.
template <class Word>
std::string in_dialect(std::string_view text, Word word) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{'), close = text.find('}', open);
        if (open == std::string_view::npos || close == std::string_view::npos) break;
        out.append(text.substr(0, open)).append(word(text.substr(open + 1, close - open - 1)));
        text.remove_prefix(close + 1);
    }
    return out.append(text);
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
