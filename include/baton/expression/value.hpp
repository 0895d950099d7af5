// The values of expressions: null, boolean, number, text, times, durations, lists, contexts, ranges and functions.
//
// Values are immutable and cheap to copy: what is large is shared. Text may be borrowed from whoever evaluates, so that
// simple conditions need no memory.
#ifndef BATON_EXPRESSION_VALUE_HPP
#define BATON_EXPRESSION_VALUE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "decimal.hpp"
#include "temporal.hpp"

namespace baton::inline BATON_ABI::expression {

class Value;
struct Range;
struct FunctionValue;

/// What a value is; the order is that of Value's alternatives.
enum class Kind : std::uint8_t {
    null,
    boolean,
    number,
    string,
    date,
    time,
    date_time,
    days_duration,
    years_duration,
    list,
    context,
    range,
    function
};

/// The name of a type, as `instance of` and messages say it.
constexpr std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::null: return "null";
        case Kind::boolean: return "boolean";
        case Kind::number: return "number";
        case Kind::string: return "string";
        case Kind::date: return "date";
        case Kind::time: return "time";
        case Kind::date_time: return "date and time";
        case Kind::days_duration: return "days and time duration";
        case Kind::years_duration: return "years and months duration";
        case Kind::list: return "list";
        case Kind::context: return "context";
        case Kind::range: return "range";
        case Kind::function: return "function";
    }
    return {};
}

/// Text that is shared, or borrowed from somewhere that outlives it.
class Text {
public:
    Text() = default;
    /// Owns a copy.
    explicit Text(std::string text) : owner_(std::make_shared<const std::string>(std::move(text))), view_(*owner_) {}
    /// Owned by nobody: the caller keeps the characters as long as the value lives.
    [[nodiscard]] static Text borrowed(std::string_view text) {
        Text t;
        t.view_ = text;
        return t;
    }
    [[nodiscard]] std::string_view view() const { return view_; }
    [[nodiscard]] bool is_borrowed() const { return owner_ == nullptr && !view_.empty(); }
    /// The same text, owned.
    [[nodiscard]] Text kept() const { return owner_ != nullptr || view_.empty() ? *this : Text(std::string(view_)); }

private:
    std::shared_ptr<const std::string> owner_;
    std::string_view view_;
};

using List = std::vector<Value>;
/// Names in the order in which they were given; each name once.
using Entries = std::vector<std::pair<std::string, Value>>;

/// Values are destroyed, compared and printed level by level: none is nested deeper.
inline constexpr int max_value_depth = 200;

class Value {
    template <class Content>
    struct Nested {
        Content content;
        int depth;
    };

public:
    using variant = std::variant<std::monostate, bool, Decimal, Text, Date, Time, DateTime, DaysDuration, YearsDuration,
                                 std::shared_ptr<const Nested<List>>, std::shared_ptr<const Nested<Entries>>,
                                 std::shared_ptr<const Range>, std::shared_ptr<const FunctionValue>>;

