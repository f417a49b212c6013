"""What the pages of plans and special inspections show from here: where it was announced, with whom it is filed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.disclosure.doors.announcements import KEEPERS
from jingwei.disclosure.doors.filings import lamp_of
from jingwei.disclosure.queries import get_publication, list_unfiled
from jingwei.disclosure.terms import Addressee
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.queries import get_plan, get_special
from jingwei.planning.terms import PlanStage, SpecialOrigin, SpecialStage
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.terms import STAFF


@require_safe
@member_required(*STAFF)
def plan_publication(request: MemberRequest, plan_id: int) -> HttpResponse:
    """Answer the part of a plan's page that tells where it was announced and with whom it is filed."""
    plan = get_plan(request.actor, plan_id)
    is_approved = plan.stage == PlanStage.APPROVED
    needed = "" if plan.version == 1 else "调整的计划公告并备案后才生效，此前按原计划检查。"
    return _answer(request, plan, f"kind=plan&plan={plan.pk}", is_approved, needed)


@require_safe
@member_required(*STAFF)
def special_publication(request: MemberRequest, special_id: int) -> HttpResponse:
    """Answer the part of a special inspection's page that tells where it was announced and with whom it is filed."""
    special = get_special(request.actor, special_id)
    is_approved = special.stage in {SpecialStage.APPROVED, SpecialStage.ENDED}
    is_ordered = special.origin == SpecialOrigin.SUPERIOR
    needed = "" if is_ordered else "公告并报区司法局备案后才能实施。"
    return _answer(request, special, f"kind=special&special={special.pk}", is_approved, needed)


def _answer(
    request: MemberRequest, matter: AnnualPlan | SpecialPlan, asked: str, is_approved: bool, needed: str
) -> HttpResponse:
    is_own = request.member.subject_id == matter.subject_id
    may_act = is_own and request.member.role in KEEPERS
    found = get_publication(matter)
    standing = [each for each in found["announcements"] if each.withdrawn_at is None]
    unfiled = list_unfiled(standing[-1]) if standing else []
    context = {
        "matter": matter,
        "is_approved": is_approved,
        "announcements": found["announcements"],
        "is_announced": bool(standing),
        "filings": [
            {
                "filing": each,
                "addressee": Addressee(each.addressee).label,
                "lamp": lamp_of(each),
                "may_open": is_own or request.member.is_bureau,
            }
            for each in found["filings"]
        ],
        "may_announce": may_act and is_approved and not standing,
        "unfiled": [addressee.label for _, addressee in unfiled],
        "may_file": may_act and bool(unfiled),
        "last": standing[-1] if standing else None,
        "asked": asked,
        "needed": needed,
    }
    return render(request, "disclosure/_publication.html", context)
