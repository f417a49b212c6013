"""One enterprise's classes: its months, its grades, its relief, and what may be done about them."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404

from jingwei.planning import operations
from jingwei.planning.doors.classes import (
    ENTERERS,
    GRADE_TOLD,
    KEEPERS,
    RELIEF_TOLD,
    class_tag,
    criteria_and_score,
    label_of,
    month_of,
)
from jingwei.planning.doors.own import for_own_subject
from jingwei.planning.forms.classes import GradeForm, LeaveForm, ReliefForm
from jingwei.planning.models import DepartmentGrade, EnterpriseClass, Relief
from jingwei.planning.queries import facts_of_class, grades_of, history_of, reliefs_of, stricter
from jingwei.planning.terms import ClassAction, ReliefExit
from jingwei.platform.actors import Actor
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest
from jingwei.registry.models import Enterprise
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, CreditClass, EnterpriseKind
from jingwei.rulebook import Moment, ask
from jingwei.web.doors import (
    Acts,
    Day,
    Empty,
    Field,
    Lamp,
    Listing,
    Parts,
    Text,
    Viewer,
    Word,
    answer_of,
    rows_of,
    schema_of,
    timeline,
)
from jingwei.web.doors.forms import ReasonForm
from jingwei.web.requests import ActorRequest

MONTHS_SHOWN = 24
HEIGHTS = {CreditClass.A: 4, CreditClass.B: 8, CreditClass.C: 12, CreditClass.D: 16}
ACTS = {action.value for action in ClassAction}
GradeOut = schema_of("GradeOut", GRADE_TOLD, "A department's own grade of an enterprise.")
ReliefOut = schema_of("ReliefOut", RELIEF_TOLD, "An enterprise that has or had relief.")


def grade_out(request: ActorRequest, grade: DepartmentGrade) -> Any:
    """Return a grade as programs get it."""
    return answer_of(GRADE_TOLD, grade, Viewer(request.actor, request.now))


def relief_out(request: ActorRequest, relief: Relief) -> Any:
    """Return a relief as programs get it."""
    return answer_of(RELIEF_TOLD, relief, Viewer(request.actor, request.now))


def find_enterprise(actor: Actor, enterprise_id: int) -> Enterprise:
    """Return an enterprise with its region. Raises Http404."""
    return get_object_or_404(Enterprise.objects.select_related("region"), pk=enterprise_id)


def find_grade(actor: Actor, grade_id: int) -> DepartmentGrade:
    """Return a grade with subject and enterprise. Raises Http404."""
    return get_object_or_404(
        DepartmentGrade.objects.select_related("subject", "enterprise__region"), pk=grade_id
    )


def find_relief(actor: Actor, relief_id: int) -> Relief:
    """Return a relief with its enterprise. Raises Http404."""
    return get_object_or_404(Relief.objects.select_related("enterprise__region"), pk=relief_id)


def own_grade(enterprise: Enterprise, viewer: Viewer) -> str | None:
    """Return the grade of the viewer's own subject that holds today, or None."""
    grades = DepartmentGrade.objects.in_force(viewer.today).filter(enterprise=enterprise)
    return grades.filter(subject=viewer.actor.subject_id).values_list("credit_class", flat=True).first()  # type: ignore[attr-defined]


def standing_grade(enterprise: Enterprise, viewer: Viewer) -> DepartmentGrade | None:
    """Return the grade of the viewer's own subject that nobody has ended, or None."""
    own = grades_of(enterprise).filter(valid_until=None, subject=getattr(viewer.actor, "subject_id", None))
    return own.first()


def standing_relief(enterprise: Enterprise, viewer: Viewer) -> Relief | None:
    """Return the relief that nobody has ended, or None."""
    return reliefs_of(enterprise).filter(left_on=None).first()


def effect(grade: DepartmentGrade, viewer: Viewer) -> tuple[str, str]:
    """Return the lamp that says whether a grade holds."""
    is_open = grade.valid_until is None or viewer.today < grade.valid_until
    if grade.valid_from <= viewer.today and is_open:
        return "green", "有效"
    if grade.valid_from > viewer.today and grade.valid_until is None:
        return "amber", f"自 {grade.valid_from} 起"
    return "grey", "已终止"


def ladder(history: Sequence[EnterpriseClass]) -> list[dict[str, int]]:
    """Return the months as bars in a square of sixteen: the riskier the higher."""
    tall = [HEIGHTS.get(CreditClass(each.credit_class), 1) for each in history]
    return [{"y": 16 - height, "height": height} for height in tall]


