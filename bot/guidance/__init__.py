"""What people are told: contacts by region, texts by language, and guidance made of both as plain values.

Everything comes from `load_handbook()`, called once where the parts are put together. It knows no Discord.
"""

from bot.guidance.contacts import Need, Region
from bot.guidance.files import GuidanceError, load_handbook
from bot.guidance.handbook import Handbook, RegionOption
from bot.guidance.render import Guidance, Section, body, plain_text
from bot.guidance.words import Situation, Words

__all__ = [
    "Guidance",
    "GuidanceError",
    "Handbook",
    "Need",
    "Region",
    "RegionOption",
    "Section",
    "Situation",
    "Words",
    "body",
    "load_handbook",
    "plain_text",
]
