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

/// A template so that nothing of it is compiled where it is not used.
template <class Json>
class BasicStateReader {
public:
    BasicStateReader(const Json& from, std::string place_of_it) : from_(from), path_(std::move(place_of_it)) {}

protected:
    /// Reads the items of a list; what fails says in which.
    template <class Use>
    void each(const Json& items, const char* name, Use use) {
        std::size_t i = 0;
        for (const Json& item : items) {
            inside_ = std::string("/") + name + "/" + std::to_string(i++);
            use(item);
        }
        inside_.clear();
    }
    [[nodiscard]] std::string place(std::string_view path) const { return path_ + inside_ + std::string(path); }
    [[noreturn]] void fail(std::string_view path, std::string_view expected) const {
        throw core::error(core::error_code::the_state_is_damaged, place(path), "expected " + std::string(expected));
    }
    [[nodiscard]] const Json& require(const Json& in, const char* name, bool (Json::*is)() const noexcept,
                                      std::string_view expected) const {
        if (!in.is_object() || !in.contains(name) || !(in[name].*is)()) fail(std::string("/") + name, expected);
        return in[name];
    }
    [[nodiscard]] std::uint64_t as_number(const Json& in, std::string_view path) const {
        if (!in.is_number_unsigned()) fail(path, "a number from 0");
        return in.template get<std::uint64_t>();
    }
    [[nodiscard]] std::uint64_t number(const Json& in, const char* name) const {
        return as_number(require(in, name, &Json::is_number_unsigned, "a number from 0"), std::string("/") + name);
    }
    [[nodiscard]] std::string text(const Json& in, const char* name) const {
        return require(in, name, &Json::is_string, "a text").template get<std::string>();
    }
    [[nodiscard]] core::instant time(const Json& in, const char* name) const {
        const auto t = core::instant_from_text(text(in, name));
        if (!t) fail(std::string("/") + name, "a time like 2026-11-20T12:02:03.000Z");
        return *t;
    }
    [[nodiscard]] const Json& list(const Json& in, const char* name) const {
        return require(in, name, &Json::is_array, "a list");
    }

    // Members that may be left out.

    [[nodiscard]] const Json& optional_list(const Json& in, const char* name) const {
        static const Json none = Json::array();
        return in.is_object() && in.contains(name) ? list(in, name) : none;
    }
    [[nodiscard]] std::uint64_t optional_number(const Json& in, const char* name) const {
        return in.contains(name) ? number(in, name) : 0;
    }
    /// May be negative.
    [[nodiscard]] std::int64_t optional_integer(const Json& in, const char* name) const {
        if (!in.contains(name)) return 0;
        const Json& n = in[name];
        if (!n.is_number_integer() || (n.is_number_unsigned() && n.template get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}))
            fail(std::string("/") + name, "a whole number");
        return n.template get<std::int64_t>();
    }
    [[nodiscard]] bool optional_truth(const Json& in, const char* name) const {
        return in.contains(name) && require(in, name, &Json::is_boolean, "true or false").template get<bool>();
    }
    /// Any bytes.
    [[nodiscard]] std::string optional_text(const Json& in, const char* name) const {
        if (!in.contains(name)) return {};
        const std::string where = place(std::string("/") + name);
        return ValueReader(where).text(in[name]);
    }
    [[nodiscard]] core::Variables variables(const Json& in, const char* name) const {
        if (!in.contains(name)) return {};
        const std::string where = place(std::string("/") + name);
        return ValueReader(where).variables(in[name]);
    }
    [[nodiscard]] std::vector<core::Value> values(const Json& in, const char* name) const {
        std::vector<core::Value> out;
        const std::string where = place(std::string("/") + name);
        for (const Json& v : optional_list(in, name)) out.push_back(ValueReader(where).value(v));
        return out;
    }
    template <class Enum>
    Enum named(const Json& in, const char* name, std::initializer_list<Enum> known) const {
        const std::string given = text(in, name);
        for (const Enum value : known)
            if (name_of(value) == given) return value;
        fail(std::string("/") + name, "one of the names of the format, not '" + given + "'");
    }
    [[nodiscard]] std::uint32_t small_number(const Json& in, const char* name) const {
        const std::uint64_t n = number(in, name);
        if (n > 0xFFFF'FFFF) fail(std::string("/") + name, "a number below 2^32");
        return static_cast<std::uint32_t>(n);
    }

    const Json& from_;
    /// Of what is read, and the list item in it.
    std::string path_, inside_;
};

using StateReader = BasicStateReader<json>;

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
