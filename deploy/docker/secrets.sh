#!/bin/sh
# Makes the secrets of docker-compose.yml, once; those that are there stay as they are.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
cd secrets
random() { openssl rand -hex 24; }
keep() { # name, contents
    [ -e "$1" ] || printf '%s' "$2" >"$1"
    chmod 444 "$1" # containers read it as users of their own; the folder is closed
}
keep postgres_password "$(random)"
keep redis_password "$(random)"
keep PIN_ADVISOR_SESSION_KEYS "a:$(random)"
keep PIN_ADVISOR_DATABASE_URL "postgresql://pins:$(cat postgres_password)@postgres/pins"
keep PIN_ADVISOR_REDIS_URL "redis://:$(cat redis_password)@redis:6379/0"
