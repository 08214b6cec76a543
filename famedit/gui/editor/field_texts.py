"""The texts of an article, one ``QTextDocument`` a field, and their way to and from ``ArticleFields``.

Every text field has a document of its own, so each keeps its undo steps while the article is open, whichever widget
shows it. A new text field is one row of ``TEXTS``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from famedit.core.category import category_text, names_text, parse_category, parse_names
from famedit.gui.editor.leading import LeadingLayout
from famedit.gui.editor.utf16 import difference, widen

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.article import ArticleFields

BODY = "body"


@dataclass(frozen=True, slots=True)
class TextSpec:
    """One field: ``read`` takes its value from the fields, ``shown`` makes text of it, ``parsed`` makes it a value."""

    key: str
    read: Callable[[ArticleFields], Any]
    write: Callable[[ArticleFields, Any], ArticleFields]
    shown: Callable[[Any], str] = str
    parsed: Callable[[str], Any] = str


def _plain(key: str, **how: Callable[..., Any]) -> TextSpec:
    return TextSpec(key, lambda f: getattr(f, key), lambda f, value: f.with_(**{key: value}), **how)


def _hero(key: str) -> TextSpec:
    return TextSpec(key, lambda f: getattr(f.hero, key), lambda f, value: f.with_(hero=replace(f.hero, **{key: value})))


def _call(key: str, part: str) -> TextSpec:
    return TextSpec(
        key,
        lambda f: getattr(f.call_to_action, part),
        lambda f, value: f.with_(call_to_action=replace(f.call_to_action, **{part: value})),
    )


def _slug_of(fields: ArticleFields) -> str:
    return fields.slug if fields.slug_touched else ""


def _with_slug(fields: ArticleFields, slug: str) -> ArticleFields:
    return fields.with_(slug=slug, slug_touched=bool(slug))


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag for tag in (" ".join(piece.split()) for piece in text.replace(";", ",").split(",")) if tag)


TEXTS: tuple[TextSpec, ...] = (
    _plain("headline"),
    _plain("standfirst"),
    _plain("category", shown=category_text, parsed=parse_category),
    _plain("byline", shown=names_text, parsed=parse_names),
    _hero("alt"),
    _hero("caption"),
    _hero("credit"),
    _plain(BODY),
    _plain("short_headline"),
    TextSpec("slug", _slug_of, _with_slug),
    _plain("tags", shown=", ".join, parsed=_tags),
    _plain("dateline"),
    _plain("canonical_link"),
    _call("call_text", "text"),
    _call("call_link", "link"),
    _plain("internal_note"),
)


def document_text(document: QTextDocument) -> str:
    """Return the text as it is, no-break spaces too (``toPlainText`` turns them into plain ones)."""
    return document.toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def put_text(document: QTextDocument, text: str) -> None:
    """Make the document say ``text`` in one undo step that touches only what differs, so that cursors stay put."""
    old, new = widen(document_text(document)), widen(text)
    if old == new:
        return
    start, end, text = difference(old, new)
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text)


class FieldTexts(QObject):
    """The documents of one article. ``edited`` names the field; colouring alone does not count as an edit."""

    edited = Signal(str)

    def __init__(self, fields: ArticleFields, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.documents: dict[str, QTextDocument] = {}
        self.layouts: dict[str, LeadingLayout] = {}
        self._taken: dict[str, tuple[str, Any]] = {}
        self._revisions: dict[str, int] = {}
        for spec in TEXTS:
            value = spec.read(fields)
            text = spec.shown(value)
            document = QTextDocument(self)
            document.setDocumentMargin(0)
            layout = LeadingLayout(document)
            document.setDocumentLayout(layout)
            document.setPlainText(text)
            document.setModified(False)
            self.documents[spec.key] = document
            self.layouts[spec.key] = layout
            self._taken[spec.key] = (document_text(document), value)
            self._revisions[spec.key] = document.revision()
            document.contentsChange.connect(lambda _at, _gone, _come, key=spec.key: self._changed(key))

    def text(self, key: str) -> str:
        """Return what a field says."""
        return document_text(self.documents[key])

    def into(self, fields: ArticleFields) -> ArticleFields:
        """Return ``fields`` with every text as it now is."""
        for spec in TEXTS:
            text = self.text(spec.key)
            as_taken, value = self._taken[spec.key]
            # a value that nobody touched goes back as it came, even where its words would be read differently
            fields = spec.write(fields, value if text == as_taken else spec.parsed(text))
        return fields

    def put(self, fields: ArticleFields) -> None:
        """Take over ``fields`` in place, each text as one undo step."""
        for spec in TEXTS:
            value = spec.read(fields)
            text = spec.shown(value)
            if self.text(spec.key) != text:
                put_text(self.documents[spec.key], text)
            self._taken[spec.key] = (self.text(spec.key), value)

    def replace_text(self, key: str, text: str) -> None:
        """Make one field say ``text``, as an edit that can be undone."""
        put_text(self.documents[key], text)

    def _changed(self, key: str) -> None:
        revision = self.documents[key].revision()
        if revision != self._revisions[key]:
            self._revisions[key] = revision
            self.edited.emit(key)
