"""The papers of an inspection: notice (R-FORM-06), record (R-FORM-07) and approval form (R-FORM-05)."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Notice, Record
from jingwei.inspections.terms import Mode, Origin, PointResult, SignerKind
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform import files
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.documents.dates import chinese_date, chinese_moment
from jingwei.platform.documents.model import (
    Block,
    Document,
    Field,
    FieldTable,
    Grid,
    Heading,
    Image,
    Numbered,
    Paragraph,
    Seal,
    SignatureRow,
)
from jingwei.registry.models import Item

# 国办发〔2024〕54号 names them in this order.
FIVE_BANS = (
    "严禁逐利检查；",
    "严禁干扰企业正常生产经营；",
    "严禁任性处罚企业；",
    "严禁下达检查指标；",
    "严禁变相检查。",
)


def notice_document(dossier: Dossier, notice: Notice) -> Document:
    """Return the inspection notice as it was drawn up; the receipt is filled in once it is served."""
    inspection, subject = dossier.inspection, dossier.inspection.subject
    receipt: tuple[Block, ...] = (
        (Paragraph(f"本通知书已于{chinese_moment(notice.served_at)}由{notice.received_by}签收。"),)
        if notice.served_at
        else (SignatureRow("被检查企业签收人（签名）"),)
    )
    return Document(
        title="行政检查通知书",
        issuer=subject.name,
        number=notice.number,
        issued_on=local_date(notice.issued_at),
        is_demonstration=settings.DEMONSTRATION,
        footer="本通知书一式两份，一份送达被检查企业，一份存档。",
        blocks=(
            Paragraph(f"{inspection.enterprise.name}：", indent=False),
            Paragraph(
                f"根据{bases_of(dossier.items)}的规定，{_decided(dossier)}对你单位实施行政检查。"
                "现将有关事项通知如下："
            ),
            FieldTable(
                (
                    (
                        Field("统一社会信用代码", inspection.enterprise.credit_code),
                        Field("任务来源", source_of(dossier)),
                    ),
                    (
                        Field("检查时间", span_of(inspection.planned_from, inspection.planned_until)),
                        Field("检查类型", kind_of(dossier)),
                    ),
                    (Field("检查地点", place_of(dossier)),),
                    (Field("检查人员", "\n".join(officers_of(dossier))),),
                    (Field("检查事项", listed(notice.items)),),
                    (Field("需准备的材料", inspection.materials or "无须另行准备"),),
                    (Field("本年度\n检查频次", _frequency(dossier, notice)),),
                )
            ),
            Heading("一、检查纪律"),
            Numbered(FIVE_BANS, "（一）"),
            Heading("二、你单位的权利"),
            Paragraph(
                "检查人员应当主动出示执法证件。你单位有权进行陈述和申辩；认为检查人员与检查事项有直接利害关系的，"
                "有权申请回避；检查人员少于两人、未出示执法证件或者未送达本通知书的，有权拒绝检查。"
                f"对检查行为有异议的，可以拨打监督投诉电话{subject.phone or '12345'}，也可以在本平台企业端评价。"
            ),
            Seal(subject.name, local_date(notice.issued_at)),
            Heading("送达回执"),
            *receipt,
        ),
    )


def record_document(dossier: Dossier, record: Record, *, with_pictures: bool = True) -> Document:
    """Return the on-site record with what was signed under it. Reads photos and signatures from the file store.

    Without pictures it says the same and is quickly set: to see whether it can be printed.
    """
    prefetch_related_objects(
        [record], "entries__item", "photos__file", "photos__entry", "signatures__image", "signatures__officer"
    )
    inspection = dossier.inspection
    assert inspection.visit is not None
    visit = inspection.visit
    present = [
        f"{each.officer.name}（执法证号 {each.certificate_number or '无'}）"
        for each in visit.presences.select_related("officer").order_by("id")
    ]
    signed_on = local_date(record.signed_at or record.started_at)
    return Document(
        title="现场检查笔录" + ("（已作废）" if record.voided_at else ""),
        issuer=inspection.subject.name,
        number=inspection.number,
        issued_on=signed_on,
        is_demonstration=settings.DEMONSTRATION,
        blocks=(
            FieldTable(
                (
                    (Field("被检查企业", inspection.enterprise.name),),
                    (
                        Field("开始时间", chinese_moment(record.started_at)),
                        Field("结束时间", chinese_moment(record.ended_at) if record.ended_at else ""),
                    ),
                    (
                        Field("检查地点", place_of(dossier)),
                        Field("定位", _position(visit.latitude, visit.longitude)),
                    ),
                    (Field("现场负责人", record.person_name), Field("职务", record.person_post)),
                    (Field("检查人员", "\n".join(present)),),
                    (Field("协助人员", "、".join(record.assistants_present) or "无"),),
                )
            ),
            Heading("一、表明身份与告知"),
            Paragraph(_identity(inspection.subject.name, present, record)),
            Heading("二、逐项检查结果"),
            _results(record),
            Heading("三、现场情况"),
            Paragraph(record.findings or "详见逐项检查结果。"),
            Heading("四、被检查企业陈述"),
            Paragraph(record.statement or "无。"),
            *(_photos(record) if with_pictures else ()),
            *_correction(record),
            *(() if record.refusal else (Paragraph("以上笔录已经现场负责人核对。"),)),
            *_signatures(record, with_pictures=with_pictures),
        ),
    )


def approval_document(dossier: Dossier, *, counted: str) -> Document:
    """Return the approval form; ``counted`` says how often the enterprise was inspected this year."""
    inspection = dossier.inspection
    opinion = inspection.opinion or ("同意。" if inspection.approved_at else "")
    if inspection.override_reason:
        opinion += f"\n放行规则：{'、'.join(inspection.overridden)}；理由：{inspection.override_reason}"
    if inspection.authorisation:
        opinion += f"\n受权代批文号：{inspection.authorisation}"
    return Document(
        title="行政检查审批表",
        issuer=inspection.subject.name,
        number=inspection.number,
        issued_on=local_date(inspection.requested_at),
        is_demonstration=settings.DEMONSTRATION,
        blocks=(
            FieldTable(
                (
                    *((Field(*left), Field(*right)) for left, right in form_pairs(dossier)),
                    *((Field(label, value),) for label, value in form_lines(dossier)),
                    (Field("本年度\n检查频次", counted),),
                    (
                        Field(
                            "经办人",
                            f"{inspection.requester}　{chinese_moment(inspection.requested_at)}",
                        ),
                    ),
                    (
                        Field(
                            "主体负责人\n意见",
                            opinion,
                            SignatureRow(
                                "负责人（签名）",
                                inspection.approved_by.name if inspection.approved_by else "",
                                None,
                                inspection.approved_at,
                            ),
                        ),
                    ),
                )
            ),
        ),
    )


def form_pairs(dossier: Dossier) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return the short fields of the approval form, two a line, in the order of the paper (R-FORM-05)."""
    inspection, enterprise = dossier.inspection, dossier.inspection.enterprise
    return [
        (("检查主体", inspection.subject.name), ("检查类别", kind_of(dossier))),
        (
            ("任务来源", source_of(dossier)),
            ("实施日期", f"{inspection.performed_on}")
            if inspection.origin == Origin.IMPORTED
            else ("拟检时间", span_of(inspection.planned_from, inspection.planned_until)),
        ),
        (
            ("被检查企业", f"{enterprise.name}\n{enterprise.credit_code}"),
            ("信用风险", enterprise.get_credit_class_display()),
        ),
    ]


