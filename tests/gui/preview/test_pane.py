"""The pane with the real engine: what stands on the page, how it gets there, and how it is left alone."""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from famedit import paths
from famedit.core import tokens
from famedit.core.page import PageOptions, render_page
from famedit.core.render_child import DeskPictures
from famedit.core.reply import ReplyStatus
from famedit.gui.preview.plain_page import PlainPage
from tests.gui.preview.kit import PUBLISHED, Desk, Paper, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from famedit.core.article import HeroImage
    from famedit.core.reply import Reply

# The children of <main>, texts of nothing but white space left out.
CHILDREN = """(main => {
  const bare = main.cloneNode(true);
  const walker = document.createTreeWalker(bare, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  const empty = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === 8 || !node.data.trim()) empty.push(node);
  }
  empty.forEach(node => node.remove());
  return bare.innerHTML;
})"""
PARAGRAPH = "A paragraph that is long enough to wrap over several lines of the page, as those of articles do. " * 3


def full_page(paper: Paper, replies: tuple[Reply, ...] = ()) -> str:
    return render_page(
        paper.fields(),
        status=paper.article.status,
        published_at=PUBLISHED,
        updated_at=PUBLISHED,
        zone="UTC",
        replies=replies,
        options=PageOptions(templates=paths.resource("templates"), images=DeskPictures()),
    )


def long_body(count: int = 60) -> str:
    return "\n\n".join(f"Paragraph {n}. {PARAGRAPH}" for n in range(count))


def test_the_page_after_any_edits_is_the_page_rendered_anew(desk: Desk, add_picture: Callable[[], HeroImage]) -> None:
    paper = desk.open(long_body(6), hero=add_picture(), standfirst="What it is about")
    desk.start()
    replies = (reply(1), reply(2, "Two."), reply(3, "Three."))
    chance = random.Random(4)
    pieces = [
        "## Heading",
        "- a\n- b",
        "> quoted",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Words[^1].",
        "[^1]: A note.",
        "```\nx\n```",
    ]
    body = paper.fields().body.split("\n\n")
    for turn in range(25):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0 if len(body) > 1:
                del body[min(at, len(body) - 1)]
            case 1 if body:
                body[min(at, len(body) - 1)] += f" and more {turn}"
            case _:
                body.insert(at, chance.choice(pieces))
        paper.type_in(body="\n\n".join(body), headline=f"Headline {turn // 5}")
        if turn % 8 == 0:
            desk.pane.set_replies(replies[: chance.randrange(4)])
        if turn % 3 == 0:
            desk.settle()
    desk.pane.set_replies(replies)
    desk.settle()
    page = full_page(paper, replies)
    wanted = desk.ask(f"{CHILDREN}(new DOMParser().parseFromString({page!r}, 'text/html').querySelector('main'))")
    assert desk.ask(f"{CHILDREN}(document.querySelector('main'))") == wanted
    assert desk.ask("document.documentElement.lang") == "en-GB"


def test_what_does_not_change_is_not_touched(desk: Desk) -> None:
    paper = desk.open(long_body(5))
    desk.start()
    desk.settle()
    desk.ask("document.querySelectorAll('.body p').forEach((p, i) => { p.mark = i }), 1")
    body = paper.fields().body.replace("Paragraph 2.", "Paragraph two.")
    paper.type_in(body="A new first paragraph.\n\n" + body)
    desk.settle()
    marks = desk.ask("[...document.querySelectorAll('.body p')].map(p => p.mark === undefined ? -1 : p.mark).join()")
    # The edited one is patched in place or made anew; all the others are the very same elements.
    assert marks in ("-1,0,1,-1,3,4", "-1,0,1,2,3,4", "0,1,2,-1,3,4")
    assert marks.count("-1") <= 2


def test_typing_neither_loads_nor_scrolls(desk: Desk) -> None:
    paper = desk.open(long_body())
    desk.start()
    desk.settle()
    live = desk.pane.live
    assert live is not None
    loads: list[object] = []
    live.view.page().loadStarted.connect(lambda: loads.append(1))
    desk.ask("window.scrollTo({top: 2000, behavior: 'instant'}), 1")
    before = desk.ask("window.scrollY")
    assert before == 2000
    for n in range(20):
        paper.type_in(body=paper.fields().body + f" {n}")
    desk.settle()
    paper.type_in(body=paper.fields().body.replace("Paragraph 58.", "Paragraph fifty-eight."))
    desk.settle()
    assert desk.ask("window.scrollY") == before
    assert loads == []


