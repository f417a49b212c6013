"""The receipt of a filing as an official paper (备案回执)."""

from django.conf import settings

from jingwei.disclosure.models import Filing
from jingwei.disclosure.terms import FilingKind
from jingwei.platform.documents.dates import chinese_date
from jingwei.platform.documents.model import Document, Field, FieldTable, Layout, Paragraph, Seal


def receipt_document(filing: Filing) -> Document:
    """Return the receipt that the bureau gives for a filing it has received. It must come with its subject."""
    assert filing.received_on is not None
    kind = FilingKind(filing.kind).label
    named = str(filing.announcement or filing.plan or filing.special or kind)
    late = f"应于{chinese_date(filing.due_on)}前报送，逾期报送。" if filing.is_late and filing.due_on else ""
    return Document(
        title="备案回执",
        issuer=settings.BUREAU_NAME,
        number=filing.receipt,
        issued_on=filing.received_on,
        is_demonstration=settings.DEMONSTRATION,
        layout=Layout.LETTER,
        blocks=(
            Paragraph(f"{filing.subject.name}：", indent=False),
            Paragraph(
                f"你单位{chinese_date(filing.filed_on)}报送的《{named}》（{kind}）收悉，予以备案。{late}"
            ),
            FieldTable(
                (
                    (Field("备案内容", kind), Field("版本", f"第 {filing.version} 版")),
                    (
                        Field("报送日期", str(filing.filed_on)),
                        Field("备案日期", str(filing.received_on)),
                    ),
                    (Field("内容摘要", filing.digest),),
                )
            ),
            Paragraph("内容有变化的，公告新版以后重新报送。"),
            Seal(settings.BUREAU_NAME, filing.received_on),
        ),
    )
