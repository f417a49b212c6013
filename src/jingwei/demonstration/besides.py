"""What else happened besides inspections, through the operations: letters, outsiders, scans elsewhere, open invitations."""

from datetime import date, timedelta

from jingwei.demonstration.acting import acting_as, acting_for, at, working_day_before
from jingwei.demonstration.cast import Cast
from jingwei.inspections import operations as inspections
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import ScanSystem
from jingwei.platform.calendar import Calendar
from jingwei.registry.models import Enterprise, Item, Region, Site, Subject
from jingwei.registry.terms import Role

OUTSIDE = "徐州泉上示例服饰有限公司"  # the one enterprise of the content that lies in another district


def happen_besides(cast: Cast, calendar: Calendar, *, today: date) -> None:
    """Let it happen in the fortnight before today."""

    def day(count: int) -> date:
        return working_day_before(calendar, today, count)

    _letters(day(9), day(7), day(5), day(3), today)
    _outsiders(day(6), day(4))
    _scans(cast, day(1))
    _invitations(day(4), day(3), day(2))


def _letters(sent: date, replied: date, came: date, last: date, today: date) -> None:
    """Our letter about an enterprise next door, answered; one from there about one of ours, to be answered still."""
    subject = "区市场监管局"
    clerk, site = acting_for(subject, Role.CLERK), Site.objects.get(enterprise__name=OUTSIDE)
    letter = inspections.send_letter(
        letter=inspections.LetterDraft(
            organ="泉山区市场监督管理局（演示）",
            matter="本区电商企业实际经营地在贵区，请协助核对营业执照公示和实际经营场所",
            first_on=replied,
            valid_to=today + timedelta(days=30),
            item_ids=[item.pk for item in Item.objects.filter(code__in=["TS-105", "TS-107"])],
            officer_ids=[acting_as("market-officer", Role.OFFICER).officer_id or 0],
            site_id=site.pk,
        ),
        actor=clerk,
        now=at(sent, 9, 50),
    )
    inspections.enter_reply(
        letter_id=letter.pk,
        agrees=True,
        reply="同意协助，请来前联系登记科",
        reply_number=f"泉市监函〔{replied.year}〕演示7号",
        replied_on=replied,
        actor=clerk,
        now=at(replied, 14, 20),
    )
    other = Region.objects.get(code="320311")
    for n, (name, matter) in enumerate(
        [
            ("徐州星禾示例机械有限公司", "核实我区建设项目所用起重设备的出厂检验记录"),
            ("徐州锦程示例汽车服务有限公司", "核实维修配件进货票据"),
        ]
    ):
        ours = Enterprise.objects.get(name=name)
        received = inspections.register_letter(
            letter=inspections.LetterReceived(
                organ="泉山区市场监督管理局（演示）",
                number=f"泉市监函〔{came.year}〕演示{11 + n}号",
                enterprise_id=ours.pk,
                matter=matter,
                sent_on=came,
                first_on=last,
                valid_to=last + timedelta(days=20),
                officers=[
                    inspections.Visitor("郑演示", "10320311101"),
                    inspections.Visitor("钱演示", "10320311102"),
                ],
                region_id=other.pk,
            ),
            actor=clerk,
            now=at(came, 10, 40 + n),
        )
        if n == 0:
            inspections.answer_letter(
                letter_id=received.pk,
                agrees=True,
                reply="同意，由我局派员陪同",
                actor=acting_for(subject, Role.HEAD),
                now=at(last, 9, 15),
            )


def _outsiders(performed: date, told: date) -> None:
    """An enterprise reports people of another district who came without a letter: the bureau hears of it."""
    contact = acting_as("contact2", Role.ENTERPRISE_CONTACT)
    inspections.report_outsiders(
        organ="某外地市场监管执法队（演示）",
        matter="查看产品标签和进货台账，未出示协助函",
        performed_on=performed,
        officers=[inspections.Visitor("孙演示")],
        site_id=Site.objects.filter(enterprise=contact.enterprise_id).order_by("id")[0].pk,
        actor=contact,
        now=at(told, 16, 10),
    )


def _scans(cast: Cast, day: date) -> None:
    """The provincial platform's records of a few visits of ours, and one that is nobody's here."""
    done = (
        Inspection.objects.exclude(visit=None)
        .filter(joint_with=None, performed_on__lt=day)
        .select_related("visit", "subject")
        .order_by("-performed_on", "id")
    )
    scans = []
    for n, each in enumerate(done[:6]):
        assert each.visit is not None
        # One of them was made at another time: no visit of ours fits.
        later = timedelta(hours=30) if n == 5 else timedelta(minutes=2)
        scans.append(
            inspections.ScanRecord(
                system=ScanSystem.PROVINCE,
                number=f"SJ{day:%Y%m}{n + 1:05}",
                enterprise_id=each.enterprise_id,
                subject_id=each.subject_id,
                officer_id=each.visit.scanned_by_id,
                scanned_at=each.visit.entered_at + later,
                left_at=None,
            )
        )
    inspections.import_scans(scans=scans, actor=cast.supervisor, now=at(day, 17))


def _invitations(first: date, second: date, third: date) -> None:
    """Invitations in each state: one to be answered, one accepted, one declined; one offer that waits for the enterprise."""
    contact, fire = (
        acting_as("contact", Role.ENTERPRISE_CONTACT),
        Subject.objects.get(short_name="区消防救援大队"),
    )
    site = Site.objects.filter(enterprise=contact.enterprise_id).order_by("id")[0]
    clerk = acting_for(fire.short_name, Role.CLERK)
    asked = [
        inspections.invite(
            site_id=site.pk,
            subject_id=fire.pk,
            matter=matter,
            preferred="工作日上午",
            actor=contact,
            now=at(on, 9, 30),
        )
        for on, matter in (
            (first, "新增喷漆工位，请看看消防间距和器材配置"),
            (second, "仓库改造前，请看看疏散通道怎么设"),
            (third, "员工消防演练，请到场指导"),
        )
    ]
    inspections.accept_invitation(
        invitation_id=asked[0].pk, answer="同意，时间再约", actor=clerk, now=at(first, 15)
    )
    inspections.decline_invitation(
        invitation_id=asked[1].pk,
        reason="改造方案先报住建部门审查，之后再约",
        actor=clerk,
        now=at(second, 16),
    )
    other = acting_as("contact2", Role.ENTERPRISE_CONTACT)
    inspections.offer_check_up(
        site_id=Site.objects.filter(enterprise=other.enterprise_id).order_by("id")[0].pk,
        matter="冬季冷库消防体检，可自愿参加，不计检查次数",
        actor=clerk,
        now=at(third, 10),
    )
