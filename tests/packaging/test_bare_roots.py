"""What the bare-root proof asks of its machines, without starting one."""

from __future__ import annotations

import bare_roots
import pytest
import rootfs


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("    su -c 'apt-get update && apt-get install -y a b'\n", "apt-get update && apt-get install -y a b"),
        ("    sudo sh -c 'apt-get update && apt-get install -y a'\n", "apt-get update && apt-get install -y a"),
        ("    sudo dnf -y install a b\n", "dnf -y install a b"),
    ],
)
def test_the_printed_command_is_typed_as_it_stands(printed: str, typed: str) -> None:
    said = f"$ ./test\nThis one command does it; then run this again:\n\n{printed}\n"
    assert bare_roots._printed_command(said) == typed


def test_no_printed_command_fails() -> None:
    assert bare_roots._printed_command("nothing of the kind").endswith("false")


def test_every_release_is_tried_with_python_without_and_by_a_user() -> None:
    machines = bare_roots.MACHINES.values()
    for release in (bare_roots.DEBIAN_12, bare_roots.DEBIAN_13, bare_roots.UBUNTU_24):
        mine = [machine for machine in machines if machine.release == release]
        assert {machine.python for machine in mine} == {True, False}
        assert {machine.user for machine in mine} == {True, False}


def test_both_commands_are_tried_everywhere() -> None:
    for machine in bare_roots.MACHINES.values():
        commands = [entry.command for entry in bare_roots.tries(machine, "", None)]
        assert commands[0] == "./run"
        assert sum(command.endswith("./test") for command in commands) + machine.private >= 2
        assert any(command.startswith("./run tour") for command in commands)
        assert (bare_roots.PRINTED in commands) is (machine.user and not machine.private and not machine.sudo)


def test_what_a_root_borrows_has_another_place_where_packages_write(monkeypatch: pytest.MonkeyPatch) -> None:
    borrowed = rootfs.Borrowed({"SSL_CERT_DIR": "/etc", "SECRET": "x", "https_proxy": "a proxy"})
    words = borrowed.environment("/root")
    assert "SSL_CERT_DIR=/srv/machine/etc" in words
    assert "https_proxy=a proxy" in words
    assert not any(word.startswith("SECRET") for word in words)
