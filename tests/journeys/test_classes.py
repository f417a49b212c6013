"""Classes in a real browser: from an empty overview over the month's file to a grade, a table, relief and what is overdue."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from jingwei.planning.imports import ClassImporter
from jingwei.planning.models import ClassFile, EnterpriseClass
from jingwei.platform.calendar import add_months, local_date
from jingwei.registry.models import Enterprise, Region
from jingwei.registry.terms import EnterpriseKind
from tests.journeys.stage import DESK, PHONE, Stage
from tests.sheets import import_rows

SURNAMES = "云汀映山星禾临川青禾听松望湖知春"


def look(stage: Stage, page: Page, name: str) -> None:
    """Hold the page to axe at the desk and to its width on a phone."""
    stage.hold(page, name)
    page.set_viewport_size(PHONE)
    stage.show(page, f"{name}-narrow")
    page.set_viewport_size(DESK)


def confirm(page: Page, verb: str) -> None:
    """Say yes to what cannot be undone."""
    page.locator("[data-confirm-dialog]").get_by_role("button", name=verb).click()


def classify(stage: Stage) -> None:
    """Let sixty enterprises of two towns have seven months of classes, a few of them changed this month."""
    towns = [
        Region.objects.create(code=f"32031210{number}", name=name, parent=stage.people.region)
        for number, name in ((1, "大许镇"), (2, "利国镇"))
    ]
    made = Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=f"9132{number:014}",
            name=f"徐州{SURNAMES[number % 8 * 2 : number % 8 * 2 + 2]}示例{number}号机械有限公司",
            kind=EnterpriseKind.COMPANY,
            credit_class="unknown",
            region=towns[number % 2],
            sort_key=f"xz{number:03}",
        )
        for number in range(60)
    )
    everybody = [*made, stage.people.enterprise]
    this_month = local_date(timezone.now()).replace(day=1)
    for back in range(6, 0, -1):
        month = add_months(this_month, -back)
        ClassFile.objects.create(
            month=month, source="市场监管局月度分类.xlsx", rows=61, changed=3, imported_at=timezone.now()
        )
        EnterpriseClass.objects.bulk_create(
            EnterpriseClass(
                enterprise=each, month=month, credit_class="AABBC"[each.pk % 5] if back > 1 else "A"
            )
            for each in everybody
        )
    EnterpriseClass.objects.filter(enterprise=stage.people.enterprise).update(credit_class="A")
    rows = [
        {
            "统一社会信用代码": each.credit_code,
            "分类": "A" if each == stage.people.enterprise else "AAABBCD"[place % 7],
            "月份": f"{this_month:%Y-%m}",
        }
        for place, each in enumerate(everybody)
    ]
    assert import_rows(ClassImporter(), *rows, now=timezone.now()).imported == 61


def test_classes_from_the_empty_overview_to_what_is_overdue(stage: Stage) -> None:
    people = stage.people
    bureau = stage.desk(people.supervisor)
    bureau.goto("/classes/")
    expect(bureau.get_by_role("link", name="导入本月分类")).to_be_visible()
    look(stage, bureau, "class-overview-empty")
    classify(stage)
    bureau.goto("/classes/")
    expect(bureau.get_by_role("heading", name="各镇街")).to_be_visible()
    look(stage, bureau, "class-overview")
    bureau.get_by_role("link", name="抽查比例和频次").click()
    look(stage, bureau, "class-tables-default")
    bureau.get_by_role("link", name="设定新表").click()
    bureau.get_by_label("公布文件").fill("铜司发〔2026〕8号")
    bureau.get_by_label("C 类抽查比例").fill("10")
    bureau.get_by_role("button", name="设定").click()
    confirm(bureau, "设定")
    expect(bureau.get_by_text("抽查比例 C 类低于 B 类").first).to_be_visible()
    look(stage, bureau, "class-table-refused")
    bureau.get_by_label("C 类抽查比例").fill("50")
    bureau.get_by_role("button", name="设定").click()
    confirm(bureau, "设定")
    expect(bureau.get_by_text("现行", exact=True).first).to_be_visible()
    look(stage, bureau, "class-tables")

    clerk = stage.desk(people.clerk)
    clerk.goto("/classes/enterprises/?credit_class=A")
    look(stage, clerk, "class-enterprises")
    clerk.goto("/classes/enterprises/?q=星禾示例机械")
    clerk.get_by_role("link", name=people.enterprise.name).click()
    clerk.get_by_text("登记部门分级", exact=True).click()
    clerk.locator("#id_grade-credit_class").select_option("D")
    clerk.get_by_label("分级标准").fill("安全生产风险分级标准（2026版）")
    clerk.get_by_label("得分").fill("41.5")
    clerk.get_by_label("理由").fill("涉爆粉尘，近一年发生两起险情")
    clerk.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.get_by_text("两者从严")).to_be_visible()
    look(stage, clerk, "class-enterprise")
    clerk.goto("/classes/grades/")
    look(stage, clerk, "grade-list")
    clerk.goto("/overdue/")
    expect(clerk.get_by_role("cell", name="从未检查").first).to_be_visible()
    look(stage, clerk, "overdue")

    head = stage.desk(people.head)
    head.goto(f"/classes/enterprises/{people.enterprise.pk}/")
    head.get_by_text("纳入低风险减免", exact=True).click()
    head.get_by_label("纳入依据").fill("近半年没有检查发现问题，没有投诉举报")
    head.get_by_role("button", name="纳入", exact=True).click()
    expect(head.get_by_text("已纳入低风险减免，除随机抽查外")).to_be_visible()
    head.goto("/classes/reliefs/")
    look(stage, head, "relief-list")
