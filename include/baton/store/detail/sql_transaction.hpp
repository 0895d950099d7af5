// One transaction in SQL, for both dialects. A Connection has
//   using Record            one row of an answer: number(i), real(i), text(i, column)
//   run(sql, params)        no answer wanted; run(sql, params, each) gives rows later, at the latest in answers()
//   run_once(sql, params, code, where)   exactly one row must change, or `code` is raised, later
//   change(sql, params)     how many rows changed          query(sql, params, each)   all rows, now
//   query_text(text, params, each)                         the same, not kept prepared
//   answers()               waits for all that was sent    lock_text(text, space)     until the end of the transaction
//   savepoint(depth), release(depth), roll_back_to(depth)
#ifndef BATON_STORE_DETAIL_SQL_TRANSACTION_HPP
#define BATON_STORE_DETAIL_SQL_TRANSACTION_HPP

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../content_hash.hpp"
#include "../rows.hpp"
#include "../store.hpp"
#include "abandoned.hpp"
#include "row_check.hpp"
#include "sql.hpp"
#include "sql_query.hpp"
#include "sql_work.hpp"

namespace baton::inline BATON_ABI::store::detail {

template <class Connection>
class SqlTransaction final : public Transaction {
    using Id = std::int64_t;
    using Record = typename Connection::Record;
    using Text = std::string_view;

public:
    /// `now`: the store's clock, if it is not the database's.
    SqlTransaction(Connection& connection, std::optional<Id> now)
        : work(connection, now), db_(connection), given_(Param::or_null(now)), now_(now) {}

    SqlWork<Connection> work;

    Id now() override {
        static const Sql sql("select {now}");
        if (!now_) db_.query(sql, {given_}, [&](Record& r) { now_ = r.number(0); });
        return *now_;
    }
    void savepoint(const std::function<void()>& step) override {
        struct Depth {
            int& depth;
            explicit Depth(int& d) : depth(++d) {}
            ~Depth() { --depth; }
        } const nested(depth_);
        db_.savepoint(depth_);
        try {
            step();
            work.settle_all();
            db_.release(depth_);
        } catch (const TryAgain&) {
            throw;
        } catch (const TransactionLost&) {
            throw;
        } catch (...) {
            last_read_.reset();  // a revision that was undone may come again with another row
            db_.roll_back_to(depth_);
            throw;
        }
    }

    std::vector<std::vector<std::string>> own_sql(std::string_view statement,
                                                  const std::vector<core::Value>& values) override {
        Params params;
        for (const core::Value& v : values) {
            if (const bool* truth = v.boolean())
                params.emplace_back(*truth ? 1 : 0);
            else if (const std::int64_t* n = v.integer())
                params.emplace_back(*n);
            else if (const double* d = v.real())
                params.emplace_back(*d);
            else if (const std::string* text = v.text())
                params.emplace_back(*text);
            else if (v.is_null())
                params.emplace_back();
            else
                throw core::error(core::error_code::the_row_is_not_allowed, "own_sql",
                                  "a list or an object cannot be given to SQL");
        }
        std::vector<std::vector<std::string>> rows;
        db_.query_text(std::string(statement), params, [&](Record& r) {
            rows.emplace_back();
            for (int i = 0; i < r.columns(); ++i) rows.back().emplace_back(r.text(i));
        });
        return rows;
    }

    bool add_definition(const DefinitionRow& row) override {
        static const Sql sql("insert into definition (" + columns_of<DefinitionRow>("created_at") +
                             ", created_at) values (" + marks_of<DefinitionRow>("created_at", 2) +
                             ", {now}) on conflict do nothing");
        check_row(row);
        return db_.change(sql, with_time(row, "created_at")) > 0;
    }
    std::optional<DefinitionRow> find_definition(Text key, Id version) override {
        static const Sql sql(select<DefinitionRow>("where key = ?1 and version = ?2"));
        return one<DefinitionRow>(sql, {key, version});
    }
    std::optional<DefinitionRow> latest_definition(Text key) override {
        static const Sql sql(select<DefinitionRow>("where key = ?1 order by version desc limit 1"));
        return one<DefinitionRow>(sql, {key});
    }
    std::optional<DefinitionRow> definition_with(Text key, Text fingerprint) override {
        static const Sql sql(select<DefinitionRow>("where key = ?1 and fingerprint = ?2"));
        return one<DefinitionRow>(sql, {key, fingerprint});
    }
    std::vector<DefinitionRow> definitions(Text after_key, Id after_version, Id limit) override {
        static const Sql sql("select " + columns_of<DefinitionRow>("source") +
                             " from definition where (key, version) > (?1, ?2) order by key, version limit ?3");
        return all<DefinitionRow>(sql, {after_key, after_version, page(limit)}, "source");
    }

