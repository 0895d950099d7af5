// Reads JSON strictly, member by member; every deviation is BTN211 with its path.
#ifndef BATON_RUNNER_STATE_READER_HPP
#define BATON_RUNNER_STATE_READER_HPP

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/time_text.hpp"
#include "../core/value.hpp"
#include "../engine/snapshot.hpp"
#include "value_json.hpp"

namespace baton::inline BATON_ABI::runner::detail {

class StateReader {
public:
    StateReader(const json& from, std::string path) : from_(from), path_(std::move(path)) {}

protected:
    /// Reads the items of a list; what fails says in which.
    template <class Use>
    void each(const json& items, const char* name, Use use) {
        std::size_t i = 0;
        for (const json& item : items) {
            inside_ = std::string("/") + name + "/" + std::to_string(i++);
            use(item);
        }
        inside_.clear();
    }
    [[nodiscard]] std::string place(std::string_view path) const { return path_ + inside_ + std::string(path); }
    [[noreturn]] void fail(std::string_view path, std::string_view expected) const {
        throw core::error(core::error_code::the_state_is_damaged, place(path), "expected " + std::string(expected));
    }
    [[nodiscard]] const json& require(const json& in, const char* name, bool (json::*is)() const noexcept,
                                      std::string_view expected) const {
        if (!in.is_object() || !in.contains(name) || !(in[name].*is)()) fail(std::string("/") + name, expected);
        return in[name];
    }
    [[nodiscard]] std::uint64_t as_number(const json& in, std::string_view path) const {
        if (!in.is_number_unsigned()) fail(path, "a number from 0");
        return in.get<std::uint64_t>();
    }
    [[nodiscard]] std::uint64_t number(const json& in, const char* name) const {
        return as_number(require(in, name, &json::is_number_unsigned, "a number from 0"), std::string("/") + name);
    }
    [[nodiscard]] std::string text(const json& in, const char* name) const {
        return require(in, name, &json::is_string, "a text").get<std::string>();
    }
    [[nodiscard]] core::instant time(const json& in, const char* name) const {
        const auto t = core::instant_from_text(text(in, name));
        if (!t) fail(std::string("/") + name, "a time like 2026-11-20T12:02:03.000Z");
        return *t;
    }
    [[nodiscard]] const json& list(const json& in, const char* name) const {
        return require(in, name, &json::is_array, "a list");
    }

    // Members that may be left out.

    [[nodiscard]] const json& optional_list(const json& in, const char* name) const {
        static const json none = json::array();
        return in.is_object() && in.contains(name) ? list(in, name) : none;
    }
    [[nodiscard]] std::uint64_t optional_number(const json& in, const char* name) const {
        return in.contains(name) ? number(in, name) : 0;
    }
    /// May be negative.
    [[nodiscard]] std::int64_t optional_integer(const json& in, const char* name) const {
        if (!in.contains(name)) return 0;
        const json& n = in[name];
        if (!n.is_number_integer() || (n.is_number_unsigned() && n.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}))
            fail(std::string("/") + name, "a whole number");
        return n.get<std::int64_t>();
    }
    [[nodiscard]] bool optional_truth(const json& in, const char* name) const {
        return in.contains(name) && require(in, name, &json::is_boolean, "true or false").get<bool>();
    }
    /// Any bytes.
    [[nodiscard]] std::string optional_text(const json& in, const char* name) const {
        if (!in.contains(name)) return {};
        const std::string where = place(std::string("/") + name);
        return ValueReader(where).text(in[name]);
    }
    [[nodiscard]] core::Variables variables(const json& in, const char* name) const {
        if (!in.contains(name)) return {};
        const std::string where = place(std::string("/") + name);
        return ValueReader(where).variables(in[name]);
    }
    [[nodiscard]] std::vector<core::Value> values(const json& in, const char* name) const {
        std::vector<core::Value> out;
        const std::string where = place(std::string("/") + name);
        for (const json& v : optional_list(in, name)) out.push_back(ValueReader(where).value(v));
        return out;
    }
    template <class Enum>
    Enum named(const json& in, const char* name, std::initializer_list<Enum> known) const {
        const std::string given = text(in, name);
        for (const Enum value : known)
            if (name_of(value) == given) return value;
        fail(std::string("/") + name, "one of the names of the format, not '" + given + "'");
    }
    [[nodiscard]] std::uint32_t small_number(const json& in, const char* name) const {
        const std::uint64_t n = number(in, name);
        if (n > 0xFFFF'FFFF) fail(std::string("/") + name, "a number below 2^32");
        return static_cast<std::uint32_t>(n);
    }

    const json& from_;
    /// Of what is read, and the list item in it.
    std::string path_, inside_;
};

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
