"""The components on disk: one folder each with its template, its README and its examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml
from django.template import Context, Engine, Origin, Template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jingwei.web.samples import SampleLoader

FOLDER = Path(__file__).with_name("components")


@dataclass(frozen=True, slots=True)
class Example:
    """A named context that shows one use of a component."""

    title: str
    context: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """A piece of a page with a template of its own."""

    name: str
    title: str  # the heading of its README
    purpose: str  # the rest of its README: when to use it
    examples: tuple[Example, ...]

    @property
    def purpose_as_html(self) -> SafeString:
        """The purpose with the words between backticks set as code."""
        texts = self.purpose.split("`")
        return format_html_join(
            "", "{}{}", ((text, _as_code(code)) for text, code in zip_longest(texts[::2], texts[1::2]))
        )

    @property
    def is_for_phones(self) -> bool:
        """Whether it belongs to the phone's pages, as its heading says."""
        return "（手机）" in self.title

    @property
    def is_small(self) -> bool:
        """Whether it stands within a line, as its heading says."""
        return "（行内）" in self.title


def list_components() -> list[Component]:
    """Return every component with its examples, in the order of their names."""
    return [_read(folder) for folder in sorted(FOLDER.iterdir()) if (folder / "template.html").is_file()]


def draw(name: str, context: Mapping[str, Any], *, engine: Engine | None = None) -> SafeString:
    """Render one component from its own context alone, so that a page cannot change it by accident.

    Raises LookupError when no component has that name.
    """
    return _template(name, engine or Engine.get_default()).render(Context(context))


@cache
def _template(name: str, engine: Engine) -> Template:
    path = FOLDER / f"{name}/template.html"
    if not path.is_file():
        raise LookupError(f"没有名为“{name}”的部件：{path} 不存在")
    source = path.read_text(encoding="utf-8").strip()
    return Template(
        source, origin=Origin(str(path), template_name=f"components/{name}"), name=name, engine=engine
    )


def _as_code(text: str | None) -> str:
    return format_html("<code>{}</code>", text) if text else ""


def _read(folder: Path) -> Component:
    heading, _, purpose = (folder / "README.md").read_text(encoding="utf-8").partition("\n")
    examples = yaml.load((folder / "examples.yaml").read_text(encoding="utf-8"), Loader=SampleLoader)
    return Component(
        name=folder.name,
        title=heading.removeprefix("#").strip(),
        purpose=purpose.strip(),
        examples=tuple(Example(title=title, context=context or {}) for title, context in examples.items()),
    )
