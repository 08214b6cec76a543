# shellcheck shell=sh disable=SC2154 # whoever reads this sets $root
# Read by run and test: whether the checkout in $root is ready, and making it so. Until set-up has something to do, this
# costs one process (cksum); everything else is the shell itself.

# is_ready NEED...: whether set-up has made all this ready, from the files as they are now
is_ready() {
    [ -x "$root/.venv/bin/python" ] || return 1
    { read -r have && read -r made_from; } 2>/dev/null <"$root/.venv/prepared" || return 1
    for need in "$@"; do
        case " $have " in
        *" $need "*) ;;
        *) return 1 ;;
        esac
    done
    sums=$(cd -- "$root" && cksum requirements.lock requirements-dev.lock packaging/syslibs.txt) || return 1
    unset IFS
    set -f
    # shellcheck disable=SC2086 # the words of all lines, one blank between
    set -- $sums
    set +f
    [ "$*" = "$made_from" ]
}

# make_ready NEED...: sets up what is not ready; ends the script when that fails. FAMEDIT_NO_SETUP takes .venv as it is.
make_ready() {
    if [ -z "${FAMEDIT_NO_SETUP-}" ] && ! is_ready "$@"; then
        sh "$root/packaging/prepare.sh" "$@" || exit
    fi
}

# start ARGUMENT...: becomes the environment's Python, which finds the program in the checkout and nothing in the current folder
start() {
    if [ -r "$root/.setup/libs/environment.sh" ]; then
        # shellcheck source=/dev/null
        . "$root/.setup/libs/environment.sh"
    fi
    unset PYTHONHOME
    PYTHONPATH=$root
    export PYTHONPATH
    exec "$root/.venv/bin/python" -P "$@"
}
