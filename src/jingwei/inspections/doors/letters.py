"""协助函: the list, one letter with what is to be done, sending one, registering one that came."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from ninja import Field as Described
from ninja import Schema

from jingwei.inspections import operations
from jingwei.inspections.assistance import AnswerForm, ReceiveForm, ReplyForm, SendForm
from jingwei.inspections.assistance_papers import letter_document, place_of, reply_document
from jingwei.inspections.doors.people import People, VisitorIn
from jingwei.inspections.doors.sites import SitePage
from jingwei.inspections.models import AssistanceLetter
from jingwei.inspections.operations import LetterDraft, LetterReceived
from jingwei.inspections.queries import get_letter, list_letters
from jingwei.inspections.terms import LetterDirection, LetterState
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.model import Document
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.web.bodies import FileIn, Id, Ids
from jingwei.web.bodies import Text as Words
from jingwei.web.doors import (
    Acts,
    Button,
    Choice,
    Day,
    Empty,
    Field,
    Listing,
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
from jingwei.web.downloads import stored_file

WRITERS = (Role.CLERK, Role.HEAD)
TRAIL = (("letter_list", "协助函"),)
DECIDE = "decide"  # where the page puts the answer that a letter waits for
COLOURS = {LetterState.SENT: "amber", LetterState.AGREED: "green", LetterState.REFUSED: "red"}
NUMBER, ORGAN = Text("文号", "number"), Text("对方机关", "organ")
DIRECTION = Word("方向", "direction", of=LetterDirection)
MATTER, PEOPLE = Text("协助内容", "matter", is_full=True), People("人员", "officers", is_full=True)
FIRST, LAST, SENT = Day("自", "first_on"), Day("至", "valid_to"), Day("发函日期", "sent_on")
STATE = Word("状态", "state", of=LetterState, colours=COLOURS, css="jw-nw is-end")
REPLY = Text("复函内容", "reply", is_full=True, is_optional=True)
REPLY_NUMBER, REPLIED = Text("复函文号", "reply_number"), Day("复函日期", "replied_on")
TOLD: tuple[Field, ...] = (
    DIRECTION,
    NUMBER,
    Text("本区主体", "subject.name", name="subject"),
    ORGAN,
    Text(
        "企业；不在名录的为空", lambda row: row.enterprise.name if row.enterprise else "", name="enterprise"
    ),
    Text("场所或地点", lambda row: row.site.name if row.site else row.place, name="place"),
    MATTER,
    PEOPLE,
    FIRST,
    LAST,
    STATE,
    SENT,
    REPLY,
    REPLY_NUMBER,
    REPLIED,
)
LetterOut = schema_of("LetterOut", TOLD, "A letter of assistance.")


def letter_out(request: Any, letter: AssistanceLetter) -> Any:
    """Return a letter as programs get it."""
    return answer_of(TOLD, letter, Viewer(request.actor, request.now))


LETTER_TOLD = (LetterOut, letter_out)
LETTERS = Listing(
    "letter",
    "协助函",
    roles=STAFF,
    rows=list_letters,
    crumbs=("计划与检查",),
    status="到辖区外检查先发函，取得同意后在函定的期限、对象、事项内办理",
    columns=(
        Title("对方机关与对象", "organ", link="letter_detail", below=place_of),
        DIRECTION,
        Text("本区主体", "subject.short_name", name="subject", order="subject__sort_key", roles=BUREAU),
        Text("文号", "number", css="jw-nw is-gone"),
        Text(
            "期限",
            lambda row: f"{row.first_on} 至 {row.valid_to:%m-%d}",
            name="first_on",
            order="first_on",
            css="jw-nw",
        ),
        STATE,
    ),
    filed=TOLD,
    filters=(
        Search(
            label="机关、企业或文号",
            hint="机关、企业、文号",
            paths=(
                "organ",
                "number",
                "place",
                "enterprise__name",
                "enterprise__credit_code",
                "enterprise__sort_key",
            ),
        ),
        Choice("direction", "方向", of=LetterDirection),
        Choice("state", "状态", of=LetterState),
    ),
    tally=Tally("state", {LetterState.SENT: "amber"}, unit="份"),
    buttons=(
        Button("登记来函", "letter_register", roles=WRITERS, is_main=False),
        Button("发协助函", "letter_new", roles=WRITERS),
    ),
    empty=Empty(
        "还没有协助函",
        "需要到辖区以外检查的，先向企业所在地同级部门",
        "letter_new",
        "发协助函",
        roles=WRITERS,
        otherwise="各单位发往外地的函和收到的来函列在这里。",
    ),
)


def is_ours(letter: AssistanceLetter) -> bool:
    return letter.direction == LetterDirection.OUTGOING


def items_in_words(letter: AssistanceLetter) -> str:
    return "、".join(item.name for item in letter.items.all())


def reply_in_words(letter: AssistanceLetter) -> str:
    return f"{letter.reply_number}　{letter.replied_on}" if letter.replied_on else ""


BESIDE: tuple[Field, ...] = (
    NUMBER,
    DIRECTION,
    Text("本区主体", "subject.name"),
    ORGAN,
    Text("对象", place_of, is_full=True),
    MATTER,
    Text("检查事项", items_in_words, is_full=True, is_optional=True),
    PEOPLE,
    Text("期限", lambda row: f"{row.first_on} 至 {row.valid_to}", hint=lambda row: "最后一天也在内"),
    SENT,
    Text("复函", reply_in_words, is_optional=True),
    REPLY,
)


def is_own(letter: AssistanceLetter, viewer: Viewer) -> bool:
    return getattr(viewer.actor, "subject_id", None) == letter.subject_id


def awaits_answer(letter: AssistanceLetter, viewer: Viewer) -> bool:
    return letter.state == LetterState.SENT and is_own(letter, viewer)


def may_end(letter: AssistanceLetter, viewer: Viewer) -> bool:
    runs = letter.state == LetterState.AGREED and letter.first_on <= viewer.today
    return runs and is_own(letter, viewer)


def show_letter(request: MemberRequest, letter: AssistanceLetter) -> dict[str, Any]:
    """Return what the page of a letter shows, with what was inspected by it."""
    viewer = Viewer(request.actor, request.now)
    asked = urlencode({"site": letter.site_id or 0, "letter": letter.pk})
    may_request = is_ours(letter) and letter.site is not None and letter.covers(viewer.today)
    return {
        "title": letter.organ,
        "crumbs": [("计划与检查", ""), ("协助函", reverse("letter_list")), (letter.number, "")],
        "rows": rows_of(BESIDE, letter, viewer),
        "direction": LetterDirection(letter.direction),
        "state": STATE.html(letter, viewer),
        "paper_title": "协助函" if is_ours(letter) else "复函" if letter.replied_on else "",
        "is_ours": is_ours(letter),
        "tasks": list(letter.tasks.order_by("id")),
        "outside": list(letter.inspections.select_related("enterprise").order_by("performed_on")),
        "request_url": f"{reverse('inspection_new')}?{asked}"
        if may_request and request.member.role in {Role.CLERK, Role.OFFICER}
        else "",
        "timeline": timeline(list_events_of("assistanceletter", letter.pk)),
    }


def paper_of(request: MemberRequest, letter: AssistanceLetter) -> Document:
    """Return our letter, or our reply to one received. Raises Http404 before that."""
    if is_ours(letter):
        return letter_document(letter)
    if letter.replied_on is None:
        raise Http404
    return reply_document(letter)


class ReplyIn(Schema):
    """What the counterpart answered to a letter of ours."""

    agrees: bool = Described(description="是否同意")
    reply: Words = Described("", description="复函内容；不同意的必填", max_length=300)
    reply_number: Words = Described(description="复函文号", max_length=60)
    replied_on: date = Described(description="复函日期")


class LetterAnswerIn(Schema):
    """The head's answer to a letter received."""

    agrees: bool = Described(description="是否同意协助")
    reply: Words = Described("", description="答复内容；不同意的必填", max_length=300)


