"""The composition root of the window: settings, theme and window first, then the desk, then everything else."""

from __future__ import annotations

import faulthandler
import getpass
import logging
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from famedit import __version__, log, paths
from famedit.core.errors import DeskLocked, UserError
from famedit.gui.bus import Bus
from famedit.gui.crash import CrashHandler
from famedit.gui.icons import Icons
from famedit.gui.instance import Instance
from famedit.gui.look import Look
from famedit.gui.main_window import MainWindow
from famedit.gui.messages import Messages
from famedit.gui.settings_store import SessionStore, SettingsStore
from famedit.gui.theme import Theme
from famedit.gui.worker import DatabaseWorker
from famedit.platform import SWITCH_INTERVAL, prepare_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from famedit.gui.workspace import Workspace
    from famedit.services.desk import Services

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
    """Everything the window needs, made once, each part given exactly what it uses."""

    def __init__(self, application: Application, options: Options) -> None:
        super().__init__()
        self.application = application
        self.options = options
        self.url = paths.desk_url(options.database)
        self.settings = SettingsStore(paths.config_dir() / "settings.json", self)
        self.session = SessionStore(paths.config_dir() / "session.json")
        self.theme = Theme(self)
        self._apply_settings()
        self.theme.apply(application)
        self.look = Look(self.theme, Icons(self.theme, self))
        self.bus = Bus(self)
        self.messages = Messages(self)
        self.window = MainWindow(self.look, self.messages, self.session)
        self.worker: DatabaseWorker | None = None
        self.workspace: Workspace | None = None
        self.crash = CrashHandler(paths.log_dir() / log.LOG_FILE, self._rescue, self)
        self.crash.install()
        self.settings.changed.connect(lambda _keys: self._apply_settings())
        self.window.first_painted.connect(self._after_first_paint)
        self.window.closing.connect(self._leave)

    @property
    def person(self) -> str:
        """Whose window this is: asked for, or set, or the account's name."""
        return self.options.actor or self.settings.value.person or account_name()

    def _apply_settings(self) -> None:
        settings = self.settings.value
        self.theme.set_reduced_motion(settings.reduce_motion)
        self.theme.set_sizes(settings.interface_size, settings.writing_size)
        self.theme.set_appearance(settings.appearance)

    # Start, in the order the eye needs it ---------------------------------------------------------------------------

    def _after_first_paint(self) -> None:
        # The services bring SQLAlchemy, the panes bring the rest: nothing of it is needed for the first frame.
        from famedit.gui.workspace import Workspace

        self.worker = DatabaseWorker(self.bus, self)
        self.worker.problem.connect(self.messages.problem)
        self.worker.fault.connect(self.crash.caught)
        self.worker.opened.connect(self._opened)
        self.worker.open_failed.connect(self._open_failed)
        self._open_desk()
        self.workspace = Workspace(
            self.window,
            self.look,
            self.worker,
            self.bus,
            self.messages,
            self.settings,
            self.session,
            self._reopen,
        )
        if not self.settings.value.person and not self.options.actor:
            self.workspace.first_run(account_name())
        self.look.icons.start()
        if self.settings.complaint:
            self.messages.problem(UserError(self.settings.complaint), key="settings")

    def _open_desk(self) -> None:
        assert self.worker is not None  # noqa: S101 -- made just before
        url, person = self.url, self.person
        backups = self.settings.value.backup_folder

        def opener() -> Services:
            from famedit.services.desk import open_desk

            folder = paths.Path(backups) if backups else paths.backup_dir()
            return open_desk(url, person=person, journal_dir=paths.journal_dir(), backup_dir=folder)

        self.worker.open(opener)

    def _opened(self, services: Services) -> None:
        assert self.workspace is not None  # noqa: S101 -- made before any answer can come
        self.messages.over("desk")
        _log.info("Opened the desk %s", services.url_shown)
        self.workspace.desk_opened()
        if self.options.files:
            self.workspace.import_files(list(self.options.files))
        # the web engine takes a quarter of a second to make: not before the desk is on the screen
        QTimer.singleShot(0, self.workspace.start_engine)

    def _open_failed(self, error: UserError) -> None:
        self.messages.problem(error, self._open_desk, key="desk")

    def _reopen(self, between: Callable[[], object], url: str = "") -> None:
        """Close the desk, do something while nobody has it, and open it (or another) again."""
        assert self.worker is not None  # noqa: S101 -- asked for by the workspace, which has it
        assert self.workspace is not None  # noqa: S101 -- it is what asks
        self.url = url or self.url
        self.workspace.desk_closing()
        self.worker.reopen(between, self._open_desk)

    # Leaving --------------------------------------------------------------------------------------------------------

    def _rescue(self) -> None:
        if self.workspace is not None:
            self.workspace.flush()

    def _leave(self) -> None:
        """Keep everything, then go. The window stays on the screen until it is kept."""
        if self.workspace is not None:
            self.workspace.flush()
        if self.worker is None or not self.worker.is_open:
            self._gone(True)
            return
        self.worker.finish(self._gone)

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
        self.look.icons.close()
        self.application.quit()


def account_name() -> str:
    """Return the name of the system account as people write names; "Editor" when the system does not tell."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError):
        return "Editor"
    if sys.platform != "win32":
        import pwd

        try:
            full = pwd.getpwnam(login).pw_gecos.split(",")[0].strip()
        except KeyError:
            full = ""
        if full and full != login:
            return full
    return login.title() if login.islower() else login


def main(options: Options, guide: Callable[[Program], None] | None = None) -> int:
    """Run the window until it is closed; returns the exit code.

    ``guide`` is given the program once its window is shown: the tour and the end-to-end tests drive it from there.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    log.set_up(paths.log_dir())
    _keep_stack_dumps(paths.log_dir())
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)  # the web engine wants it, and early
    QCoreApplication.setApplicationName("FamEdit")
    QCoreApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("org.famedit.FamEdit")
    prepare_platform()
    application = Application([sys.argv[0], *options.qt_arguments])
    application.setWindowIcon(QIcon(str(paths.resource("icons", "famedit.svg"))))
    translator = QTranslator(application)
    if translator.load(QLocale.system(), "famedit", "_", str(paths.resource("translations"))):
        QCoreApplication.installTranslator(translator)
    url = paths.desk_url(options.database)
    instance = Instance(url, paths.data_dir(), application)
    if url.startswith("sqlite") and not instance.claim():
        if instance.hand_over(options.files):
            return 0
        sys.stderr.write("FamEdit has this desk open already, but does not answer. Close it, or wait a moment.\n")
        return 1
    program = Program(application, options)
    instance.raised.connect(program.window.come_forward)
    instance.raised.connect(lambda files: program.workspace and program.workspace.import_files(files))
    application.open_file = lambda name: program.workspace.import_files([name]) if program.workspace else None
    program.window.show()
    if guide is not None:
        guide(program)
    code = application.exec()
    instance.release()
    return code


def _keep_stack_dumps(folder: Path) -> None:
    try:
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError as error:
        _log.warning("No place for stack dumps: %s", error)
