"""“五公告一备案”的灯：哪五项公告、哪项备案齐全，单位的灯才绿。

这个说法没有查到定义。口径一照工作要求的字面：主体、事项、依据、标准、计划，年度计划报司法行政部门备案。口径二照省文件
的次序：主体、事项（含依据）、标准、频次上限、计划（含专项），年度计划还要报上级业务主管部门；镇街只报司法行政部门。两种都
是本平台的读法，不是官方定义，由司法局确认后以规则数值切换。
"""

from dataclasses import dataclass

from jingwei.disclosure.terms import Addressee, AnnouncementKind
from jingwei.rulebook import Cite, Moment, Number, Value, measure

LITERAL = (
    AnnouncementKind.SUBJECT,
    AnnouncementKind.ITEMS,
    AnnouncementKind.BASES,
    AnnouncementKind.STANDARDS,
    AnnouncementKind.PLAN,
)
AS_ORDERED = (
    AnnouncementKind.SUBJECT,
    AnnouncementKind.ITEMS,
    AnnouncementKind.STANDARDS,
    AnnouncementKind.CAPS,
    AnnouncementKind.PLAN,
    AnnouncementKind.SPECIAL,
)


@dataclass(frozen=True, slots=True)
class Facts:
    reading: Number
    is_town: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What lights the lamp, under the name of the reading."""

    name: str
    announced: tuple[AnnouncementKind, ...]
    plan_filed_with: tuple[Addressee, ...]


@measure(
    Moment.SHOW,
    code="R-PUB-01",
    title="五公告一备案的亮灯口径",
    cites=[Cite("platform-default", "", False), Cite("jiangsu-measures-2025", "", False)],
)
def lamp_profile(facts: Facts) -> Value[Profile]:
    if facts.reading.value == 1:
        return Value(Profile("口径一（字面）", LITERAL, (Addressee.JUSTICE,)), "主体、事项、依据、标准、计划")
    addressees = (Addressee.JUSTICE,) if facts.is_town else (Addressee.JUSTICE, Addressee.SUPERIOR)
    profile = Profile("口径二（按省文件次序）", AS_ORDERED, addressees)
    return Value(profile, "主体、事项（含依据）、标准、频次上限、计划（含专项）")
