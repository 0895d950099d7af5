// Rows as bytes: what the directory store writes into its journal.
//
// A change is one byte for the table, one byte 'p' (put) or 'e' (erase), then the columns in their order (all of them,
// or those of a whole row of which only the key matters). Numbers are 8 bytes, little endian; texts and bytes are their
// length and themselves.
#ifndef BATON_STORE_DETAIL_ROW_CODEC_HPP
#define BATON_STORE_DETAIL_ROW_CODEC_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "../../config.hpp"
#include "../rows.hpp"

namespace baton::inline BATON_ABI::store::detail {

// Never changed, only added to: they stand in files.
template <class Row>
inline constexpr char row_tag = 0;
template <>
inline constexpr char row_tag<DefinitionRow> = 'D';
template <>
inline constexpr char row_tag<InstanceRow> = 'I';
template <>
inline constexpr char row_tag<HistoryRow> = 'H';
template <>
inline constexpr char row_tag<InboxRow> = 'X';
template <>
inline constexpr char row_tag<WorkRow> = 'W';
template <>
inline constexpr char row_tag<SubscriptionRow> = 'S';
template <>
inline constexpr char row_tag<MessageRow> = 'M';
template <>
inline constexpr char row_tag<IncidentRow> = 'N';
template <>
inline constexpr char row_tag<RequestRow> = 'R';
template <>
inline constexpr char row_tag<WorkerRow> = 'K';
template <>
inline constexpr char row_tag<ScheduleRow> = 'C';
template <>
inline constexpr char row_tag<BlobRow> = 'B';
template <>
inline constexpr char row_tag<AttributeRow> = 'A';
template <>
inline constexpr char row_tag<LeaderRow> = 'L';

inline void encode_number(std::string& out, std::uint64_t n) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(n >> (8 * i));
    out.append(bytes, 8);
}

struct Encoder {
    std::string& out;
    bool bodies = true;
    void operator()(std::string_view, const std::string& s, column holds = column::text) const {
        const bool empty = holds == column::bytes && !bodies;
        encode_number(out, empty ? 0 : s.size());
        if (!empty) out += s;
    }
    void operator()(std::string_view, double d) const { encode_number(out, std::bit_cast<std::uint64_t>(d)); }
    template <class Number>
    requires(std::is_enum_v<Number> || std::is_integral_v<Number>) void operator()(std::string_view, Number n) const {
        encode_number(out, static_cast<std::uint64_t>(n));
    }
};

template <class Row>
void encode_put(std::string& out, const Row& row) {
    out += row_tag<Row>;
    out += 'p';
    Row::columns(row, Encoder{out});
}
/// The key is among the columns; the bodies are left out.
template <class Row>
void encode_erase(std::string& out, const Row& row) {
    out += row_tag<Row>;
    out += 'e';
    Row::columns(row, Encoder{out, false});
}

/// Reads what was encoded; `broken` is set, and everything is empty, when the bytes do not say so.
class Decoder {
public:
    explicit Decoder(std::string_view text) : text_(text) {}
    [[nodiscard]] bool done() const { return text_.empty(); }
    [[nodiscard]] bool broken() const { return broken_; }

    char byte() {
        if (text_.empty()) {
            broken_ = true;
            return 0;
        }
        const char c = text_.front();
        text_.remove_prefix(1);
        return c;
    }
    std::uint64_t number() {
        if (text_.size() < 8) {
            broken_ = true;
            text_ = {};
            return 0;
        }
        std::uint64_t n = 0;
        for (std::size_t i = 0; i < 8; ++i) n |= std::uint64_t{static_cast<unsigned char>(text_[i])} << (8 * i);
        text_.remove_prefix(8);
        return n;
    }
    void operator()(std::string_view, std::string& s, column = column::text) {
        const std::uint64_t size = number();
        if (size > text_.size()) {
            broken_ = true;
            text_ = {};
            return;
        }
        s.assign(text_.substr(0, size));
        text_.remove_prefix(size);
    }
    void operator()(std::string_view, double& d) { d = std::bit_cast<double>(number()); }
    void operator()(std::string_view, bool& b) { b = number() != 0; }
    template <class Number>
    requires(std::is_enum_v<Number> || std::is_same_v<Number, std::int64_t>) void operator()(std::string_view,
                                                                                             Number& n) {
        n = static_cast<Number>(static_cast<std::int64_t>(number()));
    }

private:
    std::string_view text_;
    bool broken_ = false;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
