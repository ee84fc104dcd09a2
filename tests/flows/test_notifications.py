"""Messages reach a real web server, and secrets reach nobody else."""

import asyncio

import pytest

from flows.notifications import channels, notification_actions, send
from flows.settings import BadSettings
from tests.channels import Mailbox, Webhook


@pytest.fixture
def configured(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Webhook:
    monkeypatch.setenv("KAWARABAN_ALERT_WEBHOOK", webhook.url)
    monkeypatch.setenv("KAWARABAN_ALERT_WEBHOOK_TOKEN", "s3cret-token")
    return webhook


def test_a_message_arrives_as_it_was_written(configured: Webhook) -> None:
    assert asyncio.run(send(channels()["webhook"], "見出し", "一行目\n{{body}} 二行目")) is None
    (got,) = configured.received
    assert got["subject"] == "見出し"
    assert got["body"] == "一行目\n{{body}} 二行目"
    assert got["text"] == "見出し\n\n一行目\n{{body}} 二行目"
    assert configured.headers[0]["Authorization"] == "Bearer s3cret-token"


def test_slack_gets_the_message_in_its_own_form(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAWARABAN_ALERT_SLACK", webhook.url.replace("/hook", "/services/T0000/B0000/abcdef"))
    assert asyncio.run(send(channels()["slack"], "見出し", "*一行目*\n二行目")) is None
    assert webhook.received == [{"text": "見出し\n\n*一行目*\n二行目", "mrkdwn": False}]


def test_mail_arrives_as_plain_text_with_its_lines(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAWARABAN_ALERT_EMAIL", mailbox.url)
    assert asyncio.run(send(channels()["email"], "見出し", "一行目\n<二行目>")) is None
    (got,) = mailbox.received
    assert (got["Subject"], got["To"]) == ("見出し", "desk@news.example")
    text = got.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines()[:2] == ["一行目", "<二行目>"]


def test_a_webhook_that_fails_is_told_without_its_address(configured: Webhook) -> None:
    configured.status = 500
    assert asyncio.run(send(channels()["webhook"], "s", "b")) == "HTTP 500"
    configured.close()
    assert asyncio.run(send(channels()["webhook"], "s", "b")) == "ConnectError"


def test_no_block_shows_its_secrets(configured: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAWARABAN_ALERT_SLACK", "https://hooks.slack.com/services/T0000/B0000/abcdefabcdef")
    monkeypatch.setenv("KAWARABAN_ALERT_EMAIL", "mailtos://me:pa55word@mail.example?to=you@mail.example")
    found = channels()
    assert sorted(found) == ["email", "slack", "webhook"]
    shown = repr(found) + "".join(block.model_dump_json() for block in found.values())
    for secret in ("s3cret-token", configured.url, "abcdefabcdef", "pa55word"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("name", "value"), [("WEBHOOK", "hooks.example/geheim"), ("SLACK", "hooks.slack.com/geheim"), ("EMAIL", "geheim")]
)
def test_an_address_of_the_wrong_kind_is_refused_without_being_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"KAWARABAN_ALERT_{name}", value)
    with pytest.raises(BadSettings, match=f"KAWARABAN_ALERT_{name}: expected an address") as told:
        channels()
    assert "geheim" not in str(told.value)


def test_without_channels_an_automation_tells_nobody() -> None:
    assert notification_actions({}, "s", "b") == []
