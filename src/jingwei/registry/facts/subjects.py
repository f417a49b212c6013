"""Subjects → the facts of their rules: announcement, powers, entrustment, changes."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import prefetch_related_objects

from jingwei.registry.models import (
    Enterprise,
    Entrustment,
    Item,
    Officer,
    Region,
    Subject,
    SubjectChange,
)
from jingwei.registry.rules import (
    announced_subject,
    banned_party,
    covered_enterprise,
    declaration_steps,
    entrustment,
    principal_present,
    reannounced_in_time,
    subject_number,
    within_powers,
)
from jingwei.registry.terms import EnterpriseKind, PartyKind, StaffKind, SubjectStatus, SubjectStepKind
from jingwei.rulebook import Numbers


def subject_facts(subject: Subject, on: date) -> announced_subject.Facts:
    """R-SUB-01 for one subject."""
    return announced_subject.Facts(
        subject=subject.name,
        kind=PartyKind(subject.kind),
        status=SubjectStatus(subject.status),
        announced_on=subject.announced_on,
        revoked_on=subject.revoked_on,
        on=on,
    )


def party_facts(subject: Subject, officers: Iterable[Officer]) -> banned_party.Facts:
    """R-SUB-03 for a subject and those it sends."""
    return banned_party.Facts(
        party=subject.name,
        kind=PartyKind(subject.kind),
        inspectors=tuple(
            banned_party.Inspector(officer.name, StaffKind(officer.staff)) for officer in officers
        ),
    )


def powers_facts(subject: Subject, items: Iterable[Item]) -> within_powers.Facts:
    """R-SUB-07: whose items they are. Items must come with their subject."""
    return within_powers.Facts(
        subject=subject.name,
        items=tuple(within_powers.Item(item.name, item.subject.name) for item in items),
        principal=subject.principal.name if subject.principal else "",
    )


def entrustment_facts(subject: Subject, items: Iterable[Item], on: date) -> entrustment.Facts:
    """R-SUB-02a for a subject and the items it is to inspect. Reads letters only of an entrusted body, and only once."""
    letters: Iterable[Entrustment] = ()
    if subject.kind == PartyKind.ENTRUSTED:
        prefetch_related_objects([subject], "entrustments__items")
        letters = [each for each in subject.entrustments.all() if each.principal_id == subject.principal_id]
    return facts_of_letters(subject, letters, (item.name for item in items), on)


def facts_of_letters(
    agent: Subject, letters: Iterable[Entrustment], items: Iterable[str], on: date
) -> entrustment.Facts:
    """R-SUB-02a for an agent and given letters. Letters must come with their items."""
    return entrustment.Facts(
        agent=agent.name,
        kind=PartyKind(agent.kind),
        principal=agent.principal.name if agent.principal else "",
        principal_kind=PartyKind(agent.principal.kind) if agent.principal else None,
        letters=tuple(
            entrustment.Letter(
                number=letter.number,
                issuer=letter.issuer,
                valid_from=letter.valid_from,
                valid_to=min(letter.valid_to, letter.ended_on - timedelta(days=1))
                if letter.ended_on
                else letter.valid_to,
                published_on=letter.published_on if letter.published_url else None,
                items=tuple(item.name for item in letter.items.all()),
            )
            for letter in letters
        ),
        items=tuple(items),
        on=on,
    )


def principal_facts(subject: Subject, officers: Iterable[Officer]) -> principal_present.Facts:
    """R-SUB-02b for a subject and those it sends; of an entrusted body, officers should come with their subject."""
    is_entrusted = subject.kind == PartyKind.ENTRUSTED
    return principal_present.Facts(
        agent=subject.name,
        kind=PartyKind(subject.kind),
        principal=subject.principal.name if subject.principal else "",
        officers=tuple(
            principal_present.Officer(officer.name, officer.subject.name)
            for officer in (officers if is_entrusted else ())
        ),
    )


def enterprise_facts(enterprise: Enterprise) -> covered_enterprise.Facts:
    """R-SUB-09 for one enterprise."""
    return covered_enterprise.Facts(enterprise=enterprise.name, kind=EnterpriseKind(enterprise.kind))


def step_facts(
    subject: Subject, step: SubjectStepKind, *, on: date, document: str = "", url: str = ""
) -> declaration_steps.Facts:
    """R-SUB-05 for the step to be taken; what was taken counts from the last return to draft on."""
    taken: list[declaration_steps.Step] = []
    for each in subject.steps.order_by("id") if subject.pk else ():
        if each.kind == SubjectStepKind.RETURNED:
            taken = []
        elif each.kind in declaration_steps.WAY:
            taken.append(declaration_steps.Step(SubjectStepKind(each.kind), each.on))
    return declaration_steps.Facts(
        subject=subject.name, step=step, on=on, document=document, url=url, taken=tuple(taken)
    )


def change_facts(change: SubjectChange, as_of: date, numbers: Numbers) -> reannounced_in_time.Facts:
    """R-SUB-06b for one change. It must come with its subject."""
    return reannounced_in_time.Facts(
        subject=change.subject.name,
        happened_on=change.happened_on,
        due_on=change.due_on,
        reannounced_on=change.reannounced_on,
        as_of=as_of,
        warn_after=numbers.get("R-SUB-06b", "warn_after"),
    )


def is_in_town(region: Region) -> bool:
    """Whether a region is a town or street: its code goes on after the six digits of the district."""
    return len(region.code) > 6


def subject_number_facts(subject: Subject) -> subject_number.Facts:
    """R-FMT-05 for a subject, saved or not."""
    sharers = Subject.objects.filter(credit_code=subject.credit_code).exclude(pk=subject.pk)
    return subject_number.Facts(
        number=subject.code,
        credit_code=subject.credit_code,
        sharers=tuple(sharers.values_list("name", flat=True)) if subject.credit_code else (),
        is_in_town=is_in_town(subject.region),
    )
