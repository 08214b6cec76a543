"""Lists of the desk: search, filters, counts, order; and what other programs write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from famedit.core.answers import DeskFilter
from famedit.core.article import ArticleFields, Status
from famedit.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.services.desk import Services


def made(services: Services, headline: str, **fields: object) -> int:
    article, _ = services.editing.create(ArticleFields(headline=headline, **fields))  # type: ignore[arg-type]  # fields
    return article.id


def headlines(services: Services, **wanted: object) -> list[str]:
    page = services.library.rows(DeskFilter(**wanted))  # type: ignore[arg-type]  # fields of DeskFilter
    return [row.headline for row in page.rows]


@pytest.fixture
def desk(services: Services) -> Services:
    one = made(
        services, "Orbital handshake", body="The docking was **gentle**.", byline=("Mara Lindqvist",), tags=("dock",)
    )
    two = made(
        services, "crème brûlée on the Moon", standfirst="A recipe for example.com readers", category=("Food", "Sweet")
    )
    three = made(services, "Launch-night rota", category=("Desk",))
    services.editing.set_status(one, Status.PUBLISHED, base_version=1)
    services.editing.set_status(two, Status.READY, base_version=1)
    services.editing.archive([made(services, "Old news", tags=("attic",))])
    services.editing.trash([made(services, "Rubbish", category=("Bin",))])
    assert three
    return services


def test_filters_narrow_and_counts_stand_beside_them(desk: Services) -> None:
    page = desk.library.rows(DeskFilter())
    assert page.counts == {
        "all": 3, "draft": 1, "in review": 0, "ready": 1, "published": 1, "archived": 1, "trashed": 1
    }  # fmt: skip
    assert page.total == 3
    assert headlines(desk, status=Status.READY) == ["crème brûlée on the Moon"]
    assert headlines(desk, shelf="archived", status=Status.READY) == ["Old news"]
    assert headlines(desk, shelf="trashed") == ["Rubbish"]
    assert desk.library.rows(DeskFilter(text="moon")).counts == page.counts


def test_the_three_orders(desk: Services) -> None:
    assert headlines(desk, sort="edited") == ["crème brûlée on the Moon", "Orbital handshake", "Launch-night rota"]
    assert headlines(desk, sort="headline") == ["crème brûlée on the Moon", "Launch-night rota", "Orbital handshake"]
    assert headlines(desk, sort="status") == ["Launch-night rota", "crème brûlée on the Moon", "Orbital handshake"]


def test_a_page_of_a_long_list_knows_how_long_it_is(desk: Services) -> None:
    page = desk.library.rows(DeskFilter(sort="headline", limit=1, offset=1))
    assert ([row.headline for row in page.rows], page.total) == (["Launch-night rota"], 3)


def test_search_as_it_is_typed(desk: Services) -> None:
    def found(text: str) -> list[str]:
        return headlines(desk, text=text, sort="headline")

    for text in ("o", "orb", "orbital hand", "HANDSHAKE", "gentle", "lindq", "dock", "hand mara"):
        assert "Orbital handshake" in found(text), text
    assert found("com example") == ["crème brûlée on the Moon"]
    assert found("nig rota") == ["Launch-night rota"]
    assert found("old") == []
    assert headlines(desk, text="attic", shelf="archived") == ["Old news"]
    assert len(found("…")) == 3
    for hostile in ('"unclosed', "NEAR(", "col:x", "*", "a AND", "\\", "'", "&|!:*", "NOT", "\ud800"):
        found(hostile)


def test_what_was_edited_is_found_anew(desk: Services) -> None:
    number = desk.library.find("orbital-handshake")
    article = desk.library.article(number)
    desk.editing.save(number, base_version=1, fields=article.fields.with_(body="Rough."), key="k")
    assert headlines(desk, text="gentle") == []
    assert headlines(desk, text="rough") == ["Orbital handshake"]


def test_finding_by_slug_or_number(desk: Services) -> None:
    number = desk.library.find(" launch-night-rota ")
    assert desk.library.find(str(number)) == number
    for nothing in ("nope", "4711", "", "²", "9" * 40):
        with pytest.raises(NotFound):
            desk.library.find(nothing)
    with pytest.raises(NotFound):
        desk.library.article(4711)


def test_rows_by_number_keep_the_order_asked_for(desk: Services) -> None:
    ids = [row.id for row in desk.library.rows(DeskFilter(sort="headline")).rows]
    assert [row.id for row in desk.library.rows_by_id([*reversed(ids), 999])] == ids[::-1]
    assert desk.library.rows_by_id([]) == ()


def test_categories_and_tags_in_use(desk: Services) -> None:
    assert desk.library.categories() == ("Desk", "Food > Sweet")
    assert desk.library.tags() == ("attic", "dock")


def test_the_window_sees_what_another_program_changed(open_as: Callable[..., Services]) -> None:
    window, command = open_as("Ada"), open_as("Ben")
    assert not window.library.changed_elsewhere()
    made(window, "Mine")
    assert not window.library.changed_elsewhere()
    number = made(command, "Theirs")
    assert window.library.changed_elsewhere()
    assert not window.library.changed_elsewhere()
    command.editing.archive([number])
    made(window, "Mine again")
    assert window.library.changed_elsewhere()
    made(window, "And again")
    assert not window.library.changed_elsewhere()
    assert command.library.changed_elsewhere()
