// The service: durable instances on a store.
//
//   Service service(open_store("sqlite:orders.db"));
//   service.deploy(definition, bindings);
//   const auto order = service.start("order", {.variables = {{"amount", 120}}, .business_key = "17"});
//   service.message({.name = "paid", .key = "17"});
//   for (const TaskSummary& t : service.tasks({.group = "sales"})) service.complete(t.id, {{"approved", true}});
//   service.run();                                   // does what is ready; ServiceThreads does so all the time
//
// Every step of an instance, with all that follows from it, is one transaction: it is stored whole, once, or not at
// all. Several services, in one process or many, may work on one store; each does the steps of what is deployed in it.
// Bodies that run inside a step may be run again when the process dies before the commit: give them an idempotency key
// (`instance:token`), or let a worker do them.
//
// A call makes the step itself when the definition is deployed here, and throws what goes wrong in it; else the step is
// made by a service in which it is deployed.
#ifndef BATON_SERVICE_SERVICE_HPP
#define BATON_SERVICE_SERVICE_HPP

#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "../engine/migrate.hpp"
#include "../runner/bindings.hpp"
#include "../store/store.hpp"
#include "detail/step.hpp"
#include "options.hpp"
#include "this_step.hpp"
#include "views.hpp"

namespace baton::inline BATON_ABI::service {

/// How an instance is started.
struct StartRequest {
    core::Variables variables;
    /// At most one open instance of the process has it: starting with it again gives that one.
    std::string business_key;
    /// The client's own key: a repeated request is answered as the first one.
    std::string request;
    /// 0: the latest that is deployed.
    std::int64_t version = 0;
    /// Greater is earlier.
    std::int64_t priority = 0;
};

/// What a model was read from: kept with a version that is new.
struct ModelSource {
    std::string format = "c++", text;
};

/// Which tasks of people. What is empty is not asked for.
struct TaskQuery {
    /// Assigned to this user, …
    std::string assignee;
    /// … or for whom this user, or a member of this group, is a candidate.
    std::string user, group;
    std::string form, element;
    /// Due at this time or before.
    core::instant due_until = core::instant::never();
    std::int64_t instance = 0;
    std::int64_t after = 0, limit = 100;
};

/// Failures of the store itself, not of what is done with it.
inline bool is_about_the_store(core::error_code code) {
    return code >= core::error_code::the_store_cannot_be_opened && code <= core::error_code::the_adapter_is_not_there;
}
/// Those that pass, or hit everybody; not those of one row.
inline bool is_trouble_of_the_store(core::error_code code) {
    return is_about_the_store(code) && code != core::error_code::the_store_is_damaged &&
           code != core::error_code::the_lease_is_lost;
}

/// Whether a schedule starts another instance while its last one is open.
enum class Overlap : std::uint8_t { start, skip, cancel_last };

/// Thread-safe.
class Service final : private detail::StepHost {
public:
    explicit Service(std::shared_ptr<store::Store> store, ServiceOptions options = {});

    // Deploying. A version is what has the same fingerprint; deploying it again gives the same number.

    /// The versions, in the order of the model's processes. User tasks are for people; what needs a body and has none
    /// is for workers, by topic, type or id. BTN231 and others when something does not fit: then nothing is deployed.
    std::vector<std::int64_t> deploy(std::shared_ptr<const core::Definition> model,
                                     const runner::Bindings& bindings = {}, const ModelSource& source = {});
    [[nodiscard]] bool has_deployed(const std::string& process, std::int64_t version) const;

    // Instances. BTN232 when there is none of that id, BTN821 when it has ended.

    std::int64_t start(std::string_view process, const StartRequest& request = {});
    void set(std::int64_t instance, const core::Variables& variables);
    void cancel(std::int64_t instance, std::string_view why = {});
    /// A suspended instance takes what comes, and goes on when it is resumed.
    void suspend(std::int64_t instance);
    void resume(std::int64_t instance);
    /// Asks tasks again that answered "waiting".
    void wake(std::int64_t instance);
    /// With history, work, messages: nothing of it is left. An open one is cancelled first.
    void erase(std::int64_t instance);

    /// Correlated by name and key: to the oldest that waits, else a process is started, else it is kept as long as its
    /// time to live says.
    runner::PublishResult message(const runner::Message& message);
    /// To all that wait for it, and to the processes that it starts.
    void signal(std::string_view name, const core::Variables& variables = {});

