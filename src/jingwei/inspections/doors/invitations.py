"""邀约检查: the list, one invitation with its answer, and offering a check-up."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from jingwei.inspections import operations
from jingwei.inspections.doors.sites import SitePage
from jingwei.inspections.invited import AnswerForm, OfferForm
from jingwei.inspections.models import Inspection, Invitation
from jingwei.inspections.queries import get_invitation, list_invitations
from jingwei.inspections.terms import InvitationState, InvitedBy
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.web.doors import (
    Acts,
    Button,
    Choice,
    Empty,
    Field,
    Listing,
    Moment,
    Search,
    Tally,
    Text,
    Title,
    Viewer,
    Word,
    answer_of,
    rows_of,
    schema_of,
    timeline,
)
from jingwei.web.doors.forms import ReasonForm

ANSWERERS = (Role.CLERK, Role.HEAD)
DECIDE = "decide"  # where the page puts the answer
COLOURS = {
    InvitationState.OPEN: "amber",
    InvitationState.ACCEPTED: "accent",
    InvitationState.USED: "green",
}
BY, STATE = Word("发起", "by", of=InvitedBy), Word("状态", "state", of=InvitationState, colours=COLOURS)
NUMBER, MATTER, MADE = (
    Text("编号", "number"),
    Text("内容", "matter", is_full=True),
    Moment("发起时间", "made_at"),
)
TOLD: tuple[Field, ...] = (
    NUMBER,
    BY,
    Text("检查主体", "subject.name", name="subject"),
    Text("企业", "site.enterprise.name", name="enterprise"),
    Text("统一社会信用代码", "site.enterprise.credit_code"),
    Text("场所", "site.name", name="site"),
    MATTER,
    Text("方便的时间", "preferred"),
    STATE,
    MADE,
    Moment("答复时间", "answered_at"),
    Text("答复", "answer"),
)
InvitationOut = schema_of("InvitationOut", TOLD, "An invitation or an offer.")


def invitation_out(request: Any, invitation: Invitation) -> Any:
    """Return an invitation as programs get it."""
    return answer_of(TOLD, invitation, Viewer(request.actor, request.now))


INVITATION_TOLD = (InvitationOut, invitation_out)
INVITATIONS = Listing(
    "invitation",
    "邀约检查",
    roles=STAFF,
    rows=list_invitations,
    crumbs=("计划与检查",),
    status="企业邀请或者单位提供的体检式检查，不计上限，一般问题指导在先",
    columns=(
        Title(
            "企业与内容",
            "site.enterprise.name",
            name="enterprise",
            order="site__enterprise__sort_key",
            link="invitation_detail",
            below=lambda row: f"{row.site.name}　{row.matter}",
        ),
        Text("检查主体", "subject.short_name", name="subject", order="subject__sort_key", roles=BUREAU),
        BY,
        Text("编号", "number", css="jw-nw is-gone"),
        MADE,
        Word("状态", "state", of=InvitationState, colours=COLOURS, css="jw-nw is-end"),
    ),
    filed=TOLD,
    filters=(
        Search(
            label="企业或内容",
            hint="名称、代码、编号、内容",
            paths=(
                "site__enterprise__name",
                "site__enterprise__credit_code",
                "site__enterprise__sort_key",
                "number",
                "matter",
            ),
        ),
        Choice("state", "状态", of=InvitationState),
        Choice("by", "发起", of=InvitedBy),
    ),
    tally=Tally("state", {InvitationState.OPEN: "amber"}, unit="份"),
    buttons=(Button("提供检查", "invitation_new", roles=(Role.CLERK,)),),
    empty=Empty(
        "还没有邀约",
        "企业在企业端邀请后列在这里；也可以主动",
        "invitation_new",
        "提供检查",
        roles=(Role.CLERK,),
        otherwise="企业在企业端邀请、单位主动提供的检查列在这里。",
    ),
)


def answer_in_words(invitation: Invitation) -> str:
    at = f"{Moment('', 'answered_at').show(invitation.answered_at)}　" if invitation.answered_at else ""
    return f"{at}{invitation.answer}".strip("　")


BESIDE: tuple[Field, ...] = (
    NUMBER,
    BY,
    Text("企业", "site.enterprise.name"),
    Text("检查主体", "subject.name"),
    Text("场所", lambda row: f"{row.site.name}　{row.site.address}", is_full=True),
    MATTER,
    Text(
        "检查事项",
        lambda row: "、".join(item.name for item in row.items.all()) or "没有指定",
        is_full=True,
    ),
    Text("方便的时间", lambda row: row.preferred or "没有写明"),
    MADE,
    Text("答复", answer_in_words, is_full=True),
)


def tasks_of(invitation: Invitation) -> list[Inspection]:
    return list(Inspection.objects.current().filter(invitation=invitation).order_by("id"))


def may_answer(invitation: Invitation, viewer: Viewer) -> bool:
    return invitation.state == InvitationState.OPEN and invitation.by == InvitedBy.ENTERPRISE


def may_take_back(invitation: Invitation, viewer: Viewer) -> bool:
    is_open = invitation.state in {InvitationState.OPEN, InvitationState.ACCEPTED}
    return is_open and invitation.by == InvitedBy.SUBJECT and not tasks_of(invitation)


def show_invitation(request: MemberRequest, invitation: Invitation) -> dict[str, Any]:
    """Return what the page of one invitation shows, with the inspection that came of it."""
    viewer, tasks = Viewer(request.actor, request.now), tasks_of(invitation)
    asked = urlencode({"site": invitation.site_id, "invitation": invitation.pk})
    is_agreed = invitation.state == InvitationState.ACCEPTED and not tasks
    return {
        "title": invitation.site.enterprise.name,
        "crumbs": [("计划与检查", ""), ("邀约检查", reverse("invitation_list")), (invitation.number, "")],
        "status": STATE.html(invitation, viewer),
        "rows": rows_of(BESIDE, invitation, viewer),
        "tasks": tasks,
        "request_url": f"{reverse('inspection_new')}?{asked}"
        if is_agreed and request.member.role in {Role.CLERK, Role.OFFICER}
        else "",
        "timeline": timeline(list_events_of("invitation", invitation.pk)),
    }


INVITATION = Acts(
    "invitation",
    find=get_invitation,
    show=show_invitation,
    template="inspections/invitation_detail.html",
    roles=STAFF,
    answer=INVITATION_TOLD,
)
INVITATION.act(
    "accept",
    operations.accept_invitation,
    ANSWERERS,
    AnswerForm,
    verb="接受",
    done="已接受，企业在企业端看得到。可以据此申请检查。",
    when=may_answer,
    place=DECIDE,
    is_main=True,
)
INVITATION.act(
    "decline",
    operations.decline_invitation,
    ANSWERERS,
    ReasonForm,
    verb="谢绝",
    title="谢绝邀约",
    done="已谢绝，理由已告知企业。",
    when=may_answer,
    prefix="decline",
    is_grave=True,
)
INVITATION.act(
    "take_back",
    operations.take_back_invitation,
    ANSWERERS,
    verb="撤回",
    title="撤回邀约",
    done="已撤回。",
    when=may_take_back,
    ask="撤回这份邀约？",
    warn="撤回后企业不能再接受，需要时另行提供。",
    is_grave=True,
)
NEW = SitePage(
    "invitation_new",
    operations.offer_check_up,
    (Role.CLERK,),
    OfferForm,
    title="提供检查",
    verb="发给企业",
    done="{0.number} 已发给企业，等待答复。",
    trail=(("invitation_list", "邀约检查"),),
    to=lambda invitation: reverse("invitation_detail", args=[invitation.pk]),
    back=lambda site: reverse("invitation_list"),
    crumbs=lambda site: [("计划与检查", ""), ("邀约检查", reverse("invitation_list")), ("提供检查", "")],
    given=lambda request, site: {"subject_id": request.member.subject_id or 0, "site": site},
    template="inspections/invitation_form.html",
)