LETTER = Acts(
    "letter",
    find=get_letter,
    show=show_letter,
    template="inspections/letter_detail.html",
    roles=STAFF,
    answer=LETTER_TOLD,
    paper=paper_of,
)
LETTER.act(
    "reply",
    operations.enter_reply,
    WRITERS,
    ReplyForm,
    verb="登记复函",
    done="复函已登记。",
    when=lambda letter, viewer: awaits_answer(letter, viewer) and is_ours(letter),
    given=lambda request, letter: {"initial": {"replied_on": local_date(request.now)}},
    body=ReplyIn,
    place=DECIDE,
    is_main=True,
)
LETTER.act(
    "answer",
    operations.answer_letter,
    (Role.HEAD,),
    AnswerForm,
    verb="答复",
    title="答复来函",
    done="已答复。下载复函送达来函机关。",
    when=lambda letter, viewer: awaits_answer(letter, viewer) and not is_ours(letter),
    ask="答复{0.organ}？",
    warn="答复后给文号，不能再改。",
    body=LetterAnswerIn,
    place=DECIDE,
    is_main=True,
)
LETTER.act(
    "end",
    operations.end_letter,
    WRITERS,
    verb="办结",
    done="已办结，明天起不再适用。",
    when=may_end,
    ask="办结这份协助函？",
    warn="协助事项办完的，办结后自明天起不能再据此检查。",
)


