// The contract of all stores: transactions over the rows (store/rows.hpp), and waking up who waits for work.
//
// Everything that belongs to one step of an instance is one transaction. The order of locks is the same everywhere:
// instance, inbox, work; an instance is locked before its inbox is read or written, or a message that comes between the
// reading and the end of the step would be lost.
#ifndef BATON_STORE_STORE_HPP
#define BATON_STORE_STORE_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/value.hpp"
#include "../runner/clock.hpp"
#include "fwd.hpp"
#include "rows.hpp"

namespace baton::inline BATON_ABI::store {

/// What is common to all stores.
struct StoreOptions {
    /// Replaces the store's own clock (of the database, where there is one); for tests.
    runner::Clock clock;
    /// By that clock, else by the system's.
    [[nodiscard]] std::int64_t now() const { return clock ? clock().ms : runner::system_time().ms; }
    /// How often a transaction is begun again when others were in its way, and how long a lock is waited for.
    int attempts = 20;
    std::chrono::milliseconds busy_timeout{10'000};
    /// How often a process that waits looks for what other processes have written.
    std::chrono::milliseconds poll{20};
};

/// One transaction. It lives inside Store::transact, is used by one thread, and sees its own changes.
///
/// Functions that give nothing may be sent together with later ones: their failure is then reported by a later call, at
/// the latest by the end of the savepoint or transaction around them. Functions that insert fill in nothing of the row
/// but give its id. BTN809 when a row breaks the rules of store/rows.hpp; BTN804 to BTN806, BTN810 of the store itself.
class Transaction {
public:
    Transaction() = default;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    virtual ~Transaction() = default;

    /// The time of the store, the same for the whole transaction.
    virtual std::int64_t now() = 0;
    /// Runs `step`; when it throws, what it has done is undone, and only that, and the exception goes on.
    virtual void savepoint(const std::function<void()>& step) = 0;

    /// False, and nothing done, when the version or the same content is there.
    virtual bool add_definition(const DefinitionRow&) = 0;
    virtual std::optional<DefinitionRow> find_definition(std::string_view key, std::int64_t version) = 0;
    /// The greatest version.
    virtual std::optional<DefinitionRow> latest_definition(std::string_view key) = 0;
    virtual std::optional<DefinitionRow> definition_with(std::string_view key, std::string_view fingerprint) = 0;
    /// In the order of (key, version), behind the one given; without their sources.
    virtual std::vector<DefinitionRow> definitions(std::string_view after_key, std::int64_t after_version,
                                                   std::int64_t limit) = 0;

    /// The id; nothing when an open instance has the scope and business key.
    virtual std::optional<std::int64_t> add_instance(const InstanceRow&) = 0;
    /// BTN803 when the checksum of its state is wrong.
    virtual std::optional<InstanceRow> find_instance(std::int64_t id) = 0;
    virtual std::optional<InstanceRow> find_open_instance(std::string_view scope, std::string_view business_key) = 0;
    /// As find_instance; until the end of the transaction nobody else locks or changes it.
    virtual std::optional<InstanceRow> lock_instance(std::int64_t id) = 0;
    /// For who is about to advance several instances: locks them, in this order, and reads their inboxes, at once where
    /// each costs a round trip. Changes nothing of what the other functions give.
    virtual void read_ahead(const std::vector<std::int64_t>& instance_ids) { static_cast<void>(instance_ids); }
    /// Writes all columns and counts rev up, if rev is still that of the row. BTN808 else.
    virtual void update_instance(const InstanceRow&) = 0;
    /// With all that belongs to it: history, inbox, work, subscriptions, incidents, attributes.
    virtual void erase_instance(std::int64_t id) = 0;
    /// Without their states.
    virtual std::vector<InstanceRow> query_instances(const InstanceQuery&) = 0;
    /// Regardless of after_id and limit.
    virtual std::int64_t count_instances(const InstanceQuery&) = 0;

    /// BTN805 when the number is there already.
    virtual void append_history(const HistoryRow&) = 0;
    /// From `from_seq` on, in the order of seq; or backwards.
    virtual std::vector<HistoryRow> read_history(std::int64_t instance_id, std::int64_t from_seq, std::int64_t limit,
                                                 bool backwards = false) = 0;

    /// The id; nothing when a row with its dedup waits there. The caller has locked the instance.
    virtual std::optional<std::int64_t> post(const InboxRow&) = 0;
    /// In the order of arrival. The caller has locked the instance.
    virtual std::vector<InboxRow> read_inbox(std::int64_t instance_id, std::int64_t limit = largest_page) = 0;
    /// All of the instance up to this id.
    virtual void erase_inbox(std::int64_t instance_id, std::int64_t up_to_id) = 0;

