"""Every command in one table. Menus, the palette, the key sheet, tooltips and the docs are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Mode = Literal["first run", "write", "split", "moderate"]
Focus = Literal["text", "replies", "desk", "other"]


@dataclass(frozen=True, slots=True)
class UiState:
    """All that decides whether a command makes sense now. The window holds one; panes report their parts of it."""

    mode: Mode = "split"
    desk_ready: bool = False
    focus: Focus = "other"
    article_open: bool = False
    article_dirty: bool = False
    article_status: str = ""
    article_trashed: bool = False
    article_archived: bool = False
    read_only: bool = False
    text_selection: bool = False
    can_undo_text: bool = False
    can_redo_text: bool = False
    can_go_back: bool = False
    can_go_forward: bool = False
    exported_before: bool = False
    desk_selected: int = 0
    reply_current: bool = False
    replies_selected: int = 0
    can_undo_replies: bool = False
    can_redo_replies: bool = False
    can_undo_desk: bool = False
    can_redo_desk: bool = False
    desk_shown: bool = True
    replies_shown: bool = True
    preview_phone: bool = False
    preview_dark: bool = False
    appearance: str = "system"
    full_screen: bool = False
    menu_bar: bool = False
    typewriter: bool = True
    details_shown: bool = False

    def with_(self, **facts: object) -> UiState:
        """Return a copy with some facts changed."""
        return replace(self, **facts)  # type: ignore[arg-type]  # the names are checked by replace itself


def _always(_state: UiState) -> bool:
    return True


def _ready(state: UiState) -> bool:
    return state.desk_ready and state.mode != "first run"


def _article(state: UiState) -> bool:
    return _ready(state) and state.article_open


def _writable(state: UiState) -> bool:
    return _article(state) and not state.read_only


def _writing(state: UiState) -> bool:
    return _writable(state) and state.mode in ("write", "split")


def _desk_choice(state: UiState) -> bool:
    return _ready(state) and (state.article_open or state.desk_selected > 0)


def _reply(state: UiState) -> bool:
    return _ready(state) and (state.reply_current or state.replies_selected > 0)


def _undo(state: UiState) -> bool:
    by_focus = {"text": state.can_undo_text, "replies": state.can_undo_replies, "desk": state.can_undo_desk}
    return by_focus.get(state.focus, state.can_undo_text)


def _redo(state: UiState) -> bool:
    by_focus = {"text": state.can_redo_text, "replies": state.can_redo_replies, "desk": state.can_redo_desk}
    return by_focus.get(state.focus, state.can_redo_text)


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command.

    ``keys`` are portable key sequences, the first is shown. Those with a single letter act only while a list of
    replies has the focus. ``checked`` makes it a switch. An empty ``menu`` keeps it out of the menus.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    menu: str = ""
    enabled: Callable[[UiState], bool] = field(default=_always)
    checked: Callable[[UiState], bool] | None = None
    scope: Literal["window", "replies"] = "window"
    group: int = 0


def _spec(
    menu: str,
    group: int,
    enabled: Callable[[UiState], bool],
    *rows: tuple[str, str, str, str],
    scope: Literal["window", "replies"] = "window",
) -> tuple[ActionSpec, ...]:
    """Make rows of (id, text, keys separated by " | ", icon) that share a menu, a group and a rule."""
    return tuple(
        ActionSpec(id_, text, tuple(k for k in keys.split(" | ") if k), icon, menu, enabled, None, scope, group)
        for id_, text, keys, icon in rows
    )


def _switch(
    menu: str, group: int, enabled: Callable[[UiState], bool], checked: Callable[[UiState], bool], *row: str
) -> ActionSpec:
    id_, text, keys, icon = row
    return ActionSpec(
        id_, text, tuple(k for k in keys.split(" | ") if k), icon, menu, enabled, checked, "window", group
    )


MENUS = ("File", "Edit", "Format", "View", "Article", "Replies", "Help")

ACTIONS: tuple[ActionSpec, ...] = (
    *_spec(
        "File",
        1,
        _ready,
        ("file.new", "New article", "Ctrl+N", "ph.note-pencil"),
        ("go.article", "Go to article…", "Ctrl+O", "ph.article"),
        ("file.open_desk", "Open desk…", "", "ph.stack"),
    ),
    *_spec("File", 2, _ready, ("file.import", "Import…", "Ctrl+Shift+M", "ph.download-simple")),
    *_spec("File", 2, _article, ("file.export", "Export…", "Ctrl+E", "ph.export")),
    *_spec(
        "File",
        2,
        lambda s: _article(s) and s.exported_before,
        ("file.export_again", "Export again to the same place", "Ctrl+Shift+E", "ph.export"),
    ),
    *_spec(
        "File",
        3,
        _ready,
        ("file.backup_now", "Back up now", "", "ph.copy"),
        ("file.restore_backup", "Restore a backup…", "", "ph.arrow-counter-clockwise"),
    ),
    *_spec("File", 4, _always, ("go.settings", "Settings…", "Ctrl+,", "ph.gear-six")),
    *_spec("File", 5, _always, ("file.quit", "Quit", "Ctrl+Q", "")),
    *_spec("Edit", 1, _undo, ("edit.undo", "Undo", "Ctrl+Z", "ph.arrow-counter-clockwise")),
    *_spec("Edit", 1, _redo, ("edit.redo", "Redo", "Ctrl+Shift+Z | Ctrl+Y", "ph.arrow-clockwise")),
    *_spec(
        "Edit",
        2,
        lambda s: s.text_selection,
        ("edit.cut", "Cut", "Ctrl+X", ""),
        ("edit.copy", "Copy", "Ctrl+C", "ph.copy"),
    ),
    *_spec("Edit", 2, _writing, ("edit.paste", "Paste", "Ctrl+V", "")),
    *_spec("Edit", 2, lambda s: s.focus in ("text", "replies"), ("edit.select_all", "Select all", "Ctrl+A", "")),
    *_spec(
        "Edit",
        3,
        _writing,
        ("edit.find", "Find…", "Ctrl+F", "ph.magnifying-glass"),
        ("edit.replace", "Replace…", "Ctrl+H", ""),
        ("edit.find_next", "Find next", "F3", ""),
        ("edit.find_previous", "Find previous", "Shift+F3", ""),
    ),
    *_spec(
        "Edit",
        4,
        _always,
        ("go.palette", "Command palette…", "Ctrl+Shift+P", "ph.magnifying-glass"),
    ),
    *_spec("Edit", 4, _ready, ("go.search", "Search the desk", "Ctrl+Shift+F", "ph.magnifying-glass")),
    *_spec(
        "Format",
        1,
        _writing,
        ("format.bold", "Bold", "Ctrl+B", "ph.text-bolder"),
        ("format.italic", "Italic", "Ctrl+I", "ph.text-italic"),
        ("format.code", "Code", "Ctrl+Shift+C", "ph.code"),
        ("format.link", "Link…", "Ctrl+K", "ph.link-simple"),
    ),
    *_spec(
        "Format",
        2,
        _writing,
        ("format.heading", "Heading", "Alt+2", "ph.text-h-two"),
        ("format.subheading", "Subheading", "Alt+3", "ph.text-h-three"),
        ("format.quote", "Quote", "Alt+9", "ph.quotes"),
        ("format.bullets", "Bulleted list", "Alt+8", "ph.list-bullets"),
        ("format.numbers", "Numbered list", "Alt+7", "ph.list-numbers"),
        ("format.image", "Image…", "Ctrl+Shift+I", "ph.image"),
    ),
    *_spec(
        "Format",
        3,
        _writing,
        ("format.move_up", "Move paragraph up", "Alt+Up", ""),
        ("format.move_down", "Move paragraph down", "Alt+Down", ""),
    ),
    _switch("View", 1, _ready, lambda s: s.mode == "write", "view.write", "Write", "Ctrl+1", "ph.pen-nib"),
    _switch("View", 1, _ready, lambda s: s.mode == "split", "view.split", "Split", "Ctrl+2", "ph.columns"),
    _switch("View", 1, _ready, lambda s: s.mode == "moderate", "view.moderate", "Moderate", "Ctrl+3", "ph.chats"),
    _switch("View", 2, _ready, lambda s: s.desk_shown, "view.desk", "Desk", "F9", "ph.square-half"),
    _switch("View", 2, _ready, lambda s: s.replies_shown, "view.replies", "Replies", "Ctrl+J", "ph.chats"),
    _switch("View", 2, _ready, lambda s: s.typewriter, "view.typewriter", "Typewriter scrolling", "Ctrl+Shift+T", ""),
    *_spec(
        "View",
        3,
        _ready,
        ("view.zoom_in", "Larger text", "Ctrl++ | Ctrl+=", ""),
        ("view.zoom_out", "Smaller text", "Ctrl+-", ""),
        ("view.zoom_reset", "Usual size", "Ctrl+0", ""),
    ),
    _switch(
        "View",
        4,
        _ready,
        lambda s: s.preview_phone,
        "view.preview_phone",
        "Page in phone width",
        "",
        "ph.device-mobile",
    ),
    _switch(
        "View",
        4,
        _ready,
        lambda s: not s.preview_phone,
        "view.preview_desktop",
        "Page in desktop width",
        "",
        "ph.desktop",
    ),
    _switch("View", 4, _ready, lambda s: s.preview_dark, "view.preview_dark", "Page in dark", "", "ph.circle-half"),
    *_spec(
        "View",
        4,
        _article,
        ("view.open_in_browser", "Open the page in the browser", "Ctrl+Shift+O", "ph.arrow-square-out"),
    ),
    _switch("View", 5, _always, lambda s: s.appearance == "light", "view.light", "Light", "", "ph.sun"),
    _switch("View", 5, _always, lambda s: s.appearance == "dark", "view.dark", "Dark", "", "ph.moon"),
    _switch(
        "View", 5, _always, lambda s: s.appearance == "system", "view.system", "Match system", "", "ph.circle-half"
    ),
    *_spec(
        "View",
        6,
        _always,
        ("view.next_pane", "Next pane", "F6", ""),
        ("view.previous_pane", "Previous pane", "Shift+F6", ""),
        ("view.pane_edge_left", "Move the pane edge left", "Alt+Shift+Left", ""),
        ("view.pane_edge_right", "Move the pane edge right", "Alt+Shift+Right", ""),
    ),
    _switch("View", 7, _always, lambda s: s.full_screen, "view.full_screen", "Full screen", "F11", ""),
    _switch("View", 7, _always, lambda s: s.menu_bar, "view.menu_bar", "Menu bar", "", ""),
    *_spec("View", 7, _always, ("view.menu", "Menu", "F10", "ph.list")),
    *_spec("Article", 1, _writable, ("article.save", "Save", "Ctrl+S", "ph.check")),
    *_spec("Article", 1, _article, ("article.status", "Change status…", "Ctrl+Shift+S", "")),
    *(
        _switch(
            "Article",
            2,
            _writable,
            lambda s, wanted=status: s.article_status == wanted,
            f"article.status_{status.replace(' ', '_')}",
            text,
            "",
            "",
        )
        for status, text in (
            ("draft", "Draft"),
            ("in review", "In review"),
            ("ready", "Ready"),
            ("published", "Mark as published"),
        )
    ),
    _switch(
        "Article",
        3,
        _article,
        lambda s: s.details_shown,
        "article.details",
        "Details",
        "Ctrl+Shift+D",
        "ph.sliders-horizontal",
    ),
    *_spec("Article", 3, _writing, ("article.choose_hero", "Choose the hero image…", "", "ph.image")),
    *_spec("Article", 4, _desk_choice, ("article.duplicate", "Duplicate", "Ctrl+Shift+U", "ph.copy")),
    *_spec(
        "Article",
        4,
        lambda s: _desk_choice(s) and not s.article_archived and not s.article_trashed,
        ("article.archive", "Archive", "", "ph.archive"),
    ),
    *_spec(
        "Article",
        4,
        lambda s: _desk_choice(s) and not s.article_trashed,
        ("article.trash", "Move to trash", "", "ph.trash"),
    ),
    *_spec(
        "Article",
        4,
        lambda s: _desk_choice(s) and (s.article_archived or s.article_trashed),
        ("article.bring_back", "Bring back", "", "ph.arrow-counter-clockwise"),
    ),
    *_spec("Article", 4, _ready, ("article.empty_trash", "Empty the trash…", "", "ph.trash")),
    *_spec(
        "Article",
        5,
        _ready,
        ("article.previous", "Previous article", "Ctrl+PgUp", ""),
        ("article.next", "Next article", "Ctrl+PgDown", ""),
    ),
    *_spec("Article", 5, lambda s: _ready(s) and s.can_go_back, ("article.back", "Back", "Alt+Left", "")),
    *_spec("Article", 5, lambda s: _ready(s) and s.can_go_forward, ("article.forward", "Forward", "Alt+Right", "")),
    *_spec(
        "Article",
        6,
        lambda s: _ready(s) and s.can_undo_desk,
        ("desk.undo", "Undo the last step on the desk", "", "ph.arrow-counter-clockwise"),
    ),
    *_spec(
        "Article",
        6,
        lambda s: _ready(s) and s.can_redo_desk,
        ("desk.redo", "Redo the step on the desk", "", "ph.arrow-clockwise"),
    ),
    *_spec(
        "Replies",
        1,
        _reply,
        ("replies.approve", "Approve", "A", "ph.check"),
        ("replies.hide", "Hide", "H", "ph.eye-slash"),
        ("replies.hide_reason", "Hide with a reason…", "Shift+H", "ph.eye-slash"),
        ("replies.spam", "Spam", "S", "ph.prohibit"),
        ("replies.pending", "Send to pending", "P", "ph.hourglass-medium"),
        ("replies.flag", "Flag, or remove flags", "F", "ph.flag"),
        ("replies.edit", "Edit the text…", "E", "ph.pencil-line"),
        scope="replies",
    ),
    *_spec(
        "Replies",
        2,
        lambda s: _ready(s) and s.can_undo_replies,
        ("replies.undo", "Undo decision", "Z", "ph.arrow-counter-clockwise"),
        scope="replies",
    ),
    *_spec(
        "Replies",
        2,
        lambda s: _ready(s) and s.can_redo_replies,
        ("replies.redo", "Redo decision", "Shift+Z", "ph.arrow-clockwise"),
        scope="replies",
    ),
    *_spec(
        "Replies", 2, _ready, ("replies.steps", "List of steps…", "", "ph.clock-counter-clockwise"), scope="replies"
    ),
    *_spec(
        "Replies",
        3,
        _ready,
        ("replies.next", "Next reply", "J", ""),
        ("replies.previous", "Previous reply", "K", ""),
        ("replies.next_undecided", "Next that needs a decision", "N", "ph.tray"),
        scope="replies",
    ),
    *_spec(
        "Replies",
        3,
        _reply,
        ("replies.select", "Select", "X", ""),
        ("replies.extend_next", "Extend the selection down", "Shift+J", ""),
        ("replies.extend_previous", "Extend the selection up", "Shift+K", ""),
        ("replies.clear_selection", "Clear the selection", "", ""),
        ("replies.open", "Go to the full text", "Return", ""),
        ("replies.show", "Show in full", "Space", ""),
        ("replies.author", "Author card", "U", ""),
        ("replies.in_preview", "Show on the page", "G", ""),
        scope="replies",
    ),
    *_spec(
        "Replies",
        4,
        _ready,
        ("replies.queue_1", "Needs a decision", "1", "ph.tray"),
        ("replies.queue_2", "Pending", "2", "ph.hourglass-medium"),
        ("replies.queue_3", "Flagged", "3", "ph.flag"),
        ("replies.queue_4", "Visible", "4", "ph.eye"),
        ("replies.queue_5", "Hidden", "5", "ph.eye-slash"),
        ("replies.queue_6", "Spam", "6", "ph.prohibit"),
        ("replies.queue_7", "All replies", "7", "ph.chats"),
        ("replies.scope", "Article or whole desk", "W", ""),
        ("replies.find", "Find in replies", "/", "ph.magnifying-glass"),
        scope="replies",
    ),
    *_spec(
        "Replies",
        5,
        _article,
        ("replies.add", "Add a reply by hand…", "", "ph.chat-circle-text"),
        ("replies.paste_page", "Add replies from a copied page…", "", ""),
        ("replies.import", "Add replies from a file…", "", ""),
    ),
    *_spec("Help", 1, _always, ("help.keys", "Keyboard", "F1 | ?", "ph.keyboard")),
    *_spec(
        "Help",
        2,
        _always,
        ("help.guide", "User guide", "", "ph.question"),
        ("help.report", "Report a problem…", "", "ph.warning-circle"),
        ("help.about", "About FamEdit", "", ""),
    ),
)
