"""The papers of the registry: the sheet with a site's code, the declaration form, the letter of entrustment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from jingwei.platform.documents.dates import chinese_date
from jingwei.platform.documents.model import (
    Document,
    Field,
    FieldTable,
    Heading,
    Numbered,
    Paragraph,
    Qr,
    Seal,
)
from jingwei.registry import codes
from jingwei.registry.models import Entrustment, Region, SiteCode, Subject, SubjectStep
from jingwei.registry.terms import PartyKind, SubjectStepKind

HOW_TO_USE = (
    "执法人员进门先用掌上执法扫码，平台显示可以检查后再开始检查。",
    "平台拒绝的，企业可以不接受检查，并向区司法局反映。",
    "企业可以要求出示证件，在平台“验证执法人员”中按证号核对。",
    "码中没有企业信息，扫码不收费；破损、遗失的换领，旧码随即停用。",
)

# Labels too long for their cell, broken where a person would break them.
BROKEN = {
    "统一社会信用代码": "统一社会\n信用代码",
    "三定规定文号": "三定规定\n文号",
    "监督投诉电话": "监督投诉\n电话",
}


def grouped(text: str) -> str:
    """Return a code's text in groups of four, for a person to read and type."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def code_sheet(code: SiteCode, *, address: str, on: date, is_demonstration: bool) -> Document:
    """Return the A4 sheet to post at the site's gate. The code must come with its site and enterprise."""
    site = code.site
    return Document(
        title="企业码",
        issuer=settings.BUREAU_NAME,
        issued_on=on,
        blocks=(
            Heading(site.enterprise.name, level=2),
            Paragraph(f"场所：{site.name}（{site.address}）"),
            Qr(address, caption=grouped(codes.write(code.token)), width=76),
            Numbered(HOW_TO_USE),
        ),
        is_demonstration=is_demonstration,
    )


def subject_rows(subject: Subject) -> list[dict[str, Any]]:
    """Return the fields of the declaration form (R-FORM-01), as page and paper show them, in the paper's order."""
    names = dict(Region.objects.filter(code__in=subject.jurisdiction).values_list("code", "name"))
    regions = "、".join(f"{names.get(code, '')}（{code}）" for code in subject.jurisdiction)
    rows = [
        ("名称", subject.name, True),
        ("主体编号", subject.code, False),
        ("主体类别", PartyKind(subject.kind).label, False),
        ("统一社会信用代码", subject.credit_code, False),
        ("条线", subject.line, False),
        ("职权依据", subject.legal_basis, True),
        ("三定规定文号", subject.organisation_document, False),
        ("委托机关", subject.principal.name if subject.principal else "", False),
        ("职权范围", subject.powers, True),
        ("管辖区划", regions, True),
        ("负责人", subject.head, False),
        ("监督投诉电话", subject.phone, False),
        ("办公地址", subject.address, True),
    ]
    return [{"label": label, "value": value, "is_full": is_full} for label, value, is_full in rows]


def declaration_document(
    subject: Subject, steps: Sequence[SubjectStep], *, on: date, is_demonstration: bool
) -> Document:
    """Return the declaration form (行政检查主体资格确认表, R-FORM-01) with the opinions of the present round."""
    present: dict[str, SubjectStep] = {}
    for step in steps:
        if step.kind == SubjectStepKind.RETURNED:
            present = {}
        present[step.kind] = step
    rows: list[tuple[Field] | tuple[Field, Field]] = []
    waiting: Field | None = None
    for row in subject_rows(subject):
        field = Field(BROKEN.get(row["label"], row["label"]), row["value"] or "—")
        if row["is_full"]:
            rows += [(waiting,)] if waiting else []
            waiting = None
            rows.append((field,))
        elif waiting is None:
            waiting = field
        else:
            rows.append((waiting, field))
            waiting = None
    rows += [(waiting,)] if waiting else []
    asked = (SubjectStepKind.DECLARED, SubjectStepKind.REVIEWED, SubjectStepKind.CONFIRMED)
    rows += [(Field(f"{kind.label}\n意见", _opinion(present.get(kind))),) for kind in asked]
    rows.append((Field("网站公告", _opinion(present.get(SubjectStepKind.ANNOUNCED))),))
    return Document(
        title="行政检查主体资格确认表",
        issuer=subject.name,
        number=subject.code,
        issued_on=on,
        blocks=(FieldTable(tuple(rows)),),
        is_demonstration=is_demonstration,
    )


def entrustment_document(letter: Entrustment, *, is_demonstration: bool) -> Document:
    """Return the letter of entrustment (R-FORM-36). It must come with its items, principal and agent."""
    names = [item.name for item in letter.items.all()]
    items = tuple(f"{name}{'。' if name == names[-1] else '；'}" for name in names)
    return Document(
        title="行政检查委托书",
        issuer=letter.principal.name,
        number=letter.number,
        issued_on=letter.valid_from,
        blocks=(
            Paragraph(f"{letter.agent.name}：", indent=False),
            Paragraph(
                f"根据《中华人民共和国行政处罚法》第二十条、第二十一条的规定，{letter.principal.name}委托你单位"
                "以本机关的名义实施下列行政检查。"
            ),
            Heading("一、委托事项"),
            Numbered(items, "（一）"),
            Heading("二、委托权限"),
            Paragraph(letter.powers.rstrip("。") + "。"),
            Heading("三、委托期限"),
            Paragraph(f"自{chinese_date(letter.valid_from)}至{chinese_date(letter.valid_to)}。"),
            Heading("四、责任"),
            Paragraph(
                "本机关对你单位实施的行政检查负责监督，并对检查的后果承担法律责任。你单位应当在委托范围内以本机关"
                "名义实施检查，不得再委托其他组织或者个人。"
            ),
            Seal(letter.issuer, letter.valid_from),
        ),
        is_demonstration=is_demonstration,
    )


def _opinion(step: SubjectStep | None) -> str:
    """Return an opinion as the form prints it: what was said, by whom, on which day, on which paper."""
    if step is None:
        return ""
    who = step.office + (step.taken_by.name if step.taken_by else "")
    said = (step.opinion, step.url, step.document, who, chinese_date(step.on))
    return "\n".join(filter(None, said))
