"""The settings of this person on this machine: read once, written whole, off the GUI thread."""

from __future__ import annotations

import dataclasses
import json
import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from famedit.core.settings import Settings, SettingValue, settings_from
from famedit.gui.state_file import StateFile

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)


class SettingsStore(QObject):
    """Holds ``Settings`` and keeps them in a JSON file. ``changed`` carries the frozenset of keys that changed.

    Only what differs from the defaults is written, so that a later default reaches people who never chose. A file that
    cannot be read is set aside beside itself and named in ``complaint``.
    """

    changed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = StateFile(path)
        stored, self.complaint = self._file.read()
        self.value, unknown = settings_from(stored)
        self._unknown: dict[str, Any] = {key: stored[key] for key in unknown}
        if unknown:
            log.warning("Settings left as they are, unknown here: %s", ", ".join(unknown))

    def change(self, **fields: SettingValue) -> None:
        """Change some settings at once and keep them."""
        before = self.value
        self.value = dataclasses.replace(before, **fields)  # type: ignore[arg-type]  # checked by the settings' tests
        keys = frozenset(key for key in fields if getattr(before, key) != getattr(self.value, key))
        if not keys:
            return
        defaults = Settings()
        kept = {
            f.name: getattr(self.value, f.name)
            for f in dataclasses.fields(Settings)
            if getattr(self.value, f.name) != getattr(defaults, f.name)
        }
        self._file.write(json.dumps({**self._unknown, **kept}, indent=1, ensure_ascii=False))
        self.changed.emit(keys)

    def close(self) -> None:
        """Wait until everything is on the disk."""
        self._file.close()


class SessionStore:
    """Where windows, splitters and cursors were. Losing it costs nobody a word, so it is written lazily."""

    def __init__(self, path: Path) -> None:
        self._file = StateFile(path)
        self._values, _ = self._file.read()

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 -- JSON, whatever its owner put there
        """Return what was put under ``key``."""
        return self._values.get(key, default)

    def put(self, key: str, value: Any) -> None:  # noqa: ANN401 -- JSON, whatever its owner puts there
        """Remember a JSON value under ``key``."""
        if self._values.get(key) != value:
            self._values[key] = value
            self._file.write(json.dumps(self._values, ensure_ascii=False))

    def close(self) -> None:
        """Wait until everything is on the disk."""
        self._file.close()
