"""The channels to people: Prefect's notification blocks, made from the environment.

KAWARABAN_ALERT_WEBHOOK        an address that takes a POST of JSON: text, subject, body
KAWARABAN_ALERT_WEBHOOK_TOKEN  sent along as «Authorization: Bearer …»
KAWARABAN_ALERT_SLACK          an incoming webhook of Slack, https://hooks.slack.com/services/…, or of a server that
                               takes the same, such as Mattermost
KAWARABAN_ALERT_EMAIL          an Apprise address: mailtos://user:password@host?to=you@example.org

They are secrets: read from the environment alone, and never told. Of a failure its kind is told, not the address.
"""

import flows.prefect_defaults  # noqa: F401  before anything of Prefect

# isort: split
from collections.abc import Mapping
from typing import cast
from uuid import UUID

import httpx
from prefect.blocks.abstract import NotificationError
from prefect.blocks.notifications import CustomWebhookNotificationBlock, SlackWebhook
from prefect.events.actions import SendNotification
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.settings import BadSettings

Channel = CustomWebhookNotificationBlock | SlackWebhook

BLOCK_PREFIX = "kawaraban-alerts"


class AlertChannels(BaseSettings):
    """Where alerts go; each may be left out."""

    model_config = SettingsConfigDict(env_prefix="KAWARABAN_ALERT_", extra="ignore", env_ignore_empty=True)

    webhook: SecretStr | None = None
    webhook_token: SecretStr | None = None
    slack: SecretStr | None = None
    email: SecretStr | None = None


def channels() -> dict[str, Channel]:
    """The configured channels by name: webhook, slack, email.

    Raises:
        BadSettings: an address is not of its kind; the message names the variable, not its value.
    """
    given = AlertChannels()
    found: dict[str, Channel] = {}
    if given.webhook:
        found["webhook"] = _webhook(_starting(given.webhook, "WEBHOOK", ("http://", "https://")), given.webhook_token)
    if given.slack:
        found["slack"] = _slack(_starting(given.slack, "SLACK", ("http://", "https://")))
    if given.email:
        address = _starting(given.email, "EMAIL", ("mailto://", "mailtos://")).get_secret_value()
        # As text: Apprise sends mail as HTML unless told, and our line ends would be lost.
        plain = address if "format=" in address else f"{address}{'&' if '?' in address else '?'}format=text"
        # Prefect has no block for plain SMTP; that of Slack hands any address that is not Slack's to Apprise.
        found["email"] = SlackWebhook(url=SecretStr(plain))
    return found


def ensure_blocks() -> dict[str, UUID]:
    """Saves the configured channels as blocks on the Prefect server; returns the id of each by channel.

    May be called again: blocks are replaced under the same name and keep their id.

    Raises:
        BadSettings: see channels().
    """
    return {
        name: cast("UUID", block.save(f"{BLOCK_PREFIX}-{name}", overwrite=True)) for name, block in channels().items()
    }


def notification_actions(blocks: Mapping[str, UUID], subject: str, body: str) -> list[SendNotification]:
    """What an automation does to tell people: a message on each of the channels that ``ensure_blocks`` returned.

    Subject and body are Jinja templates of Prefect's automations.
    """
    return [
        SendNotification(type="send-notification", block_document_id=block_id, subject=subject, body=body)
        for block_id in blocks.values()
    ]


async def send(block: Channel, subject: str, body: str) -> str | None:
    """Sends a message; returns None, or why it could not be sent, in words that hold no address."""
    try:
        with block.raise_on_failure():
            await block.anotify(body, subject)
    except httpx.HTTPStatusError as error:
        return f"HTTP {error.response.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL, NotificationError, OSError) as error:
        return type(error).__name__
    return None


def _webhook(url: SecretStr, token: SecretStr | None) -> CustomWebhookNotificationBlock:
    # Among the block's secrets, which the server keeps encrypted; url itself is shown on the dashboard.
    secrets = {"url": url.get_secret_value()}
    headers = {}
    if token:
        secrets["token"] = token.get_secret_value()
        headers["Authorization"] = "Bearer {{token}}"
    return CustomWebhookNotificationBlock(
        name="kawaraban",
        url="{{url}}",
        json_data={"text": "{{subject}}\n\n{{body}}", "subject": "{{subject}}", "body": "{{body}}"},
        headers=headers,
        secrets=secrets,
    )


def _slack(url: SecretStr) -> CustomWebhookNotificationBlock:
    """Slack's form of a message (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).

    Not Prefect's block for Slack: that tells neither the status of a failure nor reaches another host. Without
    markup, because headlines hold asterisks and underscores that mean themselves.
    """
    return CustomWebhookNotificationBlock(
        name="kawaraban",
        url="{{url}}",
        json_data={"text": "{{subject}}\n\n{{body}}", "mrkdwn": False},
        secrets={"url": url.get_secret_value()},
    )


def _starting(secret: SecretStr, variable: str, starts: tuple[str, ...]) -> SecretStr:
    if not secret.get_secret_value().startswith(starts):
        raise BadSettings(f"KAWARABAN_ALERT_{variable}: expected an address that begins with {' or '.join(starts)}")
    return secret
