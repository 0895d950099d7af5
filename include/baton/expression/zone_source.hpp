// Time zones by name: what offset from UTC a zone has, at a local time or at an instant.
//
// SystemZones reads the machine's TZif files itself (RFC 8536), because the standard library in use may know no zones.
// Names and files are hostile until checked: every count is held against the size, and a damaged file is no zone.
#ifndef BATON_EXPRESSION_ZONE_SOURCE_HPP
#define BATON_EXPRESSION_ZONE_SOURCE_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/time_text.hpp"

namespace baton::inline BATON_ABI::expression {

/// Whether that may be the name of a zone: 1 to 64 of [A-Za-z0-9_+-/], a relative path without empty parts.
constexpr bool is_zone_name(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '/' || name.back() == '/') return false;
    char last = 0;
    for (const char c : name) {
        const bool fits = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                          c == '+' || c == '-' || c == '/';
        if (!fits || (c == '/' && last == '/')) return false;
        last = c;
    }
    return true;
}

/// The names of UTC that need no file.
constexpr bool is_utc_name(std::string_view name) {
    return name == "Z" || name == "UTC" || name == "Etc/UTC" || name == "GMT" || name == "Etc/GMT";
}

/// Where the offsets of named zones come from. Must be usable from several threads at once.
class ZoneSource {
public:
    virtual ~ZoneSource() = default;
    /// Seconds east of UTC when a clock in that zone shows that local time (seconds since 1970-01-01T00:00:00 local).
    /// In a gap and in an overlap it is the offset before the change. nullopt: no such zone.
    [[nodiscard]] virtual std::optional<std::int32_t> offset_at(std::string_view zone,
                                                                std::int64_t local_seconds) const = 0;
    /// The same for an instant (seconds since 1970-01-01T00:00:00Z).
    [[nodiscard]] virtual std::optional<std::int32_t> offset_at_instant(std::string_view zone,
                                                                        std::int64_t utc_seconds) const = 0;
    [[nodiscard]] virtual bool knows(std::string_view zone) const = 0;
};

namespace zone_detail {

/// The offset changes at that instant.
struct Change {
    std::int64_t at = 0;
    std::int32_t before = 0, after = 0;

    [[nodiscard]] bool is_over(std::int64_t seconds, bool local) const {
        return seconds >= (local ? at + std::max(before, after) : at);
    }
};

/// A day of each year, and the time on it, as a TZ string names it (POSIX.1-2017, 8.3; RFC 8536, 3.3.1).
struct YearDay {
    enum class Form : std::uint8_t { without_leap_day, counted, weekday_of_month };
    Form form = Form::counted;
    std::int64_t month = 1, week = 1, day = 0;
    int seconds = 7200;

    /// In local seconds.
    [[nodiscard]] std::int64_t local_in(std::int64_t year) const {
        using core::detail::days_from_civil;
        std::int64_t days = days_from_civil(year, 1, 1) + day;
        if (form == Form::without_leap_day) {
            const bool leap = days_from_civil(year + 1, 1, 1) - days_from_civil(year, 1, 1) == 366;
            if (!leap || day < 60) --days;
        } else if (form == Form::weekday_of_month) {
            const std::int64_t first = days_from_civil(year, static_cast<unsigned>(month), 1);
            const std::int64_t next = month == 12 ? days_from_civil(year + 1, 1, 1)
                                                  : days_from_civil(year, static_cast<unsigned>(month + 1), 1);
            const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;
            days = first + (day - weekday + 7) % 7 + (week - 1) * 7;
            if (days >= next) days -= 7;  // week 5 is the last one
        }
        return days * 86'400 + seconds;
    }
};

/// What a TZ string says: the offsets after the last change that a file lists.
struct Rule {
    std::int32_t standard = 0, daylight = 0;
    bool changes = false;
    YearDay starts, ends;

    [[nodiscard]] std::int32_t at(std::int64_t seconds, bool local) const {
        if (!changes) return standard;
        const std::int64_t days = seconds / 86'400 - (seconds % 86'400 < 0 ? 1 : 0);
        const std::int64_t year = core::detail::civil_from_days(days).year;
        std::array<Change, 6> list;
        std::size_t count = 0;
        for (std::int64_t y = year - 1; y <= year + 1; ++y) {
            list[count++] = {ends.local_in(y) - daylight, daylight, standard};
            list[count++] = {starts.local_in(y) - standard, standard, daylight};
        }
        // Where daylight time lasts all year, each end meets the next start, which must win: ends first.
        std::sort(list.begin(), list.end(), [&](const Change& a, const Change& b) {
            return a.at != b.at ? a.at < b.at : a.before == daylight && b.before != daylight;
        });
        for (const Change& c : list)
            if (!c.is_over(seconds, local)) return c.before;
        return list.back().after;
    }
};

/// Reads a TZ string.
class RuleReader {
public:
    explicit RuleReader(std::string_view text) : rest_(text) {}

