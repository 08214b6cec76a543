"""What may stand on a page: two allow-lists, one for article bodies and a narrow one for readers' replies.

Sources are kept as they came; cleaning happens each time something is shown, so a stricter list reaches old texts too.
``clean(clean(x)) == clean(x)`` holds for both lists.
"""

from __future__ import annotations

import re
from typing import Final

import nh3

#: The address of a picture of the desk inside a body: ``media/`` and the SHA-256 of its bytes.
MEDIA_ADDRESS: Final = re.compile(r"media/([0-9a-f]{64})\Z")
#: Characters that turn the direction of the text after them; readers use them to forge names and file endings.
BIDI_CONTROLS: Final = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
#: Elements nested deeper than this are dropped, their text is kept.
MAX_DEPTH: Final = 64
#: Of one reply at most so many characters are shown.
MAX_REPLY: Final = 64 * 1024
#: Every id out of a body begins with this, so that none can take the place of one of the page's own.
ID_PREFIX: Final = "a-"

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff" + BIDI_CONTROLS + "]"  # shown as nothing, or worse
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACK = re.compile(f"({_MARK}{{6}}){_MARK}+")

# The serialiser writes every "<" and ">" of texts and attribute values as an entity, so these find tags and only tags.
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"]*\")*)>")
_IMG = re.compile(r"<img((?: [a-z-]+=\"[^\"]*\")*)>")
_ALT = re.compile(r" alt=\"([^\"]*)\"")
_VOID = frozenset({"br", "hr", "img"})


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REPLY_TAGS: Final = _names("p br b strong i em blockquote code pre ul ol li a")
_ARTICLE_TAGS: Final = _REPLY_TAGS | _names(
    "h2 h3 h4 h5 h6 hr figure figcaption img table thead tbody tfoot tr th td caption del ins sub sup abbr q cite "
    "dl dt dd details summary kbd mark s small section div span "
)
_DROPPED_WHOLE: Final = _names(
    "script style template noscript iframe object embed svg math title textarea xmp noembed noframes plaintext "
)
_SCHEMES: Final = {"http", "https", "mailto"}
_WEB_OR_MAIL = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_CLASSES: Final = {
    "div": {"footnote"},
    "a": {"footnote-ref", "footnote-backref"},
    "th": {"align-left", "align-center", "align-right"},
    "td": {"align-left", "align-center", "align-right"},
}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def drop_controls(text: str) -> str:
    """Return ``text`` without control characters and direction overrides; lone surrogates become U+FFFD.

    Towers of more than six combining marks on one letter are cut to six.
    """
    return _STACK.sub(r"\1", _SURROGATE.sub("\ufffd", _UNWANTED.sub("", text)))


def one_line(text: str) -> str:
    """Return plain text as a name or a headline shows it: no controls, any white space one space."""
    return " ".join(drop_controls(text).split())


def clean_reply(html: str) -> str:
    """Return a reader's HTML cut down to the narrow list; no pictures, links marked as a stranger's."""
    return _settle(_reply_cleaner, html)


def clean_article(html: str) -> str:
    """Return a body's HTML cut down to the wide list. Pictures only by ``media/<sha256>``, ids prefixed."""
    return _settle(_article_cleaner, html)


def _settle(cleaner: nh3.Cleaner, html: str) -> str:
    clean = _once(cleaner, html)
    # Taking elements away can make the parser build another tree out of the rest (a cell without its table), and what
    # is handed out must be what a second cleaning would hand out.
    for _ in range(3):
        again = _once(cleaner, clean)
        if again == clean:
            break
        clean = again
    return clean


def _once(cleaner: nh3.Cleaner, html: str) -> str:
    clean = drop_controls(cleaner.clean(drop_controls(html)))
    clean = _IMG.sub(_with_source, clean)
    return _flatten(clean)


def _with_source(tag: re.Match[str]) -> str:
    """Return a picture that has a source as it is, and the alternative text of one that lost its source."""
    if ' src="' in tag[1]:
        return tag[0]
    alt = _ALT.search(tag[1])
    return alt[1].replace("&quot;", '"') if alt else ""


def _flatten(html: str) -> str:
    """Return ``html``, which the cleaner wrote, without the tags nested deeper than the limit."""
    if html.count("<") <= MAX_DEPTH:
        return html
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2] in _VOID:
            return tag[0]
        if tag[1]:
            depth -= 1
            return tag[0] if depth < MAX_DEPTH else ""
        depth += 1
        return tag[0] if depth <= MAX_DEPTH else ""

    return _TAG.sub(keep, html)


def _article_attribute(tag: str, attribute: str, value: str) -> str | None:
    value = drop_controls(value)
    match tag, attribute:
        case "a", "href":
            if value.startswith("#"):
                name = "".join(value[1:].split())
                return f"#{name}" if name.startswith(ID_PREFIX) else f"#{ID_PREFIX}{name}"
            return value if _WEB_OR_MAIL.match(value) else None
        case "img", "src":
            return value if MEDIA_ADDRESS.match(value) else None
        case "img", "width" | "height":
            return value if re.fullmatch(r"[1-9][0-9]{0,4}", value) else None
        case _, "colspan" | "rowspan":
            return value if re.fullmatch(r"[1-9][0-9]{0,2}", value) else None
        case "ol", "start":
            return value if re.fullmatch(r"-?[0-9]{1,9}", value) else None
        case _, "dir":
            return value if value in ("ltr", "rtl", "auto") else None
        case _, "lang":
            return value if _LANGUAGE.match(value) else None
        case _, "scope":
            return value if value in ("row", "col", "rowgroup", "colgroup") else None
        case _, "id":
            return "".join(value.split()) or None
        case _:
            return value


def _reply_attribute(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        value = drop_controls(value)
        return value if _WEB_OR_MAIL.match(value) else None
    return value


_article_cleaner = nh3.Cleaner(
    tags=set(_ARTICLE_TAGS),
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes={
        "img": {"src", "alt", "width", "height"},
        "a": {"href", "title"},
        "th": {"colspan", "rowspan", "scope"},
        "td": {"colspan", "rowspan", "scope"},
        "ol": {"start"},
        "abbr": {"title"},
        "*": {"id", "lang", "dir"},
    },
    attribute_filter=_article_attribute,
    strip_comments=True,
    link_rel="noopener noreferrer",
    url_schemes=_SCHEMES,
    url_relative=lambda address: address if address.startswith("#") or MEDIA_ADDRESS.match(address) else None,
    allowed_classes=_CLASSES,
    id_prefix=ID_PREFIX,
)

_reply_cleaner = nh3.Cleaner(
    tags=set(_REPLY_TAGS),
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes={"a": {"href"}, "*": set()},  # left out, "*" would stand for lang and title
    attribute_filter=_reply_attribute,
    strip_comments=True,
    link_rel="nofollow ugc noopener noreferrer",
    url_schemes=_SCHEMES,
    url_relative="deny",
)
