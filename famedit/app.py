"""The composition root of the window: settings, theme and window first, then the desk, then everything else."""

from __future__ import annotations

import faulthandler
import logging
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from famedit import __version__, paths
from famedit.core import tokens
from famedit.core.account import account_name
from famedit.core.errors import DeskLocked, UserError
from famedit.gui.claim import Claim
from famedit.gui.main_window import MainWindow
from famedit.gui.settings_store import SessionStore, SettingsStore
from famedit.platform import SWITCH_INTERVAL, prepare_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.gui.instance import Instance
    from famedit.gui.workspace import Workspace
    from famedit.services.backups import Backup, Restored
    from famedit.services.desk import Services

_FILE = "sqlite:///"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """What the command line asks of the window."""

    database: str = ""
    actor: str = ""
    files: tuple[str, ...] = ()
    qt_arguments: tuple[str, ...] = field(default=())


class Application(QApplication):
    """The application; on macOS files arrive as events."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.open_file: Callable[[str], None] | None = None

    def event(self, event: QEvent) -> bool:
        """Take files that the system asks the running program to open."""
        if isinstance(event, QFileOpenEvent) and self.open_file is not None:
            self.open_file(event.file())
            return True
        return super().event(event)


class Program(QObject):
    """Everything the window needs, made once, each part given exactly what it uses.

    Made in two steps: what the first frame needs in ``__init__``, everything else in ``_furnish`` right after it.
    """

    def __init__(self, application: Application, options: Options, claim: Claim | None) -> None:
        super().__init__()
        self.application = application
        self.options = options
        self.url = paths.desk_url(options.database)
        self.workspace: Workspace | None = None
        self._claim = claim
        self._instance: Instance | None = None
        self._opened_early: Services | None = None
        self._files = list(options.files)
        self.settings = SettingsStore(paths.config_dir() / "settings.json", self)
        self.session = SessionStore(paths.config_dir() / "session.json")
        tones = tokens.DARK if self._dark() else tokens.LIGHT
        self.window = MainWindow(tones, self.session, first_run=self._is_first_run)
        self.window.first_painted.connect(self._furnish)
        application.open_file = lambda name: self.open_files([name])

    def _dark(self) -> bool:
        appearance = self.settings.value.appearance
        if appearance == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return appearance == "dark"

    @property
    def person(self) -> str:
        """Whose window this is: asked for, or set, or the account's name."""
        return self.options.actor or self.settings.value.person or account_name()

    @property
    def _is_first_run(self) -> bool:
        return not self.settings.value.person and not self.options.actor

    def _apply_settings(self) -> None:
        settings = self.settings.value
        self.theme.set_reduced_motion(settings.reduce_motion)
        self.theme.set_sizes(settings.interface_size, settings.writing_size)
        self.theme.set_appearance(settings.appearance)

    # After the first frame ------------------------------------------------------------------------------------------

    def _furnish(self) -> None:
        # Two thirds of the start-up time lie in these modules, and the first frame needs none of them. They are
        # imported here, in the one place that composes the program, and nowhere else inside a function.
        from famedit import log
        from famedit.gui.bus import Bus
        from famedit.gui.crash import CrashHandler
        from famedit.gui.desk_trouble import DeskTrouble
        from famedit.gui.furnishing import furnish
        from famedit.gui.icons import Icons
        from famedit.gui.look import Look
        from famedit.gui.messages import Messages
        from famedit.gui.theme import Theme
        from famedit.gui.worker import DatabaseWorker

        log.set_up(paths.log_dir())
        _keep_stack_dumps(paths.log_dir())
        self.theme = Theme(self)
        self._apply_settings()
        self.theme.apply(self.application)
        self.look = Look(self.theme, Icons(self.theme, self))
        self.bus = Bus(self)
        self.messages = Messages(self)
        self.crash = CrashHandler(paths.log_dir() / log.LOG_FILE, self._rescue, self)
        self.crash.install()
        self.worker = DatabaseWorker(self.bus, self)
        self.trouble = DeskTrouble(
            self.worker,
            self.messages,
            backups=self._backups,
            restore=self._restore_damaged,
            closed=self._closed,
            open_again=lambda: self._reopen(lambda: None),
            choose=self._choose_desk,
            parent=self,
        )
        self.worker.problem.connect(self.trouble.problem)
        self.worker.fault.connect(self.crash.caught)
        self.worker.opened.connect(self._opened)
        self.worker.open_failed.connect(self.trouble.not_open)
        furnish(self.window, self.look, self.messages)
        self.window.closing.connect(self._leave)
        self.settings.changed.connect(lambda _keys: self._apply_settings())
        self._listen()
        self._open_desk()  # on a thread of its own, while the panes are built here
        # the bars are on the screen before the panes are built behind them
        QTimer.singleShot(0, self._fill)

    def _fill(self) -> None:
        from famedit.gui import fonts
        from famedit.gui.workspace import Workspace

        fonts.load_rest()
        self.look.icons.start()
        self.workspace = Workspace(
            self.window,
            self.look,
            self.worker,
            self.bus,
            self.messages,
            self.settings,
            self._reopen,
        )
        if self._is_first_run:
            self.workspace.first_run(account_name())
        if self.settings.complaint:
            self.messages.problem(UserError(self.settings.complaint), key="settings")
        if self._opened_early is not None:
            self._opened(self._opened_early)

    def open_files(self, files: list[str]) -> None:
        """Import files as soon as the desk is there."""
        self._files += files
        if self.workspace is not None and self.worker.is_open:
            waiting, self._files = self._files, []
            if waiting:
                self.workspace.import_files(waiting)

    def _raised(self, files: list[str]) -> None:
        self.window.come_forward()
        self.open_files(files)

    def _open_desk(self) -> None:
        url, person = self.url, self.person
        backup_dir = self._backup_dir()

        def opener() -> Services:
            from famedit.services.desk import open_desk

            return open_desk(url, person=person, journal_dir=paths.journal_dir(), backup_dir=backup_dir)

        self.worker.open(opener)

    def _backup_dir(self) -> paths.Path:
        chosen = self.settings.value.backup_folder
        return paths.Path(chosen) if chosen else paths.backup_dir()

    def _opened(self, services: Services) -> None:
        if self.workspace is None:
            self._opened_early = services
            return
        self.trouble.over()
        _log.info("Opened the desk %s", services.url_shown)
        why = services.why_read_only
        self.workspace.desk_opened(read_only=why is not None)
        if why is not None:
            self.trouble.only_reading(why)
        self.open_files([])
        # the web engine takes a quarter of a second to make: not before the desk is on the screen
        QTimer.singleShot(0, self.workspace.start_engine)

    def _backups(self) -> tuple[Backup, ...]:
        from famedit.services.backups import backups_of

        desk = _file_of(self.url)
        return backups_of(desk, self._backup_dir()) if desk else ()

    def _restore_damaged(self, backup: paths.Path) -> Restored:
        from famedit.services.backups import restore_damaged

        return restore_damaged(paths.Path(self.url.removeprefix(_FILE)), backup)

    def _closed(self, then: Callable[[], None]) -> None:
        """Call ``then`` when nobody in this program has the desk; it is ``then`` that opens it again."""
        if not self.worker.is_open:
            then()
            return
        if self.workspace is not None:
            self.workspace.desk_closing()
        self.worker.reopen(lambda: None, then)

    def _choose_desk(self) -> None:
        if self.workspace is not None:
            self.workspace.doors.choose_desk()

    def _reopen(self, between: Callable[[], object], url: str = "") -> None:
        """Close the desk, do something while nobody has it, and open it (or another) again."""
        if url and url != self.url and not self._claimed(url):
            return
        self.trouble.over()
        if not self.worker.is_open:
            self._open_desk()
            return
        if self.workspace is not None:
            self.workspace.desk_closing()
        self.worker.reopen(between, self._open_desk)

    def _claimed(self, url: str) -> bool:
        """Take another desk for this window and give up the one it had; false when another window has it."""
        claim = _claim_on(url)
        if claim is not None and not claim.take():
            self.messages.problem(
                DeskLocked("Another window has this desk open.", "Go on there, or close that window first."),
                key="claim",
            )
            return False
        self.release()
        self.url, self._claim = url, claim
        self._listen()
        return True

    def _listen(self) -> None:
        """Let later starts on this desk bring this window forward."""
        from famedit.gui.instance import Instance

        if self._claim is not None:
            self._instance = Instance(self.url, self)
            self._instance.raised.connect(self._raised)
            self._instance.listen()

    def release(self) -> None:
        """Leave the desk to the next start."""
        if self._instance is not None:
            self._instance.close()
            self._instance = None
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    # Leaving --------------------------------------------------------------------------------------------------------

    def _rescue(self) -> None:
        if self.workspace is not None:
            self.workspace.flush()

    def _leave(self) -> None:
        """Keep everything, then go. The window stays on the screen until it is kept."""
        if self.workspace is not None:
            self.workspace.flush()
        if not self.worker.is_open:
            self._gone(True)
            return
        last = self.workspace.doors.last_backup() if self.workspace is not None else None
        self.worker.finish(self._gone, kept=self._kept, last=last)

    def _kept(self) -> None:
        """Take the window away: a backup that is due is made behind it, and whoever starts again need not wait."""
        self.window.keep_place()
        self.window.hide()
        self.release()

    def _gone(self, kept: bool) -> None:
        if not kept:
            self.messages.problem(
                DeskLocked("The desk is still busy writing.", "Wait a moment and close the window again."), key="leave"
            )
            return
        if self.workspace is not None:
            self.workspace.close()
        self.window.leave()
        self.settings.close()
        self.session.close()
        self.application.quit()


