"""Databases for the store: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from famedit.store.database import Database
from tests.desks import new_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def _web_engine_ready() -> None:
    """These tests need no Qt."""


@pytest.fixture(params=["sqlite", "postgresql"])
def desk_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from new_desk(request.param, tmp_path)


@pytest.fixture
def database(desk_url: str) -> Iterator[Database]:
    opened = Database(desk_url)
    yield opened
    opened.close()