    std::optional<Id> add_instance(const InstanceRow& row) override {
        static const Sql sql(insert<InstanceRow>() + " on conflict do nothing returning id");
        check_row(row);
        Params params = params_of(row, "id");
        params[place_of<InstanceRow>("checksum") - 1] = checksum_of(row.state);
        std::optional<Id> id;
        db_.query(sql, params, [&](Record& r) { id = r.number(0); });
        return id;
    }
    std::optional<InstanceRow> find_instance(Id id) override {
        static const Sql sql(select<InstanceRow>("where id = ?1"));
        return verified(one<InstanceRow>(sql, {id}));
    }
    std::optional<InstanceRow> find_open_instance(Text scope, Text business_key) override {
        static const Sql sql(select<InstanceRow>(
            "where scope = ?1 and business_key = ?2 and business_key <> '' and ended_at = 9223372036854775807"));
        return verified(one<InstanceRow>(sql, {scope, business_key}));
    }
    std::optional<InstanceRow> lock_instance(Id id) override {
        if (const auto at = ahead_.find(id); at != ahead_.end() && at->second.has_instance) {
            at->second.has_instance = false;
            return verified(std::move(at->second.instance));
        }
        return verified(one<InstanceRow>(lock_sql(), {id}));
    }
    void read_ahead(const std::vector<Id>& instance_ids) override {
        if constexpr (Connection::has_round_trips) {
            std::vector<Ahead*> fresh;
            try {
                for (const Id id : instance_ids) {
                    const auto [at, is_new] = ahead_.try_emplace(id);
                    if (!is_new) continue;
                    Ahead& a = at->second;
                    fresh.push_back(&a);
                    db_.run(lock_sql(), {id}, [&a](Record& r) { a.instance = read_row<InstanceRow>(r); });
                    db_.run(inbox_sql(), {id, largest_page},
                            [&a](Record& r) { a.inbox.push_back(read_row<InboxRow>(r)); });
                }
                db_.answers();
            } catch (...) {
                ahead_.clear();
                throw;
            }
            for (Ahead* a : fresh) a->has_instance = a->has_inbox = true;
        }
    }
    void update_instance(const InstanceRow& row) override {
        static const std::string given = "?" + std::to_string(place_of<InstanceRow>("rev") + 1);
        static const std::string where = " where id = ?1 and rev = " + given + " - 1";
        static const Sql all("update instance set " + assignments_of<InstanceRow>({"id"}) + where);
        // A column that is named in an update has its indexes written again, even if it stays as it is.
        static const Sql most("update instance set " +
                              assignments_of<InstanceRow>({"id", "definition_key", "scope", "business_key", "parent_id",
                                                           "status", "ended_at"}) +
                              where);
        check_row(row);
        if (const auto at = ahead_.find(row.id); at != ahead_.end()) at->second.has_instance = false;
        Params params = params_of(row);
        params[place_of<InstanceRow>("rev")] = row.rev + 1;
        params[place_of<InstanceRow>("checksum")] = checksum_of(row.state);
        const bool same_place = last_read_ && last_read_->id == row.id && last_read_->rev == row.rev &&
                                last_read_->place == InstancePlace(row);
        db_.run_once(same_place ? most : all, params, core::error_code::the_instance_has_changed,
                     "instance " + std::to_string(row.id));
    }
    void erase_instance(Id id) override {
        static const Sql history("delete from history where instance_id = ?1");
        static const Sql inbox("delete from inbox where instance_id = ?1");
        static const Sql incidents("delete from incident where instance_id = ?1");
        static const Sql instance("delete from instance where id = ?1");
        ahead_.erase(id);
        work.erase(0, id, 0, -1);
        db_.run(history, {id});
        db_.run(inbox, {id});
        db_.run(incidents, {id});
        unsubscribe_all(id, 0);
        erase_attributes(Owner::instance, id, {});
        db_.run(instance, {id});
    }
    std::vector<InstanceRow> query_instances(const InstanceQuery& q) override {
        check_filters("instance", q.attributes);
        SqlFilter f = sql_filter(q);
        if (q.after_id != 0) f.compare(q.newest_first ? "id <" : "id >", q.after_id);
        const std::string limit = f.limit(q.limit);
        std::vector<InstanceRow> rows;
        db_.query_text("select " + columns_of<InstanceRow>("state") + " from instance" + f.text() + " order by id" +
                           (q.newest_first ? " desc" : "") + limit,
                       f.params, [&](Record& r) { rows.push_back(read_row<InstanceRow>(r, "state")); });
        return rows;
    }
    Id count_instances(const InstanceQuery& q) override {
        check_filters("instance", q.attributes);
        return count("instance", sql_filter(q));
    }

