"""Accounts and their sessions; tokens that a password was exchanged for."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import db.models

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('password_hash', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('created_at', db.models.UTCDateTime(timezone=True), nullable=False),
    sa.Column('removed_at', db.models.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('name', name=op.f('uq_account_name')),
    sa.UniqueConstraint('subject', name=op.f('uq_account_subject')),
    sqlite_autoincrement=True
    )
    op.create_table('signin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('digest', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('created_at', db.models.UTCDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', db.models.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_signin_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signin')),
    sa.UniqueConstraint('digest', name=op.f('uq_signin_digest')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('signin', schema=None) as batch_op:
        batch_op.create_index('ix_signin_account_id', ['account_id'], unique=False)

    with op.batch_alter_table('token', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by_password', sa.Boolean(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('token', schema=None, recreate='never') as batch_op:
        batch_op.drop_column('by_password')

    with op.batch_alter_table('signin', schema=None) as batch_op:
        batch_op.drop_index('ix_signin_account_id')

    op.drop_table('signin')
    op.drop_table('account')
