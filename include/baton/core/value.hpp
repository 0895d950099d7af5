// The value of a variable: baton's own small variant.
//
// What JSON can say, and the times and durations of FEEL as typed text. Values are cheap to copy: lists and objects are
// shared and never changed. They stand in states (variables of scopes), in messages and in the data of BPMN.
#ifndef BATON_CORE_VALUE_HPP
#define BATON_CORE_VALUE_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

    Value() noexcept {}
    // NOLINTBEGIN(google-explicit-constructor): these are values
    Value(std::nullptr_t) noexcept {}
    template <std::same_as<bool> Bool>
    Value(Bool b) noexcept : kind_(Kind::boolean), boolean_(b) {}
    Value(int i) noexcept : Value(std::int64_t{i}) {}
    Value(std::int64_t i) noexcept : kind_(Kind::integer), integer_(i) {}
    Value(double d) noexcept : kind_(Kind::real), real_(d) {}
    Value(std::string s) noexcept : kind_(Kind::text), text_(std::move(s)) {}
    Value(std::string_view s) : Value(std::string(s)) {}
    Value(const char* s) : Value(std::string(s)) {}
    Value(TypedText t) : Value(Kind::typed_text, std::make_shared<const TypedText>(std::move(t))) {}
    Value(List list) : Value(Kind::list, std::make_shared<const List>(std::move(list))) {}
    Value(Object object) : Value(Kind::object, std::make_shared<const Object>(std::move(object))) {}
    // NOLINTEND(google-explicit-constructor)

    Value(const Value& other) : kind_(other.kind_) {
        if (kind_ == Kind::text)
            new (&text_) std::string(other.text_);
        else if (is_shared())
            new (&shared_) Shared(other.shared_);
        else
            take_scalar(other);
    }
    Value(Value&& other) noexcept { take(other); }
    Value& operator=(const Value& other) {
        if (this != &other) *this = Value(other);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        if (this != &other) {
            destroy();
            take(other);
        }
        return *this;
    }
    ~Value() { destroy(); }

    [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
    [[nodiscard]] bool is_true() const { return kind_ == Kind::boolean && boolean_; }
    [[nodiscard]] const bool* boolean() const& { return kind_ == Kind::boolean ? &boolean_ : nullptr; }
    [[nodiscard]] const std::int64_t* integer() const& { return kind_ == Kind::integer ? &integer_ : nullptr; }
    [[nodiscard]] const double* real() const& { return kind_ == Kind::real ? &real_ : nullptr; }
    [[nodiscard]] const std::string* text() const& { return kind_ == Kind::text ? &text_ : nullptr; }
    [[nodiscard]] const TypedText* typed_text() const& { return shared<TypedText>(Kind::typed_text); }
    [[nodiscard]] const List* list() const& { return shared<List>(Kind::list); }
    [[nodiscard]] const Object* object() const& { return shared<Object>(Kind::object); }
    // Of a value that is gone at the end of the statement: a copy. What would be large is to be kept first.
    [[nodiscard]] std::optional<bool> boolean() const&& { return copy(boolean()); }
    [[nodiscard]] std::optional<std::int64_t> integer() const&& { return copy(integer()); }
    [[nodiscard]] std::optional<double> real() const&& { return copy(real()); }
    [[nodiscard]] std::optional<std::string> text() const&& { return copy(text()); }
    const TypedText* typed_text() const&& = delete;
    const List* list() const&& = delete;
    const Object* object() const&& = delete;

    /// A member of an object, or nullptr.
    [[nodiscard]] const Value* find(std::string_view name) const {
        if (const Object* members = object())
            for (const auto& [key, value] : *members)
                if (key == name) return &value;
        return nullptr;
    }
    /// By content; 1 is not 1.0 but equals it; the order of members does not matter.
    friend bool operator==(const Value& a, const Value& b) {
        if (a.kind_ != b.kind_) {
            if (a.kind_ == Kind::integer && b.kind_ == Kind::real) return static_cast<double>(a.integer_) == b.real_;
            if (a.kind_ == Kind::real && b.kind_ == Kind::integer) return a.real_ == static_cast<double>(b.integer_);
            return false;
        }
        switch (a.kind_) {
            case Kind::null: return true;
            case Kind::boolean: return a.boolean_ == b.boolean_;
            case Kind::integer: return a.integer_ == b.integer_;
            case Kind::real: return a.real_ == b.real_;
            case Kind::text: return a.text_ == b.text_;
            case Kind::typed_text: return *a.typed_text() == *b.typed_text();
            case Kind::list: return *a.list() == *b.list();
            case Kind::object: break;
        }
        if (a.object()->size() != b.object()->size()) return false;
        for (const auto& [key, value] : *a.object()) {
            const Value* other = b.find(key);
            if (other == nullptr || !(*other == value)) return false;
        }
        return true;
    }

private:
    enum class Kind : std::uint8_t { null, boolean, integer, real, text, typed_text, list, object };
    using Shared = std::shared_ptr<const void>;

    Value(Kind kind, Shared shared) noexcept : kind_(kind), shared_(std::move(shared)) {}
    [[nodiscard]] bool is_shared() const { return kind_ >= Kind::typed_text; }
    template <class T>
    [[nodiscard]] const T* shared(Kind kind) const {
        return kind_ == kind ? static_cast<const T*>(shared_.get()) : nullptr;
    }
    template <class T>
    static std::optional<T> copy(const T* p) {
        return p == nullptr ? std::nullopt : std::optional<T>(*p);
    }
    void take_scalar(const Value& other) noexcept {
        if (kind_ == Kind::boolean)
            boolean_ = other.boolean_;
        else if (kind_ == Kind::real)
            real_ = other.real_;
        else if (kind_ == Kind::integer)
            integer_ = other.integer_;
    }
    /// Of what holds nothing. The other one is null afterwards, so that it holds nothing twice.
    void take(Value& other) noexcept {
        kind_ = other.kind_;
        if (kind_ == Kind::text)
            new (&text_) std::string(std::move(other.text_));
        else if (is_shared())
            new (&shared_) Shared(std::move(other.shared_));
        else
            take_scalar(other);
        other.destroy();
        other.kind_ = Kind::null;
    }
    void destroy() noexcept {
        if (kind_ == Kind::text)
            text_.~basic_string();
        else if (is_shared())
            shared_.~Shared();
    }

    // By hand: what std::variant instantiates for its copies and moves took a tenth of the engine's compile time.
    Kind kind_ = Kind::null;
    union {
        bool boolean_;
        std::int64_t integer_;
        double real_;
        std::string text_;
        Shared shared_;
    };
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
