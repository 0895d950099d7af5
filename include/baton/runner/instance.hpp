// One instance in memory, and the sink through which the engine moves it.
#ifndef BATON_RUNNER_INSTANCE_HPP
#define BATON_RUNNER_INSTANCE_HPP

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../engine/engine.hpp"
#include "clock.hpp"
#include "hooks.hpp"
#include "mailbox.hpp"
#include "observer.hpp"
#include "report.hpp"
#include "workflow.hpp"

namespace baton::inline BATON_ABI::runner::detail {

using core::error_code;
using core::message_of;
using core::outcome_kind;
using engine::TaskAnswer;
using engine::Token;

/// Keeps what the context was before a body ran. Contexts that cannot be copied are never put back.
template <class Context>
class ContextBackup {
public:
    static constexpr bool possible = std::is_copy_constructible_v<Context> && std::is_copy_assignable_v<Context>;
    /// Copied in a few instructions.
    static constexpr bool cheap = possible && std::is_trivially_copyable_v<Context> && sizeof(Context) <= 64;
    void keep(const Context& context) {
        if constexpr (possible) {
            if (copy_)
                *copy_ = context;  // assignment uses the copy's memory again
            else
                copy_.emplace(context);
        }
    }
    void restore(Context& context) const {
        if constexpr (possible) context = *copy_;
    }

private:
    std::optional<Context> copy_;
};

/// Everything a Runner is made of.
template <class Context, class Resources>
struct Instance {
    Workflow<Context, Resources> workflow;
    Context context;
    Resources* resources;
    std::string name;
    engine::State state;
    engine::Scratch scratch;
    ContextBackup<Context> backup;
    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
    std::stop_token stop = mailbox->stop_token();
    Clock clock = system_time;
    std::vector<Observer*> observers;
    TaskHook<Context, Resources> around_task;
    ConditionHook<Context> around_condition;
    std::function<void()> on_pause, on_resume, on_cancel, on_step, after_step;
    Executor executor;
    std::shared_ptr<const void> remembered;  // see Runner::remember
    /// The last answer that was more than done.
    core::Outcome answer = false;
    Report report;
    std::exception_ptr observer_failure;
    std::uint64_t step_limit = 0;  // of one run; 0 for none
    bool running = false;

    Instance(Workflow<Context, Resources> w, Context c, Resources* r, std::string n)
        : workflow(std::move(w)), context(std::move(c)), resources(r), name(std::move(n)) {}
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    ~Instance() { mailbox->on_post({}); }  // handles may live on

    void stepped() const {
        if (on_step) on_step();
        if (after_step) after_step();
    }

    [[nodiscard]] const graph::Graph& graph() const { return workflow.graph(); }
    [[nodiscard]] const Program<Context, Resources>& program() const { return workflow.program(); }
    /// Observers or hooks are there: the engine must tell.
    [[nodiscard]] bool observed() const { return !observers.empty() || around_task || around_condition; }

    [[nodiscard]] core::Self self_of(const Token& t, core::instant now) const {
        const engine::Wait* wait = state.wait_of(t);
        const auto& labels = program().labels[t.vertex];
        core::Self self;
        self.name = graph()[t.vertex].id;
        self.instance = name;
        self.token = t.id;
        self.attempt = 1 + (wait != nullptr ? wait->failures : 0);
        self.now = now;
        self.label_list = labels.data();
        self.label_count = labels.size();
        self.stop = &stop;
        self.stop_requested_of = [](const void* s) { return static_cast<const std::stop_token*>(s)->stop_requested(); };
        return self;
    }
    /// Applies the change that came with an answer. Throws when it is for another context, or when it throws itself.
    void apply(core::Change& change) {
        if (!change) return;
        if (!change.fits<Context>()) throw core::error(error_code::a_change_is_for_another_context, workflow.name());
        change.apply(context);
    }
};

/// The engine's sink. Observed: observers and hooks are served; without, nothing is paid for them.
template <class Context, class Resources, bool Observed>
class InstanceSink : public engine::SinkDefaults {
public:
    static constexpr bool observed = Observed;
    using instance = Instance<Context, Resources>;

    InstanceSink(instance& i, core::instant now)
        : i_(i),
          context_(i.context),
          bodies_(i.program().bodies.data()),
          urgent_(&i.mailbox->urgent()),
          now_(now),
          first_(i.state.next_token_id),
          stop_at_(i.step_limit == 0 ? ~std::uint64_t{0} : first_ + i.step_limit) {}