def test_a_burst_of_keys_ends_on_the_newest_text(desk: Desk) -> None:
    paper = desk.open("Start.")
    desk.start()
    for n in range(200):
        paper.type_in(body=f"State {n}.")
    desk.settle()
    assert desk.ask("document.querySelector('.body').innerText.trim()") == "State 199."
    assert paper.asked < 100  # states in between are not even read


def test_it_follows_the_line_and_a_click_gives_the_line_back(desk: Desk) -> None:
    desk.open(long_body())
    desk.start()
    desk.settle()
    desk.pane.scroll_to_line(80)  # paragraphs and blank lines in turn: the forty-first paragraph
    seen = (
        "(() => { const r = document.querySelectorAll('.body p')[40].getBoundingClientRect();"
        " return r.top >= 0 && r.top < innerHeight })()"
    )
    desk.qtbot.waitUntil(lambda: desk.ask(seen) is True, timeout=5000)
    place = desk.ask(
        "(() => { const r = document.querySelectorAll('.body p')[40].getBoundingClientRect();"
        " return (r.left + 20) + ',' + (r.top + 12) })()"
    )
    x, y = (float(part) for part in place.split(","))
    live = desk.pane.live
    assert live is not None
    target = live.view.focusProxy() or live.view
    with desk.qtbot.waitSignal(desk.pane.line_clicked, timeout=5000) as clicked:
        desk.qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert clicked.args == [80]


def test_a_hidden_reply_vanishes_and_others_are_numbered_anew(desk: Desk) -> None:
    desk.open()
    desk.start()
    one, two = reply(1, "CANARY-ONE"), reply(2, "Two.")
    desk.pane.set_replies((one, two, reply(3, "CANARY-SPAM", status=ReplyStatus.SPAM)))
    desk.settle()
    assert "CANARY-ONE" in desk.ask("document.body.innerText")
    assert "Reply 2 of 2" in desk.ask("document.body.innerText")
    desk.pane.set_replies((reply(1, "CANARY-ONE", status=ReplyStatus.HIDDEN, reason="CANARY-REASON"), two))
    desk.settle()
    words = desk.ask("document.documentElement.outerHTML")
    assert "CANARY" not in words
    assert "Reply 1 of 1" in words


def test_nothing_ever_shows_white_in_the_dark(desk: Desk) -> None:
    desk.look.theme.set_appearance("dark")
    desk.look.theme.changed.emit()
    desk.open(long_body())
    dark = QColor(tokens.DARK["surface"])
    stage = desk.pane.findChild(QWidget, "stage")
    middle = QPoint(4, 300)
    assert stage is not None
    assert stage.grab().toImage().pixelColor(middle) == dark  # the placeholder
    desk.pane.start_engine()
    live = desk.pane.live
    assert live is not None
    seen: set[str] = set()

    def look_at() -> bool:
        seen.add(live.view.grab().toImage().pixelColor(middle).name())
        return desk.pane.page_shown

    desk.qtbot.waitUntil(look_at, timeout=20_000)
    desk.qtbot.waitUntil(lambda: live.view.grab().toImage().pixelColor(middle) == dark, timeout=5000)
    assert all(QColor(name).lightness() < 60 for name in seen)


def test_the_page_can_be_turned_and_narrowed(desk: Desk) -> None:
    desk.open()
    desk.start()
    desk.settle()
    desk.pane.handlers()["view.preview_dark"]()
    assert desk.settings.value.preview_appearance == "dark"
    desk.qtbot.waitUntil(lambda: desk.ask("document.documentElement.dataset.theme") == "dark")
    desk.pane.handlers()["view.preview_phone"]()
    desk.qtbot.waitUntil(lambda: desk.ask("window.innerWidth") == 390, timeout=5000)
    desk.pane.handlers()["view.preview_desktop"]()
    desk.qtbot.waitUntil(lambda: desk.ask("window.innerWidth") > 800, timeout=5000)
    desk.pane.handlers()["view.preview_dark"]()
    assert desk.settings.value.preview_appearance == "system"


def test_pictures_come_from_the_desk_and_no_larger_than_needed(
    desk: Desk, add_picture: Callable[..., HeroImage]
) -> None:
    hero = add_picture()
    small = add_picture(300, 200)
    desk.open(f"![Small]({'media/' + small.sha256})\n\n![Gone](media/{'0' * 64})", hero=hero)
    desk.start()
    desk.settle()
    sizes = "[...document.images].map(i => i.complete ? i.naturalWidth : -1).join()"
    desk.qtbot.waitUntil(lambda: desk.ask(sizes) == "1600,300,0", timeout=10_000)


