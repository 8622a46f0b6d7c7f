"""Files as a phone's camera writes them, with the place in them: small, made by hand, of no real place."""

import struct
import zlib

LATITUDE, LONGITUDE = b"24.4912", b"118.1107"
WORDS = (
    b'<x exif:GPSLatitude="24,29.472N" tiff:Make="Lu"><exif:GPSLongitude>118,6.642E</exif:GPSLongitude></x>'
)


def tiff(order: str) -> bytes:
    """A head whose first directory says how the picture lies (6: to the right) and where it was taken."""
    mark = b"II*\0" if order == "<" else b"MM\0*"

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        small = struct.pack(order + "HH", value, 0) if kind == 3 else struct.pack(order + "I", value)
        return struct.pack(order + "HHI", tag, kind, count) + small

    gps, rationals = 8 + 2 + 24 + 4, 8 + 2 + 24 + 4 + 2 + 36 + 4
    first = struct.pack(order + "H", 2) + entry(0x0112, 3, 1, 6) + entry(0x8825, 4, 1, gps)
    north = struct.pack(order + "HHI", 1, 2, 2) + b"N\0\0\0"
    inside = struct.pack(order + "H", 3) + north + entry(2, 5, 3, rationals) + entry(4, 5, 3, rationals + 24)
    degrees = struct.pack(order + "12I", 24, 1, 29, 1, 2832, 100, 118, 1, 6, 1, 3852, 100)
    return (
        mark
        + struct.pack(order + "I", 8)
        + first
        + bytes(4)
        + inside
        + bytes(4)
        + degrees
        + b"the rest stays"
    )


def jpeg(order: str = ">") -> bytes:
    """Exif, XMP, and something that is the picture."""
    parts = [b"Exif\0\0" + tiff(order), b"http://ns.adobe.com/xap/1.0/\0" + WORDS]
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in parts)
    return b"\xff\xd8" + segments + b"\xff\xda" + bytes(range(256)) * 20 + b"\xff\xd9"


def png() -> bytes:
    """A chunk of Exif with its sum."""
    body = b"eXIf" + tiff("<")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


def webp() -> bytes:
    """A chunk of Exif without any further mark."""
    body = b"WEBP" + b"EXIF" + struct.pack("<I", len(tiff("<"))) + tiff("<")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic() -> bytes:
    """Exif somewhere among the data."""
    return box(b"ftyp", b"heic\0\0\0\0") + box(b"mdat", bytes(900) + b"\0\0\0\x06Exif\0\0" + tiff(">"))


def film() -> bytes:
    """The place in the way of Apple, of Android and of 3GPP, after a long middle."""
    place = b"+" + LATITUDE + b"+" + LONGITUDE + b"/"
    loci = box(b"loci", b"\0\0\0\0\x15\xc7\0\0" + struct.pack(">3i", 118 << 16, 24 << 16, 0) + b"earth\0\0")
    user = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place) + loci)
    return (
        box(b"ftyp", b"isom\0\0\2\0")
        + box(b"mdat", bytes(5000))
        + box(b"moov", box(b"mvhd", bytes(100)) + user)
    )


def bare() -> bytes:
    """HEIC whose Exif has no lead of its own."""
    return box(b"ftyp", b"heic\0\0\0\0") + box(b"mdat", bytes(900) + tiff(">"))


def moving() -> bytes:
    """A picture with its film behind it, and a place written otherwise."""
    other = (
        b"<x exif:GPSLongitude=\"118,6.642E's\"><exif:GPSLatitude xml:lang='x'>24,29.472N</exif:GPSLatitude>"
    )
    return jpeg("<") + other + film()


def edited() -> bytes:
    """A film with a place that ends in no slash, a program's words and a small picture of its own."""
    place = b"+" + LATITUDE + b"+" + LONGITUDE
    xyz = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place)
    user = box(b"moov", box(b"udta", xyz + box(b"CNTH", jpeg())))
    return box(b"ftyp", b"qt  \0\0\0\0") + user + box(b"uuid", bytes(16) + WORDS)


def box(kind: bytes, body: bytes) -> bytes:
    """Size, name, content."""
    return struct.pack(">I", len(body) + 8) + kind + body


PICTURES = {
    "image/jpeg": jpeg(), "image/JPEG": jpeg("<"), "image/png": png(), "image/webp": webp(), "image/heic": heic(),
    "image/heif": bare(), "image/Jpeg": moving(), "video/quicktime": edited(), "video/mp4": film(),
}  # fmt: skip
TRACES = (
    LATITUDE, LONGITUDE, b"24,29.472N", b"118,6.642E", struct.pack(">2I", 24, 1), struct.pack("<2I", 24, 1),
    struct.pack(">2I", 118, 1), struct.pack("<2I", 118, 1), struct.pack(">i", 118 << 16), b"earth",
)  # fmt: skip
