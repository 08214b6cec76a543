#!/usr/bin/env python3
"""Prove the two commands on bare machines: roots of Debian 12 and 13 and Ubuntu 24.04 with next to nothing in.

    sudo packaging/bare_roots.py [--cache DIR] [--tests ARGUMENTS] [--display :N] [MACHINE ...]

Every machine is a pristine debootstrap root under an overlay, with a clean clone of the last commit in it. There it
runs what a new user would type, and compares what comes back: ./run without a screen, ./test, ./run tour, a command
without a window, some of that a second time. MACHINE is one of those in MACHINES (default: all). The roots are built
once and kept in --cache.

Needs root, debootstrap, git and some 3 GB while it runs. The roots reach the network as this machine does: pip's and
apt's settings, certificates, name servers and local package folders are taken over, whatever they are.

Exit code 0: every machine passed.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rootfs import Borrowed, Release, Roots, booted

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKOUT = Path(__file__).resolve().parent.parent
PLACE = "/srv/famedit"
_EDITOR = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"]

DEBIAN_12 = Release("bookworm", "main", ("bookworm-updates",))
DEBIAN_13 = Release("trixie", "main", ("trixie-updates",))
UBUNTU_24 = Release("noble", "main universe", ("noble-updates", "noble-security"), ubuntu=True)


@dataclass(frozen=True)
class Machine:
    """A release, whether Python is on it, and who types.

    That is root, or a user who may not install anything; `private`: one who asks nobody else to do it either;
    `sudo`: one who may become root without a password.
    """

    release: Release
    python: bool = True
    user: bool = False
    private: bool = False
    sudo: bool = False


MACHINES = {
    "debian-12": Machine(DEBIAN_12),
    "debian-13": Machine(DEBIAN_13),
    "ubuntu-24.04": Machine(UBUNTU_24),
    "debian-12-no-python": Machine(DEBIAN_12, python=False),
    "debian-13-no-python": Machine(DEBIAN_13, python=False),
    "ubuntu-24.04-no-python": Machine(UBUNTU_24, python=False),
    "debian-12-user-no-python": Machine(DEBIAN_12, python=False, user=True),
    "debian-13-user": Machine(DEBIAN_13, user=True),
    "ubuntu-24.04-user": Machine(UBUNTU_24, user=True),
    "debian-13-sudo": Machine(DEBIAN_13, python=False, user=True, sudo=True),
    "debian-12-private": Machine(DEBIAN_12, user=True, private=True),
    "debian-13-private": Machine(DEBIAN_13, user=True, private=True),
    "ubuntu-24.04-private": Machine(UBUNTU_24, user=True, private=True),
}


@dataclass(frozen=True)
class Try:
    """One thing typed on the machine: what has to come back, and what its output has to hold."""

    name: str
    command: str
    code: int = 0
    says: str = ""
    as_root: bool = False


PRINTED = "(the command that was printed)"


def tries(machine: Machine, tests: str, display: str | None) -> list[Try]:
    """List what is typed on this machine, in order."""
    test = f"./test {tests}".strip()
    typed = [Try("./run without a screen", "./run", 1, "./run tour DIR")]
    if machine.sudo:
        allowed = "echo 'editor ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/editor"
        sudo = f"apt-get update && apt-get install -y --no-install-recommends sudo && {allowed}"
        typed.append(Try("sudo is there", sudo, as_root=True))
    elif machine.private:
        certificates = "apt-get update && apt-get install -y --no-install-recommends ca-certificates"
        typed += [
            Try("ca-certificates, which a private set-up needs", certificates, as_root=True),
            Try(f"first {test}, nothing else installed", f"FAMEDIT_PRIVATE_LIBS=1 {test}"),
        ]
    elif machine.user:
        typed += [
            Try(f"{test} says what is missing", test, 3, "This one command does it"),
            Try("the administrator types that", PRINTED, as_root=True),
        ]
    on_a_desk = "./run --database sqlite:////tmp/desk.db"
    tour = "./run tour /tmp/tour && ls -l /tmp/tour && ls /tmp/tour/*.png >/dev/null"
    typed += [
        *([] if machine.private else [Try(f"first {test}", test)]),
        Try(f"second {test}", test),
        Try("./run sample and list", f"{on_a_desk} sample && {on_a_desk} list"),
        Try("./run tour DIR", tour),
        Try("./run --version, all being there", "./run --version"),
    ]
    if not machine.user:
        typed.append(Try("libraries for a window", "packaging/prepare.sh run window"))
        if display:
            shown = f"DISPLAY={display} timeout --preserve-status -s TERM 20 ./run; code=$?"
            typed.append(Try(f"the window on {display} for 20 s", f"{shown}; [ $code = 143 ] || [ $code = 0 ]"))
    return typed


def prove(name: str, roots: Roots, clone: Path, options: argparse.Namespace) -> bool:
    """Run everything on one machine; whether all of it came back as it should."""
    machine = MACHINES[name]
    pristine = roots.pristine(machine.release, python=machine.python)
    log = roots.cache / "logs" / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    print(f"\n{name}  (log: {log})", flush=True)
    borrowed = Borrowed()
    passed = True
    with booted(pristine, roots.cache / "tries" / name, borrowed) as inside, log.open("w", encoding="utf-8") as out:
        _copy_in([*inside, *borrowed.environment("/root")], clone, user=machine.user)
        for entry in tries(machine, options.tests, options.display):
            said = log.read_text(encoding="utf-8")
            command = _printed_command(said) if entry.command == PRINTED else entry.command
            out.write(f"\n$ {command}\n")
            out.flush()
            as_user = machine.user and not entry.as_root
            words = [
                *inside,
                *borrowed.environment("/home/editor" if as_user else "/root"),
                *(_EDITOR if as_user else ()),
            ]
            began = time.monotonic()
            script = ["sh", "-c", f"cd {PLACE} && {command}"]
            done = subprocess.run([*words, *script], stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False)
            took = time.monotonic() - began
            good = done.returncode == entry.code and entry.says in log.read_text(encoding="utf-8")[len(said) :]
            passed &= good
            verdict = "ok    " if good else "FAILED"
            print(f"  {verdict} {took:6.1f} s  {entry.name}  (exit {done.returncode})", flush=True)
        _copy_out(inside, log.with_name(f"{name}-tour"))
    return passed


def _copy_in(inside: Sequence[str], clone: Path, *, user: bool) -> None:
    pack = subprocess.Popen(["tar", "-C", clone, "-cf", "-", "."], stdout=subprocess.PIPE)
    owner = "useradd -m -u 1000 editor && chown -R editor: ." if user else "true"
    script = f"mkdir -p {PLACE} && cd {PLACE} && tar -xf - --no-same-owner && {owner}"
    subprocess.run([*inside, "sh", "-c", script], stdin=pack.stdout, check=True)
    pack.wait()


def _copy_out(inside: Sequence[str], folder: Path) -> None:
    """Keep what the tour left behind, to be looked at."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    script = [*inside, "sh", "-c", "if cd /tmp/tour 2>/dev/null; then tar -cf - .; else tar -cf - -T /dev/null; fi"]
    packed = subprocess.run(script, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-C", folder, "-xf", "-", "--no-same-owner"], input=packed, check=True)


def _printed_command(said: str) -> str:
    """Take the one command out of what set-up printed, as an administrator would: without sudo's or su's part."""
    printed = re.findall(r"^ {4}(\S.*)$", said, re.MULTILINE)
    if not printed:
        return "echo no command was printed; false"
    words = shlex.split(printed[-1])
    if words[0] in ("su", "sudo"):
        return words[-1] if "-c" in words else shlex.join(words[1:])
    return printed[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("machines", nargs="*", metavar="MACHINE", help=f"of {', '.join(MACHINES)}")
    parser.add_argument("--cache", type=Path, default=Path("/var/cache/famedit-roots"), help="where the roots are kept")
    parser.add_argument("--tests", default="", metavar="ARGUMENTS", help="for ./test (default: none, the quick tests)")
    parser.add_argument("--display", help="an X display of this machine: the real window is shown there as well")
    parser.add_argument("--mirror", help="a Debian mirror (default: the one of this machine)")
    parser.add_argument("--ubuntu-mirror", help="an Ubuntu mirror (default: debootstrap's)")
    options = parser.parse_args()
    if unknown := set(options.machines) - set(MACHINES):
        parser.error(f"no such machine: {', '.join(sorted(unknown))}")
    if os.geteuid() != 0:
        sys.exit("This needs root: it makes root file systems and mounts them.")
    for program in ("debootstrap", "git", "unshare", "nsenter"):
        if not shutil.which(program):
            sys.exit(f"This needs {program}.")
    options.cache.mkdir(parents=True, exist_ok=True)
    roots = Roots(options.cache, options.mirror, options.ubuntu_mirror)
    clone = options.cache / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", "--no-local", CHECKOUT, clone], check=True)
    outcomes = {name: prove(name, roots, clone, options) for name in options.machines or MACHINES}
    print()
    for name, passed in outcomes.items():
        print(f"{'passed' if passed else 'FAILED'}  {name}")
    return 0 if all(outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
