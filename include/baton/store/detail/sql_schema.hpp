// The schema, in both dialects: what each version added. Versions are never changed, only added to.
#ifndef BATON_STORE_DETAIL_SQL_SCHEMA_HPP
#define BATON_STORE_DETAIL_SQL_SCHEMA_HPP

#include <string>
#include <string_view>
#include <vector>

#include "../../config.hpp"

namespace baton::inline BATON_ABI::store::detail {

struct Migration {
    std::string_view what;
    std::vector<std::string_view> statements;
};

/// The table that says which migrations were made; it comes before all of them.
inline constexpr std::string_view sql_migration_table =
    "create table if not exists baton_migration (version {int} not null primary key, what {text} not null, "
    "applied_at {int} not null) {strict}";

/// Version n is made by the first n.
inline const std::vector<Migration>& sql_migrations() {
    static const std::vector<Migration> all{
        {"the first schema",
         {
             "create table definition (key {text} not null, version {int} not null, fingerprint {text} not null, "
             "format {text} not null, source {bytes} not null, created_at {int} not null, primary key (key, version)) "
             "{strict}",
             "create unique index definition_content on definition (key, fingerprint)",

             "create table instance (id {id}, kind {int} not null, definition_key {text} not null, "
             "definition_version {int} not null, scope {text} not null, business_key {text} not null, "
             "parent_id {int} not null, parent_token {int} not null, root_id {int} not null, status {int} not null, "
             "rev {int} not null, next_seq {int} not null, priority {int} not null, started_at {int} not null, "
             "ended_at {int} not null, deadline_at {int} not null, trace {text} not null, codec {text} not null, "
             "state {bytes} not null, checksum {int} not null) {strict}",
             "create unique index instance_open on instance (scope, business_key) "
             "where ended_at = 9223372036854775807 and business_key <> ''",
             "create index instance_business_key on instance (business_key, id) where business_key <> ''",
             "create index instance_definition on instance (definition_key, id)",
             "create index instance_parent on instance (parent_id, id) where parent_id <> 0",
             "create index instance_status on instance (status, id)",

             "create table history (instance_id {int} not null, seq {int} not null, kind {int} not null, "
             "at {int} not null, token {int} not null, name {text} not null, body {bytes} not null, "
             "primary key (instance_id, seq)) {clustered}",

             "create table inbox (id {id}, instance_id {int} not null, kind {int} not null, token {int} not null, "
             "name {text} not null, dedup {text} not null, body {bytes} not null, created_at {int} not null) {strict}",
             "create index inbox_instance on inbox (instance_id, id)",
             "create unique index inbox_dedup on inbox (instance_id, dedup) where dedup <> ''",

             "create table work (id {id}, instance_id {int} not null, token {int} not null, kind {int} not null, "
             "queue {text} not null, name {text} not null, state {int} not null, run_at {int} not null, "
             "priority {int} not null, attempt {int} not null, max_attempts {int} not null, "
             "lease_owner {text} not null, lease_until {int} not null, fence {int} not null, "
             "heartbeat_ms {int} not null, start_to_close_ms {int} not null, schedule_to_start_at {int} not null, "
             "schedule_to_close_at {int} not null, started_at {int} not null, expires_at {int} not null, "
             "idem_key {text} not null, concurrency_key {text} not null, concurrency_limit {int} not null, "
             "cancel {int} not null, payload {bytes} not null, progress {bytes} not null, created_at {int} not null) "
             "{filled}",
             "create index work_ready on work (queue, priority desc, run_at, id) where state = 0",
             "create index work_scheduled on work (queue, run_at, id) where state = 4",
             "create index work_expiring on work (expires_at, id) where expires_at < 9223372036854775807",
             "create index work_instance on work (instance_id, id) where instance_id <> 0",
             // Not of what is ready, leased or scheduled: those rows come and go, and are few or found otherwise.
             "create index work_parked on work (queue, id) where state = 3",
             "create index work_concurrency on work (concurrency_key, state, priority desc, run_at, id) "
             "where concurrency_key <> ''",
             "create unique index work_idem on work (queue, idem_key) where idem_key <> ''",
             "create unique index work_advance on work (instance_id) where kind = 0",

             "create table subscription (id {id}, instance_id {int} not null, token {int} not null, "
             "kind {int} not null, name {text} not null, correlation {text} not null, "
             "start_definition {text} not null, body {bytes} not null, created_at {int} not null) {strict}",
             "create index subscription_name on subscription (name, correlation, id)",
             "create index subscription_instance on subscription (instance_id, id) where instance_id <> 0",
             "create index subscription_start on subscription (start_definition) where start_definition <> ''",

             "create table message (id {id}, name {text} not null, correlation {text} not null, dedup {text} not null, "
             "expires_at {int} not null, created_at {int} not null, body {bytes} not null) {strict}",
             "create index message_name on message (name, correlation, id)",
             "create index message_expiring on message (expires_at) where expires_at < 9223372036854775807",
             "create unique index message_dedup on message (dedup) where dedup <> ''",

             "create table incident (id {id}, instance_id {int} not null, work_id {int} not null, "
             "token {int} not null, kind {text} not null, name {text} not null, message {bytes} not null, "
             "created_at {int} not null, resolved_at {int} not null) {strict}",
             "create index incident_instance on incident (instance_id, id)",
             "create index incident_open on incident (id) where resolved_at = 9223372036854775807",

             "create table request (key {text} not null primary key, response {bytes} not null, "
             "expires_at {int} not null, created_at {int} not null) {clustered}",
             "create index request_expiring on request (expires_at) where expires_at < 9223372036854775807",

             "create table worker (id {text} not null primary key, seen_at {int} not null, info {bytes} not null) "
             "{clustered}",

             "create table schedule (name {text} not null primary key, spec {text} not null, "
             "definition_key {text} not null, next_at {int} not null, overlap {int} not null, paused {int} not null, "
             "fence {int} not null, last_instance {int} not null, payload {bytes} not null) {clustered}",
             "create index schedule_due on schedule (next_at) where paused = 0",

             "create table blob (hash {text} not null primary key, refs {int} not null, body {bytes} not null) "
             "{strict}",

             "create table attribute (owner {int} not null, owner_id {int} not null, name {text} not null, "
             "text {text} not null, number {real} not null, primary key (owner, owner_id, name, text)) {clustered}",
             "create index attribute_text on attribute (owner, name, text, owner_id)",
             "create index attribute_number on attribute (owner, name, number, owner_id)",

             "create table leader (name {text} not null primary key, owner {text} not null, until {int} not null) "
             "{clustered}",
         }},
    };
    return all;
}

}  // namespace baton::inline BATON_ABI::store::detail

#endif
