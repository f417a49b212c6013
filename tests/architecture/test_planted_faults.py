"""The checks catch what they are there to catch: each fault is planted in a copy of the tree and must be seen.

Starting a check takes longer than checking, so each runs once over all the faults that are its to see, and must name
every one of them.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import CHECKOUT

PYTHON = sys.executable
BIN = Path(PYTHON).parent
# None of these tests needs a database or a browser, whose fixtures take longer to load than the tests to run.
OPTIONS = ("-q", "--tb=short", "--noconftest", "-p", "no:xdist", "-p", "no:cacheprovider")
PYTEST = (PYTHON, "-m", "pytest", *OPTIONS)

# What `make check` or `make test` runs, narrowed to the part that each fault concerns.
CHECKS = {
    "imports": (str(BIN / "lint-imports"), "--no-cache"),
    "types": (PYTHON, "-m", "mypy", "--cache-dir", "var/mypy", "src/jingwei/rulebook"),
    "rulebook": (PYTHON, "-m", "jingwei.cli", "rulebook", "--check"),
}
TESTS = {
    "layers": "tests/architecture/test_layers.py",
    "glossary": "tests/architecture/test_glossary.py",
    "examples": "tests/rules/test_examples.py",
    "doors": "tests/architecture/test_doors.py",
}
COMMANDS = {**CHECKS, **{name: (*PYTEST, path) for name, path in TESTS.items()}}
# Over the untouched copy the tests run in one process: starting takes longer than testing.
UNTOUCHED = {**CHECKS, "tests": (*PYTEST, *TESTS.values())}


@dataclass(frozen=True, slots=True)
class Fault:
    """A change to one file, the command that must fail, and what it must complain about."""

    name: str
    path: str
    old: str  # a pattern; what it matches first is replaced
    new: str
    command: str
    complaint: str


END = r"\Z"
FAULTS = [
    Fault(
        "a view that catches by hand what an operation says",
        "src/jingwei/notices/doors/lists.py",
        END,
        "\n\ntry:\n    pass\nexcept (Refused, Rejected):\n    pass\n",
        "doors",
        r"notices\.doors\.lists.*except \(Refused, Rejected\)",
    ),
    Fault(
        "an import that points upwards",
        "src/jingwei/registry/sort_keys.py",
        END,
        "\nfrom jingwei.inspections.models import Visit as Visit\n",
        "imports",
        r"jingwei\.registry\.sort_keys -> jingwei\.inspections\.models",
    ),
    Fault(
        "an import of another area's inside",
        "src/jingwei/planning/queries/caps.py",
        END,
        "\nfrom jingwei.registry.facts import subject_facts as subject_facts\n",
        "layers",
        r"planning\.queries\.caps → registry\.facts\.subject_facts",
    ),
    Fault(
        "a row of another area that is written directly",
        "src/jingwei/inspections/positions.py",
        END,
        "\n\ndef forget(site_id: int) -> None:\n    Site.objects.filter(pk=site_id).delete()\n",
        "layers",
        r"inspections\.positions line \d+: Site\.objects\.filter\(pk=site_id\)\.delete",
    ),
    Fault(
        "a foreign key that points upwards",
        "src/jingwei/registry/models/officers.py",
        r"(?=    sort_key = )",
        '    last_visit = models.ForeignKey("inspections.Visit", on_delete=models.PROTECT, null=True)\n',
        "layers",
        r"Officer\.last_visit → inspections\.Visit",
    ),
    Fault(
        "a function without types",
        "src/jingwei/rulebook/local_time.py",
        END,
        '\n\ndef later(at):\n    """Return what comes in."""\n    return at\n',
        "types",
        r"local_time\.py:\d+: error: Function is missing a type annotation",
    ),
    Fault(
        "an example with the wrong answer",
        "tests/rules/planning/annual_cap.yaml",
        "verdict: refuse",
        "verdict: pass",
        "examples",
        "R-FRQ-01",
    ),
    Fault(
        "a page of the rulebook that was edited by hand",
        "docs/rulebook/not-implemented.md",
        END,
        "\n手工添加的一行\n",
        "rulebook",
        r"not-implemented",
    ),
    Fault(
        "a rule whose page was not printed again",
        "src/jingwei/planning/rules/annual_cap.py",
        "年度检查次数不得超过上限",
        "年度检查次数不得超过公布的上限",
        "rulebook",
        r"state-council-2024-54",
    ),
    Fault(
        "a model that the glossary leaves out",
        "docs/glossary.md",
        r"\|[^|\n]*\| `CapLedger` \|.*\n",
        "",
        "glossary",
        "does not explain the model CapLedger",
    ),
    Fault(
        "a list of words that the glossary leaves out",
        "src/jingwei/planning/terms/caps.py",
        END,
        '\n\nclass Season(Term):\n    """A quarter of the year."""\n\n    SPRING = "spring", "春"\n',
        "glossary",
        r"does not explain jingwei\.planning\.terms\.caps\.Season",
    ),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as git would commit it now, in a folder of its own."""
    place = tmp_path_factory.mktemp("copy")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=CHECKOUT, capture_output=True, check=True, text=True).stdout.split(
        "\0"
    )
    for name in filter(None, names):
        if (CHECKOUT / name).is_file():  # One that was deleted and not committed yet is still listed.
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, place / name)
    return place


@pytest.mark.parametrize("name", UNTOUCHED)
def test_the_copy_as_it_is_passes(copy: Path, name: str) -> None:
    done = _run(copy, UNTOUCHED[name])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def said(copy: Path) -> Callable[[str], str]:
    """A function that plants all faults that a command shall see and returns what it says of them."""

    @cache
    def said(command: str) -> str:
        with ExitStack() as planted:
            for fault in FAULTS:
                if fault.command == command:
                    planted.enter_context(_planted(copy / fault.path, fault))
            done = _run(copy, COMMANDS[command])
        assert done.returncode == 1, f"{command} saw nothing\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    return said


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_seen(said: Callable[[str], str], fault: Fault) -> None:
    assert re.search(fault.complaint, said(fault.command)), said(fault.command)


def test_no_complaint_is_made_of_two_faults() -> None:
    assert len({fault.complaint for fault in FAULTS}) == len(FAULTS)


def test_make_check_runs_what_is_tried_here() -> None:
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", (CHECKOUT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert recipe is not None
    for part in ("mypy", "lint-imports", "jingwei rulebook --check", "pytest -q tests/architecture"):
        assert f"$(BIN)/{part}\n" in recipe[1], f"`make check` does not run {part}"


@contextmanager
def _planted(path: Path, fault: Fault) -> Iterator[None]:
    whole = path.read_text(encoding="utf-8")
    planted, count = re.subn(fault.old, lambda _: fault.new, whole, count=1)
    assert count == 1, f"{fault.path} has changed: there is no {fault.old!r} to plant “{fault.name}” at"
    path.write_text(planted, encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(whole, encoding="utf-8")


def _run(copy: Path, command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run a command over the copy: our own interpreter, the copy's code, nothing of the pytest around us."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return subprocess.run(
        command,
        cwd=copy,
        env={**kept, "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
