"""The words of inspections across districts, and of letters of assistance (R-PRO-09, R-FORM-37)."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class LetterDirection(Term):
    """Whether we ask for assistance or are asked."""

    OUTGOING = "outgoing", "发函"
    INCOMING = "incoming", "来函"


class LetterState(Term):
    """Where a letter of assistance stands."""

    SENT = "sent", "待复函"
    AGREED = "agreed", "同意协助"
    REFUSED = "refused", "不予协助"
    ENDED = "ended", "已办结"


class LetterAction(Action):
    """Acts on letters of assistance and on outsiders' inspections, with the sentence that the log shows."""

    SENT = "inspections.letter.sent", "发协助函", "{actor}就{enterprise}向{organ}发协助函（{number}）"
    REGISTERED = (
        "inspections.letter.registered",
        "登记来函",
        "{actor}登记{organ}就{enterprise}的协助函（{number}）",
    )
    REPLIED = "inspections.letter.replied", "复函", "{actor}就协助函{number}答复：{reply}"
    REPLY_ENTERED = (
        "inspections.letter.reply_entered",
        "登记复函",
        "{actor}登记{organ}对{number}的答复：{reply}",
    )
    ENDED = "inspections.letter.ended", "办结协助", "{actor}办结协助函{number}"
    OUTSIDERS_REPORTED = (
        "inspections.outsiders.reported",
        "登记异地检查",
        "{actor}登记{organ}于{day}到{enterprise}检查",
    )
