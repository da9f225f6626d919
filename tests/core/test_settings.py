"""Settings: read from outside, complete in the example file."""

import re
from pathlib import Path

import pytest
from pydantic import AliasChoices

from core.errors import ConfigurationError
from core.settings import Settings, cap_micros, refuse_open_door
from core.terms import AspectRatio, ExportQuality

ROOT = Path(__file__).resolve().parents[2]


def names() -> list[str]:
    """The environment names of all settings."""
    found = []
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        found.append(alias.choices[0] if isinstance(alias, AliasChoices) else f"STORYREEL_{name.upper()}")
    return [str(name) for name in found]


@pytest.mark.parametrize("document", [".env.example", "docs/configuration.md"])
def test_every_setting_is_documented(document: str) -> None:
    """The example file and the page about configuration name each of them."""
    text = (ROOT / document).read_text()

    assert [name for name in names() if name not in text] == []


def test_the_files_to_deploy_with_set_what_there_is() -> None:
    """They name no setting that is gone, and people sign in instead of everybody being let in."""
    files = [ROOT / "docs/deploy.md", *(ROOT / "docs/deploy").iterdir()]
    text = "".join(file.read_text() for file in files)

    assert set(re.findall(r"STORYREEL_[A-Z0-9_]+", text)) - set(names()) == set()
    assert "STORYREEL_SIGN_IN: accounts" in text
    assert "OPEN_NETWORK" not in text
    assert "auth_basic" not in text


def test_the_environment_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The prefix is ours, the usual names of others stay theirs."""
    monkeypatch.setenv("STORYREEL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("STORYREEL_CAP_PER_JOB", "0.1")
    monkeypatch.setenv("REPLICATE_API_TOKEN", "r8_secret")
    monkeypatch.setenv("FFMPEG_BINARY", "/somewhere/ffmpeg")

    settings = Settings(_env_file=None)

    assert (settings.artist, settings.planner, settings.ffmpeg_binary) == (
        "replicate",
        "replicate",
        "/somewhere/ffmpeg",
    )
    assert cap_micros(settings.cap_per_job) == 100_000
    assert settings.database == f"sqlite:///{tmp_path}/storyreel.db"
    assert "r8_secret" not in repr(settings)


def test_without_a_token_the_built_in_artist_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is needed, and empty values are as good as none."""
    monkeypatch.setenv("REPLICATE_API_TOKEN", "")
    monkeypatch.setenv("STORYREEL_PROVIDER", "")

    assert (Settings(_env_file=None).artist, Settings(_env_file=None).planner) == ("sketch", "sketch")
    assert Settings(provider=" Sketch ", _env_file=None).artist == "sketch"
    assert cap_micros(None) is None


@pytest.mark.parametrize(
    ("shape", "size"), [("16:9", (1920, 1080)), ("9:16", (1080, 1920)), ("1:1", (1080, 1080))]
)
def test_a_film_is_full_size_unless_said_otherwise(shape: str, size: tuple[int, int], tmp_path: Path) -> None:
    """1080 lines on the short side in every shape, and its exports in three sizes."""
    lines = Settings(data_dir=tmp_path, _env_file=None).film_lines

    assert AspectRatio(shape).size_for(lines) == size
    assert {min(quality.ceiling.short_side, lines) for quality in ExportQuality} == {480, 720, 1080}


def test_folders_of_fonts_are_a_list(tmp_path: Path) -> None:
    """They are separated by commas; empty ones are none."""
    assert Settings(_env_file=None).font_folders == []
    assert Settings(font_dirs=f"{tmp_path}, ~/type,", _env_file=None).font_folders == [
        tmp_path,
        Path.home() / "type",
    ]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.8.8.8", "::ffff:127.0.0.1"])
def test_this_machine_is_open_to_itself(address: str) -> None:
    """Loopback addresses need nothing."""
    refuse_open_door(Settings(address=address, _env_file=None))


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.5", "films.example"])
def test_other_addresses_are_refused_unless_meant(address: str) -> None:
    """The refusal names the ways out; where people sign in, and where it is meant, it is allowed."""
    with pytest.raises(ConfigurationError) as refusal:
        refuse_open_door(Settings(address=address, _env_file=None))

    assert "STORYREEL_SIGN_IN=accounts" in refusal.value.hint
    assert "127.0.0.1" in refusal.value.hint
    assert "STORYREEL_OPEN_NETWORK" in refusal.value.hint
    refuse_open_door(Settings(address=address, open_network=True, _env_file=None))
    refuse_open_door(Settings(address=address, sign_in="accounts", _env_file=None))
    with pytest.raises(ConfigurationError):
        refuse_open_door(Settings(_env_file=None), address)


def test_reads_are_private_where_people_sign_in() -> None:
    """Unless they are said to be public; where nobody signs in it is the other way round."""
    assert Settings(_env_file=None).public_reads
    assert not Settings(sign_in=" Accounts ", _env_file=None).public_reads
    assert Settings(sign_in="accounts", public_reads=True, _env_file=None).public_reads


def test_half_an_identity_provider_is_refused() -> None:
    """What is missing is named before anybody is locked out."""
    settings = Settings(sign_in="oidc", oidc_url="https://id.example", _env_file=None)

    with pytest.raises(
        ConfigurationError, match="OIDC_CLIENT_ID and STORYREEL_OIDC_CLIENT_SECRET and STORYREEL_PUBLIC_URL"
    ):
        refuse_open_door(settings)
