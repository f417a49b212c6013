"""What the pages of plans and special inspections show from here: where it was announced, with whom it is filed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.disclosure.queries import get_publication, list_unfiled
from jingwei.disclosure.tables import FILING_LAMPS
from jingwei.disclosure.terms import Addressee, FilingState
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.queries import get_plan, get_special
from jingwei.planning.terms import PlanStage, SpecialOrigin, SpecialStage
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF, Role
from jingwei.web.requests import ActorRequest


@require_safe
@member_required(*STAFF)
def plan_publication(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Answer the part of a plan's page that tells where it was announced and with whom it is filed."""
    plan = get_plan(request.actor, plan_id)
    is_approved = plan.stage == PlanStage.APPROVED
    needed = "" if plan.version == 1 else "调整的计划公告并备案后才生效，此前按原计划检查。"
    return _answer(request, plan, f"kind=plan&plan={plan.pk}", is_approved, needed)


@require_safe
@member_required(*STAFF)
def special_publication(request: ActorRequest, special_id: int) -> HttpResponse:
    """Answer the part of a special inspection's page that tells where it was announced and with whom it is filed."""
    special = get_special(request.actor, special_id)
    is_approved = special.stage in {SpecialStage.APPROVED, SpecialStage.ENDED}
    is_ordered = special.origin == SpecialOrigin.SUPERIOR
    needed = "" if is_ordered else "公告并报区司法局备案后才能实施。"
    return _answer(request, special, f"kind=special&special={special.pk}", is_approved, needed)


def _answer(
    request: ActorRequest, matter: AnnualPlan | SpecialPlan, asked: str, is_approved: bool, needed: str
) -> HttpResponse:
    actor = request.actor
    is_own = isinstance(actor, Member) and actor.subject_id == matter.subject_id
    may_act = is_own and isinstance(actor, Member) and actor.role in {Role.CLERK, Role.HEAD}
    sees_filings = is_own or (isinstance(actor, Member) and actor.is_bureau)
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
                "colour": FILING_LAMPS[FilingState(each.state)],
                "state": FilingState(each.state).label,
                "may_open": sees_filings,
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
