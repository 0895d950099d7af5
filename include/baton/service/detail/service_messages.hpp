// Messages and signals between instances, and from outside. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_MESSAGES_HPP
#define BATON_SERVICE_DETAIL_SERVICE_MESSAGES_HPP

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/nearest.hpp"
#include "../../runner/detail/correlation.hpp"

namespace baton::inline BATON_ABI::service {

namespace detail {

/// Some of the keys for which the message is waited for; else the nearest name that is waited for.
inline void describe_unmatched(store::Transaction& tx, const runner::Message& message, runner::PublishResult& result) {
    constexpr std::size_t most_keys = 20, most_names = 200;
    for (const store::SubscriptionRow& s : tx.subscriptions(message.name, {}, 0, 1))
        if (s.kind == waits_for_message) result.open_keys.emplace_back();
    auto next = tx.next_subscription(message.name, {});
    while (next && next->name == message.name && result.open_keys.size() < most_keys) {
        if (next->kind == waits_for_message) result.open_keys.push_back(next->correlation);
        next = tx.next_subscription(message.name, next->correlation);
    }
    if (!result.open_keys.empty()) return;
    std::vector<std::string> names;
    for (next = tx.next_subscription({}, {}); next && names.size() < most_names;
         next = tx.next_subscription(names.back() + '\x01', {})) {  // behind all of this name
        names.push_back(next->name);
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    if (const std::string_view near = core::nearest(message.name, views); !near.empty())
        result.nearest_names.emplace_back(near);
}

}  // namespace detail

/// The keys under which a message may be waited for: its own, and those that models read from it (8.4.2).
inline std::vector<std::string> Service::keys_of(const runner::Message& message) const {
    std::vector<std::string> keys{message.key};
    bool conversation = false;
    for (const Deployed& d : deployed_processes())
        for (const core::CorrelationKey& key : d->model->definition->collaboration.keys) {
            std::string read = runner::detail::key_in(*d->model, key, message);
            if (read.empty()) continue;
            conversation = true;
            if (std::find(keys.begin(), keys.end(), read) == keys.end()) keys.push_back(std::move(read));
        }
    // The first message of a conversation fixes its key: until then any is taken.
    if (conversation && !message.key.empty()) keys.emplace_back();
    return keys;
}

inline runner::PublishResult Service::publish_in(store::Transaction& tx, const runner::Message& message) {
    using runner::Published;
    runner::PublishResult result;
    if (!message.id.empty()) {
        store::RequestRow r{"message:" + message.id, {}, tx.now() + options_.remember_requests.ms, tx.now()};
        if (!tx.add_request(r)) {
            result.what = Published::duplicate;
            return result;
        }
    }
    const detail::json body{{"variables", detail::variables_to_json(message.variables)},
                            {"name", detail::as_json(message.name)},
                            {"key", detail::as_json(message.key)}};
    const std::vector<std::string> keys = keys_of(message);
    const auto look = [&] {
        std::vector<store::SubscriptionRow> found;
        for (const std::string& key : keys)
            for (store::SubscriptionRow& s : tx.subscriptions(message.name, key))
                if (s.kind == detail::waits_for_message) found.push_back(std::move(s));
        if (!message.key.empty())  // what starts processes has no key
            for (store::SubscriptionRow& s : tx.subscriptions(message.name, {}))
                if (s.kind == detail::waits_for_message && !s.start_definition.empty()) found.push_back(std::move(s));
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
        return found;
    };
    const auto try_all = [&](const std::vector<store::SubscriptionRow>& found) {
        for (const store::SubscriptionRow& s : found) {
            if (!s.start_definition.empty()) continue;
            const std::string dedup = s.body == "once" ? "subscription:" + std::to_string(s.token) : std::string();
            if (!hand_over(tx, tx.lock_instance(s.instance_id), detail::Item::message,
                           static_cast<std::uint64_t>(s.token), body, dedup))
                continue;
            result.what = Published::delivered;
            result.instance = static_cast<std::uint64_t>(s.instance_id);
            return true;
        }
        for (const store::SubscriptionRow& s : found) {
            if (s.start_definition.empty()) continue;
            const Deployed d = latest(s.start_definition);
            if (d == nullptr) continue;
            StartRequest r;
            r.variables = message.variables;
            const std::int64_t id = start_in(tx, d, s.body, r);
            result.what = Published::started;
            result.instance = static_cast<std::uint64_t>(id);
            return true;
        }
        return false;
    };
    if (try_all(look())) return result;
    // Who begins to wait at this moment is waited for: it must find the message, or be found.
    tx.lock_name(message.name);
    if (try_all(look())) return result;
    if (message.time_to_live.ms > 0) {
        store::MessageRow row;
        row.name = message.name;
        row.correlation = message.key;
        row.dedup = message.id;
        row.created_at = tx.now();
        row.expires_at = tx.now() + message.time_to_live.ms;
        row.body = payloads_.seal(body);
        result.what = tx.buffer_message(row) ? Published::buffered : Published::duplicate;
        return result;
    }
    result.what = Published::unmatched;
    return result;
}
inline runner::PublishResult Service::message(const runner::Message& message) {
    runner::PublishResult result;
    store_->transact([&](store::Transaction& tx) {
        result = publish_in(tx, message);
        if (result.what == runner::Published::unmatched) detail::describe_unmatched(tx, message, result);
    });
    return result;
}

inline void Service::broadcast_in(store::Transaction& tx, const std::string& name, const core::Variables& variables,
                                  std::int64_t except) {
    const detail::json body{{"variables", detail::variables_to_json(variables)}};
    std::vector<store::SubscriptionRow> all;
    for (std::int64_t after = 0;;) {
        std::vector<store::SubscriptionRow> page = tx.subscriptions(name, {}, after);
        if (page.empty()) break;
        after = page.back().id;
        all.insert(all.end(), std::make_move_iterator(page.begin()), std::make_move_iterator(page.end()));
    }
    // Instances are locked in the order of their ids, by everybody.
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.instance_id < b.instance_id; });
    for (const store::SubscriptionRow& s : all) {
        if (s.kind != detail::waits_for_signal) continue;
        if (!s.start_definition.empty()) {
            const Deployed d = latest(s.start_definition);
            if (d == nullptr) continue;
            StartRequest r;
            r.variables = variables;
            start_in(tx, d, s.body, r);
        } else if (s.instance_id != except) {
            hand_over(tx, tx.lock_instance(s.instance_id), detail::Item::signal, static_cast<std::uint64_t>(s.token),
                      body);
        }
    }
}
inline void Service::signal(std::string_view name, const core::Variables& variables) {
    store_->transact([&](store::Transaction& tx) { broadcast_in(tx, std::string(name), variables, 0); });
}

}  // namespace baton::inline BATON_ABI::service

#endif
