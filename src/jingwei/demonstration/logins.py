"""The demonstration's log-ins, as the launcher prints them and the page of the way in offers them."""

from dataclasses import dataclass
from functools import cache

from jingwei.demonstration.content import read
from jingwei.registry.terms import Role

PASSWORD = "jingwei-demo-2026"


@dataclass(frozen=True, slots=True)
class LogIn:
    """Who may sign in: user name, person, for whom they act as what."""

    username: str
    name: str
    roles: str


@cache
def list_log_ins() -> list[LogIn]:
    """Return the log-ins in the order of the content."""
    return [
        LogIn(
            row["username"], row["name"], _of_whom(row) + "、".join(Role(role).label for role in row["roles"])
        )
        for row in read("people")["person"]
        if row.get("login")
    ]


def shown_log_ins() -> str:
    """Return the log-ins as lines of text."""
    found = list_log_ins()
    width = max(len(each.username) for each in found)
    lines = [f"  {each.username:<{width}}  {each.name}　{each.roles}" for each in found]
    return "\n".join([f"演示账号（密码均为 {PASSWORD}）：", *lines, ""])


def _of_whom(row: dict[str, str]) -> str:
    enterprises = {each["credit_code"]: each["name"] for each in read("enterprises")["enterprise"]}
    if "subject" in row:
        return row["subject"]
    return str(enterprises.get(row.get("enterprise", ""), ""))
