"""The one style sheet, made from the colour table. It sets boxes and colours; fonts are set on fonts only.

Rules kept here: no ``color`` on inputs (Qt would derive a placeholder that is too faint), a focus ring never moves
anything (border and padding add up the same at rest and on focus), and carets and ticks are files found by the
``look:`` search path, one set per appearance.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHEET: Final = Template("""
QMainWindow, QDialog { background: $chrome; }
QWidget:disabled { color: $disabled; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit[boxed="true"], QTextEdit[boxed="true"] {
    background: $raised; border: 1px solid $line; border-bottom-color: $line_strong; border-radius: ${px_6}px;
    padding: 0 ${px_11}px; min-height: ${field}px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $text3;
}
QPlainTextEdit[boxed="true"], QTextEdit[boxed="true"] { padding: ${px_7}px ${px_11}px; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $line_strong; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 0 ${px_11_less_1}px; min-height: ${field_less_2}px;
}
QPlainTextEdit[boxed="true"]:focus, QTextEdit[boxed="true"]:focus {
    border: 2px solid $accent; padding: ${px_7_less_1}px ${px_11_less_1}px;
}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: $surface; border: 1px solid $line; }
QLineEdit[error="true"], QLineEdit[error="true"]:hover, QComboBox[error="true"] { border: 1px solid $red_lamp; }
QLineEdit[error="true"]:focus { border: 2px solid $red_lamp; }
QLineEdit[bare="true"], QLineEdit[bare="true"]:hover, QLineEdit[bare="true"]:focus,
QComboBox[bare="true"], QComboBox[bare="true"]:hover, QComboBox[bare="true"]:focus {
    background: transparent; border: none; padding: 0; min-height: ${px_20}px;
}

QComboBox::drop-down { border: none; width: ${px_28}px; }
QComboBox::down-arrow { image: url(look:caret-down-$mode.svg); width: ${px_12}px; height: ${px_12}px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line_strong; padding: ${px_4}px; outline: none;
    selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: ${px_28}px; padding: 0 ${px_8}px; }

QComboBox QLineEdit, QComboBox QLineEdit:hover, QComboBox QLineEdit:focus {
    background: transparent; border: none; padding: 0; min-height: 0;
}
QAbstractSpinBox, QAbstractSpinBox:focus { padding: 0; min-height: ${px_26}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: ${px_24}px; }
QAbstractSpinBox::up-arrow { image: url(look:caret-up-$mode.svg); width: ${px_10}px; height: ${px_10}px; }
QAbstractSpinBox::down-arrow { image: url(look:caret-down-$mode.svg); width: ${px_10}px; height: ${px_10}px; }

