"""Passwords of server desks come from the keyring, and a keyring that fails is spoken of only when it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import psycopg
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from sqlalchemy.exc import OperationalError

from famedit.core.errors import DeskError, DeskUnreachable
from famedit.services import passwords
from famedit.services.desk import open_desk
from famedit.store.faults import Where, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "postgresql+psycopg://ada@db.example:5433/desk"


class InMemory(KeyringBackend):
    """A keyring of this test alone."""

    priority = 1  # type: ignore[assignment]  # keyring's own class property

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = locked
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        if self.locked:
            raise KeyringLocked("The collection is locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before = keyring.get_keyring()
    mine = InMemory()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_the_password_is_looked_up_by_the_address(ring: InMemory) -> None:
    keyring.set_password("FamEdit", "ada@db.example:5433/desk", "p@ss/word")
    assert passwords.with_kept_password(URL) == ("postgresql+psycopg://ada:p%40ss%2Fword@db.example:5433/desk", "")
    keyring.set_password("FamEdit", "ada@db.example:5432/desk", "usual")
    url, _ = passwords.with_kept_password("postgresql://ada@db.example/desk")
    assert url == "postgresql+psycopg://ada:usual@db.example/desk"


def test_an_address_that_needs_nothing_of_the_keyring_does_not_ask_it(ring: InMemory, tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path / 'desk.famedit'}", "postgresql+psycopg://ada:own@db.example/desk"):
        assert passwords.with_kept_password(url) == (url, "")
    assert ring.asked == 0
    assert passwords.with_kept_password(URL) == (URL, "")
    assert ring.asked == 1


def refusal() -> DeskUnreachable:
    cause = psycopg.OperationalError("connection failed: fe_sendauth: no password supplied")
    told = in_words(OperationalError("connect", None, cause), Where("ada@db.example/desk", None))
    assert isinstance(told, DeskUnreachable)
    return told


def test_a_server_that_wants_a_password_says_where_to_put_it(ring: InMemory) -> None:
    told = passwords.refused(refusal(), URL, "")
    assert "refuses the name or the password" in told.message
    assert told.remedy.endswith("keyring set FamEdit ada@db.example:5433/desk")
    other = DeskUnreachable("The server does not answer.")
    assert passwords.refused(other, URL, "locked") is other


def test_a_locked_keyring_is_spoken_of_only_when_the_server_wants_a_password(ring: InMemory, tmp_path: Path) -> None:
    ring.locked = True
    assert passwords.with_kept_password(URL) == (URL, "The collection is locked")
    told = passwords.refused(refusal(), URL, "The collection is locked")
    assert "keyring cannot be read: The collection is locked." in told.message
    assert "Unlock the keyring" in told.remedy
    with pytest.raises(DeskError) as failed:
        # nobody listens there: that is what is wrong, whatever the keyring says
        open_desk("postgresql+psycopg://ada@127.0.0.1:1/desk", person="Ada", journal_dir=tmp_path, backup_dir=tmp_path)
    assert "keyring" not in str(failed.value)