    void append_history(const HistoryRow& row) override {
        static const Sql sql("insert into history (" + columns_of<HistoryRow>() + ") values (" +
                             marks_of<HistoryRow>() + ")");
        check_row(row);
        db_.run(sql, params_of(row));
    }
    std::vector<HistoryRow> read_history(Id instance_id, Id from_seq, Id limit, bool backwards) override {
        static const Sql forth(select<HistoryRow>("where instance_id = ?1 and seq >= ?2 order by seq limit ?3"));
        static const Sql back(select<HistoryRow>("where instance_id = ?1 and seq <= ?2 order by seq desc limit ?3"));
        return all<HistoryRow>(backwards ? back : forth, {instance_id, from_seq, page(limit)});
    }

    std::optional<Id> post(const InboxRow& row) override {
        static const Sql sql(insert_now<InboxRow>() + " on conflict do nothing returning id");
        check_row(row);
        forget_inbox(row.instance_id);
        return id_of(sql, with_time(row, "created_at", "id"));
    }
    std::vector<InboxRow> read_inbox(Id instance_id, Id limit) override {
        if (const auto at = ahead_.find(instance_id);
            at != ahead_.end() && at->second.has_inbox && static_cast<Id>(at->second.inbox.size()) <= limit) {
            at->second.has_inbox = false;
            return std::move(at->second.inbox);
        }
        return all<InboxRow>(inbox_sql(), {instance_id, page(limit)});
    }
    void erase_inbox(Id instance_id, Id up_to_id) override {
        static const Sql sql("delete from inbox where instance_id = ?1 and id <= ?2");
        forget_inbox(instance_id);
        db_.run(sql, {instance_id, up_to_id});
    }

