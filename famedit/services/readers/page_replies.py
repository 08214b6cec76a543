"""The replies of a copied page: where each begins, who wrote it, when it was edited and who liked it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from famedit.core.reply import NewReply, ReplyAuthor, ReplyStatus, TextFormat

_BULLETS = "•·●○◦▪▫■□‣⁃∙*–—-"
_MARKER = re.compile(
    rf"\s*(?P<bullet>[{_BULLETS}]?)\s*Reply\s+(?P<number>\d{{1,7}})\s+of\s+(?P<total>[\d,.]{{1,9}})\s*[:.]?\s*$",
    re.IGNORECASE,
)
_LONE_BULLET = re.compile(rf"\s*[{_BULLETS}]\s*$")
_POSTS = re.compile(
    r"(?P<name>.*?)[\s,|·-]*\bPosts?\s*:\s*(?P<posts>\d{1,3}(?:[,.’' ]\d{3})+(?!\d)|\d+)(?P<rank>.*)$", re.IGNORECASE
)
_GLUED_POSTS = re.compile(r"(?P<name>\S.*?)Posts?:\s*(?P<posts>\d{1,3}(?:[,.’' ]\d{3})+(?!\d)|\d+)(?P<rank>.*)$")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?!\w))"
_WHEN = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\w)(?:,?\s+\d{{4}}(?!\w))?{_CLOCK}?"  # May 3, May 3, 2025 10:15AM
    rf"|{_MONTH}\s+\d{{4}}(?!\w)"  # May 2025
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?!\w)(?:\s+\d{{4}}(?!\w))?{_CLOCK}?"  # 3 May 2025
    rf"|\d{{4}}-\d\d-\d\d{_CLOCK}?(?!\w)"
    rf"|(?:today|yesterday)(?!\w){_CLOCK}?"
    rf"|\d{{1,2}}[:.]\d\d\s?(?:[ap]\.?m\.?)?(?!\w))"
)
_EDITED = re.compile(rf"edited\s+(?P<when>{_WHEN})(?P<names>(?:[\s,].*)?)$", re.IGNORECASE)
#: A word that only a user name looks like: a digit, an underscore or a capital inside.
_NAME_LIKE = re.compile(r"(?=\S*(?:\d|_|[a-z][A-Z]))[^\W_][\w.'’-]{1,39}$")
_PERSON_LIKE = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}$")
#: The letters a name needs before its double is taken for two of it and not for a word such as "mama".
_SURE_HALF = 3


@dataclass(slots=True)
class Entry:
    """One reply as it lies on the page: its number, the number the page gave to all, and its lines."""

    number: int
    total: int
    lines: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class _Head:
    """The author line as far as it was understood; ``taken`` are the lines it needed."""

    who: str = ""
    posts: int | None = None
    rank: str = ""
    taken: int = 0
    has_posts: bool = False


def marker(line: str) -> tuple[int, int] | None:
    """Return (number, total) when ``line`` is the beginning of a reply: "• Reply 2 of 7"."""
    match = _MARKER.match(line)
    if not match:
        return None
    total = re.sub(r"\D", "", match["total"])
    return (int(match["number"]), int(total)) if total else None


def split_replies(lines: list[str]) -> tuple[list[str], list[Entry]]:
    """Part a page's lines into those before the first reply and the replies."""
    before: list[str] = []
    entries: list[Entry] = []
    for line in lines:
        found = marker(line)
        target = entries[-1].lines if entries else before
        # without its bullet such a line may be something a reader wrote; only the number that is due is believed
        believed = found and (
            re.match(rf"\s*[{_BULLETS}]", line)
            or (target and _LONE_BULLET.match(target[-1]))
            or not entries
            or found == (entries[-1].number + 1, entries[-1].total)
        )
        if found and believed:
            if target and _LONE_BULLET.match(target[-1]):
                target.pop()
            entries.append(Entry(*found))
        else:
            target.append(line)
    return before, entries


def read_replies(entries: list[Entry]) -> tuple[list[NewReply], list[str]]:
    """Return the replies, and whole sentences about what was guessed."""
    warnings = _count_warnings(entries)
    for entry in entries:
        entry.lines = _trimmed(entry.lines)
    edits = [_take_edited(entry) for entry in entries]
    heads = [_head(entry.lines) for entry in entries]
    once, twice = _convention([head.who for head in heads if head.has_posts])
    authors = [_halved(head.who, once, twice) if head.has_posts else "" for head in heads]
    known = {name for name in authors if name}
    for number, (entry, head) in enumerate(zip(entries, heads, strict=True)):
        if head.has_posts:
            if _half(head.who) and authors[number] == head.who:
                warnings.append(f'Reply {entry.number}: "{head.who}" may be a name that stands twice.')
            continue
        name, taken, warning = _bare_name(entry.lines, known | _liker_words(edits), once, twice)
        authors[number], head.taken = name, taken
        if warning:
            warnings.append(f"Reply {entry.number}: {warning}")
    known |= {name for name in authors if name}
    replies: list[NewReply] = []
    for entry, head, name, (edited, names) in zip(entries, heads, authors, edits, strict=True):
        text = "\n".join(_trimmed(entry.lines[head.taken :]))
        if not text:
            warnings.append(f"Reply {entry.number} has no text.")
        likers = _likers(names, known)
        reply = NewReply(ReplyAuthor(name, head.rank, head.posts), text, TextFormat.PLAIN, position=entry.number)
        replies.append(
            replace(reply, edited_words=edited, liked_by=likers, likes=len(likers), status=ReplyStatus.VISIBLE)
        )
    return replies, warnings


