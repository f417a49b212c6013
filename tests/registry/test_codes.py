"""What a scanned text may be: ours and in force, or refused with the reason."""

from collections.abc import Callable

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from jingwei.platform.errors import Mistake
from jingwei.registry import codes
from jingwei.registry.models import SiteCode
from jingwei.registry.queries import get_site_by_code
from tests.people import NOW, district, make_code

# A busy machine is no fault of the codes.
PATIENT = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TOKEN = "MFRGGZDFMZTWQ2LKMFRGGZDFMY"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def message_of(text: str) -> str:
    with pytest.raises(Mistake) as caught:
        codes.read(text)
    assert caught.value.remedy
    return caught.value.message


def test_a_token_has_128_random_bits_and_comes_back_from_its_text() -> None:
    tokens = {codes.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(codes.read(codes.write(token)).token == token for token in tokens)


@pytest.mark.parametrize(
    "frame", ["{}", " {} ", "http://127.0.0.1:8000/c/{}/", "https://example.gov.cn/c/{}"]
)
def test_a_code_is_read_from_its_text_or_from_the_address_that_ends_in_it(frame: str) -> None:
    assert codes.read(frame.format(codes.write(TOKEN))).token == TOKEN
    assert codes.read(frame.format(codes.write(TOKEN).lower())).token == TOKEN


ADDRESS = "https://example.gov.cn/c/"


def in_groups(code: str, between: str) -> str:
    """The code as the sheet prints it, four signs a group."""
    return between.join(code[start : start + 4] for start in range(0, len(code), 4))


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize(
    "handed",
    [
        lambda code: in_groups(code, " "),
        lambda code: in_groups(code, "\n"),
        lambda code: in_groups(code, "\u3000"),
        lambda code: in_groups(code, "-"),
        lambda code: in_groups(code, "\u2013"),
        lambda code: in_groups(code, " － ").lower(),
        lambda code: full_width(in_groups(code, " ")),
        lambda code: f"\u200e{code}\ufeff",
        lambda code: f"企业码：{in_groups(code, ' ')}",
        lambda code: f"{ADDRESS}{code}?from=timeline&isappinstalled=0",
        lambda code: f"{ADDRESS}{code}/?from=/a/b",
        lambda code: f"{ADDRESS}{code}#wechat_redirect",
        lambda code: f"{ADDRESS}{code.lower()}/#/",
        lambda code: full_width(f"{ADDRESS}{code}?from=x"),
        lambda code: f"{ADDRESS}{in_groups(code, '%20')}",
        lambda code: f"https://example.gov.cn/phone/scan/?code={code}&x=1",
    ],
)
def test_a_code_is_read_however_it_is_handed_in(handed: Callable[[str], str]) -> None:
    for code in (codes.write(TOKEN), codes.write_dynamic(TOKEN, at=NOW)):
        assert codes.read(handed(code)).token == TOKEN
        assert codes.is_like_a_code(handed(code))


@hypothesis_settings(PATIENT, max_examples=500)
@given(some.lists(some.sampled_from([" ", "-", "\u3000", "", "—", "\u200b"]), min_size=41, max_size=41))
def test_no_blank_or_hyphen_anywhere_in_a_code_does_harm(between: list[str]) -> None:
    code = codes.write(TOKEN)
    text = code[0] + "".join(gap + sign for gap, sign in zip(between, code[1:], strict=True))
    assert codes.read(text).token == TOKEN


@pytest.mark.parametrize("text", ["", "   ", "https://weixin.qq.com/abc", "91320312DEM000014U", "扫我有惊喜"])
def test_what_is_no_code_of_ours_is_called_so(text: str) -> None:
    assert message_of(text) == "这不是企业码"


@pytest.mark.parametrize("length", range(2, codes.LENGTH))
def test_a_code_cut_short_says_how_much_was_read(length: int) -> None:
    assert f"只读到 {length} 位" in message_of(codes.write(TOKEN)[:length])


def test_a_code_with_something_behind_it_is_no_code() -> None:
    assert message_of(codes.write(TOKEN) + "A") == "企业码格式不对"


def test_a_code_of_another_district_names_the_district() -> None:
    code = codes.write(TOKEN).replace(settings.DISTRICT, "320311", 1)
    assert "320311" in message_of(code)


def test_a_token_that_we_did_not_seal_is_refused() -> None:
    assert "校验不符" in message_of(f"JW{settings.DISTRICT}{TOKEN}{'A' * 8}")


@hypothesis_settings(PATIENT, max_examples=2000)
@given(
    some.integers(8, codes.LENGTH - 1),
    some.sampled_from(ALPHABET),
    some.integers(8, 41),
    some.sampled_from(ALPHABET),
)
def test_no_mutation_of_a_code_is_accepted(place: int, sign: str, other_place: int, other_sign: str) -> None:
    signs = list(codes.write(TOKEN))
    signs[place], signs[other_place] = sign, other_sign
    mutated = "".join(signs)
    if mutated != codes.write(TOKEN):
        assert "校验不符" in message_of(mutated)


@hypothesis_settings(PATIENT, max_examples=300)
@given(some.text(max_size=80))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    message_of(text)
    message_of("JW" + text)


@pytest.mark.django_db
def test_a_code_leads_to_its_site() -> None:
    cast = district()
    assert get_site_by_code(cast.code) == cast.site


@pytest.mark.django_db
def test_a_sealed_code_that_was_never_issued_is_refused() -> None:
    district()
    with pytest.raises(Mistake, match="没有发放过"):
        get_site_by_code(codes.write(TOKEN))


@pytest.mark.django_db
def test_an_ended_code_says_since_when_and_does_not_hinder_the_new_one() -> None:
    cast = district()
    SiteCode.objects.update(ended_at=NOW)
    new = make_code(cast.site)
    with pytest.raises(Mistake, match="已于 2026-03-10 停用"):
        get_site_by_code(cast.code)
    assert get_site_by_code(new) == cast.site


AT = NOW.replace(microsecond=0)


def test_a_dynamic_code_carries_the_second_it_was_drawn_in() -> None:
    read = codes.read(codes.write_dynamic(TOKEN, at=NOW))
    assert (read.token, read.shown_at) == (TOKEN, AT)
    assert codes.read(codes.write(TOKEN)).shown_at is None


def test_a_dynamic_code_is_read_from_an_address_and_in_small_letters() -> None:
    text = codes.write_dynamic(TOKEN, at=NOW)
    assert len(text) == codes.DYNAMIC_LENGTH
    assert codes.read(f"https://example.gov.cn/c/{text.lower()}/").shown_at == AT


def test_the_posted_code_cannot_be_made_from_a_dynamic_one() -> None:
    dynamic = codes.write_dynamic(TOKEN, at=NOW)
    assert codes.write(TOKEN)[-8:] not in dynamic
    assert "校验不符" in message_of(f"JW{settings.DISTRICT}{TOKEN}{dynamic[-8:]}")


@pytest.mark.parametrize("length", [2, 8, 34, 41, 50])
def test_a_dynamic_code_cut_short_says_how_much_was_read(length: int) -> None:
    assert f"只读到 {length} 位，应有 51 位" in message_of(codes.write_dynamic(TOKEN, at=NOW)[:length])


@hypothesis_settings(PATIENT, max_examples=1000)
@given(some.integers(8, codes.DYNAMIC_LENGTH - 1), some.sampled_from(ALPHABET))
def test_no_mutation_of_a_dynamic_code_is_accepted(place: int, sign: str) -> None:
    text = codes.write_dynamic(TOKEN, at=NOW)
    mutated = text[:place] + sign + text[place + 1 :]
    if mutated != text:
        assert "校验不符" in message_of(mutated)


@pytest.mark.django_db
def test_a_dynamic_code_leads_to_its_site_and_ends_with_the_posted_one() -> None:
    cast = district()
    token = codes.read(cast.code).token
    assert get_site_by_code(codes.write_dynamic(token, at=NOW)) == cast.site
    SiteCode.objects.update(ended_at=NOW)
    with pytest.raises(Mistake, match="停用"):
        get_site_by_code(codes.write_dynamic(token, at=NOW))