    std::optional<Rule> read() {
        Rule rule;
        if (!name()) return std::nullopt;
        const auto standard = clock(24);
        if (!standard) return std::nullopt;
        rule.standard = -*standard;  // POSIX counts to the west
        if (rest_.empty()) return rule;
        if (!name()) return std::nullopt;
        rule.changes = true;
        rule.daylight = rule.standard + 3600;
        if (!rest_.empty() && rest_.front() != ',') {
            const auto daylight = clock(24);
            if (!daylight) return std::nullopt;
            rule.daylight = -*daylight;
        }
        if (!take(',') || !day(rule.starts) || !take(',') || !day(rule.ends) || !rest_.empty()) return std::nullopt;
        return rule;
    }

private:
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool name() {
        const bool quoted = take('<');
        std::size_t n = 0;
        while (n < rest_.size() && is_in_name(rest_[n], quoted)) ++n;
        rest_.remove_prefix(n);
        return n >= 3 && n <= 32 && (!quoted || take('>'));
    }
    static bool is_in_name(char c, bool quoted) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    }
    std::optional<int> number(int low, int high) {
        int value = 0;
        std::size_t n = 0;
        for (; n < rest_.size() && n < 3 && rest_[n] >= '0' && rest_[n] <= '9'; ++n)
            value = value * 10 + rest_[n] - '0';
        if (n == 0 || value < low || value > high) return std::nullopt;
        rest_.remove_prefix(n);
        return value;
    }
    /// [+-]h[:m[:s]] in seconds.
    std::optional<int> clock(int max_hours) {
        const bool negative = take('-');
        if (!negative) take('+');
        const auto hours = number(0, max_hours);
        if (!hours) return std::nullopt;
        int seconds = *hours * 3600;
        for (int unit = 60; unit != 0 && take(':'); unit /= 60) {
            const auto part = number(0, 59);
            if (!part) return std::nullopt;
            seconds += *part * unit;
        }
        return negative ? -seconds : seconds;
    }
    bool day(YearDay& to) {
        std::optional<int> month, week, day;
        if (take('M')) {
            to.form = YearDay::Form::weekday_of_month;
            if (!(month = number(1, 12)) || !take('.') || !(week = number(1, 5)) || !take('.') || !(day = number(0, 6)))
                return false;
            to.month = *month;
            to.week = *week;
        } else {
            const bool julian = take('J');
            to.form = julian ? YearDay::Form::without_leap_day : YearDay::Form::counted;
            if (!(day = number(julian ? 1 : 0, 365))) return false;
        }
        to.day = *day;
        if (!take('/')) return true;
        const auto seconds = clock(167);
        if (seconds) to.seconds = *seconds;
        return seconds.has_value();
    }

    std::string_view rest_;
};

/// One zone: the changes of a file in order, then its rule.
struct ZoneRules {
    std::vector<Change> changes;
    std::int32_t last = 0;
    std::optional<Rule> rule;

    [[nodiscard]] std::int32_t at(std::int64_t seconds, bool local) const {
        const auto next = std::partition_point(changes.begin(), changes.end(),
                                               [&](const Change& c) { return c.is_over(seconds, local); });
        if (next != changes.end()) return next->before;
        return rule ? rule->at(seconds, local) : last;
    }
};

/// The header of one of a file's two blocks, and the sizes that follow from it (RFC 8536, 3.1 and 3.2).
struct BlockHeader {
    static constexpr std::uint64_t size = 44;
    std::uint64_t utc, standard, leaps, times, types, chars;

    [[nodiscard]] std::uint64_t block_size(std::uint64_t width) const {
        return times * (width + 1) + types * 6 + chars + leaps * (width + 4) + standard + utc;
    }
};

/// Big-endian. Precondition: the bytes are there.
inline std::uint64_t unsigned_at(std::string_view bytes, std::uint64_t at, unsigned width) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

inline std::optional<BlockHeader> read_header(std::string_view bytes, std::uint64_t at) {
    if (bytes.size() < at + BlockHeader::size || bytes.substr(at, 4) != "TZif" || bytes[at + 4] < '2')
        return std::nullopt;
    const auto count = [&](std::uint64_t i) { return unsigned_at(bytes, at + 20 + 4 * i, 4); };
    return BlockHeader{count(0), count(1), count(2), count(3), count(4), count(5)};
}

