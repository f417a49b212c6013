"""One subject: its page laid out as the paper form, the steps in its life, and the forms that declare, change and entrust."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict
from jingwei.platform.queries import list_events_of
from jingwei.platform.terms import AuditOutcome
from jingwei.registry import operations
from jingwei.registry.documents import declaration_document, entrustment_document, subject_rows
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.doors import subject_fields as fields
from jingwei.registry.doors.subject_lists import DECLARERS
from jingwei.registry.forms.subjects import (
    AnnounceForm,
    ChangeSubjectForm,
    DeclarationForm,
    EndEntrustmentForm,
    EntrustmentForm,
    OpinionForm,
    ReannounceForm,
    ReturnForm,
)
from jingwei.registry.members import Member
from jingwei.registry.models import Certificate, Entrustment, Subject, SubjectStep
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.operations.subjects.declaration import IN_TURN
from jingwei.registry.queries import get_subject
from jingwei.registry.terms import STAFF, CertificateStatus, PartyKind, Role, SubjectStatus, SubjectStepKind
from jingwei.web.doors import Acts, Each, FormPage, Viewer, answer_of, schema_of, timeline
from jingwei.web.papers import answer_paper

ENTRUSTERS = (Role.CLERK, Role.HEAD, *BUREAU)
OPINIONS = (SubjectStepKind.DECLARED, SubjectStepKind.REVIEWED, SubjectStepKind.CONFIRMED)
AWAITED = {
    SubjectStatus.DRAFT: "待部门申报",
    SubjectStatus.DECLARED: "待司法局审核",
    SubjectStatus.REVIEWED: "待区政府确认",
    SubjectStatus.CONFIRMED: "待网站公告",
}
# These pages stand in a higher area, which knows the open tasks; their addresses are promised here.
REVOKE, MERGE = "/departments/{}/revoke/", "/departments/{}/merge/"
DECIDE = "decide"  # above all else on the page: the one step that the subject waits for
Shown = dict[str, Any]


def may_declare(member: Member, subject: Subject) -> bool:
    """Whether the page offers to declare the subject; the operation decides."""
    is_own = member.role is Role.CLERK and member.subject_id == subject.pk
    return subject.status == SubjectStatus.DRAFT and (member.is_bureau or is_own)


def may_entrust(member: Member, subject: Subject) -> bool:
    """Whether the page offers letters of entrustment for the subject; the operation decides."""
    if subject.kind != PartyKind.ENTRUSTED or subject.status == SubjectStatus.REVOKED:
        return False
    is_principals = member.role in {Role.CLERK, Role.HEAD} and member.subject_id == subject.principal_id
    return member.is_bureau or is_principals


def is_in_turn(subject: Subject, viewer: Viewer) -> bool:
    """Whether it is the viewer's turn to decide on the declaration."""
    return getattr(viewer.actor, "role", None) in IN_TURN.get(SubjectStatus(subject.status), ())


def waits_for_announcement(subject: Subject) -> bool:
    return subject.changes.filter(reannounced_on=None).exists()


def letters_to_end(subject: Subject, viewer: Viewer) -> Iterable[Entrustment]:
    """Return the letters that the viewer can end on the subject's page."""
    if not isinstance(viewer.actor, Member) or not may_entrust(viewer.actor, subject):
        return ()
    return subject.entrustments.filter(ended_on=None).order_by("-valid_from", "id")


def letters_of(subject: Subject) -> Iterable[Entrustment]:
    """Return what the subject is entrusted with, of an organ what it entrusts others with."""
    is_agent = subject.kind == PartyKind.ENTRUSTED
    found = subject.entrustments.all() if is_agent else subject.entrustments_given.all()
    return found.select_related("agent", "principal").prefetch_related("items").order_by("-valid_from", "id")


def find_letter(actor: Actor, subject_id: int, entrustment_id: int) -> Entrustment:
    """Return a letter of the entrusted subject. Raises Http404 for one of another."""
    letters = get_subject(actor, subject_id).entrustments.select_related("principal", "agent")
    letter = letters.filter(pk=entrustment_id).first()
    if letter is None:
        raise Http404
    return letter


def steps_of(subject: Subject) -> list[SubjectStep]:
    return list(subject.steps.select_related("taken_by").order_by("id"))


