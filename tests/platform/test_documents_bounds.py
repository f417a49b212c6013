"""A record of as many points as it may have, each as long as it may be, is set in little time and little memory."""

import dataclasses
import subprocess
import sys
import time

import pytest

from jingwei.platform.documents.docx import render_docx
from jingwei.platform.documents.model import Document, Grid, Paragraph
from jingwei.platform.documents.pdf import render_pdf
from jingwei.platform.lengths import LISTED, PARAGRAPH
from jingwei.platform.normal_form import most_lines
from tests.platform.documents_papers import record

NOTE = 500  # characters of a point's note
MEMORY = 250_000  # kB, of which Django and the fonts take 165,000 before a word is set


def filled(length: int, *, in_lines: bool) -> str:
    """A text of the length; in as many lines as it may have."""
    if not in_lines:
        return "查" * length
    breaks = most_lines(length) - 1
    return "查\n" * breaks + "查" * (length - 2 * breaks)


def largest(*, in_lines: bool) -> Document:
    """The record, at its bound."""
    paper = record()
    note = filled(NOTE, in_lines=in_lines)
    blocks = [
        dataclasses.replace(block, rows=((*block.rows[0][:-1], note),) * LISTED)
        if isinstance(block, Grid)
        else block
        for block in paper.blocks
    ]
    prose = Paragraph(filled(PARAGRAPH, in_lines=in_lines))
    return dataclasses.replace(paper, blocks=(*blocks, prose, prose))


@pytest.mark.parametrize("in_lines", [False, True])
@pytest.mark.parametrize("render", [render_pdf, render_docx])
def test_a_record_at_its_bound_is_set_in_a_moment(render: object, in_lines: bool) -> None:
    assert callable(render)
    paper = largest(in_lines=in_lines)
    started = time.monotonic()
    assert len(render(paper)) > 10_000
    # Two seconds on a machine that does nothing else; tests share theirs.
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_record_at_its_bound_is_set_in_little_memory(kind: str) -> None:
    code = (
        "import os, re, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'jingwei.config.settings'\n"
        "django.setup()\n"
        "from tests.platform.test_documents_bounds import largest, render_docx, render_pdf\n"
        f"render_{kind}(largest(in_lines=True))\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < MEMORY
