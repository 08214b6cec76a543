"""What the documentation says of the program is what the program is: tables, links, pictures, licences."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from importlib import metadata
from pathlib import Path

import pytest
from PIL import Image

from famedit import __version__
from famedit.cli.arguments import COMMANDS
from famedit.core.slug import slugify

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "packaging"))

import make_docs  # noqa: E402 -- its folder has just been put on the path

WRITTEN = make_docs.written()
GUIDE = sorted((ROOT / "resources" / "guide").glob("*.html"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "packaging").glob("*.md")])

#: Each alternative of a declared licence is enough; of those joined by AND each has to be here.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "LGPL-3.0-or-later"),
    *("MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib"),
}
MOST_BYTES_OF_PICTURES = 2_500_000


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", WRITTEN, ids=named)
def test_what_the_program_writes_is_in_step(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == WRITTEN[path], "run .venv/bin/python packaging/make_docs.py"


# Links and pictures ---------------------------------------------------------------------------------------------------


def without_code(text: str) -> str:
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"``.+?``|`[^`\n]*`", "", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)", without_code(document.read_text(encoding="utf-8"))):
        if re.match(r"https?:", link):
            continue
        address, _, part = link.partition("#")
        target = (document.parent / address).resolve() if address else document
        assert target.exists(), link
        if part:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in {slugify(head) for head in heads}, link


class Page(HTMLParser):
    """Collects what a page of the guide points to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[dict[str, str]] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids.add(values.get("id", ""))
        if tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "img":
            self.pictures.append(values)


@pytest.mark.parametrize("path", GUIDE, ids=named)
def test_the_guide_stands_alone(path: Path) -> None:
    page = Page(path)
    assert not page.tags & {"script", "iframe", "object"}
    assert "link" not in page.tags
    for link in page.links:
        address, _, part = link.partition("#")
        if re.match(r"https?:", link):
            continue
        assert address or part, f"a link of {path.name} lost its address"
        assert not address or (path.parent / address).is_file(), link
        assert not part or part in Page(path.parent / address if address else path).ids, link
    for picture in page.pictures:
        with Image.open(path.parent / picture["src"]) as image:
            assert image.size == (int(picture["width"]), int(picture["height"]))
        assert picture["alt"]


def test_help_opens_what_is_there() -> None:
    assert ROOT / "resources" / "guide" / "index.html" in GUIDE


def test_pictures_are_few_small_and_used() -> None:
    pictures = sorted(make_docs.PICTURES.glob("*"))
    texts = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert sum(path.stat().st_size for path in pictures) < MOST_BYTES_OF_PICTURES
    assert {path.stem for path in pictures} == {name for name, *_ in make_docs.SHOTS}
    assert [path.name for path in pictures if f"pictures/{path.name}" not in texts] == []


# The program as it is -------------------------------------------------------------------------------------------------


def test_every_command_is_described() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert [command.name for command in COMMANDS if f"`{command.name}" not in text] == []


def test_every_benchmark_is_listed() -> None:
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "benchmarks").glob("*.py") if f"benchmarks/{path.name}" not in text] == []


def test_every_document_is_listed() -> None:
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    documents = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert [name for name in documents if f"({name})" not in text] == []


def test_the_changelog_knows_this_version() -> None:
    newest = re.search(r"^## \[?([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


# Dependencies ---------------------------------------------------------------------------------------------------------


def rows(heading: str) -> list[tuple[str, str, str, str]]:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([^|]+) \| ([0-9][^|]*) \| ([^|]*) \| ([^|]+) \|$", section, re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "packages"), [*zip(("The program", "Tests and building"), make_docs.direct(), strict=True)]
)
def test_every_direct_dependency_is_listed(heading: str, packages: tuple[str, ...]) -> None:
    found = rows(heading)
    assert sorted(make_docs.plain_name(name) for name, *_ in found) == sorted(packages)
    assert [name for name, _, licence, purpose in found if not licence.strip() or not purpose.strip()] == []


def allowed(licence: str) -> bool:
    ways = re.split(r"\s+OR\s+", licence.replace("(", "").replace(")", ""))
    return any(all(part in ALLOWED for part in re.split(r"\s+AND\s+", way)) for way in ways)


@pytest.mark.parametrize(
    ("licence", "answer"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("", False),
    ],
)
def test_a_licence_is_judged(licence: str, answer: bool) -> None:
    assert allowed(licence) is answer


def test_licences_of_the_program_are_allowed() -> None:
    judged: dict[str, str] = {}
    for name in make_docs.locked("requirements.lock"):
        try:
            judged[name] = make_docs.licence(name)
        except metadata.PackageNotFoundError:
            continue  # of another system
    assert len(judged) > len(make_docs.direct()[0])
    assert {name: licence for name, licence in judged.items() if not allowed(licence)} == {}


def test_undeclared_licences_are_what_we_read() -> None:
    wording = {"Zlib": "This notice may not be removed or altered from any source distribution."}
    for name, licence in make_docs.UNDECLARED.items():
        files = [file for file in metadata.files(name) or [] if "LICEN" in file.name.upper()]
        assert any(wording[licence] in file.read_text() for file in files), name


def test_fonts_bring_their_licences() -> None:
    folder = ROOT / "resources" / "fonts"
    families = {"Inter": "OFL-Inter.txt", "Noto": "OFL-Noto.txt"}
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for font in [*folder.glob("*.otf"), *folder.glob("*.ttf")]:
        licence = next(name for family, name in families.items() if font.name.startswith(family))
        assert "SIL OPEN FONT LICENSE" in (folder / licence).read_text(encoding="utf-8").upper()
        assert f"resources/fonts/{licence}" in text


# Itself alone ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [*DOCUMENTS, *GUIDE], ids=named)
def test_nobodys_machine_is_named(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.-])/(?:home|root|Users|work|tmp)/", text)
    assert not re.search(r"https?://[^/\s]*@", text)
