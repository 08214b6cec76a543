"""The block between "---" lines at the top of a Markdown file: YAML, read as words and never as objects.

Only the syntax tree is used: no value becomes a date, a number or a Python object by itself, so ``headline: 1984``
and ``slug: no`` mean what they say, and a hostile file has nothing to construct.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import yaml

from famedit.core.errors import BadInput

if TYPE_CHECKING:
    from famedit.services.readers.source import SourceText

#: Far above any real front matter; the YAML reader takes about a second for this much.
MOST_CHARACTERS = 128_000
MOST_DEPTH = 12
_FENCE = re.compile(r"---[ \t]*$")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_NULLS = {"", "~", "null", "Null", "NULL"}

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key's value, and the line of the file it stands on (from 1)."""

    value: Value
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the fences, and the text below them exactly as it is."""

    entries: dict[str, Entry]
    body: str
    warnings: tuple[str, ...] = ()


class _BoundedLoader(yaml.SafeLoader):
    """Composes nodes, but only so deep, and repeats nothing larger than a word: the way bombs are made."""

    depth = 0

    # PyYAML declares no types for its inner steps
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one value. Raises ``MarkedYAMLError`` for one nested too deeply or repeated."""
        mark = cast("yaml.Mark", cast("Any", self).peek_event().start_mark)
        repeated = self.check_event(yaml.AliasEvent)
        self.depth += 1
        try:
            if self.depth > MOST_DEPTH:
                raise yaml.MarkedYAMLError(problem="lists are nested too deeply", problem_mark=mark)
            node = super().compose_node(parent, index)
        finally:
            self.depth -= 1
        if repeated and not isinstance(node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a list must be written out, not repeated with *", problem_mark=mark)
        return node


def has_front_matter(text: str) -> bool:
    """Whether the first line opens front matter and another closes it."""
    lines = text.split("\n", 400)
    return bool(_FENCE.match(lines[0])) and any(_END.match(line) for line in lines[1:])


def read_front_matter(source: SourceText) -> FrontMatter:
    """Split ``source`` and read its front matter. Raises ``BadInput`` naming file and line."""
    lines = source.text.split("\n")
    if not _FENCE.match(lines[0]):
        return FrontMatter({}, source.text)
    end = next((n for n, line in enumerate(lines[1:], 1) if _END.match(line)), 0)
    if not end:
        raise BadInput(
            'The front matter opened by "---" is never closed.',
            'Put a line "---" between it and the text.',
            file=source.name,
            line=1,
        )
    block = "\n".join(lines[1:end])
    if len(block) > MOST_CHARACTERS:
        raise BadInput("The front matter is too long.", "Is the closing line missing?", file=source.name, line=1)
    entries, warnings = _entries(block, source.name)
    return FrontMatter(entries, "\n".join(lines[end + 1 :]), tuple(warnings))


def _entries(block: str, name: str) -> tuple[dict[str, Entry], list[str]]:
    try:
        top = yaml.compose(block, Loader=_BoundedLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadInput(
            f"The front matter cannot be read: {error.problem or error.context}.",
            "Correct the line, or put the value in quotes.",
            file=name,
            line=mark.line + 2 if mark else 1,
        ) from error
    except yaml.YAMLError as error:  # a character YAML does not allow; it has a place but no line
        place = getattr(error, "position", 0)
        raise BadInput(
            "The front matter holds a character that YAML does not allow.",
            "Delete it.",
            file=name,
            line=block.count("\n", 0, place) + 2,
        ) from error
    if top is None:
        return {}, []
    if not isinstance(top, yaml.MappingNode):
        raise BadInput(
            'The front matter is not a list of "key: value" lines.',
            "Write one key per line.",
            file=name,
            line=top.start_mark.line + 2,
        )
    entries: dict[str, Entry] = {}
    warnings: list[str] = []
    for key_node, value_node in cast("list[tuple[yaml.Node, yaml.Node]]", top.value):
        line = key_node.start_mark.line + 2
        key = str(cast("Any", key_node).value) if isinstance(key_node, yaml.ScalarNode) else ""
        if not key:
            warnings.append(f"Line {line} of the front matter has no key and is left out.")
            continue
        if key in entries:
            warnings.append(f'"{key}" stands twice in the front matter; line {line} was taken.')
        entries[key] = Entry(_value(value_node), line)
    return entries, warnings


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.ScalarNode):
        text = str(cast("Any", node).value)
        plain = cast("Any", node).style is None
        return None if plain and text in _NULLS else text
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in cast("list[yaml.Node]", node.value)]
    pairs = cast("list[tuple[yaml.Node, yaml.Node]]", node.value)
    return {str(cast("Any", key).value): _value(item) for key, item in pairs if isinstance(key, yaml.ScalarNode)}
