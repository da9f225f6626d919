"""Durable work: what was enqueued is carried out, also after `kill -9`, and once only.

The engine knows tasks by name and subjects by id; what a task does is written in rows, so a task that was cut
short is simply run again. DBOS keeps the queue in the product's own database, and only this module knows it.
"""

import asyncio
import fcntl
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from dbos import DBOS, DBOSClient, DBOSConfig, Queue
from dbos._queue import queue_worker_thread
from sqlmodel import select, text

from core.bell import Bell
from core.cancellation import Cancellation
from core.errors import Canceled, ConfigurationError, StoreError
from core.heartbeat import Heartbeats
from core.lookout import Lookout
from core.media.files import whole_file
from core.settings import Settings
from db.engine import Database, Session, after_commit
from db.migrate import one_at_a_time

log = logging.getLogger(__name__)

Task = Callable[[int, Cancellation], None]

# Rows of another version are never touched again by the engine, so this stays as it is across releases.
WORKFLOW_VERSION = "1"
WORKFLOW_NAME = "work"
EXECUTOR_SLOTS = 64
# On PostgreSQL, beside the ten to twenty of the product; a queue asks for one for a few milliseconds at a time.
ENGINE_CONNECTIONS = 10
# The lookout rings where work waits; a queue looks by itself only in case that should ever fail.
SELDOM_SECONDS = 120.0
# A look into a queue takes milliseconds; one that hangs in the database must not keep the process from ending.
GOODBYE_SECONDS = 5.0
# The engine books an ended piece a moment after it ended; only then there is a place for the next one in line.
PLACE_FREE_SECONDS = 0.05
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
# Few enough that other writers get their turn in between.
FORGET_AT_ONCE = 500


class Engine(Protocol):
    """Runs tasks some time after the transaction that enqueued them is committed."""

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Begin to work, first on whatever an earlier process left undone."""

    def enqueue(
        self, session: Session, task: str, subject: int, *, key: str, delay_seconds: float = 0.0
    ) -> None:
        """Order a task within the session's transaction, now or for later; the same key is carried out once."""

    def cancel(self, key: str) -> None:
        """Stop the task with this key within two seconds, or never start it."""

    def forget_finished(self, *, before: datetime) -> int:
        """Forget the tasks that ended before this moment; returns how many."""

    def alive(self) -> bool:
        """Whether work is being carried out."""

    def stop(self) -> None:
        """Stop working; what is unfinished is continued at the next start."""


