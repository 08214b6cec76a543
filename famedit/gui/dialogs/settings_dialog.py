"""The settings: drawn from the table, applied as they are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from famedit.core.settings import SETTINGS
from famedit.gui.components.buttons import IconButton, PrimaryButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.page_list import PageList
from famedit.gui.components.sheet import Overlay
from famedit.gui.components.surfaces import Hairline, Surface
from famedit.gui.dialogs.setting_rows import SettingRow
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from famedit.core.settings import SettingSpec
    from famedit.gui.look import Look
    from famedit.gui.settings_store import SettingsStore

_WIDE: Final = 760
_HIGH: Final = 560


class SettingsDialog(Overlay):
    """A sheet with a page for each group of the table. Nothing is asked for: each change holds at once."""

    FORM: ClassVar[str] = "settings_dialog"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "title": QLabel,
        "close_button": IconButton,
        "pages": PageList,
        "stack": QStackedWidget,
        "promise": QLabel,
        "done_button": PrimaryButton,
    }

    def __init__(self, look: Look, window: QWidget, settings: SettingsStore) -> None:
        super().__init__(look, window, sticky=True, width=_WIDE)
        self._settings = settings
        self.rows: dict[str, SettingRow] = {}
        load_form(
            self.FORM,
            self.card,
            {
                "TitleLabel": lambda parent: TextLabel(look, "title", "text", "", parent),
                "CaptionLabel": lambda parent: TextLabel(look, "caption", "text2", "", parent, wrap=True),
                "IconButton": lambda parent: IconButton(look, "ph.x", self.tr("Close"), "Esc", parent),
                "PrimaryButton": lambda parent: PrimaryButton(look, parent=parent),
                "PageList": lambda parent: PageList(look, parent),
                "Hairline": lambda parent: Hairline(look, parent),
                "UprightHairline": lambda parent: Hairline(look, parent, upright=True),
            },
        )
        self.setAccessibleName(self.tr("Settings"))
        child(self.card, QLabel, "title").setText(self.tr("Settings"))
        self.pages = child(self.card, PageList, "pages")
        self.pages.setAccessibleName(self.tr("Pages"))
        self.stack = child(self.card, QStackedWidget, "stack")
        child(self.card, QLabel, "promise").setText(
            self.tr("FamEdit sends nothing from this computer: no statistics, no crash reports, no search for updates.")
        )
        child(self.card, IconButton, "close_button").clicked.connect(self.reject)
        done = child(self.card, PrimaryButton, "done_button")
        done.setText(self.tr("Done"))
        done.clicked.connect(self.reject)
        self._fill()
        self.pages.page_chosen.connect(self.stack.setCurrentIndex)
        settings.changed.connect(self._changed)
        look.theme.changed.connect(self._retouch)
        self._retouch()

    def _fill(self) -> None:
        by_page: dict[str, list[SettingSpec]] = {}
        for spec in SETTINGS:
            by_page.setdefault(spec.page, []).append(spec)
        for page, specs in by_page.items():
            self.stack.addWidget(self._page(page, specs))
        self.pages.show_pages(QCoreApplication.translate("Settings", page) for page in by_page)

    def _page(self, title: str, specs: list[SettingSpec]) -> QWidget:
        px = self.look.theme.px
        board = Surface(self.look, "raised")
        column = QVBoxLayout(board)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(0)
        words = QCoreApplication.translate("Settings", title)
        column.addWidget(TextLabel(self.look, "ui_strong", "text", words, board))
        column.addSpacing(px(4))
        for at, spec in enumerate(specs):
            if at:
                column.addWidget(Hairline(self.look, board))
            row = SettingRow(self.look, spec, getattr(self._settings.value, spec.key), board)
            row.edited.connect(lambda key, value: self._settings.change(**{key: value}))
            column.addWidget(row)
            self.rows[spec.key] = row
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(board)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def open_page(self, page: str = "") -> None:
        """Show the dialog, at a page of the table if one is named."""
        names = list(dict.fromkeys(spec.page for spec in SETTINGS))
        if page in names:
            self.pages.setCurrentRow(names.index(page))
        self.open()

    def first_control(self) -> QWidget:
        return self.pages

    def card_rect(self) -> QRect:
        px = self.look.theme.px
        width = min(px(_WIDE), self.width() - px(32))
        height = min(px(_HIGH), self.height() - px(32))
        return QRect((self.width() - width) // 2, round((self.height() - height) * 0.4), width, height)

    def _changed(self, keys: frozenset[str]) -> None:
        for key in keys:
            row = self.rows.get(key)
            if row is not None:
                row.show_value(getattr(self._settings.value, key))

    def _retouch(self) -> None:
        px = self.look.theme.px
        for name, margins in (("head", (24, 12, 16, 12)), ("foot", (24, 12, 24, 12))):
            layout = child(self.card, QWidget, name).layout()
            if layout is not None:
                layout.setContentsMargins(*(px(margin) for margin in margins))
                layout.setSpacing(px(16))
        self.relayout()
