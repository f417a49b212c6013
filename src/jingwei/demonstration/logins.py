"""The demonstration's log-ins, as the launcher prints them."""

from jingwei.demonstration.content import read
from jingwei.demonstration.people import PASSWORD
from jingwei.registry.terms import Role


def _of_whom(row: dict[str, str]) -> str:
    enterprises = {each["credit_code"]: each["name"] for each in read("enterprises")["enterprise"]}
    if "subject" in row:
        return row["subject"]
    return str(enterprises.get(row.get("enterprise", ""), ""))


DEMONSTRATION_LOGINS: list[tuple[str, str, str]] = [
    (row["username"], row["name"], _of_whom(row) + "、".join(Role(role).label for role in row["roles"]))
    for row in read("people")["person"]
    if row.get("login")
]


def shown_logins() -> str:
    """Return the log-ins as lines of text: user name, person, and for whom they act as what."""
    width = max(len(username) for username, _, _ in DEMONSTRATION_LOGINS)
    lines = [f"  {username:<{width}}  {name}　{role}" for username, name, role in DEMONSTRATION_LOGINS]
    return "\n".join([f"演示账号（密码均为 {PASSWORD}）：", *lines, ""])
