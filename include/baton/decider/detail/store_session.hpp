// One transaction of the StoreBackend: loads processes, brings rows in line with what the rules have done, delivers
// messages.
#ifndef BATON_DECIDER_DETAIL_STORE_SESSION_HPP
#define BATON_DECIDER_DETAIL_STORE_SESSION_HPP

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../store/store.hpp"
#include "../backend.hpp"
#include "message_rules.hpp"
#include "process_rules.hpp"
#include "registry.hpp"
#include "stored_process.hpp"

namespace baton::inline BATON_ABI::decider::detail {

class StoreSession {
public:
    StoreSession(store::Transaction& transaction, const Registry& types, const std::string& scope)
        : t_(transaction), types_(types), scope_(scope), wake_queue_(scope + ":wake"), now_(transaction.now()) {}

    [[nodiscard]] core::instant now() const { return now_; }
    /// Processes that ended without being told to.
    [[nodiscard]] const std::vector<StoredProcess*>& unasked() const { return unasked_; }

    /// The process, locked, with all that was due by now done; nullptr when it is not running.
    StoredProcess* running(std::string_view id) {
        const auto row = t_.find_open_instance(scope_, id);
        return row ? running(row->id) : nullptr;
    }
    StoredProcess* running(std::int64_t instance) {
        StoredProcess* p = load(instance);
        while (p != nullptr && p->record.next_due() <= now_ && !p->record.closed()) {
            Effects out;
            handle_due({p->record, now_, out});
            apply(*p, std::move(out));
        }
        return p == nullptr || p->record.closed() ? nullptr : p;
    }
    /// Runs `rule(step)` on the process and carries out what it gives.
    template <class Rule>
    void change(StoredProcess& p, Rule rule) {
        Effects out;
        rule(Step{p.record, now_, out});
        apply(p, std::move(out));
    }
    /// False, and nothing done, when a process of that id is running.
    bool open(Process start, const WorkflowType& type) {
        StoredProcess p;
        p.row.kind = process_kind;
        p.row.definition_key = type.name;
        p.row.scope = scope_;
        p.row.business_key = start.id;
        p.row.started_at = now_.ms;
        Effects out;
        p.record = open_process(std::move(start), type, now_, out);
        p.write_state();
        const auto id = t_.add_instance(p.row);
        if (!id) return false;
        p.row = t_.lock_instance(*id).value();
        tag(*id, p.record.tags);
        StoredProcess& kept = loaded_[*id] = std::move(p);
        apply(kept, std::move(out));
        return true;
    }
    /// All processes that have something due.
    void sweep() {
        while (true) {
            const auto due = t_.claim(wake_queue_, 64, "decider", 60'000);
            for (const store::WorkRow& row : due) {
                if (!readable(row)) continue;
                (void)running(row.instance_id);  // does what is due
                const auto p = loaded_.find(row.instance_id);
                if (p != loaded_.end() && p->second.wake == row.id) {
                    p->second.wake = 0;
                    p->second.wake_at = core::instant::never();
                    rearm(p->second);
                }
                (void)t_.finish(row);
            }
            if (due.size() < 64) return;
        }
    }
    /// False, and the work set aside with an incident, when the record of its process is damaged: one process does not
    /// hold up the others.
    bool readable(const store::WorkRow& work) {
        try {
            (void)load(work.instance_id);
            return true;
        } catch (const core::error& e) {
            if (!is_damage(e)) throw;
            (void)t_.park(work);
            report(work.instance_id, work.id, work.queue, e.what());
            return false;
        }
    }
    /// The claimed work is done with; its row is not the process's any more.
    void taken(StoredProcess& p, const store::WorkRow& work) {
        if (work.kind == decision_work) p.decision = false;
        if (const auto at = p.tasks.find(work.name); work.kind == activity_work && at != p.tasks.end())
            if (at->second == work.id) p.tasks.erase(at);
        p.changed = true;
        t_.finish_or_fail(work);
    }
    /// Writes what has changed. The last call.
    void finish() {
        for (auto& [id, p] : loaded_) {
            if (!p.changed) continue;
            p.write_state();
            t_.update_instance(p.row);
        }
    }

private:
    /// The process, locked and as it was written; nullptr when it is not running, or none of ours.
    StoredProcess* load(std::int64_t instance) {
        if (const auto known = loaded_.find(instance); known != loaded_.end())
            return known->second.record.closed() ? nullptr : &known->second;
        auto row = t_.lock_instance(instance);
        if (!row || !row->open() || row->kind != process_kind || row->scope != scope_) return nullptr;
        StoredProcess read;
        read.row = std::move(*row);
        read.read_state();
        return &(loaded_[instance] = std::move(read));
    }
    static bool is_damage(const core::error& e) {
        return e.code() == core::error_code::the_state_is_damaged ||
               e.code() == core::error_code::the_store_is_damaged ||
               e.code() == core::error_code::the_state_is_of_a_newer_format;
    }
    void report(std::int64_t instance, std::int64_t work, const std::string& name, const std::string& message) {
        store::IncidentRow incident;
        incident.instance_id = instance;
        incident.work_id = work;
        incident.kind = "damaged";
        incident.name = name;
        incident.message = message;
        incident.created_at = now_.ms;
        (void)t_.add_incident(incident);
    }
    /// The receiver of a message. One that is damaged is as good as none; the message is kept in an incident.
    StoredProcess* receiver(const Message& message, std::int64_t sender) {
        try {
            const auto row = t_.find_open_instance(scope_, message.to);
            if (!row || load(row->id) == nullptr) return nullptr;
            return running(row->id);
        } catch (const core::error& e) {
            if (!is_damage(e)) throw;
            report(sender, 0, "message to " + message.to, std::string(e.what()) + ": " + encode(message).dump());
            return nullptr;
        }
    }
    void apply(StoredProcess& first, Effects out) {
        std::deque<Message> messages;
        settle(first, out, messages);
        while (!messages.empty()) {
            const Message message = std::move(messages.front());
            messages.pop_front();
            if (const auto* start = std::get_if<StartChild>(&message.body)) {
                Process child{start->decision.workflow,
                              start->decision.id,
                              start->decision.input,
                              start->decision.tags,
                              {},
                              message.from,
                              {}};
                try {
                    (void)running(start->decision.id);  // one that should have ended by now gives way
                } catch (const core::error& e) {
                    if (!is_damage(e)) throw;  // who is damaged runs still
                }
                if (!open(std::move(child), types_.workflow(start->decision.workflow)))
                    messages.push_back(answer_to(message).value());
                continue;
            }
            StoredProcess* p = receiver(message, first.row.id);
            if (p == nullptr) {
                if (auto answer = answer_to(message)) messages.push_back(std::move(*answer));
                continue;
            }
            Effects more;
            deliver({p->record, now_, more}, message);
            settle(*p, more, messages);
        }
    }
    void settle(StoredProcess& p, Effects& out, std::deque<Message>& messages) {
        p.changed = true;
        const std::int64_t id = p.row.id;
        for (std::size_t i = 0; i < out.events.size(); ++i) {
            if (out.new_run == i) {
                t_.erase_attributes(store::Owner::instance, id, "tag");
                tag(id, p.record.tags);
            }
            const Event& e = out.events[i];
            t_.append_history({id, p.row.next_seq++, static_cast<std::int64_t>(e.body.index()), e.at.ms, e.id,
                               std::string(e.type()), stored_text(event_to_json(e), "process " + p.record.id)});
        }
        for (Message& m : out.messages) messages.push_back(std::move(m));
        if (p.record.closed()) {
            t_.erase_work_of(id);
            p.tasks.clear();
            p.decision = false;
            p.wake = 0;
            p.row.ended_at = now_.ms;
            if (is_unasked(*p.record.result)) unasked_.push_back(&p);
            return;
        }
        if (p.record.decision == DecisionState::scheduled && !p.decision) {
            t_.put_work(work(p, decision_work, decision_queue(p.record.category), {}));
            p.decision = true;
        }
        for (const std::string& activity : out.activities) {
            if (const auto at = p.tasks.find(activity); at != p.tasks.end()) {
                t_.erase_work(at->second);
                p.tasks.erase(at);
            }
            const auto at = p.record.activities.find(activity);
            if (at == p.record.activities.end() || at->second.started()) continue;
            p.tasks[activity] =
                t_.add_work(work(p, activity_work, activity_queue(at->second.category), activity)).value();
        }
        rearm(p);
    }
    /// The wake-up may come too early, which costs little, but not too late.
    void rearm(StoredProcess& p) {
        if (p.record.closed() || p.record.next_due() >= p.wake_at) return;
        p.changed = true;
        if (p.wake != 0) t_.erase_work(p.wake);
        p.wake_at = p.record.next_due();
        store::WorkRow row = work(p, wake_work, wake_queue_, {});
        row.run_at = p.wake_at.ms;
        p.wake = t_.add_work(row).value();
    }
    [[nodiscard]] store::WorkRow work(const StoredProcess& p, std::int64_t kind, std::string queue,
                                      std::string name) const {
        store::WorkRow row;
        row.instance_id = p.row.id;
        row.kind = kind;
        row.queue = (kind == wake_work ? "" : scope_ + ":") + std::move(queue);
        row.name = std::move(name);
        row.run_at = now_.ms;
        return row;
    }
    void tag(std::int64_t id, const std::vector<std::string>& tags) {
        for (const std::string& tag : tags) {
            store::AttributeRow row;
            row.owner_id = id;
            row.name = "tag";
            row.text = tag;
            t_.put_attribute(row);
        }
    }

    store::Transaction& t_;
    const Registry& types_;
    const std::string& scope_;
    std::string wake_queue_;
    core::instant now_;
    std::map<std::int64_t, StoredProcess> loaded_;
    std::vector<StoredProcess*> unasked_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
