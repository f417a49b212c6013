"""Builds the registry of the demonstration district, through the registry's own operations where there are few rows."""

from datetime import UTC, date, datetime

from django.conf import settings

from jingwei.demonstration import bulk
from jingwei.demonstration.codes import credit_code
from jingwei.demonstration.content import read, rows
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import SHANGHAI
from jingwei.registry import operations as registry
from jingwei.registry.models import Entrustment, Region, Subject, SubjectStep
from jingwei.registry.terms import (
    BasisLevel,
    Field,
    ImplementationLevel,
    InspectionMethod,
    PartyKind,
    SubjectStepKind,
)

ANNOUNCED_ON = date(2024, 12, 31)  # before the first act that the State Council's document binds
BEGAN_ON = date(2025, 1, 2)  # the first working day after that document
BEGAN = datetime(2025, 1, 2, 1, tzinfo=UTC)
SITE = (
    "https://www.example.gov.cn/inspections"  # the district's website, which the demonstration does not have
)

# How each subject came to be announced: the step, its day, its paper, whose it was, the opinion.
STEPS = (
    (SubjectStepKind.DECLARED, date(2024, 11, 18), "{series}〔2024〕{n}号", "{name}", "申报确认为行政检查主体。"),
    (SubjectStepKind.REVIEWED, date(2024, 12, 6), "铜司审〔2024〕{n}号", "区司法局监督负责人", "审核，符合主体条件。"),
    (SubjectStepKind.CONFIRMED, date(2024, 12, 20), "铜政复〔2024〕68号", "区人民政府区政府确认人", "予以确认。"),
    (SubjectStepKind.ANNOUNCED, ANNOUNCED_ON, "铜司告〔2024〕9号", "区司法局监督负责人", ""),
)  # fmt: skip


def build_subjects_and_items() -> None:
    """Write regions, the 72 subjects with their steps and entrustments, and the library of 148 items."""
    _regions()
    for number, row in enumerate(rows("subjects"), 1):
        _subject(row, number)
    _steps()
    points = read("standards")["points"]
    subjects = {subject.short_name: subject for subject in Subject.objects.all()}
    for row in rows("items"):
        _item(row, subjects[row["subject"]], points.get(row["code"], ()))
    _entrustments()


def _regions() -> None:
    found: dict[str, Region] = {}
    for row in read("regions")["region"]:
        parent = found.get(row.get("parent", ""))
        found[row["code"]] = Region.objects.create(code=row["code"], name=row["name"], parent=parent)
    Region.objects.bulk_create(
        Region(code=row["code"], name=row["name"], parent=found[row["code"][:6]]) for row in rows("towns")
    )


def _subject(row: dict[str, str], number: int) -> None:
    jurisdiction = row["jurisdiction"].split()
    at_home = jurisdiction[0] if len(jurisdiction) == 1 else settings.DISTRICT
    kind = PartyKind(row["kind"])
    subject = registry.register_subject(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        document_series=row["series"],
        kind=kind,
        line=row["line"],
        region=Region.objects.get(code=at_home),
        jurisdiction=jurisdiction,
        principal=Subject.objects.get(short_name=row["principal"]) if row["principal"] else None,
        phone=f"0516-{number:08}",
        actor=SYSTEM,
        now=BEGAN,
    )
    Subject.objects.filter(pk=subject.pk).update(
        credit_code=credit_code(90_000 + number, register="12" if kind is PartyKind.ENTRUSTED else "11"),
        legal_basis=row["legal_basis"],
        address=f"徐州市铜山区示例大道{number}号",
    )
    registry.announce_subject(
        subject_id=subject.pk,
        announced_on=ANNOUNCED_ON,
        url=f"{SITE}/subjects.html",
        actor=SYSTEM,
        now=BEGAN,
    )


def _steps() -> None:
    """Write the steps that led to each announcement; they were taken on paper, before the platform was there."""
    SubjectStep.objects.all().delete()
    bulk.add(
        SubjectStep(
            subject=subject,
            kind=kind,
            on=on,
            document=document.format(series=subject.document_series, n=n),
            opinion=opinion,
            url=f"{SITE}/subjects.html" if kind is SubjectStepKind.ANNOUNCED else "",
            office=office.format(name=subject.name),
            taken_at=datetime(on.year, on.month, on.day, 10, tzinfo=SHANGHAI),
        )
        for n, subject in enumerate(Subject.objects.order_by("code"), 1)
        for kind, on, document, office, opinion in STEPS
    )


def _item(row: dict[str, str], subject: Subject, points: list[str]) -> None:
    """Write an item; one whose bases all name an article has a standard and is published, others wait for theirs."""
    bases = [_basis(text) for text in row["bases"].split(" | ") if text]
    item = registry.register_item(
        code=row["code"],
        name=row["name"],
        subject_id=subject.pk,
        field=Field(row["field"]),
        object_scope=row["objects"],
        bases=bases,
        level=ImplementationLevel(row["level"]),
        methods=[InspectionMethod(method) for method in row["methods"].split()],
        frequency=row["frequency"],
        is_remote_capable=bool(row["is_remote_capable"]),
        actor=SYSTEM,
        now=BEGAN,
    )
    if not points:
        return
    registry.add_standard(
        item_id=item.pk, version="2025版", points=points, valid_from=ANNOUNCED_ON, actor=SYSTEM, now=BEGAN
    )
    registry.publish_item(item_id=item.pk, published_on=ANNOUNCED_ON, actor=SYSTEM, now=BEGAN)


def _basis(text: str) -> registry.BasisEntry:
    level, title, article = text.split(":")
    return registry.BasisEntry(BasisLevel(level), title, article)


def _entrustments() -> None:
    """Write the letters by which organs let their brigades act in their name, all items of the organ included."""
    for number, agent in enumerate(Subject.objects.exclude(principal=None).order_by("code"), 1):
        principal = agent.principal
        assert principal is not None
        letter = Entrustment.objects.create(
            principal=principal,
            agent=agent,
            number=f"{principal.document_series}委〔2024〕{number}号",
            powers="在委托机关职权范围内，以委托机关名义实施行政检查",
            valid_from=BEGAN_ON,
            valid_to=date(2027, 12, 31),
            issuer=principal.name,
            published_on=ANNOUNCED_ON,
            published_url=f"{SITE}/entrustments.html",
        )
        letter.items.set(principal.items.all())
