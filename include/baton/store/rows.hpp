// The rows that a store keeps: plain values. Each row lists its columns once; checks, files and SQL are made from that
// list.
//
// Times are milliseconds since 1970 (UTC), `never` where there is none; spans are milliseconds, 0 where there is none.
// Ids begin at 1, 0 where there is none; names and keys are text (UTF-8 without NUL, at most `longest_text` bytes),
// empty where there is none. Bodies are bytes. No column is ever null.
#ifndef BATON_STORE_ROWS_HPP
#define BATON_STORE_ROWS_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "../config.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::store {

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
/// Of a name or key, in bytes. Databases cannot index much longer ones.
inline constexpr std::size_t longest_text = 1024;
/// Of a body, in bytes; larger content belongs somewhere else.
inline constexpr std::size_t longest_body = std::size_t{256} << 20;

/// What a column of type std::string holds.
enum class column { text, bytes };

/// A definition of a workflow, in the form in which it is read again. Never changed; instances name (key, version).
struct DefinitionRow {
    static constexpr std::string_view table = "definition";
    std::string key;
    std::int64_t version = 1;
    /// Of the content; the same content is kept once per key.
    std::string fingerprint;
    /// Of the source: "json", "bpmn", ….
    std::string format;
    std::string source;
    std::int64_t created_at = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("key", r.key), v("version", r.version), v("fingerprint", r.fingerprint), v("format", r.format);
        v("source", r.source, column::bytes), v("created_at", r.created_at);
    }
    [[nodiscard]] auto primary_key() const { return std::tuple(key, version); }
    friend bool operator==(const DefinitionRow&, const DefinitionRow&) = default;
};

/// One instance: the snapshot, and what it is found by. It is open as long as `ended_at` is never.
struct InstanceRow {
    static constexpr std::string_view table = "instance";
    std::int64_t id = 0;
    /// The user's: which kind of thing this is.
    std::int64_t kind = 0;
    std::string definition_key;
    std::int64_t definition_version = 0;
    /// At most one open instance has this business key in this scope; an empty key is no key.
    std::string scope, business_key;
    std::int64_t parent_id = 0, parent_token = 0, root_id = 0;
    /// The user's: running, suspended, completed, ….
    std::int64_t status = 0;
    /// Counted up by every update.
    std::int64_t rev = 0;
    /// The number of the next history row.
    std::int64_t next_seq = 1;
    std::int64_t priority = 0;
    std::int64_t started_at = 0, ended_at = never, deadline_at = never;
    std::string trace;
    /// The key that the payload codec used; empty when the state is as it is.
    std::string codec;
    std::string state;
    /// Of `state`; computed when it is written, compared when it is read.
    std::int64_t checksum = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("id", r.id), v("kind", r.kind), v("definition_key", r.definition_key);
        v("definition_version", r.definition_version), v("scope", r.scope), v("business_key", r.business_key);
        v("parent_id", r.parent_id), v("parent_token", r.parent_token), v("root_id", r.root_id), v("status", r.status);
        v("rev", r.rev), v("next_seq", r.next_seq), v("priority", r.priority), v("started_at", r.started_at);
        v("ended_at", r.ended_at), v("deadline_at", r.deadline_at), v("trace", r.trace), v("codec", r.codec);
        v("state", r.state, column::bytes), v("checksum", r.checksum);
    }
    [[nodiscard]] auto primary_key() const { return id; }
    [[nodiscard]] bool open() const { return ended_at == never; }
    friend bool operator==(const InstanceRow&, const InstanceRow&) = default;
};

/// One line of what happened in an instance; never changed.
struct HistoryRow {
    static constexpr std::string_view table = "history";
    std::int64_t instance_id = 0, seq = 0, kind = 0, at = 0, token = 0;
    std::string name;
    std::string body;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("instance_id", r.instance_id), v("seq", r.seq), v("kind", r.kind), v("at", r.at), v("token", r.token);
        v("name", r.name), v("body", r.body, column::bytes);
    }
    [[nodiscard]] auto primary_key() const { return std::tuple(instance_id, seq); }
    friend bool operator==(const HistoryRow&, const HistoryRow&) = default;
};

