"""Whatever looks like a resident id is masked where it does not belong: in text, in the log, in what servers write."""

import logging

import pytest
from django.conf import settings

from jingwei.platform import audit
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Mistake
from jingwei.platform.masking import MaskingFormatter, hide_in, hide_resident_ids, looks_like_resident_id
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import PlatformAction
from tests.people import NOW
from tests.platform.sheets import person_number

ID = "320399198805177057"
SHOWN = "3203**********7057"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (ID, SHOWN),
        (f"身份证{ID}号", f"身份证{SHOWN}号"),
        ("３２０３９９１９８８０５１７７０５７", SHOWN),
        ("３２０３９９１９８８０５１７７０５Ｘ", "3203**********705X"),
        ("32039919880517705x", "3203**********705x"),
        ("3203 9919 8805 1770 57", SHOWN),
        ("320399-19880517-7057", SHOWN),
        ("320399\u200b19880517\u30007057", SHOWN),
        (f"10999000708 {ID}、{ID}", f"10999000708 {SHOWN}、{SHOWN}"),
        ("320399880517705", "3203*******7705"),
        ("3.20399198805177e+17", "3203**********7000"),
        (person_number(7), f"3203**********{person_number(7)[-4:]}"),
    ],
)
def test_a_resident_id_is_masked_however_it_is_written(text: str, shown: str) -> None:
    assert hide_resident_ids(text) == shown
    assert looks_like_resident_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10999000706",  # a certificate
        "91320312DEM903248K",
        "320323000012345",  # an early registration number of 15 digits
        "202603100912123",  # a time
        "320399198813177057",  # month 13
        "32039919880517705",  # 17 digits
        "3203991988051770571",  # 19
        "SJ20260310000123",
        "0516-83501234",
        "1.5e+17",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert hide_resident_ids(text) == text


def test_the_time_it_takes_grows_with_the_text_only() -> None:
    for text in ("1" * 200_000, "3 " * 100_000, "320399 1988 05 17 " * 10_000, "3-" * 100_000):
        hide_resident_ids(text)


def test_plain_values_are_masked_all_the_way_down() -> None:
    assert hide_in({"a": [ID, 1, None, {"b": (ID,)}], "c": True}) == {
        "a": [SHOWN, 1, None, {"b": [SHOWN]}],
        "c": True,
    }


@pytest.mark.django_db
def test_the_log_of_acts_keeps_no_resident_id() -> None:
    audit.record(
        PlatformAction.SHEET_RECEIVED, actor=SYSTEM, now=NOW, kind="名册", file=f"{ID}.xlsx", data={"a": ID}
    )
    audit.record_attempt(
        PlatformAction.SHEET_RECEIVED,
        actor=SYSTEM,
        now=NOW,
        error=Mistake(f"“{ID}”不对", "核对"),
        data={"a": ID},
    )
    for event in AuditEvent.objects.filter(at=NOW):
        assert ID not in event.sentence + str(event.data)
        assert SHOWN in event.sentence
        assert SHOWN in str(event.data)


def test_a_traceback_in_the_servers_log_shows_no_resident_id() -> None:
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "masking"
    try:
        raise ValueError(f"invalid literal: {ID!r}")
    except ValueError as error:
        record = logging.LogRecord(
            "jingwei", logging.ERROR, "", 1, "failed: %s", (ID,), (type(error), error, error.__traceback__)
        )
    line = MaskingFormatter().format(record)
    assert ID not in line
    assert line.count(SHOWN) >= 2
