"""Check-ups invited and offered, and what an enterprise says to a coming visit or to those at its gate."""

from datetime import datetime

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.inspections import operations
from jingwei.inspections.models import Booking, Invitation
from jingwei.inspections.queries import get_invitation, list_invitations, list_told_visits
from jingwei.inspections.terms import BookingState, InvitationState, InvitedBy
from jingwei.registry.members import require
from jingwei.registry.terms import Role
from jingwei.web.bodies import Code, DoneOut, Id, Ids, ReasonIn, Text, Word, page_of
from jingwei.web.requests import ActorRequest

ONE = "/invitations/{id:invitation_id}"
TIME = "/inspections/{id:inspection_id}/time"


class OfferIn(Schema):
    """A check-up that a department offers."""

    site_id: Id = Field(description="场所编号")
    matter: Text = Field(description="检查内容", max_length=300)
    item_ids: Ids = Field(default_factory=list, description="检查事项编号")
    preferred: Text = Field("", description="方便的时间", max_length=120)


class InviteIn(OfferIn):
    """A check-up that an enterprise asks for."""

    subject_id: Id = Field(description="检查主体编号")


class AnswerIn(Schema):
    """The words that go with yes."""

    answer: Text = Field("", description="答复", max_length=200)


class OtherTimeIn(Schema):
    """When it would suit better."""

    words: Text = Field(description="希望的时间", max_length=200)


class EnterpriseRefusalIn(Schema):
    """Somebody whom the enterprise lets not in."""

    site_id: Id = Field(description="场所编号")
    numbers: list[Code] = Field(default_factory=list, description="来人出示的执法证号", max_length=8)
    organ: Text = Field("", description="来人自称的单位；没有出示证件的必填", max_length=80)
    words: Text = Field("", description="拒绝的理由；核验发现理由的可不填", max_length=200)


class InvitationOut(Schema):
    """An invitation or an offer."""

    id: int = Field(description="编号")
    number: str = Field(description="文号")
    by: Word = Field(description="发起")
    subject: str = Field(description="检查主体")
    enterprise: str = Field(description="企业")
    site: str = Field(description="场所")
    matter: str = Field(description="内容")
    preferred: str = Field(description="方便的时间")
    state: Word = Field(description="状态")
    made_at: datetime = Field(description="发起时间")
    answered_at: datetime | None = Field(description="答复时间")
    answer: str = Field(description="答复")

    @classmethod
    def of(cls, invitation: Invitation) -> "InvitationOut":
        """Return the answer for a row."""
        return cls(
            id=invitation.pk,
            number=invitation.number,
            by=Word.of(InvitedBy(invitation.by)),
            subject=invitation.subject.name,
            enterprise=invitation.site.enterprise.name,
            site=invitation.site.name,
            matter=invitation.matter,
            preferred=invitation.preferred,
            state=Word.of(InvitationState(invitation.state)),
            made_at=invitation.made_at,
            answered_at=invitation.answered_at,
            answer=invitation.answer,
        )


class InvitationsOut(Schema):
    """A page of invitations, newest first."""

    count: int = Field(description="总数")
    invitations: list[InvitationOut] = Field(description="邀约")


class BookingOut(Schema):
    """The time of a coming visit as the enterprise was told."""

    inspection_id: int = Field(description="检查任务编号")
    number: str = Field(description="检查任务文号")
    planned_from: datetime = Field(description="拟检时间自")
    planned_until: datetime = Field(description="拟检时间至")
    state: Word = Field(description="企业意见")
    words: str = Field(description="希望的时间")

    @classmethod
    def of(cls, booking: Booking) -> "BookingOut":
        """Return the answer for a row."""
        return cls(
            inspection_id=booking.inspection_id,
            number=booking.inspection.number,
            planned_from=booking.inspection.planned_from,
            planned_until=booking.inspection.planned_until,
            state=Word.of(BookingState(booking.state)),
            words=booking.words,
        )


