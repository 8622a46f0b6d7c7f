// Where a picture or a film was taken is blanked before it is hashed and stored: no position is kept (docs/adr/0017).
//
// Nothing moves: the same bytes at the same places, zeros or blanks where the camera wrote its position. Everything
// else, the direction of the picture and its time too, is what the camera wrote.

const WINDOW = 4 * 1024 * 1024;
const OVERLAP = 1024; // longer than any word of XMP
const HEAD = 1024 * 1024; // a TIFF head with its directories
const FILM = 64 * 1024 * 1024; // the longest index of a film
const GPS = 0x8825;
const DIRECTORIES = 4;
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const PLACE = /[+-]\d{2,6}(\.\d+)?[+-]\d{3,7}(\.\d+)?([+-]\d+(\.\d+)?)?\//g; // ISO 6709, as films write it
const WORD = /[\w-]{1,40}:GPS\w{1,40}\s*=\s*(?:"([^"]{1,200})"|'([^']{1,200})')|<[\w-]{1,40}:GPS\w{1,40}[^<>]{0,200}>([^<]{1,200})</gi; // XMP: exif:GPSLatitude, drone-dji:GpsLongitude
const EXIF = /Exif\0\0(?=II\*\0|MM\0\*)|eXIf(?=II\*\0|MM\0\*)|EXIF[^]{4}(?=II\*\0|MM\0\*)|\0{4}(?=II\*\0|MM\0\*)/g; // the last: HEIC without a lead
const LONGEST = 300; // a place in words
const INDEXES = ["moov", "meta", "udta", "uuid"];

const read = async (file, at, size) => new Uint8Array(await file.slice(at, at + size).arrayBuffer());
const latin = (bytes) => new TextDecoder("latin1").decode(bytes);
const wide = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// → [{ at, bytes }], what is written over the file.
export async function blanks(file, type) {
  if (type.startsWith("image/")) return inPicture(file);
  return type.endsWith("/mp4") || /quicktime|3gpp|m4a/.test(type) ? inFilm(file) : [];
}

// One piece of the file, with what falls into it written over.
export function blanked(piece, at, overlays) {
  for (const one of overlays) {
    const from = Math.max(one.at, at);
    const to = Math.min(one.at + one.bytes.length, at + piece.length);
    if (from < to) piece.set(one.bytes.subarray(from - one.at, to - one.at), from - at);
  }
  return piece;
}

// Whatever the container: an Exif head and a word of XMP look alike in all of them, and behind a picture that moves lies
// its film.
async function inPicture(file, from = 0, to = file.size) {
  const found = [];
  for (let at = from; at < to; at += WINDOW) {
    const bytes = await read(file, at, Math.min(WINDOW + OVERLAP, to - at));
    const text = latin(bytes);
    for (const one of text.matchAll(EXIF)) {
      if (one.index < WINDOW) found.push(...(await inExif(file, at + one.index, one[0])));
    }
    for (const one of text.matchAll(WORD)) {
      const value = one[1] ?? one[2] ?? one[3];
      if (one.index < WINDOW) found.push(emptied(at + one.index + one[0].lastIndexOf(value), value.length));
    }
    found.push(...places(bytes, text, at));
  }
  return found;
}

// A place in the words of ISO 6709, and the two boxes that are there for one, whatever they say.
function places(bytes, text, at) {
  const written = [...text.matchAll(PLACE)].map((one) => emptied(at + one.index, one[0].length));
  const boxes = [...text.matchAll(/(\xa9xyz|loci(?=\0{4}))/g)].flatMap(({ index, 1: kind }) => {
    const size = index < 4 ? 0 : wide(bytes).getUint32(index - 4);
    if (size < 13 || size > LONGEST) return [];
    if (kind !== "loci") return [emptied(at + index + 8, size - 12)]; // behind its length and language
    return [{ at: at + index, bytes: new Uint8Array(size - 4) }, { at: at + index, bytes: new TextEncoder().encode("free") }];
  });
  return [...written, ...boxes];
}

async function inExif(file, at, lead) {
  const start = at + lead.length;
  const tiff = await read(file, start, HEAD);
  const overlays = positions(tiff).map(([from, size]) => ({ at: start + from, bytes: new Uint8Array(size) }));
  return overlays.length && lead === "eXIf" ? [...overlays, await checksum(file, at, overlays)] : overlays;
}

// [from, size] of every directory of the position, and of what its entries point to.
function positions(tiff) {
  const view = wide(tiff);
  const little = tiff[0] === 0x49;
  const whole = (at) => at + 4 <= tiff.length ? view.getUint32(at, little) : 0;
  const entries = (at) => {
    const number = at && at + 2 <= tiff.length ? view.getUint16(at, little) : 0;
    return Array.from({ length: number }, (_, place) => at + 2 + 12 * place).filter((one) => one + 12 <= tiff.length);
  };
  const found = [];
  let at = whole(4);
  for (let turn = 0; at && turn < DIRECTORIES; turn += 1) {
    const listed = entries(at);
    for (const entry of listed.filter((one) => view.getUint16(one, little) === GPS)) {
      const inside = entries(whole(entry + 8));
      for (const one of inside) {
        const size = (SIZES[view.getUint16(one + 2, little)] ?? 0) * whole(one + 4);
        if (size > 4 && whole(one + 8) + size <= tiff.length) found.push([whole(one + 8), size]);
      }
      if (inside.length) found.push([whole(entry + 8), 2 + 12 * inside.length]);
    }
    at = whole(at + 2 + 12 * listed.length);
  }
  return found;
}

// A chunk of PNG ends with the sum of its bytes.
async function checksum(file, at, overlays) {
  const size = wide(await read(file, at - 4, 4)).getUint32(0);
  const chunk = blanked(await read(file, at, 4 + size), at, overlays);
  let sum = ~0;
  for (const byte of chunk) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  const bytes = new Uint8Array(4);
  wide(bytes).setUint32(0, ~sum >>> 0);
  return { at: at + 4 + size, bytes };
}

const emptied = (at, size) => ({ at, bytes: new Uint8Array(size).fill(0x20) });

// The index of a film, and what programs put beside it, is looked through as a picture is; sound and moving picture are not.
async function inFilm(file) {
  const found = [];
  for (let at = 0; at + 8 <= file.size;) {
    const head = wide(await read(file, at, 16));
    const short = head.getUint32(0);
    const size = short === 1 && head.byteLength === 16 ? Number(head.getBigUint64(8)) : short || file.size - at;
    const kind = String.fromCharCode(...[4, 5, 6, 7].map((one) => head.getUint8(one)));
    if (size < 8) break;
    if (INDEXES.includes(kind)) found.push(...(await inPicture(file, at, Math.min(at + size, at + FILM, file.size))));
    at += size;
  }
  return found;
}
