"""Root file systems of bare machines: built with debootstrap, started under an overlay that is thrown away.

bare_roots.py says what is done with them. Needs root.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCRIPTS = Path("/usr/share/debootstrap/scripts")
_PASSED_ON = re.compile(r"^(PIP_|UV_|SSL_CERT|CURL_CA|REQUESTS_CA|NODE_EXTRA_CA|(https?|no|all)_proxy$)", re.IGNORECASE)
# the keys Ubuntu signs its archive and its images with (2012, 2012, 2018); a keyring with any other is refused
_UBUNTU_KEYS = {
    "790BC7277767219C42C86F933B4FE6ACC0B21F32",
    "843938DF228D22F7B3742BC0D94AA3F0EFE21092",
    "F6ECB3762474EDA9D21B7022871920D1991BC93C",
}


@dataclass(frozen=True)
class Release:
    """One release of a distribution: what debootstrap is told, and what apt is told in the root."""

    suite: str
    components: str
    also: tuple[str, ...]
    ubuntu: bool = False


class Roots:
    """The pristine roots in the cache folder."""

    def __init__(self, cache: Path, mirror: str | None, ubuntu_mirror: str | None) -> None:
        self.cache = cache
        self._mirror = mirror or _debian_mirror()
        self._ubuntu_mirror = ubuntu_mirror or _default_mirror("gutsy")

    def pristine(self, release: Release, *, python: bool) -> Path:
        """Give the folder of a root, built now if it is not there yet."""
        folder = self.cache / (release.suite + ("-python" if python else ""))
        if (folder / "etc").is_dir():
            return folder
        draft = folder.with_name(folder.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        began = time.monotonic()
        print(f"building {folder.name} ...", end=" ", flush=True)
        self._debootstrap(release, draft, ["python3"] if python else [])
        # a machine that is really bare has no package lists either
        for lists in (draft / "var/lib/apt/lists", draft / "var/cache/apt"):
            shutil.rmtree(lists)
            lists.mkdir()
        draft.rename(folder)
        print(f"{time.monotonic() - began:.0f} s")
        return folder

    def _debootstrap(self, release: Release, folder: Path, packages: list[str]) -> None:
        mirror = self._ubuntu_mirror if release.ubuntu else self._mirror
        command = ["debootstrap", "--variant=minbase", f"--components={release.components.replace(' ', ',')}"]
        command += [f"--include={','.join(packages)}"] if packages else []
        script: list[Path] = []
        if release.ubuntu:
            command += ["--force-check-gpg", f"--keyring={self._ubuntu_keyring()}"]
            # a debootstrap older than the release has no script for it; all of Ubuntu's are this one
            script = [_SCRIPTS / "gutsy"]
        log = self.cache / f"{folder.name}.log"
        with log.open("w", encoding="utf-8") as out:
            words = [*command, release.suite, folder, mirror, *script]
            done = subprocess.run(words, stdout=out, stderr=out, check=False)
        if done.returncode != 0:
            sys.exit(f"debootstrap failed; see {log}")
        sources = [f"deb {mirror} {suite} {release.components}" for suite in (release.suite, *release.also)]
        (folder / "etc/apt/sources.list").write_text("\n".join(sources) + "\n", encoding="utf-8")

    def _ubuntu_keyring(self) -> Path:
        """Give Ubuntu's keyring: this machine's, or the archive's own when every key in it is one we know."""
        installed = Path("/usr/share/keyrings/ubuntu-archive-keyring.gpg")
        kept = self.cache / "ubuntu-archive-keyring.gpg"
        if installed.exists() or kept.exists():
            return installed if installed.exists() else kept
        work = self.cache / "keyring.new"
        shutil.rmtree(work, ignore_errors=True)
        for name in ("lists/partial", "cache/archives/partial", "sources"):
            (work / name).mkdir(parents=True)
        (work / "sources.list").write_text(f"deb [trusted=yes] {self._ubuntu_mirror} noble main\n", encoding="utf-8")
        (work / "status").touch()
        places = {"State::Lists": "lists", "Cache": "cache", "Etc::SourceParts": "sources"}
        places |= {"Etc::SourceList": "sources.list", "State::status": "status"}
        apt = ["apt-get", "-q", "-oAPT::Sandbox::User=root", *(f"-oDir::{k}={work / v}" for k, v in places.items())]
        subprocess.run([*apt, "update"], check=True, capture_output=True)
        subprocess.run([*apt, "download", "ubuntu-keyring"], check=True, capture_output=True, cwd=work)
        subprocess.run(["dpkg-deb", "-x", next(work.glob("ubuntu-keyring_*.deb")), work / "tree"], check=True)
        found = work / "tree" / installed.relative_to("/")
        show = ["gpg", "--homedir", work, "--show-keys", "--with-colons", found]
        shown = subprocess.run(show, check=True, capture_output=True, text=True).stdout
        keys = set(re.findall(r"^pub:.*\n(?:.*\n)*?fpr:+([0-9A-F]{40}):", shown, re.MULTILINE))
        if not keys or not keys <= _UBUNTU_KEYS:
            sys.exit(f"the keyring of the Ubuntu archive holds keys that are not known: {keys - _UBUNTU_KEYS}")
        shutil.move(found, kept)
        shutil.rmtree(work)
        return kept


