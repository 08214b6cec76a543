"""The web engine behind the preview: shut off from the network, from scripts and from the disk.

The engine's own modules cost a tenth of a second to import, so they are imported when the engine is made, after the
window is up; the classes that derive from them are made then too.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject, Qt, QUrl
from shiboken6 import isValid

from famedit.gui.preview.guard import CONTENT_POLICY, SCHEME, Blocked, is_page, picture_of
from famedit.platform import prepare_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineUrlRequestJob

    from famedit.gui.preview.pictures import PreviewPicture

log = logging.getLogger(__name__)

_OFF: Final = (
    *("JavascriptEnabled", "JavascriptCanOpenWindows", "LocalStorageEnabled", "LocalContentCanAccessFileUrls"),
    *("ErrorPageEnabled", "WebGLEnabled", "Accelerated2dCanvasEnabled", "AutoLoadIconsForPage", "PdfViewerEnabled"),
    *("NavigateOnDropEnabled", "ReadingFromCanvasEnabled", "LocalContentCanAccessRemoteUrls", "PluginsEnabled"),
    *("JavascriptCanAccessClipboard", "JavascriptCanPaste", "HyperlinkAuditingEnabled", "ScreenCaptureEnabled"),
    *("FullScreenSupportEnabled", "DnsPrefetchEnabled", "AllowRunningInsecureContent", "TouchIconsEnabled"),
    *("AllowGeolocationOnInsecureOrigins", "AllowWindowActivationFromJavaScript", "BackForwardCacheEnabled"),
)
_ON: Final = ("AutoLoadImages", "PlaybackRequiresUserGesture", "WebRTCPublicInterfacesOnly")
#: Served pictures are kept up to so many bytes.
_KEPT_BYTES: Final = 48_000_000


def prepare_environment() -> None:
    """Set what the engine reads when it starts. To be called before the application object is made; costs nothing.

    Called again with the scheme, so that no engine ever starts without its walls.
    """
    prepare_platform()
    if QCoreApplication.instance() is None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


def register_scheme() -> None:
    """Make ``famedit:`` known to the engine. Once, before the first profile; later calls do nothing."""
    prepare_environment()
    from PySide6.QtWebEngineCore import QWebEngineUrlScheme  # costs start-up time, see above

    if QWebEngineUrlScheme.schemeByName(SCHEME).name():
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)


def why_unavailable() -> str:
    """Return "" when the engine can be made, else a sentence for the log: why it cannot."""
    if os.environ.get("FAMEDIT_NO_WEBENGINE", "") not in ("", "0"):
        return "Switched off by FAMEDIT_NO_WEBENGINE."
    try:
        from PySide6 import QtWebEngineWidgets  # noqa: F401 - costs start-up time, see above; tried for its own sake
    except ImportError as error:
        return f"Qt WebEngine cannot be loaded: {error}"
    if not _sandbox_works():
        return "This system does not let Chromium build its sandbox."
    return ""


@cache
def _sandbox_works() -> bool:
    """Whether a process may have a user namespace of its own; where not, Chromium would end the whole program."""
    if not sys.platform.startswith("linux") or os.environ.get("QTWEBENGINE_DISABLE_SANDBOX") == "1":
        return True
    try:
        tried = subprocess.run(["/usr/bin/unshare", "-Ur", "true"], capture_output=True, timeout=2, check=False)
    except (OSError, subprocess.SubprocessError):
        return True
    return tried.returncode == 0


@cache
def _interceptor_class() -> type[Any]:
    from PySide6.QtWebEngineCore import (  # costs start-up time, see above
        QWebEngineUrlRequestInfo,
        QWebEngineUrlRequestInterceptor,
    )

    class Interceptor(QWebEngineUrlRequestInterceptor):
        """Lets only our own scheme through and counts the rest."""

        def __init__(self, blocked: Blocked, parent: QObject) -> None:
            super().__init__(parent)
            self._blocked = blocked

        def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
            if info.requestUrl().scheme() != SCHEME.decode():
                info.block(True)
                self._blocked.note(info.requestUrl().toString())

    return Interceptor


@cache
def _handler_class() -> type[Any]:
    from PySide6.QtWebEngineCore import (  # costs start-up time, see above
        QWebEngineUrlSchemeHandler,
    )

    class Handler(QWebEngineUrlSchemeHandler):
        """Hands every request of our scheme to ``Served``."""

        def __init__(self, served: Served, parent: QObject) -> None:
            super().__init__(parent)
            self._served = served

        def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
            self._served.answer(job)

    return Handler


@cache
def _page_class() -> type[Any]:
    from PySide6.QtWebEngineCore import QWebEnginePage  # costs start-up time, see above

    class Page(QWebEnginePage):
        """Goes nowhere but to the one page and hears what our own script says.

        Nobody listens to ``newWindowRequested``, so no window is ever opened.
        """

        def __init__(self, profile: QWebEngineProfile, heard: Callable[[str], None], parent: QObject) -> None:
            super().__init__(profile, parent)
            self._heard = heard

        def acceptNavigationRequest(
            self, url: QUrl | str, _type: QWebEnginePage.NavigationType, is_main_frame: bool
        ) -> bool:
            url = QUrl(url)
            return is_main_frame and is_page(url.scheme(), url.host(), url.path(), url.query())

        def javaScriptConsoleMessage(
            self, _level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, _line: int, _source: str
        ) -> None:
            self._heard(message)

    return Page


class Served:
    """Answers the page's requests: the shell, and pictures by their hash. No file is ever named by a page.

    ``picture`` fetches a picture off the GUI thread and calls back on it with the picture or None.
    """

    def __init__(
        self, shell: Callable[[], bytes], picture: Callable[[str, Callable[[PreviewPicture | None], None]], None]
    ) -> None:
        self._shell = shell
        self._picture = picture
        self._kept: dict[str, PreviewPicture] = {}
        self._waiting: dict[str, list[QWebEngineUrlRequestJob]] = {}

    def answer(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request, now or when the picture is there."""
        from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob  # costs start-up time, see above

        url = job.requestUrl()
        sha256 = picture_of(url.host(), url.path())
        if bytes(job.requestMethod().data()) != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif is_page(url.scheme(), url.host(), url.path(), url.query()):
            self._reply(job, b"text/html; charset=utf-8", self._shell())
        elif not sha256:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        elif sha256 in self._kept:
            self._reply_picture(job, self._kept[sha256])
        elif sha256 in self._waiting:
            self._waiting[sha256].append(job)
        else:
            self._waiting[sha256] = [job]
            self._picture(sha256, lambda picture: self._fetched(sha256, picture))

    def forget(self) -> None:
        """Drop the pictures kept and the requests that wait."""
        self._kept.clear()
        self._waiting.clear()

    def _fetched(self, sha256: str, picture: PreviewPicture | None) -> None:
        if picture is not None:
            self._kept[sha256] = picture
            while len(self._kept) > 1 and sum(len(kept.data) for kept in self._kept.values()) > _KEPT_BYTES:
                del self._kept[next(iter(self._kept))]
        for job in self._waiting.pop(sha256, []):
            if isValid(job):
                self._reply_picture(job, picture)

    def _reply_picture(self, job: QWebEngineUrlRequestJob, picture: PreviewPicture | None) -> None:
        if picture is None:
            job.fail(type(job).Error.UrlNotFound)
        else:
            self._reply(job, picture.media_type.encode(), picture.data)

    def _reply(self, job: QWebEngineUrlRequestJob, media_type: bytes, data: bytes) -> None:
        buffer = QBuffer(job)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.setAdditionalResponseHeaders(
            {
                QByteArray(b"Content-Security-Policy"): QByteArray(CONTENT_POLICY.encode()),
                QByteArray(b"X-Content-Type-Options"): QByteArray(b"nosniff"),
                QByteArray(b"Referrer-Policy"): QByteArray(b"no-referrer"),
            }
        )
        job.reply(QByteArray(media_type), buffer)


