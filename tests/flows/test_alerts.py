"""Cycles of the newsroom with an outage and a recovery, told to a real web server, with one digest for readers."""

import pytest

from seeds.sample import NewsroomServer
from tests.channels import Webhook
from tests.conftest import Home
from warehouse.query import ask


@pytest.mark.slow
def test_an_outage_its_end_and_the_news_are_a_message_each_also_through_a_webhook_that_was_down(
    home: Home, prefect_server: str, newsroom: NewsroomServer, webhook: Webhook
) -> None:
    broken, whole = "denpa", "kumade"
    environment = {"PREFECT_API_URL": prefect_server, "KAWARABAN_ALERT_WEBHOOK": webhook.url}
    home.path.mkdir()
    (home.path / "watch.toml").write_text('companies = ["nec"]\nsince = 2025-01-01\n', encoding="utf-8")

    def cycle(*sources: str, links: int) -> list[str]:
        chosen = [word for source in sources for word in ("--source", source)]
        told = home.run("run", *chosen, KAWARABAN_MAX_LINKS=str(links), **environment)
        assert told.returncode == 0, told.stderr[-2000:]
        assert webhook.url not in told.stderr + told.stdout
        return [message["subject"] for message in webhook.received]

    newsroom.fail(next(host for host in newsroom.hosts if broken in host), 404)
    assert cycle(broken, whole, links=1000) == ["Kawaraban: 1 new (NEC)"]
    assert "# NEC\n- " in webhook.received[0]["body"]
    cycle(broken, whole, links=1)
    webhook.status = 500
    assert len(cycle(broken, whole, links=1)) == 1
    newsroom.restore()
    webhook.status = 200
    assert cycle(broken, links=1)[1:] == ["Kawaraban alerts: 1 new", "Kawaraban alerts: 1 over"]
    assert f"source {broken} does not deliver: gone" in webhook.received[1]["body"]
    sent = ask(home.path / "kawaraban.duckdb", "select state, attempt_count from ops.messages order by made_at").rows
    assert sent == [("sent", 1), ("sent", 2), ("sent", 1)]
