"""The words of check-ups that an enterprise invites or is offered, and of times agreed with it (R-JNT-04)."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class InvitedBy(Term):
    """Who came up with a check-up."""

    ENTERPRISE = "enterprise", "企业邀请"
    SUBJECT = "subject", "主体提供"


class InvitationState(Term):
    """Where an invitation stands."""

    OPEN = "open", "待答复"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已谢绝"
    TAKEN_BACK = "taken_back", "已撤回"
    USED = "used", "已安排检查"


class BookingState(Term):
    """What the enterprise says to the time of a coming visit."""

    TOLD = "told", "已告知"
    CONFIRMED = "confirmed", "企业已确认"
    OTHER_TIME = "other_time", "企业希望改期"


class InvitationAction(Action):
    """Acts on invitations and bookings, with the sentence that the log shows."""

    INVITED = "inspections.invitation.invited", "邀请检查", "{actor}邀请{subject}到{site}检查：{matter}"
    OFFERED = "inspections.invitation.offered", "提供体检式检查", "{actor}向{enterprise}提供检查：{matter}"
    ACCEPTED = "inspections.invitation.accepted", "接受邀约", "{actor}接受邀约{number}"
    DECLINED = "inspections.invitation.declined", "谢绝邀约", "{actor}谢绝邀约{number}：{reason}"
    TAKEN_BACK = "inspections.invitation.taken_back", "撤回邀约", "{actor}撤回邀约{number}"
    TIME_CONFIRMED = "inspections.booking.confirmed", "确认到访时间", "{actor}确认{number}的到访时间"
    OTHER_TIME_ASKED = "inspections.booking.other_time", "希望改期", "{actor}希望{number}改期：{words}"
    REFUSED_BY_ENTERPRISE = (
        "inspections.refusal.registered",
        "登记企业拒绝检查",
        "{enterprise}拒绝{subject}检查：{ground}",
    )
