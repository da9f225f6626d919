"""What title an edit left over the opening, so that undoing brings it back; None where none was shown."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('title', sa.String(), nullable=True))
    # Until now a title never changed, so whatever was shown was the present one.
    op.execute(
        'update revision set title = (select job.title from job where job.id = revision.job_id) where title_card'
    )


def downgrade() -> None:
    with op.batch_alter_table('revision', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('title')