    /// The id; nothing when there is such a row: an advance row of the instance, or the idempotency key in the queue.
    /// state, fence, lease and expires_at are the store's: scheduled when run_at is to come; parked when the state says
    /// so; blocked when its concurrency key is full; else ready.
    virtual std::optional<std::int64_t> add_work(const WorkRow&) = 0;
    /// As add_work, for who does not need the answer.
    virtual void put_work(const WorkRow&) = 0;
    /// At most `limit` ready rows of the queue, by priority, run_at and id, now leased until now + lease_ms. A row that
    /// has a heartbeat_ms is leased for that long instead.
    virtual std::vector<WorkRow> claim(std::string_view queue, std::int64_t limit, std::string_view owner,
                                       std::int64_t lease_ms) = 0;
    /// Prolongs the lease to now + lease_ms (or heartbeat_ms) and keeps `progress`. The cancel flag; nothing when the
    /// lease is lost.
    virtual std::optional<bool> extend(std::int64_t id, std::int64_t fence, std::int64_t lease_ms,
                                       std::optional<std::string_view> progress = {}) = 0;
    /// Ends claimed work: the row is gone, and its place is given to the next one of its concurrency key. False when
    /// the lease is lost. `claimed` is as claim or find_work gave it.
    virtual bool finish(const WorkRow& claimed) = 0;
    /// As finish, for who goes on in any case. BTN807 when the lease is lost.
    virtual void finish_or_fail(const WorkRow& claimed) = 0;
    /// Gives claimed work back untried: the attempt is not counted. False when the lease is lost.
    virtual bool release(const WorkRow& claimed) = 0;
    /// Gives claimed work back to be tried again at `run_at`. False when the lease is lost.
    virtual bool retry(const WorkRow& claimed, std::int64_t run_at) = 0;
    /// Sets work aside. Claimed work: false when the lease is lost.
    virtual bool park(const WorkRow& row) = 0;
    /// Makes parked work due at `run_at`, its attempts counted from `attempt`. False when it is not parked.
    virtual bool unpark(std::int64_t id, std::int64_t run_at, std::int64_t attempt = 0) = 0;
    /// Asks who does the work to stop. False when there is none.
    virtual bool cancel_work(std::int64_t id) = 0;
    virtual std::optional<WorkRow> find_work(std::int64_t id) = 0;
    virtual std::optional<WorkRow> find_work(std::string_view queue, std::string_view idem_key) = 0;
    /// Replaces payload, name and priority, whoever has it. False when there is none.
    virtual bool change_work(const WorkRow&) = 0;
    virtual bool erase_work(std::int64_t id) = 0;
    /// All of the instance; of one token only if it is not 0; of one kind only if it is not negative.
    virtual void erase_work_of(std::int64_t instance_id, std::int64_t token = 0, std::int64_t kind = -1) = 0;
    virtual std::vector<WorkRow> query_work(const WorkQuery&) = 0;
    virtual std::int64_t count_work(const WorkQuery&) = 0;
    /// Rows that have run into a limit (timeout_of says which), the earliest first; not those that somebody else is
    /// just looking at.
    virtual std::vector<WorkRow> expired_work(std::int64_t limit) = 0;
    /// The earliest run_at of what is scheduled in the queue; never when nothing is.
    virtual std::int64_t next_due(std::string_view queue) = 0;

    virtual void subscribe(const SubscriptionRow&) = 0;
    /// In the order of arrival.
    virtual std::vector<SubscriptionRow> subscriptions(std::string_view name, std::string_view correlation,
                                                       std::int64_t after_id = 0,
                                                       std::int64_t limit = largest_page) = 0;
    /// The first whose name and correlation come behind these in the store's order of texts: to list what there is.
    virtual std::optional<SubscriptionRow> next_subscription(std::string_view name, std::string_view correlation) = 0;
    virtual std::vector<SubscriptionRow> subscriptions_of(std::int64_t instance_id) = 0;
    virtual bool unsubscribe(std::int64_t id) = 0;
    /// All of the instance; of one token only if it is not 0.
    virtual void unsubscribe_all(std::int64_t instance_id, std::int64_t token = 0) = 0;
    /// All subscriptions that start this definition.
    virtual void unsubscribe_definition(std::string_view start_definition) = 0;
    /// Makes those come one after the other who do something about a name: who looks for receivers of a message and who
    /// begins to wait for it, those who deploy a definition. Until the end of the transaction.
    virtual void lock_name(std::string_view name) = 0;

    /// The id; nothing when a message with its dedup lies there.
    virtual std::optional<std::int64_t> buffer_message(const MessageRow&) = 0;
    /// The oldest that is not expired; it is gone then.
    virtual std::optional<MessageRow> take_message(std::string_view name, std::string_view correlation) = 0;
    /// Forgets expired messages and requests, at most `limit` of each; how many.
    virtual std::int64_t forget_expired(std::int64_t limit) = 0;

