"""规则: the rulebook for everybody, and the bureau's entries of dated numbers."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from ninja import Field, Schema

from jingwei.platform.actors import Actor
from jingwei.platform.errors import Mistake
from jingwei.platform.models import AuditEvent, DatedNumber
from jingwei.portal.doors.accounts import SUPERVISORS
from jingwei.portal.forms.rules import NumberForm
from jingwei.portal.operations import approve_rule_number, enter_rule_number
from jingwei.portal.queries import rulebook
from jingwei.portal.queries.rulebook import BookLine, NumberRow
from jingwei.registry.doors import MemberRequest
from jingwei.registry.terms import Role
from jingwei.rulebook import Rule, all_rules
from jingwei.rulebook.rules import KIND_LABELS
from jingwei.web.doors import (
    BODY,
    ROW,
    Acts,
    Choice,
    Day,
    Drawn,
    Each,
    Empty,
    Listing,
    Moment,
    Number,
    Search,
    Table,
    Text,
    Title,
    Viewer,
    rows_of,
)
from jingwei.web.gallery import draw


def find_rule(actor: Actor, code: str) -> Rule:
    """Return a rule of the book."""
    try:
        return all_rules()[code]
    except KeyError:
        raise Http404 from None


def find_number(actor: Actor, code: str, datednumber_id: int) -> DatedNumber:
    """Return a value that was entered for the rule. Raises Mistake where there is none."""
    found = DatedNumber.objects.filter(pk=datednumber_id, rule=code).first()
    if found is None:
        raise Mistake(f"规则 {code} 没有录入过这个数值", "从规则页上选择待批准的数值", "datednumber_id")
    return found


def moments(rule: Rule) -> str:
    return "、".join(moment.label for moment in rule.moments)


def content(rule: Rule) -> str:
    """Return the docstring's first sentence, which is the rule in Chinese; what follows speaks to programmers."""
    return rule.explanation.partition("\n\n")[0].replace("\n", "")


def holds(rule: Rule) -> str:
    return f"{rule.since} 起" + (f"，至 {rule.until}（不含）" if rule.until else "")


def source(row: NumberRow) -> str:
    return row.source if row.is_verified else f"{row.source}（依据待核）"


def entered_by(row: NumberRow) -> str:
    if row.entry is None:
        return ""
    approved = f"，{row.entry.approved_by}批准" if row.entry.approved_by else ""
    return f"{row.entry.entered_by}录入{approved}"


def standing(row: NumberRow) -> SafeString | str:
    if row.waits:
        return draw("tag", {"text": "待批准", "colour": "amber"})
    return draw("tag", {"text": "现行", "colour": "green"}) if row.binds else ""


def refused_at(event: AuditEvent) -> str:
    if event.target_kind == "inspection" and event.target_id:
        return reverse("inspection_detail", args=[event.target_id])
    return ""


CONTENT = (Text("要求", content),)
IN_FORCE = (
    Text("类别", rulebook.label_of_kind, name="kind"),
    Text("时机", moments),
    Text("后果", rulebook.label_of_consequence, name="consequence"),
    Text("适用", holds),
)
NUMBERS = Table(
    columns=(
        Text("自", lambda row: row.valid_from or "起初", name="valid_from", css="jw-nw"),
        Day("至（不含）", "valid_until"),
        Text("数值", "value", css="jw-num"),
        Text("地区", lambda row: row.region or "全国", name="region", css="jw-nw"),
        Text("来源", source, below=entered_by, css="is-wide"),
        Drawn("状态", standing, css="jw-nw is-end"),
    ),
    part=lambda row: row.entry,
)
REFUSALS = Table(
    columns=(
        Title(
            "谁",
            lambda event: f"{event.actor_office}{event.actor_name}",
            link=refused_at,
            below="sentence",
        ),
        Moment("时间", "at", css="jw-num"),
    ),
    empty=Empty("这条规则还没有拒绝过", "被它拒绝的申请、审批和扫码会列在这里。"),
)


def show_rule(request: MemberRequest, rule: Rule) -> dict[str, Any]:
    """Return what the law asks, where it says so, its numbers by date, how often it refused."""
    viewer = Viewer(request.actor, request.now)
    year = viewer.today.year
    refused = {"label": f"{year} 年", "value": f"拒绝 {rulebook.count_refusals(year).get(rule.code, 0)} 次"}
    is_bureau = request.member.is_bureau
    return {
        "kind": rulebook.label_of_kind(rule),
        "content": rows_of(CONTENT, rule, viewer),
        "rows": [*rows_of(IN_FORCE, rule, viewer), refused],
        "numbers": [
            (series, NUMBERS.of(series.rows, viewer))
            for series in rulebook.list_numbers(rule, today=viewer.today)
        ],
        "refusals": REFUSALS.of(rulebook.list_refusals(rule.code), viewer) if is_bureau else None,
    }


