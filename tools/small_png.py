"""A screenshot as a small PNG: few colours are enough for a page of text, and the repository stays light.

The browser at hand counts the colours, so no image library is needed.
"""

import base64
import struct
import zlib

from playwright.sync_api import Page

COUNT = """async ([picture, colours]) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const seen = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  const often = new Map();
  for (const one of seen) often.set(one, (often.get(one) || 0) + 1);
  const palette = [...often].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, colours).map(([one]) => one);
  const part = (one, place) => (one >>> (8 * place)) & 255;
  const apart = (a, b) => [0, 1, 2].reduce((sum, place) => sum + (part(a, place) - part(b, place)) ** 2, 0);
  const nearest = new Map();
  for (const one of often.keys()) {
    nearest.set(one, palette.reduce((best, _, place) => (apart(one, palette[place]) < apart(one, palette[best]) ? place : best), 0));
  }
  const places = Uint8Array.from(seen, (one) => nearest.get(one));
  let text = "";
  for (let at = 0; at < places.length; at += 32768) text += String.fromCharCode(...places.subarray(at, at + 32768));
  return [image.width, image.height, palette.flatMap((one) => [part(one, 0), part(one, 1), part(one, 2)]), btoa(text)];
}"""


def shrunk(blank: Page, picture: bytes, colours: int = 256) -> bytes:
    """The same picture with a palette; ``blank`` is a page that shows nothing."""
    width, height, palette, places = blank.evaluate(COUNT, [base64.b64encode(picture).decode(), colours])
    rows = base64.b64decode(places)
    # Filter 0 on every line: neighbours in a palette are no neighbours in colour.
    lines = b"".join(b"\0" + rows[start : start + width] for start in range(0, len(rows), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
