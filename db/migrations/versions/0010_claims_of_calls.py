"""How often a paid call was claimed, so that a worker that stood still does not make it a second time."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('charge', schema=None) as batch_op:
        batch_op.add_column(sa.Column('claims', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('charge', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('claims')
