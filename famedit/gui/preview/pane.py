"""The preview: the page as readers will get it, beside the manuscript and in step with it."""

from __future__ import annotations

import html
import logging
import re
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import QPoint, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from famedit import paths
from famedit.core.public import PageReply, public_replies
from famedit.core.render_wire import RenderJob
from famedit.gui.components.banner import Banner
from famedit.gui.components.buttons import IconButton
from famedit.gui.components.labels import TextLabel
from famedit.gui.components.segmented import SegmentedControl
from famedit.gui.components.sheet import confirm
from famedit.gui.components.surfaces import Surface
from famedit.gui.forms import child, load_form
from famedit.gui.preview import page_file
from famedit.gui.preview.engine import why_unavailable
from famedit.gui.preview.guard import link_host
from famedit.gui.preview.live_page import LivePage
from famedit.gui.preview.pictures import for_preview
from famedit.gui.preview.plain_page import PlainPage
from famedit.gui.preview.render_process import RenderProcess
from famedit.gui.preview.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from famedit.core.article import Article, ArticleFields
    from famedit.core.reply import Reply
    from famedit.gui.actions import ActionSet
    from famedit.gui.bus import Bus
    from famedit.gui.look import Look
    from famedit.gui.messages import Messages
    from famedit.gui.preview.pictures import PreviewPicture
    from famedit.gui.settings_store import SettingsStore
    from famedit.gui.worker import DatabaseWorker

    class Previewed(Protocol):
        """What of an open article the preview needs."""

        article: Article
        article_id: int
        fields_edited: Any  # signals: a class declares them as one type and an object has them as another
        reloaded: Any
        article_changed: Any

        def fields(self) -> ArticleFields:
            """Return the fields as they stand in the window."""
            ...


log = logging.getLogger(__name__)


