"""Letters of assistance sent and received, and what outsiders inspected here (R-PRO-09)."""

from datetime import date

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.inspections import operations
from jingwei.inspections.models import AssistanceLetter, OutsideInspection
from jingwei.inspections.operations import LetterDraft, LetterReceived, Visitor
from jingwei.inspections.queries import get_letter, list_letters, list_outsiders
from jingwei.inspections.terms import LetterDirection, LetterState
from jingwei.web.bodies import FileIn, Id, Ids, Text, Word, page_of
from jingwei.web.requests import ActorRequest

ONE = "/letters/{id:letter_id}"


class VisitorIn(Schema):
    """Somebody of another district's organ."""

    name: Text = Field(description="姓名", max_length=40)
    number: Text = Field("", description="执法证号", max_length=40)


class LetterIn(Schema):
    """A letter of ours."""

    organ: Text = Field(description="对方机关", max_length=80)
    matter: Text = Field(description="协助内容", max_length=300)
    first_on: date = Field(description="自")
    valid_to: date = Field(description="至，当天在内")
    item_ids: Ids = Field(description="检查事项编号")
    officer_ids: Ids = Field(description="前往人员编号")
    site_id: Id | None = Field(None, description="场所编号；企业不在名录的留空")
    place: Text = Field("", description="企业不在名录的，名称和地址", max_length=160)
    region_id: Id | None = Field(None, description="对方区划编号；选了场所的留空")


class LetterReceivedIn(Schema):
    """A letter of another district's organ."""

    organ: Text = Field(description="来函机关", max_length=80)
    number: Text = Field(description="来函文号", max_length=60)
    enterprise_id: Id = Field(description="企业编号")
    matter: Text = Field(description="请求协助的内容", max_length=300)
    sent_on: date = Field(description="来函日期")
    first_on: date = Field(description="自")
    valid_to: date = Field(description="至，当天在内")
    officers: list[VisitorIn] = Field(default_factory=list, description="来人", max_length=20)
    site_id: Id | None = Field(None, description="场所编号")
    region_id: Id | None = Field(None, description="来函机关区划编号")
    paper: FileIn | None = Field(None, description="来函扫描件")


class ReplyIn(Schema):
    """What the counterpart answered to a letter of ours."""

    agrees: bool = Field(description="是否同意")
    reply: Text = Field("", description="复函内容；不同意的必填", max_length=300)
    reply_number: Text = Field(description="复函文号", max_length=60)
    replied_on: date = Field(description="复函日期")


class LetterAnswerIn(Schema):
    """The head's answer to a letter received."""

    agrees: bool = Field(description="是否同意协助")
    reply: Text = Field("", description="答复内容；不同意的必填", max_length=300)


class OutsidersIn(Schema):
    """An inspection that an organ of another district made here."""

    organ: Text = Field(description="异地机关", max_length=80)
    matter: Text = Field(description="检查内容", max_length=300)
    performed_on: date = Field(description="检查日期")
    officers: list[VisitorIn] = Field(default_factory=list, description="来人", max_length=20)
    enterprise_id: Id | None = Field(None, description="企业编号；企业自己登记的留空")
    site_id: Id | None = Field(None, description="场所编号")
    letter_id: Id | None = Field(None, description="来函编号；留空时由系统查找")


class LetterOut(Schema):
    """A letter of assistance."""

    id: int = Field(description="编号")
    direction: Word = Field(description="方向")
    number: str = Field(description="文号")
    subject: str = Field(description="本区主体")
    organ: str = Field(description="对方机关")
    enterprise: str = Field(description="企业；不在名录的为空")
    place: str = Field(description="场所或地点")
    matter: str = Field(description="协助内容")
    officers: list[VisitorIn] = Field(description="人员")
    first_on: date = Field(description="自")
    valid_to: date = Field(description="至，当天在内")
    state: Word = Field(description="状态")
    sent_on: date = Field(description="发函日期")
    reply: str = Field(description="复函内容")
    reply_number: str = Field(description="复函文号")
    replied_on: date | None = Field(description="复函日期")

    @classmethod
    def of(cls, letter: AssistanceLetter) -> "LetterOut":
        """Return the answer for a row."""
        return cls(
            id=letter.pk,
            direction=Word.of(LetterDirection(letter.direction)),
            number=letter.number,
            subject=letter.subject.name,
            organ=letter.organ,
            enterprise=letter.enterprise.name if letter.enterprise else "",
            place=letter.site.name if letter.site else letter.place,
            matter=letter.matter,
            officers=[VisitorIn(**each) for each in letter.officers],
            first_on=letter.first_on,
            valid_to=letter.valid_to,
            state=Word.of(LetterState(letter.state)),
            sent_on=letter.sent_on,
            reply=letter.reply,
            reply_number=letter.reply_number,
            replied_on=letter.replied_on,
        )


