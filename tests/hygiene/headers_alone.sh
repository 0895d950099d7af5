#!/bin/sh
# Compiles every public header alone, warnings as errors: headers_alone.sh COMPILER INCLUDE_FOLDER [quick]
#
# quick, with clang (others do all of it): what a header includes is taken precompiled where it is one of a few that many
# include, which were compiled alone themselves; and the ProcessEngine is compiled once, by the header that is its source.
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
compile='echo "#include <{}>" | "$compiler" $flags $precompiled -fsyntax-only -x c++ - ||
    { echo "{} does not compile alone with $compiler"; exit 1; }'
if [ "$3" != quick ] || ! "$compiler" --version | grep -q clang; then
    export flags
    echo "$headers" | xargs -P "$(nproc)" -I{} sh -c "precompiled=; $compile"
    exit
fi

export flags="$flags -DBATON_PROCESS_ENGINE_APART=1"
export folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
hubs="nlohmann/json.hpp baton/core/definition.hpp baton/graph/graph.hpp baton/engine/scopes.hpp baton/engine/engine.hpp
    baton/engine/restore.hpp baton/expression/value.hpp baton/expression/function_helpers.hpp
    baton/expression/functions.hpp baton/expression/expression.hpp baton/runner/snapshot_json.hpp
    baton/runner/process_model.hpp baton/runner/process_instance.hpp baton/bpmn/check.hpp baton/bpmn/import.hpp
    baton/testing/scenario_run.hpp baton/store/store.hpp baton/decider/event.hpp baton/decider/backend.hpp
    baton/decider/json.hpp baton/decider/swf/json_protocol.hpp baton/service/service.hpp baton/cli/store_access.hpp"
hubs=$(echo "$hubs" | xargs -n 1 | grep -xF -e "nlohmann/json.hpp" -e "$headers")
echo "$hubs" | xargs -P "$(nproc)" -I{} sh -c 'echo "#include <{}>" |
    "$compiler" $flags -fpch-instantiate-templates -x c++-header - -o "$folder/$(echo {} | tr / _).pch" ||
    { echo "{} does not compile alone with $compiler"; exit 1; }' || exit
# Each header behind the greatest hub that it reaches by its includes.
find baton -name '*.hpp' | xargs grep -E '^#include ["<]' /dev/null | awk -v headers="$headers" -v hubs="$hubs" '
    { split($0, part, ":#include "); target = substr(part[2], 2, length(part[2]) - 2)
      if (part[2] ~ /^"/) { path = part[1]; sub("[^/]*$", "", path); target = path target }
      while (target ~ /[^\/]+\/\.\.\//) sub("[^/]+/[.][.]/", "", target)
      includes[part[1]] = includes[part[1]] " " target }
    function reach(file, seen,  i, n, next_files) {
        if (file in seen) return
        seen[file] = 1
        n = split(includes[file], next_files, " ")
        for (i = 1; i <= n; ++i) reach(next_files[i], seen) }
    END { n = split(headers, h, "\n"); m = split(hubs, hub, "[ \n]+")
          for (j = 1; j <= m; ++j) { delete seen; reach(hub[j], seen); size[hub[j]] = length(seen) }
          for (i = 1; i <= n; ++i) {
              delete seen
              reach(h[i], seen)
              best = "none"; is_hub = 0
              for (j = 1; j <= m; ++j) {
                  if (hub[j] == h[i]) is_hub = 1
                  else if (hub[j] in seen && size[hub[j]] >= size[best]) best = hub[j] }
              if (!is_hub) { gsub("/", "_", best); print h[i], best } } }' >"$folder/list"
xargs -P "$(nproc)" -L 1 sh -c '
    precompiled=
    [ "$1" = none ] || precompiled="-include-pch $folder/$1.pch"
    '"$(echo "$compile" | sed 's/{}/$0/g')" <"$folder/list"