/// Something addressed to an instance and not yet consumed: a message, a completion, a timer that fired, ….
struct InboxRow {
    static constexpr std::string_view table = "inbox";
    std::int64_t id = 0, instance_id = 0, kind = 0, token = 0;
    std::string name;
    /// While a row with it waits for the instance, no second one is accepted; empty: always accepted.
    std::string dedup;
    std::string body;
    std::int64_t created_at = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("id", r.id), v("instance_id", r.instance_id), v("kind", r.kind), v("token", r.token), v("name", r.name);
        v("dedup", r.dedup), v("body", r.body, column::bytes), v("created_at", r.created_at);
    }
    [[nodiscard]] auto primary_key() const { return id; }
    friend bool operator==(const InboxRow&, const InboxRow&) = default;
};

/// Where a work row stands. Only `ready` rows are in the index that is claimed from.
enum class WorkState : std::int64_t {
    ready = 0,
    leased = 1,
    /// Due, but its concurrency key is full.
    blocked = 2,
    /// Set aside until somebody unparks it.
    parked = 3,
    /// Not yet due.
    scheduled = 4,
};

/// The kind of work of which an instance has at most one row: look at its inbox and go on. Other kinds are the user's.
inline constexpr std::int64_t advance_work = 0;

/// Something to do: advance an instance, run an activity, fire a timer, push something out.
struct WorkRow {
    static constexpr std::string_view table = "work";
    std::int64_t id = 0, instance_id = 0, token = 0, kind = advance_work;
    std::string queue, name;
    WorkState state = WorkState::ready;
    std::int64_t run_at = 0;
    /// Greater is earlier.
    std::int64_t priority = 0;
    /// Counted at the claim, so that work which kills its worker counts too. max_attempts is the user's.
    std::int64_t attempt = 0, max_attempts = 0;
    std::string lease_owner;
    std::int64_t lease_until = never;
    /// Counted up by every claim: the proof that a lease is still held.
    std::int64_t fence = 0;
    std::int64_t heartbeat_ms = 0, start_to_close_ms = 0;
    std::int64_t schedule_to_start_at = never, schedule_to_close_at = never;
    /// The last claim.
    std::int64_t started_at = never;
    /// The earliest of all limits that apply in this state; kept by the store.
    std::int64_t expires_at = never;
    /// One row of a queue has this key; empty is none.
    std::string idem_key;
    /// At most `concurrency_limit` rows with this key are ready or leased at a time; empty is none.
    std::string concurrency_key;
    std::int64_t concurrency_limit = 1;
    bool cancel = false;
    std::string payload;
    /// The details of the last heartbeat.
    std::string progress;
    std::int64_t created_at = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("id", r.id), v("instance_id", r.instance_id), v("token", r.token), v("kind", r.kind), v("queue", r.queue);
        v("name", r.name), v("state", r.state), v("run_at", r.run_at), v("priority", r.priority);
        v("attempt", r.attempt), v("max_attempts", r.max_attempts), v("lease_owner", r.lease_owner);
        v("lease_until", r.lease_until), v("fence", r.fence), v("heartbeat_ms", r.heartbeat_ms);
        v("start_to_close_ms", r.start_to_close_ms), v("schedule_to_start_at", r.schedule_to_start_at);
        v("schedule_to_close_at", r.schedule_to_close_at), v("started_at", r.started_at), v("expires_at", r.expires_at);
        v("idem_key", r.idem_key), v("concurrency_key", r.concurrency_key), v("concurrency_limit", r.concurrency_limit);
        v("cancel", r.cancel), v("payload", r.payload, column::bytes), v("progress", r.progress, column::bytes);
        v("created_at", r.created_at);
    }
    [[nodiscard]] auto primary_key() const { return id; }
    friend bool operator==(const WorkRow&, const WorkRow&) = default;
};

/// The limits that a work row can run into.
enum class Timeout { none, heartbeat, start_to_close, schedule_to_start, schedule_to_close };

