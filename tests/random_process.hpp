// Random block-structured processes as BPMN text: every executing kind, nested, with random interruptions. The same seed
// gives the same text.
#ifndef TESTS_RANDOM_PROCESS_HPP
#define TESTS_RANDOM_PROCESS_HPP

#include <cstdint>
#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace tests {

/// SplitMix64: the same numbers with every library.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 1) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    /// From 0 to n - 1.
    int roll(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
    bool one_in(int n) { return roll(n) == 0; }

private:
    std::uint64_t state_;
};

class RandomProcess {
public:
    explicit RandomProcess(std::uint64_t seed) : dice_(seed) {
        const int children = dice_.roll(2) + 1;
        for (int i = 0; i < children; ++i) {
            may_call_ = false;
            process("child" + std::to_string(i), 3);
        }
        if (dice_.one_in(3)) starter();
        count("globalUserTask");
        processes_ += "<globalUserTask id=\"global\" name=\"global\"/>\n";
        may_call_ = true;
        children_ = children;
        process("main", 0);
    }

    [[nodiscard]] std::string text() const {
        return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
               "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" id=\"d\" targetNamespace=\"t\">\n" +
               std::string("<message id=\"M0\" name=\"m0\"/><message id=\"M1\" name=\"m1\"/><signal id=\"S0\" name=\"s0\"/>"
                           "<signal id=\"S1\" name=\"s1\"/><error id=\"E0\" name=\"e0\" errorCode=\"e0\"/>"
                           "<escalation id=\"X0\" name=\"x0\" escalationCode=\"x0\"/>"
                           "<signalEventDefinition id=\"BS\" signalRef=\"S0\"/>\n") +
               processes_ + "</definitions>\n";
    }
    /// How many elements of each kind there are, and the deepest nesting.
    [[nodiscard]] const std::map<std::string, int>& kinds() const { return kinds_; }
    [[nodiscard]] int deepest() const { return deepest_; }

private:
    struct Block {
        std::string entry, exit;
    };
    /// The contents of one scope.
    struct Scope {
        std::string nodes, flows;
        std::vector<std::string> compensable;
    };

    std::string id(const std::string& stem) { return stem + std::to_string(++ids_); }
    void count(const std::string& kind) { ++kinds_[kind]; }
    void flow(Scope& s, const std::string& from, const std::string& to, const std::string& condition = {}) {
        const std::string name = id("f");
        s.flows += "<sequenceFlow id=\"" + name + "\" sourceRef=\"" + from + "\" targetRef=\"" + to + "\"" +
                   (condition.empty() ? "/>\n" : "><conditionExpression xsi:type=\"tFormalExpression\">" + condition +
                                                     "</conditionExpression></sequenceFlow>\n");
        last_flow_ = name;
    }
    std::string node(Scope& s, const std::string& element, const std::string& stem, const std::string& inside = {},
                     const std::string& attributes = {}) {
        count(element);
        const std::string name = id(stem);
        s.nodes += "<" + element + " id=\"" + name + "\"" + attributes + ">" + inside + "</" + element + ">\n";
        return name;
    }
    std::string expression(const std::string& tag, const std::string& text) {
        return "<" + tag + " xsi:type=\"tFormalExpression\">" + text + "</" + tag + ">";
    }
    std::string condition() { return "=x &gt; " + std::to_string(dice_.roll(5)); }

