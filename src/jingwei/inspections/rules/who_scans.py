"""由本次任务的持证执法人员用自己的账号扫码，另一名持证执法人员确认到场。

The second confirms on the own account or is verified by certificate number; that is our default.
Both belong to the approved task, and one person is not two.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    certificate: str  # number; empty: none held
    is_in_team: bool  # of the task that was approved
    is_certificate_valid: bool


@dataclass(frozen=True, slots=True)
class Facts:
    scanner: Member
    second: Member | None


@gate(
    Moment.ENTER,
    code="R-SCAN-02",
    title="由本任务持证人员扫码",
    cites=[
        Cite("platform-default", "", False),
        Cite("shenzhen-supervision-code-2025", "第三条（外地规定，参照）", False),
    ],
    since=date(2025, 7, 1),
)
def who_scans(facts: Facts) -> Verdict:
    scanner, second = facts.scanner, facts.second
    faults = _faults(scanner)
    if second is None:
        faults.append("第二名执法人员没有确认到场")
    elif scanner.certificate and second.certificate == scanner.certificate:
        faults.append(f"扫码人和确认人都是{scanner.name}")
    else:
        # Two who hold no certificate are still two people; the fault of each is told.
        faults += _faults(second)
    if faults or second is None:
        return Refuse("；".join(faults), "由本任务两名持证执法人员分别扫码和确认")
    return Pass(f"{scanner.name}扫码，{second.name}确认到场")


def _faults(member: Member) -> list[str]:
    faults = []
    if not member.is_in_team:
        faults.append(f"{member.name}不在本任务检查人员之列")
    if not member.is_certificate_valid:
        faults.append(f"{member.name}没有有效执法证件")
    return faults
