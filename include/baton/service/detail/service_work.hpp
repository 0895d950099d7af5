// What a service does by itself: steps, deliveries, timeouts, schedules. Included by service.hpp only.
#include "../service.hpp"  // first, so that either can be included alone

#ifndef BATON_SERVICE_DETAIL_SERVICE_WORK_HPP
#define BATON_SERVICE_DETAIL_SERVICE_WORK_HPP

#include <algorithm>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../expression/cron.hpp"
#include "../../expression/timer.hpp"

namespace baton::inline BATON_ABI::service {

/// A row of a run queue: BTN807 when somebody else has it now.
inline void Service::advance(store::Transaction& tx, const store::WorkRow& work) {
    auto row = tx.lock_instance(work.instance_id);
    const bool goes_on = row && row->open() && row->status != detail::number_of(InstanceStatus::suspended);
    if (!goes_on) {
        if (row && row->open() && work.kind != detail::work_advance) {  // suspended: its timers and retries stay
            tx.retry(work, tx.now() + options_.poll_every.ms);
            return;
        }
        tx.finish(work);  // it may be gone: another step of this batch has ended the instance
        return;
    }
    const Deployed d = deployed(row->definition_key, row->definition_version);
    if (d == nullptr) {
        tx.release(work);
        return;
    }
    // First of all: the step may put other rows in its place.
    if (work.kind != detail::work_poll) tx.finish_or_fail(work);
    if (d->executable != nullptr) {
        const detail::TypedStep step = step_typed(tx, *row, *d, {}, work.kind == detail::work_retry);
        if (work.kind == detail::work_poll && !step.has_new_poll) poll_again(tx, *row, work, step.polls);
        return;
    }
    detail::ServiceStep step(*this, tx, *row, d);
    const std::vector<store::InboxRow> inbox = tx.read_inbox(row->id);
    for (const store::InboxRow& in : inbox) {
        const bool applied = step.apply(in);
        // A message that two events of one moment wanted is not lost: it is correlated again.
        if (!applied && static_cast<detail::Item>(in.kind) == detail::Item::message) step.send_on(in);
    }
    if (!inbox.empty()) tx.erase_inbox(row->id, inbox.back().id);
    const std::string where = detail::at_instance(row->id);
    if (work.kind == detail::work_retry)
        step.apply(detail::Item::retry, static_cast<std::uint64_t>(work.token), detail::json::object(), where);
    if (work.kind == detail::work_poll) step.poll();
    step.write();
    if (work.kind == detail::work_poll && !step.has_new_poll()) poll_again(tx, *row, work, step.polls());
}
inline void Service::poll_again(store::Transaction& tx, const store::InstanceRow& row, const store::WorkRow& work,
                                core::duration every) {
    if (every == core::duration())
        tx.finish(work);  // the step may have taken it away
    else
        detail::poll_later(tx, rows(tx), row, work, every, options_.poll_longest);
}

/// A row of the outbox.
inline void Service::deliver(store::Transaction& tx, const store::WorkRow& work) {
    tx.finish_or_fail(work);
    const std::string where = "outbox " + std::to_string(work.id);
    const detail::json body = payloads_.open(work.payload, where);
    if (body.contains("to")) {
        hand_over(tx, tx.lock_instance(body["to"].get<std::int64_t>()),
                  static_cast<detail::Item>(body["item"].get<std::int64_t>()), body["token"].get<std::uint64_t>(),
                  body["body"]);
        return;
    }
    if (body.contains("message")) {
        runner::Message m;
        m.name = detail::text_in(body, "message", where);
        m.key = detail::text_in(body, "key", where);
        m.variables = detail::variables_from(body, "variables", where);
        publish_in(tx, m);
        return;
    }
    broadcast_in(tx, detail::text_in(body, "signal", where), detail::variables_from(body, "variables", where),
                 static_cast<std::int64_t>(detail::number_in(body, "except")));
}

/// A step that cannot be made is tried a few times, and is an incident then; the others go on.
inline void Service::step_failed(const store::WorkRow& work, const std::exception_ptr& why) {
    core::error_code code = core::error_code::none;
    try {
        std::rethrow_exception(why);
    } catch (const core::error& e) {
        code = e.code();
    } catch (...) {}
    if (code == core::error_code::the_lease_is_lost) return;
    // What a step says of itself is the same every time; the store's trouble passes, and other exceptions may.
    const bool tries_again =
        is_trouble_of_the_store(code) || (code == core::error_code::none && work.attempt < options_.step_attempts);
    store_->transact([&](store::Transaction& tx) {
        if (tries_again)
            tx.retry(work, tx.now() + options_.retry.delay(work.attempt, static_cast<std::uint64_t>(work.id)).ms);
        else if (tx.park(work))
            rows(tx).add_incident(work.instance_id, 0, work.id, {}, core::message_of(why));
    });
}

inline void Service::advance_or_deliver(store::Transaction& tx, const store::WorkRow& row, bool outbox) {
    if (outbox)
        deliver(tx, row);
    else
        advance(tx, row);
}
/// False, and nothing done, when a step has failed; the trouble of the store is thrown.
inline bool Service::advance_together(const std::vector<store::WorkRow>& claimed, bool outbox) {
    try {
        store_->transact([&](store::Transaction& tx) {
            if (!outbox) tx.read_ahead(store::instances_of(claimed));
            for (const store::WorkRow& row : claimed) advance_or_deliver(tx, row, outbox);
        });
        return true;
    } catch (const core::error& e) {
        if (is_trouble_of_the_store(e.code())) throw;
        return false;
    } catch (...) {
        return false;
    }
}
/// Each in a savepoint of its own. Those that have failed; the trouble of the store is thrown.
inline Service::FailedSteps Service::advance_each(const std::vector<store::WorkRow>& claimed, bool outbox) {
    FailedSteps failed;
    store_->transact([&](store::Transaction& tx) {
        failed.clear();
        if (!outbox) tx.read_ahead(store::instances_of(claimed));
        for (const store::WorkRow& row : claimed) {
            try {
                tx.savepoint([&] { advance_or_deliver(tx, row, outbox); });
            } catch (const core::error& e) {
                if (is_trouble_of_the_store(e.code())) throw;
                failed.emplace_back(&row, std::current_exception());
            } catch (...) {
                failed.emplace_back(&row, std::current_exception());
            }
        }
    });
    return failed;
}
inline std::size_t Service::work_on(const std::string& queue) {
    std::vector<store::WorkRow> claimed;
    // Claimed in a transaction of its own, so that work which kills its process is counted.
    store_->transact(
        [&](store::Transaction& tx) { claimed = tx.claim(queue, options_.batch, options_.name, options_.lease.ms); });
    if (claimed.empty()) return 0;
    // Instances are locked in the order of their ids.
    std::stable_sort(claimed.begin(), claimed.end(),
                     [](const auto& a, const auto& b) { return a.instance_id < b.instance_id; });
    const bool outbox = queue == detail::outbox_queue;
    FailedSteps failed;
    try {
        // Steps seldom fail: without a savepoint each, which costs a round trip, as long as none does.
        if (claimed.size() == 1 || !advance_together(claimed, outbox)) failed = advance_each(claimed, outbox);
    } catch (const core::error&) {
        // Nothing of it is stored: the rows are due again.
        store_->transact([&](store::Transaction& tx) {
            for (const store::WorkRow& row : claimed) tx.release(row);
        });
        throw;
    }
    for (const auto& [row, why] : failed) step_failed(*row, why);
    return claimed.size();
}
inline std::size_t Service::work() {
    std::size_t done = 0;
    for (const std::string& queue : queues()) done += work_on(queue);
    return done;
}
inline std::size_t Service::run() {
    std::size_t done = 0;
    for (;;) {
        const std::size_t some = work() + sweep();
        if (some == 0) return done;
        done += some;
    }
}

// Activities.

inline bool Service::finish_activity(const store::WorkRow& claimed, detail::Item item, const detail::json& body) {
    bool done = false;
    store_->transact([&](store::Transaction& tx) {
        done = false;
        auto row = tx.lock_instance(claimed.instance_id);
        if (!tx.finish(claimed)) return;
        done = true;
        hand_over(tx, row, item, static_cast<std::uint64_t>(claimed.token), body, detail::answer_of(claimed.token),
                  claimed.id);
    });
    return done;
}
inline bool Service::fail_in(store::Transaction& tx, const store::WorkRow& claimed, std::string_view why,
                             bool may_retry) {
    RetryPolicy policy = options_.retry;
    if (claimed.max_attempts > 0) policy.attempts = claimed.max_attempts;
    if (may_retry && policy.may_retry(claimed.attempt, why))
        return tx.retry(claimed, tx.now() + policy.delay(claimed.attempt, static_cast<std::uint64_t>(claimed.id)).ms);
    return fail_for_good(tx, claimed, why);
}
/// The work is gone, and its token has failed. False when somebody else has it now, or it is gone already.
inline bool Service::fail_for_good(store::Transaction& tx, const store::WorkRow& work, std::string_view why) {
    const auto row = tx.lock_instance(work.instance_id);
    if (!(work.state == store::WorkState::leased ? tx.finish(work) : tx.erase_work(work.id))) return false;
    hand_over(tx, row, detail::Item::fail, static_cast<std::uint64_t>(work.token),
              {{"text", detail::as_json(std::string(why))}}, detail::answer_of(work.token));
    return true;
}
inline bool Service::fail_activity(const store::WorkRow& claimed, std::string_view why, bool may_retry) {
    bool done = false;
    store_->transact([&](store::Transaction& tx) { done = fail_in(tx, claimed, why, may_retry); });
    return done;
}

// Sweeping.

inline void Service::expire(const store::WorkRow& row) {
    store_->transact([&](store::Transaction& tx) {
        const store::Timeout what = store::timeout_of(row, tx.now());
        if (what == store::Timeout::none) return;
        if (row.kind == detail::work_activity) {
            static constexpr const char* names[] = {"", "heartbeat", "start-to-close", "schedule-to-start",
                                                    "schedule-to-close"};
            const bool whole = what == store::Timeout::schedule_to_start || what == store::Timeout::schedule_to_close;
            const std::string why = std::string("timed out: ") + names[static_cast<int>(what)];
            if (row.state == store::WorkState::leased)
                fail_in(tx, row, why, !whole);
            else
                fail_for_good(tx, row, why);
            return;
        }
        if (row.state != store::WorkState::leased) return;
        if (row.attempt < options_.step_attempts) {
            tx.retry(row, tx.now());
            return;
        }
        if (tx.park(row))
            rows(tx).add_incident(
                row.instance_id, 0, row.id, {},
                "the process ended in the middle of the step, " + std::to_string(row.attempt) + " times");
    });
}
inline std::size_t Service::sweep() {
    std::vector<store::WorkRow> expired;
    std::vector<store::ScheduleRow> due;
    std::int64_t now = 0;
    store_->transact([&](store::Transaction& tx) {
        now = tx.now();
        expired = tx.expired_work(options_.batch);
        due = tx.due_schedules(options_.batch);
    });
    for (const store::WorkRow& row : expired) expire(row);
    for (const store::ScheduleRow& row : due) start_scheduled(row);
    return expired.size() + due.size() + forget_old(now);
}
/// Once a minute, a page at a time: messages and requests that have expired, and instances that ended long ago.
inline std::size_t Service::forget_old(std::int64_t now) {
    constexpr std::int64_t page = 100, pause = 60'000;
    std::int64_t after = 0;
    {
        const std::lock_guard lock(mutex_);
        if (now < forget_at_) return 0;
        forget_at_ = now + pause;
        after = forget_after_;
    }
    std::int64_t forgotten = 0;
    std::size_t seen = 0;
    store_->transact([&](store::Transaction& tx) {
        forgotten = tx.forget_expired(page);
        seen = 0;
        if (options_.keep_ended == core::duration()) return;
        store::InstanceQuery q;
        q.open = store::InstanceQuery::Open::ended;
        q.started_until = now - options_.keep_ended.ms;
        q.after_id = after;
        q.limit = page;
        for (const store::InstanceRow& row : tx.query_instances(q)) {
            ++seen;
            after = row.id;
            if (row.ended_at > now - options_.keep_ended.ms) continue;
            tx.erase_instance(row.id);
            ++forgotten;
        }
    });
    const bool more = seen == static_cast<std::size_t>(page);
    const std::lock_guard lock(mutex_);
    forget_after_ = more ? after : 0;
    if (more || forgotten >= page) forget_at_ = now;
    return static_cast<std::size_t>(forgotten);
}

// Schedules.

inline void Service::schedule(std::string_view name, std::string_view when, std::string_view process,
                              const core::Variables& variables, Overlap overlap) {
    store_->transact([&](store::Transaction& tx) {
        const core::instant now(tx.now());
        const expression::DueTimes times = expression::due_times(core::timer_kind::cycle, when, now);
        store::ScheduleRow row;
        row.name = std::string(name);
        row.spec = std::string(when);
        row.definition_key = std::string(process);
        row.next_at = times.first.ms;
        row.overlap = static_cast<std::int64_t>(overlap);
        row.payload =
            payloads_.seal(detail::json{{"variables", detail::variables_to_json(variables)}, {"again", times.again}});
        tx.put_schedule(row);
    });
}
inline void Service::unschedule(std::string_view name) {
    store_->transact([&](store::Transaction& tx) { tx.erase_schedule(name); });
}
inline void Service::start_scheduled(const store::ScheduleRow& due) {
    const Deployed d = latest(due.definition_key);
    if (d == nullptr) return;  // another service has it
    store_->transact([&](store::Transaction& tx) {
        const std::string where = "schedule " + due.name;
        detail::json body = payloads_.open(due.payload, where);
        const std::int64_t again = body.value("again", std::int64_t{0});
        store::ScheduleRow next = due;
        next.next_at = again == 0 || due.spec.empty() ? store::never
                                                      : expression::next_due(due.spec, core::instant(due.next_at)).ms;
        if (again > 0) body["again"] = again - 1;
        next.payload = payloads_.seal(body);
        bool starts = true;
        if (due.last_instance != 0 && static_cast<Overlap>(due.overlap) != Overlap::start) {
            const auto last = tx.lock_instance(due.last_instance);
            if (last && last->open()) {
                starts = static_cast<Overlap>(due.overlap) == Overlap::cancel_last;
                if (starts)
                    hand_over(tx, last, detail::Item::cancel, 0, {{"text", "the schedule starts the next one"}});
            }
        }
        if (starts) {
            StartRequest r;
            r.variables = detail::variables_from(body, "variables", where);
            next.last_instance = start_in(tx, d, detail::text_in(body, "event", where), r);
        }
        // Another service was faster: nothing of this is done.
        if (!tx.update_schedule(next)) throw core::error(core::error_code::the_lease_is_lost, where);
    });
}

}  // namespace baton::inline BATON_ABI::service

#endif
