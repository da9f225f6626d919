"""The office: tokens, money, and whether all is well."""

from pathlib import Path

from core import backup as backups
from core import costs, gallery, health, history, passes, report, sweep, tokens
from core.cost_views import CostsView, SpendingView
from core.files import MediaFile
from core.studio.desk import Desk
from core.views import ArtistView, ChargeView, CheckView, NewToken, StorageView, TokenView, TrialView


class OfficeDesk(Desk):
    """Whatever is not about one film is asked here."""

    def create_token(self, *, name: str, owner: str, days: int | None = None) -> NewToken:
        """Make a bearer token; its secret is shown this once."""
        return tokens.create(self._shop, name=name, owner=owner, days=days)

    def tokens(self, *, owner: str | None) -> list[TokenView]:
        """The tokens of an owner, newest first."""
        return tokens.listing(self._shop, owner=owner)

    def revoke_token(self, token_id: int, *, owner: str | None) -> None:
        """End a token at once."""
        tokens.revoke(self._shop, token_id, owner=owner)

    def owner_of(self, secret: str) -> str:
        """Whose bearer token this is."""
        return tokens.owner_of(self._shop, secret)

    def pass_for(self, path: str) -> str | None:
        """What an address of a picture or film must carry as `pass` so that a browser may read it; None where
        everybody may, or the browser's session says who reads."""
        free = self.settings.public_reads or self.settings.sign_in != "off"
        return None if free else passes.pass_for(self._shop, path)

    def pass_opens(self, path: str, given: str) -> bool:
        """Whether a pass is good for this path; where people sign in, an address alone opens nothing."""
        return self.settings.sign_in == "off" and passes.opens(self._shop, path, given)

    def ledger(self, *, owner: str, job_id: int | None = None) -> list[ChargeView]:
        """What was reserved and charged, oldest first."""
        return history.ledger_of(self._shop, owner=owner, job_id=job_id)

    def ledger_csv(self, *, owner: str, job_id: int | None = None) -> str:
        """The same as a table for a spreadsheet."""
        return report.ledger_csv(self.ledger(owner=owner, job_id=job_id))

    def costs(self, *, owner: str, job_id: int | None = None) -> CostsView:
        """The report on money: sums per film and per day, and what the caps leave; of one film, its lines."""
        return costs.costs(self._shop, owner=owner, job_id=job_id)

    def spending(self, *, owner: str) -> SpendingView:
        """What an owner was charged today and in all."""
        return history.spending(self._shop, owner=owner)

    def artist(self) -> ArtistView:
        """Who makes new pictures, and for how much."""
        return gallery.artist(self._shop)

    def sample(self, name: str) -> MediaFile:
        """What the built-in artist makes of a style or an example; drawn once, then kept."""
        return gallery.sample(self._shop, name)

    def trial(self, *, owner: str) -> TrialView:
        """A picture made now, to see whether the artist works; paid like any other."""
        return gallery.trial(self._shop, owner=owner)

    def storage(self) -> StorageView:
        """What the data folder holds."""
        return health.storage(self._shop)

    def backup(self, out: Path) -> backups.Backup:
        """Write a copy of everything to a file, while work goes on."""
        return backups.backup(self._shop, out)

    def sweep(self) -> sweep.Swept:
        """Remove what nobody needs any more, as every night does by itself."""
        return sweep.sweep(self._shop)

    def metrics(self) -> bytes:
        """Figures in Prometheus' text form."""
        return self._shop.metrics.exposition(self._shop)

    def note_answer(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Note how long a request took, for the figures."""
        self._shop.metrics.answered(method=method, route=route, status=status, seconds=seconds)

    def health(self) -> list[CheckView]:
        """What a server must have to answer."""
        return health.serving(self._shop)

    def checks(self) -> list[CheckView]:
        """All that work depends on."""
        return health.everything(self._shop)
