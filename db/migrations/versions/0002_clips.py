"""Clips of takes, which scenes may play."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('clip',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=False),
    sa.Column('take_id', sa.Integer(), nullable=False),
    sa.Column('animator', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('model', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=True),
    sa.Column('ticket', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('duration_ms', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('charged_micros', sa.Integer(), nullable=False),
    sa.Column('created_at', db.models.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_clip_job_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['take_id'], ['take.id'], name=op.f('fk_clip_take_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clip')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('clip', schema=None) as batch_op:
        batch_op.create_index('ix_clip_job_id', ['job_id'], unique=False)
        batch_op.create_index('ix_clip_take_id', ['take_id'], unique=False)

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('duration_ms', sa.Integer(), nullable=True))

    with op.batch_alter_table('scene', schema=None) as batch_op:
        batch_op.add_column(sa.Column('clip_id', sa.Integer(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('scene', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('clip_id')

    with op.batch_alter_table('attempt', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('duration_ms')

    with op.batch_alter_table('clip', schema=None) as batch_op:
        batch_op.drop_index('ix_clip_take_id')
        batch_op.drop_index('ix_clip_job_id')

    op.drop_table('clip')
