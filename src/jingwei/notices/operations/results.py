"""The circular on the result: who answered, when, who late, who not."""

from datetime import datetime

from jingwei.notices.models import Circular
from jingwei.notices.operations.access import locked_circular
from jingwei.notices.operations.drafts import Draft, keep_draft
from jingwei.notices.outcomes import LATE, NOT_DONE, SENT_BACK, outcome_of
from jingwei.notices.terms import CircularState, NoticeAction, PaperKind, Purpose, Wanted
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.dates import chinese_date
from jingwei.platform.errors import Conflict
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU, access_registry

MOST_NAMED = 200


@operation(NoticeAction.DRAFTED, target="circular_id")
def draft_result_circular(*, circular_id: int, actor: Actor, now: datetime) -> Circular:
    """Draft the circular on the result of one that went out, filled with how each recipient stands.

    It goes to those recipients that are still in force. Raises NotAllowed for anybody but the bureau, Conflict when the
    circular did not go out or a result of it is there already.
    """
    access_registry(actor, *BUREAU)
    parent = locked_circular(circular_id, CircularState.ISSUED, CircularState.CLOSED)
    if held := parent.results.exclude(state=CircularState.WITHDRAWN).first():
        raise Conflict(f"已经有一件通报：{held}", "打开已有的通报；要重写的，先撤回它")
    today, outcome = local_date(now), outcome_of(parent)
    circular = Circular(
        state=CircularState.DRAFT,
        kind=PaperKind.RESULT_CIRCULAR,
        title=_title(parent),
        body=_body(parent, outcome, now),
        purpose=Purpose.GENERAL,
        wanted=Wanted.RECEIPT,
        parent=parent,
        outcome=outcome,
        drafted_by_id=actor.account_id,
        drafted_at=now,
    )
    standing = Subject.objects.in_force(today).filter(circulars__circular=parent)
    draft = Draft(
        title=circular.title,
        body=circular.body,
        subject_ids=list(standing.values_list("pk", flat=True)),
    )
    subjects = keep_draft(circular, draft, actor=actor, now=now)
    audit.record(
        NoticeAction.DRAFTED,
        actor=actor,
        now=now,
        target=circular,
        title=circular.title,
        count=len(subjects),
    )
    return circular


def _title(parent: Circular) -> str:
    about = parent.title.removeprefix("关于").removesuffix(PaperKind(parent.kind).label).removesuffix("的")
    return f"关于{about}办理情况的通报"[-120:]


def _body(parent: Circular, outcome: list[list[str]], now: datetime) -> str:
    """Return the text of a result: what was asked, the count, and those who are late or lacking by name."""
    named = {
        remark: [row[0] for row in outcome if row[3] == remark] for remark in (LATE, SENT_BACK, NOT_DONE)
    }
    done = len(outcome) - len(named[NOT_DONE]) - len(named[SENT_BACK])
    assert parent.issued_at is not None
    asked = {
        Wanted.RECEIPT: "签收",
        Wanted.TEXT: "回复",
        Wanted.SHEET: "报送报表",
        Wanted.NUMBERS: "填报",
    }[Wanted(parent.wanted)]
    until = f"于{chinese_date(parent.due_on)}前" if parent.due_on else ""
    text = [
        f"{chinese_date(local_date(parent.issued_at))}，我局印发《{parent.title}》（{parent.number}），"
        f"要求各单位{until}{asked}。截至{chinese_date(local_date(now))}，应{asked}{len(outcome)}家，"
        f"已{asked}{done}家，其中逾期{len(named[LATE])}家；"
        f"未{asked}{len(outcome) - done}家。现将办理情况通报如下，各单位情况见附表。"
    ]
    headings = ((LATE, f"逾期{asked}"), (SENT_BACK, "退回后未重报"), (NOT_DONE, f"未{asked}"))
    numbered = [(words, names) for remark, words in headings if (names := named[remark][:MOST_NAMED])]
    for number, (words, names) in zip("一二三", numbered, strict=False):
        heading = f"{number}、{words}的单位" if len(numbered) > 1 else f"{words}的单位："
        text += [heading, f"{'、'.join(names)}（{len(names)}家）。"]
    if len(outcome) > done:
        text.append(f"未{asked}的单位请于收到本通报之日起三个工作日内补报，并说明原因。")
    return "\n".join(text)
