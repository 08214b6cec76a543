"""Replies, pictures, an article that can be typed into, and short ways to ask the page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from PIL import Image
from PySide6.QtCore import QObject, Signal

from famedit.core.article import Article, ArticleFields, Status
from famedit.core.reply import Reply, ReplyAuthor, ReplyStatus, TextFormat

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow
    from pytestqt.qtbot import QtBot

    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.preview.pane import Previewed, PreviewPane
    from famedit.gui.settings_store import SettingsStore

PUBLISHED = datetime(2025, 3, 21, 9, 12, tzinfo=UTC)


def picture_bytes(width: int = 2400, height: int = 1350, colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(sink, "JPEG")
    return sink.getvalue()


def reply(number: int, text: str = "Words of a reader.", **changes: object) -> Reply:
    made = Reply(
        id=number,
        article_id=1,
        position=number,
        author=ReplyAuthor(f"Reader{number}", "Cadet", 12),
        text=text,
        format=TextFormat.PLAIN,
        status=ReplyStatus.VISIBLE,
        version=1,
        original_text=text,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # replace checks the names


class Paper(QObject):
    """An open article: its fields can be set, as typing would."""

    fields_edited = Signal()
    reloaded = Signal()
    article_changed = Signal()

    def __init__(self, fields: ArticleFields, article_id: int = 1) -> None:
        super().__init__()
        self.article_id = article_id
        self.article = Article(article_id, fields, Status.DRAFT, 1, PUBLISHED, PUBLISHED, PUBLISHED)
        self._fields = fields
        self.asked = 0

    def fields(self) -> ArticleFields:
        self.asked += 1
        return self._fields

    def type_in(self, **changes: object) -> None:
        self._fields = self._fields.with_(**changes)
        self.fields_edited.emit()


class Desk:
    """The pane and what it stands on, with short ways to ask the page."""

    def __init__(self, qtbot: QtBot, pane: PreviewPane, window: QMainWindow, look: Look) -> None:
        self.qtbot, self.pane, self.window, self.look = qtbot, pane, window, look
        self.settings: SettingsStore
        self.messages: Messages
        self.pictures: dict[str, bytes] = {}

    def open(self, body: str = "Words.", **fields: object) -> Paper:
        paper = Paper(ArticleFields(headline="A headline", body=body).with_(**fields))
        paper.setParent(self.pane)
        self.pane.show_document(cast("Previewed", paper))
        return paper

    def start(self) -> None:
        self.pane.start_engine()
        self.qtbot.waitUntil(lambda: self.pane.live is not None and self.pane.live.is_ready, timeout=20_000)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.pane.page_shown, timeout=20_000)

    def ask(self, script: str) -> Any:  # noqa: ANN401 - whatever JavaScript has to say
        assert self.pane.live is not None
        answers: list[Any] = []
        self.pane.live.ask(script, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return answers[0]
