// An order process that somebody has drawn, with its tasks in C++: order FOLDER (that of order.bpmn)
#include <baton/bpmn/import.hpp>
#include <baton/runner/bindings.hpp>
#include <iostream>
#include <memory>

// clang-format off
struct Price {                                 // variables of the process, by their names
    std::int64_t amount = 0;
    double each = 0;
    std::optional<double> total;               // may be missing
};
BATON_FIELDS(Price, amount, each, total)
// clang-format on

baton::Bindings bindings() {
    baton::Bindings b;
    b.on_type<Price>("price", [](Price& p) { p.total = static_cast<double>(p.amount) * p.each; });
    b.on_type("reserve", [](baton::TaskContext& task) {
        const std::optional<std::int64_t> left = task.get("left").integer();
        if (left && *left < *task.get("amount").integer()) return baton::Outcome(baton::failed("sold out"));
        task.set("reserved", true);
        return baton::Outcome(baton::done);
    });
    b.on_exit("approve", [](baton::TaskContext& task) {
        const bool generous = *task.get("discount").integer() > 10 && *task.get("total").real() < 500;
        return generous ? baton::veto("so much only from 500 on") : baton::Veto();
    });
    b.on_enter_task([](baton::TaskContext& task) { std::cout << "  " << task.node().title << '\n'; });
    return b;
}

void show(const baton::ProcessEngine& engine, std::uint64_t order) {
    const baton::InstanceInfo info = engine.info(order);
    std::cout << "order " << order << ": ";
    for (const std::string& id : info.waiting) std::cout << "waits at " << id;
    for (const baton::Incident& incident : info.incidents) std::cout << "failed at " << incident.element << ": " << incident.reason;
    if (info.waiting.empty() && info.incidents.empty()) std::cout << "done";
    for (const auto& [name, value] : engine.variables(order))
        std::cout << ", " << name << ' ' << baton::core::text_of(value);
    std::cout << '\n';
}

int main(int count, char** values) {
    try {
        const std::string folder = count > 1 ? values[1] : ".";
        const auto model =
            std::make_shared<const baton::Definition>(baton::bpmn::import_file(folder + "/order.bpmn").definition);
        baton::ProcessEngine engine;
        baton::deploy_with(engine, bindings(), {model});

        show(engine, engine.start("order", {{"amount", 2}, {"each", 20}}));

        const std::uint64_t large = engine.start("order", {{"amount", 6}, {"each", 60}});
        for (const baton::FieldInfo& f : engine.task_info("approve").fields)
            std::cout << f.field.label << " (" << f.field.type << (f.required() ? ", required" : "")
                      << "): " << baton::core::text_of(f.value) << '\n';
        for (const baton::Variables& form : {baton::Variables{{"discount", "30"}},
                                             {{"approved", "true"}, {"discount", "15"}},
                                             {{"approved", "true"}, {"discount", "5"}}})
            try {
                engine.complete_form("approve", form, large);
            } catch (const baton::error& e) {
                std::cout << e.what() << '\n';
            }
        show(engine, large);

        const std::uint64_t late = engine.start("order", {{"amount", 3}, {"each", 1.5}, {"left", 2}});
        show(engine, late);
        engine.set({{"left", 10}}, late);
        engine.retry("reserve", late);
        show(engine, late);
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
