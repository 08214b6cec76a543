"""What the window tells: a sentence that goes by itself, and a trouble that stays until it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from famedit.core.errors import UserError
    from famedit.core.history import Scope


@dataclass(frozen=True)
class Told:
    """One sentence for the undo bar. ``undo`` names the stack "Undo" works on; ``link`` is another thing to offer."""

    sentence: str
    icon: str = "ph.check"
    undo: Scope | None = None
    pane: QWidget | None = None
    link_text: str = ""
    link: Callable[[], object] | None = None


@dataclass(frozen=True)
class Way:
    """One way on from a trouble: the words of its link and what it does."""

    words: str
    go: Callable[[], object]


@dataclass(frozen=True)
class Trouble:
    """A trouble that stays on screen until ``Messages.over`` is called with its ``key`` or the user closes it."""

    key: str
    error: UserError
    retry: Callable[[], object] | None = None
    ways: tuple[Way, ...] = ()


class Messages(QObject):
    """The one door through which panes speak to the person at the desk."""

    told = Signal(object)
    trouble = Signal(object)
    trouble_over = Signal(str)

    def tell(
        self,
        sentence: str,
        icon: str = "ph.check",
        undo: Scope | None = None,
        pane: QWidget | None = None,
        *,
        link_text: str = "",
        link: Callable[[], object] | None = None,
    ) -> None:
        """Say what has happened, in one sentence, in the undo bar of ``pane`` (or of the window)."""
        self.told.emit(Told(sentence, icon, undo, pane, link_text, link))

    def problem(
        self,
        error: UserError,
        retry: Callable[[], object] | None = None,
        *,
        key: str = "",
        ways: tuple[Way, ...] = (),
    ) -> None:
        """Show what went wrong and what can be done, until it is over. A second one with the same key replaces it.

        ``retry`` takes the trouble away and tries again; ``ways`` are other things to do about it.
        """
        self.trouble.emit(Trouble(key or type(error).__name__, error, retry, ways))

    def over(self, key: str) -> None:
        """Take away the trouble with this key, if it is shown."""
        self.trouble_over.emit(key)