def show_subject(request: MemberRequest, subject: Subject) -> Shown:
    """Return what the page of a subject shows."""
    viewer, steps = Viewer(request.actor, request.now), steps_of(subject)
    letters = letters_of(subject)
    announced = {SubjectStepKind.ANNOUNCED, SubjectStepKind.REANNOUNCED}
    return {
        "title": subject.name,
        "crumbs": [("主体与人员", ""), ("检查主体", reverse("subject_list")), (subject.code, "")],
        "tag": fields.STATUS.show(subject.status),
        "rows": subject_rows(subject),
        "opinions": opinions_shown(steps),
        "announcement": next((step for step in reversed(steps) if step.kind in announced), None),
        "timeline": course_of(subject, steps),
        "changes": fields.CHANGES.of(subject.changes.order_by("-id"), viewer),
        "letters": fields.LETTERS.of(letters, viewer),
        "counts": counts_shown(subject),
        "may_declare": may_declare(request.member, subject),
        "may_change": request.member.is_bureau and subject.status == SubjectStatus.ANNOUNCED,
        "may_entrust": may_entrust(request.member, subject),
        "revoke_url": REVOKE.format(subject.pk),
        "merge_url": MERGE.format(subject.pk),
    }


def opinions_shown(steps: list[SubjectStep]) -> list[Shown]:
    """Return the three opinions of the present round, given or awaited, in the order of the paper form."""
    present: dict[str, SubjectStep] = {}
    for step in steps:
        if step.kind == SubjectStepKind.RETURNED:
            present = {}
        present[step.kind] = step
    return [{"label": kind.label, "step": present.get(kind)} for kind in OPINIONS]


def course_of(subject: Subject, steps: list[SubjectStep]) -> list[Shown]:
    """Return the steps with their days and papers, which the log has not, and from the log what was refused."""
    taken = [
        (
            step.taken_at,
            {
                "label": SubjectStepKind(step.kind).label,
                "at": step.on.isoformat(),
                "who": f"{step.office}{step.taken_by.name if step.taken_by else ''}" or "首次装载",
                "said": "　".join(filter(None, (step.opinion, step.document))),
                "state": "red"
                if step.kind in {SubjectStepKind.RETURNED, SubjectStepKind.REVOKED}
                else "done",
            },
        )
        for step in steps
    ]
    refused = list_events_of("subject", subject.pk).filter(outcome=AuditOutcome.REFUSED)
    waits = AWAITED.get(SubjectStatus(subject.status))
    return timeline(refused, besides=taken, awaited=[{"label": waits}] if waits else ())


def counts_shown(subject: Subject) -> list[Shown]:
    """Return how many people, cards, items and agents the subject has."""
    cards = Certificate.objects.filter(officer__subject=subject, status=CertificateStatus.VALID)
    return [
        {"label": "名册人员", "value": f"{subject.officers.filter(left_on=None).count()} 人"},
        {"label": "有效证件", "value": f"{cards.count()} 本"},
        {"label": "检查事项", "value": f"{subject.items.count()} 项"},
        {"label": "受委托组织", "value": f"{subject.entrusted.count()} 个"},
    ]


RecordOut = schema_of("SubjectRecordOut", fields.FILED, "A subject as the register holds it.")


def record_out(request: MemberRequest, subject: Subject) -> Any:
    """Return a subject as programs get it."""
    return answer_of(fields.FILED, subject, Viewer(request.actor, request.now))


SUBJECT = Acts(
    "subject",
    find=get_subject,
    show=show_subject,
    template="registry/subject_detail.html",
    roles=STAFF,
    answer=(RecordOut, record_out),
)
SUBJECT.act(
    "review",
    operations.review_subject,
    BUREAU,
    OpinionForm,
    verb="审核通过",
    title="司法局审核",
    done="已审核，等待区政府确认。",
    when=lambda subject: subject.status == SubjectStatus.DECLARED,
    prefix="review",
    place=DECIDE,
    is_main=True,
)
SUBJECT.act(
    "confirm",
    operations.confirm_subject,
    (Role.GOVERNMENT_CONFIRMER,),
    OpinionForm,
    verb="确认",
    title="区政府确认",
    done="已确认，等待网站公告。",
    when=lambda subject: subject.status == SubjectStatus.REVIEWED,
    prefix="confirm",
    place=DECIDE,
    is_main=True,
)
SUBJECT.act(
    "announce",
    operations.announce_subject,
    BUREAU,
    AnnounceForm,
    verb="公告",
    title="网站公告",
    done="已公告，自公告之日起可以实施检查。",
    when=lambda subject: subject.status == SubjectStatus.CONFIRMED,
    prefix="announce",
    place=DECIDE,
    is_main=True,
)
SUBJECT.act(
    "reannounce",
    operations.reannounce_subject,
    BUREAU,
    ReannounceForm,
    verb="重新公告",
    title="变更后重新公告",
    done="已重新公告。",
    when=waits_for_announcement,
    prefix="reannounce",
    place=DECIDE,
    is_main=True,
)
SUBJECT.act(
    "return",
    operations.return_subject,
    (*BUREAU, Role.GOVERNMENT_CONFIRMER),
    ReturnForm,
    verb="退回",
    title="退回申报单位",
    done="已退回申报单位。",
    when=is_in_turn,
    prefix="return",
    is_grave=True,
)
LETTER = Each(
    "entrustment",
    whole=SUBJECT,
    whole_of=lambda letter: letter.agent,
    parts_of=letters_to_end,
    find=find_letter,
)
LETTER.act(
    "end",
    operations.end_entrustment,
    ENTRUSTERS,
    EndEntrustmentForm,
    verb="终止",
    title="终止委托书",
    done="委托已终止。",
    given=lambda request, letter: {"letter": letter},
    prefix="end",
    place="row",
    is_grave=True,
)


