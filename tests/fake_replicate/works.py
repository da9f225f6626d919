"""What the fake's models make: real pictures, real plans and real clips, small and quick."""

import base64
import io
import json
import random
import re
import subprocess
from typing import Any

import imageio_ffmpeg
from PIL import Image, ImageDraw, ImageFont

from tests.fake_replicate.troubles import Trouble, without_magic

_MOTIONS = ("in", "left", "out", "right", "up", "still")
_FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}


def picture(given: dict[str, Any], long_side: int, trouble: Trouble | None) -> bytes:
    """A landscape in colours of the seed and the prompt, in the shape and format that were ordered."""
    if trouble is Trouble.BROKEN:
        return b"\x89PNG\r\n\x1a\nthis is no picture"
    size = _size(str(given.get("aspect_ratio", "1:1")), 128 if trouble is Trouble.TINY else long_side)
    drawn = Image.new("RGB", size, "black") if trouble is Trouble.BLANK else _landscape(given, size)
    buffer = io.BytesIO()
    # Little compression and little effort: the files are looked at once, on this machine.
    drawn.save(buffer, _FORMATS[str(given.get("output_format", "webp"))], compress_level=1, method=0)
    content = buffer.getvalue()
    return content[: len(content) // 2] if trouble is Trouble.TRUNCATED else content


def _size(shape: str, long_side: int) -> tuple[int, int]:
    across, down = (int(part) for part in shape.split(":"))
    longer = max(across, down)
    return (round(long_side * across / longer), round(long_side * down / longer))


def _landscape(given: dict[str, Any], size: tuple[int, int]) -> Image.Image:
    dice = random.Random(f"{given.get('seed')} {given.get('prompt')}")
    # Drawn small and enlarged, which is quick and softens the edges.
    across, down = small = (size[0] // 2, size[1] // 2)
    warm, cool = _colour(dice, 150, 255), _colour(dice, 40, 140)
    sky = Image.linear_gradient("L").resize(small)
    drawn = Image.composite(Image.new("RGB", small, warm), Image.new("RGB", small, cool), sky)
    pen = ImageDraw.Draw(drawn)
    sun, radius = (dice.randrange(across), dice.randrange(down // 2)), down // 9
    pen.ellipse(
        (sun[0] - radius, sun[1] - radius, sun[0] + radius, sun[1] + radius), fill=_colour(dice, 220, 255)
    )
    for depth in range(4):
        base = down * (5 + depth) // 9
        ridge = [(x * across // 6, base + dice.randrange(-down // 12, down // 12)) for x in range(7)]
        shade = tuple(channel // (2 + depth) for channel in warm)
        pen.polygon([*ridge, (across, down), (0, down)], fill=(shade[0], shade[1], shade[2]))
    return _captioned(drawn.resize(size, Image.Resampling.BICUBIC), str(given.get("prompt", "")))


def _captioned(drawn: Image.Image, prompt: str) -> Image.Image:
    across, down = drawn.size
    words = without_magic(prompt).splitlines()[0][:60] if prompt.strip() else ""
    # The font at hand has Latin letters only.
    shown = f"FAKE  {words}".encode("latin-1", "replace").decode("latin-1")
    font = ImageFont.load_default(size=max(10, across // 48))
    ImageDraw.Draw(drawn).text((across // 40, down - down // 12), shown, fill="white", font=font)
    return drawn


def _colour(dice: random.Random, low: int, high: int) -> tuple[int, int, int]:
    return (dice.randint(low, high), dice.randint(low, high), dice.randint(low, high))


def answer(given: dict[str, Any], trouble: Trouble | None) -> list[str]:
    """A language model's answer, piece by piece: a plan for the request in the prompt."""
    document = _document(str(given["prompt"]))
    if document is None:
        return ["I only ", "plan films."]
    repairing = "request" in document
    if trouble is Trouble.BAD_PLANS or (trouble is Trouble.BAD_PLAN and not repairing):
        return ["Here is your film: ", '{"title": "Half a plan", "scenes": []']
    text = "```json\n" + json.dumps(_plan(document["request"] if repairing else document)) + "\n```"
    return [text[at : at + 40] for at in range(0, len(text), 40)]


def _document(prompt: str) -> dict[str, Any] | None:
    """The JSON document at the end of a prompt, where a film is asked for."""
    found = re.search(r'\{"(?:story|request)"', prompt)
    return json.loads(prompt[found.start() :]) if found else None


def _plan(request: dict[str, Any]) -> dict[str, Any]:
    story = without_magic(request["story"])
    scenes = [
        {
            "description": f"Moment {number} of the story: {story[:80]}",
            "image_prompt": f"Moment {number}, {story[:200]}, framed with care",
            "seconds": 1 + number % 3,
            "motion": _MOTIONS[number % len(_MOTIONS)],
        }
        for number in range(1, request["scene_count"] + 1)
    ]
    return {"title": story[:60], "look": "The same cast in the same warm evening light.", "scenes": scenes}


def seconds_of_clip(given: dict[str, Any]) -> float:
    """How long the ordered clip lasts."""
    if "num_frames" in given:
        return float(given["num_frames"]) / float(given.get("frames_per_second", 16))
    return float(given.get("duration", 5))


def clip(given: dict[str, Any], width: int, trouble: Trouble | None) -> bytes:
    """The ordered still, slowly coming nearer, as an H.264 file; a still given by address becomes grey."""
    if trouble is Trouble.BROKEN:
        return b"\x00\x00\x00\x18ftypisom this is no film"
    still = _still(str(given.get("image", "")))
    height = round(width * still.height / still.width / 2) * 2
    frames = max(2, round(seconds_of_clip(given) * 16))
    move = (
        f"zoompan=z='1+on*0.006':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2':d={frames}:s={width}x{height}:fps=16"
    )
    buffer = io.BytesIO()
    still.resize((width, height)).save(buffer, "PNG")
    # A file in memory cannot be rewound, so the index is written in fragments.
    shape = ["-frames:v", str(frames), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-f",
        "png_pipe",
        "-i",
        "-",
        "-vf",
        move,
        *shape,
    ]
    command += ["-movflags", "frag_keyframe+empty_moov", "-f", "mp4", "-"]
    made = subprocess.run(command, input=buffer.getvalue(), capture_output=True, check=True, timeout=60)
    return made.stdout[:400] if trouble is Trouble.TRUNCATED else made.stdout


def _still(image: str) -> Image.Image:
    if not image.startswith("data:"):
        return Image.new("RGB", (320, 180), "grey")
    return Image.open(io.BytesIO(base64.b64decode(image.split(",", 1)[1]))).convert("RGB")
