"""Keeps the answer given to a client's key, so that a repeated request is answered and not carried out again."""

from datetime import datetime

from jingwei.platform.models import KeptAnswer


def reserve_answer(
    *, account_id: int, key: str, path: str, request_hash: str, now: datetime
) -> tuple[KeptAnswer, bool]:
    """Return the row of a key and whether it is new; call inside the act's transaction.

    The unique index makes a second request with the key wait here until the first has committed or rolled back.
    """
    return KeptAnswer.objects.get_or_create(
        account_id=account_id,
        key=key,
        defaults={"path": path, "request_hash": request_hash, "kept_at": now},
    )


def keep_answer(kept: KeptAnswer, *, status: int, headers: dict[str, str], body: bytes) -> None:
    """Write the answer beside the act it belongs to, in the same transaction."""
    kept.status, kept.headers, kept.body = status, headers, body
    kept.save(update_fields=["status", "headers", "body"])


def drop_answer(kept: KeptAnswer) -> None:
    """Forget the key, in the same transaction: the act was not done, and its client may try the same again."""
    kept.delete()


def drop_old_answers(*, before: datetime) -> int:
    """Forget the answers that no client asks for any more; return how many."""
    return KeptAnswer.objects.filter(kept_at__lt=before).delete()[0]
