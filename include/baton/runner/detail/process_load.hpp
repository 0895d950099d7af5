// Loads a saved ProcessEngine: everything is read and checked first, then it takes the place of what was there.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_PROCESS_LOAD_HPP
#define BATON_RUNNER_DETAIL_PROCESS_LOAD_HPP

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../core/fingerprint.hpp"
#include "../../engine/restore.hpp"
#include "../bounded_json.hpp"
#include "../snapshot_json.hpp"
#include "process_world.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// Values of variables may be nested deep.
inline constexpr LoadLimits process_limits{std::size_t{256} << 20, 512};

/// Names a timer of a start event: several at one event are numbered.
struct StartTimerName {
    std::string process, at;
    std::uint64_t number = 0;
    friend auto operator<=>(const StartTimerName&, const StartTimerName&) = default;
};
template <class Starts, class Use>
void for_each_start_timer(Starts& starts, Use use) {
    std::map<std::pair<std::string, std::string>, std::uint64_t> known;
    for (auto& s : starts) {
        if (s.kind != core::event_kind::timer) continue;
        StartTimerName name{s.model->definition->processes[s.process].id, s.model->graph[s.vertex].id, 0};
        name.number = known[{name.process, name.at}]++;
        use(s, name);
    }
}

class ProcessLoader : private StateReader {
public:
    ProcessLoader(ProcessWorld& world, const json& file) : StateReader(file, {}), w_(world) {}

    /// BTN211, BTN213 and BTN214 with every finding; then nothing has changed.
    void load() {
        part([&, &in = from_] { now_ = time(in, "now"); });
        if (now_.ms > core::instant::never().ms / 2) damaged("/now", "it is later than any timer");
        part([&] { next_instance_ = number(from_, "next"); });
        for (const auto& model : w_.models)
            models_[{model->definition->id, core::fingerprint(*model->definition)}] = model;
        parts("instances", list_or_finding("instances"), [&](const json& in) { read_instance(in); });
        parts("queue", list_or_finding("queue"), [&](const json& in) { read_turn(in, queue_, true); });
        parts("returning", list_or_finding("returning"), [&](const json& in) { read_turn(in, returning_, false); });
        parts("waiting", list_or_finding("waiting"), [&](const json& in) { read_waiting(in); });
        parts("buffer", list_or_finding("buffer"), [&](const json& in) { read_buffered(in); });
        part([&] { look_at_buffer_ = optional_truth(from_, "look_at_buffer"); });
        parts("message_ids", list_or_finding("message_ids"), [&](const json& in) {
            const std::string where = place("");
            message_ids_.insert(ValueReader(where).text(in));
        });
        parts("start_timers", list_or_finding("start_timers"), [&](const json& in) { read_start_timer(in); });
        if (findings_.empty()) check_together();
        if (!findings_.empty()) throw core::error(std::move(findings_));
        take_over();
    }

private:
    /// Reads a part; what is wrong with it is kept, and the next part is read.
    template <class Use>
    void part(Use use) {
        try {
            use();
        } catch (const core::error& e) {
            findings_.insert(findings_.end(), e.findings().begin(), e.findings().end());
        }
    }
    template <class Use>
    void parts(const char* name, const json& items, Use use) {
        each(items, name, [&](const json& in) { part([&] { use(in); }); });
    }
    const json& list_or_finding(const char* name) {
        static const json none = json::array();
        if (from_.contains(name) && from_[name].is_array()) return from_[name];
        if (from_.contains(name) || std::string_view(name) == "instances")
            damaged(std::string("/") + name, "expected a list");
        return none;
    }
    void damaged(const std::string& where, std::string what) {
        findings_.push_back({core::error_code::the_state_is_damaged, where, std::move(what)});
    }
    [[noreturn]] void refuse(core::error_code code, const std::string& what) const {
        throw core::error(code, place(""), what);
    }
    [[nodiscard]] ProcessInstance* find(std::uint64_t id) const {
        const auto at = instances_.find(id);
        return at == instances_.end() ? nullptr : at->second.get();
    }