/// Reads the second block and the footer of a TZif file, version 2 or later; nullopt where anything is not as it must
/// be. Files that count leap seconds (`right/…`) are refused: FEEL's time has none.
inline std::optional<ZoneRules> read_tzif(std::string_view bytes) {
    const auto first = read_header(bytes, 0);
    if (!first) return std::nullopt;
    const std::uint64_t second = BlockHeader::size + first->block_size(4);
    const auto h = read_header(bytes, second);
    if (!h) return std::nullopt;
    const std::uint64_t times = second + BlockHeader::size, footer = times + h->block_size(8);
    if (bytes.size() < footer + 2 || h->types == 0 || h->types > 256 || h->chars == 0 || h->leaps != 0)
        return std::nullopt;
    if ((h->utc != 0 && h->utc != h->types) || (h->standard != 0 && h->standard != h->types)) return std::nullopt;

    const std::uint64_t indices = times + h->times * 8, types = indices + h->times;
    std::vector<std::int32_t> offsets;
    for (std::uint64_t i = 0; i < h->types; ++i) {
        const auto offset = static_cast<std::int32_t>(unsigned_at(bytes, types + 6 * i, 4));
        if (offset <= -90'000 || offset >= 93'600 || unsigned_at(bytes, types + 6 * i + 4, 1) > 1 ||
            unsigned_at(bytes, types + 6 * i + 5, 1) >= h->chars)
            return std::nullopt;
        offsets.push_back(offset);
    }
    ZoneRules zone;
    zone.last = offsets.front();  // also before the first change
    constexpr std::int64_t limit = std::int64_t{1} << 60;
    for (std::uint64_t i = 0; i < h->times; ++i) {
        const auto at = static_cast<std::int64_t>(unsigned_at(bytes, times + 8 * i, 8));
        const std::uint64_t type = unsigned_at(bytes, indices + i, 1);
        if (at < -limit || at > limit || type >= h->types || (i > 0 && at <= zone.changes.back().at))
            return std::nullopt;
        zone.changes.push_back({at, zone.last, offsets[type]});
        zone.last = offsets[type];
    }
    const std::string_view tail = bytes.substr(footer);
    if (tail.front() != '\n' || tail.back() != '\n') return std::nullopt;
    if (tail.size() > 2) {
        zone.rule = RuleReader(tail.substr(1, tail.size() - 2)).read();
        if (!zone.rule) return std::nullopt;
    }
    return zone;
}

/// At most 1 MiB.
inline std::optional<std::string> read_zone_file(const std::string& path) {
    struct Close {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };
    const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
    if (file == nullptr) return std::nullopt;
    constexpr std::size_t limit = std::size_t{1} << 20;
    std::string bytes;
    std::array<char, 4096> part;
    while (const std::size_t n = std::fread(part.data(), 1, part.size(), file.get())) {
        if (bytes.size() + n > limit) return std::nullopt;
        bytes.append(part.data(), n);
    }
    if (std::ferror(file.get()) != 0) return std::nullopt;
    return bytes;
}

}  // namespace zone_detail

/// The zones of the machine: TZif files under a directory. A zone once read is kept; UTC needs no file.
class SystemZones final : public ZoneSource {
public:
    explicit SystemZones(std::string directory = "/usr/share/zoneinfo") : directory_(std::move(directory)) {}

    [[nodiscard]] std::optional<std::int32_t> offset_at(std::string_view zone,
                                                        std::int64_t local_seconds) const override {
        return find_offset(zone, local_seconds, true);
    }
    [[nodiscard]] std::optional<std::int32_t> offset_at_instant(std::string_view zone,
                                                                std::int64_t utc_seconds) const override {
        return find_offset(zone, utc_seconds, false);
    }
    [[nodiscard]] bool knows(std::string_view zone) const override {
        return is_utc_name(zone) || find(zone) != nullptr;
    }

private:
    [[nodiscard]] std::optional<std::int32_t> find_offset(std::string_view zone, std::int64_t seconds,
                                                          bool local) const {
        constexpr std::int64_t limit = 100'000'000'000'000'000;  // beyond the years that dates have
        if (seconds < -limit || seconds > limit) return std::nullopt;
        if (is_utc_name(zone)) return 0;
        const auto rules = find(zone);
        if (rules == nullptr) return std::nullopt;
        return rules->at(seconds, local);
    }
    [[nodiscard]] std::shared_ptr<const zone_detail::ZoneRules> find(std::string_view zone) const {
        if (!is_zone_name(zone)) return nullptr;
        const std::lock_guard lock(mutex_);
        if (const auto known = zones_.find(zone); known != zones_.end()) return known->second;
        // A name that is no zone is not kept: what expressions ask for must not fill the memory.
        const auto bytes = zone_detail::read_zone_file(directory_ + "/" + std::string(zone));
        if (!bytes) return nullptr;
        auto rules = zone_detail::read_tzif(*bytes);
        if (!rules) return nullptr;
        auto kept = std::make_shared<const zone_detail::ZoneRules>(std::move(*rules));
        zones_.emplace(zone, kept);
        return kept;
    }

    std::string directory_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::shared_ptr<const zone_detail::ZoneRules>, std::less<>> zones_;
};

/// The zones of this machine, shared by the program.
inline const ZoneSource& system_zones() {
    static const SystemZones zones;
    return zones;
}

}  // namespace baton::inline BATON_ABI::expression

#endif
