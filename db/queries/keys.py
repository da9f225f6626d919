"""Which files of the media store the rows name; whatever is not among them belongs to nobody."""

from sqlalchemy import select
from sqlmodel import Session

from db.models import METADATA


def named(session: Session) -> set[str]:
    """Whatever stands in a column called `key`, or whose name ends so, in any table.

    All tables are asked, so that the files of a new one are safe from its first day on.
    """
    found: set[str] = set()
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if column.name == "key" or column.name.endswith("_key"):
                found |= {str(key) for (key,) in session.execute(select(column)) if key is not None}
    return found
