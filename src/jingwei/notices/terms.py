"""The words of circulars."""

from jingwei.platform.terms import Action
from jingwei.rulebook import Term


class PaperKind(Term):
    """The fifteen kinds of official paper (R-FMT-08); papers of enforcement are none of them."""

    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    ORDER = "order", "命令"
    COMMUNIQUE = "communique", "公报"
    PROCLAMATION = "proclamation", "公告"
    PUBLIC_NOTICE = "public_notice", "通告"
    OPINION = "opinion", "意见"
    CIRCULAR = "circular", "通知"
    RESULT_CIRCULAR = "result_circular", "通报"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"
    BILL = "bill", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"


class Purpose(Term):
    """What a circular is sent for."""

    GENERAL = "general", "一般"
    ESTABLISHMENT_CHECK = "establishment_check", "编制核对"
    MONTHLY = "monthly", "月报"
    TRAINING = "training", "培训"
    SELF_CHECK = "self_check", "自查"
    FILE_REVIEW = "file_review", "案卷评查"


class Wanted(Term):
    """What a circular asks its recipients for."""

    RECEIPT = "receipt", "只签收"
    TEXT = "text", "文字回复"
    SHEET = "sheet", "报表格"
    NUMBERS = "numbers", "填数字"


class CircularState(Term):
    """Where a circular stands."""

    DRAFT = "draft", "草稿"
    ISSUED = "issued", "进行中"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class RecipientState(Term):
    """Where one recipient stands with a circular."""

    SENT = "sent", "待签收"
    RECEIVED = "received", "待回复"
    ANSWERED = "answered", "已回复"
    SENT_BACK = "sent_back", "退回重报"


class Standing(Term):
    """How a recipient stands with the due day, as the lamps of the board show it."""

    OVERDUE = "overdue", "逾期"
    DUE_SOON = "due_soon", "将到期"
    UNRECEIVED = "unreceived", "待签收"
    WAITING = "waiting", "待回复"
    DONE = "done", "已回复"


class NoticeAction(Action):
    """Acts on circulars, with the sentence that the log shows."""

    DRAFTED = "notices.circular.drafted", "起草通知", "{actor}起草《{title}》，发{count}家"
    CHANGED = "notices.circular.changed", "修改通知", "{actor}修改《{title}》草稿，发{count}家"
    ISSUED = "notices.circular.issued", "签发通知", "{actor}签发{number}《{title}》，发{count}家"
    WITHDRAWN = "notices.circular.withdrawn", "撤回通知", "{actor}撤回《{title}》：{reason}"
    CLOSED = "notices.circular.closed", "办结通知", "{actor}办结{number}，已回复{done}家，未回复{open}家"
    RECEIVED = "notices.circular.received", "签收通知", "{actor}为{subject}签收{number}"
    ANSWERED = "notices.circular.answered", "回复通知", "{actor}为{subject}回复{number}{late}"
    SENT_BACK = "notices.answer.sent_back", "退回回复", "{actor}退回{subject}对{number}的回复：{reason}"
    REMINDED = "notices.recipient.reminded", "催办", "{actor}就{number}催办{count}家：{subjects}"
