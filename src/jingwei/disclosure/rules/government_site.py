"""行政检查主体、事项、标准、计划等在县级以上人民政府网站统一公布。

The address must be one of a government's site, which ends in .gov.cn. Of which level that government is, the address
does not tell: a person looks at it.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+gov\.cn")
REMEDY = "填写区政府或者上级政府网站上这份公告的网址，例如 https://www.example.gov.cn/gg/1.html"


@dataclass(frozen=True, slots=True)
class Facts:
    url: str


@gate(
    Moment.ANNOUNCE,
    code="R-PUB-09a",
    title="公告须在政府网站公布",
    cites=[Cite("state-council-2024-54", "第三部分")],
)
def government_site(facts: Facts) -> Verdict:
    url = facts.url.strip()
    if any(each.isspace() for each in url):
        return Refuse(f"“{url}”中有空格，打不开", REMEDY)
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return Refuse(f"“{facts.url}”不是网址", REMEDY)
    if parts.scheme not in {"http", "https"} or not host:
        return Refuse(f"“{facts.url}”不是网址", REMEDY)
    if "@" in parts.netloc or not HOST.fullmatch(host):
        return Refuse(f"“{host}”不是政府网站", REMEDY)
    return Pass(f"公布在政府网站 {host}")
