// The value of a variable: baton's own small variant.
//
// What JSON can say, and the times and durations of FEEL as typed text. Values are cheap to copy: lists and objects are
// shared and never changed. They stand in states (variables of scopes), in messages and in the data of BPMN.
#ifndef BATON_CORE_VALUE_HPP
#define BATON_CORE_VALUE_HPP

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "../config.hpp"

namespace baton::inline BATON_ABI::core {

/// Text that FEEL reads as a time or duration, kept with its type.
struct TypedText {
    /// "date", "time", "date-time", "duration".
    std::string type;
    std::string text;
    friend bool operator==(const TypedText&, const TypedText&) = default;
};

class Value {
public:
    using List = std::vector<Value>;
    /// Members in the order in which they were made; names are unique.
    using Object = std::vector<std::pair<std::string, Value>>;

    Value() = default;
    // NOLINTBEGIN(google-explicit-constructor): these are values
    Value(std::nullptr_t) {}
    template <class Bool>
    requires std::is_same_v<Bool, bool> Value(Bool b) : data_(b) {}
    Value(int i) : data_(std::int64_t{i}) {}
    Value(std::int64_t i) : data_(i) {}
    Value(double d) : data_(d) {}
    Value(std::string s) : data_(std::move(s)) {}
    Value(std::string_view s) : data_(std::string(s)) {}
    Value(const char* s) : data_(std::string(s)) {}
    Value(TypedText t) : data_(std::make_shared<const TypedText>(std::move(t))) {}
    Value(List list) : data_(std::make_shared<const List>(std::move(list))) {}
    Value(Object object) : data_(std::make_shared<const Object>(std::move(object))) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] bool is_null() const { return data_.index() == 0; }
    [[nodiscard]] bool is_true() const { return data_.index() == 1 && std::get<1>(data_); }
    [[nodiscard]] const bool* boolean() const& { return std::get_if<bool>(&data_); }
    [[nodiscard]] const std::int64_t* integer() const& { return std::get_if<std::int64_t>(&data_); }
    [[nodiscard]] const double* real() const& { return std::get_if<double>(&data_); }
    [[nodiscard]] const std::string* text() const& { return std::get_if<std::string>(&data_); }
    [[nodiscard]] const TypedText* typed_text() const& { return shared<const TypedText>(); }
    [[nodiscard]] const List* list() const& { return shared<const List>(); }
    [[nodiscard]] const Object* object() const& { return shared<const Object>(); }
    // Of a value that is gone at the end of the statement: a copy. What would be large is to be kept first.
    [[nodiscard]] std::optional<bool> boolean() const&& { return copy<bool>(); }
    [[nodiscard]] std::optional<std::int64_t> integer() const&& { return copy<std::int64_t>(); }
    [[nodiscard]] std::optional<double> real() const&& { return copy<double>(); }
    [[nodiscard]] std::optional<std::string> text() const&& { return copy<std::string>(); }
    const TypedText* typed_text() const&& = delete;
    const List* list() const&& = delete;
    const Object* object() const&& = delete;

    /// A member of an object, or nullptr.
    [[nodiscard]] const Value* find(std::string_view name) const {
        const Object* o = object();
        if (o == nullptr) return nullptr;
        const auto at = std::find_if(o->begin(), o->end(), [&](const auto& m) { return m.first == name; });
        return at == o->end() ? nullptr : &at->second;
    }
    /// By content; 1 is not 1.0 but equals it; the order of members does not matter.
    friend bool operator==(const Value& a, const Value& b) {
        if (a.data_.index() != b.data_.index()) {
            if (a.integer() != nullptr && b.real() != nullptr) return static_cast<double>(*a.integer()) == *b.real();
            if (a.real() != nullptr && b.integer() != nullptr) return *a.real() == static_cast<double>(*b.integer());
            return false;
        }
        if (const List* x = a.list()) return *x == *b.list();
        if (const TypedText* x = a.typed_text()) return *x == *b.typed_text();
        if (const Object* x = a.object()) {
            if (x->size() != b.object()->size()) return false;
            return std::all_of(x->begin(), x->end(), [&](const auto& m) {
                const Value* other = b.find(m.first);
                return other != nullptr && *other == m.second;
            });
        }
        return a.data_ == b.data_;
    }

private:
    template <class T>
    [[nodiscard]] std::optional<T> copy() const {
        const T* p = std::get_if<T>(&data_);
        return p == nullptr ? std::nullopt : std::optional<T>(*p);
    }
    template <class T>
    [[nodiscard]] T* shared() const {
        const auto* p = std::get_if<std::shared_ptr<T>>(&data_);
        return p == nullptr ? nullptr : p->get();
    }
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::shared_ptr<const TypedText>,
                 std::shared_ptr<const List>, std::shared_ptr<const Object>>
        data_;
};

/// Variables by name, in the order in which they were made.
using Variables = Value::Object;

/// What a text for people says of a value: text as it is, numbers and truth values in words; lists and objects in
/// brackets. For messages, keys and names, not for reading back.
inline std::string text_of(const Value& v) {
    if (v.is_null()) return "null";
    if (const bool* b = v.boolean()) return *b ? "true" : "false";
    if (const std::int64_t* i = v.integer()) return std::to_string(*i);
    if (const double* d = v.real()) {
        std::string text = std::to_string(*d);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
        return text;
    }
    if (const std::string* s = v.text()) return *s;
    if (const TypedText* t = v.typed_text()) return t->text;
    std::string out;
    if (const Value::List* list = v.list()) {
        for (const Value& e : *list) out += (out.empty() ? "" : ", ") + text_of(e);
        return "[" + out + "]";
    }
    for (const auto& [name, e] : *v.object()) out += (out.empty() ? "" : ", ") + name + ": " + text_of(e);
    return "{" + out + "}";
}

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::Value;
using core::Variables;
}  // namespace baton::inline BATON_ABI

#endif
