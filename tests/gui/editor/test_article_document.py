"""Drafts, saves and other people: the document over a real desk, typed into with real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from famedit.core.article import RevisionKind, Status
from famedit.core.changes import EVERYTHING
from famedit.core.errors import DiskFull
from famedit.gui.editor.save_state import Safety

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from tests.gui.editor.conftest import Desk, Editor


def test_unbroken_typing_is_written_while_it_goes_on(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="One", body="")
    editor.open(article.id)
    body = editor.pane.surface.body
    kept: list[object] = []
    desk.bus.changed.connect(lambda changes, by: kept.append(changes) if by is editor.document else None)
    typed = 0

    def type_on() -> bool:
        nonlocal typed
        qtbot.keyClicks(body, "ab ")
        typed += 3
        return len(kept) >= 2

    qtbot.waitUntil(type_on, timeout=4000)  # how soon is for the test that kills the program to say
    editor.pane.flush()
    assert desk.draft_body(article.id) == "ab " * (typed // 3)


def test_the_state_that_was_written_counts_as_kept_not_the_one_typed_since(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    article = desk.new(body="")
    document = editor.open(article.id)
    body = editor.pane.surface.body
    qtbot.keyClicks(body, "one")
    document.flush()
    qtbot.keyClicks(body, " two")  # before the answer can come back
    seen: list[Safety] = []
    document.saved_changed.connect(lambda state: seen.append(state.safety))
    desk.write(lambda _services: None)
    assert document.unwritten
    assert document.state.safety is Safety.EDITED
    qtbot.waitUntil(lambda: document.state.safety is Safety.KEPT)
    assert not document.unwritten
    assert desk.draft_body(article.id) == "one two"


def test_leaving_the_pane_writes_at_once(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(body="")
    editor.open(article.id)
    qtbot.keyClicks(editor.pane.surface.body, "x")
    editor.pane.surface.body.clearFocus()
    editor.pane.window().setFocus()
    assert desk.draft_body(article.id) == "x"


def test_a_save_is_a_revision_and_a_second_follows_on_at_once(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="H", body="")
    document = editor.open(article.id)
    body = editor.pane.surface.body
    qtbot.keyClicks(body, "one")
    document.save()
    qtbot.keyClicks(body, " two")
    document.save(RevisionKind.NAMED, "Second")
    qtbot.waitUntil(lambda: document.state.safety is Safety.SAVED)
    assert not document.dirty
    assert desk.stored(article.id).fields.body == "one two"
    kinds = [(r.kind, r.name) for r in desk.colleague.editing.revisions(article.id)]
    assert kinds[:2] == [(RevisionKind.NAMED, "Second"), (RevisionKind.SAVED, "")]
    assert desk.draft_body(article.id) is None
    assert not desk.problems


def test_typing_during_a_save_stays_edited_and_is_kept_next(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(body="")
    document = editor.open(article.id)
    qtbot.keyClicks(editor.pane.surface.body, "one")
    document.save()
    qtbot.keyClicks(editor.pane.surface.body, " two")
    qtbot.waitUntil(lambda: document.state.safety is Safety.KEPT)
    assert desk.stored(article.id).fields.body == "one"
    assert desk.draft_body(article.id) == "one two"


def test_a_status_move_saves_what_is_in_the_window(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="H", body="")
    document = editor.open(article.id)
    qtbot.keyClicks(editor.pane.surface.body, "text")
    document.set_status(Status.PUBLISHED)
    qtbot.waitUntil(lambda: document.status is Status.PUBLISHED)
    stored = desk.stored(article.id)
    assert (stored.status, stored.fields.body) == (Status.PUBLISHED, "text")
    assert stored.published_at is not None
    assert not document.dirty


def test_a_full_disk_is_said_and_the_text_is_written_once_there_is_room(
    editor: Editor, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = desk.new(body="")
    document = editor.open(article.id)

    def full(*_args: object, **_kwargs: object) -> None:
        raise DiskFull("This article is not saved. The disk is full.", "Your text is safe while FamEdit stays open.")

    editing = desk.write(lambda services: services.editing)
    with monkeypatch.context() as patch:
        patch.setattr(editing, "save_draft", full)
        qtbot.keyClicks(editor.pane.surface.body, "kept")
        document.flush()
        qtbot.waitUntil(lambda: document.state.safety is Safety.FAILED)
        assert desk.problems[0].error.message.startswith("This article is not saved")
        assert editor.pane.surface.body.toPlainText() == "kept"
    over: list[str] = []
    desk.messages.trouble_over.connect(over.append)
    editor.pane.retry_save()
    qtbot.waitUntil(lambda: document.state.safety is Safety.KEPT)
    assert over == [desk.problems[0].key]
    assert desk.draft_body(article.id) == "kept"


def test_a_change_from_elsewhere_is_taken_over_in_place(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="H", body="one two three")
    document = editor.open(article.id)
    body = editor.pane.surface.body
    cursor = body.textCursor()
    cursor.setPosition(8)
    body.setTextCursor(cursor)
    desk.colleague.editing.save(
        article.id, base_version=article.version, fields=article.fields.with_(body="zero one two three"), key="k"
    )
    desk.bus.changed.emit(EVERYTHING, None)
    qtbot.waitUntil(lambda: body.toPlainText() == "zero one two three")
    assert body.textCursor().position() == 13
    assert not document.dirty
    body.undo()
    assert body.toPlainText() == "one two three"


def test_two_saves_meet_and_nothing_is_overwritten(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="H", body="base")
    document = editor.open(article.id)
    body = editor.pane.surface.body
    body.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(body, " mine")
    desk.colleague.editing.save(
        article.id, base_version=article.version, fields=article.fields.with_(body="base theirs"), key="k"
    )
    document.save()
    qtbot.waitUntil(lambda: document.theirs is not None)
    assert editor.pane.conflict.isVisible()
    assert document.their_person == "Ines"
    assert desk.stored(article.id).fields.body == "base theirs"
    assert body.toPlainText() == "base mine"
    bodies = {
        desk.colleague.editing.revision(r.id).fields.body  # type: ignore[union-attr]  # one revision has its fields
        for r in desk.colleague.editing.revisions(article.id)
    }
    assert {"base", "base mine", "base theirs"} <= bodies
    editor.pane.conflict.links["compare"].click()
    assert editor.pane.compare.isVisible()
    assert "base theirs" in editor.pane.compare.right.toPlainText()
    editor.pane.compare.keep.click()
    qtbot.waitUntil(lambda: document.state.safety is Safety.SAVED)
    assert desk.stored(article.id).fields.body == "base mine"
    assert not editor.pane.conflict.isVisible()


def test_theirs_can_be_taken_and_mine_stays_a_revision(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="H", body="base")
    document = editor.open(article.id)
    qtbot.keyClicks(editor.pane.surface.body, "mine ")
    desk.colleague.editing.save(
        article.id, base_version=article.version, fields=article.fields.with_(body="theirs"), key="k"
    )
    desk.bus.changed.emit(EVERYTHING, None)
    qtbot.waitUntil(lambda: document.theirs is not None)
    editor.pane.conflict.links["theirs"].click()
    assert editor.pane.surface.body.toPlainText() == "theirs"
    assert not document.dirty
    assert desk.draft_body(article.id) is None
    revisions = desk.colleague.editing.revisions(article.id)
    assert any(
        desk.colleague.editing.revision(r.id).fields.body == "mine base"  # type: ignore[union-attr]  # as above
        for r in revisions
    )


def test_unsaved_work_is_found_again_and_discarding_it_loses_nothing(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="H", body="saved")
    draft = article.fields.with_(body="saved and more")
    desk.write(
        lambda services: services.editing.save_draft(
            article.id, base_version=article.version, serial=1, fields=draft, place=editor.pane.surface.place()
        )
    )
    document = editor.open(article.id)
    body = editor.pane.surface.body
    assert body.toPlainText() == "saved and more"
    assert editor.pane.recovered.isVisible()
    assert document.state.safety is Safety.KEPT
    editor.pane.recovered.links["discard"].click()
    qtbot.waitUntil(lambda: body.toPlainText() == "saved")
    assert not editor.pane.recovered.isVisible()
    assert not document.dirty
    revisions = desk.colleague.editing.revisions(article.id)
    assert any(
        desk.colleague.editing.revision(r.id).fields.body == "saved and more"  # type: ignore[union-attr]  # as above
        for r in revisions
    )
    body.undo()
    assert body.toPlainText() == "saved and more"


def test_a_draft_numbered_high_by_another_window_does_not_shadow_later_ones(
    editor: Editor, desk: Desk, qtbot: QtBot
) -> None:
    article = desk.new(body="same")
    desk.write(
        lambda services: services.editing.save_draft(
            article.id,
            base_version=article.version,
            serial=500,
            fields=article.fields,
            place=editor.pane.surface.place(),
        )
    )
    document = editor.open(article.id)  # the draft says what is saved: it is not shown
    assert not document.dirty
    qtbot.keyClicks(editor.pane.surface.body, "x")
    document.flush()
    assert desk.draft_body(article.id) == "xsame"


def test_writing_for_long_makes_a_revision_by_itself(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(body="")
    document = editor.open(article.id)
    document.timed_minutes = 0
    qtbot.keyClicks(editor.pane.surface.body, "x")
    qtbot.waitUntil(lambda: document.state.safety is Safety.SAVED)
    assert desk.colleague.editing.revisions(article.id)[0].kind is RevisionKind.TIMED


def test_colouring_is_no_edit(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(body="## head\n\n**bold**\n\n" * 50)
    document = editor.open(article.id)
    editor.pane.surface.page.verticalScrollBar().setValue(2000)
    editor.pane.set_mode("write")
    qtbot.wait(1)
    assert not document.dirty
    assert document.state.safety is Safety.SAVED


def test_fields_come_back_as_they_are(editor: Editor, desk: Desk) -> None:
    fields = {
        "headline": "A “headline”",
        "category": ("Audio + Video + Home",),
        "byline": ("Rand and Sons", "Ada"),
        "tags": ("rock and roll", "radio"),
        "body": "no\u00a0break 🚀\n\nline",
        "internal_note": "two\nlines",
    }
    article = desk.new(**fields)
    document = editor.open(article.id)
    assert document.fields() == article.fields
    document.texts.replace_text("headline", "Another")
    after = document.fields()
    assert after.byline == ("Rand and Sons", "Ada")
    assert after.body == "no\u00a0break 🚀\n\nline"
    assert after.slug == "another"


def test_the_slug_follows_until_it_is_touched(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="First words")
    document = editor.open(article.id, "headline")
    editor.pane.surface.header.headline.selectAll()
    qtbot.keyClicks(editor.pane.surface.header.headline, "New words")
    assert document.fields().slug == "new-words"
    document.texts.replace_text("slug", "mine")
    assert (document.fields().slug, document.fields().slug_touched) == ("mine", True)
    document.texts.replace_text("slug", "")
    assert (document.fields().slug, document.fields().slug_touched) == ("new-words", False)


def test_ctrl_s_twice_asks_for_a_name(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    article = desk.new(headline="H", body="text")
    document = editor.open(article.id)
    editor.pane.save()
    editor.pane.save()
    field = editor.pane.window().focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "Before the cut")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.colleague.editing.revisions(article.id)[0].name == "Before the cut")
    assert document.state.safety is Safety.SAVED
