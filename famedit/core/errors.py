"""Every error FamEdit raises on purpose.

FamEditError
 └─ UserError                 the world's fault: shown in a message bar, in words, with a next step
     ├─ BadInput              a file or a pasted text cannot be understood (names file, line, remedy)
     ├─ NotFound              no article, reply, revision or backup by that name
     ├─ StaleVersion          somebody else saved since; both texts are kept
     ├─ UndoRefused           a step cannot be undone because a colleague changed the same thing since
     ├─ ExportRefused         a page was not written, and why
     └─ DeskError             the database or its disk
         ├─ DiskFull
         ├─ DeskReadOnly
         ├─ DeskLocked        another program holds the write lock
         ├─ DeskDamaged       the file is not a database, or is corrupt
         ├─ DeskNewer         written by a newer FamEdit; refused and left untouched
         ├─ DeskMoved         the file was moved or replaced under the open window
         └─ DeskUnreachable   no such folder, no such server, wrong password

Everything else that is raised is a fault of the program and goes to the crash dialog.
"""


class FamEditError(Exception):
    """The root of the tree."""


class UserError(FamEditError):
    """Something the user can understand and act on.

    ``message`` says what happened and what is safe, ``remedy`` what can be done; both are whole sentences.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class BadInput(UserError):
    """A file or pasted text that cannot be understood; ``line`` counts from 1, 0 when no line is to blame."""

    def __init__(self, message: str, remedy: str = "", *, file: str = "", line: int = 0) -> None:
        place = file + (f", line {line}" if line else "")
        super().__init__(f"{place}: {message}" if place else message, remedy)
        self.file = file
        self.line = line


class NotFound(UserError):
    """No article, reply, revision or backup answers to that name."""


class StaleVersion(UserError):
    """The article was saved by somebody else since it was opened; nothing was overwritten.

    ``article_id`` names it, ``current_version`` is the version now stored.
    """

    def __init__(self, message: str, remedy: str = "", *, article_id: int, current_version: int) -> None:
        super().__init__(message, remedy)
        self.article_id = article_id
        self.current_version = current_version


class UndoRefused(UserError):
    """What the step changed has been changed again by somebody else; nothing was moved."""


class ExportRefused(UserError):
    """A page was not written; the page that stood there before is untouched."""


class DeskError(UserError):
    """The database or the disk it lies on."""


class DiskFull(DeskError):
    """No space left: nothing was overwritten."""


class DeskReadOnly(DeskError):
    """The file, its folder or the server connection does not allow writing."""


class DeskLocked(DeskError):
    """Another program holds the write lock for longer than we wait."""


class DeskDamaged(DeskError):
    """The file is not a desk, or parts of it cannot be read."""


class DeskNewer(DeskError):
    """Made by a newer FamEdit; it is left exactly as it was."""


class DeskMoved(DeskError):
    """The file was moved, replaced or deleted while it was open."""


class DeskUnreachable(DeskError):
    """The folder or the server cannot be reached or refuses us; ``wants_password``: for want of the right password."""

    def __init__(self, message: str, remedy: str = "", *, wants_password: bool = False) -> None:
        super().__init__(message, remedy)
        self.wants_password = wants_password