    BATON_HOT TaskAnswer run_task(const Token& t, std::uint32_t vertex) {
        const core::body_ref<Context, Resources>& body = bodies_[vertex];
        if constexpr (!Observed && ContextBackup<Context>::cheap)
            if (body.takes_context_only()) [[likely]] {
                const Context before = context_;
                try {
                    core::Outcome given = body(context_);
                    if (given.is_plainly_done()) [[likely]]
                        return {};
                    return more_than_done(t, given, before);
                } catch (...) {
                    put_back(t, before);
                    return thrown();
                }
            }
        return run_in_full(t);
    }
    bool holds(const graph::edge_descriptor& edge, engine::table_index) {
        const BoundCondition<Context>& condition = i_.program().conditions[edge.idx];
        if constexpr (Observed)
            if (i_.around_condition)
                return i_.around_condition({graph::flow_of(i_.graph(), edge).id, i_.context, condition});
        return condition(i_.context);
    }
    BATON_HOT bool interrupted() { return urgent_->load(std::memory_order_acquire) || over_limit(); }
    [[nodiscard]] bool over_limit() const { return i_.state.next_token_id > stop_at_; }
    /// Nodes that tokens have entered.
    [[nodiscard]] std::uint64_t steps() const { return i_.state.next_token_id - first_; }

    void failed(const Token& t, error_code code, std::string_view message) {
        const std::uint32_t attempt = i_.state.wait_of(t)->failures;
        i_.report.failures.push_back({i_.graph()[t.vertex].id, t.id, attempt, code, std::string(message)});
        if constexpr (Observed) tell(&Observer::failed, event(t, message));
    }
    void withdrawn(const Token&) {}
    void entered(const Token& t) { tell(&Observer::entered, event(t, {})); }
    void passed(const Token& t) { tell(&Observer::done, event(t, {})); }
    void waits(const Token& t) {
        const engine::Wait* wait = i_.state.wait_of(t);
        Event e = event(t, wait != nullptr ? std::string_view(wait->reason) : std::string_view{});
        e.phase = t.phase;
        tell(&Observer::waiting, e);
    }
    void flow_taken(const graph::edge_descriptor& edge) {
        Event e;
        e.instance = i_.name;
        e.node = i_.graph()[boost::source(edge, i_.graph())].id;
        e.text = graph::flow_of(i_.graph(), edge).id;
        e.at = now_;
        tell(&Observer::flow_taken, e);
    }
    void ended(engine::Status status) {
        if constexpr (!Observed) return;
        Event e;
        e.instance = i_.name;
        e.at = now_;
        e.status = status;
        std::string text = i_.state.error.code;
        if (!i_.state.error.message.empty()) text += (text.empty() ? "" : " ") + i_.state.error.message;
        e.text = text;
        tell(&Observer::finished, e);
    }

private:
    [[nodiscard]] bool keeps_changes(const Token& t) const {
        return (i_.graph()[t.vertex].flags & graph::keep_changes) != 0;
    }
    BATON_COLD void put_back(const Token& t, const Context& before) {
        if (!keeps_changes(t)) i_.context = before;
    }
    BATON_COLD TaskAnswer more_than_done(const Token& t, core::Outcome& given, const Context& before) {
        return more_than_done(std::move(given), [&] { put_back(t, before); });
    }
    BATON_COLD TaskAnswer thrown() {
        i_.answer = core::failed_word{}(message_of(std::current_exception()));
        return {outcome_kind::failed, i_.answer.detail()};
    }
    /// With hooks, with Self, with any kind of context.
    [[gnu::noinline]] TaskAnswer run_in_full(const Token& t) {
        const bool restores = ContextBackup<Context>::possible && !keeps_changes(t);
        // A body that only reads changes nothing; but the change that it gives may fail in the middle.
        bool kept = false;
        const auto keep = [&] {
            if (!restores || kept) return;
            i_.backup.keep(i_.context);
            kept = true;
        };
        const auto restore = [&] {
            if (kept) i_.backup.restore(i_.context);
        };
        if (!i_.program().only_reads(t.vertex)) keep();
        try {
            const bool asks = Observed || bodies_[t.vertex].empty() || bodies_[t.vertex].wants_self();
            const core::Self self = asks ? i_.self_of(t, now_) : core::Self{};
            const TaskCall<Context, Resources> call{self, i_.context, *i_.resources, i_.program(), t.vertex};
            core::Outcome given = Observed && i_.around_task ? i_.around_task(call) : call();
            if (given.detail() != nullptr) keep();
            return more_than_done(std::move(given), restore);
        } catch (...) {
            restore();
            return thrown();
        }
    }
    template <class Restore>
    TaskAnswer more_than_done(core::Outcome given, Restore restore) {
        i_.answer = std::move(given);
        if (i_.answer.kind() == outcome_kind::failed)
            restore();
        else if (i_.answer.detail() != nullptr)
            i_.apply(i_.answer.detail()->change);
        return {i_.answer.kind(), i_.answer.detail()};
    }
    [[nodiscard]] Event event(const Token& t, std::string_view text) const {
        Event e;
        e.instance = i_.name;
        e.node = i_.graph()[t.vertex].id;
        e.token = t.id;
        e.at = now_;
        e.text = text;
        return e;
    }
    void tell(void (Observer::*what)(const Event&), const Event& e) {
        for (Observer* observer : i_.observers) try {
                (observer->*what)(e);
            } catch (...) {
                if (!i_.observer_failure) i_.observer_failure = std::current_exception();
            }
    }

    instance& i_;
    Context& context_;
    const core::body_ref<Context, Resources>* bodies_;
    const std::atomic<bool>* urgent_;
    core::instant now_;
    std::uint64_t first_, stop_at_;
};

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
