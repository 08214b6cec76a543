"""Texts that want to be more than words: written for these tests, by the kind of door they try."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tinyhtml5 import parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HTML: Final = (
    # Elements that run or load
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<script/x>alert(1)</script",
    "<iframe src=https://evil.test></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=https://evil.test/x.swf></object>",
    "<embed src=https://evil.test/x.swf>",
    "<applet code=x></applet>",
    "<frameset><frame src=https://evil.test></frameset>",
    "<portal src=https://evil.test></portal>",
    "<link rel=stylesheet href=https://evil.test/x.css>",
    "<link rel=preconnect href=https://evil.test>",
    "<link rel=dns-prefetch href=//evil.test>",
    "<meta http-equiv=refresh content='0;url=https://evil.test'>",
    "<meta http-equiv=Content-Security-Policy content=''>",
    "<base href=https://evil.test/>",
    "<style>@import 'https://evil.test/x.css'</style>",
    "<style>*{background:url(https://evil.test/x)}</style>",
    "<form action=https://evil.test><input name=x><button>Go</button></form>",
    "<isindex action=https://evil.test>",
    "<input type=image src=https://evil.test/x onfocus=alert(1) autofocus>",
    "<textarea onfocus=alert(1) autofocus></textarea><script>alert(1)</script>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<video src=https://evil.test/x poster=https://evil.test/p onerror=alert(1)></video>",
    "<audio src=https://evil.test/x onloadstart=alert(1)></audio>",
    "<source srcset=https://evil.test/x><picture><source srcset=https://evil.test/x></picture>",
    "<track src=https://evil.test/x>",
    "<dialog open onclose=alert(1)>x</dialog>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<keygen autofocus onfocus=alert(1)>",
    # Attributes
    "<b onclick=alert(1)>x</b>",
    "<p onmouseover='alert(1)' style='position:fixed;inset:0;background:url(https://evil.test/x)'>x</p>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://evil.test/beacon.png>",
    "<img src=//evil.test/beacon.png>",
    "<img srcset='https://evil.test/x 1x'>",
    "<img src=data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=>",
    "<img src=file:///etc/passwd>",
    "<img src=media/../../../etc/passwd>",
    "<img src=famedit://media/x lowsrc=https://evil.test/x dynsrc=https://evil.test/x>",
    "<table background=https://evil.test/x><tr><td background=https://evil.test/x>x</table>",
    "<blockquote cite=javascript:alert(1)>x</blockquote>",
    "<q cite=https://evil.test/x>x</q><del cite=https://evil.test/x>x</del>",
    "<a href=https://ok.test ping=https://evil.test/ping target=_blank download>x</a>",
    "<div id=article name=forms class='replies skip' tabindex=0 contenteditable>x</div>",
    "<a id=reply-1 name=getElementById href=#reply-1>x</a>",
    "<p lang='\"><script>alert(1)</script>' dir=javascript:1>x</p>",
    "<td colspan=100000000 rowspan=-1 width=1e9>x</td>",
    # Addresses
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61vascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='view-source:https://x.test'>x</a>",
    "<a href='famedit://preview/'>x</a>",
    "<a href='blob:https://x.test/1'>x</a>",
    "<a href='//evil.test'>x</a>",
    "<a href='/\\evil.test'>x</a>",
    "<a href='\u202ejavascript:alert(1)'>x</a>",
    # Other namespaces and second readings
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><image href=https://evil.test/x /><use href='https://evil.test/x#y'/></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math href=javascript:alert(1)>x</math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<noembed><img src=x onerror=alert(1)></noembed><noframes><script>1</script></noframes>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<!DOCTYPE html SYSTEM 'https://evil.test/x.dtd'>",
    "<p title='`<'>x</p>`><img src=x onerror=alert(1)>",
    "<b <script>alert(1)</script>>x",
    "<a href='https://x.test\"onmouseover=\"alert(1)'>x</a>",
    "</div></main></body></html><script>alert(1)</script>",
    "<table><img src=x onerror=alert(1)><tr><td><form><input></table>",
    "<details open ontoggle=alert(1)><summary onclick=alert(1)>x</summary></details>",
    # Sizes and characters
    "<b>" * 500 + "deep",
    "<blockquote>" * 300 + "deep",
    "<ul><li>" * 200 + "deep",
    "<table><tr><td>" * 60 + "deep",
    "x" * 30_000,
    "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309" * 50,
    "name\u202etxt.exe \u2066hidden\u2069 \u200bzero\u200dwidth",
    "&#8238;&#x202E;&#0;&#1;&#x1F;&#xD800;&#xFFFF;",
    "\ud800 lone \udfff",
    "\x00\x01\x02\x03\x1b[31m\x7f\x9b",
)

MARKDOWN: Final = (
    "[x](javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.test/beacon.png)",
    "![x](javascript:alert(1))",
    "![x](media/zz)",
    '[x](https://ok.test "\\" onmouseover=alert(1) x=\\"")',
    '![" onerror="alert(1)](media/' + "a" * 64 + ")",
    "<javascript:alert(1)>",
    "<https://ok.test/\"onclick='x'>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][r]\n\n[r]: https://ok.test '\"><script>alert(1)</script>'",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    '[^a"><img src=x onerror=alert(1)>]\n\n[^a"><img src=x onerror=alert(1)>]: note',
    '*[HTML]: "><script>alert(1)</script>\n\nHTML',
    "```html\n<script>alert(1)</script>\n```",
    "``` {.x onclick=alert(1)}\nx\n```",
    "| <script>1</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | [x](javascript:1) |",
    "# <script>alert(1)</script>",
    "Term\n: <iframe src=https://evil.test></iframe>",
    "\x02amp\x03lt;script\x02amp\x03gt; \x02klzzwxh:0001\x03",
    "> " * 300 + "deep",
    "- " * 300 + "deep",
    "1. " * 3000 + "deep",
    "\n".join("    " * n + "- x" for n in range(150)),
    "[" * 3000,
    "*" * 5000,
    "<" * 3000,
)

BBCODE: Final = (
    "[url=javascript:alert(1)]x[/url]",
    "[url]javascript:alert(1)[/url]",
    '[url=https://ok.test" onmouseover="alert(1)]x[/url]',
    "[img]https://evil.test/beacon.png[/img]",
    "[img]javascript:alert(1)[/img]",
    '[img]x" onerror="alert(1)[/img]',
    "[quote=<script>alert(1)</script>]x[/quote]",
    "[color=red;background:url(https://evil.test/x)]x[/color]",
    "[size=99999]x[/size][font=x]y[/font]",
    "[code]<script>alert(1)</script>[/code]",
    "[b]" * 3000 + "deep",
    "[list]" * 500 + "[*]deep",
    "[url=https://ok.test][img]x[/img][/url]",
    "<img src=x onerror=alert(1)>",
)

REPLY_TAGS: Final = frozenset(re.findall(r"\w+", "p br b strong i em blockquote code pre ul ol li a"))
ARTICLE_TAGS: Final = REPLY_TAGS | frozenset(
    re.findall(
        r"\w+",
        """
        h2 h3 h4 h5 h6 hr figure figcaption img table thead tbody tfoot tr th td caption del ins sub sup abbr q cite
        dl dt dd details summary kbd mark s small section div span
        """,
    )
)
ATTRIBUTES: Final = {
    "a": {"href", "title", "rel", "class"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope", "class"},
    "td": {"colspan", "rowspan", "scope", "class"},
    "ol": {"start"},
    "abbr": {"title"},
    "div": {"class"},
}
ANYWHERE: Final = {"id", "lang", "dir"}
UNSEEN: Final = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(9), *range(14, 32), 127]))


def tree_of(html: str) -> Element:
    """Return the tree a conforming parser makes of a document."""
    tree = parse(html, namespace_html_elements=False)
    assert tree is not None
    return tree


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return every element a conforming parser finds in a fragment, with its attributes."""
    tree = tree_of(f"<!doctype html><body><div id=around>{html}</div>")
    around = tree.find(".//div[@id='around']")
    assert around is not None
    found = [(str(element.tag), dict(element.attrib)) for element in tree.iter() if element is not around]
    return [(tag, attributes) for tag, attributes in found if tag not in ("html", "head", "body")]