def _count_warnings(entries: list[Entry]) -> list[str]:
    warnings: list[str] = []
    if not entries:
        return warnings
    numbers = [entry.number for entry in entries]
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        warnings.append(f"{_numbers(twice)} stand more than once on the page; all were kept.")
    total = max(entry.total for entry in entries)
    missing = [number for number in range(1, min(total, 5000) + 1) if number not in set(numbers)]
    if missing:
        warnings.append(f"The page counts {total} replies; {_numbers(missing)} are not on it.")
    return warnings


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:8])
    return f"Replies {shown}{' and more' if len(numbers) > 8 else ''}"


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines without blank ones at the ends and never two blank ones together."""
    kept: list[str] = []
    for line in lines:
        stripped = line.rstrip()
        if stripped or (kept and kept[-1]):
            kept.append(stripped)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _take_edited(entry: Entry) -> tuple[str, str]:
    """Take the last line away when it says when the reply was edited; return (its words, the names behind them)."""
    match = _EDITED.match(entry.lines[-1].strip()) if entry.lines else None
    if not match:
        return "", ""
    entry.lines = _trimmed(entry.lines[:-1])
    return " ".join(match[0][: match.end("when")].split()), match["names"].strip(" ,")


def _head(lines: list[str]) -> _Head:
    """Read the author line with its "Posts: 4,087member"; the name may also stand on the lines before."""
    for number, line in enumerate(lines[:3]):
        if number and not all(len(before) <= 90 for before in lines[:number]):
            break
        match = _POSTS.match(line) or _GLUED_POSTS.match(line)
        if match and len(match["name"]) <= 130 and len(match["rank"]) <= 60:
            before = [name for name in (text.strip() for text in lines[:number]) if name]
            own = match["name"].strip()
            if number and (own or len(set(before)) > 1):
                break  # a sentence in the text that speaks of posts
            posts = int(re.sub(r"\D", "", match["posts"]))
            rank = match["rank"].strip(" ,|·•-")
            return _Head(own or "".join(before), posts, rank, number + 1, has_posts=True)
    return _Head()


def _half(who: str) -> str:
    """Return the name that stands twice in ``who``, run together or with a space between; "" when none does."""
    for gap in ("", " "):
        size = (len(who) - len(gap)) // 2
        if size > 0 and who == f"{who[:size]}{gap}{who[:size]}" and who[:size].strip() == who[:size]:
            return who[:size]
    return ""


def _convention(names: list[str]) -> tuple[int, int]:
    """Return how many of the page's names surely stand once, and how many surely twice."""
    halves = [_half(name) for name in names if name]
    return sum(not half for half in halves), sum(len(half) >= _SURE_HALF for half in halves)


def _halved(who: str, once: int, twice: int) -> str:
    """Return the name that ``who`` holds. "mama" is one name on a page of single names, two on one of doubled ones."""
    half = _half(who)
    if not half:
        return who
    if once and not twice:
        # nobody else is doubled: one long double is still likelier than a name that repeats itself
        return half if once == 1 and len(half) > _SURE_HALF else who
    # a short double with a digit in it ("K9K9") is no word
    return half if len(half) >= _SURE_HALF or twice or re.search(r"\d", half) else who


def _bare_name(lines: list[str], known: set[str], once: int, twice: int) -> tuple[str, int, str]:
    """Look for an author line without a count of posts; return (name, lines taken, warning)."""
    rest = [line for line in lines[1:] if line.strip()]
    first = lines[0].strip() if lines else ""
    if not first or not rest or len(first) > 80:
        return "", 0, ""
    half = _half(first)
    if half and (half in known or (_doubled(first, half) and not half.endswith((".", "!", "?")))):
        return half, 1, ""
    if first == lines[1].strip() and len(rest) > 1 and _PERSON_LIKE.match(first):
        return first, 2, ""
    if first in known:
        return first, 1, ""
    if _NAME_LIKE.match(first) and not (once + twice and re.fullmatch(r"[\d.,]+", first)):
        return first, 1, f'"{first}" was taken for the author\'s name.'
    if _PERSON_LIKE.match(first) and not first.endswith("."):
        return "", 0, f'the first line, "{first}", may be the author\'s name; it was kept as text.'
    return "", 0, ""


def _doubled(line: str, half: str) -> bool:
    """Whether a line with nothing but a double is a name rather than laughter ("hahahaha") or "bye bye"."""
    run_together = line == half * 2 and len(half) >= _SURE_HALF and not _half(half)
    return half[0].isalnum() and (run_together or bool(_NAME_LIKE.match(half)))


def _liker_words(edits: list[tuple[str, str]]) -> set[str]:
    return {name for _, names in edits for name in _likers(names, set())}


def _likers(names: str, known: set[str]) -> tuple[str, ...]:
    """Return the names behind an edited line: parted by commas, else by spaces but for names known to hold one."""
    found: list[str] = []
    if re.search(r"[,;]", names):
        found.extend(" ".join(name.split()) for name in re.split(r"[,;]", names))
    else:
        rest = " ".join(names.split())
        spaced = sorted((name for name in known if " " in name), key=len, reverse=True)
        while rest:
            name = next((n for n in spaced if rest == n or rest.startswith(f"{n} ")), rest.split(" ", 1)[0])
            found.append(name)
            rest = rest[len(name) :].lstrip()
    return tuple(dict.fromkeys(name for name in found if name and name.lower() != "and"))
