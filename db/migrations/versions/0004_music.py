"""Music under a film, which each revision of its storyboard remembers."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('music',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('media_type', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('duration_ms', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', db.models.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_music_job_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_music')),
    sa.UniqueConstraint('job_id', 'sha256', 'name', name=op.f('uq_music_job_id_sha256_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('job', schema=None, table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.add_column(sa.Column('music_id', sa.Integer(), nullable=True))

    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('music_id', sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('revision', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('music_id')

    with op.batch_alter_table('job', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('music_id')

    op.drop_table('music')