def _debian_mirror() -> str:
    """Take the mirror this machine's own apt uses, if it is a Debian; else debootstrap's."""
    paths = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for path in paths:
        if path.suffix not in (".list", ".sources") or not path.exists():
            continue
        text = path.read_text(encoding="utf-8")
        found = re.search(r"^(?:URIs:|deb\s+(?:\[.*?\]\s+)?)\s*(\S+/debian)/?(?:\s|$)", text, re.MULTILINE)
        if found:
            return found[1]
    return _default_mirror("sid")


def _default_mirror(script: str) -> str:
    """Read the mirror a debootstrap script falls back to; empty when it leaves that to debootstrap."""
    found = re.findall(r"default_mirror\s+(\S+)", (_SCRIPTS / script).read_text(encoding="utf-8"))
    return next((mirror for mirror in found if "old" not in mirror), "")


# ------------------------------------------------------------------------------- what a root takes from this machine


class Borrowed:
    """How this machine reaches the network, for a root to do the same, whatever it is.

    `folders` are what the root has to see, here -> there: package folders of pip, and certificates. What belongs to
    the system (/etc, /usr) gets another place there, because packages of the root want to write to the real one.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = {name: value for name, value in environ.items() if _PASSED_ON.match(name)}
        self.folders = {folder: self._place(folder) for folder in self._find()}

    def environment(self, home: str) -> list[str]:
        """Write the `env` words for a clean environment: a new login's, and what the network needs."""
        passed = [f"{name}={self._translated(value)}" for name, value in self._environ.items()]
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return ["env", "-i", f"HOME={home}", path, "CI=true", *passed]

    def write_settings(self, root: Path) -> None:
        """Write name servers, pip's and apt's settings into the upper layer of a root's overlay."""
        (root / "etc/xdg/pip").mkdir(parents=True)
        (root / "etc/apt/apt.conf.d").mkdir(parents=True)
        settings = {name: Path("/etc", name) for name in ("resolv.conf", "hosts", "pip.conf")}
        # what is this user's own here is everybody's there
        settings["xdg/pip/pip.conf"] = Path.home() / ".config/pip/pip.conf"
        for name, path in settings.items():
            if path.exists():
                text = self._translated(path.read_text(encoding="utf-8"))
                (root / "etc" / name).write_text(text, encoding="utf-8")
        dumped = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
        kept = [line for line in dumped.splitlines() if re.match(r"Acquire::(https?|ForceIPv[46]|Retries)\b", line)]
        text = self._translated("\n".join(kept) + "\n")
        (root / "etc/apt/apt.conf.d/90machine").write_text(text, encoding="utf-8")

    def _translated(self, text: str) -> str:
        for here, there in self.folders.items():
            text = text.replace(str(here), str(there)) if here != there else text
        return text

    def _find(self) -> list[Path]:
        pip = [sys.executable, "-m", "pip", "config", "list"]
        wanted = list(self._environ.values())
        for line in subprocess.run(pip, capture_output=True, text=True, check=False).stdout.splitlines():
            key, _, value = line.partition("=")
            if re.search(r"index-url|find-links|cert$", key):
                wanted += str(ast.literal_eval(value)).split()
        found: set[Path] = set()
        for word in wanted:
            path = Path(word.removeprefix("file://"))
            if path.is_absolute() and path.exists():
                # an index's pages point to files beside them
                found.add(path.parent if path.is_file() or path.name == "simple" else path)
        return sorted(path for path in found if not any(other in path.parents for other in found))

    def _place(self, folder: Path) -> Path:
        return Path("/srv/machine", folder.relative_to("/")) if folder.parts[1] in ("etc", "usr") else folder


# ------------------------------------------------------------------------------------------------------ a running root


@contextlib.contextmanager
def booted(pristine: Path, work: Path, borrowed: Borrowed) -> Iterator[list[str]]:
    """Lay a fresh overlay over a root and give the words that run a command in it.

    The mounts live in a mount namespace of their own, held open by one waiting process; when that is gone, so are they.
    """
    shutil.rmtree(work, ignore_errors=True)
    for name in ("upper", "work", "root"):
        (work / name).mkdir(parents=True)
    borrowed.write_settings(work / "upper")
    root = work / "root"
    lines = [
        "set -e",
        f"mount -t overlay overlay -o lowerdir={pristine},upperdir={work}/upper,workdir={work}/work {root}",
        f"mount -t proc proc {root}/proc",
        f"mount --rbind /sys {root}/sys",
        f"mount --rbind /dev {root}/dev",
        f"mount -t tmpfs tmpfs {root}/dev/shm",  # noqa: S108 -- a mount point
    ]
    for here, there in borrowed.folders.items():
        lines.append(f"mkdir -p {root}{there} && mount --bind -o ro {here} {root}{there}")
    # not chroot: the kernel refuses user namespaces in one, and the web engine's sandbox is made of them
    lines += [f"mkdir {root}/old && cd {root} && pivot_root . old && cd / && umount -l /old && rmdir /old"]
    script = "\n".join([*lines, "echo up", "read -r _ || true"])
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
    holder = subprocess.Popen([*unshare, "sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if holder.stdout is None or holder.stdin is None or holder.stdout.readline() != "up\n":
            sys.exit("the root could not be mounted")
        children = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text(encoding="ascii")
        yield ["nsenter", f"--target={children.split()[0]}", "--mount", "--pid"]
    finally:
        if holder.stdin:
            holder.stdin.close()
        holder.wait(timeout=60)
        shutil.rmtree(work, ignore_errors=True)
