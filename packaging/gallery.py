"""Show every component in every state, light and dark, and save pictures of them.

    PYTHONPATH=. python packaging/gallery.py FOLDER [--scale 1.5]

Works without a screen (QT_QPA_PLATFORM=offscreen). For looking, not a test.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout, QWidget

    from famedit.gui.components.chips import Tone
    from famedit.gui.components.glyphs import Verdict
    from famedit.gui.look import Look


def main() -> int:
    """Make the pictures and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--size", type=int, default=100, help="interface size in percent")
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = options.scale  # read by Qt when the application is made

    from PySide6.QtWidgets import QApplication

    from famedit.gui import fonts
    from famedit.gui.icons import Icons
    from famedit.gui.look import Look
    from famedit.gui.theme import Theme

    app = QApplication(sys.argv[:1])
    theme = Theme()
    theme.apply(app)
    fonts.load_rest()
    theme.set_sizes(options.size, 100)
    icons = Icons(theme)
    look = Look(theme, icons)

    def shoot() -> None:
        for mode in ("light", "dark"):
            theme.set_appearance(mode)
            board = build(look)
            board.resize(1280, 640)
            board.show()
            app.processEvents()
            app.processEvents()
            board.grab().save(str(options.folder / f"gallery-{mode}-{options.scale}-{options.size}.png"))
            board.close()
        app.quit()

    icons.ready.connect(shoot)
    icons.start()
    return app.exec()


def build(look: Look) -> QWidget:
    """Return the board with all columns."""
    from PySide6.QtWidgets import QHBoxLayout

    from famedit.gui.components.surfaces import Surface

    board = Surface(look, "surface")
    row = QHBoxLayout(board)
    row.setContentsMargins(40, 30, 40, 20)
    row.setSpacing(44)
    for column in (_states, _buttons, _fields, _messages):
        row.addLayout(column(look), 1)
    return board


def _column() -> QBoxLayout:
    from PySide6.QtWidgets import QVBoxLayout

    column = QVBoxLayout()
    column.setSpacing(8)
    return column


def _head(look: Look, text: str) -> QWidget:
    from famedit.gui.components.labels import EngravedLabel

    label = EngravedLabel(look, text)
    label.setContentsMargins(0, 14, 0, 0)
    return label


def _row(*widgets: QWidget) -> QBoxLayout:
    from PySide6.QtWidgets import QHBoxLayout

    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _states(look: Look) -> QBoxLayout:
    from famedit.core.article import Status
    from famedit.gui.components.chips import Chip
    from famedit.gui.components.glyphs import Lamp, MarkWidget, PhaseGlyph
    from famedit.gui.components.labels import TextLabel

    column = _column()
    column.addWidget(_head(look, "Story status"))
    for status, word in zip(Status, ("Draft", "In review", "Ready", "Published"), strict=True):
        column.addLayout(_row(PhaseGlyph(look, status), TextLabel(look, text=word)))
    column.addWidget(_head(look, "Reply status"))
    column.addLayout(
        _row(
            Chip(look, "Pending", "amber", "ph.hourglass-medium"),
            Chip(look, "Flagged 2", "red", "ph.flag-fill"),
        )
    )
    column.addLayout(
        _row(Chip(look, "Hidden", "neutral", "ph.eye-slash"), TextLabel(look, "caption", "text2", "Visible"))
    )
    column.addWidget(_head(look, "Preflight"))
    verdicts: tuple[tuple[Verdict, Tone, str], ...] = (
        ("go", "green", "GO"),
        ("hold", "amber", "HOLD"),
        ("no-go", "red", "NO-GO"),
    )
    for verdict, tone, word in verdicts:
        column.addLayout(_row(Lamp(look, verdict), Chip(look, word, tone), TextLabel(look, text="Worth a look")))
    column.addWidget(_head(look, "Mark"))
    column.addLayout(_row(*[MarkWidget(look, size) for size in (16, 20, 26, 64)]))
    column.addLayout(_row(*[PhaseGlyph(look, status, 44) for status in Status]))
    column.addStretch(1)
    return column