    void read_instance(const json& in) {
        using core::error_code;
        auto made = std::make_unique<ProcessInstance>();
        made->id = number(in, "id");
        if (made->id == 0 || made->id >= next_instance_ || instances_.contains(made->id))
            refuse(error_code::the_state_is_damaged,
                   "instance " + std::to_string(made->id) + " has an id that cannot be");
        const std::string definition = text(in, "definition"), process = text(in, "process");
        const auto model = models_.find({definition, text(in, "fingerprint")});
        if (model == models_.end()) {
            const bool known =
                std::any_of(models_.begin(), models_.end(), [&](const auto& m) { return m.first.first == definition; });
            refuse(
                known ? error_code::the_state_does_not_fit : error_code::the_state_is_of_another_workflow,
                known ? "'" + definition + "' is deployed in another version" : "'" + definition + "' is not deployed");
        }
        made->model = model->second;
        made->business_key = optional_text(in, "business_key");
        made->parent = optional_number(in, "parent");
        if (made->parent != 0) made->parent_token = number(in, "parent_token");
        for (const json& c : optional_list(in, "conversations"))
            made->conversations.emplace_back(optional_text(c, "key"), optional_text(c, "value"));
        const json& state = require(in, "state", &json::is_object, "an object");
        const engine::Snapshot snapshot = SnapshotReader(state, place("/state")).read();
        try {
            made->state = engine::restore(made->graph(), snapshot);
        } catch (const core::error& e) {
            for (core::diagnostic d : e.findings()) {
                d.where = place("") + ", " + d.where;
                findings_.push_back(std::move(d));
            }
            return;
        }
        if (made->state.status == engine::Status::fresh)
            refuse(error_code::the_state_is_damaged, "it has not been started");
        if (made->process().id != process)
            refuse(error_code::the_state_does_not_fit, "it does not run the process '" + process + "'");
        for (const engine::Subscription& sub : made->state.subscriptions) check_cycle(sub.cycle, sub.due);
        const std::uint64_t id = made->id;
        instances_.emplace(id, std::move(made));
    }
    void check_cycle(const std::string& cycle, core::instant due) const {
        if (cycle.empty() || due == core::instant::never()) return;
        try {
            static_cast<void>(expression::due_times(core::timer_kind::cycle, cycle, due));
        } catch (const core::error&) {
            refuse(core::error_code::the_state_is_damaged, "'" + cycle + "' is no cycle");
        }
    }
    void read_turn(const json& in, std::deque<std::uint64_t>& turns, bool acts) {
        const std::uint64_t id = as_number(in, "");
        ProcessInstance* i = find(id);
        if (i == nullptr) return missing(id);
        if (!turned_[acts].insert(id).second) refuse(core::error_code::the_state_is_damaged, "it stands there twice");
        if (acts) i->queued = true;
        turns.push_back(id);
    }
    void missing(std::uint64_t instance) const {
        if (findings_.empty())
            refuse(core::error_code::the_state_is_damaged, "instance " + std::to_string(instance) + " is not there");
    }
    void read_waiting(const json& in) {
        const std::uint64_t id = number(in, "instance"), subscription = number(in, "subscription");
        const ProcessInstance* i = find(id);
        if (i == nullptr) return missing(id);
        const auto& known = places_of(*i);
        const auto at = known.find(subscription);
        if (at == known.end() || !waited_.emplace(id, subscription).second)
            refuse(core::error_code::the_state_is_damaged, "there is no such subscription, or it is there twice");
        const engine::Subscription& sub = i->state.subscriptions[at->second];
        waiting_[ProcessWorld::table_key(sub)].push_back({id, {at->second, sub.id}, sub.key});
    }
    /// Subscriptions to messages and signals by their ids.
    const std::unordered_map<std::uint64_t, engine::table_index>& places_of(const ProcessInstance& i) {
        const auto [at, is_new] = places_.try_emplace(i.id);
        if (is_new)
            for (engine::table_index s = 0; s < i.state.subscriptions.size(); ++s)
                if (!ProcessWorld::table_key(i.state.subscriptions[s]).empty())
                    at->second.emplace(i.state.subscriptions[s].id, s);
        return at->second;
    }
    void read_buffered(const json& in) {
        Buffered b;
        b.until = time(in, "until");
        b.message.name = optional_text(in, "name");
        b.message.key = optional_text(in, "key");
        b.message.id = optional_text(in, "id");
        b.message.variables = variables(in, "variables");
        buffer_.push_back(std::move(b));
    }
    void read_start_timer(const json& in) {
        const StartTimerName name{text(in, "process"), text(in, "at"), optional_number(in, "number")};
        const core::instant due = time(in, "due");
        const std::int64_t again = optional_integer(in, "again");
        std::string cycle = optional_text(in, "cycle");
        if (again < -1) refuse(core::error_code::the_state_is_damaged, "it cannot happen so often");
        check_cycle(cycle, due);
        if (!timers_.emplace(name, std::tuple(due, again, std::move(cycle))).second)
            refuse(core::error_code::the_state_is_damaged, "it stands there twice");
    }

    // What only all parts together can show.

