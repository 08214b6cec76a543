"""The fields above the body: headline, standfirst, category, byline and hero image."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from famedit.gui.components.fields import LabelledBox
from famedit.gui.components.labels import EngravedLabel, TextLabel
from famedit.gui.editor.category_completer import FieldCompleter
from famedit.gui.editor.hero_panel import HeroPanel
from famedit.gui.editor.manuscript import paint_bar
from famedit.gui.editor.text_field import TextField
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from famedit.gui.editor.article_document import ArticleDocument
    from famedit.gui.editor.thumbnails import Thumbnails
    from famedit.gui.look import Look

HEADLINE_LIMIT = 90
STANDFIRST_LIMIT = 180


class ManuscriptHeader(QWidget):
    """``body_wanted``: Enter or Tab left the last field. ``shown_wanted``: a rectangle of it should be in view."""

    FORM = "manuscript_header"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "headline_label": EngravedLabel,
        "headline_count": TextLabel,
        "headline": TextField,
        "standfirst_label": EngravedLabel,
        "standfirst_count": TextLabel,
        "standfirst": TextField,
        "category": LabelledBox,
        "byline": LabelledBox,
        "hero": HeroPanel,
        "body_label": EngravedLabel,
    }

    body_wanted = Signal()
    shown_wanted = Signal(QRect)

    def __init__(self, look: Look, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._thumbnails = thumbnails
        self.category = TextField(look, "ui", self.tr("Category"))
        self.byline = TextField(look, "ui", self.tr("Byline"))
        load_form(self.FORM, self, self._makers())
        self.headline = child(self, TextField, "headline")
        self.standfirst = child(self, TextField, "standfirst")
        self.hero = child(self, HeroPanel, "hero")
        self.body_label = child(self, EngravedLabel, "body_label")
        self._labels = {
            self.headline: child(self, EngravedLabel, "headline_label"),
            self.standfirst: child(self, EngravedLabel, "standfirst_label"),
        }
        self._counters = {
            self.headline: (child(self, TextLabel, "headline_count"), HEADLINE_LIMIT),
            self.standfirst: (child(self, TextLabel, "standfirst_count"), STANDFIRST_LIMIT),
        }
        self.fields = {
            "headline": self.headline,
            "standfirst": self.standfirst,
            "category": self.category,
            "byline": self.byline,
            **self.hero.texts,
        }
        self.completer = FieldCompleter(self.category)
        self._connect()

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self._look
        return {
            "Label": lambda p: EngravedLabel(look, "", p),
            "Counter": lambda p: TextLabel(look, "telemetry", "text3", "", p),
            "Headline": lambda p: TextField(look, "headline", self.tr("Headline"), parent=p),
            "Standfirst": lambda p: TextField(look, "standfirst", self.tr("Standfirst"), parent=p),
            "Category": lambda p: LabelledBox(look, self.tr("Category"), self.category, p, label_width=76),
            "Byline": lambda p: LabelledBox(look, self.tr("Byline"), self.byline, p, label_width=60),
            "Hero": lambda p: HeroPanel(look, self._thumbnails, p),
        }

    def _connect(self) -> None:
        self._labels[self.headline].setText(self.tr("Headline"))
        self._labels[self.standfirst].setText(self.tr("Standfirst"))
        self.body_label.setText(self.tr("Body"))
        for field, label in self._labels.items():
            label.setBuddy(field)
            field.focused.connect(lambda on, label=label: self._field_focused(label, on=on))
            field.textChanged.connect(lambda field=field: self._count(field))
        self.headline.set_prompt(self.tr("Headline"))
        self.standfirst.set_prompt(self.tr("What it is about, in a sentence or two"))
        chain = [self.headline, self.standfirst, self.category, self.byline]
        for field, following in itertools.pairwise(chain):
            field.entered.connect(following.setFocus)
        self.byline.entered.connect(self.body_wanted)
        self.hero.texts["credit"].entered.connect(self.body_wanted)
        for field in self.fields.values():
            field.caret_moved.connect(lambda rect, field=field: self._want_shown(field, rect))
        for widget in (self.hero.drop_target, self.hero.picture, self.hero.replace_link, self.hero.remove_link):
            widget.installEventFilter(self)

    def set_top(self, pixels: int) -> None:
        """Set the room above the headline, px."""
        layout = self.layout()
        if layout is not None:
            margins = layout.contentsMargins()
            layout.setContentsMargins(margins.left(), pixels, margins.right(), 0)

    def show_document(self, document: ArticleDocument) -> None:
        """Show the fields of an article."""
        for key in ("headline", "standfirst", "category", "byline"):
            self.fields[key].set_document(document.texts.documents[key], document.texts.layouts[key])
        self.hero.show_document(document)
        for field in self._counters:
            self._count(field)

    def set_categories(self, categories: Sequence[str]) -> None:
        """Offer these while a category is typed."""
        self.completer.set_words(categories)

    def set_body_focused(self, on: bool) -> None:
        """Light or dim the label of the body."""
        self.body_label.set_color("accent" if on else "text3")

    def _field_focused(self, label: EngravedLabel, *, on: bool) -> None:
        label.set_color("accent" if on else "text3")
        self.update()

    def _count(self, field: TextField) -> None:
        label, limit = self._counters[field]
        length = len(field.toPlainText())
        over = length - limit
        if over > 0:
            label.setText(self.tr("{count} / {limit}  {over} over").format(count=length, limit=limit, over=over))
            label.set_color("red")
        else:
            label.setText(f"{length} / {limit}")
            label.set_color("text3")
        label.setAccessibleName(self.tr("{count} of {limit} characters").format(count=length, limit=limit))

    def _want_shown(self, field: TextField, rect: QRect) -> None:
        if field.hasFocus():
            self.shown_wanted.emit(QRect(field.mapTo(self, rect.topLeft()), rect.size()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.shown_wanted.emit(QRect(watched.mapTo(self, watched.rect().topLeft()), watched.size()))
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        focused = next((field for field in self._labels if field.hasFocus()), None)
        if focused is not None:
            painter = QPainter(self)
            place = focused.geometry()
            paint_bar(painter, self._look, place.left(), place.top(), place.height())
