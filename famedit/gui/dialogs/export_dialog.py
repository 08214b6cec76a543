"""Asks where an article is to be exported and in which form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from famedit.core.settings import SETTINGS
from famedit.gui.components.buttons import PrimaryButton, SecondaryButton
from famedit.gui.components.fields import FieldError, LineField
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.sheet import Sheet
from famedit.gui.forms import child, load_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.article import ArticleFields
    from famedit.core.errors import UserError
    from famedit.core.reply import Reply
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker

Format = Literal["html", "single", "markdown"]

#: How long after the last change the folder is looked at, ms.
LOOK_AFTER = 150


class ExportDialog(Sheet):
    """``chosen`` carries the folder; form and likers are kept in the settings before it comes."""

    FORM: ClassVar[str] = "export_dialog"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "format": QComboBox, "folder": LineField, "choose": SecondaryButton, "target": TextLabel,
        "replaced": TextLabel, "folder_error": FieldError, "replies": TextLabel, "likers": QCheckBox,
    }  # fmt: skip

    chosen = Signal(Path)

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        messages: Messages,
        settings: SettingsStore,
        fields: Callable[[], ArticleFields],
        article_id: int,
        window: QWidget,
    ) -> None:
        super().__init__(look, window, self.tr("Export"))
        self._worker = worker
        self._messages = messages
        self._settings = settings
        self._fields = fields
        self._article_id = article_id
        self._asked = 0
        form = QWidget(self.card)
        load_form(self.FORM, form, self._makers())
        self.body.addWidget(form)
        self.format = child(form, QComboBox, "format")
        self.folder = child(form, LineField, "folder")
        self.target = child(form, TextLabel, "target")
        self.replaced = child(form, TextLabel, "replaced")
        self.error = child(form, FieldError, "folder_error")
        self.replies = child(form, TextLabel, "replies")
        self.likers = child(form, QCheckBox, "likers")
        self._look_soon = QTimer(self)
        self._look_soon.setSingleShot(True)
        self._look_soon.setInterval(LOOK_AFTER)
        child(form, SecondaryButton, "choose").clicked.connect(self._choose)
        self.add_action(SecondaryButton(look, self.tr("Cancel")), self.reject)
        self.export = self.add_action(PrimaryButton(look, self.tr("Export"), "ph.export"), self._export, primary=True)
        self._fill()
        self.closed.connect(self.deleteLater)

    def _makers(self) -> dict[str, Callable[[QWidget], QWidget]]:
        look = self.look

        def label(role: str, colour: str, words: str = "") -> Callable[[QWidget], QWidget]:
            return lambda parent: TextLabel(look, role, colour, words, parent, wrap=True)

        return {
            "Lead": label("caption", "text2", self.tr("Ready to upload: no scripts, nothing fetched from elsewhere.")),
            "FormatTitle": label("ui_strong", "text", self.tr("Form")),
            "FolderTitle": label("ui_strong", "text", self.tr("Folder")),
            "PageTitle": label("ui_strong", "text", self.tr("Page")),
            "Folder": lambda parent: LineField(look, "", parent, name=self.tr("Folder")),
            "Choose": lambda parent: SecondaryButton(look, self.tr("Folder…"), parent=parent),
            "Target": label("caption", "text2"),
            "Replaced": label("caption", "amber"),
            "FolderError": lambda parent: FieldError(look, parent),
            "Replies": label("ui", "text"),
            "Never": label("caption", "text2", self.tr("Pending and hidden replies are never exported.")),
        }

    def _fill(self) -> None:
        spec = next(spec for spec in SETTINGS if spec.key == "export_format")
        for value, words in spec.choices:
            self.format.addItem(words, value)
        self.format.setAccessibleName(self.tr("Form"))
        self.likers.setText(self.tr("Name the readers who liked a reply"))
        self._look_soon.timeout.connect(self._look_there)
        self.folder.textChanged.connect(lambda _text: self._look_soon.start())
        self.format.currentIndexChanged.connect(lambda _row: self._form_changed())
        settings = self._settings.value
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder.setText(settings.export_folder or documents or str(Path.home()))
        self.folder.selectAll()
        self.format.setCurrentIndex(max(0, self.format.findData(settings.export_format)))
        self.likers.setChecked(settings.export_likers)
        self._form_changed()
        self._look_there()
        self._worker.read(
            lambda services: services.moderating.replies(self._article_id),
            self._show_replies,
            self._messages.problem,
            owner=self,
        )

    def first_control(self) -> QWidget | None:
        """Begin with the folder."""
        return self.folder

    def folder_chosen(self) -> Path:
        """Return the folder as the field has it."""
        return Path(self.folder.text().strip()).expanduser()

    def format_chosen(self) -> Format:
        """Return the form that is chosen."""
        value = self.format.currentData()
        return value if value in ("single", "markdown") else "html"

    # Parts ----------------------------------------------------------------------------------------------------------

    def _form_changed(self) -> None:
        pages = self.format.currentData() != "markdown"
        self.likers.setEnabled(pages)
        self._look_soon.start()

    def _show_replies(self, replies: tuple[Reply, ...]) -> None:
        count = sum(1 for reply in replies if reply.public)
        many = self.tr("{0} visible replies").format(f"{count:,}") if count else self.tr("No visible replies")
        self.replies.setText(self.tr("1 visible reply") if count == 1 else many)
        self.relayout()

    def _look_there(self) -> None:
        """Say where the page will be, and what it will replace."""
        self._look_soon.stop()
        text = self.folder.text().strip()
        self.export.setEnabled(bool(text))
        self.error.show_error("" if text else self.tr("Choose a folder."))
        if not text:
            self.target.setText("")
            self.replaced.setText("")
            return
        self._asked += 1
        asked, fields = self._asked, self._fields()
        folder, kind = self.folder_chosen(), self.format_chosen()

        def found(there: tuple[Path, bool]) -> None:
            if asked == self._asked:
                self.target.setText(str(there[0]))
                self.replaced.setText(self._replaced_words(kind) if there[1] else "")
                self.replaced.setVisible(there[1])
                self.relayout()

        self._worker.read(
            lambda services: services.exporting.target(fields, folder, format=kind),
            found,
            self._cannot_look,
            owner=self,
        )

    def _cannot_look(self, error: UserError) -> None:
        self.error.show_error(str(error))

    def _replaced_words(self, kind: str) -> str:
        if kind == "html":
            return self.tr("An export of that name is there and will be replaced.")
        return self.tr("A file of that name exists and will be replaced.")

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.window(), self.tr("Export to"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _export(self) -> None:
        folder = self.folder_chosen()
        if not folder.is_absolute():
            self.error.show_error(self.tr("Give the whole path of the folder."))
            return
        self._settings.change(export_format=self.format_chosen(), export_likers=self.likers.isChecked())
        self.finish()
        self.chosen.emit(folder)
