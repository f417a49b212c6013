"""How an inspection went on the platform, minute by minute: what each step is told, before anybody takes it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jingwei.demonstration.acting import at, working_day_before
from jingwei.demonstration.acts import Act, Field
from jingwei.demonstration.chance import dice
from jingwei.demonstration.content import read
from jingwei.demonstration.imported import opened_at, scanning_from
from jingwei.demonstration.pictures import scene, signature
from jingwei.inspections.operations import EntryInput, Position, Request, SignatureInput
from jingwei.inspections.terms import Outcome, PointResult, RatedAspect, SignerKind
from jingwei.planning.terms import ExemptReason
from jingwei.platform.calendar import Calendar, local_date
from jingwei.registry.models import Item, Subject

VOIDED = 0.012  # share of visits of which the first scan was wrong
RATED = 0.42
ON_SITE_REASON = "须核对现场悬挂的证照和实际经营场所"
VOID_REASON = "扫码时选错任务，作废后重新登记"
STATEMENT = "以上情况属实，没有意见。"
POSTS = ("生产负责人", "安全负责人", "店长", "办公室主任", "经理")
PREFERRED = "工作日上午"
ACCEPTED = "同意，来前再约具体时间"
SCENES = 12  # so many drawings of yards there are; nobody draws two thousand


@dataclass(frozen=True, slots=True)
class Chain:
    """One inspection from its request to its rating: times, words and pictures, as the operations take them."""

    act: Act
    points_by_item: Sequence[Sequence[str]]
    failed: int  # the point that failed, 0: none
    asked_at: datetime
    decided_at: datetime
    scanned_at: datetime
    voided_at: datetime | None  # of a first scan that was wrong; the second follows two minutes later
    told_at: datetime
    rated_at: datetime | None
    person: tuple[str, str]  # who received the officers, and the post
    invited_at: datetime | None = None  # where the enterprise asked for it itself

    @property
    def points(self) -> list[str]:
        """All points of the record, in their order."""
        return [text for texts in self.points_by_item for text in texts]

    def points_of(self, item: Item) -> Sequence[str]:
        """Return the points of the record that an item has."""
        return self.points_by_item[self.act.items.index(item)]

    def after(self, minutes: int) -> datetime:
        """Return so many minutes after the entry that stood."""
        return self.entered_at + timedelta(minutes=minutes)

    @property
    def published_at(self) -> datetime:
        """When the result was made public: by the job of the morning after."""
        return at(local_date(self.told_at) + timedelta(days=1), 7)

    @property
    def entered_at(self) -> datetime:
        """When the officers entered for good."""
        return self.voided_at + timedelta(minutes=2) if self.voided_at else self.scanned_at

    @property
    def left_at(self) -> datetime:
        """When the officers left."""
        return self.after(60)

    @property
    def position(self) -> Position:
        """Where the phone was: near the gate."""
        site = self.act.site
        return Position((site.latitude or 0) + 0.0004, (site.longitude or 0) - 0.0003, 12)

    @property
    def request(self) -> Request:
        """What the clerk filled in; the lead of a joint one and the invitation are added when known."""
        act = self.act
        begins = at(act.day, 14 if act.is_afternoon else 9)
        return Request(
            site_id=act.site.pk,
            kind=act.kind,
            item_ids=[item.pk for item in act.items],
            officer_ids=[officer.pk for officer in act.officers],
            planned_from=begins,
            planned_until=begins + timedelta(hours=2),
            purpose=act.items[0].name.removeprefix("对")[:200],
            exempt=act.exempt,
            evidence=act.evidence,
            plan=act.plan,
            special_id=act.special.row.pk if act.special else None,
            on_site_reasons={item.pk: ON_SITE_REASON for item in act.items if item.is_remote_capable},
        )

    @property
    def matter(self) -> str:
        """What the enterprise asked to have looked at."""
        return f"{self.act.items[0].name.removeprefix('对')}：开业前请先来看一看"

    @property
    def accepted_at(self) -> datetime | None:
        """When the subject accepted to come."""
        return self.invited_at + timedelta(minutes=20) if self.invited_at else None

    @property
    def problem(self) -> str:
        """What was found wrong, in the officers' words; empty where nothing was."""
        return f"{self.points[self.failed - 1]}：现场查见一处不符合。" if self.failed else ""

    @property
    def findings(self) -> str:
        """What the record says of the whole."""
        return self.problem or "对照检查标准逐项核对，未发现问题。"

    @property
    def entries(self) -> dict[int, EntryInput]:
        """The result on each point, by its place."""
        return {
            position: EntryInput(PointResult.FAILS, self.problem)
            if position == self.failed
            else EntryInput(PointResult.CONFORMS)
            for position in range(1, len(self.points) + 1)
        }

    @property
    def photo(self) -> bytes:
        """A drawing of the yard, taken where a point failed."""
        return scene(str(self.act.n % SCENES))

    @property
    def signatures(self) -> list[SignatureInput]:
        """Both officers sign, then the enterprise."""
        return [
            *(
                SignatureInput(SignerKind.OFFICER, each.name, signature(each.name), each.pk)
                for each in self.act.officers
            ),
            SignatureInput(SignerKind.ENTERPRISE, self.person[0], signature(self.person[0])),
        ]

    @property
    def statement(self) -> str:
        """What the enterprise said."""
        return STATEMENT

    @property
    def guidance(self) -> str:
        """What the enterprise is advised."""
        return "对照检查标准开展自查。"

    def rating_id(self, subject: Subject) -> uuid.UUID:
        """Return the key of a rating, which chance gives and nothing leads back from."""
        thrown = dice("rating", self.act.day, self.act.n, subject.code)
        return uuid.UUID(int=thrown.getrandbits(128), version=4)

    @property
    def demand(self) -> str:
        """What the enterprise has to do, where it has to."""
        is_ordered = self.act.outcome is Outcome.CORRECTION_ORDERED
        return "按检查标准整改，并把整改情况书面告知检查主体。" if is_ordered else ""

    @property
    def correct_by(self) -> date | None:
        """By when it has to."""
        return self.act.day + timedelta(days=15) if self.demand else None

    @property
    def case_number(self) -> str:
        """The number of the case it ended in, if it did."""
        series = self.act.subject.document_series
        return f"{series}案〔{self.act.day.year}〕演示{self.act.n + 1}号" if self.act.ended_in_case else ""

    @property
    def stars(self) -> dict[RatedAspect, int]:
        """What the enterprise thought of it."""
        return {aspect: 4 + (self.act.n + n) % 2 for n, aspect in enumerate(RatedAspect)}