/// Which limit of the row is over at `now`; the one of the whole first. A lost lease counts as heartbeat.
inline Timeout timeout_of(const WorkRow& row, std::int64_t now) {
    if (row.schedule_to_close_at <= now) return Timeout::schedule_to_close;
    if (row.state == WorkState::leased) {
        if (row.start_to_close_ms > 0 && row.started_at + row.start_to_close_ms <= now) return Timeout::start_to_close;
        return row.lease_until <= now ? Timeout::heartbeat : Timeout::none;
    }
    return row.attempt == 0 && row.schedule_to_start_at <= now ? Timeout::schedule_to_start : Timeout::none;
}

/// Somebody who waits for a message or signal: a token of an instance, or a definition that is started by it.
struct SubscriptionRow {
    static constexpr std::string_view table = "subscription";
    std::int64_t id = 0, instance_id = 0, token = 0, kind = 0;
    std::string name, correlation;
    /// Not empty: the message starts an instance of this definition.
    std::string start_definition;
    std::string body;
    std::int64_t created_at = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("id", r.id), v("instance_id", r.instance_id), v("token", r.token), v("kind", r.kind), v("name", r.name);
        v("correlation", r.correlation), v("start_definition", r.start_definition), v("body", r.body, column::bytes);
        v("created_at", r.created_at);
    }
    [[nodiscard]] auto primary_key() const { return id; }
    friend bool operator==(const SubscriptionRow&, const SubscriptionRow&) = default;
};

/// A message for which nobody waits yet.
struct MessageRow {
    static constexpr std::string_view table = "message";
    std::int64_t id = 0;
    std::string name, correlation;
    /// Buffered at most once while it lies there; empty: always.
    std::string dedup;
    std::int64_t expires_at = never, created_at = 0;
    std::string body;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("id", r.id), v("name", r.name), v("correlation", r.correlation), v("dedup", r.dedup);
        v("expires_at", r.expires_at), v("created_at", r.created_at), v("body", r.body, column::bytes);
    }
    [[nodiscard]] auto primary_key() const { return id; }
    friend bool operator==(const MessageRow&, const MessageRow&) = default;
};

/// Something that a person has to look at. Open as long as `resolved_at` is never.
struct IncidentRow {
    static constexpr std::string_view table = "incident";
    std::int64_t id = 0, instance_id = 0, work_id = 0, token = 0;
    std::string kind, name;
    /// Text of any length.
    std::string message;
    std::int64_t created_at = 0, resolved_at = never;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("id", r.id), v("instance_id", r.instance_id), v("work_id", r.work_id), v("token", r.token);
        v("kind", r.kind), v("name", r.name), v("message", r.message, column::bytes), v("created_at", r.created_at);
        v("resolved_at", r.resolved_at);
    }
    [[nodiscard]] auto primary_key() const { return id; }
    friend bool operator==(const IncidentRow&, const IncidentRow&) = default;
};

/// What was answered to a request with this key: a repeated request gets the same answer.
struct RequestRow {
    static constexpr std::string_view table = "request";
    std::string key;
    std::string response;
    std::int64_t expires_at = never, created_at = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("key", r.key), v("response", r.response, column::bytes), v("expires_at", r.expires_at);
        v("created_at", r.created_at);
    }
    [[nodiscard]] auto primary_key() const { return key; }
    friend bool operator==(const RequestRow&, const RequestRow&) = default;
};

/// A worker that was there at `seen_at`.
struct WorkerRow {
    static constexpr std::string_view table = "worker";
    std::string id;
    std::int64_t seen_at = 0;
    std::string info;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("id", r.id), v("seen_at", r.seen_at), v("info", r.info, column::bytes);
    }
    [[nodiscard]] auto primary_key() const { return id; }
    friend bool operator==(const WorkerRow&, const WorkerRow&) = default;
};

