"""Open data: every public list as rows of plain values, for CSV and JSON alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jingwei.inspections.terms import Outcome
from jingwei.portal.queries import public
from jingwei.registry.queries import why_unusable
from jingwei.registry.terms import BasisLevel, CreditClass, ImplementationLevel, InspectionMethod, PartyKind

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """One list: what it is called, what is in it and what is not, its columns by key and title, its rows on a day."""

    name: str
    title: str
    note: str
    columns: Sequence[tuple[str, str]]
    rows: Callable[[date], Iterator[Sequence[Value]]]


def _subjects(on: date) -> Iterator[Sequence[Value]]:
    for each in public.list_public_subjects(on=on):
        yield (
            each.code,
            each.name,
            PartyKind(each.kind).label,
            each.credit_code,
            "、".join(each.jurisdiction),
            each.phone,
            each.announced_on,
        )


def _items(on: date) -> Iterator[Sequence[Value]]:
    for each in public.list_public_items(on=on):
        methods = (InspectionMethod(method).label for method in each.methods)
        yield (
            each.code,
            each.name,
            each.subject.name,
            ImplementationLevel(each.level).label,
            each.object_scope,
            "、".join(methods),
            each.frequency,
            each.published_on,
            why_unusable(each, on),
        )


def _bases(on: date) -> Iterator[Sequence[Value]]:
    for item in public.list_public_items(on=on):
        for each in item.bases.all():
            level = BasisLevel(each.level).label
            yield item.code, item.name, level, each.title, each.article, each.valid_from, each.valid_until


def _standards(on: date) -> Iterator[Sequence[Value]]:
    for item in public.list_public_items(on=on).prefetch_related("standards__points"):
        for standard in item.standards.all():
            if standard.valid_from <= on and (standard.valid_until is None or on < standard.valid_until):
                for point in sorted(standard.points.all(), key=lambda each: each.position):
                    yield (
                        item.code,
                        item.name,
                        standard.version,
                        standard.valid_from,
                        point.position,
                        point.text,
                    )


def _caps(on: date) -> Iterator[Sequence[Value]]:
    for each in public.list_public_caps(on=on):
        yield (
            each.subject.name if each.subject else f"{each.line}条线",
            each.item.code if each.item else "",
            each.item.name if each.item else "",
            CreditClass(each.credit_class).label if each.credit_class else "",
            each.visits,
            each.valid_from,
            each.valid_until - timedelta(days=1) if each.valid_until else None,
            each.source,
        )


def _plans(on: date) -> Iterator[Sequence[Value]]:
    for announcement in public.list_public_plans(on=on):
        assert announcement.plan is not None
        for line in public.lines_of(announcement):
            yield (
                announcement.plan.year,
                announcement.subject.name,
                announcement.plan.version,
                line.name,
                line.item.code if line.item else "",
                line.object_scope,
                line.base,
                line.quantity,
                *(line.ratios.get(each) for each in "ABCD"),
                line.visits,
                line.first_on,
                line.last_on,
                InspectionMethod(line.method).label,
                "、".join(each.name for each in line.partners.all()),
                announcement.announced_on,
                announcement.url,
            )


def _specials(on: date) -> Iterator[Sequence[Value]]:
    for announcement in public.list_public_specials(on=on):
        special = announcement.special
        assert special is not None
        yield (
            special.name,
            announcement.subject.name,
            special.contents,
            special.object_scope,
            special.first_on,
            special.last_on,
            special.approval_number,
            announcement.announced_on,
            announcement.url,
        )


def _results(on: date) -> Iterator[Sequence[Value]]:
    for each in public.list_public_results(on=on).iterator(chunk_size=1000):
        inspection = each.inspection
        yield (
            inspection.performed_on,
            inspection.subject.name,
            inspection.enterprise.name,
            inspection.enterprise.credit_code,
            "、".join(line.item.name for line in inspection.lines.all()),
            Outcome(each.outcome).label,
            each.published_on,
        )


DATASETS = {
    each.name: each
    for each in (
        Dataset(
            "subjects",
            "检查主体",
            "已公告、未撤销的检查主体。",
            [
                ("code", "主体编号"),
                ("name", "名称"),
                ("kind", "类别"),
                ("credit_code", "统一社会信用代码"),
                ("jurisdiction", "管辖区划代码"),
                ("phone", "监督投诉电话"),
                ("announced_on", "公告日期"),
            ],
            _subjects,
        ),
        Dataset(
            "items",
            "检查事项",
            "已公布的检查事项；“不得检查的原因”不空的，当日不得检查。",
            [
                ("code", "事项编码"),
                ("name", "名称"),
                ("subject", "检查主体"),
                ("level", "实施层级"),
                ("object_scope", "检查对象"),
                ("methods", "检查方式"),
                ("frequency", "检查频次"),
                ("published_on", "公布日期"),
                ("unusable", "不得检查的原因"),
            ],
            _items,
        ),
        Dataset(
            "bases",
            "检查依据",
            "已公布事项的依据，每行一条。",
            [
                ("item_code", "事项编码"),
                ("item", "事项"),
                ("level", "层级"),
                ("title", "文件名称"),
                ("article", "条款"),
                ("valid_from", "施行日期"),
                ("valid_until", "失效日期"),
            ],
            _bases,
        ),
        Dataset(
            "standards",
            "检查标准",
            "已公布事项现行的检查标准，每行一个要点。",
            [
                ("item_code", "事项编码"),
                ("item", "事项"),
                ("version", "版本"),
                ("valid_from", "自"),
                ("position", "序号"),
                ("text", "检查要点"),
            ],
            _standards,
        ),
        Dataset(
            "caps",
            "频次上限",
            "现行的年度检查频次上限；事项、分类不填的，管全部。",
            [
                ("holder", "主体或条线"),
                ("item_code", "事项编码"),
                ("item", "检查事项"),
                ("credit_class", "企业分类"),
                ("visits", "每年次数"),
                ("valid_from", "自"),
                ("valid_to", "至"),
                ("source", "公布文件"),
            ],
            _caps,
        ),
        Dataset(
            "plans",
            "年度计划",
            "已公告的年度计划现行版本，每行一项。比例为百分数。",
            [
                ("year", "年度"),
                ("subject", "检查主体"),
                ("version", "版本"),
                ("name", "任务名称"),
                ("item_code", "事项编码"),
                ("object_scope", "检查对象"),
                ("base", "对象基数"),
                ("quantity", "检查户数"),
                ("ratio_a", "A类比例"),
                ("ratio_b", "B类比例"),
                ("ratio_c", "C类比例"),
                ("ratio_d", "D类比例"),
                ("visits", "每户每年次数"),
                ("first_on", "自"),
                ("last_on", "至"),
                ("method", "检查方式"),
                ("partners", "联合单位"),
                ("announced_on", "公告日期"),
                ("url", "公告网址"),
            ],
            _plans,
        ),
        Dataset(
            "specials",
            "专项检查",
            "已公告的专项检查。",
            [
                ("name", "名称"),
                ("subject", "牵头主体"),
                ("contents", "内容"),
                ("object_scope", "对象"),
                ("first_on", "自"),
                ("last_on", "至"),
                ("approval", "批准文号"),
                ("announced_on", "公告日期"),
                ("url", "公告网址"),
            ],
            _specials,
        ),
        Dataset(
            "results",
            "检查结果",
            "已公开的检查结果，不含人员和检查内容。",
            [
                ("performed_on", "检查日期"),
                ("subject", "检查主体"),
                ("enterprise", "企业"),
                ("credit_code", "统一社会信用代码"),
                ("items", "检查事项"),
                ("outcome", "结果"),
                ("published_on", "公开日期"),
            ],
            _results,
        ),
    )
}
