"""一企一档: the list of enterprises, with class and how often somebody came this year."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from jingwei.portal.queries.dossier import list_dossiers
from jingwei.registry.models import Enterprise, Region
from jingwei.registry.queries import industry_name, industry_sections, list_enterprises
from jingwei.registry.terms import STAFF, CreditClass, EnterpriseKind
from jingwei.web.doors import Choice, Empty, Listing, Number, Pick, Search, Text, Title, Viewer, Word
from jingwei.web.gallery import draw

COLOURS = {CreditClass.C: "amber", CreditClass.D: "red"}
Found = QuerySet[Enterprise]


def class_tag(value: str) -> SafeString:
    """Return a class as a tag."""
    credit_class = CreditClass(value)
    return draw("tag", {"text": credit_class.label, "colour": COLOURS.get(credit_class, "")})


def industry(enterprise: Enterprise) -> str:
    return f"{enterprise.industry} {industry_name(enterprise.industry)}".strip()


def class_month(enterprise: Enterprise) -> str:
    return f"{enterprise.class_month:%Y-%m}" if enterprise.class_month else ""


def of_text(found: Found, text: str, viewer: Viewer) -> Found:
    """Keep those whose name, code or initials hold the text."""
    return found.filter(pk__in=list_enterprises(text).order_by().values("pk"))


def of_section(found: Found, letter: str, viewer: Viewer) -> Found:
    """Keep those of the section, or those whose industry nobody has noted."""
    return found.filter(Q(industry="") if letter == "-" else Q(industry__startswith=letter))


def towns(viewer: Viewer) -> QuerySet[Region]:
    """Return the towns that have enterprises."""
    return Region.objects.filter(pk__in=Enterprise.objects.order_by().values("region")).order_by("code")


def sections() -> list[tuple[Any, str]]:
    named = [(letter, f"{letter} {name}") for letter, name in industry_sections().items()]
    return [*named, ("-", "没有登记")]


CODE = Text("统一社会信用代码", "credit_code")
KIND = Word("类型", "kind", of=EnterpriseKind)
CLASS = Word("分类", "credit_class", of=CreditClass, colours=COLOURS, css="jw-nw is-end")
DOSSIERS = Listing(
    "dossier",
    "一企一档",
    roles=STAFF,
    rows=lambda actor, viewer: list_dossiers(year=viewer.today.year),
    columns=(
        Title("企业", "name", order="sort_key", link="dossier_detail", below="credit_code"),
        Text("镇街", "region.name", name="region", order="region__code", css="jw-nw"),
        Text("行业", industry, order="industry", css="is-gone"),
        Number("本年入企", "entries", unit="次", short="本年入企"),
        CLASS,
    ),
    filed=(
        CODE,
        Text("企业名称", "name"),
        KIND,
        Text("所属镇街", "region.name", name="region"),
        Text("行业代码", "industry"),
        Text("行业", lambda row: industry_name(row.industry), name="industry_name"),
        Word("信用风险分类", "credit_class", of=CreditClass),
        Text("分类月份", class_month),
        Number("本年入企", "entries"),
    ),
    filters=(
        Search(label="企业", hint="名称、代码、拼音首字母", by=of_text),
        Choice("credit_class", "分类", of=CreditClass),
        Pick("region", "镇街", rows=towns),
        Choice("section", "行业门类", of=sections, by=of_section),
    ),
    status="共 {} 家",
    file_name="企业名单",
    empty=Empty("还没有企业", "由司法局从“表格导入”导入企业名单。"),
)
