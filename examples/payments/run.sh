#!/bin/sh
# What the test of this example runs: run.sh PROGRAM, in an empty folder.
exec "$1" --store sqlite:payments.db --payments 60 --workers 2 --seconds-between-kills 0.3 --quiet
