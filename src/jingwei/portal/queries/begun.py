"""我发起: what a member has set going, of whatever area, and where it stands now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from jingwei.disclosure.models import Filing
from jingwei.disclosure.terms import FilingState
from jingwei.inspections.models import AssistanceLetter, Inspection
from jingwei.inspections.terms import LetterState, Stage
from jingwei.notices.models import Circular
from jingwei.notices.terms import CircularState
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import PlanStage, SpecialStage
from jingwei.platform.models import ImportRun
from jingwei.platform.terms import ImportState
from jingwei.portal.queries.places import urls_of
from jingwei.registry.members import Member
from jingwei.registry.models import CertificateApplication
from jingwei.registry.terms import ApplicationStage
from jingwei.rulebook import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """One thing somebody set going: what it is, since when, where it stands."""

    title: str
    kind: str
    detail: str
    at: datetime
    stage: str
    url: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one kind: who set them going and when (names of fields), their words of stages, and how they are called."""

    rows: QuerySet[Any]
    by: str
    at: str
    stage: str
    words: type[Term]
    title: Callable[[Any], str] = str
    detail: Callable[[Any], str] = lambda row: ""
    place: Callable[[Any], tuple[str, int | None]] = lambda row: (row._meta.model_name, row.pk)


KINDS = (
    _Kind(
        Inspection.objects.select_related("enterprise"), "requested_by", "requested_at", "stage", Stage,
        lambda row: row.enterprise.name, lambda row: row.number,
    ),
    _Kind(AnnualPlan.objects.select_related("subject"), "drafted_by", "drafted_at", "stage", PlanStage),
    _Kind(SpecialPlan.objects.all(), "drafted_by", "drafted_at", "stage", SpecialStage),
    _Kind(
        Filing.objects.select_related("subject"), "filed_by", "filed_at", "state", FilingState,
        detail=lambda row: row.receipt,
    ),
    _Kind(
        AssistanceLetter.objects.all(), "made_by", "made_at", "state", LetterState,
        lambda row: row.organ, lambda row: row.number,
    ),
    _Kind(
        Circular.objects.all(), "drafted_by", "drafted_at", "state", CircularState,
        lambda row: row.title, lambda row: row.number,
    ),
    _Kind(
        CertificateApplication.objects.select_related("officer"), "applied_by", "applied_at", "stage",
        ApplicationStage, place=lambda row: ("officer", row.officer_id),
    ),
    _Kind(
        ImportRun.objects.select_related("file").defer("sealed_preview"), "asked_by", "asked_at", "state",
        ImportState, lambda row: row.file.name,
    ),
)  # fmt: skip


def list_begun(member: Member, *, at_most: int) -> list[Begun]:
    """Return what the member has set going in every area, newest first, in one statement a kind."""
    found = [
        (getattr(row, kind.at), kind, row)
        for kind in KINDS
        for row in kind.rows.filter(**{kind.by: member.account_id}).order_by(f"-{kind.at}", "-pk")[:at_most]
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    urls = urls_of(kind.place(row) for _, kind, row in found[:at_most])
    return [
        Begun(
            title=kind.title(row),
            kind=row._meta.verbose_name,
            detail=kind.detail(row),
            at=at,
            stage=kind.words(getattr(row, kind.stage)).label,
            url=urls[kind.place(row)],
        )
        for at, kind, row in found[:at_most]
    ]