def complaints(html: str, *, reply: bool = False) -> list[str]:
    """Return what in a cleaned fragment no page may hold."""
    wrong: list[str] = []
    for tag, attributes in elements(html):
        if tag not in (REPLY_TAGS if reply else ARTICLE_TAGS):
            wrong.append(f"element {tag}")
        allowed = {"href", "rel"} if reply else ATTRIBUTES.get(tag, set()) | ANYWHERE
        for name, value in attributes.items():
            if name not in allowed or (reply and tag != "a"):
                wrong.append(f"attribute {tag} {name}")
            if name == "href" and not value.startswith(("http://", "https://", "mailto:", "#a-")):
                wrong.append(f"address {value!r}")
            if reply and name == "rel" and value != "nofollow ugc noopener noreferrer":
                wrong.append(f"rel {value!r}")
            if name == "src" and not (value.startswith("media/") and len(value) == 70):
                wrong.append(f"picture {value!r}")
            if name == "id" and not value.startswith("a-"):
                wrong.append(f"id {value!r}")
    if unseen := UNSEEN & set(html):
        wrong.append(f"characters {unseen!r}")
    html.encode("utf-8")  # no lone surrogate
    return wrong


def depth(html: str) -> int:
    """Return how deep the elements of a fragment are nested."""

    def below(element: object) -> int:
        children = list(element)  # type: ignore[call-overload]  # an element of a tree
        return 1 + max(map(below, children), default=0)

    tree = tree_of(f"<!doctype html><body><div id=around>{html}</div>")
    return below(tree.find(".//div[@id='around']")) - 1