def main(options: Options, guide: Callable[[Program], None] | None = None) -> int:
    """Run the window until it is closed; returns the exit code.

    ``guide`` is given the program once its window is shown: the tour and the end-to-end tests drive it from there.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)  # the web engine wants it, and early
    QCoreApplication.setApplicationName("FamEdit")
    QCoreApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("org.famedit.FamEdit")
    prepare_platform()
    application = Application([sys.argv[0], *options.qt_arguments])
    application.setQuitOnLastWindowClosed(False)  # the program leaves when everything is kept
    application.setWindowIcon(QIcon(str(paths.resource("icons", "famedit.svg"))))
    translator = QTranslator(application)
    if translator.load(QLocale.system(), "famedit", "_", str(paths.resource("translations"))):
        QCoreApplication.installTranslator(translator)
    claim = _claim_on(paths.desk_url(options.database))
    if claim is not None and not claim.take():
        return _hand_over(options)
    program = Program(application, options, claim)
    program.window.show()
    if guide is not None:
        guide(program)
    code = application.exec()
    program.release()
    return code


def _claim_on(url: str) -> Claim | None:
    """Return the claim on a desk that is a file; a server's desk is for any number of windows."""
    desk = _file_of(url)
    return Claim(desk) if desk else None


def _file_of(url: str) -> paths.Path | None:
    return paths.Path(url.removeprefix(_FILE)) if url.startswith(_FILE) else None


def _hand_over(options: Options) -> int:
    """Let the window that has the desk come forward; returns the exit code."""
    from famedit.gui.instance import Instance

    files = [str(paths.Path(name).absolute()) for name in options.files]
    if Instance(paths.desk_url(options.database)).hand_over(files):
        return 0
    sys.stderr.write("famedit: another window has this desk open and does not answer. Wait a moment, or close it.\n")
    return 1


def _keep_stack_dumps(folder: paths.Path) -> None:
    try:
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError as error:
        _log.warning("No place for stack dumps: %s", error)
