"""The table of system libraries: whole, and what Qt's wheels really link to."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import PySide6
import pytest
import steps
import syslibs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the table is for Linux")

# part of the C library and the compiler's runtime: a system without them runs no Python
BASE = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libgcc_s.so.1"}

QT = Path(PySide6.__file__).parent
OFFSCREEN = (
    *(
        f"{name}.abi3.so"
        for name in ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg", "QtPrintSupport", "QtUiTools")
    ),
    *(f"{name}.abi3.so" for name in ("QtTest", "QtWebChannel", "QtWebEngineCore", "QtWebEngineWidgets")),
    "Qt/libexec/QtWebEngineProcess",
    "Qt/plugins/platforms/libqoffscreen.so",
    *("Qt/plugins/imageformats/*.so", "Qt/plugins/iconengines/*.so", "Qt/plugins/tls/*.so"),
)
WINDOW = (
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqwayland*.so",
    "Qt/plugins/xcbglintegrations/*.so",
    "Qt/plugins/platforminputcontexts/*.so",
    *("Qt/plugins/wayland-shell-integration/*.so", "Qt/plugins/wayland-decoration-client/*.so"),
    "Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
)


def needed(path: Path) -> list[str]:
    """Read from a 64-bit little-endian ELF file the libraries it names (its DT_NEEDED entries)."""
    data = path.read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        return []
    (start,) = struct.unpack_from("<Q", data, 40)
    size, count = struct.unpack_from("<HH", data, 58)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, start + index * size) for index in range(count)]
    found: list[str] = []
    for _name, kind, _flags, _address, offset, length, link, *_ in sections:
        if kind != 6:  # SHT_DYNAMIC
            continue
        strings = sections[link][4]
        for entry in range(offset, offset + length, 16):
            tag, value = struct.unpack_from("<QQ", data, entry)
            if tag == 1:  # DT_NEEDED
                found.append(data[strings + value : data.index(b"\0", strings + value)].decode())
    return found


def asked_of_the_system(patterns: tuple[str, ...]) -> set[str]:
    """Find what these files of the wheels need, and what those need, as far as no wheel brings it."""
    folders = (QT, QT / "Qt/lib", QT.parent / "shiboken6")
    inside = {path.name: path for folder in folders for path in folder.glob("*.so*")}
    waiting = [path for pattern in patterns for path in QT.glob(pattern)]
    assert len(waiting) >= len(patterns)
    seen: set[Path] = set()
    outside: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in needed(path):
            if name in inside:
                waiting.append(inside[name])
            elif name not in BASE and not name.startswith("ld-linux"):
                outside.add(name)
    return outside


def sonames(group: str) -> set[str]:
    return {library.soname for library in syslibs.read_table() if library.group == group}


def test_the_table_is_whole() -> None:
    table = syslibs.read_table()
    assert {library.group for library in table} == set(syslibs.GROUPS)
    names = [library.soname for library in table]
    assert len(names) == len(set(names)), "each library once"
    for library in table:
        assert ".so" in library.soname or library.soname.startswith("/")
        for name in (library.dnf, library.pacman, library.zypper):
            assert "|" not in name
        assert len(library.apt.split("|")) <= 2


def test_the_table_names_what_the_wheels_link_to() -> None:
    offscreen = asked_of_the_system(OFFSCREEN)
    assert offscreen - sonames("offscreen") == set()
    assert asked_of_the_system(WINDOW) - sonames("offscreen") - sonames("window") == set()


def test_the_table_asks_for_nothing_the_wheels_do_not_need() -> None:
    linked = asked_of_the_system(OFFSCREEN) | asked_of_the_system(WINDOW)
    listed = {library.soname for library in syslibs.read_table() if not library.soname.startswith("/")}
    assert listed - linked == set()


def test_a_window_needs_what_offscreen_needs() -> None:
    assert syslibs.groups_for(["run", "window"]) == ("offscreen", "window")
    assert syslibs.groups_for(["test", "offscreen"]) == ("offscreen",)
    assert syslibs.groups_for(["run"]) == ()


def test_this_machine_has_what_these_tests_need() -> None:
    assert syslibs.missing(["offscreen"]) == ()


def test_what_is_missing_is_found(tmp_path: Path) -> None:
    absent = syslibs.Library("offscreen", "libnowhere.so.9", *["x"] * 4)
    assert not absent.is_present()
    assert not syslibs.Library("offscreen", str(tmp_path / "none"), *["x"] * 4).is_present()
    assert syslibs.Library("offscreen", "libc.so.6", *["x"] * 4).is_present()


def test_the_configuration_of_fonts_may_be_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration = syslibs.Library("offscreen", "/nowhere/fonts.conf", *["x"] * 4)
    monkeypatch.setenv("FONTCONFIG_PATH", str(tmp_path))
    assert not configuration.is_present()
    (tmp_path / "fonts.conf").touch()
    assert configuration.is_present()


def test_who_may_not_install_gets_the_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMEDIT_NO_INSTALL", "1")
    for tool in syslibs.TOOLS:
        monkeypatch.setattr(syslibs, "package_tool", lambda tool=tool: tool)
        lacking = [
            library for library in syslibs.read_table() if library.soname in ("libEGL.so.1", "libxcb-cursor.so.0")
        ]
        with pytest.raises(steps.SetupFailed) as failure:
            syslibs.install(lacking, steps.Steps(tmp_path / "log"), extra=["python3-venv"])
        assert failure.value.code == 3
        assert "libEGL.so.1" in failure.value.sentence
        commands = [line for line in failure.value.advice.splitlines() if line.startswith("    ")]
        assert len(commands) == 1
        for name in ("python3-venv", getattr(lacking[0], tool.name), getattr(lacking[1], tool.name)):
            assert name in commands[0]


def test_a_machine_without_a_known_package_manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syslibs, "package_tool", lambda: None)
    with pytest.raises(steps.SetupFailed, match=r"libEGL\.so\.1") as failure:
        syslibs.install(
            [library for library in syslibs.read_table() if "EGL" in library.soname], steps.Steps(tmp_path / "log")
        )
    assert failure.value.code == 3


@pytest.mark.parametrize(
    ("release", "name"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libasound2"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libasound2t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libasound2"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libasound2t64"),
        ({"ID": "debian"}, "libasound2t64"),
    ],
)
def test_without_package_lists_the_release_decides(
    release: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syslibs.platform, "freedesktop_os_release", lambda: release)
    assert syslibs._guess("libasound2t64|libasound2") == name
    assert syslibs._guess("libegl1") == "libegl1"


def test_an_old_or_other_c_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert syslibs.unsuitable() is None
    monkeypatch.setattr(syslibs.platform, "libc_ver", lambda: ("glibc", "2.31"))
    assert "2.34" in (syslibs.unsuitable() or "")
    monkeypatch.setattr(syslibs.platform, "libc_ver", lambda: ("", ""))
    assert "glibc" in (syslibs.unsuitable() or "")
    monkeypatch.setattr(syslibs.platform, "machine", lambda: "riscv64")
    assert "riscv64" in (syslibs.unsuitable() or "")
