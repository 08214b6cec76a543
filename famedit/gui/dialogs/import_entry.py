"""One article (or one file of replies) on its way in, with what the editor corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from famedit.core.category import category_text, names_text, parse_category, parse_names
from famedit.gui.dialogs.found_replies import FoundRepliesModel

if TYPE_CHECKING:
    from famedit.core.article import ArticleFields, ArticleRow
    from famedit.core.errors import UserError
    from famedit.core.understood import Understood

#: The lines of the form, in order: the key, and whether the words may be long.
LINES: tuple[str, ...] = (
    "headline", "standfirst", "category", "byline", "alt", "caption", "credit", "canonical_link",
)  # fmt: skip


class ImportEntry(QObject):
    """``understood`` None means that the file cannot be read; ``trouble`` says why.

    ``known`` is the article that would be brought up to date, None for a new one; ``asked`` is false until the desk has
    been asked.
    """

    changed = Signal()

    def __init__(self, name: str, understood: Understood | None, trouble: UserError | None, parent: QObject) -> None:
        super().__init__(parent)
        self.name = name
        self.understood = understood
        self.trouble = trouble
        self.known: ArticleRow | None = None
        self.asked = False
        self.replies = FoundRepliesModel()
        self.replies.setParent(self)
        if understood is not None:
            self.replies.show_replies(understood.replies)
        self.replies.changed.connect(self.changed)

    @property
    def fields(self) -> ArticleFields | None:
        """The article's fields as they stand now."""
        return self.understood.fields if self.understood else None

    @property
    def title(self) -> str:
        """What the list calls it."""
        if self.understood is None or self.understood.only_replies:
            return self.name
        return self.understood.fields.headline or self.name

    @property
    def ready(self) -> bool:
        """Whether it can be stored: an article needs a headline or a text."""
        if self.understood is None or self.understood.only_replies:
            return False
        return bool(self.understood.fields.headline.strip() or self.understood.fields.body.strip())

    def value(self, key: str) -> str:
        """Return one line of the form as text."""
        fields = self.fields
        if fields is None:
            return ""
        match key:
            case "category":
                return category_text(fields.category)
            case "byline":
                return names_text(fields.byline)
            case "alt" | "caption" | "credit":
                return str(getattr(fields.hero, key))
            case _:
                return str(getattr(fields, key))

    def correct(self, key: str, text: str) -> None:
        """Take one line of the form, or the body."""
        understood = self.understood
        if understood is None or text == self.value(key):
            return
        fields = understood.fields
        match key:
            case "category":
                fields = fields.with_(category=parse_category(text))
            case "byline":
                fields = fields.with_(byline=parse_names(text))
            case "alt" | "caption" | "credit":
                fields = fields.with_(hero=replace(fields.hero, **{key: text.strip()}))
            case "body":
                fields = fields.with_(body=text)
            case _:
                fields = fields.with_(**{key: text.strip()})
        # What makes an import known again may just have been corrected.
        self.asked = self.asked and key not in ("headline", "canonical_link")
        self.understood = replace(understood, fields=fields)
        self.changed.emit()

    def corrected(self) -> Understood | None:
        """Return what is to be stored."""
        return replace(self.understood, replies=self.replies.chosen()) if self.understood else None

    def verdict(self) -> str:
        """Return whether it is new, what it brings up to date, or why it cannot come in."""
        tr = QCoreApplication.translate
        if self.understood is None:
            return tr("Import", "Cannot be read")
        if self.understood.only_replies:
            return tr("Import", "Replies without an article")
        if not self.ready:
            return tr("Import", "There is no article in this text")
        if not self.asked:
            return tr("Import", "Looking whether it is known…")
        if self.known is None:
            return tr("Import", "New article")
        headline = self.known.headline or tr("Import", "Untitled article")
        return tr("Import", "Brings “{0}” up to date").format(headline)

    def remark(self) -> str:
        """Return the sentence under the verdict."""
        tr = QCoreApplication.translate
        if self.trouble is not None:
            return str(self.trouble)
        if self.understood is not None and self.understood.only_replies:
            return tr("Import", "Open the article they belong to, then choose Replies > Add replies from a file.")
        if self.known is not None and self.asked:
            return tr("Import", "What it leaves empty stays; decisions and edits of moderators stay as they are.")
        return tr("Import", "Nothing is stored before you say so.")