@dataclass(frozen=True, slots=True)
class Walled:
    """A profile and what stands guard over it.

    The guards are kept here because Qt keeps only their C++ half: once Python lets go of one, nobody answers any more.
    """

    profile: QWebEngineProfile
    interceptor: Any
    handler: Any


def make_profile(served: Served, blocked: Blocked, parent: QObject) -> Walled:
    """Return a profile that leaves no trace and lets nothing out."""
    from PySide6.QtWebEngineCore import QWebEngineProfile  # costs start-up time, see above

    profile = QWebEngineProfile(parent)  # without a name it is off the record
    profile.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
    profile.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
    profile.setSpellCheckEnabled(False)
    interceptor = _interceptor_class()(blocked, profile)
    profile.setUrlRequestInterceptor(interceptor)
    handler = _handler_class()(served, profile)
    profile.installUrlSchemeHandler(QByteArray(SCHEME), handler)
    profile.downloadRequested.connect(lambda download: download.cancel())
    return Walled(profile, interceptor, handler)


def make_page(profile: QWebEngineProfile, heard: Callable[[str], None], parent: QObject) -> QWebEnginePage:
    """Return a page with everything off that can be off; ``heard`` gets what our script writes to the console."""
    from PySide6.QtWebEngineCore import QWebEngineSettings  # costs start-up time, see above

    page: QWebEnginePage = _page_class()(profile, heard, parent)
    settings = page.settings()
    for names, on in ((_OFF, False), (_ON, True)):
        for name in names:
            attribute = getattr(QWebEngineSettings.WebAttribute, name, None)  # not every Qt has every one
            if attribute is not None:
                settings.setAttribute(attribute, on)
    settings.setUnknownUrlSchemePolicy(QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes)
    page.permissionRequested.connect(lambda permission: permission.deny())
    page.certificateError.connect(lambda error: error.rejectCertificate())
    page.fileSystemAccessRequested.connect(lambda request: request.reject())
    page.registerProtocolHandlerRequested.connect(lambda request: request.reject())
    page.selectClientCertificate.connect(lambda selection: selection.selectNone())
    page.desktopMediaRequested.connect(lambda request: request.cancel())
    page.webAuthUxRequested.connect(lambda request: request.cancel())
    return page
