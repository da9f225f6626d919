"""The command line: make a film, manage tokens, run a worker, look for what is wrong."""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from core.backup import restore
from core.bootstrap import build_studio, idle_studio, replicate_service
from core.edits import Edit
from core.errors import AppError, InvalidInput, MediaError
from core.figures_server import serving_figures
from core.files import MediaFile
from core.jobs import NewJob
from core.logs import configure
from core.media.files import whole_file
from core.media.music import inspect_music
from core.providers.catalog import Catalog
from core.providers.replicate import check_models
from core.settings import Settings
from core.studio import Studio
from core.terms import MICROS_PER_DOLLAR, AspectRatio, Captions, ClipFallback, Motion, PlannerFallback
from core.user_commands import user_app
from core.views import JobStatus, JobView

OWNER = "local"
POLL_SECONDS = 0.2
SETTLED = (JobStatus.STORYBOARD_READY, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Storyreel: from a sentence to a film.")
token_app = typer.Typer(no_args_is_help=True, help="Bearer tokens for programs.")
app.add_typer(token_app, name="token")
app.add_typer(user_app, name="user")


@contextmanager
def _working_studio(settings: Settings | None = None) -> Iterator[Studio]:
    studio = build_studio(settings, works=True)
    studio.start()
    try:
        yield studio
    finally:
        studio.stop()


@app.command()
def make(  # noqa: PLR0913, PLR0917 each option of the command is an argument here
    prompt: Annotated[str, typer.Argument(help="What the film is about, 10 to 5000 characters.")],
    out: Annotated[Path, typer.Option(help="Where the film is written.")] = Path("film.mp4"),
    duration: Annotated[float, typer.Option(help="Seconds, 5 to 300.")] = 30.0,
    style: Annotated[
        str, typer.Option(help="For example cinematic, anime, watercolor, noir, pencil.")
    ] = "cinematic",
    aspect_ratio: Annotated[AspectRatio, typer.Option(help="The shape of the film.")] = AspectRatio.WIDE,
    scenes: Annotated[
        int | None, typer.Option(help="How many scenes; by default as many as the text wants.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed draws the same film.")] = None,
    captions: Annotated[
        Captions, typer.Option(help="The scenes' texts: burned into the picture, as a track, or off.")
    ] = Captions.OFF,
    title_card: Annotated[
        bool, typer.Option("--title-card", help="Show the title over the opening.")
    ] = False,
    music: Annotated[
        Path | None, typer.Option(help="MP3, M4A, WAV, OGG or FLAC; cut or repeated to the film's length.")
    ] = None,
    clips: Annotated[bool, typer.Option(help="Bring every scene to life as a clip.")] = False,
    planner_fallback: Annotated[
        PlannerFallback | None, typer.Option(help="Who plans if the chosen planner fails.")
    ] = None,
    clip_fallback: Annotated[
        ClipFallback | None, typer.Option(help="What a scene does if its clip fails.")
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(help="A picture that all pictures follow, where the model takes one.")
    ] = None,
) -> None:
    """Make a film from a prompt, approving the storyboard as it comes."""
    request = NewJob(
        prompt=prompt,
        duration_ms=round(duration * 1000),
        style=style,
        aspect_ratio=aspect_ratio,
        scene_count=scenes,
        seed=seed,
        captions=captions,
        title_card=title_card,
        motion=Motion.CLIP if clips else None,
        planner_fallback=planner_fallback,
        clip_fallback=clip_fallback,
        reference=_bytes_of(reference) if reference else None,
    )
    _film(request, out, music)


def _film(request: NewJob, out: Path, music: Path | None) -> None:
    sound = _read_music(music) if music else b""
    # Nobody stays to download more than the film itself.
    settings = Settings(background_exports=False)
    with _working_studio(settings) as studio, _progress() as progress:
        job = studio.create(request, owner=OWNER)
        try:
            _warn(_watch(studio, job.id, progress, "Storyboard"))
            if music:
                studio.put_music(Edit(job_id=job.id, owner=OWNER), name=music.name, content=sound)
            studio.approve(job.id, owner=OWNER)
            studio.render(job.id, owner=OWNER)
            job = _watch(studio, job.id, progress, "Film")
            _copy(studio.film(job.id, owner=OWNER), out)
        except KeyboardInterrupt:
            studio.cancel(job.id, owner=OWNER)
            raise
    if job.plan_trouble:
        Console(stderr=True).print(
            f"Planned by the built-in planner, as you chose: {job.plan_trouble}", markup=False
        )
    cost = job.actual_micros / MICROS_PER_DOLLAR
    Console().print(f"[bold]{out}[/bold]: {job.duration_ms / 1000:g} s, job {job.id}, charged ${cost:.2f}")


def _warn(job: JobView) -> None:
    for warning in job.caption_warnings:
        Console(stderr=True).print(f"[yellow]{escape(warning.message)}[/yellow]\n{escape(warning.hint)}")


def _read_music(file: Path) -> bytes:
    """The bytes of a music file that is known to be good before anything is made or paid."""
    try:
        content = file.expanduser().read_bytes()
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}.", hint="Name a music file.") from error
    inspect_music(content, max_bytes=Settings().max_upload_mb * 1_000_000)
    return content


def _progress() -> Progress:
    return Progress(
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[message]}"),
        console=Console(stderr=True),
    )


