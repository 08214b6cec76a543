#!/bin/sh
# Writes the lock files anew from pyproject.toml. What is locked stays at its version; --upgrade takes the newest of everything,
# --upgrade-package NAME of one package. Needs uv (the one set-up fetched into .setup, or one on PATH).
#
#   requirements.lock          what the program needs
#   requirements-dev.lock      that, and what the checks need; the same versions
#   packaging/bootstrap.lock   the uv that set-up fetches
set -eu
cd "$(dirname "$0")/.."

uv=.setup/tools/bin/uv
[ -x "$uv" ] || uv=uv

compile() { # compile OUTPUT ARGUMENT...
    output=$1
    shift
    # one lock for every system and every Python we take; hashes of every file; no address of any index in it
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --output-file "$output" "$@"
}

compile requirements.lock pyproject.toml "$@"
compile requirements-dev.lock pyproject.toml --group dev --constraint requirements.lock "$@"
compile packaging/bootstrap.lock packaging/bootstrap.in "$@"
if grep -n '://' requirements.lock requirements-dev.lock packaging/bootstrap.lock; then
    echo "a lock file names an address; it must not" >&2
    exit 1
fi