    // What events wait for.
    std::string message() { return count("message"), "<messageEventDefinition messageRef=\"M" + std::to_string(dice_.roll(2)) + "\"/>"; }
    std::string signal() { return count("signal"), "<signalEventDefinition signalRef=\"S" + std::to_string(dice_.roll(2)) + "\"/>"; }
    std::string timer(bool may_repeat) {
        count("timer");
        if (may_repeat && dice_.one_in(2))
            return "<timerEventDefinition>" + expression("timeCycle", "R2/PT" + std::to_string(1 + dice_.roll(5)) + "S") +
                   "</timerEventDefinition>";
        return "<timerEventDefinition>" + expression("timeDuration", "PT" + std::to_string(1 + dice_.roll(9)) + "S") +
               "</timerEventDefinition>";
    }
    std::string conditional() { return count("conditional"), "<conditionalEventDefinition>" + expression("condition", condition()) + "</conditionalEventDefinition>"; }
    std::string error() { return count("error"), "<errorEventDefinition" + std::string(dice_.one_in(2) ? " errorRef=\"E0\"/>" : "/>"); }
    std::string escalation() { return count("escalation"), "<escalationEventDefinition" + std::string(dice_.one_in(2) ? " escalationRef=\"X0\"/>" : "/>"); }
    std::string caught(bool may_repeat) {
        switch (dice_.roll(4)) {
            case 0: return message();
            case 1: return signal();
            case 2: return timer(may_repeat);
            default: return conditional();
        }
    }

    /// Boundary events for an activity; each leads to a task and an end.
    void boundaries(Scope& s, const std::string& host, bool is_scope) {
        const int number = dice_.roll(3);
        for (int i = 0; i < number; ++i) {
            const bool interrupting = dice_.one_in(2);
            std::string definition;
            bool always = false;
            switch (dice_.roll(is_scope ? 6 : 5)) {
                case 0: definition = error(); always = true; break;
                case 1: if (is_scope) { definition = escalation(); break; } [[fallthrough]];
                default: definition = caught(!interrupting);
            }
            count(interrupting || always ? "boundary, interrupting" : "boundary, not interrupting");
            const std::string b = node(s, "boundaryEvent", "b", definition,
                                       " attachedToRef=\"" + host + "\"" + (interrupting || always ? "" : " cancelActivity=\"false\""));
            const std::string t = node(s, "task", "t"), e = node(s, "endEvent", "e");
            flow(s, b, t);
            flow(s, t, e);
        }
        if (dice_.one_in(4)) {
            count("compensation handler");
            const std::string b = node(s, "boundaryEvent", "b", "<compensateEventDefinition/>", " attachedToRef=\"" + host + "\"");
            const std::string h = node(s, dice_.one_in(2) ? "serviceTask" : "userTask", "undo", {}, " isForCompensation=\"true\"");
            s.nodes += "<association id=\"" + id("a") + "\" associationDirection=\"One\" sourceRef=\"" + b +
                       "\" targetRef=\"" + h + "\"/>\n";
            s.compensable.push_back(host);
        }
    }
    /// What a multi-instance activity goes over: a number, or a list with an input and an output of each item.
    std::string collection() {
        if (dice_.one_in(2)) return expression("loopCardinality", std::to_string(dice_.roll(4)));
        count("collection");
        return "<extensionElements><zeebe:loopCharacteristics xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" "
               "inputCollection=\"=[1, 2, 3]\" inputElement=\"item\" outputCollection=\"results\" "
               "outputElement=\"=item + x\"/></extensionElements>";
    }
    /// The events that a multi-instance activity throws when its instances are done.
    std::string behavior() {
        switch (dice_.roll(6)) {
            case 0: return count("behavior None"), " behavior=\"None\" noneBehaviorEventRef=\"BS\"";
            case 1: return count("behavior One"), " behavior=\"One\" oneBehaviorEventRef=\"BS\"";
            default: return {};
        }
    }
    std::string loop() {
        switch (dice_.roll(5)) {
            case 0:
                count("standard loop");
                return "<standardLoopCharacteristics testBefore=\"" + std::string(dice_.one_in(2) ? "true" : "false") +
                       (dice_.one_in(3) ? "\" loopMaximum=\"1\">" : "\">") + expression("loopCondition", "=loopCounter &lt; " + std::to_string(dice_.roll(3))) +
                       "</standardLoopCharacteristics>";
            case 1: {
                const bool sequential = dice_.one_in(2);
                count(sequential ? "sequential instances" : "parallel instances");
                return "<multiInstanceLoopCharacteristics isSequential=\"" + std::string(sequential ? "true" : "false") + "\"" +
                       behavior() + ">" +
                       collection() + (dice_.one_in(3) ? expression("completionCondition", "=numberOfCompletedInstances &gt;= 2") : "") +
                       "</multiInstanceLoopCharacteristics>";
            }
            default: return {};
        }
    }

