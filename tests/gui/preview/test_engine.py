"""The walls around the page, tried with pages that want out."""

from __future__ import annotations

import os
import socket
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from famedit.gui.preview import engine
from famedit.gui.preview.guard import is_page, link_host, picture_of
from tests.gui.preview.kit import reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.gui.preview.kit import Desk


class Listener:
    """A server on this machine that notes every connection."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.heard.append(connection.recv(1000) if self._readable(connection) else b"bare connection")
            connection.close()

    @staticmethod
    def _readable(connection: socket.socket) -> bool:
        connection.settimeout(0.2)
        try:
            return bool(connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


def probes(host: str) -> str:
    """Return HTML that reaches for ``host`` in every way an element can."""
    return f"""
<img src="http://{host}/img"><img srcset="http://{host}/srcset 1x"><picture><source srcset="http://{host}/s"></picture>
<link rel="preconnect" href="http://{host}"><link rel="dns-prefetch" href="//{host}">
<link rel="stylesheet" href="http://{host}/css"><link rel="prefetch" href="http://{host}/prefetch">
<link rel="icon" href="http://{host}/icon"><link rel="preload" as="image" href="http://{host}/preload">
<meta http-equiv="refresh" content="0;url=http://{host}/refresh"><base href="http://{host}/">
<iframe src="http://{host}/frame"></iframe><object data="http://{host}/object"></object><embed src="http://{host}/e">
<video src="http://{host}/video" poster="http://{host}/poster" autoplay></video><audio src="http://{host}/a" autoplay>
</audio><script src="http://{host}/script"></script><svg><image href="http://{host}/svg"/><use href="http://{host}/u#x"/>
</svg><style>@import "http://{host}/import"; p{{background:url(http://{host}/bg)}}</style>
<p style="background:url(http://{host}/inline)">x</p><input type="image" src="http://{host}/input">
<form action="http://{host}/form" id="f"><button autofocus>x</button></form><table background="http://{host}/t"></table>
<a href="http://{host}/a" ping="http://{host}/ping">x</a><img src="file:///etc/passwd"><img src="//{host}/slashes">
"""


def test_hostile_articles_and_replies_ask_for_nothing(desk: Desk, listener: Listener) -> None:
    host = f"127.0.0.1:{listener.port}"
    html = probes(host)
    markdown = f"![a](http://{host}/md) [b](http://{host}/l) <http://{host}/auto>\n\n![c][r]\n\n[r]: http://{host}/ref"
    desk.open(f"{markdown}\n\n{html}", headline=f"<img src=http://{host}/h>", standfirst=html, canonical_link=html)
    desk.start()
    desk.pane.set_replies((reply(1, html), reply(2, html.replace("<", "[").replace(">", "]"))))
    desk.settle()
    live = desk.pane.live
    assert live is not None
    desk.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))) && 1")
    assert live.blocked.count == 0, list(live.blocked.last)
    assert listener.heard == []
    assert (
        desk.ask("document.querySelectorAll('iframe,object,embed,video,audio,script,svg,form,input,link').length") == 0
    )


def test_even_what_gets_past_the_cleaner_gets_no_further(desk: Desk, listener: Listener) -> None:
    desk.open()
    desk.start()
    desk.settle()
    live = desk.pane.live
    assert live is not None
    host = f"127.0.0.1:{listener.port}"
    for target in (host, f"localhost:{listener.port}"):
        desk.ask(f"document.querySelector('.body').insertAdjacentHTML('beforeend', `{probes(target)}`), 1")
    desk.ask("document.getElementById('f').submit(), 1")
    desk.ask("document.querySelectorAll('.body a[ping]').forEach(a => a.click()), 1")
    # Pictures that were refused have failed by now, so whatever was to go out has been asked for.
    failed = "[...document.querySelectorAll('.body img[src]')].every(i => i.complete && i.naturalWidth === 0)"
    desk.qtbot.waitUntil(lambda: desk.ask(failed) is True, timeout=10_000)
    desk.qtbot.wait(300)  # a refused preconnect leaves no trace to wait for
    assert listener.heard == []
    # The content policy does not bind what our own script puts in, so it is the interceptor that has to see it.
    assert live.blocked.count >= 10
    assert any("/poster" in address for address in live.blocked.last)
    assert live.view.url().toString().rstrip("/") == "famedit://preview"
    assert desk.ask("document.querySelector('.body') !== null") is True


def test_without_the_last_wall_the_interceptor_still_holds(desk: Desk, listener: Listener) -> None:
    """Each wall for itself: the engine of this process was started with the resolver's rule, so ask the interceptor."""
    desk.open()
    desk.start()
    live = desk.pane.live
    assert live is not None
    before = live.blocked.count
    url = f"http://127.0.0.1:{listener.port}/one"
    desk.ask(f"document.body.insertAdjacentHTML('beforeend', `<img id=one src='{url}'>`), 1")
    desk.qtbot.waitUntil(lambda: desk.ask("document.getElementById('one').complete") is True)
    assert live.blocked.count == before + 1
    assert live.blocked.last[-1] == url
    assert "--host-resolver-rules" in os.environ["QTWEBENGINE_CHROMIUM_FLAGS"]


def test_scripts_on_the_page_never_run(desk: Desk) -> None:
    desk.open(
        '<img src=x onerror="document.title=1"><script>document.title=2</script><b onclick="document.title=3">x</b>'
    )
    desk.start()
    desk.settle()
    title = desk.ask("document.title")
    assert title == "A headline"
    desk.ask(
        "document.body.insertAdjacentHTML('beforeend', `<img src=x onerror=\"document.title='owned'\">"
        '<a id=j href="javascript:document.title=4">x</a><b id=c onclick="document.title=5">y</b>`), 1'
    )
    desk.ask(
        "(s => { s.textContent = 'document.title = 6'; document.body.append(s) })(document.createElement('script')), 1"
    )
    desk.ask("document.getElementById('c').click(), document.getElementById('j').click(), 1")
    failed = "[...document.images].every(i => i.complete)"
    desk.qtbot.waitUntil(lambda: desk.ask(failed) is True)
    assert desk.ask("document.title") == title


def test_only_our_own_script_is_heard(desk: Desk) -> None:
    desk.open()
    desk.start()
    desk.settle()
    heard: list[object] = []
    desk.pane.line_clicked.connect(heard.append)
    desk.ask("console.log('[\"line\",3]'), console.log('0123456789abcdef0123456789abcdef[\"line\",3]'), 1")
    desk.ask("1")
    assert heard == []


def test_the_profile_keeps_nothing_and_everything_is_off(desk: Desk) -> None:
    from PySide6.QtWebEngineCore import QWebEngineProfile, QWebEngineSettings

    desk.start()
    live = desk.pane.live
    assert live is not None
    page = live.view.page()
    profile = page.profile()
    assert profile.isOffTheRecord()
    assert profile.persistentPermissionsPolicy() is QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime
    for name in ("JavascriptEnabled", "LocalStorageEnabled", "PluginsEnabled", "WebGLEnabled", "ErrorPageEnabled"):
        assert not page.settings().testAttribute(getattr(QWebEngineSettings.WebAttribute, name)), name
    assert (
        page.settings().unknownUrlSchemePolicy() is QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a?b#c", "example.org"),
        ("http://user:secret@example.org:8080/", "example.org"),
        ("https://еxample.org/", "xn--xample-2of.org"),  # a Cyrillic first letter
        ("mailto:desk@example.org", "desk@example.org"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("famedit://media/x", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("#a-fn:1", ""),
        ("mailto:", ""),
    ],
)
def test_a_link_shows_where_it_leads(address: str, shown: str) -> None:
    assert link_host(address) == shown


def test_addresses_of_our_scheme() -> None:
    assert is_page("famedit", "preview", "/")
    assert not is_page("famedit", "preview", "/x")
    assert not is_page("famedit", "preview", "/", "q=1")
    assert not is_page("https", "preview", "/")
    assert picture_of("media", "/" + "a" * 64) == "a" * 64
    assert picture_of("media", "/" + "a" * 63) == ""
    assert picture_of("media", "/../" + "a" * 64) == ""
    assert picture_of("preview", "/" + "a" * 64) == ""


def test_the_environment_is_added_to_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--force-device-scale-factor=2")
    engine.prepare_environment()
    once = os.environ["QTWEBENGINE_CHROMIUM_FLAGS"]
    engine.prepare_environment()
    assert os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] == once
    assert once.startswith("--force-device-scale-factor=2 ")
    assert once.count("--host-resolver-rules") == 1
    if sys.platform.startswith("linux"):
        assert os.environ["QT_QUICK_BACKEND"] == "software"  # offscreen


def test_no_engine_when_it_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine.why_unavailable() == ""
    monkeypatch.setenv("FAMEDIT_NO_WEBENGINE", "1")
    assert engine.why_unavailable()
