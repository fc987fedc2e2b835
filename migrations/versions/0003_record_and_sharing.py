"""What a record tells of a picture; how sensitive a server is, and whether it shares its list.

Revision: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "sha256", sa.String(length=64), nullable=True, comment="of the bytes, which are not kept"
            )
        )
        batch_op.add_column(sa.Column("posted_at", bot.storage.tables.Moment(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "posted_by",
                sa.BigInteger(),
                nullable=True,
                comment="of several accounts, the one whose message it was",
            )
        )

    with op.batch_alter_table("servers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sensitivity", sa.String(length=16), nullable=False, server_default="normal")
        )
        batch_op.add_column(sa.Column("share_list", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("receive_lists", sa.Boolean(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("servers", schema=None) as batch_op:
        batch_op.drop_column("receive_lists")
        batch_op.drop_column("share_list")
        batch_op.drop_column("sensitivity")

    with op.batch_alter_table("pictures", schema=None) as batch_op:
        batch_op.drop_column("posted_by")
        batch_op.drop_column("posted_at")
        batch_op.drop_column("sha256")