class DurableEngine:
    """The engine of the product, on DBOS; one a process."""

    def __init__(self, *, settings: Settings, database: Database, works: bool = True) -> None:
        self._settings = settings
        self._database = database
        self._works = works
        self._running: dict[str, Cancellation] = {}
        self._lock = threading.Lock()
        self._tasks: Mapping[str, Task] = {}
        self._slot: IO[str] | None = None
        self._client: DBOSClient | None = None
        self._heartbeats: Heartbeats | None = None
        self._lookout: Lookout | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._bells: dict[str, Bell] = {}
        self._watchers: list[threading.Thread] = []

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Claim an executor id, launch DBOS and take over what dead executors left.

        Must not be called on a running event loop: DBOS would adopt it and blocking work would freeze it.
        """
        self._tasks = tasks
        limits = self._queue_limits()
        self._threads = ThreadPoolExecutor(max_workers=sum(limits.values()) + 2, thread_name_prefix="work")
        executor, self._slot = claim_executor(self._settings.data_dir)
        with one_at_a_time(self._database):
            DBOS.migrate(self._database.url)
        _quiet_dbos()
        dbos = DBOS(config=self._config(executor))
        self._register_workflow()
        # The queues are watched by threads of our own, which an order wakes.
        DBOS.listen_queues([])
        self._heartbeats = Heartbeats(
            database=self._database,
            me=executor,
            settings=self._settings,
            works=self._works,
            owners=_owners_of_pending,
            take_over=_take_over,
        )
        # Recovered work runs from the first moment on and orders more, so the door for orders opens before.
        self._client = DBOSClient(system_database_engine=self._database.engine)
        DBOS.launch()
        for name, limit in limits.items():
            queue = DBOS.register_queue(name, worker_concurrency=limit, polling_interval_sec=SELDOM_SECONDS)
            if self._works:
                self._watch(dbos, queue)
        if self._works:
            self._look_out(dbos)
        self._heartbeats.start()

    def _look_out(self, dbos: DBOS) -> None:
        work = dbos._sys_db.tables.workflow_status
        # Said with DBOS's own words, letter for letter, for that is how SQLite finds its index of unfinished work.
        unfinished = text("workflow_status.status IN ('ENQUEUED', 'PENDING')")
        waiting = select(work.c.queue_name).where(unfinished, work.c.status == "ENQUEUED").distinct()
        schema = dbos._sys_db.engine.get_execution_options()["schema_translate_map"]
        waiting = waiting.execution_options(schema_translate_map=schema)
        self._lookout = Lookout(
            database=self._database,
            waiting=lambda session: set(session.exec(waiting)),
            bells=self._bells,
            every_seconds=self._settings.queue_poll_seconds,
        )
        self._lookout.start()

    def _watch(self, dbos: DBOS, queue: Queue) -> None:
        """Look for work as DBOS does, whenever the bell rings: for an order of this process, or by the lookout."""
        bell = self._bells[queue.name] = Bell()
        watcher = threading.Thread(
            target=queue_worker_thread, args=(bell, dbos, queue), name=f"queue-{queue.name}", daemon=True
        )
        self._watchers.append(watcher)
        watcher.start()

    def enqueue(
        self, session: Session, task: str, subject: int, *, key: str, delay_seconds: float = 0.0
    ) -> None:
        """Order a task within the session's transaction, now or for later; the same key is carried out once."""
        if self._client is None:
            raise ConfigurationError("The engine was not started, so no work can be ordered.")
        options: Any = {
            "workflow_name": WORKFLOW_NAME,
            "workflow_id": key,
            "queue_name": task,
            "app_version": WORKFLOW_VERSION,
        }
        if delay_seconds > 0:
            options["delay_seconds"] = delay_seconds
        self._client.enqueue_in_transaction(session, options, task, subject)
        bell = self._bells.get(task)
        if bell is not None:
            after_commit(session, bell.ring)

    def cancel(self, key: str) -> None:
        """Stop the task with this key: at once in this process, within a second in another."""
        DBOS.cancel_workflow(key)
        with self._lock:
            running = self._running.get(key)
        if running is not None:
            running.cancel()

    def forget_finished(self, *, before: datetime) -> int:
        """Forget the tasks that ended before this moment; returns how many.

        A key that is forgotten could be ordered again, and would find in the rows that there is nothing to do.
        """
        DBOS.migrate(self._database.url)  # Where nothing ever worked, there is no table to look into.
        client = DBOSClient(system_database_engine=self._database.engine)
        moment, forgotten = before.isoformat(), 0
        while True:
            rows = client.list_workflows(
                status=ENDED,
                completed_before=moment,
                limit=FORGET_AT_ONCE,
                load_input=False,
                load_output=False,
            )
            client.delete_workflows([row.workflow_id for row in rows])
            forgotten += len(rows)
            if len(rows) < FORGET_AT_ONCE:
                return forgotten

    def alive(self) -> bool:
        """Whether the heartbeat of this process goes on."""
        return self._heartbeats is not None and self._heartbeats.is_alive()

    def stop(self) -> None:
        """Interrupt what is running; it stays pending and is continued at the next start."""
        self._stop_watching()
        DBOS.destroy(destroy_registry=True)
        with self._lock:
            running = list(self._running.values())
        for cancellation in running:
            cancellation.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=True)
        if self._client is not None:
            self._client = None
        if self._slot is not None:
            self._slot.close()

    def _stop_watching(self) -> None:
        for thread in (self._heartbeats, self._lookout):
            if thread is not None:
                thread.stop()
        for bell in self._bells.values():
            bell.set()
        for watcher in self._watchers:
            watcher.join(GOODBYE_SECONDS)

    def _queue_limits(self) -> dict[str, int]:
        """How many pieces of each kind run at once in this process; a queue each, so that none starves another."""
        return {
            "plan": 4,
            "call_off": 4,
            "picture": self._settings.pictures_at_once,
            "redraw": self._settings.pictures_at_once,
            "clip": self._settings.pictures_at_once,
            "render": self._settings.renders_at_once,
            "export": self._settings.exports_at_once,
            "ahead": 1,
            "sweep": 1,
            "deliver": self._settings.deliveries_at_once,
        }

    def _config(self, executor: str) -> DBOSConfig:
        config: DBOSConfig = {
            "name": "storyreel",
            "executor_id": executor,
            "application_version": WORKFLOW_VERSION,
            "log_level": "WARNING",
            "run_migrations": False,
        }
        if self._database.url.startswith("sqlite"):
            config["system_database_engine"] = self._database.engine
        else:
            config["system_database_url"] = self._database.url
            config["sys_db_pool_size"] = ENGINE_CONNECTIONS
        return config

    def _register_workflow(self) -> None:
        @DBOS.step(preemptible=True)
        async def carry_out(task: str, subject: int) -> None:
            await self._carry_out(task, subject, DBOS.workflow_id or "")

        @DBOS.workflow(name=WORKFLOW_NAME, max_recovery_attempts=None)
        async def work(task: str, subject: int) -> None:
            await carry_out(task, subject)

    async def _carry_out(self, task: str, subject: int, key: str) -> None:
        """Run the task in a thread of ours; when the step is cancelled, what it waits for is ended at once."""
        cancellation = Cancellation()
        with self._lock:
            self._running[key] = cancellation
        try:
            await self._until_recorded(task, subject, cancellation)
        except asyncio.CancelledError:
            cancellation.cancel()
            raise
        except Canceled:
            log.info("%s %s was cancelled", task, subject)
        finally:
            with self._lock:
                self._running.pop(key, None)
            if task in self._bells:
                asyncio.get_running_loop().call_later(PLACE_FREE_SECONDS, self._bells[task].ring)

    async def _until_recorded(self, task: str, subject: int, cancellation: Cancellation) -> None:
        """Run the task, again and again while its outcome cannot be written down."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                return await loop.run_in_executor(self._threads, self._tasks[task], subject, cancellation)
            except StoreError as error:
                log.warning("%s %s waits for the store: %s", task, subject, error.message)
                await asyncio.sleep(self._settings.store_pause_seconds)


def claim_executor(folder: Path) -> tuple[str, IO[str]]:
    """A name that no other living process has; the system frees the lock even after `kill -9`.

    Machines may share a host's name, as containers do, so the folder has a name of its own as well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = f"{socket.gethostname()}-{_folder_name(folder / 'executor.id')}"
    for slot in range(EXECUTOR_SLOTS):
        file = (folder / f"executor-{slot}.lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            return f"{place}-{slot}", file
    raise ConfigurationError(
        f"All {EXECUTOR_SLOTS} worker places of {folder} are taken.",
        hint="Stop some of the workers, or give this one a data folder of its own.",
    )


def _folder_name(file: Path) -> str:
    if not file.is_file():
        with whole_file(file) as draft:
            draft.write_text(secrets.token_hex(4))
    return file.read_text().strip()


def _owners_of_pending() -> set[str]:
    rows = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {row.executor_id for row in rows if row.executor_id}


def _take_over(dead: str) -> int:
    """Continue what a dead executor left; DBOS compares and sets the owner, so several survivors may try."""
    return len(DBOS._recover_pending_workflows([dead]))


def _quiet_dbos() -> None:
    """A cancelled workflow is an ordinary event here, not an error with a stack trace."""
    os.environ.setdefault("DBOS__CLOUD", "false")
    logging.getLogger("dbos").addFilter(_not_about_cancelling)


def _not_about_cancelling(record: logging.LogRecord) -> bool:
    words = f"{record.getMessage()} {record.exc_info[1] if record.exc_info else ''}".lower()
    return "cancel" not in words and "no longer owned by this execution" not in words
