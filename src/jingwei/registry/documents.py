"""The papers of the registry: the sheet that carries a site's code."""

from datetime import date

import segno
from django.conf import settings

from jingwei.platform.documents.model import Document, Heading, Numbered, Paragraph, Qr
from jingwei.registry import codes
from jingwei.registry.models import SiteCode

HOW_TO_USE = (
    "执法人员进门先用掌上执法扫码，平台显示可以检查后再开始检查。",
    "平台拒绝的，企业可以不接受检查，并向区司法局反映。",
    "企业可以要求出示证件，在平台“验证执法人员”中按证号核对。",
    "码中没有企业信息，扫码不收费；破损、遗失的换领，旧码随即停用。",
)


def grouped(text: str) -> str:
    """Return a code's text in groups of four, for a person to read and type."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def code_picture(address: str) -> str:
    """Return the QR of a site's address as SVG, black on white whatever the page's colours."""
    picture: str = segno.make(address, error="m").svg_inline(scale=6, light="#fff", border=4)
    return picture


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