    std::optional<Id> add_work(const WorkRow& row) override {
        check_row(row);
        return work.add(row, true);
    }
    void put_work(const WorkRow& row) override {
        check_row(row);
        work.add(row, false);
    }
    std::vector<WorkRow> claim(Text queue, Id limit, Text owner, Id lease_ms) override {
        check_text("work", "queue", queue);
        check_text("work", "lease_owner", owner);
        check_span("work", "lease_ms", lease_ms);
        return work.claim(queue, page(limit), owner, lease_ms);
    }
    std::optional<bool> extend(Id id, Id fence, Id lease_ms, std::optional<Text> progress) override {
        check_span("work", "lease_ms", lease_ms);
        return work.extend(id, fence, lease_ms, progress);
    }
    bool finish(const WorkRow& claimed) override { return work.finish(claimed); }
    void finish_or_fail(const WorkRow& claimed) override { work.finish_or_fail(claimed); }
    bool release(const WorkRow& claimed) override { return work.release(claimed); }
    bool retry(const WorkRow& claimed, Id run_at) override { return work.retry(claimed, run_at); }
    bool park(const WorkRow& row) override { return work.park(row); }
    bool unpark(Id id, Id run_at, Id attempt) override { return work.unpark(id, run_at, attempt); }
    bool cancel_work(Id id) override {
        static const Sql sql("update work set cancel = 1 where id = ?1");
        return db_.change(sql, {id}) > 0;
    }
    std::optional<WorkRow> find_work(Id id) override {
        static const Sql sql(select<WorkRow>("where id = ?1"));
        return one<WorkRow>(sql, {id});
    }
    std::optional<WorkRow> find_work(Text queue, Text idem_key) override {
        static const Sql sql(select<WorkRow>("where queue = ?1 and idem_key = ?2 and idem_key <> ''"));
        return one<WorkRow>(sql, {queue, idem_key});
    }
    bool change_work(const WorkRow& row) override {
        static const Sql sql("update work set payload = ?2, name = ?3, priority = ?4 where id = ?1");
        check_row(row);
        return db_.change(sql, {row.id, Param::bytes(row.payload), row.name, row.priority}) > 0;
    }
    bool erase_work(Id id) override { return id != 0 && work.erase(id, 0, 0, -1); }
    void erase_work_of(Id instance_id, Id token, Id kind) override { work.erase(0, instance_id, token, kind); }
    std::vector<WorkRow> query_work(const WorkQuery& q) override {
        check_filters("work", q.attributes);
        SqlFilter f = sql_filter(q);
        if (q.after_id != 0) f.compare("id >", q.after_id);
        const std::string limit = f.limit(q.limit);
        std::vector<WorkRow> rows;
        db_.query_text("select " + columns_of<WorkRow>() + " from work" + f.text() + " order by id" + limit, f.params,
                       [&](Record& r) { rows.push_back(read_row<WorkRow>(r)); });
        return rows;
    }
    Id count_work(const WorkQuery& q) override {
        check_filters("work", q.attributes);
        return count("work", sql_filter(q));
    }
    std::vector<WorkRow> expired_work(Id limit) override {
        static const Sql sql(select<WorkRow>(
            "where expires_at <= {now} and expires_at < 9223372036854775807 order by expires_at, id limit ?2 {skip}"));
        return all<WorkRow>(sql, {given_, page(limit)});
    }
    Id next_due(Text queue) override {
        static const Sql sql("select run_at from work where state = 4 and queue = ?1 order by run_at limit 1");
        Id due = never;
        db_.query(sql, {queue}, [&](Record& r) { due = r.number(0); });
        return due;
    }

    void subscribe(const SubscriptionRow& row) override {
        static const Sql sql(insert_now<SubscriptionRow>());
        check_row(row);
        db_.run(sql, with_time(row, "created_at", "id"));
    }
    std::vector<SubscriptionRow> subscriptions(Text name, Text correlation, Id after_id, Id limit) override {
        static const Sql sql(
            select<SubscriptionRow>("where name = ?1 and correlation = ?2 and id > ?3 order by id limit ?4"));
        return all<SubscriptionRow>(sql, {name, correlation, after_id, page(limit)});
    }
    std::optional<SubscriptionRow> next_subscription(Text name, Text correlation) override {
        static const Sql sql(
            select<SubscriptionRow>("where (name, correlation) > (?1, ?2) order by name, correlation, id limit 1"));
        return one<SubscriptionRow>(sql, {name, correlation});
    }
    std::vector<SubscriptionRow> subscriptions_of(Id instance_id) override {
        static const Sql sql(
            select<SubscriptionRow>("where instance_id = ?1 and instance_id <> 0 order by id limit ?2"));
        return all<SubscriptionRow>(sql, {instance_id, largest_page});
    }
    bool unsubscribe(Id id) override {
        static const Sql sql("delete from subscription where id = ?1");
        return db_.change(sql, {id}) > 0;
    }
    void unsubscribe_all(Id instance_id, Id token) override {
        static const Sql sql(
            "delete from subscription where instance_id = ?1 and instance_id <> 0 and (?2 = 0 or token = ?2)");
        db_.run(sql, {instance_id, token});
    }
    void unsubscribe_definition(Text start_definition) override {
        static const Sql sql("delete from subscription where start_definition = ?1 and start_definition <> ''");
        db_.run(sql, {start_definition});
    }
    void lock_name(Text name) override { db_.lock_text(name, 2); }