def chain_of(act: Act, field: Field, calendar: Calendar) -> Chain:
    """Lay out how an act went."""
    thrown = act.thrown
    points = [field.points[item.pk] for item in act.items]
    asked_at, decided_at = _asked(act, calendar, thrown.randint(1, 4), thrown.randint(0, 80))
    scanned_at = at(act.day, 14 if act.is_afternoon else 9) + timedelta(minutes=thrown.randint(3, 35))
    if act.lead is not None:  # They come together: the lead asks and scans first, the other right after.
        lead = chain_of(act.lead, field, calendar)
        asked_at = max(asked_at, lead.asked_at + timedelta(minutes=20))
        decided_at = max(decided_at, asked_at + timedelta(minutes=40))
        scanned_at = lead.entered_at + timedelta(minutes=1)
    is_voided = act.lead is None and not act.is_lead and thrown.random() < VOIDED
    entered_at = scanned_at + timedelta(minutes=7 if is_voided else 0)
    told_at = entered_at + timedelta(minutes=62)
    if act.ended_in_case:
        told_at = at(calendar.working_days(act.day, thrown.randint(2, 4)).on, 10, 20)
    surnames = read("names")["surnames"]
    return Chain(
        act=act,
        points_by_item=points,
        failed=0 if act.outcome is Outcome.NO_PROBLEM else thrown.randint(1, sum(map(len, points))),
        asked_at=asked_at,
        decided_at=decided_at,
        scanned_at=scanned_at,
        voided_at=scanned_at + timedelta(minutes=5) if is_voided else None,
        told_at=told_at,
        rated_at=entered_at + timedelta(minutes=thrown.randint(120, 2880))
        if act.lead is None and thrown.random() < RATED
        else None,
        invited_at=_invited(act, calendar, asked_at),
        person=(f"{thrown.choice(surnames[:24])}有信", thrown.choice(POSTS)),
    )


def _invited(act: Act, calendar: Calendar, asked_at: datetime) -> datetime | None:
    """Return when the enterprise asked for it itself: on the working day before the request."""
    if act.exempt is not ExemptReason.INVITED:
        return None
    return max(at(working_day_before(calendar, asked_at.date()), 10, 40), opened_at() + timedelta(minutes=5))


def _asked(act: Act, calendar: Calendar, days: int, minutes: int) -> tuple[datetime, datetime]:
    """Return when it was requested and when decided."""
    asked_on = working_day_before(calendar, act.day, days)
    if asked_on >= scanning_from():
        asked_at = at(asked_on, 9, 30) + timedelta(minutes=minutes)
        return asked_at, at(asked_on, 15, 20) + timedelta(minutes=minutes // 2)
    # In the first days the platform had just been opened: what was due then was asked for that morning.
    asked_at = opened_at() + timedelta(minutes=30 + minutes // 2)
    return asked_at, asked_at + timedelta(minutes=60)