    /// null.
    Value() = default;
    // NOLINTBEGIN(google-explicit-constructor): these are values
    Value(bool b) : v_(b) {}
    Value(Decimal n) : v_(n) {}
    Value(int n) : v_(Decimal(n)) {}
    Value(std::int64_t n) : v_(Decimal(n)) {}
    Value(Text text) : v_(std::move(text)) {}
    Value(std::string text) : v_(Text(std::move(text))) {}
    Value(const char* text) : v_(Text(std::string(text))) {}
    Value(Date d) : v_(std::move(d)) {}
    Value(Time t) : v_(std::move(t)) {}
    Value(DateTime t) : v_(std::move(t)) {}
    Value(DaysDuration d) : v_(d) {}
    Value(YearsDuration d) : v_(d) {}
    /// BTN503 when it would be nested deeper than max_value_depth.
    Value(List list);
    Value(Entries entries);
    Value(Range range);
    Value(std::shared_ptr<const FunctionValue> f) : v_(std::move(f)) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] Kind kind() const { return static_cast<Kind>(v_.index()); }
    [[nodiscard]] bool is(Kind kind) const { return this->kind() == kind; }
    [[nodiscard]] bool is_null() const { return is(Kind::null); }
    [[nodiscard]] bool is_true() const {
        const bool* b = std::get_if<bool>(&v_);
        return b != nullptr && *b;
    }
    /// nullptr where the value is of another kind: `if (const Decimal* n = v.get<Decimal>())`.
    template <class T>
    [[nodiscard]] const T* get() const {
        if constexpr (std::is_same_v<T, List> || std::is_same_v<T, Entries>) {
            const auto* shared = std::get_if<std::shared_ptr<const Nested<T>>>(&v_);
            return shared == nullptr ? nullptr : &(*shared)->content;
        } else if constexpr (std::is_same_v<T, Range> || std::is_same_v<T, FunctionValue>) {
            const auto* shared = std::get_if<std::shared_ptr<const T>>(&v_);
            return shared == nullptr ? nullptr : shared->get();
        } else {
            return std::get_if<T>(&v_);
        }
    }
    /// The characters of a string; empty for any other kind.
    [[nodiscard]] std::string_view text() const {
        const Text* t = std::get_if<Text>(&v_);
        return t == nullptr ? std::string_view() : t->view();
    }
    /// Of a context: the entry of that name, or nullptr.
    [[nodiscard]] const Value* find(std::string_view name) const {
        const Entries* entries = get<Entries>();
        if (entries == nullptr) return nullptr;
        for (const auto& [key, value] : *entries)
            if (key == name) return &value;
        return nullptr;
    }
    [[nodiscard]] const variant& as_variant() const { return v_; }
    /// 0 of all but lists and contexts.
    [[nodiscard]] int depth() const {
        if (const auto* list = std::get_if<std::shared_ptr<const Nested<List>>>(&v_)) return (*list)->depth;
        if (const auto* entries = std::get_if<std::shared_ptr<const Nested<Entries>>>(&v_)) return (*entries)->depth;
        return 0;
    }

private:
    static int one_deeper(int depth) {
        if (depth >= max_value_depth)
            throw core::error(core::error_code::the_evaluation_is_too_long, {}, "lists and contexts in each other");
        return depth + 1;
    }
    variant v_;
};

/// An interval. An end that is unbounded has no value: `> 5` has no high end (DMN 1.4, table 41).
struct Range {
    Value low, high;
    bool low_included = true, high_included = true;
    bool low_unbounded = false, high_unbounded = false;
};

inline Value::Value(List list) {
    int depth = 0;
    for (const Value& v : list) depth = std::max(depth, v.depth());
    v_ = std::make_shared<const Nested<List>>(Nested<List>{std::move(list), one_deeper(depth)});
}
inline Value::Value(Entries entries) {
    int depth = 0;
    for (const auto& [name, v] : entries) depth = std::max(depth, v.depth());
    v_ = std::make_shared<const Nested<Entries>>(Nested<Entries>{std::move(entries), one_deeper(depth)});
}
inline Value::Value(Range range) : v_(std::make_shared<const Range>(std::move(range))) {}

/// The same value, with all text that was borrowed owned.
inline Value owned(const Value& v) {
    if (const Text* text = v.get<Text>()) return text->is_borrowed() ? Value(text->kept()) : v;
    if (const List* list = v.get<List>()) {
        List copy;
        copy.reserve(list->size());
        for (const Value& e : *list) copy.push_back(owned(e));
        return copy;
    }
    if (const Entries* entries = v.get<Entries>()) {
        Entries copy;
        copy.reserve(entries->size());
        for (const auto& [name, e] : *entries) copy.emplace_back(name, owned(e));
        return copy;
    }
    if (const Range* range = v.get<Range>()) {
        Range copy = *range;
        copy.low = owned(copy.low);
        copy.high = owned(copy.high);
        return copy;
    }
    return v;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
