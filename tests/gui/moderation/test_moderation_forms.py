"""Every form holds what its class asks for, once, under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from famedit.core.article import ArticleFields
from famedit.gui.dialogs.add_reply_sheet import AddReplySheet
from famedit.gui.dialogs.export_dialog import ExportDialog
from famedit.gui.dialogs.import_dialog import ImportDialog
from famedit.gui.moderation.drawer import RepliesDrawer
from famedit.gui.moderation.page import ModeratePage
from famedit.gui.moderation.reply_detail import ReplyDetail

if TYPE_CHECKING:
    from famedit.gui.actions import ActionSet
    from famedit.gui.look import Look
    from tests.gui.kit import RealDesk


def test_every_form_has_the_children_its_class_names(
    desk: RealDesk, applied_look: Look, actions: ActionSet, window: QWidget
) -> None:
    common = (applied_look, desk.worker, desk.bus, desk.messages, actions, desk.settings, window)
    made: list[tuple[QWidget, dict[str, type[QWidget]]]] = [
        (ModeratePage(*common), ModeratePage.CHILDREN),
        (RepliesDrawer(*common), RepliesDrawer.CHILDREN),
        (ReplyDetail(applied_look, actions, window), ReplyDetail.CHILDREN),
        (AddReplySheet(applied_look, window), AddReplySheet.CHILDREN),
        (ImportDialog(applied_look, desk.worker, desk.messages, desk.settings, window), ImportDialog.CHILDREN),
        (
            ExportDialog(applied_look, desk.worker, desk.messages, desk.settings, ArticleFields, 1, window),
            ExportDialog.CHILDREN,
        ),
    ]
    for widget, children in made:
        for name, kind in children.items():
            found = widget.findChildren(QWidget, name)
            assert len(found) == 1, f"{type(widget).__name__}: {name} is there {len(found)} times"
            assert isinstance(found[0], kind), name
    desk.settle()


def test_every_control_has_a_name(desk: RealDesk, applied_look: Look, actions: ActionSet, window: QWidget) -> None:
    common = (applied_look, desk.worker, desk.bus, desk.messages, actions, desk.settings, window)

    for widget in (
        ModeratePage(*common),
        RepliesDrawer(*common),
        AddReplySheet(applied_look, window),
        ImportDialog(applied_look, desk.worker, desk.messages, desk.settings, window),
    ):
        for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit):
            for control in widget.findChildren(kind):
                named = control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
                inner = control.objectName().startswith("qt_") or control.window() is not window
                inner = inner or isinstance(control, QHeaderView)
                hidden = isinstance(control, QAbstractButton) and not control.isVisibleTo(widget)
                assert named or inner or hidden, f"{type(widget).__name__}: {control}"
    desk.settle()
