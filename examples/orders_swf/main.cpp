// An order as a set of rules: pay, then ship every item; more items may be added by a signal meanwhile.
//
// The same program runs on memory, on any store, or on Amazon SWF: only the backend is another.
#include <baton/decider/decider.hpp>
#include <iostream>

using namespace baton;
using namespace baton::decider;

// clang-format off
struct PaymentActivity : Activity {
    ActivityReturn execute() override {
        if (*input().find("card")->text() == "stolen") throw ActivityFailed{"refused", "the card is stolen"};
        return "receipt 1";
    }
};

// Shipping takes days: the task is kept, and completed when the parcel has arrived.
std::vector<ActivityTask> parcels;
struct ShipmentActivity : Activity {
    static ActivityType type() { return {.category = "warehouse"}; }
    bool auto_complete() const override { return false; }
    ActivityReturn execute() override { return parcels.push_back(task()), ActivityReturn(); }
};

struct OrderWorkflow : RuleSet {
    using activities = Activities<PaymentActivity, ShipmentActivity>;

    OrderWorkflow() {
        on_started([](const Process& order) { return schedule<PaymentActivity>(order.input); });
        on_completed<PaymentActivity>(&OrderWorkflow::ship);
        on_interrupted<PaymentActivity>([] { return CancelProcess{"not paid"}; });
        on_signal("one more", [](const Signaled& event) { return schedule<ShipmentActivity>(event.signal.data); });
        on_completed<ShipmentActivity>(&OrderWorkflow::finish);
    }
    Decisions ship(const Process& order) {
        Decisions all;
        for (const Value& item : *order.input.find("items")->list()) all += schedule<ShipmentActivity>(item);
        return all;
    }
    Decisions finish(const Process& order) {
        if (!order.unfinished_activities().empty()) return {};
        return CompleteProcess{"all shipped"};
    }
};

int main() {
    Manager manager(std::make_shared<MemoryBackend>());
    manager.add<OrderWorkflow>();
    DecisionWorker decider(manager);
    ActivityWorker cashier(manager), warehouse(manager, {.category = "warehouse"});
    const auto work = [&] { while (decider.step() || cashier.step() || warehouse.step()) {} };

    const auto order = [](const char* card) { return Value::Object{{"card", card}, {"items", Value::List{"pen", "ink"}}}; };
    const std::string good = manager.start_process<OrderWorkflow>(order("mine"), {"customer 7"});
    const std::string bad = manager.start_process<OrderWorkflow>(order("stolen"));
    work();
    manager.signal_process(good, {"one more", "paper"});
    work();
    for (const ActivityTask& parcel : parcels) {
        std::cout << "arrived: " << text_of(parcel.execution.input) << '\n';
        manager.complete_task(parcel, ActivityCompleted{});
        work();
    }
    for (const std::string& id : {good, bad}) std::cout << "the order is " << type_of(*manager.process_by_id(id).result) << '\n';
    for (const Event& event : manager.process_by_id(bad).history) std::cout << event.id << ' ' << event.type() << '\n';
}
// clang-format on