class RuleOut(Schema):
    """A rule of the book."""

    code: str = Field(description="编号")
    title: str = Field(description="名称")
    kind: str = Field(description="类别")
    content: str = Field(description="要求")
    cites: list[str] = Field(description="依据")
    is_settled: bool = Field(description="依据已核对")


class RuleNumberOut(Schema):
    """A later value of a rule's number."""

    id: int = Field(description="编号")
    rule: str = Field(description="规则")
    name: str = Field(description="数值")
    value: int = Field(description="新值")
    is_approved: bool = Field(description="已批准")


def rule_out(request: MemberRequest, rule: Rule) -> Any:
    """Return a rule as programs get it."""
    return RuleOut(
        code=rule.code,
        title=rule.title,
        kind=rulebook.label_of_kind(rule),
        content=content(rule),
        cites=[str(each) for each in rule.cites],
        is_settled=rule.is_settled,
    )


def number_out(request: MemberRequest, number: DatedNumber) -> Any:
    """Return an entered value as programs get it."""
    return RuleNumberOut(
        id=number.pk,
        rule=number.rule,
        name=number.name,
        value=number.value,
        is_approved=number.approved_at is not None,
    )


RULE = Acts(
    "rule",
    page_name="rule_detail",
    find=find_rule,
    show=show_rule,
    template="portal/rule.html",
    roles=(),
    answer=(RuleOut, rule_out),
)
RULE.act(
    "numbers",
    enter_rule_number,
    (Role.SUPERVISION_LEAD,),
    NumberForm,
    verb="录入",
    title="录入新数值",
    done="已录入，由另一名监督人员批准后生效。",
    when=lambda rule: bool(rule.numbers),
    given=lambda request, rule: {"rule": rule},
    place=BODY,
    is_main=True,
    url_name="rule_number_enter",
)
NUMBER = Each(
    "datednumber",
    names="rule_number",
    whole=RULE,
    find=find_number,
    whole_of=lambda number: all_rules()[number.rule],
    parts_of=lambda rule, viewer: DatedNumber.objects.filter(rule=rule.code, approved_at=None),
)
NUMBER.act(
    "approve",
    approve_rule_number,
    SUPERVISORS,
    verb="批准",
    done="已批准，自所写日期起生效。",
    when=lambda number, viewer: number.entered_by_id != viewer.actor.account_id,
    ask="批准这个数值？",
    warn="批准后自所写日期起，全区按它判定。",
    place=ROW,
    answer=(RuleNumberOut, number_out),
)


def of_words(found: list[BookLine], text: str, viewer: Viewer) -> list[BookLine]:
    """Keep the rules whose code, name, text or citations hold the words."""
    return [each for each in found if text.strip().lower() in words_of(each.rule)]


def words_of(rule: Rule) -> str:
    return f"{rule.code} {rule.title} {rule.explanation} {' '.join(map(str, rule.cites))}".lower()


def of_kind(found: list[BookLine], kind: str, viewer: Viewer) -> list[BookLine]:
    return [each for each in found if each.rule.kind == kind]


def still_open(found: list[BookLine], chosen: str, viewer: Viewer) -> list[BookLine]:
    return [each for each in found if not each.rule.is_settled]


def chapter(line: BookLine) -> SafeString:
    """Return the heading of the document that a rule cites first."""
    source = line.source
    more = f"{source.issuer}　{source.level}　{source.in_force} 起施行"
    return format_html("{}<span>{}</span>", source.name, more)


def checked(line: BookLine) -> SafeString:
    if line.rule.is_settled:
        return format_html('<span class="jw-dim">{}</span>', "已核")
    return draw("tag", {"text": "依据待核", "colour": "amber"})


BOOK = Listing(
    "rule",
    "规则",
    rows=lambda actor, viewer: rulebook.list_rules(year=viewer.today.year),
    group=chapter,
    columns=(
        Text("编号", "rule.code", css="jw-mono"),
        Title("规则", "rule.title", link=lambda line: reverse("rule_detail", args=[line.rule.code])),
        Text(
            "类别与时机",
            lambda line: rulebook.label_of_kind(line.rule),
            name="kind",
            below=lambda line: moments(line.rule),
        ),
        Drawn("核对", checked, css="jw-nw"),
        Number("本年拒绝", "refused", unit="次"),
    ),
    filters=(
        Search(label="规则", hint="编号、名称、依据", by=of_words),
        Choice("kind", "类别", of=list(KIND_LABELS.items()), by=of_kind),
        Choice("open", "核对", of=(("1", "依据待核"),), by=still_open),
    ),
    per_page=0,
    status="{} 条　标“依据待核”的，条文位置或数值尚未与公布文本核对",
    missed="没有符合条件的规则",
)
