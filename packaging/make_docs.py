"""Writes what of the documentation comes out of the program.

That is the tables of keys and settings, the versions and licences of what it is built from, and the pages that
Help > User guide opens.

    make_docs.py                    docs/keys.md, docs/settings.md, docs/dependencies.md and resources/guide/*.html
    make_docs.py --pictures DIR     before that the guide's pictures, from DIR, where "famedit tour DIR" left them

Run it with the environment's Python (.venv/bin/python). A test fails while anything here is out of step.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# the program lies beside this folder, and Python looks only into this one
from famedit.core.article import ArticleFields, CallToAction, Status  # noqa: E402 -- see above
from famedit.core.page import PageImage, PageOptions, render_page  # noqa: E402 -- see above
from famedit.core.settings import SETTINGS, Settings, SettingSpec  # noqa: E402 -- see above
from famedit.core.slug import slugify  # noqa: E402 -- see above
from famedit.gui.action_table import ACTIONS, MENUS, ActionSpec  # noqa: E402 -- see above

if TYPE_CHECKING:
    from collections.abc import Iterable

DOCS = ROOT / "docs"
GUIDE = ROOT / "resources" / "guide"
PICTURES = GUIDE / "pictures"

Part = tuple[int, int, int, int]

#: Name in the guide, name in the tour, the part that is shown (left, top, right, bottom; None for all of it), and
#: whether 256 colours are enough: they are not where the hero image is to be seen.
SHOTS: tuple[tuple[str, str, Part | None, bool], ...] = (
    ("split", "split", None, False),
    ("write", "write", None, False),
    ("details", "details", (264, 0, 1440, 900), False),
    ("moderate", "decided", None, True),
    ("palette", "palette", (384, 80, 1056, 740), True),
    ("dark", "dark-split", None, False),
)

#: What the pages of the guide are made from, and the line below each headline.
PAGES: tuple[tuple[str, str, str], ...] = (
    ("index", "guide", "Write, preview, moderate, export."),
    ("keys", "keys", "Every command of the window, and what to press for it."),
    ("settings", "settings", "What can be set, and what it is when nobody has set it."),
)
#: Stands for the guide's own folder while a page is rendered: cleaning lets no relative link through.
_HERE = "https://guide.invalid/"

_NOTE = "<!-- Written by packaging/make_docs.py; edits here are lost. -->"


# Keys and settings ----------------------------------------------------------------------------------------------------


def keys() -> str:
    """Return docs/keys.md: every command of the table by its menu."""
    parts = [
        _NOTE,
        "# Keys",
        (
            "On a Mac, Ctrl is ⌘ and Alt is ⌥. `F1` shows this sheet in the window, and `Ctrl+Shift+P` finds every "
            "command by its name, also those without a key."
        ),
    ]
    for menu in MENUS:
        rows = [spec for spec in ACTIONS if spec.menu == menu]
        parts.append(f"## {menu}")
        if any(spec.scope == "replies" for spec in rows):
            parts.append(
                "Keys without Ctrl or Alt act while a list of replies has the focus, never while you are typing. "
                "*Single letters decide* in the settings turns them off."
            )
        keyed = [spec for spec in rows if spec.keys]
        if keyed:
            parts.append("\n".join(["| command | keys |", "|---|---|", *map(_key_row, keyed)]))
        others = [_words(spec) for spec in rows if not spec.keys]
        if others:
            parts.append(f"Without a key: {', '.join(others)}.")
    return "\n\n".join(parts) + "\n"


def _words(spec: ActionSpec) -> str:
    return spec.text.rstrip("…")


def _key_row(spec: ActionSpec) -> str:
    return f"| {_words(spec)} | {' or '.join(f'`{key}`' for key in spec.keys)} |"


def settings() -> str:
    """Return docs/settings.md: every setting of the table by its page in the dialog."""
    parts = [
        _NOTE,
        "# Settings",
        (
            "`Ctrl+,` opens them; a change takes effect at once. They belong to one person on one machine and lie in "
            "`settings.json` of the configuration folder, which holds only what differs from the usual. The name in "
            "the last column is the one used there."
        ),
    ]
    pages = dict.fromkeys(spec.page for spec in SETTINGS)
    for page in pages:
        rows = [_setting_row(spec) for spec in SETTINGS if spec.page == page]
        parts.append(f"## {page}")
        parts.append("\n".join(["| setting | values | usual | in the file |", "|---|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def _setting_row(spec: SettingSpec) -> str:
    value = getattr(Settings(), spec.key)
    words = dict(spec.choices)
    if spec.kind == "switch":
        values, usual = "on, off", "on" if value else "off"
    elif spec.kind == "choice":
        values, usual = ", ".join(words.values()), words[value]
    elif spec.kind == "number":
        values, usual = f"{spec.low:,} to {spec.high:,}{spec.unit}", f"{value:,}{spec.unit}"
    else:
        values, usual = "a folder" if spec.kind == "folder" else "text", value or "empty"
    title = f"{spec.title}. {spec.help}" if spec.help else spec.title
    return f"| {title} | {values} | {usual} | `{spec.key}` |"


# Dependencies ---------------------------------------------------------------------------------------------------------

#: What metadata leaves out, read in the licence file that the package brings.
UNDECLARED = {"sqlcipher3": "Zlib"}
_CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)
_ROW = re.compile(r"^\| ([A-Za-z0-9._-]+) \|[^|]*\|[^|]*\| (.*) \|$", re.MULTILINE)


def plain_name(name: str) -> str:
    """Return a package's name as lock files spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def direct() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the packages pyproject.toml asks for: those of the program, those of the tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return _names(project["project"]["dependencies"]), _names(project["dependency-groups"]["dev"])


