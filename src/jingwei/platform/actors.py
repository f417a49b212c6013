"""Who acts. Platform knows a name; registry knows for which organisation (``Member``)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the system itself, as the log names them."""

    account_id: int | None
    name: str
    office: str = ""  # organisation and role, for the log

    @property
    def account(self) -> int:
        """The account's id; raises PermissionError for the system and for visitors, who sign nothing."""
        if self.account_id is None:
            raise PermissionError(f"{self.name} has no account")
        return self.account_id

    def __str__(self) -> str:
        return f"{self.office}{self.name}"


SYSTEM = Actor(account_id=None, name="系统")
NOBODY = Actor(account_id=None, name="未登录访客")
