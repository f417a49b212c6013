"""A request that cannot be read is the asker's fault: 400, one plain page, nothing in the log of faults."""

import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:99999", "", "a b", "[::1", "经纬", "x" * 5000]
)
@pytest.mark.parametrize("path", ["/", "/public/", "/sign-in/", "/phone/", "/api/v1/subjects", "/nowhere/"])
def test_a_host_that_is_not_ours_is_answered_400(
    client: Client, caplog: pytest.LogCaptureFixture, host: str, path: str
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get(path, HTTP_HOST=host, HTTP_REFERER=f"http://{host}/tasks/")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "请求无法识别" in text
    assert "Traceback" not in text
    assert "evil.example" not in text
    assert "no-store" in answer["Cache-Control"]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_form_posted_under_a_wrong_host_is_answered_400(client: Client) -> None:
    answer = client.post("/sign-in/", {"username": "x", "password": "y"}, HTTP_HOST="evil.example")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "referrer", ["http://[", "http://testserver:x/", "//", "\x00", "javascript:alert(1)"]
)
def test_a_broken_referrer_does_no_harm(client: Client, referrer: str) -> None:
    assert client.get("/nowhere/", HTTP_REFERER=referrer).status_code == 404
