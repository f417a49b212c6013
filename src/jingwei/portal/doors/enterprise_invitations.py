"""The enterprise's invitations: what it asks departments to look at, and what they offer."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jingwei.inspections import operations
from jingwei.inspections.models import Invitation
from jingwei.inspections.queries import get_invitation, list_invitations
from jingwei.inspections.terms import InvitationState, InvitedBy
from jingwei.portal.doors.enterprise import CONTACT, PER_PAGE, Own, Shown, framed
from jingwei.portal.forms.enterprise import ChooseSubjectForm, InviteForm
from jingwei.portal.queries.enterprise import get_own_enterprise
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Enterprise
from jingwei.web.doors import ROW, Each, Failed, Viewer, attempt
from jingwei.web.doors.forms import ReasonForm

COLOURS = {
    InvitationState.OPEN: "amber",
    InvitationState.ACCEPTED: "accent",
    InvitationState.USED: "green",
}
STANDING = (InvitationState.OPEN, InvitationState.ACCEPTED)


def may_answer(invitation: Invitation) -> bool:
    return invitation.state == InvitationState.OPEN and invitation.by == InvitedBy.SUBJECT


def may_take_back(invitation: Invitation) -> bool:
    return invitation.state in STANDING and invitation.by == InvitedBy.ENTERPRISE


def show_invitations(request: MemberRequest, enterprise: Enterprise) -> Shown:
    """Return what the enterprise asked and was offered."""
    found = list_invitations(request.actor).prefetch_related("items")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    heading = "请部门上门看一看，不计检查次数，一般问题先指导"
    return framed(request, enterprise, "邀请检查", heading) | {
        "page": page,
        "cards": [
            {
                "invitation": each,
                "state": InvitationState(each.state).label,
                "colour": COLOURS.get(InvitationState(each.state), ""),
                "by": InvitedBy(each.by).label,
            }
            for each in page
        ],
    }


INVITATIONS = Own(
    page_name="enterprise_invitations",
    show=show_invitations,
    template="portal/enterprise_invitations.html",
)
INVITATION = Each(
    "invitation",
    names="enterprise",
    whole=INVITATIONS,
    find=get_invitation,
    whole_of=lambda invitation: invitation.site.enterprise,
    parts_of=lambda enterprise, viewer: list_invitations(viewer.actor).filter(state__in=STANDING),
)
INVITATION.act(
    "accept",
    operations.accept_invitation,
    CONTACT,
    verb="接受",
    done="已接受，该单位会安排时间，届时在企业端告知。",
    when=may_answer,
    place=ROW,
    is_main=True,
)
INVITATION.act(
    "decline",
    operations.decline_invitation,
    CONTACT,
    ReasonForm,
    verb="谢绝",
    done="已谢绝。",
    when=may_answer,
    given=lambda request, invitation: {"auto_id": f"decline-{invitation.pk}-%s"},
    place=ROW,
)
INVITATION.act(
    "take_back",
    operations.take_back_invitation,
    CONTACT,
    verb="撤回",
    done="已撤回。",
    when=may_take_back,
    ask="撤回这份邀请？",
    warn="撤回后该单位不再安排，需要时另行邀请。",
    place=ROW,
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*CONTACT)
def enterprise_invite(request: MemberRequest) -> HttpResponse:
    """Choose a department, then say what it should look at: two steps, hence a function."""
    enterprise = get_own_enterprise(request.actor)
    asked = {"subject": request.GET["subject"]} if request.GET.get("subject") else None
    choose = ChooseSubjectForm(asked, on=Viewer(request.actor, request.now).today)
    context = framed(request, enterprise, "邀请检查", enterprise.name) | {"choose": choose}
    if not choose.is_bound or not choose.is_valid():
        status = 422 if choose.is_bound else 200
        return render(request, "portal/enterprise_invite.html", context, status=status)
    subject = choose.cleaned_data["subject"]

    def page(failed: Failed) -> HttpResponse:
        shown = {"subject": subject, "form": failed.form, "failed": failed, "now": request.now}
        status = failed.status if request.method == "POST" else 200
        return render(request, "portal/enterprise_invite.html", context | shown, status=status)

    if request.method != "POST":
        return page(Failed(form=InviteForm(enterprise=enterprise, subject=subject)))
    return attempt(
        request,
        operations.invite,
        InviteForm(request.POST, enterprise=enterprise, subject=subject),
        given={"subject_id": subject.pk},
        again=page,
        done=lambda made: f"{made.number} 已发给{subject.name}，等待答复。",
        to=lambda made: reverse("enterprise_invitations"),
    )
