// What a step writes beside the state: work for workers and people, retries, incidents, timers, attributes, history.
#ifndef BATON_SERVICE_DETAIL_STEP_WRITER_HPP
#define BATON_SERVICE_DETAIL_STEP_WRITER_HPP

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../expression/timer.hpp"
#include "../../runner/detail/instance_host.hpp"
#include "../../runner/process_engine.hpp"
#include "../../runner/task_times.hpp"
#include "../../runner/utf8.hpp"
#include "../../store/store.hpp"
#include "deployment.hpp"
#include "payload.hpp"
#include "poll.hpp"
#include "redaction.hpp"
#include "row_writer.hpp"

namespace baton::inline BATON_ABI::service::detail {

/// What a step asks of the service.
class StepHost {
public:
    StepHost() = default;
    StepHost(const StepHost&) = delete;
    StepHost& operator=(const StepHost&) = delete;
    virtual ~StepHost() = default;
    [[nodiscard]] virtual const ServiceOptions& settings() const = 0;
    [[nodiscard]] virtual const Payloads& payloads() const = 0;
    /// The deployment that a call activity means; nullptr when there is none.
    [[nodiscard]] virtual std::shared_ptr<const Deployment> called(const std::string& process, const core::Call&,
                                                                   const Deployment& caller) = 0;
    [[nodiscard]] virtual std::shared_ptr<const Deployment> deployed(const std::string& key, std::int64_t version) = 0;
};

class StepWriter : public runner::detail::InstanceHost {
protected:
    struct Failure {
        std::uint32_t failures = 0;
        std::int64_t incident = 0;
    };
    StepWriter(StepHost& host, store::Transaction& tx, store::InstanceRow& row, std::shared_ptr<const Deployment> d)
        : InstanceHost(options_for(host.settings(), tx.now())),
          host_(host),
          tx_(tx),
          row_(row),
          rows_(tx, host.payloads(), host.settings()),
          deployment_(std::move(d)) {
        i_.id = static_cast<std::uint64_t>(row.id);
        i_.model = deployment_->model;
        i_.business_key = row.business_key;
        i_.parent = static_cast<std::uint64_t>(row.parent_id);
        i_.parent_token = static_cast<std::uint64_t>(row.parent_token);
        if (!host.settings().secret.empty())
            rows_.redact = [this](const std::string& text) {
                std::vector<std::string> secrets;
                for (const engine::Scope& scope : i_.state.scopes)
                    add_texts_of(scope.variables, host_.settings().secret, secrets);
                return without(text, std::move(secrets));
            };
    }
    StepWriter(const StepWriter&) = delete;
    StepWriter& operator=(const StepWriter&) = delete;
    template <class Use>
    void use(Use body) {
        use_engine(i_, body);
    }