QCheckBox, QRadioButton {
    border: 2px solid transparent; border-radius: ${px_4}px; spacing: ${px_8}px; min-height: ${px_20}px;
}
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${px_16}px; height: ${px_16}px;
    border: 1px solid $line_strong; border-radius: ${px_4}px; background: $raised;
}
QRadioButton::indicator { border-radius: ${px_9}px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: $hover; }
QCheckBox::indicator:checked, QCheckBox::indicator:indeterminate, QRadioButton::indicator:checked {
    background: $accent; border-color: $accent;
}
QCheckBox::indicator:checked { image: url(look:tick-$mode.svg); }
QCheckBox::indicator:indeterminate { image: url(look:dash-$mode.svg); }
QRadioButton::indicator:checked { image: url(look:dot-$mode.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $disabled; background: $surface; }
QCheckBox::indicator:checked:disabled { background: $disabled; }

QMessageBox QPushButton, QDialogButtonBox QPushButton, QFileDialog QPushButton {
    background: $raised; border: 1px solid $line; border-bottom-color: $line_strong; border-radius: ${px_6}px;
    padding: 0 ${px_15}px; min-height: ${field}px;
}
QMessageBox QPushButton:hover, QDialogButtonBox QPushButton:hover { background: $hover; }
QMessageBox QPushButton:focus, QDialogButtonBox QPushButton:focus, QFileDialog QPushButton:focus {
    border: 2px solid $accent; padding: 0 ${px_15_less_1}px; min-height: ${field_less_2}px;
}

QMenuBar { background: $chrome; border-bottom: 1px solid $line; }
QMenuBar::item { padding: ${px_4}px ${px_10}px; border-radius: ${px_4}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line_strong; padding: ${px_5}px; }
QMenu::item { padding: ${px_4}px ${px_20}px ${px_4}px ${px_10}px; border-radius: ${px_4}px; min-height: ${px_20}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::icon { padding-left: ${px_8}px; }
QMenu::separator { height: 1px; background: $line; margin: ${px_5}px ${px_6}px; }
QMenu::indicator { width: ${px_14}px; height: ${px_14}px; margin-left: ${px_6}px; }
QMenu::indicator:checked { image: url(look:check-$mode.svg); }
QMenu::right-arrow { image: url(look:caret-right-$mode.svg); width: ${px_10}px; height: ${px_10}px; }

QToolTip { background: $inverse; color: $on_inverse; border: none; padding: ${px_4}px ${px_8}px; }

QScrollArea, QListView, QTreeView, QTableView { border: none; outline: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: ${px_12}px; }
QScrollBar:horizontal { height: ${px_12}px; }
QScrollBar::handle { background: $line_strong; border-radius: 2px; }
QScrollBar::handle:vertical { margin: 2px ${px_4}px; min-height: ${px_32}px; }
QScrollBar::handle:horizontal { margin: ${px_4}px 2px; min-width: ${px_32}px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { border-radius: 3px; }
QScrollBar::handle:vertical:hover, QScrollBar::handle:vertical:pressed { margin: 2px ${px_3}px; }
QScrollBar::handle:horizontal:hover, QScrollBar::handle:horizontal:pressed { margin: ${px_3}px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QSplitter::handle { background: $line; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }

QHeaderView { background: $sidebar; border: none; }
QHeaderView::section {
    background: $sidebar; border: none; border-bottom: 1px solid $line; padding: ${px_6}px ${px_10}px;
}
QTableView, QTreeView { gridline-color: $line; alternate-background-color: $sidebar; }

QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    padding: ${px_8}px ${px_14}px; border: none; border-bottom: 2px solid transparent; background: transparent;
}
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { border-bottom-color: $accent; }
QTabBar::tab:focus { border: 2px solid $accent; border-radius: ${px_4}px; }

QProgressBar { background: $sunken; border: none; border-radius: 2px; max-height: ${px_4}px; }
QProgressBar::chunk { background: $green_lamp; border-radius: 2px; }
QSlider::groove:horizontal { height: ${px_4}px; background: $sunken; border-radius: 2px; }
QSlider::handle:horizontal {
    width: ${px_16}px; margin: -${px_6}px 0; border-radius: ${px_8}px;
    background: $raised; border: 1px solid $line_strong;
}
QSlider::handle:horizontal:focus { border: 2px solid $accent; }
""")


class _Values(dict[str, str]):
    """The colours by name, and every ``px_N`` and ``px_N_less_M`` computed when the sheet asks for it."""

    def __init__(self, values: Mapping[str, str], px: Callable[[int], int]) -> None:
        super().__init__(values)
        self._px = px

    def __missing__(self, key: str) -> str:
        wanted, _, less = key.removeprefix("px_").partition("_less_")
        if not key.startswith("px_"):
            raise KeyError(key)
        return str(self._px(int(wanted)) - int(less or 0))


def make_sheet(tokens: Mapping[str, str], *, dark: bool, px: Callable[[int], int]) -> str:
    """Return the sheet for one table of colours; ``px`` scales a length to the interface size."""
    inside = px(32) - 2
    values = _Values(tokens, px)
    values.update(mode="dark" if dark else "light", field=str(inside), field_less_2=str(inside - 2))
    return SHEET.substitute(values)
