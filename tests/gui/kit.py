"""A real desk behind a worker, for tests of panes and dialogs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from famedit.core.article import ArticleFields
from famedit.core.reply import NewReply, ReplyAuthor, ReplyStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from famedit.core.reply import Reply
    from famedit.gui.bus import Bus
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker
    from famedit.services.desk import Services

T = TypeVar("T")


@dataclass
class RealDesk:
    """A desk behind a worker, and a second pair of services on the same file: a colleague, or the command line."""

    qtbot: QtBot
    worker: DatabaseWorker
    bus: Bus
    messages: Messages
    settings: SettingsStore
    colleague: Services
    problems: list[Any] = field(default_factory=list[Any])
    told: list[str] = field(default_factory=list[str])

    def read(self, job: Callable[[Services], T]) -> T:
        """Run a job on the reading thread, after what was asked of it before, and return its answer."""
        return self._wait(self.worker.read, job)

    def write(self, job: Callable[[Services], T]) -> T:
        """Run a job on the writing thread, after every write asked for so far, and return its answer."""
        return self._wait(self.worker.write, job)

    def _wait(self, how: Callable[..., None], job: Callable[[Services], T]) -> T:
        answers: list[T] = []
        how(job, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    def settle(self) -> None:
        """Wait until every write is answered and what was read because of it has arrived."""
        self.write(lambda _services: None)
        self.read(lambda _services: None)
        self.read(lambda _services: None)

    def new_article(self, *replies: NewReply, headline: str = "The Moon race goes another lap") -> int:
        """Make an article with replies and return its id."""
        article = self.write(lambda services: services.editing.create(ArticleFields(headline=headline)))[0]
        if replies:
            self.write(lambda services: services.importing.add_replies(article.id, replies))
        return article.id

    def stored(self, article_id: int) -> dict[int, Reply]:
        """Return the replies of an article by their place, as the database has them after all writes."""
        found = self.write(lambda _services: self.colleague.moderating.replies(article_id))
        return {reply.position: reply for reply in found}


def focused() -> QWidget:
    """Return the widget that gets the keys."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def new_reply(position: int, name: str, text: str, status: ReplyStatus = ReplyStatus.VISIBLE, **more: Any) -> NewReply:  # noqa: ANN401 -- any field of a reply
    """Return a reply as a file would give it."""
    return NewReply(ReplyAuthor(name, "Cadet", 3), text, position=position, status=status, **more)
