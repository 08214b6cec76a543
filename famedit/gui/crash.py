"""When the program itself is at fault: text is saved first, then a report that can be copied is shown."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from famedit import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def system_report() -> str:
    """Return what somebody who mends the program needs to know of this machine; nothing about the desk's content."""
    return "\n".join(
        (
            f"FamEdit {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            f"Platform plugin {QGuiApplication.platformName()}",
        )
    )


class CrashHandler(QObject):
    """Catches what nobody caught, on any thread.

    ``rescue`` is called first, on the GUI thread, and must keep whatever is unsaved. One dialog at a time; a fault that
    repeats is only logged.
    """

    _caught = Signal(str)

    def __init__(self, log_file: Path, rescue: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._rescue = rescue
        self._seen: set[str] = set()
        self._dialog: QDialog | None = None
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of Python and of Qt's messages."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        qInstallMessageHandler(_log_qt)

    def caught(self, error: BaseException) -> None:
        """Deal with a fault that another edge of the program has caught."""
        self._hook(type(error), error, error.__traceback__)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.error("Unexpected fault\n%s", text)
        if text not in self._seen:
            self._seen.add(text)
            self._caught.emit(text)

    def _show(self, text: str) -> None:
        try:
            self._rescue()
        except Exception:
            log.exception("The rescue failed too")
        if self._dialog is None:
            self._dialog = ReportDialog(
                self.tr("Something in FamEdit went wrong"),
                self.tr("Your text has been kept. You can go on, but it is safer to start FamEdit again."),
                f"{system_report()}\nLog file {self._log_file}\n\n{text}",
            )
            self._dialog.finished.connect(self._closed)
            self._dialog.open()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


class ReportDialog(QDialog):
    """Shows a report to copy. Built of Qt's own parts alone, so that it works when ours do not."""

    def __init__(self, title: str, sentence: str, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(720, 460)
        heading = QLabel(f"{title}. {sentence}")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("Report"))
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(heading)
        layout.addWidget(text)
        layout.addWidget(buttons)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger(f"qt.{context.category or 'default'}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
