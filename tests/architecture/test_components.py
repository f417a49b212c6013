"""Every component is explained, has examples that render, and no page breaks the content security policy."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Engine

import jingwei
from jingwei.web.gallery import FOLDER, Component, Example, draw, list_components

SOURCE = Path(jingwei.__file__).parent
PAGES = sorted(path for path in SOURCE.rglob("*.html"))
EXAMPLES = [
    pytest.param(component, example, id=f"{component.name}: {example.title}")
    for component in list_components()
    for example in component.examples
]
MISSING = "〈没有给出：%s〉"


@pytest.fixture(scope="module")
def strict_engine() -> Engine:
    """The pages' own template engine, except that a variable nobody gave shows."""
    options = {**settings.TEMPLATES[0]["OPTIONS"], "string_if_invalid": MISSING}
    return Engine(app_dirs=True, libraries=Engine.get_default().libraries, **options)


@pytest.mark.parametrize(("component", "example"), EXAMPLES)
def test_every_example_renders_without_a_missing_variable(
    component: Component, example: Example, strict_engine: Engine
) -> None:
    drawn = draw(component.name, example.context, engine=strict_engine)
    assert MISSING.split("%s", maxsplit=1)[0] not in drawn
    assert "{{" not in drawn
    assert "{%" not in drawn


@pytest.mark.parametrize(("component", "example"), EXAMPLES)
def test_no_component_lets_text_become_markup(
    component: Component, example: Example, strict_engine: Engine
) -> None:
    attack = "<img src=x onerror=alert(1)>"
    drawn = draw(component.name, _with_text(example.context, attack), engine=strict_engine)
    assert "<img src=x" not in drawn


@pytest.mark.parametrize("component", list_components(), ids=lambda component: component.name)
def test_every_component_says_when_to_use_it_and_has_an_example(component: Component) -> None:
    assert component.title
    assert component.purpose
    assert component.examples


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_list_says_that_it_is_something_else(page: Path) -> None:
    """A role takes a list's own away, and its points are then nobody's: what is announced stands in a box around it."""
    assert not re.search(r"<[uo]l\b[^>]*\brole=", page.read_text(encoding="utf-8"))


def test_a_component_that_does_not_exist_is_named_in_the_error() -> None:
    with pytest.raises(LookupError, match="no_such_component"):
        draw("no_such_component", {})


def test_every_folder_of_components_has_a_template() -> None:
    assert {component.name for component in list_components()} == {path.name for path in FOLDER.iterdir()}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_page_carries_inline_style_or_script(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"|href=\"javascript:", text)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)(?![^>]*\bnonce=)", text)


def test_the_sprite_draws_every_icon_that_a_page_names() -> None:
    sprite = SOURCE / "web" / "static" / "vendor" / "icons.svg"
    assert sprite.is_file(), "run `make setup`: the front-end assets are not built"
    drawn = {symbol.get("id") for symbol in ElementTree.parse(sprite).getroot()}
    named = {
        name
        for page in PAGES
        for name in re.findall(r'\bicon(?:\s+|=)"([a-z0-9-]+)"', page.read_text("utf-8"))
    }
    assert named <= drawn, f"run `make setup` again: the sprite lacks {named - drawn}"


def _with_text(value: object, text: str) -> dict[str, object]:
    """Return an example's context with every free text replaced; words that choose a look stay."""
    changed = _replaced(value, text)
    assert isinstance(changed, dict)
    return changed


LOOKS = {"colour", "lamp", "state", "verdict", "rule", "kind", "url", "back_url", "name", "value", "key"}


def _replaced(value: object, text: str) -> object:
    if isinstance(value, dict):
        return {key: each if key in LOOKS else _replaced(each, text) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, text) for each in value]
    return text if isinstance(value, str) else value
