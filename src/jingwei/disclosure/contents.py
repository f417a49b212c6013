"""What holds on a day, put down as it is announced: rows by kind, their digest, and what changed between two of them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from jingwei.disclosure.terms import AnnouncementKind
from jingwei.planning.models import AnnualPlan, Cap, PlanLine, SpecialPlan
from jingwei.planning.terms import ApproverLevel, PlanActivity, SpecialOrigin
from jingwei.registry.models import Basis, Item, Region, Standard, Subject
from jingwei.registry.terms import (
    BasisLevel,
    CreditClass,
    ImplementationLevel,
    InspectionMethod,
    ItemStatus,
    PartyKind,
)

# One row: ``key`` tells it from the others, ``name`` is what people call it, ``values`` are pairs of label and text.
Row = dict[str, Any]
Content = list[Row]

# What changes by itself, day by day; subjects, plans and special inspections have versions of their own.
LIVING = (AnnouncementKind.ITEMS, AnnouncementKind.BASES, AnnouncementKind.STANDARDS, AnnouncementKind.CAPS)


def digest_of(content: Content) -> str:
    """Return the SM3 of the content, written as JSON in one way only: 64 hexadecimal digits."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new("sm3", written.encode()).hexdigest()


def content_of_subject(subject: Subject) -> Content:
    """Return what is announced of the subject itself (R-FORM-01). It must come with region and principal."""
    names = dict(Region.objects.filter(code__in=subject.jurisdiction).values_list("code", "name"))
    values = [
        ("主体类别", PartyKind(subject.kind).label),
        ("统一社会信用代码", subject.credit_code),
        ("职权依据", subject.legal_basis),
        ("职权范围", subject.powers),
        ("委托机关", subject.principal.name if subject.principal else ""),
        ("管辖区划", "、".join(names.get(code, code) for code in subject.jurisdiction)),
        ("办公地址", subject.address),
        ("监督投诉电话", subject.phone),
    ]
    return [_row(subject.code, subject.name, values)]


def content_of_plan(plan: AnnualPlan) -> Content:
    """Return the lines of a plan, word for word (R-FORM-03)."""
    lines = (
        PlanLine.objects.filter(plan=plan)
        .select_related("item")
        .prefetch_related("partners")
        .order_by("position")
    )
    return [_row(str(line.position), line.name, _values_of_line(line)) for line in lines]


def content_of_special(special: SpecialPlan) -> Content:
    """Return a special inspection as it is announced (R-FORM-04)."""
    names = dict(Region.objects.filter(code__in=special.regions).values_list("code", "name"))
    approved = ApproverLevel(special.approver).label if special.approver else ""
    values = [
        ("牵头主体", special.subject.name),
        ("参加主体", "、".join(special.partners.order_by("sort_key").values_list("name", flat=True))),
        ("来源", SpecialOrigin(special.origin).label),
        ("依据", special.basis),
        ("范围", "、".join(names.get(code, code) for code in special.regions)),
        ("内容", special.contents),
        ("检查事项", "、".join(special.items.order_by("code").values_list("name", flat=True))),
        ("对象", special.object_scope),
        ("检查户数", _count(special.quantity, special.base)),
        ("时限", f"{special.first_on} 至 {special.last_on}"),
        ("批准机关", approved),
        ("批准文号", special.approval_number or special.order_number),
        ("批准日期", str(special.approved_on or "")),
    ]
    return [_row(str(special.pk), special.name, values)]


def read_contents(subjects: Collection[Subject], *, on: date) -> dict[int, dict[AnnouncementKind, Content]]:
    """Return what each subject would have to announce of ``LIVING`` if it did so on the day, in five statements."""
    items = _published_items(subjects, on)
    caps = _caps_by_subject(subjects, on)
    return {
        subject.pk: {
            AnnouncementKind.ITEMS: [_row_of_item(item, subject, on) for item in items[subject.pk]],
            AnnouncementKind.BASES: [_row_of_bases(item, on) for item in items[subject.pk]],
            AnnouncementKind.STANDARDS: [
                _row_of_standard(item, standard)
                for item in items[subject.pk]
                for standard in item.standards.all()
            ],
            AnnouncementKind.CAPS: [_row_of_cap(cap) for cap in caps[subject.pk]],
        }
        for subject in subjects
    }


def list_items_with_ended_bases(subjects: Collection[Subject], *, on: date) -> dict[int, list[Item]]:
    """Return by subject the items that were published and may not be used since a basis of theirs has ended."""
    found: dict[int, list[Item]] = defaultdict(list)
    waiting = (
        Item.objects.filter(subject__in=subjects, status=ItemStatus.TO_ADJUST)
        .prefetch_related("bases", "versions")
        .order_by("code")
    )
    for item in waiting:
        if item.ended_bases(on):
            found[item.subject_id].append(item)
    return found


