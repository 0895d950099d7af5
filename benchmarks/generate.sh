#!/bin/sh
# Writes a workflow of N tasks: generate.sh macros|list N. Blocks of ten: a split into three with a join, a choice of
# two with a merge, two steps.
awk -v spelling="$1" -v n="$2" '
function name(block, letter) { return block * 10 < n ? letter block : "last" }
function task(id, words) {
    if (spelling == "macros") printf "    BATON_TASK(%s, %s) (Order& o) { ++o.cups; return done; }\n", id, words
    else printf "    task(\"%s\", [](Order& o) { ++o.cups; return done; }, %s),\n", id, words
}
function to(id) { return spelling == "macros" ? "followed_by(" id ")" : "followed_by(\"" id "\")" }
function to_when(id, condition) { return spelling == "macros" ? "followed_by(" id ", " condition ")" : "followed_by(\"" id "\", " condition ")" }
BEGIN {
    print "#include <baton/workflow.hpp>\nstruct Order { int cups = 0; bool big = false; };"
    if (spelling == "macros") print "BATON_WORKFLOW(made, Order) {"
    else print "using namespace baton;\nusing namespace baton::words;\nconstexpr auto made = workflow<\"made\", Order>([](auto tasks) { tasks("
    for (b = 0; b * 10 < n; ++b) {
        task("a" b, (b == 0 ? "start_point, " : "") to("b" b) ", " to("c" b) ", " to("d" b))
        task("b" b, to("e" b)); task("c" b, to("e" b)); task("d" b, to("e" b))
        task("e" b, "join_all, " to_when("f" b, "when(&Order::big)") ", " to_when("g" b, "otherwise"))
        task("f" b, to("h" b)); task("g" b, to("h" b))
        task("h" b, "merge_point, " to("i" b))
        task("i" b, to("j" b))
        task("j" b, (b + 1) * 10 < n ? to("a" (b + 1)) : "end_point")
    }
    print spelling == "macros" ? "};" : "    options()); });"
}'
