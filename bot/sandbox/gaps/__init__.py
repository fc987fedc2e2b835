"""What SimCord lacks of Discord's REST interface, one gap a file: own routes, and rules checked first."""

from bot.sandbox.gaps.application import application_routes
from bot.sandbox.gaps.asked import Asked, Route
from bot.sandbox.gaps.incidents import incident_routes
from bot.sandbox.gaps.limits import RULES
from bot.sandbox.gaps.nonces import said_before

__all__ = ["RULES", "Asked", "Route", "application_routes", "incident_routes", "said_before"]
