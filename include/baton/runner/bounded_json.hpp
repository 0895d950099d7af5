// Reads saved JSON that may be damaged or hostile: bounded in size and depth, and with a header that says what it is.
#ifndef BATON_RUNNER_BOUNDED_JSON_HPP
#define BATON_RUNNER_BOUNDED_JSON_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/error.hpp"

namespace baton::inline BATON_ABI::runner {

/// The format that save() writes; every older one can be read.
inline constexpr int state_format = 1;

/// What a text may be to be read at all.
struct LoadLimits {
    std::size_t bytes = std::size_t{256} << 20;
    /// Of nested objects and lists.
    int depth = 64;
};

namespace detail {

/// Whether it is that text. Quicker to compile than its `==`, which makes every type that std compares a candidate,
/// and asks of each whether JSON converts to it.
template <class Json>
bool is_text(const Json& j, std::string_view text) {
    const auto* own = j.template get_ptr<const typename Json::string_t*>();
    return own != nullptr && *own == text;
}

/// Parses text that may be hostile. BTN211.
template <class Json = nlohmann::json>
Json parse_bounded(std::string_view text, std::string_view where, const LoadLimits& limits) {
    const auto damaged = [&](const std::string& what) {
        return core::error(core::error_code::the_state_is_damaged, std::string(where), what);
    };
    if (text.size() > limits.bytes)
        throw damaged("it has " + std::to_string(text.size()) + " bytes, more than the " +
                      std::to_string(limits.bytes) + " allowed");
    const auto bounded = [&](int depth, typename Json::parse_event_t, Json&) {
        if (depth > limits.depth) throw damaged("it is nested deeper than " + std::to_string(limits.depth));
        return true;
    };
    try {
        return Json::parse(text, bounded);
    } catch (const typename Json::exception& e) {
        throw damaged(e.what());
    }
}

template <class Json>
bool is_deeper(const Json& j, int levels) {
    if (!j.is_structured()) return false;
    if (levels == 0) return true;
    return std::any_of(j.begin(), j.end(), [levels](const Json& e) { return is_deeper(e, levels - 1); });
}

/// Checks the header of a document of that kind. BTN211, BTN212.
template <class Json>
void check_document(const Json& file, std::string_view where, std::string_view kind, const char* what) {
    std::uint64_t format = 0;
    if (file.is_object() && file.contains("baton") && file["baton"].is_object() &&
        is_text(file["baton"].value("document", Json()), kind) && file["baton"].contains("format") &&
        file["baton"]["format"].is_number_unsigned())
        format = file["baton"]["format"].template get<std::uint64_t>();
    if (format == 0) throw core::error(core::error_code::the_state_is_damaged, std::string(where), what);
    if (format > static_cast<std::uint64_t>(state_format))
        throw core::error(
            core::error_code::the_state_is_of_a_newer_format, std::string(where),
            "format " + std::to_string(format) + ", this version reads up to " + std::to_string(state_format));
}

}  // namespace detail

}  // namespace baton::inline BATON_ABI::runner

#endif
