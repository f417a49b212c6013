"""Open data as files: CSV for a spreadsheet, JSON for a program, the same rows in both."""

import csv
from datetime import date

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.portal.queries.open_data import DATASETS, Value
from jingwei.web.requests import ActorRequest

BOM = b"\xef\xbb\xbf"  # Without it spreadsheet programs read UTF-8 as something else.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def open_data(request: ActorRequest, name: str, form: str) -> HttpResponse:
    """Answer one list of the day as a file. Raises Mistake for a list or a form that there is not."""
    if name not in DATASETS or form not in {"csv", "json"}:
        raise Mistake(f"没有“{name[:20]}.{form[:8]}”这份数据", "从开放数据页选择")
    dataset, on = DATASETS[name], local_date(request.now)
    keys, titles = zip(*dataset.columns, strict=True)
    if form == "json":
        rows = [dict(zip(keys, map(_plain, row), strict=True)) for row in dataset.rows(on)]
        mark = {"demonstration": "演示数据"} if settings.DEMONSTRATION else {}
        head = {"name": name, "title": dataset.title, "as_of": on.isoformat(), "note": dataset.note}
        answer: HttpResponse = JsonResponse(
            head | mark | {"count": len(rows), "items": rows}, json_dumps_params={"ensure_ascii": False}
        )
    else:
        answer = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
        writer = csv.writer(answer)
        writer.writerow(titles)
        writer.writerows([_cell(value) for value in row] for row in dataset.rows(on))
    mark_name = "demonstration-" if settings.DEMONSTRATION else ""
    answer["Content-Disposition"] = f'attachment; filename="{mark_name}{name}-{on}.{form}"'
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _plain(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: Value) -> str | int | None:
    """Return what a spreadsheet shows as text and never computes."""
    plain = _plain(value)
    return f"'{plain}" if isinstance(plain, str) and plain.startswith(BEGINS_A_FORMULA) else plain
