#include <baton/expression/temporal_text.hpp>
#include <baton/expression/zone_source.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "../catch.hpp"

namespace expression_zones_test {

using namespace baton::expression;

namespace {

/// Seconds since 1970 of what a clock shows.
std::int64_t clock(const char* text) { return temporal_detail::local_seconds(parse_date_time(text).value()); }

std::string big_endian(std::uint64_t value, unsigned width) {
    std::string bytes;
    for (unsigned i = width; i > 0; --i) bytes += static_cast<char>(value >> (i - 1) * 8 & 0xFF);
    return bytes;
}

struct Tzif {
    char version = '2';
    std::vector<std::int64_t> times{1000, 2000};
    std::string indices{'\1', '\0'};
    std::vector<std::int32_t> offsets{3600, 7200};
    std::uint64_t leaps = 0;
    std::string footer = "AAA-1BBB,M3.5.0,M10.5.0/3";

    [[nodiscard]] std::string header(std::uint64_t time_count, std::uint64_t types, std::uint64_t chars) const {
        return "TZif" + std::string(1, version) + std::string(15, '\0') + big_endian(0, 4) + big_endian(0, 4) +
               big_endian(leaps, 4) + big_endian(time_count, 4) + big_endian(types, 4) + big_endian(chars, 4);
    }
    [[nodiscard]] std::string bytes() const {
        std::string b = header(0, 1, 1) + std::string(6 + 1 + leaps * 8, '\0');
        b += header(times.size(), offsets.size(), 4);
        for (const std::int64_t t : times) b += big_endian(static_cast<std::uint64_t>(t), 8);
        b += indices;
        for (const std::int32_t o : offsets) b += big_endian(static_cast<std::uint32_t>(o), 4) + std::string(2, '\0');
        return b + std::string("AAA\0", 4) + std::string(leaps * 12, '\0') + '\n' + footer + '\n';
    }
};

std::int32_t rule_at(const char* rule, const char* local) {
    auto read = zone_detail::RuleReader(rule).read();
    REQUIRE(read);
    return read->at(clock(local), true);
}

bool has_zone_files() {
    if (SystemZones().knows("Europe/Paris")) return true;
    WARN("no zone files on this machine: skipped");
    return false;
}

/// A directory that is gone afterwards.
struct Directory {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("baton_zones_" + std::to_string(std::random_device()()));
    Directory() { std::filesystem::create_directories(path / "Some"); }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    ~Directory() { std::filesystem::remove_all(path); }
    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream(path / name, std::ios::binary) << bytes;
    }
};

}  // namespace

static_assert(is_zone_name("Europe/Paris") && is_zone_name("Etc/GMT+5") && is_zone_name("America/Port-au-Prince"));
static_assert(!is_zone_name("") && !is_zone_name("/etc/passwd") && !is_zone_name("Europe/") && !is_zone_name("a//b"));
static_assert(!is_zone_name("../x") && !is_zone_name("a.b") && !is_zone_name("a b") && !is_zone_name("a\\b"));

TEST_CASE("a name that is none is refused before any file is opened") {
    CHECK_FALSE(is_zone_name(std::string(65, 'a')));
    CHECK(is_zone_name(std::string(64, 'a')));
    CHECK_FALSE(is_zone_name(std::string_view("Europe/Paris\0", 13)));
    CHECK_FALSE(is_zone_name("Europe/Pari\xC5\x9B"));
    for (const char* name :
         {"", "..", "../../etc/passwd", "/etc/passwd", "Europe/../Europe/Paris", "Europe", "xyz/abc"}) {
        CHECK_FALSE(system_zones().knows(name));
        CHECK_FALSE(system_zones().offset_at(name, 0));
    }
}

