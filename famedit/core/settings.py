"""Every setting in one table: key, default, what it is for, and where the settings dialog shows it.

A new setting is one field of ``Settings`` and one row of ``SETTINGS``; the dialog, the file and the docs follow.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

SettingValue = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one person on one machine, typed. Read by attribute, never by string."""

    # People
    person: str = ""
    # Appearance
    appearance: str = "system"
    interface_size: int = 100
    writing_size: int = 100
    reduce_motion: bool = False
    # Writing
    typewriter: bool = True
    dim_paragraphs: bool = True
    language: str = "en-GB"
    smart_punctuation: bool = True
    timed_revision_minutes: int = 10
    # Preview
    preview_width: str = "desktop"
    preview_appearance: str = "system"
    # Moderating
    letter_keys: bool = True
    key_strip: bool = True
    # Backups
    backup_minutes: int = 10
    backup_folder: str = ""
    backup_budget_mb: int = 2000
    # Export
    export_folder: str = ""
    export_format: str = "html"
    export_likers: bool = True


Kind = Literal["switch", "choice", "number", "text", "folder"]


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """One row of the settings dialog. ``choices`` are (value, words); ``low`` and ``high`` bound a number."""

    key: str
    page: str
    title: str
    kind: Kind
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    unit: str = ""


APPEARANCES = (("system", "Match system"), ("light", "Light"), ("dark", "Dark"))
LANGUAGES = (
    ("en-GB", "English (UK)"),
    ("en-US", "English (US)"),
    ("fr", "French"),
    ("de", "German"),
    ("es", "Spanish"),
    ("it", "Italian"),
    ("nl", "Dutch"),
    ("sv", "Swedish"),
    ("ar", "Arabic"),
    ("he", "Hebrew"),
)

SETTINGS: tuple[SettingSpec, ...] = (
    SettingSpec(
        "person", "You", "Your name", "text", "Stands in the record, in revisions and as the byline of new articles."
    ),
    SettingSpec("appearance", "Appearance", "Appearance", "choice", choices=APPEARANCES),
    SettingSpec("interface_size", "Appearance", "Interface size", "number", low=90, high=150, step=10, unit=" %"),
    SettingSpec("reduce_motion", "Appearance", "Reduce motion", "switch", "Messages appear instead of fading in."),
    SettingSpec("writing_size", "Writing", "Writing size", "number", low=70, high=200, step=10, unit=" %"),
    SettingSpec("typewriter", "Writing", "Keep the line being written in place", "switch", "In Write mode only."),
    SettingSpec("dim_paragraphs", "Writing", "Dim the other paragraphs", "switch", "In Write mode only."),
    SettingSpec("language", "Writing", "Language of new articles", "choice", choices=LANGUAGES),
    SettingSpec("smart_punctuation", "Writing", "Curly quotes and dashes on the page", "switch"),
    SettingSpec("timed_revision_minutes", "Writing", "Keep a revision every", "number", low=1, high=120, unit=" min"),
    SettingSpec(
        "preview_width", "Preview", "Width of the page", "choice", choices=(("desktop", "Desktop"), ("phone", "Phone"))
    ),
    SettingSpec(
        "preview_appearance",
        "Preview",
        "Page in",
        "choice",
        choices=(("system", "The window's appearance"), ("light", "Light"), ("dark", "Dark")),
    ),
    SettingSpec(
        "letter_keys",
        "Moderating",
        "Single letters decide",
        "switch",
        "A, H, S, P and the other letters act in the list of replies.",
    ),
    SettingSpec("key_strip", "Moderating", "Show the keys under the list", "switch"),
    SettingSpec(
        "backup_minutes",
        "Backups",
        "Back up every",
        "number",
        "Only when something has changed.",
        low=1,
        high=240,
        unit=" min",
    ),
    SettingSpec(
        "backup_folder", "Backups", "Keep backups in", "folder", "Empty means a folder beside the desk of this account."
    ),
    SettingSpec("backup_budget_mb", "Backups", "Use at most", "number", low=100, high=100_000, step=100, unit=" MB"),
    SettingSpec("export_folder", "Export", "Export to", "folder"),
    SettingSpec(
        "export_format",
        "Export",
        "Format",
        "choice",
        choices=(
            ("html", "Folder with page and images"),
            ("single", "One file with everything in it"),
            ("markdown", "Markdown"),
        ),
    ),
    SettingSpec("export_likers", "Export", "Name the readers who liked a reply", "switch"),
)


def settings_from(stored: dict[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Build settings from what a file held; unknown keys and values of the wrong kind are left out and named."""
    defaults = Settings()
    specs = {spec.key: spec for spec in SETTINGS}
    good: dict[str, Any] = {}
    wrong: list[str] = []
    known = {f.name for f in fields(Settings)}
    for key, value in stored.items():
        if key in known and _fits(value, getattr(defaults, key), specs.get(key)):
            good[key] = value
        else:
            wrong.append(key)
    return replace(defaults, **good), tuple(wrong)


def _fits(value: object, default: SettingValue, spec: SettingSpec | None) -> bool:
    if type(value) is not type(default):
        return False
    if spec and spec.choices and value not in {choice for choice, _ in spec.choices}:
        return False
    return not (spec and spec.kind == "number" and isinstance(value, int) and not spec.low <= value <= spec.high)
