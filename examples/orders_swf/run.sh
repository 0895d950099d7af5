#!/bin/sh
# What the test of this example runs: run.sh PROGRAM, in an empty folder.
exec "$1"