class BookingsOut(Schema):
    """The coming visits that the enterprise was told of."""

    bookings: list[BookingOut] = Field(description="已告知的到访时间，从近到远")


router = Router()


@router.get("/invitations", response=InvitationsOut, summary="邀约检查")
def invitations(request: ActorRequest, page: Query[int] = 1) -> InvitationsOut:
    """Return the invitations that the actor may see, a hundred a page."""
    found = list_invitations(request.actor)
    return InvitationsOut(
        count=found.count(), invitations=[InvitationOut.of(each) for each in page_of(found, page)]
    )


@router.get(ONE, response=InvitationOut, summary="一份邀约")
def invitation(request: ActorRequest, invitation_id: Id) -> InvitationOut:
    """Return one invitation that the actor may see."""
    return InvitationOut.of(get_invitation(request.actor, invitation_id))


@router.get("/me/told-visits", response=BookingsOut, summary="已告知本企业的到访时间")
def told_visits(request: ActorRequest) -> BookingsOut:
    """Return the coming visits of which the contact's enterprise was told the time."""
    require(request.actor, Role.ENTERPRISE_CONTACT)
    return BookingsOut(bookings=[BookingOut.of(each) for each in list_told_visits(request.actor)])


@router.post("/invitations", response=InvitationOut, summary="企业邀请检查")
def invite(request: ActorRequest, data: InviteIn) -> InvitationOut:
    """Ask a department to come, as the enterprise's contact."""
    return InvitationOut.of(operations.invite(actor=request.actor, now=timezone.now(), **data.dict()))


@router.post("/invitations/offer", response=InvitationOut, summary="向企业提供检查")
def offer(request: ActorRequest, data: OfferIn) -> InvitationOut:
    """Offer an enterprise a check-up, as a department's clerk."""
    return InvitationOut.of(operations.offer_check_up(actor=request.actor, now=timezone.now(), **data.dict()))


@router.post(f"{ONE}/accept", response=InvitationOut, summary="接受邀约")
def accept(request: ActorRequest, invitation_id: Id, data: AnswerIn) -> InvitationOut:
    """Accept what the other side invites to or offers."""
    return InvitationOut.of(
        operations.accept_invitation(
            invitation_id=invitation_id, answer=data.answer, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/decline", response=InvitationOut, summary="谢绝邀约")
def decline(request: ActorRequest, invitation_id: Id, data: ReasonIn) -> InvitationOut:
    """Decline, with a reason."""
    return InvitationOut.of(
        operations.decline_invitation(
            invitation_id=invitation_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/take-back", response=InvitationOut, summary="撤回邀约")
def take_back(request: ActorRequest, invitation_id: Id) -> InvitationOut:
    """Take back what was asked or offered."""
    return InvitationOut.of(
        operations.take_back_invitation(invitation_id=invitation_id, actor=request.actor, now=timezone.now())
    )


@router.post(f"{TIME}/confirm", response=BookingOut, summary="确认到访时间")
def confirm_time(request: ActorRequest, inspection_id: Id) -> BookingOut:
    """Confirm the time of a coming visit."""
    return BookingOut.of(
        operations.confirm_time(inspection_id=inspection_id, actor=request.actor, now=timezone.now())
    )


@router.post(f"{TIME}/other", response=BookingOut, summary="希望改期")
def ask_other_time(request: ActorRequest, inspection_id: Id, data: OtherTimeIn) -> BookingOut:
    """Ask for another time."""
    return BookingOut.of(
        operations.ask_other_time(
            inspection_id=inspection_id, words=data.words, actor=request.actor, now=timezone.now()
        )
    )


@router.post("/refusals", response=DoneOut, summary="企业登记拒绝检查")
def register_refusal(request: ActorRequest, data: EnterpriseRefusalIn) -> DoneOut:
    """Register that the enterprise lets somebody not in (R-SCAN-11)."""
    operations.register_refusal(actor=request.actor, now=timezone.now(), **data.dict())
    return DoneOut(is_done=True)
