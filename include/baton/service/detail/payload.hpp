// The bodies that a service stores: JSON objects, with the codec of the service around them.
#ifndef BATON_SERVICE_DETAIL_PAYLOAD_HPP
#define BATON_SERVICE_DETAIL_PAYLOAD_HPP

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../core/value.hpp"
#include "../../runner/bounded_json.hpp"
#include "../../runner/value_json.hpp"
#include "../options.hpp"

namespace baton::inline BATON_ABI::service::detail {

using nlohmann::json;

/// What stored JSON may be to be read.
inline constexpr runner::LoadLimits stored_limits{std::size_t{256} << 20, 200};

class Payloads {
public:
    explicit Payloads(std::shared_ptr<const PayloadCodec> codec) : codec_(std::move(codec)) {}

    /// "~key\n" and what the codec made of it; or the JSON itself, which begins with '{'.
    [[nodiscard]] std::string seal(const json& body) const { return seal(body.dump()); }
    [[nodiscard]] std::string seal(std::string text) const {
        if (codec_ == nullptr) return text;
        return "~" + codec_->key() + "\n" + codec_->encode(text);
    }
    /// BTN803 when it is damaged.
    [[nodiscard]] std::string open_text(std::string_view stored, std::string_view where) const {
        if (!stored.starts_with('~')) return std::string(stored);
        const std::size_t end = stored.find('\n');
        if (end == std::string_view::npos || codec_ == nullptr)
            throw core::error(core::error_code::the_store_is_damaged, std::string(where),
                              codec_ == nullptr ? "it was written with a codec, and this service has none"
                                                : "its codec is not named");
        return codec_->decode(stored.substr(1, end - 1), stored.substr(end + 1));
    }
    [[nodiscard]] json open(std::string_view stored, std::string_view where) const {
        return parse(open_text(stored, where), where);
    }
    /// What open_text gave. BTN803, BTN211.
    [[nodiscard]] static json parse(std::string_view text, std::string_view where) {
        if (text.empty()) return json::object();
        json body = runner::detail::parse_bounded(text, where, stored_limits);
        if (!body.is_object()) throw core::error(core::error_code::the_store_is_damaged, std::string(where));
        return body;
    }

private:
    std::shared_ptr<const PayloadCodec> codec_;
};

inline json variables_to_json(const core::Variables& variables) { return runner::detail::object_to_json(variables); }
inline core::Variables variables_from(const json& body, const char* name, const std::string& where) {
    const auto at = body.find(name);
    return at == body.end() ? core::Variables() : runner::detail::ValueReader(where).variables(*at);
}
/// A text member, empty where there is none. Any bytes.
inline std::string text_in(const json& body, const char* name, const std::string& where = {}) {
    const auto at = body.find(name);
    return at == body.end() ? std::string() : runner::detail::ValueReader(where).text(*at);
}
inline std::uint64_t number_in(const json& body, const char* name) {
    const auto at = body.find(name);
    return at != body.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}
inline json as_json(const std::string& text) { return runner::detail::text_to_json(text); }

}  // namespace baton::inline BATON_ABI::service::detail

#endif
