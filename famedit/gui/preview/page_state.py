"""The page as the preview holds it: its parts, and the change from one state to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

_TEXTS: Final = ("top", "hero", "replies", "end", "lang", "direction", "title")


@dataclass(slots=True)
class PageState:
    """What a page showing it would be made of. ``blocks`` are the body's pieces, ``lines`` their source lines."""

    top: str = ""
    hero: str = ""
    replies: str = ""
    end: str = ""
    lang: str = "en"
    direction: str = "ltr"
    title: str = ""
    blocks: list[str] = field(default_factory=list[str])
    lines: list[int] = field(default_factory=list[int])

    def take(self, change: dict[str, Any]) -> None:
        """Apply a change as the rendering process sends it: None stands for "as before"."""
        for name in _TEXTS:
            if change.get(name) is not None:
                setattr(self, name, change[name])
        body = change.get("body")
        if body is not None:
            end = len(self.blocks) - body["tail"]
            self.blocks[body["head"] : end] = body["blocks"]
            self.lines = body["lines"]

    def whole(self) -> dict[str, Any]:
        """Return the change that leads from an empty page to this one."""
        change: dict[str, Any] = {name: getattr(self, name) for name in _TEXTS}
        change["body"] = {"head": 0, "tail": 0, "blocks": list(self.blocks), "lines": list(self.lines), "all": True}
        return change

    def as_html(self) -> str:
        """Return all parts one after the other."""
        return "\n".join([self.top, self.hero, *self.blocks, self.replies, self.end])
