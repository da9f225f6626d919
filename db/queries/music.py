"""Statements about the music of films."""

from sqlmodel import Session, select

from db.models import Music


def add(session: Session, music: Music) -> Music:
    """Store a piece of music; its id is set afterwards."""
    session.add(music)
    session.flush()
    return music


def get(session: Session, music_id: int) -> Music | None:
    """One piece by its id."""
    return session.get(Music, music_id)


def of_content(session: Session, job_id: int, *, sha256: str, name: str) -> Music | None:
    """The piece with this content and name that the job had before."""
    statement = select(Music).where(Music.job_id == job_id, Music.sha256 == sha256, Music.name == name)
    return session.exec(statement).first()