    std::optional<Id> buffer_message(const MessageRow& row) override {
        static const Sql sql(insert_now<MessageRow>() + " on conflict do nothing returning id");
        check_row(row);
        return id_of(sql, with_time(row, "created_at", "id"));
    }
    std::optional<MessageRow> take_message(Text name, Text correlation) override {
        static const Sql sql(
            "delete from message where id = (select id from message where name = ?2 and correlation = ?3 and "
            "expires_at > {now} order by id limit 1 {skip}) returning " +
            columns_of<MessageRow>());
        return one<MessageRow>(sql, {given_, name, correlation});
    }
    Id forget_expired(Id limit) override {
        static const std::string where =
            " where expires_at <= {now} and expires_at < 9223372036854775807 order by expires_at limit ?2)";
        static const Sql messages("delete from message where id in (select id from message" + where);
        static const Sql requests("delete from request where key in (select key from request" + where);
        return db_.change(messages, {given_, page(limit)}) + db_.change(requests, {given_, page(limit)});
    }

    Id add_incident(const IncidentRow& row) override {
        static const Sql sql(insert_now<IncidentRow>() + " returning id");
        check_row(row);
        return id_of(sql, with_time(row, "created_at", "id")).value();
    }
    std::optional<IncidentRow> find_incident(Id id) override {
        static const Sql sql(select<IncidentRow>("where id = ?1"));
        return one<IncidentRow>(sql, {id});
    }
    bool resolve_incident(Id id) override {
        static const Sql sql(
            "update incident set resolved_at = {now} where id = ?2 and resolved_at = 9223372036854775807");
        return db_.change(sql, {given_, id}) > 0;
    }
    std::vector<IncidentRow> incidents(Id instance_id, Id after_id, Id limit) override {
        static const Sql of_one(select<IncidentRow>(
            "where instance_id = ?1 and resolved_at = 9223372036854775807 and id > ?2 order by id limit ?3"));
        static const Sql of_all(
            select<IncidentRow>("where resolved_at = 9223372036854775807 and id > ?1 order by id limit ?2"));
        return instance_id != 0 ? all<IncidentRow>(of_one, {instance_id, after_id, page(limit)})
                                : all<IncidentRow>(of_all, {after_id, page(limit)});
    }

    bool add_request(const RequestRow& row) override {
        static const Sql sql("insert into request (" + columns_of<RequestRow>("created_at") + ", created_at) values (" +
                             marks_of<RequestRow>("created_at", 2) +
                             ", {now}) on conflict (key) do update set response = excluded.response, expires_at = "
                             "excluded.expires_at, created_at = excluded.created_at where request.expires_at <= {now}");
        check_row(row);
        return db_.change(sql, with_time(row, "created_at")) > 0;
    }
    std::optional<RequestRow> find_request(Text key) override {
        static const Sql sql(select<RequestRow>("where key = ?2 and expires_at > {now}"));
        return one<RequestRow>(sql, {given_, key});
    }
    bool answer_request(Text key, Text response) override {
        static const Sql sql("update request set response = ?2 where key = ?1");
        return db_.change(sql, {key, Param::bytes(response)}) > 0;
    }

    void put_schedule(const ScheduleRow& row) override {
        static const Sql sql("insert into schedule (" + columns_of<ScheduleRow>() + ") values (" +
                             marks_of<ScheduleRow>() + ") on conflict (name) do update set " +
                             assignments_of<ScheduleRow>({"name"}));
        check_row(row);
        db_.run(sql, params_of(row));
    }
    std::optional<ScheduleRow> find_schedule(Text name) override {
        static const Sql sql(select<ScheduleRow>("where name = ?1"));
        return one<ScheduleRow>(sql, {name});
    }
    bool update_schedule(const ScheduleRow& row) override {
        static const Sql sql("update schedule set " + assignments_of<ScheduleRow>({"name"}) +
                             " where name = ?1 and fence = ?" + std::to_string(place_of<ScheduleRow>("fence") + 1) +
                             " - 1");
        check_row(row);
        Params params = params_of(row);
        params[place_of<ScheduleRow>("fence")] = row.fence + 1;
        return db_.change(sql, params) > 0;
    }
    bool erase_schedule(Text name) override {
        static const Sql sql("delete from schedule where name = ?1");
        return db_.change(sql, {name}) > 0;
    }
    std::vector<ScheduleRow> schedules(Text after_name, Id limit) override {
        static const Sql sql(select<ScheduleRow>("where name > ?1 order by name limit ?2"));
        return all<ScheduleRow>(sql, {after_name, page(limit)});
    }
    std::vector<ScheduleRow> due_schedules(Id limit) override {
        static const Sql sql(select<ScheduleRow>(
            "where paused = 0 and next_at <= {now} and next_at < 9223372036854775807 order by next_at, name limit ?2"));
        return all<ScheduleRow>(sql, {given_, page(limit)});
    }

