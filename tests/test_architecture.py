"""The house rules that a machine can check: who may import whom, and nothing imported in secret."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "famedit"
MODULES = sorted(p for p in PACKAGE.rglob("*.py"))
LEAVES = {"famedit", "famedit.paths", "famedit.log", "famedit.platform"}

ALLOWED_OWN = {
    "core": {"core"},
    "store": {"core", "store"},
    "services": {"core", "store", "services"},
    "gui": {"core", "gui"},  # and services, for types only
    "cli": {"core", "services", "cli"},
}
FORBIDDEN_THIRD = {
    "core": {"PySide6", "sqlalchemy", "alembic", "sqlcipher3", "psycopg", "qtawesome", "PIL", "yaml"},
    "store": {"PySide6", "qtawesome", "PIL", "yaml", "markdown", "jinja2", "nh3"},
    "services": {"PySide6", "sqlalchemy", "alembic", "sqlcipher3", "psycopg", "qtawesome"},
    "gui": {"sqlalchemy", "alembic", "sqlcipher3", "psycopg", "markdown", "jinja2", "nh3"},
    "cli": {"PySide6", "sqlalchemy", "alembic", "sqlcipher3", "psycopg", "qtawesome"},
}
# In the window's process these would cost start-up time; rendering has a process of its own.
HEAVY_CORE = {"famedit.core.markup", "famedit.core.sanitise", "famedit.core.page", "famedit.core.render_child"}
GPL_ONLY_QT = {
    *("QtCharts", "QtDataVisualization", "QtGraphs", "QtGraphsWidgets", "QtHttpServer"),
    *("QtNetworkAuth", "QtQuick3D", "QtQuickTimeline", "QtVirtualKeyboard", "QtLottie"),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(path: Path) -> list[tuple[str, bool, bool, int]]:
    """(module, only for types, inside a function, line) of every import in a file."""
    found: list[tuple[str, bool, bool, int]] = []

    def walk(node: ast.AST, typing: bool, inside: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                found.extend((alias.name, typing, inside, child.lineno) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{path}:{child.lineno} relative import"
                base = child.module or ""
                for alias in child.names:
                    full = f"{base}.{alias.name}"
                    is_module = (ROOT / Path(*full.split("."))).with_suffix(".py").exists() or (
                        ROOT / Path(*full.split("."))
                    ).is_dir()
                    found.append((full if is_module else base, typing, inside, child.lineno))
            else:
                function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                walk(child, typing or is_type_checking(child), inside or function)

    walk(ast.parse(path.read_text(encoding="utf-8")), typing=False, inside=False)
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_flow_one_way(path: Path) -> None:
    module = name_of(path)
    layer = layer_of(module)
    for target, typing, inside, line in imports(path):
        where = f"{module}:{line} imports {target}"
        own = target == "famedit" or target.startswith("famedit.")
        if own and inside:
            assert module in ("famedit.app", "famedit.__main__"), f"{where} inside a function"
        if layer not in ALLOWED_OWN:
            continue
        if own and target not in LEAVES:
            permitted = ALLOWED_OWN[layer] | ({"services"} if layer == "gui" and typing else set())
            assert layer_of(target) in permitted, f"{where}, which is against the flow"
            if layer == "gui" and not typing:
                assert target not in HEAVY_CORE, f"{where}, which would slow the start"
        assert typing or target.split(".")[0] not in FORBIDDEN_THIRD[layer], f"{where}, which its layer may not"


def test_a_pane_never_imports_another_pane() -> None:
    panes = {"desk", "editor", "preview", "moderation"}
    for path in MODULES:
        parts = name_of(path).split(".")
        if len(parts) > 3 and parts[1] == "gui" and parts[2] in panes:
            for target, _typing, _inside, line in imports(path):
                other = target.split(".")
                if other[:2] == ["famedit", "gui"] and len(other) > 2 and other[2] in panes:
                    assert other[2] == parts[2], f"{name_of(path)}:{line} imports {target}"


def test_there_is_no_import_cycle() -> None:
    graph = {
        name_of(path): {
            t for t, typing, inside, _ in imports(path) if t.startswith("famedit.") and not typing and not inside
        }
        for path in MODULES
    }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail[trail.index(module) :], module])
        if module in done:
            return
        for target in graph.get(module, ()):
            if target != module:
                visit(target, (*trail, module))
        done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_gpl_only_qt(path: Path) -> None:
    for target, _typing, _inside, line in imports(path):
        if target.startswith("PySide6"):
            assert not GPL_ONLY_QT & set(target.split(".")), f"{name_of(path)}:{line} imports {target}"


def test_names_say_what_a_module_is_for() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|manager|controller|misc|common)($|_)")
    assert not [str(p) for p in MODULES if vague.search(p.stem)]


def test_broad_except_stands_only_at_the_edges() -> None:
    edges = {"famedit/gui/worker.py", "famedit/gui/crash.py", "famedit/app.py", "famedit/__main__.py"}
    edges.add("famedit/core/render_child.py")  # the edge of a process of its own
    for path in MODULES:
        relative = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and relative not in edges:
                caught = "" if node.type is None else ast.unparse(node.type)
                again = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(node))
                assert again or caught not in ("", "Exception", "BaseException"), f"{relative}:{node.lineno}"


def test_widgets_never_pump_events() -> None:
    for path in MODULES:
        assert "processEvents" not in path.read_text(encoding="utf-8"), path