def form_lines(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the long fields of the approval form, one a line."""
    inspection = dossier.inspection
    reasons = [
        f"{line.item.name}：{line.on_site_reason or '未说明'}"
        for line in dossier.lines
        if line.item.is_remote_capable
    ]
    assistants = [f"{each.name}（{each.employer}），{each.purpose}" for each in dossier.assistants]
    lines = [
        ("检查地点", place_of(dossier)),
        ("检查事项", listed(item.name for item in dossier.items)),
        ("检查依据", bases_of(dossier.items)),
        ("检查内容", inspection.purpose or "按各事项的检查标准"),
        ("执法人员", "\n".join(officers_of(dossier))),
        ("协助人员", "\n".join(assistants) or "无"),
    ]
    if inspection.exempt:
        exempt = f"{ExemptReason(inspection.exempt).label}，证据或线索编号 {inspection.evidence or '未填'}"
        lines.append(("不计上限情形", exempt))
    if reasons:
        lines.append(("须到场的理由", "\n".join(reasons)))
    if inspection.requires_legal_representative:
        lines.append(("要求法定代表人到场", inspection.legal_representative_reason or "未填理由"))
    if dossier.urgent:
        lines.append(("紧急情形", dossier.urgent.label))
    return lines


def bases_of(items: Iterable[Item]) -> str:
    """Return what the items rest on, each provision once."""
    return (
        "、".join(dict.fromkeys(str(basis) for item in items for basis in item.bases.all())) or "（待补依据）"
    )


def officers_of(dossier: Dossier) -> list[str]:
    """Return name and certificate number of each officer put on the inspection."""
    return [
        f"{member.officer.name}（执法证号 {member.certificate.number if member.certificate else '无'}）"
        for member in dossier.team
    ]


def kind_of(dossier: Dossier) -> str:
    """Return kind and mode in words: 日常检查（现场检查）."""
    inspection = dossier.inspection
    kind = InspectionKind(inspection.kind).label if inspection.kind else "未定类别"
    return f"{kind}（{Mode(inspection.mode).label}）"


def source_of(dossier: Dossier) -> str:
    """Return where the task comes from: plan or order, else the clue, else the subject itself."""
    inspection = dossier.inspection
    if inspection.plan:
        return ("上级部署　" if inspection.is_ordered_from_above else "") + inspection.plan
    if inspection.exempt:
        return f"{ExemptReason(inspection.exempt).label}　{inspection.evidence}".strip()
    return f"线索　{inspection.evidence}" if inspection.evidence else "本机关日常监管"


def place_of(dossier: Dossier) -> str:
    """Return address and name of the site."""
    site = dossier.inspection.site
    return f"{site.address}（{site.name}）"


def span_of(start: datetime, end: datetime) -> str:
    """Return a span in Beijing time: 2026年3月5日9时00分至11时30分."""
    until = chinese_moment(end)
    if local_date(start) == local_date(end):
        until = until.removeprefix(chinese_date(local_date(end)))
    return f"{chinese_moment(start)}至{until}"


def listed(texts: Iterable[str]) -> str:
    """Return the texts as numbered lines; one alone stays as it is."""
    found = list(texts)
    return found[0] if len(found) == 1 else "\n".join(f"{n}.{text}" for n, text in enumerate(found, 1))


def _decided(dossier: Dossier) -> str:
    if dossier.inspection.approved_at or dossier.urgent is None:
        return "经本机关负责人批准，决定"
    return f"因{dossier.urgent.label}，依法先行检查并补办批准手续，现"


def _frequency(dossier: Dossier, notice: Notice) -> str:
    inspection = dossier.inspection
    done = f"本机关本年度已计入上限{notice.visits_this_year}次"
    limit = f"，频次上限{notice.cap}次" if notice.cap is not None else "，本事项未设频次上限"
    if inspection.exempt:
        return f"{done}{limit}；本次属“{ExemptReason(inspection.exempt).label}”，不计入上限"
    if inspection.kind == InspectionKind.CASE_BASED:
        return f"{done}{limit}；本次为个案检查，不受上限限制"
    return f"{done}{limit}；本次为第{notice.visits_this_year + 1}次"


def _position(latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return "未取得定位"
    return f"北纬{latitude:.4f}°\n东经{longitude:.4f}°"


def _identity(subject: str, present: list[str], record: Record) -> str:
    shown = (
        f"出示时间：{chinese_moment(record.certificate_shown_at)}。"
        if record.certificate_shown_at
        else "（未记录出示时间）"
    )
    recusal = (
        "已告知：认为检查人员与本次检查有直接利害关系的，可以申请回避；笔录中没有记录回避申请。"
        if record.is_recusal_asked
        else "（未记录告知申请回避的权利）"
    )
    return (
        f"告知：我们是{subject}的行政执法人员{'、'.join(present)}，这是我们的执法证件，请你过目。"
        f"现依法对你单位进行现场检查，请予以配合。{shown}\n{recusal}"
    )


def _results(record: Record) -> Grid:
    entries = sorted(record.entries.all(), key=lambda entry: entry.position)
    return Grid(
        ("序号", "检查内容", "结果", "情况说明"),
        tuple(
            (
                str(entry.position),
                entry.text,
                PointResult(entry.result).label if entry.result else "未填",
                entry.note,
            )
            for entry in entries
        ),
        (1, 5, 1.6, 4),
    )


def _photos(record: Record) -> list[Block]:
    """Pictures with what they show; the digest ties the printed picture to the stored file."""
    photos = list(record.photos.all())
    if not photos:
        return []
    blocks: list[Block] = [Heading("五、现场照片")]
    for number, photo in enumerate(photos, 1):
        shown = f"第{photo.entry.position}项" if photo.entry else "现场"
        taken = photo.shown_at.astimezone(SHANGHAI)
        blocks.append(Image(files.read(photo.file), f"照片{number}　{shown}　{taken:%H:%M}"))
    digests = "\n".join(f"照片{number} {photo.file.sm3}" for number, photo in enumerate(photos, 1))
    return [*blocks, Paragraph(f"照片的SM3校验值：\n{digests}", indent=False)]


def _correction(record: Record) -> list[Block]:
    blocks: list[Block] = []
    if record.corrects:
        blocks.append(
            Paragraph(f"本笔录更正原笔录（原笔录作废理由：{record.corrects.void_reason}），原笔录留存备查。")
        )
    if record.voided_at:
        blocks.append(Paragraph(f"本笔录已于{chinese_moment(record.voided_at)}作废：{record.void_reason}。"))
    return blocks


def _signatures(record: Record, *, with_pictures: bool) -> list[Block]:
    signed = {kind: [each for each in record.signatures.all() if each.kind == kind] for kind in SignerKind}
    blocks: list[Block] = []
    if record.refusal:
        recording = "，全过程有录音录像" if record.has_recording else ""
        blocks.append(Paragraph(f"被检查企业拒绝签名：{record.refusal}{recording}。"))
    labels = {
        SignerKind.ENTERPRISE: "被检查企业现场负责人（签名）",
        SignerKind.OFFICER: "检查人员（签名）",
        SignerKind.WITNESS: "见证人（签名）",
    }
    for kind, label in labels.items():
        blocks += [
            SignatureRow(label, each.name, files.read(each.image) if with_pictures else None, each.signed_at)
            for each in signed[kind]
        ]
    if digest := next((each.digest for each in record.signatures.all() if each.digest), ""):
        blocks.append(Paragraph(f"签名所对应笔录内容的SM3校验值：\n{digest}", indent=False))
    return blocks