    // Tasks of people, and activities of workers that are completed from elsewhere. BTN202 when the task does not wait.

    [[nodiscard]] std::vector<TaskSummary> tasks(const TaskQuery& query = {});
    void complete(std::int64_t task, const core::Variables& variables = {});
    /// The oldest token at the element.
    void complete(std::int64_t instance, std::string_view element, const core::Variables& variables = {});
    void error(std::int64_t task, std::string_view code, std::string_view message = {});
    void fail(std::int64_t task, std::string_view why);
    /// Takes a task, if nobody else has it. BTN822.
    void claim(std::int64_t task, std::string_view user);
    void release(std::int64_t task);
    void delegate(std::int64_t task, std::string_view user);

    // Incidents.

    [[nodiscard]] std::vector<IncidentSummary> incidents(std::int64_t instance = 0, std::int64_t after = 0);
    /// Tries again what failed.
    void retry(std::int64_t incident);

    // Looking.

    [[nodiscard]] std::vector<InstanceSummary> instances(const store::InstanceQuery& query = {});
    [[nodiscard]] std::int64_t count(const store::InstanceQuery& query);
    [[nodiscard]] InstanceDetails info(std::int64_t instance);
    [[nodiscard]] std::vector<HistoryLine> history(std::int64_t instance, std::int64_t from = 1,
                                                   std::int64_t limit = store::largest_page);
    /// A line for everything that the instance waits for.
    [[nodiscard]] std::string explain(std::int64_t instance);

    // Schedules. `when` is a cycle (R/PT1H) or a cron line.

    void schedule(std::string_view name, std::string_view when, std::string_view process,
                  const core::Variables& variables = {}, Overlap overlap = Overlap::start);
    void unschedule(std::string_view name);

    /// Carries an instance over to another version. What does not fit is thrown (BTN211, BTN214, BTN217), and nothing
    /// is changed; a dry run changes nothing in any case.
    void migrate(std::int64_t instance, std::int64_t version, const engine::Migration& migration, bool dry_run = false);

    // Working.

    /// Does at most one batch of what is ready. How many steps.
    std::size_t work();
    /// Does what is ready until nothing is; timers that are due, too.
    std::size_t run();
    /// Takes over what others have left, counts timeouts, starts what is scheduled, forgets what is old. How much there
    /// was.
    std::size_t sweep();
    /// The queues from which work() takes.
    [[nodiscard]] std::vector<std::string> queues() const;
    [[nodiscard]] store::Store& store() { return *store_; }
    [[nodiscard]] std::string_view name() const { return options_.name; }

    // For workers (worker.hpp).

    [[nodiscard]] const ServiceOptions& settings() const override { return options_; }
    [[nodiscard]] const detail::Payloads& payloads() const override { return payloads_; }
    /// Ends an activity that a worker has claimed. False when its lease is lost: nothing is changed then.
    bool finish_activity(const store::WorkRow& claimed, detail::Item item, const detail::json& body);
    // For workflows over a typed context (typed.hpp).

    std::int64_t deploy_typed(const std::string& name, const std::string& fingerprint,
                              std::shared_ptr<const detail::Executable> executable);
    std::int64_t start_typed(const std::string& name, const detail::json& context, const StartRequest& request);
    /// As save_json writes it. BTN213 when the instance is of a process.
    [[nodiscard]] detail::json typed_state(std::int64_t instance);

    /// After a failure: tried again later, or failed.
    bool fail_activity(const store::WorkRow& claimed, std::string_view why, bool may_retry = true);

private:
    using Deployed = std::shared_ptr<const detail::Deployment>;

    inline Deployed called(const std::string& process, const core::Call& call,
                           const detail::Deployment& caller) override;
    inline Deployed deployed(const std::string& key, std::int64_t version) override;
    Deployed latest(const std::string& key);
    [[nodiscard]] std::vector<Deployed> deployed_processes() const;
    void put_start_events(store::Transaction& tx, const detail::Deployment& d);

