"""检查应当制作笔录，由两名以上执法人员和企业现场人员签名；企业拒绝签名的，注明情况，并有见证人签名或者录音录像。"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    officers: tuple[str, ...]  # certified officers who signed
    enterprise: str  # who signed for the enterprise; empty: nobody
    refusal: str  # why the enterprise's person did not sign
    witnesses: tuple[str, ...]  # who signed as witnesses
    has_recording: bool
    minimum: Number


@gate(
    Moment.RECORD,
    Moment.CONCLUDE,
    code="R-PRO-04",
    title="笔录须双方签名",
    cites=[
        Cite("administrative-penalty-law-2021", "第五十五条"),
        Cite("justice-ministry-forms-2025", "现场检查笔录", False),
    ],
)
def record_signed(facts: Facts) -> Verdict:
    reasons, ways_out = [], []
    if len(facts.officers) < facts.minimum.value:
        signed = f"只有{'、'.join(facts.officers)}" if facts.officers else "没有执法人员"
        reasons.append(f"笔录{signed}签名，应有 {facts.minimum} 名执法人员")
        ways_out.append("由其他在场执法人员补签")
    if not facts.enterprise:
        if not facts.refusal.strip():
            reasons.append("企业现场人员没有签名")
            ways_out.append("由企业现场人员签名；拒绝签名的，注明情况")
        elif not (facts.witnesses or facts.has_recording):
            reasons.append(f"企业拒绝签名（{facts.refusal}），没有见证人或录音录像")
            ways_out.append("请见证人签名，或上传录音录像")
    if reasons:
        return Refuse("；".join(reasons), "；".join(ways_out))
    other = facts.enterprise or "拒签已注明，有" + (
        "、".join(facts.witnesses) + "见证" if facts.witnesses else "录音录像"
    )
    return Pass(f"笔录由{'、'.join(facts.officers)}签名，企业方：{other}")
