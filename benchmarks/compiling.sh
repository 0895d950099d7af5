#!/bin/sh
# What declaring costs, in processor seconds (best of three), megabytes at the peak, and constexpr steps (the largest
# single evaluation, clang only): compiling.sh COMPILER...
here=$(cd "$(dirname "$0")" && pwd)
include=$here/../include
work=$(mktemp -d)
first=$1
trap 'rm -rf "$work"' EXIT

# cost COMPILER FILE: "seconds megabytes"
cost() {
    for _ in 1 2 3; do
        /usr/bin/time -f '%U %S %M' -o "$work/time" "$1" -std=c++20 -fsyntax-only -I "$include" "$2" 2>"$work/errors" || { cat "$work/errors"; exit 1; }
        cat "$work/time"
    done | awk '{ t = $1 + $2; if (best == "" || t < best) best = t; if ($3 > peak) peak = $3 } END { printf "%.2f %.0f", best, peak / 1024 }'
}
# steps COMPILER FILE: the smallest limit on one evaluation that suffices, to within one percent
steps() {
    low=0 high=1048576
    while [ $((high - low)) -gt $((high / 100 + 1)) ]; do
        middle=$(((low + high) / 2))
        if "$1" -std=c++20 -fsyntax-only -fconstexpr-steps=$middle -I "$include" "$2" >/dev/null 2>&1; then high=$middle; else low=$middle; fi
    done
    echo $high
}
row() { printf '%-44s %-12s %8s %10s %12s\n' "$@"; }

row what compiler seconds megabytes steps
for compiler in "$@"; do
    name=$(basename "$compiler")
    # The first two are what the others stand on, for comparison.
    for headers in boost/graph/compressed_sparse_row_graph.hpp \
        "boost/hana.hpp boost/graph/compressed_sparse_row_graph.hpp nlohmann/json.hpp" \
        baton/workflow.hpp baton/engine/engine.hpp baton/baton.hpp; do
        for header in $headers; do echo "#include <$header>"; done >"$work/header.cpp"
        what=$(for header in $headers; do printf '%s ' "$(basename "$header" .hpp)"; done)
        set -- $(cost "$compiler" "$work/header.cpp")
        row "include: $what" "$name" "$1" "$2" -
    done
    for n in 10 100 300; do
        for spelling in macros list; do
            "$here/generate.sh" $spelling $n >"$work/made.cpp"
            set -- $(cost "$compiler" "$work/made.cpp")
            case $name in clang*) limit=$(steps "$compiler" "$work/made.cpp") ;; *) limit=- ;; esac
            row "$n tasks, $spelling" "$name" "$1" "$2" "$limit"
        done
    done
done

# Stripped size of the smallest program, and of one that does nothing.
echo 'int main() {}' >"$work/empty.cpp"
"$first" -std=c++20 -O2 -s "$work/empty.cpp" -o "$work/empty"
"$first" -std=c++20 -O2 -s -I "$include" "$here/../examples/hello/hello.cpp" -o "$work/hello"
row "stripped bytes: hello" "$(basename "$first")" "$(stat -c %s "$work/hello")" - -
row "stripped bytes: an empty program" "$(basename "$first")" "$(stat -c %s "$work/empty")" - -
