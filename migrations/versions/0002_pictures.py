"""The pictures of incidents, and those that servers' moderators confirmed.

Revision: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmed",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True, comment="the moderator who confirmed it"),
        sa.Column("at", bot.storage.tables.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "fingerprint", name=op.f("pk_confirmed")),
    )
    op.create_table(
        "pictures",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes, as Discord tells it"),
        sa.Column(
            "fingerprint",
            sa.String(length=64),
            nullable=True,
            comment="PDQ in hex; the picture cannot be made from it",
        ),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_pictures_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", "message_id", "picture_id", name=op.f("pk_pictures")),
    )


def downgrade() -> None:
    op.drop_table("pictures")
    op.drop_table("confirmed")
