"""The first tables.

Revision: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

import bot.storage.tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("suspect_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", bot.storage.tables.Moment(), nullable=False),
        sa.Column("updated_at", bot.storage.tables.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index("ix_incidents_story", ["server_id", "suspect_id", "state"], unique=False)

    op.create_table(
        "servers",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("moderators_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("moderators_role_id", sa.BigInteger(), nullable=True),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("ladder", sa.String(length=16), nullable=False),
        sa.Column("read_pictures", sa.Boolean(), nullable=False),
        sa.Column("set_up_at", bot.storage.tables.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("server_id", name=op.f("pk_servers")),
    )
    op.create_table(
        "deeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("at", bot.storage.tables.Moment(), nullable=False),
        sa.Column("capability", sa.String(length=16), nullable=False),
        sa.Column(
            "by_id",
            sa.BigInteger(),
            nullable=True,
            comment="the moderator; empty where Breakwater acted by itself",
        ),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_deeds_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deeds")),
    )
    with op.batch_alter_table("deeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deeds_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("signal", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", bot.storage.tables.Moment(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "first_message_id",
            sa.BigInteger(),
            nullable=False,
            comment="tells later forms of the same evidence",
        ),
        sa.Column("message_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_evidence_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("errand", sa.String(length=16), nullable=False),
        sa.Column(
            "place_id", sa.BigInteger(), nullable=False, comment="0 where the errand finds its place itself"
        ),
        sa.Column("version", sa.Integer(), nullable=False, comment="what is wanted"),
        sa.Column("done_version", sa.Integer(), nullable=False, comment="what has happened"),
        sa.Column("sent_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_message_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "started_at",
            bot.storage.tables.Moment(),
            nullable=True,
            comment="set before the first sending, so that a crash in between is seen",
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", bot.storage.tables.Moment(), nullable=False),
        sa.Column("last_problem", sa.Text(), nullable=True),
        sa.Column("created_at", bot.storage.tables.Moment(), nullable=False),
        sa.Column(
            "wanted_at",
            bot.storage.tables.Moment(),
            nullable=False,
            comment="when its version was asked for",
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_outbox_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "server_id",
            "incident_id",
            "errand",
            "place_id",
            name=op.f("uq_outbox_server_id_incident_id_errand_place_id"),
        ),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["next_attempt_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_server_id"), ["server_id"], unique=False)

    op.create_table(
        "sightings",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("signal", sa.String(length=16), nullable=False),
        sa.Column("removed_at", bot.storage.tables.Moment(), nullable=True),
        sa.Column("not_removed_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_sightings_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("incident_id", "message_id", name=op.f("pk_sightings")),
    )


def downgrade() -> None:
    op.drop_table("sightings")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_server_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_incident_id"))
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_incident_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("deeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deeds_incident_id"))

    op.drop_table("deeds")
    op.drop_table("servers")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index("ix_incidents_story")

    op.drop_table("incidents")
