"""What may be typed after ``famedit``: one table of commands, from which the help is made."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from famedit import __version__
from famedit.core.article import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DESCRIPTION = """\
FamEdit, the newsroom editor for the desktop: write, preview, moderate, export.

Without a command the window opens. The commands below need no window and no screen."""

EPILOG = """\
examples:
  famedit                                        open the window
  famedit import story.md page.txt               store what is in these files
  famedit list --status ready                    what is ready to go out
  famedit export --all -o public                 a folder with a page for every article
  famedit export red-horizon -o . --format single
  famedit backup && famedit doctor               keep a copy, then look everything over
  famedit --database news.famedit list           another desk, in a file
  famedit --database postgresql+psycopg://ann@db/news list

An ARTICLE is its slug or its number, as "famedit list" shows them.
A password for a server comes from the system's keyring (keyring set FamEdit NAME@SERVER:PORT/DATABASE), from PGPASSWORD
or from PostgreSQL's password file, so that no list of commands has it.

exit codes: 0 all done, 1 something was not done (the reason is on stderr),
            2 wrong usage, 3 a library of the system is missing"""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, its line in the list, what its own help says, and its options."""

    name: str
    summary: str
    description: str
    options: Callable[[argparse.ArgumentParser], object]
    examples: str = ""
    window: bool = False


def _json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for another program")


def _status(word: str) -> Status:
    wanted = " ".join(word.lower().replace("-", " ").replace("_", " ").split())
    try:
        return Status(wanted)
    except ValueError:
        names = ", ".join(status.value.replace(" ", "-") for status in Status)
        raise argparse.ArgumentTypeError(f'there is no status "{word}"; choose one of {names}') from None


def _status_option(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--status", type=_status, metavar="S", help=f"{words} draft, in-review, ready or published")


def _gui(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="files to import, once the window is open")


def _tour(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures and the exported article go")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help='Markdown, a copied page, replies in JSON; "-" is stdin'
    )
    parser.add_argument(
        "--article", metavar="ARTICLE", help="whose replies they are, or which article to bring up to date"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what is understood and store nothing")
    _json_option(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="every article that is neither archived nor trashed")
    which.add_argument("articles", nargs="*", default=[], metavar="ARTICLE", help="slug or number")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="the folder to write into")
    parser.add_argument(
        "--format",
        choices=("html", "single", "markdown"),
        default="html",
        help="a folder with page and images (html), one file with everything in it (single), or markdown",
    )
    _status_option(parser, "only those that are")
    parser.add_argument("--theme", choices=("auto", "light", "dark"), default="auto", help="the colours of the page")
    parser.add_argument("--no-likers", action="store_true", help="count likes, but name nobody")
    _json_option(parser)


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", default="", metavar="WORDS", help="only articles with these words")
    _status_option(parser, "only those that are")
    parser.add_argument("--shelf", choices=("desk", "archived", "trashed"), default="desk", help="which list (desk)")
    _json_option(parser)


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to (the backup folder)")
    parser.add_argument("--list", action="store_true", help="say which backups there are and make none")
    _json_option(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a backup: a path, or a name from famedit backup --list"
    )
    _json_option(parser)


COMMANDS: tuple[Command, ...] = (
    Command("gui", "open the window (the same as no command)", "Open the window.", _gui, window=True),
    Command(
        "tour",
        "let the window show itself, without a screen",
        "Drive the real window through the main job and leave pictures and an exported article in DIR.",
        _tour,
        window=True,
    ),
    Command(
        "import",
        "store articles and replies from files",
        "Store what is in the files and say what was understood. Importing twice adds nothing, and never undoes a\n"
        "moderator's decision. The desk is backed up first.",
        _import,
        "  famedit import story.md\n"
        "  famedit import --dry-run page.txt\n"
        "  famedit import replies.json --article red-horizon\n"
        "  xclip -o | famedit import -",
    ),
    Command(
        "export",
        "write pages",
        "Write articles as their last revision has them. A page that stands there already stays whole until the new\n"
        "one is. Only visible replies are on it, and nothing internal.",
        _export,
        "  famedit export --all -o public\n"
        "  famedit export --all --status published -o public\n"
        "  famedit export red-horizon 17 -o drafts --format markdown",
    ),
    Command("list", "list articles", "List the articles of the desk, those edited last first.", _list),
    Command(
        "backup",
        "make a verified copy of the desk",
        "Copy the whole desk into one file, look at every row of it, and only then give it its name. The desk of a\n"
        "server is copied into a file too.",
        _backup,
        "  famedit backup\n  famedit backup /media/stick/desk.famedit\n  famedit backup --list",
    ),
    Command(
        "restore",
        "go back to a backup",
        "Let the desk be what a backup holds: all of it or nothing. What is there now is backed up first. A window\n"
        "that has the desk open sees the change.",
        _restore,
        "  famedit restore desk-2026-03-21T091200.famedit\n"
        "  famedit --database postgresql+psycopg://ann@db/news restore desk.famedit",
    ),
    Command("doctor", "look the desk and this machine over", "Look at every row and at the machine.", _json_option),
    Command(
        "sample",
        "fill the desk with the sample newsroom",
        "Add some twenty articles and a few hundred replies to try things out with. Twice adds nothing.",
        _json_option,
    ),
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of everything that may be typed."""
    main = argparse.ArgumentParser(
        prog="famedit", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    main.add_argument("--version", action="version", version=f"FamEdit {__version__}")
    main.add_argument(
        "--database", default="", metavar="URL", help="another desk: a file, sqlite:///PATH or postgresql+psycopg://..."
    )
    main.add_argument(
        "--actor", default="", metavar="NAME", help="who does it, for the record (your name in the settings)"
    )
    commands = main.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=f"examples:\n{command.examples}" if command.examples else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.options(sub)
    main.set_defaults(files=[])
    return main


def needs_window(command: str | None) -> bool:
    """Whether a command is the window's."""
    return command is None or any(row.window for row in COMMANDS if row.name == command)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Exits with 0 after --help and --version, with 2 and a line on stderr for wrong usage."""
    return parser().parse_args(list(arguments))
