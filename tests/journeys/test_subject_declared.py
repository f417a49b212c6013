"""A body on its way to be a subject, in a real browser: declared, reviewed, confirmed, announced, then public."""

from playwright.sync_api import Page, expect

from jingwei.registry.models import Region, Subject
from jingwei.registry.sort_keys import sort_key
from jingwei.registry.terms import PartyKind, Role, SubjectStatus
from tests.journeys.stage import Stage
from tests.people import make_person

NAME = "铜山区消防救援大队"
CODE = "11320312DEM000030R"  # Fictional: passes the check digits, issued to nobody.


def published(stage: Stage, page: Page) -> list[str]:
    """The names that the public interface lists, asked without any session."""
    with page.context.browser.new_context(base_url=stage.url) as stranger:  # type: ignore[union-attr]
        answer = stranger.request.get("/api/v1/subjects")
        assert answer.status == 200
        body = answer.json()
    assert body["count"] == len(body["items"])
    return [each["name"] for each in body["items"]]


def test_a_subject_is_public_once_it_is_announced_and_not_before(stage: Stage) -> None:
    region = Region.objects.get(code="320312")
    draft = Subject.objects.create(
        code="TS-ZT-9001",
        name=NAME,
        short_name="消防救援大队",
        kind=PartyKind.AUTHORISED,
        region=region,
        jurisdiction=["320312"],
        status=SubjectStatus.DRAFT,
        sort_key=sort_key(NAME),
    )
    declarer = make_person("dina", "洪知", Role.CLERK, subject=draft)
    confirmer = make_person("cleo", "闻人正", Role.GOVERNMENT_CONFIRMER)

    clerk = stage.desk(declarer)
    clerk.goto("/subjects/")
    clerk.get_by_role("link", name=NAME).click()
    stage.hold(clerk, "subject-draft")
    clerk.get_by_role("link", name="申报", exact=True).click()
    clerk.get_by_label("统一社会信用代码").fill(CODE[:17] + "X")
    clerk.get_by_label("职权依据").fill("《中华人民共和国消防法》第四条、第五十三条")
    clerk.get_by_label("条线").fill("消防")
    clerk.get_by_label("机关代字").fill("铜消")
    clerk.get_by_label("监督投诉电话").fill("0516-0000 0119")
    clerk.get_by_label("申报文号").fill("铜消〔2026〕3号")
    stage.hold(clerk, "subject-declaration")
    clerk.get_by_role("button", name="申报").click()
    expect(clerk.get_by_text("第 18 位校验码应为").first).to_be_visible()
    stage.show(clerk, "subject-wrong-code")
    clerk.get_by_label("统一社会信用代码").fill(CODE)
    clerk.get_by_role("button", name="申报").click()
    expect(clerk.get_by_text("待司法局审核").first).to_be_visible()
    assert NAME not in published(stage, clerk)

    supervisor = stage.desk(stage.people.supervisor)
    supervisor.goto("/subjects/?status=declared")
    supervisor.get_by_role("link", name=NAME).click()
    stage.hold(supervisor, "subject-declared")
    supervisor.locator("#decide").get_by_label("意见").fill("符合行政检查主体资格")
    supervisor.locator("#decide").get_by_label("文号").fill("铜司审〔2026〕8号")
    supervisor.get_by_role("button", name="审核通过").click()
    expect(supervisor.get_by_text("待区政府确认").first).to_be_visible()

    government = stage.desk(confirmer)
    government.goto(f"/subjects/{draft.pk}/")
    government.locator("#decide").get_by_label("意见").fill("同意确认")
    government.locator("#decide").get_by_label("文号").fill("铜政复〔2026〕12号")
    stage.hold(government, "subject-reviewed")
    government.get_by_role("button", name="确认", exact=True).click()
    expect(government.get_by_text("待网站公告").first).to_be_visible()
    assert NAME not in published(stage, clerk)

    supervisor.reload()
    stage.hold(supervisor, "subject-confirmed")
    today = supervisor.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})")
    supervisor.get_by_label("公告日期").fill(today)
    supervisor.get_by_label("公告网址").fill("https://www.example.gov.cn/gg/2026/1.html")
    supervisor.get_by_role("button", name="公告", exact=True).click()
    expect(supervisor.get_by_text("已公告").first).to_be_visible()
    stage.hold(supervisor, "subject-announced")
    assert NAME in published(stage, clerk)
    paper = supervisor.request.get(f"{stage.url}/subjects/{draft.pk}/form/")
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
    supervisor.goto("/subjects/")
    stage.hold(supervisor, "subjects")
