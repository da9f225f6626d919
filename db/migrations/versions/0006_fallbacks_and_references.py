"""What a film does when planner or clips fail, and the picture that its pictures follow."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString()
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('planner_fallback', text, nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('clip_fallback', text, nullable=False, server_default='none'))
        batch_op.add_column(sa.Column('plan_trouble', text, nullable=True))
        batch_op.add_column(sa.Column('reference_key', text, nullable=True))

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reference_key', text, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('attempt', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('reference_key')

    with op.batch_alter_table('job', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('reference_key')
        batch_op.drop_column('plan_trouble')
        batch_op.drop_column('clip_fallback')
        batch_op.drop_column('planner_fallback')
