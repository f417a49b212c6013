"""What a step does to the ledger of caps: in the table under its lock, or in memory."""

from collections.abc import Sequence
from typing import Protocol

from jingwei.planning.models import CapLedger


class Caps(Protocol):
    """The counting of visits on ledger rows at hand, as ``planning.operations.caps`` does it."""

    def change_pending(self, rows: Sequence[CapLedger], by: int) -> None:
        """Note that approved visits not yet made have become more or fewer."""

    def take_visit(self, rows: Sequence[CapLedger], *, in_capped: bool, was_pending: bool) -> None:
        """Count one visit: against the caps, or as exempt."""

    def return_visit(self, rows: Sequence[CapLedger], *, in_capped: bool) -> None:
        """Give a visit back that was voided."""