class LettersOut(Schema):
    """A page of letters, newest first."""

    count: int = Field(description="总数")
    letters: list[LetterOut] = Field(description="协助函")


class OutsidersOut(Schema):
    """An inspection by outsiders."""

    id: int = Field(description="编号")
    organ: str = Field(description="异地机关")
    enterprise: str = Field(description="企业")
    matter: str = Field(description="检查内容")
    performed_on: date = Field(description="检查日期")
    officers: list[VisitorIn] = Field(description="来人")
    letter: str = Field(description="协助函文号；没有的为空")

    @classmethod
    def of(cls, outside: OutsideInspection) -> "OutsidersOut":
        """Return the answer for a row."""
        return cls(
            id=outside.pk,
            organ=outside.organ,
            enterprise=outside.enterprise.name,
            matter=outside.matter,
            performed_on=outside.performed_on,
            officers=[VisitorIn(**each) for each in outside.officers],
            letter=outside.letter.number if outside.letter else "",
        )


class OutsidersPageOut(Schema):
    """A page of inspections by outsiders, newest first."""

    count: int = Field(description="总数")
    outsiders: list[OutsidersOut] = Field(description="异地检查")


router = Router()


@router.get("/letters", response=LettersOut, summary="本单位发出和收到的协助函")
def letters(request: ActorRequest, page: Query[int] = 1) -> LettersOut:
    """Return the letters that the actor may see, a hundred a page."""
    found = list_letters(request.actor)
    return LettersOut(count=found.count(), letters=[LetterOut.of(each) for each in page_of(found, page)])


@router.get(ONE, response=LetterOut, summary="一份协助函")
def letter(request: ActorRequest, letter_id: Id) -> LetterOut:
    """Return one letter that the actor may see."""
    return LetterOut.of(get_letter(request.actor, letter_id))


@router.get("/outsiders", response=OutsidersPageOut, summary="异地机关到本区企业的检查")
def outsiders(request: ActorRequest, page: Query[int] = 1) -> OutsidersPageOut:
    """Return the inspections by outsiders that the actor may see, a hundred a page."""
    found = list_outsiders(request.actor)
    return OutsidersPageOut(
        count=found.count(), outsiders=[OutsidersOut.of(each) for each in page_of(found, page)]
    )


@router.post("/letters", response=LetterOut, summary="发协助函")
def send_letter(request: ActorRequest, data: LetterIn) -> LetterOut:
    """Ask the counterpart of another district for assistance."""
    return LetterOut.of(
        operations.send_letter(letter=LetterDraft(**data.dict()), actor=request.actor, now=timezone.now())
    )


@router.post("/letters/received", response=LetterOut, summary="登记来函")
def register_letter(request: ActorRequest, data: LetterReceivedIn) -> LetterOut:
    """Register the letter of another district's organ."""
    given = data.dict(exclude={"officers", "paper"})
    received = LetterReceived(
        **given,
        officers=[Visitor(each.name, each.number) for each in data.officers],
        paper=(data.paper.name, data.paper.read()) if data.paper else None,
    )
    return LetterOut.of(operations.register_letter(letter=received, actor=request.actor, now=timezone.now()))


@router.post(f"{ONE}/reply", response=LetterOut, summary="登记复函")
def enter_reply(request: ActorRequest, letter_id: Id, data: ReplyIn) -> LetterOut:
    """Enter the counterpart's answer to a letter of ours."""
    return LetterOut.of(
        operations.enter_reply(letter_id=letter_id, actor=request.actor, now=timezone.now(), **data.dict())
    )


@router.post(f"{ONE}/answer", response=LetterOut, summary="答复来函")
def answer_letter(request: ActorRequest, letter_id: Id, data: LetterAnswerIn) -> LetterOut:
    """Answer a letter received, as head."""
    return LetterOut.of(
        operations.answer_letter(letter_id=letter_id, actor=request.actor, now=timezone.now(), **data.dict())
    )


@router.post(f"{ONE}/end", response=LetterOut, summary="办结协助")
def end_letter(request: ActorRequest, letter_id: Id) -> LetterOut:
    """End the assistance."""
    return LetterOut.of(operations.end_letter(letter_id=letter_id, actor=request.actor, now=timezone.now()))


@router.post("/outsiders", response=OutsidersOut, summary="登记异地机关的检查")
def report_outsiders(request: ActorRequest, data: OutsidersIn) -> OutsidersOut:
    """Note that an organ of another district inspected an enterprise here."""
    given = data.dict(exclude={"officers"})
    people = [Visitor(each.name, each.number) for each in data.officers]
    return OutsidersOut.of(
        operations.report_outsiders(officers=people, actor=request.actor, now=timezone.now(), **given)
    )