    store::InstanceRow open_instance(store::Transaction& tx, std::int64_t id);
    /// Makes a step with an input, or leaves it in the inbox. False when nothing waits for it.
    bool give(store::Transaction& tx, store::InstanceRow& row, detail::Item item, std::uint64_t token,
              const detail::json& body, const std::string& dedup = {}, std::int64_t done_work = 0,
              const std::string& element = {});
    bool step_with(store::Transaction& tx, store::InstanceRow& row, const Deployed& d, detail::Item item,
                   std::uint64_t token, const detail::json& body, bool row_is_gone);
    /// As give(), to an instance that is locked and may have ended; what fails is left in the inbox for the workers,
    /// who make an incident of it.
    bool hand_over(store::Transaction& tx, const std::optional<store::InstanceRow>& row, detail::Item item,
                   std::uint64_t token, const detail::json& body, const std::string& dedup = {},
                   std::int64_t done_work = 0);
    /// The version with this fingerprint, and whether it is new.
    std::pair<std::int64_t, bool> version_of(store::Transaction& tx, const std::string& key,
                                             const std::string& fingerprint, const ModelSource& source = {});
    std::int64_t start_with(const std::string& key, const StartRequest& request, const detail::json& typed);
    std::int64_t start_in(store::Transaction& tx, const Deployed& d, const std::string& event, const StartRequest& r,
                          const detail::json& typed = {});
    void take_typed(store::Transaction& tx, store::InstanceRow& row, const detail::Deployment& d,
                    detail::TypedInput input);
    detail::TypedStep step_typed(store::Transaction& tx, store::InstanceRow& row, const detail::Deployment& d,
                                 std::vector<detail::TypedInput> inputs, bool retries = false);
    void see_to_typed_failures(store::Transaction& tx, const store::InstanceRow& row, const detail::TypedState& state,
                               const detail::json& before, detail::json& saved);
    void redact_typed(detail::RowWriter& writer, const detail::json& saved) const;
    [[nodiscard]] detail::RowWriter rows(store::Transaction& tx) const { return {tx, payloads_, options_}; }
    static store::WorkRow person_task(store::Transaction& tx, std::int64_t task);
    template <class May>
    void assign(std::int64_t task, std::string_view user, May may);
    void give_task(std::int64_t task, detail::Item item, const detail::json& body);
    runner::PublishResult publish_in(store::Transaction& tx, const runner::Message& message);
    void broadcast_in(store::Transaction& tx, const std::string& name, const core::Variables& variables,
                      std::int64_t except);
    [[nodiscard]] std::vector<std::string> keys_of(const runner::Message& message) const;

    void advance(store::Transaction& tx, const store::WorkRow& work);
    void poll_again(store::Transaction& tx, const store::InstanceRow& row, const store::WorkRow& work,
                    core::duration every);
    void deliver(store::Transaction& tx, const store::WorkRow& work);
    void step_failed(const store::WorkRow& work, const std::exception_ptr& why);
    void advance_or_deliver(store::Transaction& tx, const store::WorkRow& row, bool outbox);
    using FailedSteps = std::vector<std::pair<const store::WorkRow*, std::exception_ptr>>;
    bool advance_together(const std::vector<store::WorkRow>& claimed, bool outbox);
    FailedSteps advance_each(const std::vector<store::WorkRow>& claimed, bool outbox);
    std::size_t work_on(const std::string& queue);
    bool fail_in(store::Transaction& tx, const store::WorkRow& claimed, std::string_view why, bool may_retry);
    bool fail_for_good(store::Transaction& tx, const store::WorkRow& work, std::string_view why);
    void expire(const store::WorkRow& row);
    void start_scheduled(const store::ScheduleRow& row);
    std::size_t forget_old(std::int64_t now);
    InstanceSummary summary(const store::InstanceRow& row) const;
    TaskSummary task_of(const store::WorkRow& row) const;

    std::shared_ptr<store::Store> store_;
    ServiceOptions options_;
    detail::Payloads payloads_;
    mutable std::mutex mutex_;
    /// By key and version; the greatest version is the latest.
    std::map<std::pair<std::string, std::int64_t>, Deployed> deployed_;
    /// When old things are forgotten next, and the instance behind which to go on.
    std::int64_t forget_at_ = 0, forget_after_ = 0;
};

}  // namespace baton::inline BATON_ABI::service

#include "detail/service_calls.hpp"
#include "detail/service_messages.hpp"
#include "detail/service_people.hpp"
#include "detail/service_typed.hpp"
#include "detail/service_views.hpp"
#include "detail/service_work.hpp"

namespace baton::inline BATON_ABI {
using service::ModelSource;
using service::Overlap;
using service::Service;
using service::StartRequest;
using service::TaskQuery;
}  // namespace baton::inline BATON_ABI

#endif