def _watch(studio: Studio, job_id: int, progress: Progress, name: str) -> JobView:
    """Show the progress until the job's stage is over; raises what it failed with."""
    bar = progress.add_task(name, total=100.0, message="")
    while True:
        job = studio.job(job_id, owner=OWNER)
        progress.update(bar, completed=job.progress.percent, message=job.progress.message or "")
        if job.status in SETTLED:
            break
        time.sleep(POLL_SECONDS)
    if job.status == JobStatus.FAILED and job.trouble:
        raise MediaError(job.trouble.message, hint=job.trouble.hint)
    return job


def _bytes_of(picture: Path) -> bytes:
    try:
        return picture.expanduser().read_bytes()
    except OSError as error:
        raise InvalidInput(f"{picture} cannot be read: {error.strerror}.") from error


def _copy(film: MediaFile, out: Path) -> None:
    with whole_file(out.expanduser().resolve()) as draft, film.local() as path:
        shutil.copyfile(path, draft)


@token_app.command("create")
def create_token(
    name: Annotated[str, typer.Argument(help="Where the token is used.")],
    owner: Annotated[str, typer.Option(help="Whose films it opens.")] = OWNER,
    days: Annotated[int | None, typer.Option(help="After how many days it ends; by default never.")] = None,
) -> None:
    """Make a token and print it, alone, on standard output."""
    with idle_studio() as studio:
        print(studio.create_token(name=name, owner=owner, days=days).secret)


@token_app.command("list")
def list_tokens() -> None:
    """List all tokens, without their secrets."""
    table = Table("id", "name", "owner", "ends in", "created", "expires", "last used", "revoked")
    with idle_studio() as studio:
        tokens = studio.tokens(owner=None)
    for token in tokens:
        moments = (token.created_at, token.expires_at, token.last_used_at, token.revoked_at)
        written = (f"{moment:%Y-%m-%d %H:%M}" if moment else "-" for moment in moments)
        table.add_row(str(token.id), token.name, token.owner, token.ending, *written)
    Console().print(table)


@token_app.command("revoke")
def revoke_token(token_id: Annotated[int, typer.Argument(help="The id that `token list` shows.")]) -> None:
    """End a token at once."""
    with idle_studio() as studio:
        studio.revoke_token(token_id, owner=None)
    Console().print(f"Token {token_id} is revoked.")


@app.command()
def worker() -> None:
    """Carry out work without serving pages; any number of them share one database."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with _working_studio() as studio, serving_figures(studio.settings, studio.metrics):
        Console(stderr=True).print("Working on what is ordered; Ctrl-C stops.")
        stopping.wait()
    # The engine's threads may be inside a library call; all they do is in rows, so nothing is lost here.
    sys.stdout.flush()
    os._exit(0)


@app.command()
def sweep() -> None:
    """Remove what nobody needs any more, as every night does by itself."""
    with idle_studio() as studio:
        Console().print(f"Swept: {studio.sweep()}.")


@app.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(help="Where the copy is written, such as storyreel.tar.")],
) -> None:
    """Copy database, pictures and films into one file, while the server runs."""
    with idle_studio() as studio:
        made = studio.backup(file.expanduser().resolve())
    Console().print(f"[bold]{file}[/bold]: {made.files} files, {made.bytes / 1e6:.1f} MB")


@app.command("restore")
def bring_back(file: Annotated[Path, typer.Argument(help="A copy that `backup` made.")]) -> None:
    """Make an empty data folder from a copy; nothing is overwritten."""
    settings = Settings()
    made = restore(file.expanduser().resolve(), settings)
    Console().print(f"{made.files} files are in [bold]{settings.data_dir}[/bold]; start the server as usual.")


@app.command()
def doctor() -> None:
    """Look for what is wrong, and say the fix."""
    table = Table("", "what", "found", "fix")
    with idle_studio() as studio:
        checks = studio.checks()
    for check in checks:
        table.add_row(
            "[green]ok[/green]" if check.ok else "[red]no[/red]", check.name, check.found, check.fix
        )
    Console().print(table)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


@app.command()
def ledger(
    owner: Annotated[str, typer.Option(help="Whose films.")] = OWNER,
    job: Annotated[int | None, typer.Option(help="Only the charges of this job.")] = None,
) -> None:
    """Print every charge as a table for a spreadsheet."""
    with idle_studio() as studio:
        print(studio.ledger_csv(owner=owner, job_id=job), end="")


@app.command()
def models() -> None:
    """List the models of the catalogue; with a token, ask the service whether it takes orders for them."""
    settings = Settings()
    catalog = Catalog.load(settings.models_file)
    service = replicate_service(settings)
    problems: dict[str, str] = {}
    if service is not None:
        with closing(service):
            problems = {row.name: row.problem for row in check_models(catalog, service)}
    table = Table(
        "kind", "model", "price", "default", "" if service else "not checked: no REPLICATE_API_TOKEN"
    )
    for model in catalog.models():
        unit = "million tokens" if model.price.per == "tokens" else model.price.per
        price = f"${model.price.micros / MICROS_PER_DOLLAR:g} per {unit}"
        found = (problems.get(model.name) or "ok") if service else ""
        table.add_row(model.kind, model.name, price, "yes" if model.default else "", found)
    Console().print(table)
    if any(problems.values()):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema; every start does it too."""
    with idle_studio():
        Console().print("The database has the newest schema.")


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line; an error of ours is told in two lines, with exit status 1 (2 for wrong input)."""
    configure(Settings())
    try:
        app(words)
    except AppError as error:
        Console(stderr=True).print(f"[red]{error.message}[/red]\n{error.hint}")
        sys.exit(2 if isinstance(error, InvalidInput) else 1)
