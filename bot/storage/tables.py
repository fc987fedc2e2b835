"""The tables. Each names in `info` how long its rows are kept and how a person's rows are erased.

No table has room for the text of a message or for a picture: what moderators need is links, times and reasons
in Breakwater's own words.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

INCIDENT_RETENTION = timedelta(days=30)
"""Discord's review of the message-content intent asks for storage of 30 days or less."""

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as whole microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn an aware datetime into microseconds."""
        del dialect
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Turn microseconds into an aware datetime in UTC."""
        del dialect
        return None if value is None else _EPOCH + value * _MICROSECOND


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

servers = Table(
    "servers",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("moderators_channel_id", BigInteger),
    Column("moderators_role_id", BigInteger),
    Column("region", String(16), nullable=False),
    Column("ladder", String(16), nullable=False),
    Column("read_pictures", Boolean, nullable=False),
    Column("sensitivity", String(16), nullable=False, server_default="normal"),
    Column("share_list", Boolean, nullable=False, server_default="0"),
    Column("receive_lists", Boolean, nullable=False, server_default="0"),
    Column("set_up_at", Moment),
    info={"retention": "while Breakwater is on the server", "erase": "Servers.erase; holds no member"},
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("suspect_id", BigInteger, nullable=False),
    Column("level", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("ix_incidents_story", "server_id", "suspect_id", "state"),
    info={"retention": INCIDENT_RETENTION, "age": "updated_at", "erase": "erase_person, by suspect_id"},
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "incident_id", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("signal", String(16), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("weight", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("place_id", BigInteger, nullable=False),
    Column("target_id", BigInteger),
    Column("first_message_id", BigInteger, nullable=False, comment="tells later forms of the same evidence"),
    Column("message_ids", JSON, nullable=False),
    info={
        "retention": "with its incident",
        "erase": "erase_person clears target_id; the rest with the incident",
    },
)

sightings = Table(
    "sightings",
    metadata,
    Column("incident_id", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("place_id", BigInteger, nullable=False),
    Column("signal", String(16), nullable=False),
    Column("removed_at", Moment),
    Column("not_removed_because", Text),
    info={"retention": "with its incident", "erase": "with the incident"},
)

pictures = Table(
    "pictures",
    metadata,
    Column("incident_id", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("picture_id", BigInteger, primary_key=True),
    Column("size", BigInteger, nullable=False, comment="bytes, as Discord tells it"),
    Column("fingerprint", String(64), comment="PDQ in hex; the picture cannot be made from it"),
    Column("quality", Integer),
    Column("sha256", String(64), comment="of the bytes, which are not kept"),
    Column("posted_at", Moment),
    Column("posted_by", BigInteger, comment="of several accounts, the one whose message it was"),
    info={
        "retention": "with its incident",
        "erase": "erase_person clears posted_by; the rest with the incident",
    },
)

confirmed = Table(
    "confirmed",
    metadata,
    Column("server_id", BigInteger, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("by_id", BigInteger, comment="the moderator who confirmed it"),
    Column("at", Moment, nullable=False),
    info={
        "retention": "until a moderator takes it off, or Breakwater leaves the server",
        "erase": "erase_person clears by_id; Confirmed.erase",
    },
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server_id", BigInteger, nullable=False, index=True),
    Column("incident_id", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), index=True),
    Column("errand", String(16), nullable=False),
    Column("place_id", BigInteger, nullable=False, comment="0 where the errand finds its place itself"),
    Column("version", Integer, nullable=False, comment="what is wanted"),
    Column("done_version", Integer, nullable=False, comment="what has happened"),
    Column("sent_channel_id", BigInteger),
    Column("sent_message_id", BigInteger),
    Column("started_at", Moment, comment="set before the first sending, so that a crash in between is seen"),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Moment, nullable=False),
    Column("last_problem", Text),
    Column("created_at", Moment, nullable=False),
    Column("wanted_at", Moment, nullable=False, comment="when its version was asked for"),
    Column("about_message_id", BigInteger, comment="what moderators are to look at; nobody's id"),
    UniqueConstraint("server_id", "incident_id", "errand", "place_id"),
    Index("ix_outbox_due", "next_attempt_at"),
    info={"retention": INCIDENT_RETENTION, "age": "created_at", "erase": "with the incident"},
)

deeds = Table(
    "deeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("incident_id", Integer, ForeignKey("incidents.id", ondelete="CASCADE"), index=True),
    Column("at", Moment, nullable=False),
    Column("capability", String(16), nullable=False),
    Column("by_id", BigInteger, comment="the moderator; empty where Breakwater acted by itself"),
    Column("simulated", Boolean, nullable=False),
    Column("result", Text, nullable=False),
    info={"retention": INCIDENT_RETENTION, "age": "at", "erase": "erase_person clears by_id"},
)
