"""A refusal on the phone: the whole screen where somebody stands at a gate, a box above the form elsewhere."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jingwei.platform.errors import Rejected
from jingwei.rulebook import Refused
from jingwei.web.refusals import status_of

ORDINALS = "一二三四五六七八九十"


def refusal_context(error: Refused | Rejected) -> dict[str, Any]:
    """Return what ``_phone_refusal.html`` shows above a form."""
    if isinstance(error, Refused):
        return {"records": [finding.as_record() for finding in error.judgement.findings]}
    return {"error": error}


def stopped(
    request: HttpRequest,
    error: Refused | Rejected,
    *,
    heading: str,
    back_url: str,
    site: str = "",
    retry_url: str = "",
    service_url: str = "",
    instead: tuple[str, str] | None = None,
) -> HttpResponse:
    """Answer with the red screen: every reason at once, each with its article; the attempt is on the log.

    ``service_url``: where the visit may be registered as one without inspection. ``instead``: what to do otherwise, as
    label and address; then nobody is told to leave.
    """
    leave = {"label": "离开，不检查", "url": back_url, "is_ghost": bool(retry_url)}
    actions: list[dict[str, Any]] = [{"label": instead[0], "url": instead[1]}] if instead else [leave]
    if retry_url:
        actions.insert(0, {"label": "重新扫码", "url": retry_url})
    if service_url:
        actions.insert(1, {"label": "登记服务走访", "url": service_url, "is_ghost": True})
    context = {
        "colour": "red",
        "heading": heading,
        "why": _why(error),
        "rows": [*([{"label": "企业", "value": site}] if site else []), *_reasons(error), *_what_now(error)],
        "actions": actions,
        "back_url": back_url,
        "demonstration": settings.DEMONSTRATION,
    }
    return render(request, "inspections/phone_verdict.html", context, status=status_of(error))


def _why(error: Refused | Rejected) -> str:
    """Return the one sentence that stands under the sign."""
    if isinstance(error, Rejected):
        return error.message
    refusals = error.judgement.refusals
    first = refusals[0].verdict.fact
    return first if len(refusals) == 1 else f"有 {len(refusals)} 项不符合要求：{first}等。"


def _reasons(error: Refused | Rejected) -> list[dict[str, str]]:
    if isinstance(error, Rejected):
        return []
    refusals = error.judgement.refusals
    return [
        {
            "label": "原因" if len(refusals) == 1 else f"原因{_ordinal(position)}",
            "value": "\n".join([finding.rule.title, finding.verdict.fact, *map(str, finding.rule.cites)]),
            "rule": finding.rule.code,
        }
        for position, finding in enumerate(refusals, start=1)
    ]


def _what_now(error: Refused | Rejected) -> list[dict[str, str]]:
    if isinstance(error, Refused):
        remedies = [finding.as_record()["remedy"] for finding in error.judgement.refusals]
        remedy = "\n".join([*dict.fromkeys(filter(None, remedies)), "企业有权拒绝本次检查"])
    else:
        remedy = error.remedy
    rows = [{"label": "怎么办", "value": remedy}] if remedy else []
    return [*rows, {"label": "留痕", "value": f"本次尝试已记录　{timezone.localtime():%H:%M}"}]


def _ordinal(position: int) -> str:
    return ORDINALS[position - 1] if position <= len(ORDINALS) else str(position)
