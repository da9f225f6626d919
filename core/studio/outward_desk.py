"""Other people's programs: which are told of what, and what they were sent."""

from collections.abc import Sequence

from core import webhooks
from core.studio.desk import Desk
from core.terms import WebhookEvent
from core.webhook_views import DeliveryView, WebhookView


class OutwardDesk(Desk):
    """Webhooks are named, tried and taken back here."""

    def put_webhook(self, *, owner: str, url: str, events: Sequence[WebhookEvent]) -> WebhookView:
        """Tell an address of events; a new one is shown its secret this once."""
        return webhooks.put(self._shop, owner=owner, url=url, events=events)

    def webhooks(self, *, owner: str) -> list[WebhookView]:
        """The owner's webhooks, oldest first."""
        return webhooks.listing(self._shop, owner=owner)

    def delete_webhook(self, webhook_id: int, *, owner: str) -> None:
        """Tell an address nothing more."""
        webhooks.delete(self._shop, webhook_id, owner=owner)

    def test_webhook(self, webhook_id: int, *, owner: str) -> DeliveryView:
        """Send an address a ping."""
        return webhooks.test(self._shop, webhook_id, owner=owner)

    def deliveries(self, webhook_id: int, *, owner: str) -> list[DeliveryView]:
        """What an address was sent lately, newest first."""
        return webhooks.deliveries(self._shop, webhook_id, owner=owner)
