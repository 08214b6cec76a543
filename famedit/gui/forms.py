"""Forms: the static layout of panes and dialogs, kept in ``ui/`` and loaded at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QFile, QIODevice
from PySide6.QtUiTools import QUiLoader
from PySide6.QtWidgets import QWidget

from famedit import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Maker = Callable[[QWidget], QWidget]

W = TypeVar("W", bound=QWidget)


class FormFault(Exception):
    """A form is missing, broken, or lacks a child that its class names: a fault of the program."""


class _Loader(QUiLoader):
    """Builds the form's root onto a widget that exists, and our own widgets with what they need."""

    def __init__(self, onto: QWidget, custom: Mapping[str, Maker]) -> None:
        super().__init__()
        self._onto: QWidget | None = onto
        self._custom = custom

    def createWidget(self, class_name: str, parent: QWidget | None = None, name: str = "") -> QWidget:
        if parent is None and self._onto is not None:
            root, self._onto = self._onto, None
            root.setObjectName(name)
            return root
        maker = self._custom.get(class_name)
        if maker is None:
            return super().createWidget(class_name, parent, name)
        if parent is None:
            raise FormFault(f"{class_name} has no parent in its form")
        widget = maker(parent)
        widget.setObjectName(name)
        return widget


def load_form(name: str, onto: QWidget, custom: Mapping[str, Callable[[QWidget], QWidget]] | None = None) -> None:
    """Lay the form ``ui/NAME.ui`` out on ``onto``. ``custom`` makes the widgets of our own classes that it names.

    Raises ``FormFault`` when the file is missing or cannot be read as a form.
    """
    path = paths.ui_form(name)
    file = QFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FormFault(f"The form {path.name} cannot be read: {file.errorString()}")
    loader = _Loader(onto, custom or {})
    try:
        built = loader.load(file, None)
    except RuntimeError as error:
        raise FormFault(f"The form {path.name} is broken: {loader.errorString()}") from error
    finally:
        file.close()
    if built is None:
        raise FormFault(f"The form {path.name} is broken: {loader.errorString()}")


def child(of: QWidget, kind: type[W], name: str) -> W:
    """Return the widget called ``name`` in a form laid out on ``of``; ``FormFault`` when it is not there."""
    found = of.findChild(kind, name)
    if found is None:
        raise FormFault(f"{type(of).__name__} needs a {kind.__name__} called {name}")
    return found