TEST_CASE("UTC needs no files") {
    const SystemZones zones("/nowhere");
    for (const char* name : {"UTC", "Etc/UTC", "Z", "GMT", "Etc/GMT"}) {
        CHECK(zones.knows(name));
        CHECK(zones.offset_at(name, 0) == 0);
        CHECK(zones.offset_at_instant(name, -1'000'000'000) == 0);
    }
    CHECK_FALSE(zones.knows("Europe/Paris"));
    CHECK_FALSE(zones.offset_at("Europe/Paris", 0));
    CHECK_FALSE(zones.offset_at("UTC", std::numeric_limits<std::int64_t>::max()));
    CHECK_FALSE(zones.offset_at_instant("UTC", std::numeric_limits<std::int64_t>::min()));
}

TEST_CASE("a TZ string is evaluated") {
    CHECK(rule_at("UTC0", "2024-06-01T00:00:00") == 0);
    CHECK(rule_at("<-03>3", "2024-06-01T00:00:00") == -10'800);
    CHECK(rule_at("<+0545>-5:45", "2024-06-01T00:00:00") == 20'700);
    const char* paris = "CET-1CEST,M3.5.0,M10.5.0/3";
    CHECK(rule_at(paris, "2024-03-31T01:59:59") == 3600);
    CHECK(rule_at(paris, "2024-03-31T02:30:00") == 3600);  // in the gap
    CHECK(rule_at(paris, "2024-03-31T03:00:00") == 7200);
    CHECK(rule_at(paris, "2024-10-27T02:30:00") == 7200);  // in the overlap
    CHECK(rule_at(paris, "2024-10-27T03:00:00") == 3600);
    CHECK(rule_at(paris, "2024-12-31T23:59:59") == 3600);
    CHECK(rule_at(paris, "999999999-07-01T00:00:00") == 7200);
    CHECK(rule_at(paris, "-999999999-07-01T00:00:00") == 7200);
    const char* sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";
    CHECK(rule_at(sydney, "2024-01-01T00:00:00") == 39'600);
    CHECK(rule_at(sydney, "2024-07-01T00:00:00") == 36'000);
    CHECK(rule_at(sydney, "2024-12-31T23:59:59") == 39'600);
    const char* dublin = "IST-1GMT0,M10.5.0,M3.5.0/1";  // its winter time is the "daylight" one
    CHECK(rule_at(dublin, "2024-01-01T00:00:00") == 0);
    CHECK(rule_at(dublin, "2024-07-01T00:00:00") == 3600);
    const char* always = "EST5EDT,0/0,J365/25";
    for (const char* time : {"2023-12-31T23:59:59", "2024-01-01T00:00:00", "2024-01-01T00:59:59", "2024-01-01T01:00:00",
                             "2024-07-01T00:00:00", "2024-12-31T23:30:00"})
        CHECK(rule_at(always, time) == -14'400);
    CHECK(rule_at("AAA0BBB,J60,J300", "2024-03-01T01:59:59") == 0);  // J60 is 1 March, in leap years too
    CHECK(rule_at("AAA0BBB,J60,J300", "2024-03-01T03:00:00") == 3600);
    CHECK(rule_at("AAA0BBB,J60,J300", "2023-03-01T03:00:00") == 3600);
    CHECK(rule_at("AAA0BBB,59,300", "2024-02-29T03:00:00") == 3600);  // 59 counts 29 February
    CHECK(rule_at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-30T23:30:00") == -7200);
    CHECK(rule_at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T00:00:00") == -3600);
    for (const char* bad : {"",
                            "A0",
                            "AA0",
                            "AAA",
                            "AAA25",
                            "AAA0:60",
                            "<AAA0",
                            "AAA0BBB",
                            "AAA0BBB,",
                            "AAA0BBB,M3.5.0",
                            "AAA0BBB,M3.5.0,",
                            "AAA0BBB,M13.5.0,M10.5.0",
                            "AAA0BBB,M3.6.0,M10.5.0",
                            "AAA0BBB,M3.5.7,M10.5.0",
                            "AAA0BBB,J0,J1",
                            "AAA0BBB,J366,J1",
                            "AAA0BBB,366,1",
                            "AAA0BBB,M3.5.0/168,M10.5.0",
                            "AAA0BBB,M3.5.0,M10.5.0x",
                            "AAA0 ",
                            "AAA+-1",
                            "AAA1000"})
        CHECK_FALSE(zone_detail::RuleReader(bad).read());
}

TEST_CASE("a TZif file is read, and its rule counts after its last change") {
    const auto zone = zone_detail::read_tzif(Tzif().bytes());
    REQUIRE(zone);
    CHECK(zone->at(999, false) == 3600);
    CHECK(zone->at(1000, false) == 7200);
    CHECK(zone->at(1000 + 7199, true) == 3600);  // a gap from 4600 to 8200 local
    CHECK(zone->at(1000 + 7200, true) == 7200);
    CHECK(zone->at(2000 + 7199, true) == 7200);
    CHECK(zone->at(2000 + 7200, true) == 3600);  // January: the rule's standard time
    CHECK(zone->at(clock("2024-07-01T00:00:00"), true) == 7200);

    Tzif plain;
    plain.footer = "";
    CHECK(zone_detail::read_tzif(plain.bytes())->at(clock("2024-07-01T00:00:00"), true) == 3600);
    plain.times = {};
    plain.indices = "";
    CHECK(zone_detail::read_tzif(plain.bytes())->at(0, true) == 3600);
    plain.version = '4';
    CHECK(zone_detail::read_tzif(plain.bytes()));
}

TEST_CASE("a TZif file that is not as it must be is no zone") {
    const auto refused = [](auto change) {
        Tzif file;
        change(file);
        return !zone_detail::read_tzif(file.bytes());
    };
    CHECK_FALSE(refused([](Tzif&) {}));
    CHECK(refused([](Tzif& f) { f.version = '\0'; }));
    CHECK(refused([](Tzif& f) { f.times = {2000, 1000}; }));
    CHECK(refused([](Tzif& f) { f.times = {1000, 1000}; }));
    CHECK(refused([](Tzif& f) { f.times = {std::numeric_limits<std::int64_t>::min(), 0}; }));
    CHECK(refused([](Tzif& f) { f.times = {0, std::numeric_limits<std::int64_t>::max()}; }));
    CHECK(refused([](Tzif& f) { f.indices = {'\1', '\2'}; }));
    CHECK(refused([](Tzif& f) { f.offsets = {3600, 93'600}; }));
    CHECK(refused([](Tzif& f) { f.offsets = {-90'000, 3600}; }));
    CHECK(refused([](Tzif& f) { f.offsets.clear(); }));
    CHECK(refused([](Tzif& f) { f.offsets.assign(257, 0); }));
    CHECK(refused([](Tzif& f) { f.leaps = 1; }));
    CHECK(refused([](Tzif& f) { f.footer = "nonsense"; }));
    CHECK(refused([](Tzif& f) { f.footer = "AAA0\n"; }));
}

TEST_CASE("a damaged TZif file does no harm") {
    const std::string whole = Tzif().bytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        // A copy on the heap of exactly that size, so that a sanitizer sees any byte too many.
        const std::vector<char> part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK_FALSE(zone_detail::read_tzif(std::string_view(part.data(), part.size())));
    }
    CHECK_FALSE(zone_detail::read_tzif(whole + "x"));
    std::size_t zones = 0;
    for (std::size_t i = 0; i < whole.size(); ++i)
        for (unsigned bits = 1; bits < 256; ++bits) {
            std::vector<char> bytes(whole.begin(), whole.end());
            bytes[i] = static_cast<char>(bytes[i] ^ static_cast<char>(bits));
            const auto zone = zone_detail::read_tzif(std::string_view(bytes.data(), bytes.size()));
            if (!zone) continue;
            ++zones;
            for (const std::int64_t t : {-100'000'000'000'000'000, 0l, 1500l, 1'700'000'000l, 100'000'000'000'000'000})
                for (const bool local : {false, true}) {
                    const std::int32_t offset = zone->at(t, local);
                    if (offset < -94'000 || offset > 94'000) FAIL("offset " << offset);
                }
        }
    CHECK(zones > 0);
}

TEST_CASE("zones come from the files of a directory") {
    const Directory directory;
    directory.write("Some/Place", Tzif().bytes());
    directory.write("Damaged", Tzif().bytes().substr(0, 100));
    directory.write("Large", Tzif().bytes() + std::string(1 << 20, '\n'));
    directory.write("Empty", "");
    const SystemZones zones(directory.path.string());
    CHECK(zones.knows("Some/Place"));
    CHECK(zones.offset_at("Some/Place", clock("2024-07-01T00:00:00")) == 7200);
    CHECK(zones.offset_at_instant("Some/Place", clock("2024-01-01T00:00:00")) == 3600);
    for (const char* name : {"Damaged", "Large", "Empty", "Some", "Missing", "some/../Some/Place"}) {
        CHECK_FALSE(zones.knows(name));
        CHECK_FALSE(zones.offset_at(name, 0));
    }
    std::filesystem::remove(directory.path / "Some/Place");
    CHECK(zones.knows("Some/Place"));  // kept
}

TEST_CASE("several threads ask at once") {
    const Directory directory;
    for (int i = 0; i < 8; ++i) directory.write("Zone" + std::to_string(i), Tzif().bytes());
    const SystemZones zones(directory.path.string());
    std::vector<std::thread> threads;
    std::vector<int> found(4);
    for (std::size_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 400; ++i)
                found[t] += zones.offset_at("Zone" + std::to_string(i % 8), 0) == 3600 ? 1 : 0;
        });
    for (std::thread& thread : threads) thread.join();
    for (const int n : found) CHECK(n == 400);
}

TEST_CASE("the zones of this machine change their clocks when they do") {
    if (!has_zone_files()) return;
    const auto offset = [](const char* zone, const char* local) {
        return system_zones().offset_at(zone, clock(local)).value();
    };
    CHECK(offset("Europe/Paris", "2021-03-28T01:59:59") == 3600);
    CHECK(offset("Europe/Paris", "2021-03-28T02:30:00") == 3600);
    CHECK(offset("Europe/Paris", "2021-03-28T03:00:00") == 7200);
    CHECK(offset("Europe/Paris", "2021-10-31T02:59:59") == 7200);
    CHECK(offset("Europe/Paris", "2021-10-31T03:00:00") == 3600);
    CHECK(offset("Europe/Paris", "1800-01-01T00:00:00") == 561);
    CHECK(offset("Europe/Paris", "2500-07-01T00:00:00") == 7200);
    CHECK(offset("America/New_York", "2021-03-14T01:59:59") == -18'000);
    CHECK(offset("America/New_York", "2021-03-14T03:00:00") == -14'400);
    CHECK(offset("America/New_York", "2021-11-07T01:30:00") == -14'400);
    CHECK(offset("America/New_York", "2021-11-07T02:00:00") == -18'000);
    CHECK(offset("America/New_York", "2100-01-01T00:00:00") == -18'000);
    CHECK(offset("Australia/Melbourne", "2021-01-01T00:00:00") == 39'600);
    CHECK(offset("Australia/Melbourne", "2021-04-04T02:30:00") == 39'600);
    CHECK(offset("Australia/Melbourne", "2021-04-04T03:00:00") == 36'000);
    CHECK(offset("Australia/Melbourne", "2077-01-01T00:00:00") == 39'600);
    CHECK(offset("America/Sao_Paulo", "2018-12-01T00:00:00") == -7200);
    CHECK(offset("America/Sao_Paulo", "2050-12-01T00:00:00") == -10'800);
    CHECK(offset("Asia/Dhaka", "2021-01-01T00:00:00") == 21'600);
    CHECK(offset("Asia/Kathmandu", "2021-01-01T00:00:00") == 20'700);
    const std::int64_t change = clock("2021-03-28T01:00:00");
    CHECK(system_zones().offset_at_instant("Europe/Paris", change - 1) == 3600);
    CHECK(system_zones().offset_at_instant("Europe/Paris", change) == 7200);
    const std::int64_t back = clock("2021-10-31T01:00:00");
    CHECK(system_zones().offset_at_instant("Europe/Paris", back - 1) == 7200);
    CHECK(system_zones().offset_at_instant("Europe/Paris", back) == 3600);
    CHECK_FALSE(system_zones().knows("europe"));
    CHECK_FALSE(system_zones().knows("zone1970"));
}

TEST_CASE("times in the zones of this machine") {
    if (!has_zone_files()) return;
    const auto at = [](const char* text) { return parse_date_time(text).value(); };
    CHECK(compare(at("2002-04-02T12:00:00@Australia/Melbourne"), at("2002-04-02T12:00:00@Australia/Sydney")) ==
          std::strong_ordering::equal);
    CHECK(to_text(subtract(at("2021-01-02T10:10:10@Europe/Paris"), at("2021-01-01T10:10:10@Asia/Dhaka")).value()) ==
          "P1DT5H");
    CHECK(to_text(subtract(parse_date("2021-01-02").value(), at("2021-01-01T10:10:10@Australia/Melbourne")).value()) ==
          "P1DT49M50S");
    CHECK(to_text(add(at("2021-03-27T12:00:00@Europe/Paris"), DaysDuration{86'400}).value()) ==
          "2021-03-28T13:00:00@Europe/Paris");
    CHECK(to_text(add(at("-2021-01-01T10:10:10@Australia/Melbourne"), DaysDuration{-86'400}).value()) ==
          "-2022-12-31T10:10:10@Australia/Melbourne");
    const auto time = [](const char* text) { return parse_time(text).value(); };
    CHECK(compare(time("10:30:00@Europe/Paris"), time("10:30:00+01:00")) == std::strong_ordering::equal);
    CHECK(compare(time("10:30:00@Australia/Melbourne"), time("10:30:00+10:00")) == std::strong_ordering::equal);
    CHECK(compare(time("10:30:00@Europe/Paris"), time("10:30:00@Asia/Dhaka")) == std::strong_ordering::greater);
    CHECK(to_text(time_offset(at("2021-07-01T00:00:00@America/New_York")).value()) == "-PT4H");
}

}  // namespace expression_zones_test