    Block task(Scope& s) {
        static const char* const kinds[] = {"task", "userTask", "userTask", "serviceTask", "scriptTask", "manualTask", "sendTask", "receiveTask", "businessRuleTask"};
        const std::string kind = kinds[dice_.roll(9)];
        std::string inside, attributes;
        if (kind == "sendTask" || kind == "receiveTask") attributes = " messageRef=\"M" + std::to_string(dice_.roll(2)) + "\"";
        if (kind == "scriptTask") attributes = " scriptFormat=\"feel\"";
        inside = loop();
        if (kind == "scriptTask") inside += "<script>=x + 1</script>";
        if (dice_.one_in(12)) attributes += " completionQuantity=\"2\"";
        const std::string t = node(s, kind, "t", inside, attributes);
        boundaries(s, t, false);
        return {t, t};
    }
    Block split(Scope& s, int depth, const std::string& gateway, bool conditions) {
        const int branches = 2 + dice_.roll(2);
        const std::string from = id("g"), to = node(s, gateway, "g", gateway == "complexGateway" ? expression("activationCondition", "=activationCount &gt;= " + std::to_string(1 + dice_.roll(branches))) : "");
        std::string last;
        for (int i = 0; i < branches; ++i) {
            const Block b = sequence(s, depth + 1, 1 + dice_.roll(2));
            // Without a default flow a token may find no way.
            const bool is_default = conditions && i + 1 == branches && !dice_.one_in(6);
            flow(s, from, b.entry, conditions && !is_default ? condition() : "");
            if (is_default) last = last_flow_;
            flow(s, b.exit, to);
        }
        count(gateway);
        s.nodes += "<" + gateway + " id=\"" + from + "\"" + (last.empty() ? "" : " default=\"" + last + "\"") + "/>\n";
        return {from, to};
    }
    /// An activity that takes two tokens at once.
    Block gathering(Scope& s) {
        count("startQuantity");
        const std::string from = node(s, "parallelGateway", "g"), to = node(s, "userTask", "t", {}, " startQuantity=\"2\"");
        flow(s, from, to);
        flow(s, from, to);
        return {from, to};
    }
    /// A process that messages, signals, times or conditions start.
    void starter() {
        Scope s;
        std::string first;
        switch (dice_.roll(4)) {
            case 0:
                count("instantiating receive task");
                first = node(s, "receiveTask", "t", {}, " instantiate=\"true\" messageRef=\"M0\"");
                break;
            case 1: {
                const bool parallel = dice_.one_in(2);
                count(parallel ? "instantiating event gateway, parallel" : "instantiating event gateway");
                const std::string g = node(s, "eventBasedGateway", "g", {}, std::string(" instantiate=\"true\" eventGatewayType=\"") +
                                                                            (parallel ? "Parallel\"" : "Exclusive\""));
                first = node(s, parallel ? "parallelGateway" : "exclusiveGateway", "g");
                for (int i = 0; i < 2; ++i) {
                    const std::string event = node(s, "intermediateCatchEvent", "c", "<messageEventDefinition messageRef=\"M" + std::to_string(i) + "\"/>");
                    flow(s, g, event);
                    flow(s, event, first);
                }
                break;
            }
            default: count("start event with a trigger"); first = node(s, "startEvent", "s", caught(false));
        }
        const Block b = sequence(s, 5, 1);
        const std::string end = node(s, "endEvent", "e");
        flow(s, first, b.entry);
        flow(s, b.exit, end);
        processes_ += "<process id=\"starter\" isExecutable=\"true\">\n" + s.nodes + s.flows + "</process>\n";
    }
    Block event_gateway(Scope& s, int depth) {
        const std::string from = node(s, "eventBasedGateway", "g"), to = node(s, "exclusiveGateway", "g");
        for (int i = 0; i < 2; ++i) {
            const std::string event = i == 0 && dice_.one_in(3)
                                          ? node(s, "receiveTask", "t", {}, " messageRef=\"M0\"")
                                          : node(s, "intermediateCatchEvent", "c", caught(false));
            const Block b = sequence(s, depth + 1, 1);
            flow(s, from, event);
            flow(s, event, b.entry);
            flow(s, b.exit, to);
        }
        return {from, to};
    }
    Block counted_loop(Scope& s, int depth) {
        count("loop of flows");
        const std::string merge = node(s, "exclusiveGateway", "g");
        const std::string up = node(s, "serviceTask", "up");  // counts the turns
        const Block b = sequence(s, depth + 1, 1);
        const std::string out = id("g");
        flow(s, merge, up);
        flow(s, up, b.entry);
        flow(s, b.exit, out);
        flow(s, out, merge, "=turns &lt; " + std::to_string(2 + dice_.roll(4)));
        const std::string exit = node(s, "task", "t");
        flow(s, out, exit);
        count("exclusiveGateway");
        s.nodes += "<exclusiveGateway id=\"" + out + "\" default=\"" + last_flow_ + "\"/>\n";
        return {merge, exit};
    }
    Block catch_event(Scope& s) {
        std::string inside = caught(false), attributes;
        if (dice_.one_in(5)) {
            count("multiple");
            inside += signal();
            if (dice_.one_in(2)) attributes = " parallelMultiple=\"true\"";
        }
        const std::string c = node(s, "intermediateCatchEvent", "c", inside, attributes);
        return {c, c};
    }
    Block throw_event(Scope& s) {
        std::string inside;
        switch (dice_.roll(5)) {
            case 0: inside = message(); break;
            case 1: inside = signal(); break;
            case 2: inside = escalation(); break;
            case 3:
                count("compensation");
                inside = s.compensable.empty() || dice_.one_in(2)
                             ? "<compensateEventDefinition/>"
                             : "<compensateEventDefinition activityRef=\"" + s.compensable.back() + "\"/>";
                break;
            default: break;
        }
        const std::string t = node(s, "intermediateThrowEvent", "h", inside);
        return {t, t};
    }
    Block link(Scope& s, int depth) {
        const std::string name = "l" + std::to_string(++ids_);
        count("link");
        const std::string from = node(s, "intermediateThrowEvent", "h", "<linkEventDefinition name=\"" + name + "\"/>");
        const std::string to = node(s, "intermediateCatchEvent", "c", "<linkEventDefinition name=\"" + name + "\"/>");
        const Block b = sequence(s, depth + 1, 1);
        flow(s, to, b.entry);
        return {from, b.exit};
    }
    /// A transaction that is cancelled, or would be if nothing came between.
    Block cancelled(Scope& outer) {
        count("transaction"), count("cancel"), count("cancel");
        const std::string name = id("sub");
        Scope s;
        const std::string start = node(s, "startEvent", "s");
        const Block b = task(s);
        const std::string end = node(s, "endEvent", "e", "<cancelEventDefinition/>");
        flow(s, start, b.entry);
        flow(s, b.exit, end);
        outer.nodes += "<transaction id=\"" + name + "\">\n" + s.nodes + s.flows + "</transaction>\n";
        const std::string at = node(outer, "boundaryEvent", "b", "<cancelEventDefinition/>", " attachedToRef=\"" + name + "\"");
        flow(outer, at, node(outer, "endEvent", "e"));
        return {name, name};
    }
    /// A sub-process in which an escalation is thrown, and caught at its boundary or by an event sub-process.
    Block escalated(Scope& outer) {
        count("subProcess"), count("escalation"), count("escalation");
        const std::string name = id("sub");
        const std::string interrupting = dice_.one_in(2) ? "true" : "false";
        const bool inside = dice_.one_in(2);
        Scope s;
        const std::string start = node(s, "startEvent", "s"),
                          thrown = node(s, "intermediateThrowEvent", "h", "<escalationEventDefinition escalationRef=\"X0\"/>");
        const Block b = task(s);
        flow(s, start, thrown);
        flow(s, thrown, b.entry);
        flow(s, b.exit, node(s, "endEvent", "e"));
        if (inside) {
            Scope e;
            const std::string caught = node(e, "startEvent", "s", "<escalationEventDefinition/>", " isInterrupting=\"" + interrupting + "\"");
            flow(e, caught, node(e, "endEvent", "e"));
            s.nodes += "<subProcess id=\"" + id("es") + "\" triggeredByEvent=\"true\">\n" + e.nodes + e.flows + "</subProcess>\n";
        }
        outer.nodes += "<subProcess id=\"" + name + "\">\n" + s.nodes + s.flows + "</subProcess>\n";
        if (!inside) {
            const std::string at = node(outer, "boundaryEvent", "b", "<escalationEventDefinition/>",
                                        " attachedToRef=\"" + name + "\" cancelActivity=\"" + interrupting + "\"");
            flow(outer, at, node(outer, "endEvent", "e"));
        }
        return {name, name};
    }
    /// A sub-process that waits for people while an event sub-process watches.
    Block watched(Scope& outer) {
        count("subProcess"), count("event sub-process, not interrupting");
        const std::string name = id("sub");
        Scope s, e;
        const std::string ask = node(s, "userTask", "t"), work = node(s, "serviceTask", "t");
        flow(s, node(s, "startEvent", "s"), ask);
        flow(s, ask, work);
        flow(s, work, node(s, "endEvent", "e"));
        const bool is_error = dice_.one_in(3);
        const std::string start = node(e, "startEvent", "s", is_error ? error() : dice_.one_in(3) ? signal() : caught(true),
                                       is_error ? "" : " isInterrupting=\"false\"");
        flow(e, start, node(e, "endEvent", "e"));
        outer.nodes += "<subProcess id=\"" + name + "\">\n" + s.nodes + s.flows + "<subProcess id=\"" + id("es") +
                       "\" triggeredByEvent=\"true\">\n" + e.nodes + e.flows + "</subProcess>\n</subProcess>\n";
        return {name, name};
    }
    Block call(Scope& s) {
        const std::string c = node(s, "callActivity", "call", loop(), " calledElement=\"" +
                                       (dice_.one_in(4) ? "global" : "child" + std::to_string(dice_.roll(children_))) + "\"");
        boundaries(s, c, true);
        return {c, c};
    }
    std::string end_inside(bool in_transaction) {
        switch (dice_.roll(10)) {
            case 0: return message();
            case 1: return signal();
            case 2: return escalation();
            case 3: return count("terminate"), "<terminateEventDefinition/>";
            case 4: return count("compensation"), "<compensateEventDefinition/>";
            case 5: return count("error"), "<errorEventDefinition errorRef=\"E0\"/>";
            case 6:
                if (in_transaction) return count("cancel"), "<cancelEventDefinition/>";
                return {};
            default: return {};
        }
    }
    void event_sub_process(Scope& outer, int depth) {
        const bool interrupting = dice_.one_in(2);
        std::string definition;
        bool always = false;
        switch (dice_.roll(6)) {
            case 0: definition = error(); always = true; break;
            case 1: definition = escalation(); break;
            default: definition = caught(!interrupting);
        }
        count(interrupting || always ? "event sub-process, interrupting" : "event sub-process, not interrupting");
        Scope s;
        const std::string start = node(s, "startEvent", "s", definition, interrupting || always ? "" : " isInterrupting=\"false\"");
        const Block b = sequence(s, depth + 2, 1);
        const std::string end = node(s, "endEvent", "e");
        flow(s, start, b.entry);
        flow(s, b.exit, end);
        outer.nodes += "<subProcess id=\"" + id("es") + "\" triggeredByEvent=\"true\">\n" + s.nodes + s.flows + "</subProcess>\n";
    }
    void fill(Scope& s, int depth, bool in_transaction) {
        deepest_ = std::max(deepest_, depth);
        const std::string start = node(s, "startEvent", "s");
        const Block b = sequence(s, depth + 1, 1 + dice_.roll(3));
        const std::string end = node(s, "endEvent", "e", depth == 0 ? "" : end_inside(in_transaction));
        flow(s, start, b.entry);
        flow(s, b.exit, end);
        if (dice_.one_in(3)) event_sub_process(s, depth);
    }
    Block sub_process(Scope& outer, int depth) {
        const bool transaction = dice_.one_in(3);
        const std::string element = transaction ? "transaction" : "subProcess";
        count(element);
        const std::string name = id("sub");
        Scope s;
        fill(s, depth + 1, transaction);
        outer.nodes += "<" + element + " id=\"" + name + "\">\n" + loop() + s.nodes + s.flows + "</" + element + ">\n";
        if (transaction) {
            const std::string b = node(outer, "boundaryEvent", "b", "<cancelEventDefinition/>", " attachedToRef=\"" + name + "\"");
            const std::string e = node(outer, "endEvent", "e");
            flow(outer, b, e);
        }
        boundaries(outer, name, true);
        return {name, name};
    }
    Block ad_hoc(Scope& outer) {
        count("adHocSubProcess");
        Scope s;
        for (int i = 0; i < 2; ++i) {
            const Block b = task(s);
            if (dice_.one_in(2)) {
                const std::string next = node(s, "task", "t");
                flow(s, b.exit, next);
            }
        }
        const std::string name = id("adhoc");
        outer.nodes += "<adHocSubProcess id=\"" + name + "\" ordering=\"" + (dice_.one_in(2) ? "Sequential" : "Parallel") + "\">\n" +
                       s.nodes + s.flows + (dice_.one_in(2) ? expression("completionCondition", condition()) : "") + "</adHocSubProcess>\n";
        return {name, name};
    }
    Block block(Scope& s, int depth) {
        if (depth > 6) return task(s);
        switch (dice_.roll(24)) {
            case 0: return split(s, depth, "exclusiveGateway", true);
            case 1: return split(s, depth, "parallelGateway", false);
            case 2: return split(s, depth, "inclusiveGateway", true);
            case 3: return split(s, depth, "complexGateway", true);
            case 4: return event_gateway(s, depth);
            case 5: return counted_loop(s, depth);
            case 6:
            case 7: return catch_event(s);
            case 8:
            case 9: return throw_event(s);
            case 10: return link(s, depth);
            case 11: return may_call_ ? call(s) : task(s);
            case 12: return ad_hoc(s);
            case 13:
            case 14:
            case 15: return sub_process(s, depth);
            case 17: return cancelled(s);
            case 19: return watched(s);
            case 18: return escalated(s);
            case 16: return dice_.one_in(3) ? gathering(s) : task(s);
            default: return task(s);
        }
    }
    Block sequence(Scope& s, int depth, int length) {
        Block all = block(s, depth);
        for (int i = 1; i < length; ++i) {
            const Block next = block(s, depth);
            flow(s, all.exit, next.entry);
            all.exit = next.exit;
        }
        return all;
    }
    void process(const std::string& name, int depth) {
        Scope s;
        fill(s, depth, false);
        processes_ += "<process id=\"" + name + "\" isExecutable=\"true\">\n" + s.nodes + s.flows + "</process>\n";
    }

    Dice dice_;
    std::string processes_, last_flow_;
    std::map<std::string, int> kinds_;
    int ids_ = 0, children_ = 0, deepest_ = 0;
    bool may_call_ = false;
};

}  // namespace tests

#endif