def compare(before: Content, after: Content) -> list[dict[str, Any]]:
    """Return what differs, row by row, as the component ``diff`` shows it: rows that came, went or say other things."""
    old = {row["key"]: row for row in before}
    new = {row["key"]: row for row in after}
    lines: list[dict[str, Any]] = []
    for key in [*new, *(key for key in old if key not in new)]:
        ours, theirs = old.get(key), new.get(key)
        name = (theirs or ours or {})["name"]
        if ours is None or theirs is None:
            lines.append(_line(name, "" if ours is None else "有", "新增" if theirs else "删去"))
            continue
        if ours["name"] != theirs["name"]:
            lines.append(_line("名称", ours["name"], theirs["name"]))
        was, now = dict(ours["values"]), dict(theirs["values"])
        for label in [*now, *(label for label in was if label not in now)]:
            if was.get(label, "") != now.get(label, ""):
                lines.append(_line(f"{name}　{label}", was.get(label, ""), now.get(label, "")))
    return lines


def _published_items(subjects: Collection[Subject], on: date) -> Mapping[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    rows = (
        Item.objects.filter(subject__in=subjects, published_on__lte=on)
        .prefetch_related(
            Prefetch("bases", Basis.objects.order_by("id")),
            "versions",
            Prefetch(
                "standards",
                Standard.objects.in_force(on).order_by("valid_from", "id").prefetch_related("points"),
            ),
        )
        .order_by("code")
    )
    for item in rows:
        if item.status_on(on) is ItemStatus.PUBLISHED:
            found[item.subject_id].append(item)
    return found


def _caps_by_subject(subjects: Collection[Subject], on: date) -> Mapping[int, list[Cap]]:
    lines = {subject.line for subject in subjects if subject.line}
    caps = list(
        Cap.objects.in_force(on)
        .filter(Q(subject__in=subjects) | Q(line__in=lines))
        .select_related("subject", "item")
        .order_by("id")
    )
    return defaultdict(
        list,
        {
            subject.pk: [
                cap for cap in caps if cap.subject_id == subject.pk or (cap.line and cap.line == subject.line)
            ]
            for subject in subjects
        },
    )


def _row_of_item(item: Item, subject: Subject, on: date) -> Row:
    level = ImplementationLevel(item.level).label if item.level else ""
    values = [
        ("检查依据", "；".join(str(basis) for basis in item.bases.all() if basis.in_force(on))),
        ("实施层级", level),
        ("检查主体", subject.name),
        ("检查对象", item.object_scope),
        ("检查方式", "、".join(InspectionMethod(each).label for each in item.methods)),
        ("检查频次", item.frequency),
    ]
    return _row(item.code, item.name, values)


def _row_of_bases(item: Item, on: date) -> Row:
    held = [basis for basis in item.bases.all() if basis.in_force(on)]
    values = [(str(basis), BasisLevel(basis.level).label) for basis in held]
    return _row(item.code, item.name, values)


def _row_of_standard(item: Item, standard: Standard) -> Row:
    points = sorted(standard.points.all(), key=lambda point: point.position)
    values = [("版本", standard.version), ("施行日期", str(standard.valid_from))]
    return _row(
        f"{item.code} {standard.version}",
        item.name,
        [*values, *((f"要点{point.position}", point.text) for point in points)],
    )


def _row_of_cap(cap: Cap) -> Row:
    values = [
        ("检查事项", cap.item.name if cap.item else "全部事项"),
        ("企业分类", CreditClass(cap.credit_class).label if cap.credit_class else "各类企业"),
        ("每年次数", f"{cap.visits} 次"),
        ("公布文件", cap.source),
    ]
    return _row(str(cap.pk), str(cap), values)


def _values_of_line(line: PlanLine) -> list[tuple[str, str]]:
    shares = "，".join(
        f"{CreditClass(code).label} {share}%" for code, share in sorted(line.ratios.items()) if share
    )
    return [
        ("工作类型", PlanActivity(line.activity).label),
        ("检查事项", line.item.name if line.item else ""),
        ("检查对象", line.object_scope),
        ("分类抽查比例", shares),
        ("检查户数", _count(line.quantity, line.base)),
        ("每户每年次数", f"{line.visits} 次"),
        ("时间", f"{line.first_on} 至 {line.last_on}"),
        ("检查方式", InspectionMethod(line.method).label),
        ("联合单位", "、".join(sorted(each.name for each in line.partners.all()))),
        ("备注", line.remark),
    ]


def _count(quantity: int | None, base: int | None) -> str:
    if quantity is None:
        return ""
    return f"{quantity} 户" + (f"（基数 {base} 户）" if base is not None else "")


def _row(key: str, name: str, values: Iterable[tuple[str, str]]) -> Row:
    """Return a row as JSON keeps it: empty values are left out, pairs are lists."""
    return {"key": key, "name": name, "values": [[label, text] for label, text in values if text]}


def _line(label: str, ours: str, theirs: str) -> dict[str, Any]:
    return {"label": label, "ours": ours, "theirs": theirs, "is_diff": True}
