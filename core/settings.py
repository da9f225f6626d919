"""Everything that can be set from outside, read once from the environment and `.env`; .env.example lists it all."""

from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import ConfigurationError
from core.terms import FULL_LINES, MICROS_PER_DOLLAR, ClipFallback, PlannerFallback


def _nobody_signs_in(known: dict[str, Any]) -> bool:
    return known.get("sign_in") == "off"


class Settings(BaseSettings):
    """Names in the environment carry the prefix STORYREEL_; those of Replicate and ffmpeg keep their usual names."""

    model_config = SettingsConfigDict(
        env_prefix="STORYREEL_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    data_dir: Path = Path("data")
    database_url: str | None = None
    media_url: str | None = None
    # The names that every S3 tool reads; without keys, those of the machine's role are asked for.
    s3_endpoint: str | None = Field(
        default=None, validation_alias=AliasChoices("AWS_ENDPOINT_URL", "s3_endpoint")
    )
    s3_region: str | None = Field(default=None, validation_alias=AliasChoices("AWS_REGION", "s3_region"))
    s3_access_key: str | None = Field(
        default=None, validation_alias=AliasChoices("AWS_ACCESS_KEY_ID", "s3_access_key")
    )
    s3_secret_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("AWS_SECRET_ACCESS_KEY", "s3_secret_key")
    )
    # False for a process that serves pages and API and leaves the work to `python -m core worker`.
    works_here: bool = True
    provider: str | None = None
    planning_provider: str | None = None
    motion_provider: str | None = None
    address: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    open_network: bool = False
    sign_in: Literal["off", "accounts", "oidc"] = "off"
    # Where people sign in, films are theirs; where nobody does, there is nobody to keep a film from.
    public_reads: bool = Field(default_factory=_nobody_signs_in)
    public_url: str | None = None
    # Web pages of other origins that may call the API from a browser, separated by commas; `*` is any.
    allowed_origins: str = ""
    # Names besides its own that this server answers to, separated by commas; addresses of digits always work.
    allowed_hosts: str = ""
    # A working day; whoever comes back the next morning signs in again.
    session_idle_hours: float = Field(default=12.0, gt=0)
    session_days: float = Field(default=7.0, gt=0)
    # Seals passes and sessions; several machines must share one, a single one makes its own.
    secret_key: SecretStr | None = Field(default=None, min_length=32)
    oidc_url: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    # E-mail addresses, or domains such as @example.com, separated by commas; empty is whoever the provider knows.
    oidc_allowed: str = ""
    oidc_new_role: Literal["editor", "viewer"] = "editor"

    replicate_api_token: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("REPLICATE_API_TOKEN", "replicate_api_token")
    )
    replicate_base_url: str | None = Field(
        default=None, validation_alias=AliasChoices("REPLICATE_BASE_URL", "replicate_base_url")
    )
    # Which models of the catalogue work; empty for the catalogue's own choice.
    picture_model: str = ""
    text_model: str = ""
    motion_model: str = ""
    models_file: Path | None = None
    ffmpeg_binary: str | None = Field(
        default=None, validation_alias=AliasChoices("FFMPEG_BINARY", "ffmpeg_binary")
    )

    # Folders with fonts for captions, separated by commas, besides those where systems keep theirs.
    font_dirs: str = ""
    # What a film does when its planner or its clips fail, unless the film's own request says otherwise.
    planner_fallback: PlannerFallback = PlannerFallback.NONE
    clip_fallback: ClipFallback = ClipFallback.NONE

    # What a film is estimated at, in dollars; the provider's own prices decide what is charged.
    price_planning: float = Field(default=0.03, ge=0)
    price_picture: float = Field(default=0.02, ge=0)
    price_clip: float = Field(default=0.05, ge=0)
    cap_per_job: float | None = Field(default=None, ge=0)
    cap_per_day: float | None = Field(default=None, ge=0)

    max_refinements: int = Field(default=5, ge=0)
    max_upload_mb: int = Field(default=50, ge=1)
    max_waiting_jobs: int = Field(default=200, ge=1)
    generates_per_minute: int = Field(default=60, ge=1)
    calls_per_minute: int = Field(default=3000, ge=1)
    # How long a body may take to arrive, on top of the time that its bytes need at 10 kB/s.
    body_seconds: float = Field(default=30.0, gt=0)
    disk_quota_gb: float | None = Field(default=None, gt=0)
    # A film of five minutes with its segments and nine exports takes about half a gigabyte.
    disk_reserve_gb: float = Field(default=0.5, ge=0)
    trash_days: int = Field(default=7, ge=0)
    # The hour (UTC) of the nightly sweep, and how long what is over is kept: finished work, ended tokens, deliveries.
    sweep_hour: int = Field(default=3, ge=0, le=23)
    keep_finished_days: int = Field(default=30, ge=1)

    # Whether webhooks may lead to addresses inside this network.
    webhook_private: bool = False
    # The pause before a second sending; each further one is five times as long.
    webhook_retry_seconds: float = Field(default=5.0, gt=0)
    deliveries_at_once: int = Field(default=4, ge=1)

    # A weak machine renders a film of 540 lines in a quarter of the time. Whole blocks of colour have four pixels.
    film_lines: int = Field(default=FULL_LINES, ge=240, le=FULL_LINES, multiple_of=4)
    pictures_at_once: int = Field(default=8, ge=1)
    renders_at_once: int = Field(default=1, ge=1)
    exports_at_once: int = Field(default=1, ge=1)
    # Whether all exports of a film are made as soon as it is rendered, while nothing else is to be done.
    background_exports: bool = True
    # What is ordered in this process starts at once. Work ordered elsewhere waits half of this on the average before
    # it starts; shorter costs processor time when idle.
    queue_poll_seconds: float = Field(default=0.5, gt=0)
    # One look serves all open pages; somebody else's edit is on every screen within two seconds.
    page_look_seconds: float = Field(default=1.0, gt=0)
    heartbeat_seconds: float = Field(default=5.0, gt=0)
    # A worker that is silent for six beats is taken for dead, and its work is given to others.
    dead_after_seconds: float = Field(default=30.0, gt=0)
    # A full disk or a database that restarts is looked after within minutes; asking more often would not help it.
    store_pause_seconds: float = Field(default=5.0, gt=0)
    segment_cache_gb: float = Field(default=5.0, gt=0)
    copy_cache_gb: float = Field(default=5.0, gt=0)
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"
    # Who may read /metrics; without one only this machine.
    metrics_token: SecretStr | None = None
    # Where a worker, which serves nothing else, answers /metrics; without a port nowhere.
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    metrics_address: str = "127.0.0.1"

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, folder: Path) -> Path:
        return folder.expanduser().resolve()

    @field_validator("sign_in", mode="before")
    @classmethod
    def _plain(cls, word: object) -> object:
        return word.strip().lower() if isinstance(word, str) else word

    @field_validator("provider", "planning_provider", "motion_provider")
    @classmethod
    def _lower(cls, provider: str | None) -> str | None:
        return provider.strip().lower() if provider else None

    @cached_property
    def database(self) -> str:
        """The database's URL; an SQLite file in the data folder unless another is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'storyreel.db'}"

    @property
    def artist(self) -> str:
        """Who makes the pictures: as set, else Replicate when there is a token, else the built-in artist."""
        return self.provider or ("replicate" if self.replicate_api_token else "sketch")

    @property
    def planner(self) -> str:
        """Who plans the scenes: as set, else Replicate when it makes the pictures, else the built-in planner."""
        return self.planning_provider or ("replicate" if self.artist == "replicate" else "sketch")

    @property
    def animator(self) -> str:
        """Who makes the clips: as set, else whoever makes the pictures."""
        return self.motion_provider or self.artist

    @property
    def media_folder(self) -> Path:
        """Where pictures and films lie when no MEDIA_URL is set."""
        return self.data_dir / "media"

    @property
    def font_folders(self) -> list[Path]:
        """The further folders that are searched for fonts, before the system's."""
        return [Path(name.strip()).expanduser() for name in self.font_dirs.split(",") if name.strip()]

    @property
    def cache_folder(self) -> Path:
        """What can be made again: segments, copies of remote files, unfinished work."""
        return self.data_dir / "cache"

    @property
    def planning_micros(self) -> int:
        """The estimated price of planning a film, in micro-dollars."""
        return round(self.price_planning * MICROS_PER_DOLLAR)

    @property
    def picture_micros(self) -> int:
        """The estimated price of a picture, in micro-dollars."""
        return round(self.price_picture * MICROS_PER_DOLLAR)

    @property
    def clip_micros(self) -> int:
        """The estimated price of a clip, in micro-dollars."""
        return round(self.price_clip * MICROS_PER_DOLLAR)


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches that address."""
    if address == "localhost":
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    # A socket for both kinds of addresses tells the older kind in the clothes of the newer.
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def refuse_open_door(settings: Settings, address: str | None = None) -> None:
    """Raise `ConfigurationError` for an address that others reach when nobody is asked who they are.

    `address` is where the server really listens, if that is not as set.
    """
    listens = address or settings.address
    if settings.sign_in == "off" and not settings.open_network and not is_loopback(listens):
        raise ConfigurationError(
            f"At {listens} everybody on the network could see, change and delete every film, and spend money.",
            hint="Have people sign in: STORYREEL_SIGN_IN=accounts, then `python -m core user add NAME`. Or keep "
            "STORYREEL_ADDRESS=127.0.0.1, behind a proxy that signs people in. (Where everybody really may do all "
            "that, STORYREEL_OPEN_NETWORK=true says so.)",
        )
    if settings.sign_in == "oidc":
        _refuse_half_a_provider(settings)


def _refuse_half_a_provider(settings: Settings) -> None:
    needed = {
        "STORYREEL_OIDC_URL": settings.oidc_url,
        "STORYREEL_OIDC_CLIENT_ID": settings.oidc_client_id,
        "STORYREEL_OIDC_CLIENT_SECRET": settings.oidc_client_secret,
        "STORYREEL_PUBLIC_URL": settings.public_url,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise ConfigurationError(
            f"Signing in with an identity provider needs {' and '.join(missing)}.",
            hint="Set them as docs/security.md says, or use STORYREEL_SIGN_IN=accounts.",
        )


def cap_micros(dollars: float | None) -> int | None:
    """A cap in micro-dollars; None when there is none."""
    return None if dollars is None else round(dollars * MICROS_PER_DOLLAR)
