"""Check-ups invited and offered, and what an enterprise says to a coming visit or to those at its gate."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from ninja import Field, Router, Schema

from jingwei.inspections import operations
from jingwei.inspections.doors.invitations import (
    INVITATION,
    INVITATION_TOLD,
    INVITATIONS,
    NEW,
    InvitationOut,
    invitation_out,
)
from jingwei.inspections.doors.refusals import REFUSALS
from jingwei.inspections.models import Booking
from jingwei.inspections.queries import list_told_visits
from jingwei.inspections.terms import BookingState
from jingwei.registry.members import require
from jingwei.registry.terms import Role
from jingwei.web.bodies import Code, DoneOut, Id, Ids, Text, Word
from jingwei.web.requests import ActorRequest

TIME = "/inspections/{id:inspection_id}/time"
CONTACT = (Role.ENTERPRISE_CONTACT,)


class OfferIn(Schema):
    """A check-up that a department offers."""

    site_id: Id = Field(description="场所编号")
    matter: Text = Field(description="检查内容", max_length=300)
    item_ids: Ids = Field(default_factory=list, description="检查事项编号")
    preferred: Text = Field("", description="方便的时间", max_length=120)


class InviteIn(OfferIn):
    """A check-up that an enterprise asks for."""

    subject_id: Id = Field(description="检查主体编号")


class OtherTimeIn(Schema):
    """When it would suit better."""

    words: Text = Field(description="希望的时间", max_length=200)


class EnterpriseRefusalIn(Schema):
    """Somebody whom the enterprise lets not in."""

    site_id: Id = Field(description="场所编号")
    numbers: list[Code] = Field(default_factory=list, description="来人出示的执法证号", max_length=8)
    organ: Text = Field("", description="来人自称的单位；没有出示证件的必填", max_length=80)
    words: Text = Field("", description="拒绝的理由；核验发现理由的可不填", max_length=200)


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
# Contacts have pages of their own for their enterprise; a program of theirs reads and answers at the same addresses.
INVITATIONS.of(roles=()).mount(router, "/invitations")
NEW.of(body=OfferIn, answer=INVITATION_TOLD).open(router, "/invitations/offer")
replace(
    INVITATION,
    roles=(),
    ids=("invitation_id",),
    acts={name: act.of(roles=(*act.roles, *CONTACT)) for name, act in INVITATION.acts.items()},
).mount(router, "/invitations/{id:invitation_id}", "邀约")
REFUSALS.mount(router, "/refusals")


@router.post("/invitations", response=InvitationOut, summary="企业邀请检查")
def invite(request: ActorRequest, data: InviteIn) -> Any:
    """Ask a department to come, as the enterprise's contact, whose page of it is the portal's."""
    made = operations.invite(actor=request.actor, now=request.now, **data.dict())
    return invitation_out(request, made)


@router.get("/me/told-visits", response=BookingsOut, summary="已告知本企业的到访时间")
def told_visits(request: ActorRequest) -> BookingsOut:
    """Return the coming visits of which the contact's enterprise was told the time."""
    require(request.actor, Role.ENTERPRISE_CONTACT)
    return BookingsOut(bookings=[BookingOut.of(each) for each in list_told_visits(request.actor)])


@router.post(f"{TIME}/confirm", response=BookingOut, summary="确认到访时间")
def confirm_time(request: ActorRequest, inspection_id: Id) -> BookingOut:
    """Confirm the time of a coming visit."""
    return BookingOut.of(
        operations.confirm_time(inspection_id=inspection_id, actor=request.actor, now=request.now)
    )


@router.post(f"{TIME}/other", response=BookingOut, summary="希望改期")
def ask_other_time(request: ActorRequest, inspection_id: Id, data: OtherTimeIn) -> BookingOut:
    """Ask for another time."""
    return BookingOut.of(
        operations.ask_other_time(
            inspection_id=inspection_id, words=data.words, actor=request.actor, now=request.now
        )
    )


@router.post("/refusals", response=DoneOut, summary="企业登记拒绝检查")
def register_refusal(request: ActorRequest, data: EnterpriseRefusalIn) -> DoneOut:
    """Register that the enterprise lets somebody not in (R-SCAN-11)."""
    operations.register_refusal(actor=request.actor, now=request.now, **data.dict())
    return DoneOut(is_done=True)
