"""Exports that are made in the background, and how much of a film can be seen while it is rendered."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('export', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        # Whatever was there before had been asked for.
        batch_op.add_column(sa.Column('asked', sa.Boolean(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('maker', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    # Nobody is named as the maker of what was under way, so its task claims it as if it had not been begun.
    op.execute("update export set status = 'pending' where status = 'generating'")

    with op.batch_alter_table('render', schema=None) as batch_op:
        batch_op.add_column(sa.Column('preview_frames', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('render', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('preview_frames')

    with op.batch_alter_table('export', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('maker')
        batch_op.drop_column('asked')