def test_nothing_is_shown_without_an_article(desk: Desk) -> None:
    desk.start()
    live = desk.pane.live
    assert live is not None
    assert not live.view.isVisible()
    paper = desk.open()
    desk.settle()
    assert live.view.isVisible()
    desk.pane.show_document(None)
    assert not live.view.isVisible()
    asked = paper.asked
    paper.type_in(body="Nobody looks.")
    assert paper.asked == asked


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_the_page_comes_back_when_its_process_dies_and_goes_off_when_it_keeps_dying(desk: Desk) -> None:
    paper = desk.open("Here before and after.")
    desk.start()
    desk.settle()
    for death in (1, 2):
        live = desk.pane.live
        assert live is not None
        with desk.qtbot.waitSignal(live.ready, timeout=20_000):
            os.kill(live.renderer_pid, signal.SIGKILL)
        paper.type_in(body=f"After death {death}.")
        desk.settle()
        assert f"After death {death}." in desk.ask("document.body.innerText")
    assert desk.pane.live is not None
    os.kill(desk.pane.live.renderer_pid, signal.SIGKILL)
    desk.qtbot.waitUntil(lambda: desk.pane.live is None, timeout=20_000)
    paper.type_in(body="Typing goes on.")
    another = Paper(paper.fields(), article_id=2)
    another.setParent(desk.pane)
    desk.pane.show_document(another)  # type: ignore[arg-type]  # a signal is a signal instance on an object
    desk.settle()
    assert "Typing goes on." in desk.ask("document.body.innerText")


class Browser(QObject):
    """Stands for the person's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_a_link_opens_after_one_question_for_each_site(desk: Desk) -> None:
    desk.open("[one](https://a.example/1) and [two](https://a.example/2)")
    desk.start()
    desk.settle()
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "take")  # type: ignore[arg-type]  # it takes a str, whatever its stub says
    click = (
        "document.querySelectorAll('.body a')[{}].dispatchEvent("
        "new MouseEvent('click', {{bubbles: true, cancelable: true, ctrlKey: {}}}))"
    )
    try:
        desk.ask(click.format(0, "false"))
        desk.ask(click.format(0, "true"))
        buttons: list[QPushButton] = []

        def asked() -> bool:
            buttons[:] = [b for b in desk.window.findChildren(QPushButton) if b.text() == "Open" and b.isVisible()]
            return bool(buttons)

        desk.qtbot.waitUntil(asked)
        assert browser.opened == []
        buttons[0].click()
        desk.qtbot.waitUntil(lambda: browser.opened == ["https://a.example/1"])
        desk.ask(click.format(1, "true"))
        desk.qtbot.waitUntil(lambda: browser.opened == ["https://a.example/1", "https://a.example/2"])
    finally:
        QDesktopServices.unsetUrlHandler("https")


def test_open_in_browser_writes_a_private_copy(desk: Desk, add_picture: Callable[[], HeroImage]) -> None:
    paper = desk.open("On the page.", hero=add_picture(), internal_note="CANARY-NOTE")
    desk.pane.set_replies((reply(1, "Visible."), reply(2, "CANARY-HIDDEN", status=ReplyStatus.HIDDEN)))
    desk.start()
    desk.settle()
    browser = Browser()
    QDesktopServices.setUrlHandler("file", browser, "take")  # type: ignore[arg-type]  # it takes a str, whatever its stub says
    try:
        desk.pane.open_in_browser()
        desk.qtbot.waitUntil(lambda: bool(browser.opened), timeout=10_000)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    page = Path(QUrl(browser.opened[0]).toLocalFile())
    text = page.read_text(encoding="utf-8")
    assert "On the page." in text
    assert "Visible." in text
    assert "CANARY" not in text
    assert (page.parent / f"{paper.fields().hero.sha256[:16]}.jpg").is_file()
    if sys.platform != "win32":
        assert page.parent.stat().st_mode & 0o077 == 0
    desk.pane.close_engine()
    desk.qtbot.waitUntil(lambda: not page.parent.exists())


def test_without_the_engine_the_text_is_still_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMEDIT_NO_WEBENGINE", "1")
    desk.pane.start_engine()
    assert desk.pane.live is None
    paper = desk.open("Plain **words**.")
    desk.pane.set_replies((reply(1, "A reply."),))
    desk.settle()
    assert "Plain words." in desk.pane.page_text()
    assert "A reply." in desk.pane.page_text()
    paper.type_in(body='Newer. <img src="https://tracker.example/x.png"> ![a](file:///etc/passwd)')
    desk.settle()
    assert "Newer." in desk.pane.page_text()
    plain = desk.pane.findChild(PlainPage)
    assert plain is not None
    assert "Newer." in plain.toPlainText()
    words = [label.text() for label in desk.pane.findChildren(QLabel) if label.isVisible()]
    assert any("web engine is missing" in word for word in words)
