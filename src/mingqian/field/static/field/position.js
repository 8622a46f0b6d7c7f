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
const WORD = /[\w-]+:GPS\w+\s*=\s*(["'])([^"']+)\1|<[\w-]+:GPS\w+>([^<]+)</gi; // XMP: exif:GPSLatitude, drone-dji:GpsLongitude

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

// Whatever the container: an Exif head and a word of XMP look alike in all of them.
async function inPicture(file) {
  const found = [];
  for (let at = 0; at < file.size; at += WINDOW) {
    const text = latin(await read(file, at, WINDOW + OVERLAP));
    for (const one of text.matchAll(/Exif\0\0(?=II\*\0|MM\0\*)|eXIf(?=II\*\0|MM\0\*)|EXIF[^]{4}(?=II\*\0|MM\0\*)/g)) {
      if (one.index < WINDOW) found.push(...(await inExif(file, at + one.index, one[0])));
    }
    for (const one of text.matchAll(WORD)) {
      const value = one[2] ?? one[3];
      if (one.index < WINDOW) found.push(emptied(at + one.index + one[0].lastIndexOf(value), value.length));
    }
  }
  return found;
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

// The index of a film: text that is a place, and the box of 3GPP that holds one.
async function inFilm(file) {
  const found = [];
  for (let at = 0; at + 8 <= file.size;) {
    const head = wide(await read(file, at, 16));
    const short = head.getUint32(0);
    const size = short === 1 && head.byteLength === 16 ? Number(head.getBigUint64(8)) : short || file.size - at;
    const kind = String.fromCharCode(...[4, 5, 6, 7].map((one) => head.getUint8(one)));
    if (size < 8) break;
    if (kind === "moov" || kind === "meta") found.push(...inIndex(await read(file, at, Math.min(size, FILM)), at));
    at += size;
  }
  return found;
}

function inIndex(bytes, at) {
  const text = latin(bytes);
  const places = [...text.matchAll(PLACE)].map((one) => emptied(at + one.index, one[0].length));
  const boxes = [...text.matchAll(/loci/g)].flatMap(({ index }) => {
    const size = index < 4 ? 0 : wide(bytes).getUint32(index - 4);
    if (size < 12 || index - 4 + size > bytes.length) return [];
    return [{ at: at + index, bytes: new Uint8Array(size - 4).fill(0) }, { at: at + index, bytes: new TextEncoder().encode("free") }];
  });
  return [...places, ...boxes];
}