FACTS: tuple[Field, ...] = (
    Text("信用代码", "credit_code"),
    Word("类型", "kind", of=EnterpriseKind),
    Text("所属镇街", "region.name"),
    Text("行业代码", "industry"),
    Text(
        "信用风险分类",
        lambda row: label_of(row.credit_class),
        hint=lambda row: f"{month_of(row)} 分类" if month_of(row) else "没有注明月份",
    ),
)
OWN_FACTS: tuple[Field, ...] = (
    *FACTS,
    Text("本部门分级", lambda row, viewer: label_of(own_grade(row, viewer)) or "没有分级"),
    Text(
        "本部门适用",
        lambda row, viewer: stricter(row.credit_class, own_grade(row, viewer)).label,
        hint=lambda row: "两者从严，频次上限和计划比例按此",
    ),
)
GRADES_OF = Listing(
    "grade_of_enterprise",
    "部门分级",
    rows=list,
    per_page=0,
    columns=(
        Text("部门与理由", "subject.short_name", order="", css="is-wide", below="reason"),
        Word("分级", "credit_class", order="", of=CreditClass),
        Text("标准与得分", criteria_and_score),
        Day(
            "起止",
            "valid_from",
            order="",
            below=lambda grade: f"至 {grade.valid_until}（不含）" if grade.valid_until else "",
        ),
        Lamp("效力", effect),
    ),
    empty=Empty("没有部门分级", "各部门按信用风险分类适用。"),
)
RELIEFS_OF = Listing(
    "relief_of_enterprise",
    "低风险减免",
    rows=list,
    per_page=0,
    columns=(
        Text(
            "纳入依据",
            "ground",
            order="",
            css="is-wide",
            below=lambda relief: (
                f"{ReliefExit(relief.exit).label}：{relief.exit_note}" if relief.exit_note else ""
            ),
        ),
        Day("纳入", "entered_on", order="", short="纳入"),
        Day("移出", "left_on", order="", short="移出"),
    ),
)


def show_enterprise(request: MemberRequest, enterprise: Enterprise) -> dict[str, Any]:
    """Return what the page of one enterprise's classes shows."""
    viewer = Viewer(request.actor, request.now)
    history = list(history_of(enterprise)[:MONTHS_SHOWN])
    facts = [facts_of_class(enterprise, viewer.today)]
    events = [each for each in list_events_of("enterprise", enterprise.pk) if each.action in ACTS]
    return {
        "tag": class_tag(enterprise.credit_class),
        "is_relieved": standing_relief(enterprise, viewer) is not None,
        "rows": rows_of(OWN_FACTS if request.member.subject_id else FACTS, enterprise, viewer),
        "warnings": [each.verdict for each in ask(Moment.REQUEST, facts, on=viewer.today).warnings],
        "history": history,
        "ladder": ladder(history),
        "grades": GRADES_OF.shown(request, list(grades_of(enterprise))),
        "reliefs": RELIEFS_OF.shown(request, list(reliefs_of(enterprise))),
        "timeline": timeline(events),
    }


ENTERPRISE = Acts(
    "enterprise",
    page_name="class_enterprise",
    find=find_enterprise,
    show=show_enterprise,
    template="planning/class_enterprise.html",
    roles=STAFF,
)
ENTERPRISE.act(
    "grade",
    for_own_subject(operations.grade_enterprise),
    KEEPERS,
    GradeForm,
    url_name="grade_new",
    title="登记部门分级",
    verb="登记",
    done="已登记，自该日起与信用风险分类从严适用。",
    given=lambda request, enterprise: {"initial": {"valid_from": Viewer(request.actor, request.now).today}},
    prefix="grade",
    is_main=True,
    answer=(GradeOut, grade_out),
)
ENTERPRISE.act(
    "relief",
    operations.enter_relief,
    ENTERERS,
    ReliefForm,
    url_name="relief_enter",
    title="纳入低风险减免",
    verb="纳入",
    done="已纳入低风险减免，除随机抽查外不列入日常现场检查。",
    when=lambda enterprise, viewer: standing_relief(enterprise, viewer) is None,
    prefix="relief",
    answer=(ReliefOut, relief_out),
)
GRADE = Parts(
    "grade",
    whole=ENTERPRISE,
    part_of=standing_grade,
    whole_of=lambda grade: grade.enterprise,
    find=find_grade,
    answer=(GradeOut, grade_out),
)
GRADE.act(
    "end",
    operations.end_grade,
    KEEPERS,
    ReasonForm,
    title="终止部门分级",
    verb="终止",
    done="已终止，自今日起按信用风险分类适用。",
    ask="终止本部门对“{0.enterprise.name}”的分级？",
    warn="自今日起按信用风险分类适用，频次上限随之变动，已用的次数不变。",
    prefix="end",
    is_grave=True,
)
RELIEF = Parts(
    "relief",
    whole=ENTERPRISE,
    part_of=standing_relief,
    whole_of=lambda relief: relief.enterprise,
    find=find_relief,
    answer=(ReliefOut, relief_out),
)
RELIEF.act(
    "leave",
    operations.leave_relief,
    (*KEEPERS, *BUREAU),
    LeaveForm,
    title="移出低风险减免",
    verb="移出",
    done="已移出低风险减免。",
    ask="将“{0.enterprise.name}”移出低风险减免？",
    warn="移出后要再纳入，须重新满足连续月数。",
    prefix="leave",
    is_grave=True,
)
