from collections.abc import Iterator

import pytest

from tests.channels import Mailbox, Webhook


def _hook() -> Iterator[Webhook]:
    made = Webhook()
    yield made
    made.close()


webhook = pytest.fixture(_hook, name="webhook")
slack = pytest.fixture(_hook, name="slack")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.close()