def _names(requirements: Iterable[str]) -> tuple[str, ...]:
    found = (_REQUIREMENT.match(requirement) for requirement in requirements)
    return tuple(plain_name(match[0]) for match in found if match)


def locked(lock: str = "requirements-dev.lock") -> dict[str, str]:
    """Return the version of every package in a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {plain_name(name): version for name, version in _LOCKED.findall(text)}


def licence(name: str) -> str:
    """Return the licence an installed package declares, "" when it declares none. Raises ``PackageNotFoundError``."""
    told = metadata.metadata(name)
    expression, plain = ((told.get_all(key) or [""])[0].strip() for key in ("License-Expression", "License"))
    if expression:
        return expression
    last = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    classified = " OR ".join(_CLASSIFIERS[line] for line in last if line in _CLASSIFIERS)
    return classified or ("" if "\n" in plain else plain) or UNDECLARED.get(plain_name(name), "")


def dependencies(text: str) -> str:
    """Return docs/dependencies.md with versions and licences as they are; what a package is for is written by hand."""
    versions = locked()

    def row(match: re.Match[str]) -> str:
        name = plain_name(match[1])
        if name not in versions:
            return match[0]
        return f"| {match[1]} | {versions[name]} | {licence(name)} | {match[2]} |"

    return _ROW.sub(row, text)


# The guide ------------------------------------------------------------------------------------------------------------


def pictures() -> dict[str, PageImage]:
    """Return the guide's pictures by the hash of their bytes, which is how an article names a picture."""
    found: dict[str, PageImage] = {}
    for path in sorted(PICTURES.glob("*.png")):
        with Image.open(path) as image:
            found[_hash(path)] = PageImage(f"{PICTURES.name}/{path.name}", *image.size)
    return found


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def page(source: str, standfirst: str) -> str:
    """Return a page of the guide: Markdown of ours through the program's own renderer and template."""
    title, _, body = source.replace(_NOTE, "").strip().partition("\n")

    def picture(match: re.Match[str]) -> str:
        return f"![{match[1]}](media/{_hash(PICTURES / match[2])}"

    body = re.sub(r"!\[([^]]*)\]\(\.\./resources/guide/pictures/([a-z-]+\.png)", picture, body)
    for name, document, _ in PAGES:
        body = body.replace(f"]({document}.md", f"]({_HERE}{name}.html")
    if left := re.search(r"\]\((?!https?:|#|media/)[^)]*\)", body):
        raise ValueError(f"The guide links to {left[0]}, which does not come with the program.")
    fields = ArticleFields(
        headline=title.lstrip("# "),
        standfirst=standfirst,
        category=("FamEdit",),
        body=body,
        call_to_action=CallToAction("", ""),
    )
    options = PageOptions(templates=ROOT / "resources" / "templates", images=pictures())
    text = render_page(
        fields, status=Status.PUBLISHED, published_at=None, updated_at=None, zone="UTC", replies=(), options=options
    )
    text = re.sub(r'<p class="end">.*?</p>\n', "", text).replace(_HERE, "")
    return _with_contents(text)


def _with_contents(text: str) -> str:
    """Give every heading the address that cleaning gives links to it, and put a list of them before the first."""
    names = [html.unescape(name) for name in re.findall(r"<h2>([^<]*)</h2>", text)]
    for name in names:
        shown = html.escape(name, quote=False)
        text = text.replace(f"<h2>{shown}</h2>", f'<h2 id="a-{slugify(name)}">{shown}</h2>', 1)
    rows = "".join(f'<li><a href="#a-{slugify(name)}">{html.escape(name, quote=False)}</a></li>\n' for name in names)
    return text.replace("<h2 id=", f'<nav aria-label="Contents">\n<ul>\n{rows}</ul>\n</nav>\n<h2 id=', 1)


def written() -> dict[Path, str]:
    """Return everything this program writes, by its place."""
    made = {DOCS / "keys.md": keys(), DOCS / "settings.md": settings()}
    list_of_parts = DOCS / "dependencies.md"
    made[list_of_parts] = dependencies(list_of_parts.read_text(encoding="utf-8"))
    for name, document, standfirst in PAGES:
        path = DOCS / f"{document}.md"
        source = made[path] if path in made else path.read_text(encoding="utf-8")
        made[GUIDE / f"{name}.html"] = page(source, standfirst)
    return made


def take_pictures(tour: Path) -> None:
    """Make the guide's pictures from those of a tour: the part that is meant, as small as it may be."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, shot, part, few in SHOTS:
        found = [path for path in tour.glob("*.png") if path.stem.partition("-")[2] == shot]
        if len(found) != 1:
            raise FileNotFoundError(f"{tour} has no picture of {shot}.")
        with Image.open(found[0]) as image:
            picture = image.convert("RGB").crop(part) if part else image.convert("RGB")
        if few:
            picture = picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        picture.save(PICTURES / f"{name}.png", optimize=True)


def main() -> int:
    """Write everything; returns the exit code."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    arguments.add_argument("--pictures", type=Path, metavar="DIR", help="where the tour left its pictures")
    tour: Path | None = arguments.parse_args().pictures
    if tour is not None:
        take_pictures(tour)
    for path, text in written().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