class PreviewPane(QWidget):
    """Shows the open article's page.

    ``line_clicked(int)`` carries the source line, from 0, that a click on the page belongs to.
    """

    line_clicked = Signal(int)
    facts_changed = Signal(dict)

    FORM = "preview_pane"
    CHILDREN: ClassVar[dict[str, type[QWidget]]] = {
        "head": Surface,
        "title": TextLabel,
        "widths": SegmentedControl,
        "dark": IconButton,
        "browser": IconButton,
        "note": Banner,
        "stage": Stage,
    }

    def __init__(
        self,
        look: Look,
        worker: DatabaseWorker,
        bus: Bus,  # noqa: ARG002 - every pane is made with the same things
        messages: Messages,
        actions: ActionSet,
        settings: SettingsStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._worker = worker
        self._messages = messages
        self._settings = settings
        self._document: Previewed | None = None
        self._replies: tuple[PageReply, ...] = ()
        self._numbers: dict[int, int] = {}
        self._live: LivePage | None = None
        self._plain: PlainPage | None = None
        self._off_for = 0
        self._started = False
        self._stale = False
        self._sent = self._shown = 0
        self._line = -1
        self._hosts: set[str] = set()
        self._copies: list[Path] = []
        self._copy: page_file.PageFolder | None = None
        self._build(look, actions)
        self._renderer = RenderProcess(self)
        self._renderer.changed.connect(self._rendered)
        self._renderer.idle.connect(self._go_on)
        self._renderer.page_made.connect(self._page_made)
        self._renderer.failed.connect(lambda words: log.error("Rendering: %s", words))
        self._renderer.too_slow.connect(self._too_slow)
        self._renderer.in_time.connect(lambda: self._note.show_words(""))
        look.theme.changed.connect(self._apply_settings)
        settings.changed.connect(self._settings_changed)
        self._apply_settings()
        self.show_document(None)

    def _build(self, look: Look, actions: ActionSet) -> None:
        widths = [("desktop", self.tr("Desktop"), "ph.desktop"), ("phone", self.tr("Phone"), "ph.device-mobile")]
        makers: dict[str, Callable[[QWidget], QWidget]] = {
            "Head": lambda p: Surface(look, "sidebar", p, lines="bottom"),
            "Title": lambda p: TextLabel(look, "ui_strong", "text", self.tr("Preview"), p),
            "Widths": lambda p: SegmentedControl(look, widths, p, name=self.tr("Width of the page"), icons_only=True),
            "Tool": lambda p: IconButton(look, "", "", parent=p),
            "Note": lambda p: Banner(look, "amber", p),
            "Stage": lambda p: Stage(look, p),
        }
        load_form(self.FORM, self, makers)
        self._head = child(self, Surface, "head")
        self._widths = child(self, SegmentedControl, "widths")
        self._note = child(self, Banner, "note")
        self._stage = child(self, Stage, "stage")
        self._widths.chosen.connect(lambda key: self._settings.change(preview_width=key))
        for key in ("phone", "desktop"):
            self._widths.set_shortcut_text(key, actions.keys_text(f"view.preview_{key}"))
        self._dark_button = child(self, IconButton, "dark")
        self._browser_button = child(self, IconButton, "browser")
        for button, icon, words, action_id in (
            (self._dark_button, "ph.circle-half", self.tr("Page in dark"), "view.preview_dark"),
            (self._browser_button, "ph.arrow-square-out", self.tr("Open in browser"), "view.open_in_browser"),
        ):
            button.set_icon(icon)
            button.set_name(words, actions.keys_text(action_id))
        self._dark_button.setCheckable(True)
        self._dark_button.clicked.connect(self._toggle_dark)
        self._browser_button.clicked.connect(self.open_in_browser)
        self.setAccessibleName(self.tr("Preview"))

    # For the window -------------------------------------------------------------------------------------------------

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what runs the pane's commands."""
        return {
            "view.preview_phone": lambda: self._settings.change(preview_width="phone"),
            "view.preview_desktop": lambda: self._settings.change(preview_width="desktop"),
            "view.preview_dark": self._toggle_dark,
            "view.open_in_browser": self.open_in_browser,
        }

    def start_engine(self) -> None:
        """Make the engine. It holds the window up for a quarter of a second: to be called when nobody waits."""
        if self._live is not None or self._plain is not None:
            return
        self._started = True
        self._renderer.warm_up()
        reason = why_unavailable()
        if reason:
            log.warning("The preview does without its engine. %s", reason)
            self._start_plain()
            return
        live = LivePage(self._stage, lambda: self._renderer.state, self._fetch_picture, dark=self.page_is_dark)
        live.setParent(self)
        live.shown.connect(self._page_shown)
        live.line_clicked.connect(self.line_clicked)
        live.link_clicked.connect(self._link_clicked)
        live.gave_up.connect(self._engine_gave_up)
        live.ready.connect(self._engine_ready)
        live.view.customContextMenuRequested.connect(self._show_menu)
        live.view.setAccessibleName(self.tr("Page of the article"))
        self._live = live
        self._stage.set_view(live.view)

    def close_engine(self) -> None:
        """Take the engine and the rendering process down; the last thing before the window goes."""
        self._started = False
        self._renderer.close()
        self._stage.set_view(None)
        if self._live is not None:
            self._live.close()
            self._live = None
        if self._plain is not None:
            self._plain.deleteLater()
            self._plain = None
        page_file.drop_folders(self._copies)
        self._copies = []

    def show_document(self, document: Previewed | None) -> None:
        """Show this article's page and keep in step with it; None shows that there is nothing to show."""
        if self._document is not None:
            self._document.fields_edited.disconnect(self._edited)
            self._document.reloaded.disconnect(self._edited)
            self._document.article_changed.disconnect(self._edited)
        self._document = document
        self._browser_button.setEnabled(document is not None)
        if document is None:
            self._stale = False
            self._renderer.clear()
            self._note.show_words("")
            self._stage.empty.show_state(
                "ph.article",
                self.tr("Nothing to preview"),
                self.tr("The page appears as soon as there is a headline."),
            )
            self._stage.show_empty(True)
            return
        document.fields_edited.connect(self._edited)
        document.reloaded.connect(self._edited)
        document.article_changed.connect(self._edited)
        self._replies, self._numbers = (), {}
        if self._off_for and self._off_for != document.article_id:
            self._off_for = 0
            if self._started:
                self.start_engine()
        self._stage.show_empty(bool(self._off_for))
        self._line = -1
        if self._live is not None:
            self._live.follow(-1)
        self._edited()

    def set_replies(self, replies: tuple[Reply, ...]) -> None:
        """Show these replies below the article: those of them that readers see."""
        shown = public_replies(replies)
        if shown == self._replies:
            return
        self._replies = shown
        ordered = sorted((reply for reply in replies if reply.public), key=lambda reply: (reply.position, reply.id))
        self._numbers = {reply.id: number for number, reply in enumerate(ordered, 1)}
        self._edited()

    def scroll_to_line(self, line: int) -> None:
        """Keep the block that comes from this source line, counted from 0, in sight; -1 is the top."""
        if line != self._line:
            self._line = line
            if self._live is not None:
                self._live.follow(line)

    def scroll_to_reply(self, reply_id: int) -> None:
        """Show a reply on the page; the first of them when this one is not shown to readers."""
        if self._live is not None:
            self._live.show_reply(self._numbers.get(reply_id, 0))

    @property
    def page_is_dark(self) -> bool:
        """Whether the page is shown in its dark colours."""
        chosen = self._settings.value.preview_appearance
        return self._look.theme.is_dark if chosen == "system" else chosen == "dark"

    @property
    def page_shown(self) -> bool:
        """Whether the page shows everything that stands in the window."""
        return (
            self._document is not None
            and not self._stale
            and not self._renderer.busy
            and self._sent == self._shown
            and (self._plain is not None or (self._live is not None and self._live.is_ready))
        )

    def page_text(self) -> str:
        """Return the words of the page once it shows everything, "" before."""
        return html.unescape(re.sub(r"<[^>]*>", "", self._renderer.state.as_html())) if self.page_shown else ""

    @property
    def live(self) -> LivePage | None:
        """The page in the engine, None before it is made and where there is none."""
        return self._live

    @property
    def renderer(self) -> RenderProcess:
        """What renders the page."""
        return self._renderer

    # Rendering ------------------------------------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        self._stale = True
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """Send the newest state, unless an older one is being rendered: then its answer comes back here."""
        if self._stale and not self._renderer.busy and self._document is not None and not self._off_for:
            self._stale = False
            self._renderer.request(self._job(self._document))

    def _job(self, document: Previewed) -> RenderJob:
        article = document.article
        return RenderJob(
            fields=document.fields().with_(internal_note=""),
            status=article.status,
            published_at=article.published_at,
            updated_at=article.updated_at,
            zone=article.zone,
            replies=self._replies,
            templates=str(paths.resource("templates")),
            likers=self._settings.value.export_likers,
            smart=self._settings.value.smart_punctuation,
        )

    @Slot(dict)
    def _rendered(self, change: dict[str, Any]) -> None:
        page = self._live or self._plain
        if page is None:
            return
        if self._plain is not None or (self._live is not None and self._live.is_ready):
            self._sent += 1
        page.patch(change)

    @Slot()
    def _page_shown(self) -> None:
        self._shown = self._sent if self._plain is not None else self._shown + 1

    @Slot()
    def _too_slow(self) -> None:
        self._note.show_words(self.tr("The page waits: one passage takes too long to render."), tone="amber")

    def _fetch_picture(self, sha256: str, done: Callable[[PreviewPicture | None], None]) -> None:
        self._worker.read(
            lambda services: for_preview(services.library.picture(sha256)), done, lambda _error: done(None), owner=self
        )

    # The engine -----------------------------------------------------------------------------------------------------

    @Slot()
    def _engine_ready(self) -> None:
        # The shell has just been filled with the whole state; that one patch is under way.
        self._sent = self._shown + 1
        self._go_on()

    def _start_plain(self) -> None:
        plain = PlainPage(lambda: self._renderer.state, dark=self.page_is_dark, parent=self._stage)
        plain.shown.connect(self._page_shown)
        plain.link_clicked.connect(self._link_clicked)
        plain.customContextMenuRequested.connect(self._show_menu)
        plain.setAccessibleName(self.tr("Page of the article"))
        self._plain = plain
        self._stage.set_view(plain)
        self._note.show_words(
            self.tr("A simpler page: the web engine is missing here."),
            self.tr("Text and order are right; type, pictures and widths are only on the exported page."),
            tone="neutral",
        )
        plain.patch({})

    @Slot()
    def _engine_gave_up(self) -> None:
        """Its process keeps dying over this article: leave it off until another one is opened."""
        self._off_for = self._document.article_id if self._document else 0
        self._stage.set_view(None)
        live, self._live = self._live, None
        self._sent = self._shown = 0
        if live is not None:
            # Not from inside the engine's own signal.
            QTimer.singleShot(0, self, live.close)
        self._stage.empty.show_state(
            "ph.warning-circle",
            self.tr("Preview off for this article"),
            self.tr("The page's process ended three times in a minute. Writing and export are not affected."),
        )
        self._stage.show_empty(True)

    # Appearance -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def _settings_changed(self, keys: frozenset[str]) -> None:
        if keys & {"preview_width", "preview_appearance"}:
            self._apply_settings()
        if keys & {"smart_punctuation", "export_likers"}:
            self._edited()

    @Slot()
    def _apply_settings(self) -> None:
        width = self._settings.value.preview_width
        dark = self.page_is_dark
        self._head.setFixedHeight(self._look.theme.px(40))
        self._widths.set_current(width)
        self._dark_button.setChecked(dark)
        self._stage.set_phone(width == "phone")
        self._stage.set_dark(dark)
        for page in (self._live, self._plain):
            if page is not None:
                page.set_dark(dark)
        self.facts_changed.emit({"preview_phone": width == "phone", "preview_dark": dark})

    @Slot()
    def _toggle_dark(self) -> None:
        dark = not self.page_is_dark
        same_as_window = dark == self._look.theme.is_dark
        self._settings.change(preview_appearance="system" if same_as_window else ("dark" if dark else "light"))
        self._dark_button.setChecked(self.page_is_dark)

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        page, view = self._live or self._plain, self._live.view if self._live else self._plain
        if page is None or view is None:
            return
        menu = QMenu(self)
        copy = menu.addAction(self.tr("Copy"), page.copy)
        copy.setEnabled(page.has_selection if isinstance(page, LivePage) else page.textCursor().hasSelection())
        menu.addAction(self.tr("Select all"), page.select_all if isinstance(page, LivePage) else page.selectAll)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(view.mapToGlobal(at))

    # Ways out -------------------------------------------------------------------------------------------------------

    @Slot(str)
    def _link_clicked(self, address: str) -> None:
        host = link_host(address)
        if not host:
            self._messages.tell(self.tr("This link leads nowhere a browser can go."), "ph.link-simple", pane=self)
        elif host in self._hosts:
            QDesktopServices.openUrl(QUrl(address))
        else:
            confirm(
                self._look,
                self.window(),
                self.tr("Open this link in the browser?"),
                self.tr("It leads to {host}. You are asked once for each site.").format(host=host),
                self.tr("Stay here"),
                self.tr("Open"),
                lambda yes: self._open_link(address, host) if yes else None,
                danger=False,
            )

    def _open_link(self, address: str, host: str) -> None:
        self._hosts.add(host)
        QDesktopServices.openUrl(QUrl(address))

    @Slot()
    def open_in_browser(self) -> None:
        """Write a private copy of the page as it stands in the window and open it in the browser."""
        if self._document is None:
            return
        job = self._job(self._document)
        wanted = page_file.pictures_named(job.fields)
        self._worker.read(
            lambda services: page_file.write_pictures(services, wanted),
            lambda folder: self._pictures_written(job, folder),
            owner=self,
        )

    def _pictures_written(self, job: RenderJob, folder: page_file.PageFolder) -> None:
        self._copies.append(folder.path)
        self._copy = folder
        self._renderer.request_page(job, folder.images)

    @Slot(str)
    def _page_made(self, page: str) -> None:
        if self._copy is None:
            return
        folder = self._copy.path
        self._copy = None
        self._worker.read(lambda _services: page_file.write_page(folder, page), self._open_page, owner=self)

    def _open_page(self, page: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
            QGuiApplication.clipboard().setText(str(page))
            self._messages.tell(
                self.tr("No browser answered. The page's address is on the clipboard."), "ph.copy", pane=self
            )
