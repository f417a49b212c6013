"""公告的网址应当打得开，页面上有公告的标题；每夜核对，不符的生成线索。

The check by night is ours; the law asks that what is announced stays to be seen.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    announcement: str
    url: str
    status: int | None
    shows_title: bool
    trouble: str


@alert(
    Moment.SWEEP,
    code="R-PUB-09b",
    title="公告网址打不开或内容不符",
    cites=[Cite("platform-default", "", False), Cite("state-council-2024-54", "第三部分")],
)
def address_answers(facts: Facts) -> Verdict:
    if facts.trouble or facts.status is None:
        return Raise(f"{facts.announcement}的网址 {facts.url} 打不开：{facts.trouble or '没有答复'}")
    if facts.status != 200:
        return Raise(f"{facts.announcement}的网址 {facts.url} 打不开，网站答复 {facts.status}")
    if not facts.shows_title:
        return Raise(f"{facts.announcement}的网址 {facts.url} 上没有公告的标题")
    return Pass(f"{facts.announcement}的网址打得开，标题相符")
