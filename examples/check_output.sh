#!/bin/sh
# check_output.sh EXPECTED COMMAND...: runs the command in an empty folder and compares what it prints.
expected=$1
shift
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
"$@" > output.txt || { cat output.txt; echo "exit status $?"; exit 1; }
diff "$expected" output.txt
