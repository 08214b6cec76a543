"""Desks for the use cases: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from famedit.services.desk import Services, open_desk
from tests.desks import new_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def _web_engine_ready() -> None:
    """These tests need no Qt."""


@pytest.fixture(params=["sqlite", "postgresql"])
def desk_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from new_desk(request.param, tmp_path)


@pytest.fixture
def open_as(desk_url: str, tmp_path: Path) -> Iterator[Callable[..., Services]]:
    """Open the test's desk for a person, as another window or machine would."""
    opened: list[Services] = []

    def open_one(person: str = "Ada", url: str = desk_url) -> Services:
        services = open_desk(
            url, person=person, journal_dir=tmp_path / f"journal of {person}", backup_dir=tmp_path / "backups"
        )
        opened.append(services)
        return services

    yield open_one
    for services in opened:
        services.close()


@pytest.fixture
def services(open_as: Callable[..., Services]) -> Services:
    return open_as()
