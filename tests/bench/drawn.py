"""Screenshots and drawings from a seed: pictures of text, frames and lines, which look much alike."""

from random import Random

from PIL import Image, ImageDraw, ImageFont

WORDS = (
    *("the", "of", "and", "to", "in", "is", "you", "that", "it", "he", "was", "for", "on", "are", "as"),
    *("with", "his", "they", "at", "be", "this", "have", "from", "or", "one", "had", "by", "word", "but"),
    *("not", "what", "all", "were", "we", "when", "your", "can", "said", "there", "use", "an", "each"),
)
SCHEMES = (
    ("#313338", "#2b2d31", "#dbdee1", "#5865f2"),
    ("#ffffff", "#f2f3f5", "#313338", "#3ba55d"),
    ("#0b141a", "#202c33", "#e9edef", "#005c4b"),
    ("#efeae2", "#ffffff", "#111b21", "#d9fdd3"),
)
"""Background, bars, text, and the colour of one's own messages."""


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _sentence(random: Random, longest: int) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(2, longest)))


def chat(seed: int, shown: Image.Image | None = None, width: int = 720, height: int = 1280) -> Image.Image:
    """A screenshot of a chat on a telephone, showing a picture between the messages where one is given."""
    random = Random(seed)  # noqa: S311 - a picture from a seed
    back, bars, ink, own = random.choice(SCHEMES)
    image = Image.new("RGB", (width, height), back)
    draw = ImageDraw.Draw(image)
    y, picture_at = 110, 0
    if shown is not None:
        shown = shown.resize((round(width * 0.8), round(width * 0.8 * shown.height / shown.width)))
        room = max(height - 240 - shown.height, 20)
        picture_at = 120 + random.randint(0, room)
    while y < height - 140:
        mine = random.random() < 0.5
        text = _sentence(random, 7)
        long = draw.textlength(text, font=_font(26))
        left = width - long - 60 if mine else 40
        if shown is not None and y + 70 > picture_at:
            image.paste(shown, (40, y))
            y += shown.height + 20
            shown = None
            continue
        draw.rounded_rectangle((left - 15, y, left + long + 15, y + 50), 14, fill=own if mine else bars)
        draw.text((left, y + 8), text, fill=ink, font=_font(26))
        y += random.choice((64, 76, 90))
    draw.rectangle((0, 0, width, 96), fill=bars)
    draw.ellipse((20, 20, 76, 76), fill=own)
    draw.text((100, 30), _sentence(random, 3), fill=ink, font=_font(30))
    draw.rectangle((0, height - 100, width, height), fill=bars)
    draw.rounded_rectangle((30, height - 80, width - 110, height - 20), 26, fill=back)
    draw.ellipse((width - 90, height - 80, width - 30, height - 20), fill=own)
    return image


def page(seed: int, width: int = 1280, height: int = 800) -> Image.Image:
    """A screenshot of a window with a column of links, headings and lines of text."""
    random = Random(seed)  # noqa: S311 - a picture from a seed
    back, bars, ink, own = random.choice(SCHEMES)
    image = Image.new("RGB", (width, height), back)
    draw = ImageDraw.Draw(image)
    column = random.randint(140, 360)
    draw.rectangle((0, 0, column, height), fill=bars)
    for y in range(70, height - 30, random.choice((34, 44, 52))):
        draw.text((24, y), _sentence(random, 2), fill=ink, font=_font(18))
    y = 90
    while y < height - 60:
        size = random.choice((16, 16, 18, 18, 30))
        draw.text((column + 40, y), _sentence(random, 14), fill=ink, font=_font(size))
        y += size + random.choice((8, 14, 30))
        if random.random() < 0.08:
            draw.rectangle((column + 40, y, column + random.randint(200, 700), y + 90), fill=own)
            y += 110
    draw.rectangle((0, 0, width, 50), fill=own)
    return image


def drawing(seed: int, width: int = 900, height: int = 700) -> Image.Image:
    """Lines and shapes on paper: a doodle, a chart or a diagram."""
    random = Random(seed)  # noqa: S311 - a picture from a seed
    image = Image.new("RGB", (width, height), random.choice(("white", "#fffaf0", "#f4f4ff", "#202124")))
    draw = ImageDraw.Draw(image)
    ink = "white" if image.getpixel((0, 0)) == (32, 33, 36) else "black"
    for _ in range(random.randint(6, 40)):
        x, y = random.randint(0, width), random.randint(0, height)
        w, h = random.randint(10, width // 3), random.randint(10, height // 3)
        colour = ink if random.random() < 0.7 else tuple(random.randrange(256) for _ in range(3))
        thick = random.randint(2, 9)
        match random.randrange(5):
            case 0:
                draw.ellipse((x, y, x + w, y + h), outline=colour, width=thick)
            case 1:
                draw.rectangle((x, y, x + w, y + h), outline=colour, width=thick)
            case 2:
                draw.line((x, y, x + w, y + h), fill=colour, width=thick)
            case 3:
                draw.arc((x, y, x + w, y + h), random.randrange(360), random.randrange(360), colour, thick)
            case _:
                draw.text((x, y), _sentence(random, 3), fill=colour, font=_font(random.randint(14, 48)))
    return image
