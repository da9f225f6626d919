"""Captions and a title card, which jobs have and revisions remember."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('job', 'revision'):
        with op.batch_alter_table(table, schema=None, table_kwargs={'sqlite_autoincrement': True} if table == 'job' else {}) as batch_op:
            batch_op.add_column(sa.Column('captions', AutoString(), nullable=False, server_default='off'))
            batch_op.add_column(sa.Column('title_card', sa.Boolean(), nullable=False, server_default='0'))


def downgrade() -> None:
    for table in ('revision', 'job'):
        with op.batch_alter_table(table, schema=None, recreate='never') as batch_op:
            batch_op.drop_column('title_card')
            batch_op.drop_column('captions')
