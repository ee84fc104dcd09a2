"""Several cycles of the newsroom with an outage and a recovery, told to a real web server."""

from collections.abc import Iterator

import pytest

from seeds.sample import NewsroomServer
from tests.conftest import Home
from tests.flows.test_notifications import Webhook
from warehouse.query import ask


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


@pytest.mark.slow
def test_an_outage_is_one_message_and_its_end_another_also_through_a_webhook_that_was_down(
    home: Home, prefect_server: str, newsroom: NewsroomServer, webhook: Webhook
) -> None:
    broken, whole = "denpa", "kumade"
    environment = {"PREFECT_API_URL": prefect_server, "KAWARABAN_ALERT_WEBHOOK": webhook.url}
    environment["KAWARABAN_MAX_LINKS"] = "5"

    def cycle() -> None:
        told = home.run("run", "--source", broken, "--source", whole, **environment)
        assert told.returncode == 0, told.stderr[-2000:]
        assert webhook.url not in told.stderr + told.stdout

    cycle()
    assert webhook.received == []
    host = next(host for host in newsroom.hosts if broken in host)
    newsroom.fail(host, 404)
    webhook.status = 500
    for _ in range(3):
        cycle()
    assert webhook.received == []
    webhook.status = 200
    cycle()
    assert [message["subject"] for message in webhook.received] == ["Kawaraban alerts: 1 new"], webhook.received
    begun = webhook.received[0]
    assert f"source {broken} does not deliver: gone" in begun["body"]
    newsroom.restore()
    cycle()
    assert [message["subject"] for message in webhook.received[1:]] == ["Kawaraban alerts: 1 over"]
    sent = ask(home.path / "kawaraban.duckdb", "select state, attempt_count from ops.messages order by made_at").rows
    assert sent == [("sent", 2), ("sent", 1)]
