#!/bin/sh
# Finds a Python for FamEdit, or installs one where that is allowed, and hands over to prepare.py.
#
#   prepare.sh NEED...        (run, test, offscreen, window: see prepare.py)
#
# FAMEDIT_PYTHON    the Python to use
# FAMEDIT_NO_INSTALL   set: never install a system package, only print the command
set -u

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1

# CPython 3.11 to 3.14 of 64 bits with the GIL and with the modules set-up needs; "whole": it can also make an environment by itself
suits='
import sys, sysconfig
import ctypes, ssl, sqlite3, venv, zlib
if sys.argv[1] == "whole":
    import ensurepip
right = sys.implementation.name == "cpython" and (3, 11) <= sys.version_info < (3, 15) and sys.maxsize > 2**32
sys.exit(not right or bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
'

# find_python HOW: prints the first Python that suits; the one of the system comes first, its distribution looks after it
find_python() {
    for python in ${FAMEDIT_PYTHON:+"$FAMEDIT_PYTHON"} python3 python3.13 python3.12 python3.14 python3.11 python; do
        if command -v "$python" >/dev/null 2>&1 && "$python" -c "$suits" "$1" >/dev/null 2>&1; then
            printf '%s\n' "$python"
            return 0
        fi
    done
    return 1
}

# as_administrator COMMAND...: 3 when this user cannot become one
as_administrator() {
    if [ -n "${FAMEDIT_NO_INSTALL-}" ]; then
        return 3
    elif [ "$(id -u)" = 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null 2>&1; then
        return 3
    elif sudo -n true 2>/dev/null; then
        sudo -n "$@"
    elif [ -t 0 ] && [ -t 2 ]; then
        echo "  sudo may ask for your password, to install Python" >&2
        sudo "$@"
    else
        return 3
    fi
}

# libraries COLUMN NEED...: the packages of syslibs.txt these needs ask for, so that one command installs all there is to install
libraries() {
    column=$1
    shift
    case " $* " in
    *" window "*) groups=' offscreen window ' ;;
    *" offscreen "*) groups=' offscreen ' ;;
    *) return 0 ;;
    esac
    while read -r group _ apt dnf pacman zypper; do
        case $groups in
        *" $group "*) ;;
        *) continue ;;
        esac
        case $column in
        apt) name=$(known_to_apt "$apt") ;;
        dnf) name=$dnf ;;
        pacman) name=$pacman ;;
        *) name=$zypper ;;
        esac
        case " ${chosen-} " in
        *" $name "*) ;;
        *) chosen="${chosen-} $name" ;;
        esac
    done <"$here/syslibs.txt"
    printf '%s' "${chosen# }"
}

# known_to_apt "NEW|OLD": the first name apt knows. Where it has no lists yet: the names with t64 came with Debian 13 and Ubuntu 24.04
known_to_apt() {
    for name in $(printf '%s' "$1" | tr '|' ' '); do
        if apt-cache show "$name" >/dev/null 2>&1; then
            printf '%s' "$name"
            return
        fi
    done
    release=$(. /etc/os-release 2>/dev/null && printf '%s' "${ID-} ${VERSION_ID-}")
    case $release in
    "debian 12"* | "debian 11"* | "ubuntu 22"* | "ubuntu 23"*) printf '%s' "${1##*|}" ;;
    *) printf '%s' "${1%%|*}" ;;
    esac
}

apt_python() {
    for version in 3.13 3.12 3.14 3.11; do
        if apt-cache show "python$version-venv" >/dev/null 2>&1; then
            printf '%s' "python$version-venv python$version"
            return
        fi
    done
    printf '%s' "python3-venv python3"
}

rpm_python() {
    for version in 3.13 3.12 3.14 3.11; do
        case $1 in
        dnf) known=$(dnf -q list "python$version" 2>/dev/null) name=python$version ;;
        *) name=python$(printf '%s' "$version" | tr -d .) known=$(zypper -q search --match-exact "$name" 2>/dev/null) ;;
        esac
        if [ -n "$known" ]; then
            printf '%s' "$name"
            return
        fi
    done
    printf '%s' python3
}

# install_python NEED...: Python, and with it the libraries: one visit to the package manager
install_python() {
    if command -v apt-get >/dev/null 2>&1; then
        update='apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 update'
        install='env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 install --no-install-recommends'
        # shellcheck disable=SC2086 # words
        as_administrator $update >>"$log" 2>&1
        names="$(apt_python) $(libraries apt "$@")"
        typed="apt-get update && apt-get install -y --no-install-recommends $names"
    elif command -v dnf >/dev/null 2>&1; then
        install='dnf -y install'
        names="$(rpm_python dnf) $(libraries dnf "$@")"
        typed="dnf -y install $names"
    elif command -v zypper >/dev/null 2>&1; then
        install='zypper --non-interactive install --no-recommends'
        names="$(rpm_python zypper) $(libraries zypper "$@")"
        typed="zypper --non-interactive install --no-recommends $names"
    elif command -v pacman >/dev/null 2>&1; then
        install='pacman -Sy --noconfirm --needed'
        names="python $(libraries pacman "$@")"
        typed="pacman -S --needed $names"
    elif [ "$(uname -s)" = Darwin ]; then
        echo "FamEdit needs Python 3.11 to 3.14, and there is none here. This one command installs it; then run this again:" >&2
        printf '\n    %s\n\n' "brew install python@3.13" >&2
        exit 3
    else
        echo "FamEdit needs Python 3.11 to 3.14, and there is none here. Install it and run this again." >&2
        exit 3
    fi
    # shellcheck disable=SC2086 # words
    as_administrator $install $names >>"$log" 2>&1
    code=$?
    [ "$code" = 0 ] && return
    printf 'not done\n\n' >&2
    if [ "$code" = 3 ]; then
        echo "FamEdit needs Python 3.11 to 3.14, and there is none here. Installing needs an administrator." >&2
    else
        echo "FamEdit needs Python 3.11 to 3.14, and installing it failed:" >&2
        tail -n 5 "$log" >&2
    fi
    echo "This one command does it; then run this again:" >&2
    if command -v sudo >/dev/null 2>&1; then
        printf '\n    %s\n\n' "sudo sh -c '$typed'" >&2
    else
        printf '\n    %s\n\n' "su -c '$typed'" >&2
    fi
    exit 3
}

trap 'echo; echo "Set-up was interrupted; the next start takes it up again." >&2; exit 130' INT
python=$(find_python whole) || python=$(find_python bare) || {
    mkdir -p "$here/../.setup" && log=$here/../.setup/python.log && : >"$log" || exit 1
    echo "Setting FamEdit up: there is no Python 3.11 to 3.14 here." >&2
    printf '  Python and the system libraries through the package manager ... ' >&2
    install_python "$@"
    echo "done" >&2
    python=$(find_python whole) || python=$(find_python bare) || {
        echo "Python was installed but does not start; the log is .setup/python.log" >&2
        exit 1
    }
}
trap - INT
exec "$python" -E -s "$here/prepare.py" "$@"
