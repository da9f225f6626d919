"""${message}"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


# SQLite drops a column in place (recreate='never'). Making the table anew would lose AUTOINCREMENT, the ids that were
# given already, and the rows of its children.
def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
