// Observers hear what happens in a run. Without one, nothing is paid for it.
#ifndef BATON_RUNNER_OBSERVER_HPP
#define BATON_RUNNER_OBSERVER_HPP

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/time.hpp"
#include "../core/time_text.hpp"
#include "../engine/state.hpp"
#include "../engine/token.hpp"
#include "fwd.hpp"

namespace baton::inline BATON_ABI::runner {

using core::instant;

/// One thing that happened. The views are valid during the call.
struct Event {
    std::string_view instance;
    /// The node's stable name; empty for the end of the instance.
    std::string_view node;
    /// Names the activation; 0 for flows and for the end of the instance.
    std::uint64_t token = 0;
    instant at;
    /// flow_taken: the flow's id. waiting, failed: the reason. finished: the BPMN error's code and message, if any.
    std::string_view text;
    /// waiting: how it waits.
    engine::Phase phase = engine::Phase::ready;
    /// finished: how the instance ended.
    engine::Status status = engine::Status::running;
};

/// Override what you want to hear. Called on the thread that runs, between two actions. An exception from an observer
/// is thrown by run() once the run has come to rest. Inside a call, messages to the instance are queued; run() is an
/// error.
class Observer {
public:
    Observer() = default;
    Observer(const Observer&) = default;
    Observer& operator=(const Observer&) = default;
    virtual ~Observer() = default;

    /// A token is at a node, past its join.
    virtual void entered(const Event&) {}
    /// The node is done.
    virtual void done(const Event&) {}
    /// A token waits, is pending, is delayed, or stands at a join.
    virtual void waiting(const Event&) {}
    /// A body or a choice of flows failed; the token stays.
    virtual void failed(const Event&) {}
    virtual void flow_taken(const Event&) {}
    /// The instance has ended.
    virtual void finished(const Event&) {}
};

/// Writes one line for each event: "2026-11-20T12:02:03.000Z job17 brew#4 done".
class Trace : public Observer {
public:
    /// The stream must live as long as the trace.
    explicit Trace(std::ostream& out) : out_(out) {}

    void entered(const Event& e) override { line(e, "entered"); }
    void done(const Event& e) override { line(e, "done"); }
    void waiting(const Event& e) override { line(e, engine::name_of(e.phase)); }
    void failed(const Event& e) override { line(e, "failed"); }
    void flow_taken(const Event& e) override { line(e, "takes"); }
    void finished(const Event& e) override { line(e, engine::name_of(e.status)); }

private:
    void line(const Event& e, std::string_view what) {
        out_ << core::to_text(e.at) << ' ' << e.instance << ' ';
        if (!e.node.empty()) out_ << e.node;
        if (e.token != 0) out_ << '#' << e.token;
        if (!e.node.empty()) out_ << ' ';
        out_ << what;
        if (!e.text.empty()) out_ << ": " << e.text;
        out_ << '\n';
    }
    std::ostream& out_;
};

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::Event;
using runner::Trace;
}  // namespace baton::inline BATON_ABI

#endif
