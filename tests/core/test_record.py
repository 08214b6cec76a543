"""The chain of the record: it holds, it notices every change, and erasing does not break it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from famedit.core.record import (
    GENESIS,
    RecordEntry,
    canonical,
    chain_link,
    find_break,
    hash_payload,
    new_salt,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from famedit.core.reply import Json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def chain(payloads: list[Mapping[str, Json]]) -> list[RecordEntry]:
    entries: list[RecordEntry] = []
    link = GENESIS
    for number, payload in enumerate(payloads, 1):
        salt = new_salt()
        entry = RecordEntry(
            number=number,
            at=datetime(2025, 3, 21, 9, tzinfo=UTC) + timedelta(seconds=number),
            person="Ada",
            action="hide",
            article_id=1,
            reply_id=number,
            before="visible",
            after="hidden",
            batch="b",
            payload=payload,
            salt=salt,
            payload_hash=hash_payload(salt, payload),
        )
        link = chain_link(link, entry)
        entries.append(replace(entry, link=link))
    return entries


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=3), max_size=5))
def test_a_chain_holds(payloads: list[dict[str, Json]]) -> None:
    entries = chain(list(payloads))
    assert find_break(entries) is None
    for cut in range(len(entries)):
        assert find_break(entries[cut:], entries[cut - 1].link if cut else GENESIS, cut + 1) is None


@given(st.integers(0, 3))
def test_erasing_leaves_a_chain_that_holds(place: int) -> None:
    entries = chain([{"n": n} for n in range(4)])
    entries[place] = replace(entries[place], payload=None, salt=None)
    assert find_break(entries) is None


@given(
    st.integers(0, 3),
    st.sampled_from(
        [
            {"person": "Eve"},
            {"action": "approve"},
            {"before": "x"},
            {"after": "visible"},
            {"article_id": 2},
            {"reply_id": None},
            {"batch": ""},
            {"at": datetime(2025, 1, 1, tzinfo=UTC)},
            {"link": "f" * 64},
            {"payload": {"n": 99}},
            {"salt": None},
            {"salt": "0" * 32},
        ]
    ),
)
def test_every_change_is_noticed_where_it_was_made(place: int, change: dict[str, object]) -> None:
    entries = chain([{"n": n} for n in range(4)])
    entries[place] = replace(entries[place], **change)  # type: ignore[arg-type]  # fields of RecordEntry
    broken = find_break(entries)
    assert broken is not None
    assert broken.number == place + 1
    assert "changed afterwards" in broken.words


@given(st.integers(0, 2))
def test_a_missing_entry_is_noticed(place: int) -> None:
    entries = chain([{"n": n} for n in range(4)])
    del entries[place]
    broken = find_break(entries)
    assert broken is not None
    assert (broken.number, broken.words) == (place + 1, f"Entry {place + 1} of the record is missing.")


def test_one_spelling() -> None:
    assert canonical({"b": "é", "a": [1, None]}) == '{"a":[1,null],"b":"é"}'
    assert new_salt() != new_salt()
    assert hash_payload("s", {"a": 1}) != hash_payload("t", {"a": 1})
