"""Text is the same text whichever keyboard, sheet or program it came from."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jingwei.platform.normal_form import fault_of, legible, line, prose

# Signs that meet in names and are the trouble, beside all others.
TROUBLE = "()（）﹙﹚ \u3000\xa0\n\r\t\u200b\u200e\u202d\u2060\ufeff⽔⾦⻔⺼·•．.・་铜山区A１Ａé\u0301\ufe0f\ue863Å\u2028〔〕、"
TEXTS = some.text(max_size=40) | some.text(alphabet=TROUBLE, max_size=25)
PATIENT = settings(deadline=None, max_examples=1500)


@PATIENT
@given(TEXTS)
def test_the_form_of_a_form_is_itself(text: str) -> None:
    assert line(line(text)) == line(text)
    assert prose(prose(text)) == prose(text)


@PATIENT
@given(TEXTS)
def test_a_line_of_prose_is_the_line_itself(text: str) -> None:
    # A door may hand over prose before the column makes a line of it.
    assert line(prose(text)) == line(text)


@PATIENT
@given(TEXTS)
def test_nothing_invisible_is_left(text: str) -> None:
    for form in (line(text), prose(text)):
        assert not [char for char in form if unicodedata.category(char) == "Cf"]
        assert not [char for char in form if "⼀" <= char <= "⿕"]
        assert form == form.strip()
    assert not set("()\n\r\t\u2028") & set(line(text))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("徐州市铜山区疾病预防控制中心(区卫生监督所)", "徐州市铜山区疾病预防控制中心（区卫生监督所）"),
        ("徐州示例 (铜山) 机械有限公司", "徐州示例（铜山）机械有限公司"),
        ("徐州市铜山区⽔务局", "徐州市铜山区水务局"),
        ("徐州⾦⽔示例有限公司", "徐州金水示例有限公司"),
        ("\u202a徐州市铜山区水务局\u202c", "徐州市铜山区水务局"),
        ("徐州市铜山区水务局\u200e", "徐州市铜山区水务局"),
        ("徐州市 铜山区水务局", "徐州市铜山区水务局"),
        ("徐州市铜山区\n水务局", "徐州市铜山区水务局"),
        ("徐州\xa0示例化工有限公司  ", "徐州示例化工有限公司"),
        ("测\u3000庚", "测庚"),
        ("测\xa0\xa0庚", "测庚"),
        ("买买提•测试", "买买提·测试"),
        ("买买提．测试", "买买提·测试"),
        ("买买提.测试", "买买提·测试"),
        ("买买提 · 测试", "买买提·测试"),
        ("扎西་顿珠", "扎西·顿珠"),
        ("测\ue863", "测䶮"),
        ("测𬭎", "测𬭎"),
        ("门牌⻔", "门牌门"),
        ("Ａ１栋 3 单元", "A1栋 3 单元"),
        ("ACME  Ltd\n2", "ACME Ltd 2"),
        ("2026.1.5", "2026.1.5"),
        ("一.总则第2条", "一.总则第2条"),
    ],
)
def test_a_line_is_what_a_reader_takes_it_for(typed: str, stored: str) -> None:
    assert line(typed) == stored


def test_prose_keeps_its_lines_its_blanks_and_its_brackets() -> None:
    typed = "  一、消防通道 (东侧) 被占。  \r\n\r\n\u3000\u3000二、⽔压\u200b不足。\r"
    assert prose(typed) == "一、消防通道 (东侧) 被占。\n\n\u3000\u3000二、水压不足。"


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe", "\U0010ffff"])
def test_a_sign_that_is_none_is_named_with_its_place(sign: str) -> None:
    fault = fault_of(f"铜山{sign}区")
    assert fault.startswith("第 3 个字是")
    assert f"U+{ord(sign):04X}" in fault
    assert legible({"a": [f"铜山{sign}"]}) == {"a": ["铜山\ufffd"]}


@PATIENT
@given(some.text(max_size=40))
def test_what_has_no_fault_can_be_sent_and_kept(text: str) -> None:
    legible(text).encode()
    assert not fault_of(legible(text))


@pytest.mark.parametrize("text", ["铜山\n区", "a\tb", "a\r\nb", "🀄", "买买提·测试", "Word\vbreak"])
def test_lines_tabs_and_rare_signs_are_no_fault(text: str) -> None:
    assert fault_of(text) == ""