class LetterIn(Schema):
    """A letter of ours."""

    organ: Words = Described(description="对方机关", max_length=80)
    matter: Words = Described(description="协助内容", max_length=300)
    first_on: date = Described(description="自")
    valid_to: date = Described(description="至，当天在内")
    item_ids: Ids = Described(description="检查事项编号")
    officer_ids: Ids = Described(description="前往人员编号")
    site_id: Id | None = Described(None, description="场所编号；企业不在名录的留空")
    place: Words = Described("", description="企业不在名录的，名称和地址", max_length=160)
    region_id: Id | None = Described(None, description="对方区划编号；选了场所的留空")

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``send_letter``."""
        return {"letter": LetterDraft(**self.dict())}


class LetterReceivedIn(Schema):
    """A letter of another district's organ."""

    organ: Words = Described(description="来函机关", max_length=80)
    number: Words = Described(description="来函文号", max_length=60)
    enterprise_id: Id = Described(description="企业编号")
    matter: Words = Described(description="请求协助的内容", max_length=300)
    sent_on: date = Described(description="来函日期")
    first_on: date = Described(description="自")
    valid_to: date = Described(description="至，当天在内")
    officers: list[VisitorIn] = Described(default_factory=list, description="来人", max_length=20)
    site_id: Id | None = Described(None, description="场所编号")
    region_id: Id | None = Described(None, description="来函机关区划编号")
    paper: FileIn | None = Described(None, description="来函扫描件")

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``register_letter``."""
        given = self.dict(exclude={"officers", "paper"})
        people = [each.as_visitor() for each in self.officers]
        paper = (self.paper.name, self.paper.read()) if self.paper else None
        return {"letter": LetterReceived(**given, officers=people, paper=paper)}


def own_subject(request: MemberRequest) -> Subject:
    return get_object_or_404(Subject, pk=request.member.subject_id or 0)


def at_letter(letter: AssistanceLetter) -> str:
    return reverse("letter_detail", args=[letter.pk])


def crumbs_of(verb: str) -> list[tuple[str, str]]:
    return [("计划与检查", ""), ("协助函", reverse("letter_list")), (verb, "")]


NEW = SitePage(
    "letter_new",
    operations.send_letter,
    WRITERS,
    SendForm,
    title="发协助函",
    verb="发函",
    done="{0.number} 已发出。下载函件送达，收到答复后登记复函。",
    trail=TRAIL,
    otherwise=("?place=1", "企业不在名录，直接写明地点"),
    beyond=lambda request: own_subject(request).jurisdiction,
    to=at_letter,
    back=lambda site=None: reverse("letter_list"),
    crumbs=lambda site=None: crumbs_of("发协助函"),
    given=lambda request, site: {"subject": own_subject(request), "site": site},
    body=LetterIn,
    answer=LETTER_TOLD,
    template="inspections/site_form.html",
)
REGISTER = SitePage(
    "letter_register",
    operations.register_letter,
    WRITERS,
    ReceiveForm,
    title="登记来函",
    verb="登记",
    done="{0.organ}的来函已登记，由本单位负责人答复。",
    trail=TRAIL,
    to=at_letter,
    back=lambda site: reverse("letter_list"),
    crumbs=lambda site: crumbs_of("登记来函"),
    given=lambda request, site: {"site": site},
    body=LetterReceivedIn,
    answer=LETTER_TOLD,
    template="inspections/site_form.html",
)


@require_safe
@member_required(*STAFF)
def letter_file(request: MemberRequest, letter_id: int) -> HttpResponse:
    """Answer the scan of a letter received."""
    letter = get_letter(request.actor, letter_id)
    if letter.paper is None:
        raise Http404
    return stored_file(letter.paper)