def _buttons(look: Look) -> QBoxLayout:
    from famedit.gui.components.buttons import (
        Button,
        DangerButton,
        IconButton,
        LinkButton,
        PrimaryButton,
        QuietButton,
        SecondaryButton,
    )
    from famedit.gui.components.chips import KeyCap
    from famedit.gui.components.segmented import SegmentedControl

    def in_state(button: Button, state: str) -> Button:
        if state == "hover":
            button.underMouse = lambda: True  # type: ignore[method-assign]  # a pose for the picture
        elif state == "focus":
            button.hasFocus = lambda: True  # type: ignore[method-assign]  # a pose for the picture
        elif state == "off":
            button.setEnabled(False)
        elif state == "on":
            button.setCheckable(True)
            button.setChecked(True)
        return button

    column = _column()
    column.addWidget(_head(look, "Primary button"))
    column.addLayout(_row(PrimaryButton(look, "Export", "ph.export"), in_state(PrimaryButton(look, "Hover"), "hover")))
    column.addLayout(
        _row(in_state(PrimaryButton(look, "Focus"), "focus"), in_state(PrimaryButton(look, "Disabled"), "off"))
    )
    column.addWidget(_head(look, "Secondary"))
    column.addLayout(_row(SecondaryButton(look, "Close"), in_state(SecondaryButton(look, "Hover"), "hover")))
    column.addLayout(
        _row(in_state(SecondaryButton(look, "Focus"), "focus"), in_state(SecondaryButton(look, "Disabled"), "off"))
    )
    column.addWidget(_head(look, "Quiet, link, danger"))
    column.addLayout(
        _row(
            QuietButton(look, "Moderate", "ph.chats"), LinkButton(look, "Replace…"), DangerButton(look, "Delete draft")
        )
    )
    column.addWidget(_head(look, "Segmented"))
    segments = SegmentedControl(
        look, [("w", "Write", "ph.pen-nib"), ("s", "Split", "ph.columns"), ("m", "Moderate", "ph.chats")]
    )
    segments.set_current("s")
    column.addLayout(_row(segments))
    column.addWidget(_head(look, "Icon button: rest, on, focus, off"))
    column.addLayout(
        _row(
            *[
                in_state(IconButton(look, "ph.text-bolder", "Bold", "Ctrl+B"), state)
                for state in ("", "on", "focus", "off")
            ]
        )
    )
    column.addWidget(_head(look, "Key caps"))
    column.addLayout(_row(*[KeyCap(look, key) for key in ("A", "Ctrl", "Shift", "Enter", "?")]))
    column.addLayout(
        _row(
            PrimaryButton(look, "Approve", "ph.check", "A", height=28),
            SecondaryButton(look, "Hide", "ph.eye-slash", "H", height=28),
        )
    )
    column.addStretch(1)
    return column


def _fields(look: Look) -> QBoxLayout:
    from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

    from famedit.gui.components.fields import FieldError, LabelledBox, LineField, NumberField, SearchField

    column = _column()
    column.addWidget(_head(look, "Field: rest, error, off"))
    rest, wrong, off = LineField(look), LineField(look), LineField(look)
    for field in (rest, off):
        field.setText("Mara Lindqvist")
    wrong.setText("moon/race.html")
    wrong.set_error(True)
    off.setEnabled(False)
    error = FieldError(look)
    error.show_error("A file name cannot contain a slash.")
    for widget in (rest, wrong, error, off):
        column.addWidget(widget)
    column.addWidget(_head(look, "Labelled box"))
    editor = QLineEdit("Half-lit Earth, lunar horizon")
    column.addWidget(LabelledBox(look, "Alt", editor))
    column.addWidget(_head(look, "Choice"))
    combo = QComboBox()
    combo.addItems(["Television", "Books"])
    column.addWidget(combo)
    column.addWidget(NumberField(look, 0, 100, unit=" %"))
    for text, on, live in (
        ("Visible replies (3)", True, True),
        ("Embed the image", False, True),
        ("Not available", False, False),
    ):
        box = QCheckBox(text)
        box.setChecked(on)
        box.setEnabled(live)
        column.addWidget(box)
    column.addWidget(_head(look, "Search"))
    column.addWidget(SearchField(look, "Search articles", "/"))
    column.addStretch(1)
    return column


def _messages(look: Look) -> QBoxLayout:
    from PySide6.QtWidgets import QWidget

    from famedit.gui.components.banner import Banner
    from famedit.gui.components.labels import TextLabel
    from famedit.gui.components.undo_bar import UndoBar

    column = _column()
    column.addWidget(_head(look, "Undo bar"))
    for sentence, icon, action, key in (
        ("Reply 2 approved.", "ph.check", "Undo", "Z"),
        ("Exported to HTML.", "ph.export", "Show", ""),
    ):
        pane = QWidget()
        pane.setFixedHeight(64)
        bar = UndoBar(look, pane)
        bar.show_message(sentence, icon, action, key)
        column.addWidget(pane)
    column.addWidget(_head(look, "Banners"))
    red, amber = Banner(look, "red"), Banner(look, "amber")
    red.show_words(
        "This article is not saved", "The disk is full. Your text is safe while FamEdit stays open.", "Retry"
    )
    amber.show_words("Unsaved work was found", "From 21 March, 13:58, after the last save.", "Compare")
    column.addWidget(red)
    column.addWidget(amber)
    column.addWidget(_head(look, "Type"))
    for role, text in (
        ("headline", "Headline 28/36"),
        ("standfirst", "Standfirst 17/26"),
        ("body", "Body 16/26, measure 66"),
        ("ui", "Interface 13/20"),
        ("caption", "Caption 12/16"),
        ("telemetry", "14:02  Rev 14  74 / 90"),
    ):
        column.addWidget(TextLabel(look, role, "text", text))
    column.addStretch(1)
    return column


if __name__ == "__main__":
    sys.exit(main())
