"""Requesting an inspection: find the enterprise, fill the form in, see its counters beside it; mending a request."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.grounds import judge_plan, list_to_merge
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import request_inspection, revise_inspection
from jingwei.inspections.queries import (
    get_inspection,
    get_invitation,
    get_letter,
    get_three_counters,
    trio_shown,
)
from jingwei.inspections.request_form import RequestForm, filled_from
from jingwei.inspections.terms import UrgentReason
from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Site, Subject
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import CreditClass, Role
from jingwei.rulebook import Judgement, Refuse, Refused
from jingwei.web.addresses import is_id
from jingwei.web.doors import Failed, attempt

MOST_FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.OFFICER)
def new(request: MemberRequest) -> HttpResponse:
    """Find the enterprise, then request an inspection at one of its sites."""
    chosen = request.GET.get("site", "")
    if not is_id(chosen):
        return _search(request)
    site = get_object_or_404(Site.objects.select_related("enterprise", "region"), pk=int(chosen))
    return _form_page(request, site, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.OFFICER)
def revise(request: MemberRequest, inspection_id: int) -> HttpResponse:
    """Mend a request that was returned or not decided yet."""
    get_inspection(request.actor, inspection_id)
    inspection = open_dossier(inspection_id).inspection
    return _form_page(request, inspection.site, inspection)


def _search(request: MemberRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = list(list_enterprises(text).prefetch_related("sites")[: MOST_FOUND + 1]) if text else []
    context = {"text": text, "found": found[:MOST_FOUND], "is_cut": len(found) > MOST_FOUND}
    return render(request, "inspections/request_search.html", context)


def _form_page(request: MemberRequest, site: Site, inspection: Inspection | None) -> HttpResponse:
    """Show the form, or carry the request out: a function, for the form depends on place, grounds and refusals."""
    subject = Subject.objects.get(pk=request.member.subject_id or 0)
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        initial=filled_from(open_dossier(inspection.pk)) if inspection else _asked_for(request),
        subject=subject,
        site=site,
        today=local_date(request.now),
        mended=inspection,
    )
    again = partial(_shown, request, form, subject, site, inspection)
    if not form.is_bound:
        return again(Failed())
    return attempt(
        request,
        revise_inspection if inspection else request_inspection,
        form,
        given={"inspection_id": inspection.pk} if inspection else {},
        again=again,
        done="{0.number} 已提交，等待主体负责人审批。",
        to=lambda asked: reverse("inspection_detail", args=[asked.pk]),
    )


def _shown(
    request: MemberRequest,
    form: RequestForm,
    subject: Subject,
    site: Site,
    inspection: Inspection | None,
    failed: Failed,
) -> HttpResponse:
    counters = get_three_counters(subject, site.enterprise, on=local_date(request.now))
    context = {
        "form": form,
        "place": site,
        "inspection": inspection,
        "failed": failed,
        "may_put_to_head": isinstance(failed.error, Refused) and _is_for_head(failed.error.judgement),
        "now": request.now,
        "subject": subject,
        "counters": counters,
        "trio": trio_shown(counters),
        "grounds": grounds_shown(form, subject, site, inspection),
    }
    return render(request, "inspections/request.html", context, status=failed.status)


@require_safe
@member_required(Role.CLERK, Role.OFFICER)
def grounds(request: MemberRequest) -> HttpResponse:
    """Answer the part of the form that says what the request rests on, for what is chosen so far."""
    subject = Subject.objects.get(pk=request.member.subject_id or 0)
    asked, mended = request.GET, None
    found = Site.objects.select_related("enterprise", "region").filter(pk=_id(asked.get("site")))
    site = get_object_or_404(found)
    if task := _id(asked.get("task")):
        mended = get_inspection(request.actor, task)
    initial: dict[str, Any] = {**asked.dict(), "item_ids": asked.getlist("item_ids")}
    form = RequestForm(
        initial=initial, subject=subject, site=site, today=local_date(request.now), mended=mended
    )
    context = {"form": form, "grounds": grounds_shown(form, subject, site, mended)}
    return render(request, "inspections/_request_grounds_shown.html", context)


def grounds_shown(
    form: RequestForm, subject: Subject, site: Site, inspection: Inspection | None
) -> dict[str, Any]:
    """Return what the form shows of the grounds: by the kind chosen, all of them before one is chosen."""
    kind, exempt = form.word("kind", InspectionKind), form.word("exempt", ExemptReason)
    items, at = form.chosen_items(), form.planned_at()
    finding = None
    if items and at is not None and kind in {None, InspectionKind.ROUTINE}:
        finding = judge_plan(form.grounds, items, exempt=exempt, urgent=form.word("urgent", UrgentReason))
    is_mergeable = kind in {None, InspectionKind.ROUTINE, InspectionKind.SPECIAL} and exempt is None
    return {
        "is_routine": kind in {None, InspectionKind.ROUTINE},
        "is_special": kind in {None, InspectionKind.SPECIAL},
        "is_reinspection": exempt in {None, ExemptReason.REINSPECTION},
        "is_invited": exempt in {None, ExemptReason.INVITED},
        "asks_parent": exempt is ExemptReason.REINSPECTION,
        "is_chosen": kind is not None,
        "plan": form.grounds.plan,
        "finding": finding,
        "is_refused": finding is not None and isinstance(finding.verdict, Refuse),
        "remedy": getattr(finding.verdict, "remedy", "") if finding else "",
        "near": list_to_merge(subject, site, at, but=inspection.pk if inspection else None)
        if at is not None and is_mergeable
        else [],
        "specials": [special_shown(each) for each in form.grounds.specials],
    }


def special_shown(special: SpecialPlan) -> dict[str, Any]:
    """Return the bounds of a special inspection in words."""
    names = [each.name for each in special.enterprises.all()]
    classes = "、".join(CreditClass(each).label for each in special.credit_classes)
    objects = [
        special.object_scope,
        classes,
        f"行业 {'、'.join(special.industries)}" if special.industries else "",
        f"名单内 {len(names)} 户" if names else "",
    ]
    return {
        "special": special,
        "items": "、".join(item.name for item in special.items.all()),
        "objects": "，".join(filter(None, objects)),
        "subjects": "、".join([special.subject.short_name, *(p.short_name for p in special.partners.all())]),
    }


def _asked_for(request: MemberRequest) -> dict[str, Any]:
    """Return the first values of a request that comes of an invitation or of a letter of assistance."""
    if letter_id := _id(request.GET.get("letter")):
        letter = get_letter(request.actor, letter_id)
        return {
            "letter_id": letter.pk,
            "item_ids": [item.pk for item in letter.items.all()],
            "purpose": letter.matter[:200],
        }
    chosen = _id(request.GET.get("invitation"))
    if not chosen:
        return {}
    invitation = get_invitation(request.actor, chosen)
    return {
        "kind": InspectionKind.CASE_BASED,
        "exempt": ExemptReason.INVITED,
        "evidence": invitation.number,
        "invitation_id": invitation.pk,
        "item_ids": [item.pk for item in invitation.items.all()],
        "purpose": invitation.matter[:200],
    }


def _is_for_head(judgement: Judgement) -> bool:
    """Whether a head may set aside all that stands against the request."""
    return bool(judgement.refusals) and len(judgement.overridable()) == len(judgement.refusals)


def _id(text: str | None) -> int:
    return int(text) if text and is_id(text) else 0