/// What is started again and again.
struct ScheduleRow {
    static constexpr std::string_view table = "schedule";
    std::string name, spec, definition_key;
    std::int64_t next_at = never;
    /// The user's: what happens when the last one still runs.
    std::int64_t overlap = 0;
    bool paused = false;
    /// Counted up by every update.
    std::int64_t fence = 0;
    std::int64_t last_instance = 0;
    std::string payload;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("name", r.name), v("spec", r.spec), v("definition_key", r.definition_key), v("next_at", r.next_at);
        v("overlap", r.overlap), v("paused", r.paused), v("fence", r.fence), v("last_instance", r.last_instance);
        v("payload", r.payload, column::bytes);
    }
    [[nodiscard]] auto primary_key() const { return name; }
    friend bool operator==(const ScheduleRow&, const ScheduleRow&) = default;
};

/// Large content, kept once under its hash as long as anybody refers to it.
struct BlobRow {
    static constexpr std::string_view table = "blob";
    std::string hash;
    std::int64_t refs = 0;
    std::string body;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("hash", r.hash), v("refs", r.refs), v("body", r.body, column::bytes);
    }
    [[nodiscard]] auto primary_key() const { return hash; }
    friend bool operator==(const BlobRow&, const BlobRow&) = default;
};

/// What an attribute belongs to.
enum class Owner : std::int64_t { instance = 0, work = 1 };

/// A variable, tag or candidate by which instances and work are found. A name may have several texts.
struct AttributeRow {
    static constexpr std::string_view table = "attribute";
    Owner owner = Owner::instance;
    std::int64_t owner_id = 0;
    std::string name, text;
    /// For comparison by size; 0 where the attribute is no number.
    double number = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("owner", r.owner), v("owner_id", r.owner_id), v("name", r.name), v("text", r.text), v("number", r.number);
    }
    [[nodiscard]] auto primary_key() const { return std::tuple(owner, owner_id, name, text); }
    friend bool operator==(const AttributeRow&, const AttributeRow&) = default;
};

/// Who does a thing that one alone does, until when.
struct LeaderRow {
    static constexpr std::string_view table = "leader";
    std::string name, owner;
    std::int64_t until = 0;

    template <class Row, class Visit>
    static void columns(Row& r, Visit&& v) {
        v("name", r.name), v("owner", r.owner), v("until", r.until);
    }
    [[nodiscard]] auto primary_key() const { return name; }
    friend bool operator==(const LeaderRow&, const LeaderRow&) = default;
};

/// Asks for attributes: of this name, with this text, or with a number in this range.
struct AttributeFilter {
    std::string name;
    bool by_number = false;
    std::string text;
    double least = -std::numeric_limits<double>::infinity(), greatest = std::numeric_limits<double>::infinity();
};

/// The largest page that is ever given.
inline constexpr std::int64_t largest_page = 1000;

/// Which instances, in the order of their ids. What is negative or empty is not asked for.
struct InstanceQuery {
    std::string definition_key, business_key;
    std::int64_t definition_version = -1, kind = -1, status = -1, parent_id = -1;
    enum class Open { any, open, ended } open = Open::any;
    std::int64_t started_from = 0, started_until = never;
    /// All of them must hold; at most 8.
    std::vector<AttributeFilter> attributes;
    bool newest_first = false;
    /// The last id of the page before; 0 for the first page.
    std::int64_t after_id = 0;
    std::int64_t limit = 100;
};

/// Which work, in the order of its ids. What is negative or empty is not asked for.
struct WorkQuery {
    std::string queue, name;
    std::int64_t instance_id = -1, token = -1, kind = -1;
    std::int64_t state = -1;
    /// All of them must hold; at most 8.
    std::vector<AttributeFilter> attributes;
    std::int64_t after_id = 0;
    std::int64_t limit = 100;
};

/// The instances to which the rows belong, in their order.
inline std::vector<std::int64_t> instances_of(const std::vector<WorkRow>& rows) {
    std::vector<std::int64_t> ids;
    for (const WorkRow& row : rows) ids.push_back(row.instance_id);
    return ids;
}

}  // namespace baton::inline BATON_ABI::store

#endif