    void worker_seen(Text id, Text info) override {
        static const Sql sql(
            "insert into worker (id, seen_at, info) values (?2, {now}, ?3) on conflict (id) do update set "
            "seen_at = excluded.seen_at, info = excluded.info");
        check_row(WorkerRow{std::string(id), 0, std::string(info)});
        db_.run(sql, {given_, id, Param::bytes(info)});
    }
    std::vector<WorkerRow> workers(Id seen_since) override {
        static const Sql sql(select<WorkerRow>("where seen_at >= ?1 order by id"));
        return all<WorkerRow>(sql, {seen_since});
    }
    void forget_workers(Id seen_before) override {
        static const Sql sql("delete from worker where seen_at < ?1");
        db_.run(sql, {seen_before});
    }
    bool lead(Text name, Text owner, Id ttl_ms) override {
        static const Sql sql(
            "insert into leader (name, owner, until) values (?2, ?3, {now} + ?4) on conflict (name) do update set "
            "owner = excluded.owner, until = excluded.until where leader.owner = ?3 or leader.until <= {now}");
        check_span("leader", "ttl_ms", ttl_ms);
        check_row(LeaderRow{std::string(name), std::string(owner), 0});
        return db_.change(sql, {given_, name, owner, ttl_ms}) > 0;
    }

    std::string put_blob(Text body) override {
        static const Sql sql(
            "insert into blob (hash, refs, body) values (?1, 1, ?2) on conflict (hash) do update set refs = blob.refs "
            "+ 1");
        if (body.size() > longest_body) refuse_row("blob", "body", "larger than 256 MiB");
        std::string hash = content_hash(body);
        db_.run(sql, {hash, Param::bytes(body)});
        return hash;
    }
    std::optional<std::string> find_blob(Text hash) override {
        static const Sql sql(select<BlobRow>("where hash = ?1"));
        std::optional<BlobRow> row = one<BlobRow>(sql, {hash});
        if (!row) return {};
        if (content_hash(row->body) != hash)
            throw core::error(core::error_code::the_store_is_damaged, "blob " + row->hash,
                              "its content has another hash");
        return std::move(row->body);
    }
    void release_blob(Text hash) override {
        static const Sql less("update blob set refs = refs - 1 where hash = ?1");
        static const Sql gone("delete from blob where hash = ?1 and refs <= 0");
        db_.run(less, {hash});
        db_.run(gone, {hash});
    }