    void check_together() {
        std::size_t known = 0;
        for_each_start_timer(w_.starts, [&](const StartEvent&, const StartTimerName& name) {
            known += timers_.contains(name);
            if (!timers_.contains(name))
                findings_.push_back({core::error_code::the_state_does_not_fit, "/start_timers",
                                     "nothing is said of the start event '" + name.at + "' of '" + name.process + "'"});
        });
        if (known < timers_.size())
            findings_.push_back({core::error_code::the_state_does_not_fit, "/start_timers",
                                 "there are others than those of the processes deployed"});
        for (const auto& [id, i] : instances_) {
            check_caller(*i);
            check_calls(*i);
            for (const auto& [subscription, at] : places_of(*i))
                if (!waited_.contains({id, subscription}))
                    damaged("/waiting", "subscription " + std::to_string(subscription) + " of instance " +
                                            std::to_string(id) + " is left out");
        }
        for (const std::uint64_t id : returning_)
            if (!find(id)->state.ended() || find(id)->parent == 0)
                damaged("/returning", "instance " + std::to_string(id) + " has nothing to return");
    }
    /// The token that waits for the instance, or nullptr.
    [[nodiscard]] const engine::Token* caller_of(const ProcessInstance& i) const {
        const ProcessInstance* caller = find(i.parent);
        if (caller == nullptr || caller->state.ended()) return nullptr;
        const engine::token_slot slot = caller->find_token(i.parent_token);
        return slot == engine::no_slot ? nullptr : &caller->state.tokens[slot];
    }
    /// A running instance with a caller is waited for; an ended one perhaps no more.
    void check_caller(const ProcessInstance& i) {
        if (i.parent == 0) return;
        const bool returns = turned_[0].contains(i.id);
        const engine::Token* token = caller_of(i);
        const engine::Wait* wait = token == nullptr ? nullptr : find(i.parent)->state.wait_of(*token);
        const bool waited_for = wait != nullptr && wait->called == i.id;
        const bool fits = !i.state.ended() ? waited_for
                          : returns        ? find(i.parent) != nullptr && (token == nullptr || waited_for)
                                           : true;
        if (i.parent >= i.id || !fits) damaged("instance " + std::to_string(i.id), "its caller does not wait for it");
    }
    void check_calls(const ProcessInstance& i) {
        for (auto t = i.state.tokens.oldest(); t != engine::no_slot; t = i.state.tokens[t].next) {
            const engine::Wait* wait = i.state.wait_of(i.state.tokens[t]);
            if (wait == nullptr || wait->called == 0) continue;
            const ProcessInstance* called = find(wait->called);
            if (called == nullptr || called->parent != i.id || called->parent_token != i.state.tokens[t].id ||
                (called->state.ended() && !turned_[0].contains(called->id)))
                damaged("instance " + std::to_string(i.id),
                        "it waits for instance " + std::to_string(wait->called) + ", which it has not called");
        }
    }

    void take_over() {
        std::set<std::pair<core::instant, std::uint64_t>> due;
        for (const auto& [id, i] : instances_) {
            if (i->state.ended()) continue;
            if (!i->state.ready.empty() && !i->queued) {
                i->queued = true;
                queue_.push_back(id);
            }
            if (const engine::Timer* timer = i->state.earliest_timer()) i->due = timer->due;
            if (i->due != core::instant::never()) due.emplace(i->due, id);
        }
        // From here on nothing can fail.
        w_.now = now_;
        w_.next_instance = next_instance_;
        w_.instances = std::move(instances_);
        w_.queue = std::move(queue_);
        w_.returning = std::move(returning_);
        w_.waiting = std::move(waiting_);
        w_.due = std::move(due);
        w_.buffer = std::move(buffer_);
        w_.look_at_buffer = look_at_buffer_;
        w_.message_ids = std::move(message_ids_);
        for_each_start_timer(w_.starts, [&](StartEvent& s, const StartTimerName& name) {
            std::tie(s.due, s.again, s.cycle) = timers_.at(name);
        });
    }

    ProcessWorld& w_;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const ProcessModel>> models_;
    core::instant now_;
    std::uint64_t next_instance_ = 0;
    std::map<std::uint64_t, std::unique_ptr<ProcessInstance>> instances_;
    std::deque<std::uint64_t> queue_, returning_;
    /// Those that return, and those that act.
    std::unordered_set<std::uint64_t> turned_[2];
    std::unordered_map<std::string, std::vector<Waiting>> waiting_;
    std::set<std::pair<std::uint64_t, std::uint64_t>> waited_;
    std::map<std::uint64_t, std::unordered_map<std::uint64_t, engine::table_index>> places_;
    std::vector<Buffered> buffer_;
    bool look_at_buffer_ = false;
    std::unordered_set<std::string> message_ids_;
    std::map<StartTimerName, std::tuple<core::instant, std::int64_t, std::string>> timers_;
    std::vector<core::diagnostic> findings_;
};

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
