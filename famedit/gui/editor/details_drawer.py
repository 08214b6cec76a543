"""The fields that are not on the page's face: slug, tags, language, links, the note, and when things happened."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QScrollArea, QWidget

from famedit.core import dates
from famedit.core.article import DEFAULT_CALL_TO_ACTION
from famedit.core.errors import NotFound
from famedit.core.settings import LANGUAGES
from famedit.core.slug import slugify
from famedit.gui.components.buttons import IconButton, LinkButton
from famedit.gui.components.fields import FieldError, LabelledBox
from famedit.gui.components.labels import EngravedLabel, TextLabel
from famedit.gui.components.paint import line_between
from famedit.gui.editor.text_field import TextField
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.errors import UserError
    from famedit.gui.editor.article_document import ArticleDocument
    from famedit.gui.look import Look
    from famedit.gui.worker import DatabaseWorker

#: A slug is looked up this long after the last key, ms.
CHECK_DELAY = 300
WIDTH = 344


class DetailsDrawer(QWidget):
    """Shows and edits the details of one article. ``left``: Esc was pressed or its cross."""

    FORM = "details_drawer"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "title": TextLabel,
        "close_drawer": IconButton,
        "scroll": QScrollArea,
        "slug_error": FieldError,
        "follow_headline": LinkButton,
        "language": QComboBox,
        "replies_open": QCheckBox,
        "internal_note_help": TextLabel,
        "times": TextLabel,
    }

    left = Signal()

    def __init__(self, look: Look, worker: DatabaseWorker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._worker = worker
        self._document: ArticleDocument | None = None
        self._asked = 0
        names = self._names()
        self.fields = {key: TextField(look, "ui", name, breaks=key == "internal_note") for key, name in names.items()}
        load_form(self.FORM, self, self._makers())
        self.follow = child(self, LinkButton, "follow_headline")
        self.slug_error = child(self, FieldError, "slug_error")
        self.language = child(self, QComboBox, "language")
        self.replies_open = child(self, QCheckBox, "replies_open")
        self._times = child(self, TextLabel, "times")
        self._scroll = child(self, QScrollArea, "scroll")
        # a label's Python side holds its buddy's, so it has to live as long
        self._labels = {key: child(self, EngravedLabel, f"{key}_label") for key in (*names, "language")}
        for key, name in names.items():
            self._labels[key].setText(name)
            self._labels[key].setContentsMargins(0, self._look.theme.px(8), 0, 0)
            self._labels[key].setBuddy(self.fields[key])
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(CHECK_DELAY)
        self._check_timer.timeout.connect(self._check_slug)
        self._connect()
        self.hide()

    def _names(self) -> dict[str, str]:
        return {
            "short_headline": self.tr("Short headline"),
            "slug": self.tr("Slug"),
            "tags": self.tr("Tags"),
            "dateline": self.tr("Dateline"),
            "canonical_link": self.tr("Read on at"),
            "call_text": self.tr("Under the replies"),
            "call_link": self.tr("Where that leads"),
            "internal_note": self.tr("Internal note"),
        }

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self._look
        order = iter(self.fields.values())

        def box(parent: QWidget) -> QWidget:
            # the form lists the boxes in the order of the fields
            made = LabelledBox(look, "", next(order), parent, label_width=1)
            made.label.hide()
            return made

        return {
            "Plain": QWidget,
            "Title": lambda p: TextLabel(look, "title", "text", self.tr("Details"), p),
            "CloseButton": lambda p: IconButton(look, "ph.x", self.tr("Close details"), "Esc", p),
            "Label": lambda p: EngravedLabel(look, "", p),
            "Box": box,
            "FieldError": lambda p: FieldError(look, p),
            "Link": lambda p: LinkButton(look, self.tr("Follow the headline"), parent=p),
            "Help": lambda p: TextLabel(look, "caption", "text3", self.tr("Never leaves this desk."), p, wrap=True),
            "Facts": lambda p: TextLabel(look, "caption", "text2", "", p, wrap=True),
        }

    def _connect(self) -> None:
        self.setAccessibleName(self.tr("Details"))
        child(self, QWidget, "head").setFixedHeight(self._look.theme.px(44))
        child(self, IconButton, "close_drawer").clicked.connect(self.left)
        self._labels["language"].setText(self.tr("Language"))
        self._labels["language"].setBuddy(self.language)
        child(self, EngravedLabel, "times_label").setText(self.tr("Times and source"))
        self.language.setAccessibleName(self.tr("Language"))
        for code, words in LANGUAGES:
            self.language.addItem(words, code)
        self.language.activated.connect(self._language_chosen)
        self.replies_open.setText(self.tr("Replies are open"))
        self.replies_open.toggled.connect(self._replies_toggled)
        self.follow.clicked.connect(self._follow_headline)
        self.fields["slug"].textChanged.connect(self._slug_changed)
        self.fields["tags"].setPlaceholderText(self.tr("Separated by commas"))
        self.fields["dateline"].setPlaceholderText(self.tr("Houston"))
        self.fields["canonical_link"].setPlaceholderText("https://")
        self.fields["call_text"].setPlaceholderText(DEFAULT_CALL_TO_ACTION)
        self.fields["call_link"].setPlaceholderText("https://")
        order = list(self.fields.values())
        for field, following in itertools.pairwise(order):
            field.entered.connect(following.setFocus)
        for field in order:
            field.focused.connect(lambda on, field=field: self._scroll.ensureWidgetVisible(field) if on else None)
        self._look.theme.changed.connect(self._retouch)
        self._retouch()

    def _retouch(self) -> None:
        for name in ("content", "head"):
            child(self, QWidget, name).setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        font = self._look.theme.font("ui")
        self.language.setFont(font)
        self.replies_open.setFont(font)
        self.update()

    # What it shows ----------------------------------------------------------------------------------------------------

    def show_document(self, document: ArticleDocument) -> None:
        """Show the details of an article."""
        if self._document is not None:
            self._document.fields_edited.disconnect(self._headline_may_differ)
            self._document.article_changed.disconnect(self._refresh)
        self._document = document
        for key, field in self.fields.items():
            field.set_document(document.texts.documents[key], document.texts.layouts[key])
        document.fields_edited.connect(self._headline_may_differ)
        document.article_changed.connect(self._refresh)
        self._refresh()

    def take_focus(self) -> None:
        """Put the focus into the first field."""
        self.fields["short_headline"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _refresh(self) -> None:
        document = self._document
        if document is None:
            return
        self.language.blockSignals(True)
        code = document.value("language")
        at = self.language.findData(code)
        if at < 0:
            self.language.addItem(code, code)
            at = self.language.count() - 1
        self.language.setCurrentIndex(at)
        self.language.blockSignals(False)
        self.replies_open.blockSignals(True)
        self.replies_open.setChecked(document.value("replies_open"))
        self.replies_open.blockSignals(False)
        self._times.setText("\n".join(self._facts(document)))
        self._headline_may_differ()
        self._slug_changed()

    def _facts(self, document: ArticleDocument) -> list[str]:
        article = document.article
        zone = dates.zone(article.zone)
        facts = [
            self.tr("Started {time}").format(time=dates.short_stamp(article.created_at, zone)),
            self.tr("Saved {time}").format(time=dates.short_stamp(article.updated_at, zone)),
        ]
        if article.published_at:
            facts.append(self.tr("Published {time}").format(time=dates.short_stamp(article.published_at, zone)))
        facts.append(self.tr("Times are in {zone}").format(zone=article.zone))
        if article.source:
            facts.append(self.tr("From {source} {id}").format(source=article.source, id=article.source_id).strip())
        return facts

    # What is done -----------------------------------------------------------------------------------------------------

    def _language_chosen(self, index: int) -> None:
        if self._document is not None:
            self._document.set_value("language", self.language.itemData(index))

    def _replies_toggled(self, on: bool) -> None:
        if self._document is not None:
            self._document.set_value("replies_open", on)

    def _follow_headline(self) -> None:
        if self._document is not None:
            self._document.texts.replace_text("slug", "")
            self.fields["slug"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _headline_may_differ(self) -> None:
        document = self._document
        if document is not None and self.isVisible():
            self.fields["slug"].setPlaceholderText(document.fields().slug or self.tr("Follows the headline"))

    def _slug_changed(self) -> None:
        touched = bool(self.fields["slug"].toPlainText())
        self.follow.setVisible(touched)
        self.slug_error.show_error("")
        if touched and self.isVisible():
            self._check_timer.start()

    def showEvent(self, event) -> None:  # noqa: ANN001 -- Qt's type
        super().showEvent(event)
        self._headline_may_differ()

    def _check_slug(self) -> None:
        document, slug = self._document, self.fields["slug"].toPlainText().strip()
        if document is None or not slug:
            return
        if slugify(slug) != slug:
            self.slug_error.show_error(
                self.tr("An address has lower-case words joined by hyphens: {slug}").format(slug=slugify(slug))
            )
            return
        self._asked += 1
        asked = self._asked

        def found(article_id: int) -> None:
            if asked == self._asked and article_id != document.article_id:
                self.slug_error.show_error(self.tr("Another article on this desk has this slug."))

        def failed(error: UserError) -> None:
            if not isinstance(error, NotFound):
                self.slug_error.show_error(error.message)

        self._worker.read(lambda services: services.library.find(slug), found, failed, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.color("sidebar"))
        color = self._look.theme.color("line")
        line_between(painter, QPointF(0.5, 0), QPointF(0.5, self.height()), color)
