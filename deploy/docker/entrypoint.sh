#!/bin/sh
# Secrets may come as files named like the variables, as Docker and Kubernetes mount them, so that they stand neither
# in the image nor in what `docker inspect` shows.
set -eu
for file in "${PIN_ADVISOR_SECRETS:-/run/secrets}"/PIN_ADVISOR_*; do
    [ -f "$file" ] && export "$(basename "$file")=$(cat "$file")"
done
exec "$@"