    void send(const json& body) {
        store::WorkRow w = rows_.work(row_, work_outbox, outbox_queue);
        w.instance_id = 0;  // it outlives the instance
        w.payload = host_.payloads().seal(body);
        tx_.put_work(w);
    }
    void deliver(std::int64_t to, Item item, std::int64_t token, json body) {
        send({{"to", to}, {"item", static_cast<int>(item)}, {"token", token}, {"body", std::move(body)}});
    }
    void put_activity(runner::detail::ProcessMover& e, engine::token_slot slot) {
        const engine::Token& t = e.token(slot);
        const core::Node& n = graph::node_of(i_.graph(), t.vertex);
        store::WorkRow w = rows_.work(row_, work_activity, task_queue(deployment_->topics[t.vertex]), t.id);
        w.name = n.id;
        w.idem_key = std::to_string(row_.id) + ":" + std::to_string(t.id);
        const RetryPolicy policy = policy_of(n);
        w.max_attempts = policy.attempts;
        const engine::table_index scope = engine::data_scope(i_.state, t);
        json body{{"variables", variables_to_json(engine::detail::visible(i_.state, scope))}};
        body["title"] = as_json(n.title);
        for (const auto& [name, text] : n.properties) {
            body["headers"].push_back({as_json(name), as_json(text)});
            const std::int64_t ms = runner::detail::milliseconds_of(text, now);
            if (name == "schedule-to-start") w.schedule_to_start_at = now.ms + ms;
            if (name == "schedule-to-close") w.schedule_to_close_at = now.ms + ms;
            if (name == "start-to-close") w.start_to_close_ms = ms;
            if (name == "heartbeat") w.heartbeat_ms = ms;
            if (name == "concurrency-key") w.concurrency_key = e.text_of(text, scope);
            if (name == "concurrency-limit")
                w.concurrency_limit = std::max<std::int64_t>(1, std::strtoll(text.c_str(), nullptr, 10));
        }
        w.payload = host_.payloads().seal(body);
        tx_.add_work(w);
    }
    void put_person_task(runner::detail::ProcessMover& e, engine::token_slot slot) {
        const runner::TaskInfo info = task_info(i_, slot);
        store::WorkRow w = rows_.work(row_, work_person, people_queue, e.token(slot).id);
        w.state = store::WorkState::parked;
        w.name = info.id;
        w.idem_key = std::to_string(row_.id) + ":" + std::to_string(e.token(slot).id);
        json body{{"title", as_json(info.name)},
                  {"assignee", as_json(info.assignee)},
                  {"form", as_json(info.form_key)},
                  {"due", as_json(info.due_date)},
                  {"priority", as_json(info.priority)},
                  {"variables",
                   variables_to_json(engine::detail::visible(i_.state, engine::data_scope(i_.state, e.token(slot))))}};
        for (const std::string& name : host_.settings().secret) body["secret"].push_back(as_json(name));
        for (const std::string& u : info.candidate_users) body["users"].push_back(as_json(u));
        for (const std::string& g : info.candidate_groups) body["groups"].push_back(as_json(g));
        w.payload = host_.payloads().seal(body);
        const auto id = tx_.add_work(w);
        if (!id) return;
        const auto put = [&](const char* name, const std::string& text, double number = 0) {
            if (!text.empty())
                tx_.put_attribute({store::Owner::work, *id, name, text.substr(0, store::longest_text), number});
        };
        put("assignee", info.assignee);
        put("form", info.form_key);
        put("due", info.due_date, due_number(info.due_date));
        for (const std::string& u : info.candidate_users) put("user", u);
        for (const std::string& g : info.candidate_groups) put("group", g);
    }
    void forget_row(std::uint32_t vertex, std::uint64_t token) {
        if (deployment_->doers[vertex] == Doer::nobody || gone_.erase(token) != 0) return;
        tx_.erase_work_of(row_.id, static_cast<std::int64_t>(token),
                          deployment_->doers[vertex] == Doer::worker ? work_activity : work_person);
    }
    /// The retries of a task: "R3/PT10S", a number, or those of the service.
    [[nodiscard]] RetryPolicy policy_of(const core::Node& n) const {
        RetryPolicy policy = host_.settings().retry;
        const runner::detail::RetryTimes said = runner::detail::retry_times_of(n.retry, now);
        if (said.attempts > 0) policy.attempts = said.attempts;
        if (said.pause.ms > 0) {
            policy.first = policy.longest = said.pause;
            policy.factor = 1;
            policy.jitter = 0;
        }
        return policy;
    }
    /// Failed tokens are tried again, or are incidents; incidents of tokens that go on are resolved.
    void see_to_failures() {
        std::map<std::uint64_t, Failure> still;
        for (auto t = i_.state.tokens.oldest(); t != engine::no_slot; t = i_.state.tokens[t].next) {
            const engine::Token& token = i_.state.tokens[t];
            if (token.phase != engine::Phase::failed && token.phase != engine::Phase::failed_leaving) continue;
            const engine::Wait* wait = i_.state.wait_of(token);
            Failure f = failures_.contains(token.id) ? failures_[token.id] : Failure();
            const std::uint32_t failures = wait == nullptr ? 1 : wait->failures;
            if (f.failures != failures) {
                if (f.incident != 0) tx_.resolve_incident(f.incident);
                f = {failures, 0};
                const core::Node& n = graph::node_of(i_.graph(), token.vertex);
                const std::string why = wait == nullptr ? std::string() : wait->reason;
                const RetryPolicy policy = policy_of(n);
                // A worker's attempts are counted with its work.
                const bool by_worker = deployment_->doers[token.vertex] == Doer::worker;
                if (token.phase == engine::Phase::failed && !by_worker && policy.may_retry(failures, why)) {
                    const core::duration later = policy.delay(failures, i_.id * 1'000'003 + token.id);
                    rows_.put_run_work(row_, work_retry, (now + later).ms, token.id);
                } else {
                    f.incident = rows_.add_incident(row_.id, static_cast<std::int64_t>(token.id), 0, n.id, why);
                }
            }
            still.emplace(token.id, f);
        }
        for (const auto& [token, f] : failures_)
            if (!still.contains(token)) {
                if (f.incident != 0)
                    tx_.resolve_incident(f.incident);
                else
                    tx_.erase_work_of(row_.id, static_cast<std::int64_t>(token), work_retry);
            }
        failures_ = std::move(still);
    }
    /// Tasks that wait without a time are asked again after a while, later every time.
    void see_to_waiting() {
        const Poll poll = i_.state.ended() ? Poll{} : poll_of(i_.graph(), i_.state, host_.settings().poll_every, now);
        has_new_poll_ = see_to_poll(tx_, rows_, row_, polls_, poll, now);
        polls_ = poll.every;
    }
    /// A due date as a number to compare with; what is no date is never due.
    [[nodiscard]] double due_number(const std::string& text) const {
        try {
            if (!text.empty())
                return static_cast<double>(expression::due_times(core::timer_kind::date, text, now).first.ms);
        } catch (const core::error&) {}
        return static_cast<double>(core::instant::never().ms);
    }
    void see_to_timer() {
        const engine::Timer* timer = i_.state.ended() ? nullptr : i_.state.earliest_timer();
        const core::instant due = timer == nullptr ? core::instant::never() : timer->due;
        if (due == timer_) return;
        if (timer_ != core::instant::never()) tx_.erase_work_of(row_.id, 0, work_timer);
        timer_ = due;
        row_.deadline_at = due.ms;
        if (due != core::instant::never()) rows_.put_run_work(row_, work_timer, due.ms);
    }
    void put_attributes() {
        if (host_.settings().searchable.empty() || i_.state.scopes.empty()) return;
        for (const std::string& name : host_.settings().searchable) {
            const core::Value* value = engine::detail::find_entry(i_.state.scopes[0].variables, name);
            std::string text = value == nullptr ? std::string() : core::text_of(*value);
            if (text.size() > store::longest_text || !runner::detail::is_utf8(text) ||
                text.find('\0') != std::string::npos)
                text.clear();
            std::string& before = found_[name];
            if (before == text) continue;
            tx_.erase_attributes(store::Owner::instance, row_.id, name);
            if (!text.empty()) {
                store::AttributeRow a;
                a.owner_id = row_.id;
                a.name = name;
                a.text = text;
                if (const std::int64_t* n = value->integer()) a.number = static_cast<double>(*n);
                if (const double* d = value->real()) a.number = *d;
                tx_.put_attribute(a);
            }
            before = std::move(text);
        }
        std::erase_if(found_, [](const auto& entry) { return entry.second.empty(); });
    }

    void note(const char* what, const std::string& element, const std::string& text, std::uint64_t token = 0) {
        rows_.note(row_, what, element, text, token);
    }

    StepHost& host_;
    store::Transaction& tx_;
    store::InstanceRow& row_;
    RowWriter rows_;
    std::shared_ptr<const Deployment> deployment_;
    runner::detail::ProcessInstance i_;
    std::map<std::uint64_t, Failure> failures_;
    /// The variables by which it is found, as they were written last.
    std::map<std::string, std::string> found_;
    std::set<std::uint64_t> gone_;
    core::instant timer_ = core::instant::never();
    /// How soon a row of work asks tasks that wait; 0: there is none.
    core::duration polls_;
    bool has_new_poll_ = false;

private:
    static runner::ProcessOptions options_for(const ServiceOptions& settings, std::int64_t now) {
        runner::ProcessOptions o;
        o.now = core::instant(now);
        o.step_limit = settings.step_limit;
        return o;
    }
};

}  // namespace baton::inline BATON_ABI::service::detail

#endif