    virtual std::int64_t add_incident(const IncidentRow&) = 0;
    virtual std::optional<IncidentRow> find_incident(std::int64_t id) = 0;
    /// False when there is none that is open.
    virtual bool resolve_incident(std::int64_t id) = 0;
    /// Open ones, of one instance only if it is not 0, behind `after_id`.
    virtual std::vector<IncidentRow> incidents(std::int64_t instance_id, std::int64_t after_id = 0,
                                               std::int64_t limit = largest_page) = 0;

    /// False when there is one of the key that is not expired; the stored answer is then in find_request.
    virtual bool add_request(const RequestRow&) = 0;
    virtual std::optional<RequestRow> find_request(std::string_view key) = 0;
    /// Replaces the response. False when there is no such request.
    virtual bool answer_request(std::string_view key, std::string_view response) = 0;

    virtual void put_schedule(const ScheduleRow&) = 0;
    virtual std::optional<ScheduleRow> find_schedule(std::string_view name) = 0;
    /// Replaces the row if its fence is still the same, and counts it up. False else.
    virtual bool update_schedule(const ScheduleRow&) = 0;
    virtual bool erase_schedule(std::string_view name) = 0;
    virtual std::vector<ScheduleRow> schedules(std::string_view after_name, std::int64_t limit) = 0;
    /// Not paused and due, the earliest first.
    virtual std::vector<ScheduleRow> due_schedules(std::int64_t limit) = 0;

    /// Says that the worker is there, at now().
    virtual void worker_seen(std::string_view id, std::string_view info) = 0;
    virtual std::vector<WorkerRow> workers(std::int64_t seen_since) = 0;
    virtual void forget_workers(std::int64_t seen_before) = 0;
    /// True when `owner` now does `name` alone, until now + ttl_ms; repeated calls of the owner prolong it.
    virtual bool lead(std::string_view name, std::string_view owner, std::int64_t ttl_ms) = 0;

    /// Keeps the content and counts one more reference; its hash (store/content_hash.hpp).
    virtual std::string put_blob(std::string_view body) = 0;
    virtual std::optional<std::string> find_blob(std::string_view hash) = 0;
    /// One reference less; the content goes with the last.
    virtual void release_blob(std::string_view hash) = 0;

    /// Inserts or replaces.
    virtual void put_attribute(const AttributeRow&) = 0;
    /// All of the owner, or of one name only.
    virtual void erase_attributes(Owner, std::int64_t owner_id, std::string_view name = {}) = 0;
    virtual std::vector<AttributeRow> attributes(Owner, std::int64_t owner_id) = 0;

    /// One statement of the application's own, on tables of its own in the same database: it is done when the
    /// transaction is, or not at all. ?1, ?2, … stand for the values (null, truth, numbers, texts). The rows, a text
    /// for each column; on PostgreSQL every column of the answer must be a text. BTN811 where the store is no database;
    /// BTN805 what the database says against it.
    virtual std::vector<std::vector<std::string>> own_sql(std::string_view statement,
                                                          const std::vector<core::Value>& values = {}) = 0;
};

/// A store of rows. Thread-safe.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// Runs `work` in one transaction. When it throws, nothing has changed and the exception goes on. It may be run
    /// again when another transaction was in its way: it must not act on anything else. BTN804 when others were in the
    /// way too long; BTN806 when the connection broke while committing: then it may have happened or not, which must
    /// be read again. After the commit, who waits for work that became ready is woken up. `work` calls neither this nor
    /// read.
    virtual void transact(const std::function<void(Transaction&)>& work) = 0;
    /// As transact, for who only reads: one consistent picture, and no waiting for who writes where the store can do
    /// so.
    virtual void read(const std::function<void(Transaction&)>& work) = 0;
    /// The store's time.
    virtual std::int64_t now() = 0;
    /// "sqlite:file.db": for messages.
    [[nodiscard]] virtual std::string name() const = 0;

    /// How often anything was woken up: taken before looking for work, given to wait_for_work when none was there.
    [[nodiscard]] virtual std::uint64_t wake_ticket() const = 0;
    /// Waits until one of the queues may have got work since the ticket, at most `timeout`. False at the timeout. What
    /// becomes due by time alone wakes nobody: see Transaction::next_due.
    virtual bool wait_for_work(const std::vector<std::string>& queues, std::uint64_t ticket,
                               std::chrono::milliseconds timeout) = 0;
    /// Wakes up who waits for the queue; all when it is empty.
    virtual void notify(std::string_view queue) = 0;
};

}  // namespace baton::inline BATON_ABI::store

namespace baton::inline BATON_ABI {
using store::Store;
using store::StoreOptions;
}  // namespace baton::inline BATON_ABI

#endif
