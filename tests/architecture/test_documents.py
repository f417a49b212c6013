"""The project's own papers tell the truth where a test can tell."""

import ast
import importlib
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from jingwei.rulebook import all_rules
from jingwei.rulebook.loading import load_every_rule
from tests.architecture.tree import AREAS, CHECKOUT, modules

load_every_rule()
PAPERS = sorted(
    path
    for folder, pattern in (("", "*.md"), ("docs", "**/*.md"), ("src", "**/*.md"))
    for path in (CHECKOUT / folder).glob(pattern)
)
TUTORIALS = [path for path in PAPERS if path.parent.name == "tutorials"]
WRITTEN = [path for path in PAPERS if path not in TUTORIALS and path.parent.name != "rulebook"]
# Ids of the catalogue that are tables or conventions; no file of a rule bears them.
CONVENTIONS = {"R-CAL-01", "R-FMT-03", "R-FMT-07", "R-FMT-09", "R-STA-07"}
EVERY = pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(CHECKOUT)))
TARGETS = set(
    re.findall(r"^([a-z]+):.*## ", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
)


def prose(paper: Path) -> str:
    """Return the paper without its fenced blocks."""
    return re.sub(r"^```.*?^```", "", paper.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


@EVERY
def test_every_relative_link_leads_somewhere(paper: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(paper)):
        if "://" in target or target.startswith("#"):
            continue
        place, _, _ = unquote(target).partition("#")
        assert (paper.parent / place).exists(), f"{paper.name} → {target}"


@pytest.mark.parametrize(
    "paper", [each for each in PAPERS if each not in TUTORIALS], ids=lambda path: path.name
)
def test_every_file_of_ours_that_is_named_exists(paper: Path) -> None:
    named = re.findall(r"`((?:src|docs|tests|frontend|requirements)/[\w./-]*\w)`", prose(paper))
    assert not [name for name in named if not (CHECKOUT / name).exists()]


@EVERY
def test_every_make_target_that_is_named_exists(paper: Path) -> None:
    named = set(re.findall(r"`make ([a-z]+)", paper.read_text(encoding="utf-8")))
    assert named <= TARGETS


def test_the_readmes_name_every_make_target() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (CHECKOUT / name).read_text(encoding="utf-8")
        assert not [target for target in TARGETS if f"make {target}" not in text], name


def test_every_setting_is_explained() -> None:
    read = {name for module in modules() for name in re.findall(r"\bJINGWEI_[A-Z_]+\b", module.text)}
    explained = (CHECKOUT / "docs" / "operate" / "install.md").read_text(encoding="utf-8")
    assert not [name for name in sorted(read) if f"`{name}`" not in explained]


def test_every_area_is_described() -> None:
    described = {path.stem for path in (CHECKOUT / "docs" / "areas").glob("*.md")}
    assert described == set(AREAS)


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_function_that_is_named_exists(name: str) -> None:
    code = "\n".join(module.text for module in modules())
    for function in re.findall(r"`(?:\w+\.)*(\w+)\(\)`", (CHECKOUT / name).read_text(encoding="utf-8")):
        assert re.search(rf"\bdef {function}\(", code), f"{name} names {function}()"


@pytest.mark.parametrize("paper", TUTORIALS, ids=lambda path: path.name)
def test_what_a_tutorial_imports_from_us_exists(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    code = "\n".join(
        re.findall(r"```python\n(\S.*?)```", text, re.DOTALL)
    )  # Indented blocks are parts of a file.
    made_here = set(re.findall(r"^(?:class|def) (\w+)", code, re.MULTILINE))
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("jingwei", "tests")):
            module = importlib.import_module(node.module or "")
            lacking = {alias.name for alias in node.names if not hasattr(module, alias.name)}
            assert lacking <= made_here, f"{paper.name} imports {lacking} from {node.module}"


@pytest.mark.parametrize("paper", WRITTEN, ids=lambda path: path.name)
def test_every_rule_that_is_named_exists(paper: Path) -> None:
    codes = set(all_rules())
    known = codes | {code.rstrip("ab") for code in codes} | CONVENTIONS
    named = set(re.findall(r"\bR-(?!FORM)[A-Z]{2,4}-\d\d[a-z]?\b", paper.read_text(encoding="utf-8")))
    assert named <= known


def test_no_paper_names_the_place_it_was_written_in() -> None:
    for paper in PAPERS:
        assert not re.search(r"(?<![\w.])/(work|tmp)/", paper.read_text(encoding="utf-8")), paper.name