def at_subject(subject: Subject) -> str:
    return reverse("subject_detail", args=[subject.pk])


def crumbs_to(*subject: Subject) -> list[tuple[str, str]]:
    known = [(f"{each.code}　{each.name}", at_subject(each)) for each in subject]
    return [("主体与人员", ""), ("检查主体", reverse("subject_list")), *known]


def back_to(*subject: Subject) -> str:
    return at_subject(subject[0]) if subject else reverse("subject_list")


def get_draft(actor: Actor, subject_id: int) -> Subject:
    """Return a subject that can be declared. Raises Conflict for one that is under way or announced."""
    subject = get_subject(actor, subject_id)
    if subject.status != SubjectStatus.DRAFT:
        raise Conflict(
            f"{subject}目前{SubjectStatus(subject.status).label}，不能申报", "已公告的主体办理变更"
        )
    return subject


def first_said(request: MemberRequest, subject: None) -> Shown:
    """Return what a declaration begins with: a clerk's is of a body that the own organ entrusts."""
    own = getattr(request.actor, "subject_id", None)
    entrusted = {"kind": PartyKind.ENTRUSTED.value, "principal_id": own} if own else {}
    return {"initial": {"region": settings.DISTRICT, **entrusted}}


NEW = FormPage(
    "subject_new",
    operations.declare_subject,
    DECLARERS,
    DeclarationForm,
    given=first_said,
    title="申报检查主体",
    verb="申报",
    done="已申报，等待司法局审核。",
    to=at_subject,
    back=back_to,
    crumbs=crumbs_to,
    answer=(RecordOut, record_out),
)
DECLARE = NEW.of(
    name="subject_declare",
    find=get_draft,
    id_name="subject_id",
    given=lambda request, subject: {"initial": DeclarationForm.filled(subject)},
)
CHANGE = NEW.of(
    name="subject_change",
    operation=operations.change_subject,
    roles=BUREAU,
    form=ChangeSubjectForm,
    find=get_subject,
    id_name="subject_id",
    given=lambda request, subject: {"initial": ChangeSubjectForm.filled(subject)},
    title="变更检查主体",
    verb="变更",
    done="变更已登记，须在一个月内重新公告。",
    to=lambda change: reverse("subject_detail", args=[change.subject_id]),
    answer=None,
)
ENTRUST = CHANGE.of(
    name="entrustment_new",
    operation=operations.register_entrustment,
    roles=ENTRUSTERS,
    form=EntrustmentForm,
    given=lambda request, subject: {"agent": subject},
    title="登记委托书",
    verb="登记",
    done="委托书已登记。",
    to=lambda letter: reverse("subject_detail", args=[letter.agent_id]),
)


@require_safe
@member_required(*STAFF)
def subject_print(request: MemberRequest, subject_id: int) -> HttpResponse:
    """Answer the declaration form (R-FORM-01), with the opinions given so far: a paper, at an address of its own."""
    subject = get_subject(request.actor, subject_id)
    on, is_demonstration = local_date(request.now), settings.DEMONSTRATION
    paper = declaration_document(subject, steps_of(subject), on=on, is_demonstration=is_demonstration)
    return answer_paper(request, paper)


@require_safe
@member_required(*STAFF)
def entrustment_print(request: MemberRequest, subject_id: int, entrustment_id: int) -> HttpResponse:
    """Answer a letter of entrustment (R-FORM-36): a paper of a part that has no page."""
    letter = find_letter(request.actor, subject_id, entrustment_id)
    return answer_paper(request, entrustment_document(letter, is_demonstration=settings.DEMONSTRATION))