    void put_attribute(const AttributeRow& row) override {
        static const Sql sql("insert into attribute (" + columns_of<AttributeRow>() + ") values (" +
                             marks_of<AttributeRow>() +
                             ") on conflict (owner, owner_id, name, text) do update set number = excluded.number");
        check_row(row);
        db_.run(sql, params_of(row));
    }
    void erase_attributes(Owner owner, Id owner_id, Text name) override {
        static const Sql sql("delete from attribute where owner = ?1 and owner_id = ?2 and (?3 = '' or name = ?3)");
        db_.run(sql, {owner, owner_id, name});
    }
    std::vector<AttributeRow> attributes(Owner owner, Id owner_id) override {
        static const Sql sql(select<AttributeRow>("where owner = ?1 and owner_id = ?2 order by name, text"));
        return all<AttributeRow>(sql, {owner, owner_id});
    }

private:
    /// What was read before it was asked for. Each is given once: who asks again may have changed it in between.
    struct Ahead {
        bool has_instance = false, has_inbox = false;
        std::optional<InstanceRow> instance;
        std::vector<InboxRow> inbox;
    };
    static const Sql& lock_sql() {
        static const Sql sql(select<InstanceRow>("where id = ?1 {lock}"));
        return sql;
    }
    static const Sql& inbox_sql() {
        static const Sql sql(select<InboxRow>("where instance_id = ?1 order by id limit ?2"));
        return sql;
    }
    void forget_inbox(Id instance_id) {
        if (const auto at = ahead_.find(instance_id); at != ahead_.end()) at->second.has_inbox = false;
    }
    template <class Row>
    static std::string select(Text rest) {
        return "select " + columns_of<Row>() + " from " + std::string(Row::table) + " " + std::string(rest);
    }
    template <class Row>
    static std::string insert() {
        return "insert into " + std::string(Row::table) + " (" + columns_of<Row>("id") + ") values (" +
               marks_of<Row>("id") + ")";
    }
    /// All columns but id; created_at is the time of the store, and its parameter the last, unused, one.
    template <class Row>
    static std::string insert_now() {
        std::string columns, values;
        int n = 1;
        const Row row;
        Row::columns(row, [&]<class T>(Text name, const T&, column = column::text) {
            if (name == "id") return;
            columns.append(columns.empty() ? "" : ", ").append(name);
            values.append(values.empty() ? "" : ", ");
            values.append(name == "created_at" ? "{now}" : "?" + std::to_string(++n));
        });
        return "insert into " + std::string(Row::table) + " (" + columns + ") values (" + values + ")";
    }
    /// The time, and the columns but those.
    template <class Row>
    Params with_time(const Row& row, Text but, Text also_but = {}) const {
        Params params{given_};
        Row::columns(row, [&]<class T>(Text name, const T& value, column holds = column::text) {
            if (name != but && name != also_but) BindColumns{params, {}}(name, value, holds);
        });
        return params;
    }
    /// Of a column, beginning with 0.
    template <class Row>
    static std::size_t place_of(Text column_name) {
        std::size_t at = 0, found = 0;
        const Row row;
        Row::columns(row, [&]<class T>(Text name, const T&, column = column::text) {
            if (name == column_name) found = at;
            ++at;
        });
        return found;
    }
    template <class Row>
    std::optional<Row> one(const Sql& sql, const Params& params) {
        std::optional<Row> row;
        db_.query(sql, params, [&](Record& r) { row = read_row<Row>(r); });
        return row;
    }
    template <class Row>
    std::vector<Row> all(const Sql& sql, const Params& params, Text but = {}) {
        std::vector<Row> rows;
        db_.query(sql, params, [&](Record& r) { rows.push_back(read_row<Row>(r, but)); });
        return rows;
    }
    std::optional<Id> id_of(const Sql& sql, const Params& params) {
        std::optional<Id> id;
        db_.query(sql, params, [&](Record& r) { id = r.number(0); });
        return id;
    }
    Id count(Text table, const SqlFilter& f) {
        Id n = 0;
        db_.query_text("select count(*) from " + std::string(table) + f.text(), f.params,
                       [&](Record& r) { n = r.number(0); });
        return n;
    }
    std::optional<InstanceRow> verified(std::optional<InstanceRow> row) {
        if (row) {
            verify(*row, checksum_of(row->state));
            last_read_.emplace(LastRead{row->id, row->rev, InstancePlace(*row)});
        }
        return row;
    }
    /// The columns that stand in indexes.
    struct InstancePlace {
        std::string definition_key, scope, business_key;
        Id parent_id, status, ended_at;
        explicit InstancePlace(const InstanceRow& r)
            : definition_key(r.definition_key),
              scope(r.scope),
              business_key(r.business_key),
              parent_id(r.parent_id),
              status(r.status),
              ended_at(r.ended_at) {}
        bool operator==(const InstancePlace&) const = default;
    };
    /// As it was when it was read; its revision says whether it still is.
    struct LastRead {
        Id id, rev;
        InstancePlace place;
    };

    Connection& db_;
    Param given_;
    std::optional<Id> now_;
    std::optional<LastRead> last_read_;
    int depth_ = 0;
    std::map<Id, Ahead> ahead_;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
