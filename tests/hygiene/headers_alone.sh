#!/bin/sh
# Compiles every public header alone, warnings as errors: headers_alone.sh COMPILER INCLUDE_FOLDER [quick]
#
# quick, with clang: the ProcessEngine is compiled once, by the header that is its source; and what a header includes
# anyway is taken from a precompiled header, so that it is compiled as it would be alone, in a fraction of the time.
export compiler=$1 include=$2
export graphviz="$(pkg-config --cflags libcgraph libgvc 2>/dev/null)"
cd "$include" || exit 2
# What users do not include is reached through what they do.
headers=$(find baton -name '*.hpp' | grep -vE '/detail/|bpmn/(mapping|rules)/' | sort)
if [ -z "$graphviz" ]; then
    echo "Graphviz was not found: its headers are left out"
    headers=$(echo "$headers" | grep -vE 'diagram/(graphviz|picture_file)')
fi
if ! echo '#include <pugixml.hpp>' | "$compiler" -fsyntax-only -x c++ - 2>/dev/null; then
    echo "pugixml was not found: its headers are left out"
    headers=$(echo "$headers" | grep -vE '^baton/(bpmn/|cli/(main|check|test|run|look|operate|worker|store_access|task_command)|service/stored_models|testing/scenario(_catch2)?.hpp)')
fi
if [ ! -e /usr/include/CLI/CLI.hpp ]; then
    echo "CLI11 was not found: its header is left out"
    headers=$(echo "$headers" | grep -vE '^baton/cli/(main|subcommand|check|test|run|look|operate|worker|store_access)')
fi
if ! echo '#include <sqlite3.h>' | "$compiler" -fsyntax-only -x c++ - 2>/dev/null; then
    echo "SQLite was not found: its header is left out"
    headers=$(echo "$headers" | grep -v '^baton/store/sqlite_store')
fi
if ! echo '#include <curl/curl.h>' | "$compiler" -fsyntax-only -x c++ - 2>/dev/null; then
    echo "libcurl was not found: its headers are left out"
    headers=$(echo "$headers" | grep -vE '^baton/decider/swf/(http|client|swf_backend)')
fi
export libpq="$(pkg-config --cflags libpq 2>/dev/null)"
if ! pkg-config --exists libpq 2>/dev/null; then
    echo "libpq was not found: its header is left out"
    headers=$(echo "$headers" | grep -v '^baton/store/postgres_store')
fi
flags="-std=c++20 -I $include $(echo "$graphviz $libpq" | sed "s/-I/-isystem /g") -Wall -Wextra -Wpedantic -Wshadow \
    -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast -Werror -Wno-missing-field-initializers"
export flags
compile='"$compiler" $flags $hub -fsyntax-only -x c++ - || { echo "{} does not compile alone with $compiler"; exit 255; }'
if [ "$3" = quick ]; then
    flags="$flags -DBATON_PROCESS_ENGINE_APART=1"
    export hubs=$(mktemp -d)
    trap 'rm -rf "$hubs"' EXIT
    # From the least to the greatest.
    for hub in nlohmann/json.hpp baton/core/definition.hpp baton/expression/expression.hpp baton/engine/engine.hpp \
        baton/runner/process_engine.hpp baton/bpmn/check.hpp baton/service/service.hpp; do
        name=$(echo $hub | tr / _)
        echo "#include <$hub>" >"$hubs/$name"
        # shellcheck disable=SC2086
        "$compiler" $flags -fpch-instantiate-templates -x c++-header "$hubs/$name" -o "$hubs/$name.pch" 2>"$hubs/log" ||
            { [ ! -s "$hubs/log" ] || cat "$hubs/log"; echo "$hub cannot be precompiled"; exit 1; }
        echo "$hub" >>"$hubs/list"
    done
    compile='
    includes=$(echo "#include <{}>" | "$compiler" $flags -M -x c++ -)
    while read -r one; do
        case "$includes" in
            */"${one#baton/}"*) [ "$one" = {} ] || hub="-include-pch $hubs/$(echo $one | tr / _).pch" ;;
        esac
    done <"$hubs/list"
    echo "#include <{}>" | '"$compile"
else
    compile='echo "#include <{}>" | '"$compile"
fi
echo "$headers" | xargs -P "$(nproc)" -I{} sh -c "hub=; $compile"
