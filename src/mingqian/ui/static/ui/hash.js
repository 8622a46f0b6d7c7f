// SHA-256 and SM3 (GB/T 32905) over bytes, as lower-case hex. Own arithmetic, since crypto.subtle is missing on
// plain http, and no browser knows SM3. A hasher that took a common beginning can be copied, which makes a million
// lots cheap. Checked against hashlib in tests/ui/test_hash_js.py.

const K256 = Uint32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const START = {
  sha256: [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
  sm3: [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e],
};
const W = new Int32Array(68);
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

const left = (x, n) => (x << n) | (x >>> (32 - n));
const right = (x, n) => (x >>> n) | (x << (32 - n));

function put(bytes, at, word) {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

function words(block, at) {
  for (let j = 0; j < 16; j += 1, at += 4) {
    W[j] = (block[at] << 24) | (block[at + 1] << 16) | (block[at + 2] << 8) | block[at + 3];
  }
}

function sha256(state, block, at) {
  words(block, at);
  for (let j = 16; j < 64; j += 1) {
    const x = W[j - 15];
    const y = W[j - 2];
    W[j] =
      ((right(y, 17) ^ right(y, 19) ^ (y >>> 10)) + W[j - 7] + (right(x, 7) ^ right(x, 18) ^ (x >>> 3)) + W[j - 16]) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let j = 0; j < 64; j += 1) {
    const t1 = (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + K256[j] + W[j]) | 0;
    const t2 = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

function sm3(state, block, at) {
  words(block, at);
  for (let j = 16; j < 68; j += 1) {
    const x = W[j - 16] ^ W[j - 9] ^ left(W[j - 3], 15);
    W[j] = x ^ left(x, 15) ^ left(x, 23) ^ left(W[j - 13], 7) ^ W[j - 6];
  }
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let j = 0; j < 64; j += 1) {
    const early = j < 16;
    const turn = j % 32;
    const constant = early ? 0x79cc4519 : 0x7a879d8a;
    const ss1 = left((left(a, 12) + e + (turn ? left(constant, turn) : constant)) | 0, 7);
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ left(a, 12)) + (W[j] ^ W[j + 4])) | 0;
    const tt2 = (gg + h + ss1 + W[j]) | 0;
    d = c; c = left(b, 9); b = a; a = tt1;
    h = g; g = left(f, 19); f = e; e = tt2 ^ left(tt2, 9) ^ left(tt2, 17);
  }
  state[0] ^= a; state[1] ^= b; state[2] ^= c; state[3] ^= d;
  state[4] ^= e; state[5] ^= f; state[6] ^= g; state[7] ^= h;
}

// Fed piece by piece: large rolls never lie in memory twice.
export class Hasher {
  constructor(name = "sha256", from = null) {
    if (!Object.prototype.hasOwnProperty.call(START, name)) throw new Error(`unknown suite ${name}`);
    this.name = name;
    this.compress = name === "sm3" ? sm3 : sha256;
    this.state = from ? from.state.slice() : Int32Array.from(START[name]);
    this.rest = from ? from.rest.slice() : new Uint8Array(64);
    this.used = from ? from.used : 0;
    this.length = from ? from.length : 0;
  }

  copy() {
    return new Hasher(this.name, this);
  }

  update(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.used) {
      const taken = Math.min(64 - this.used, bytes.length);
      this.rest.set(bytes.subarray(0, taken), this.used);
      this.used += taken;
      at = taken;
      if (this.used < 64) return this;
      this.compress(this.state, this.rest, 0);
      this.used = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.compress(this.state, bytes, at);
    this.rest.set(bytes.subarray(at), 0);
    this.used = bytes.length - at;
    return this;
  }

  // Printable ASCII only; saves an encoder and an array for each of a million lots.
  ascii(text) {
    this.length += text.length;
    for (let i = 0; i < text.length; i += 1) {
      this.rest[this.used] = text.charCodeAt(i);
      this.used += 1;
      if (this.used === 64) {
        this.compress(this.state, this.rest, 0);
        this.used = 0;
      }
    }
    return this;
  }

  digest() {
    const bits = this.length * 8;
    this.rest.fill(0, this.used);
    this.rest[this.used] = 0x80;
    if (this.used >= 56) {
      this.compress(this.state, this.rest, 0);
      this.rest.fill(0);
    }
    put(this.rest, 56, Math.floor(bits / 2 ** 32));
    put(this.rest, 60, bits % 2 ** 32);
    this.compress(this.state, this.rest, 0);
    const out = new Uint8Array(32);
    for (let at = 0; at < 8; at += 1) put(out, at * 4, this.state[at]);
    return out;
  }

  hex() {
    return hexOf(this.digest());
  }
}

export const bytesOf = (text) => new TextEncoder().encode(text);
export function hexOf(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}
export const digest = (suite, bytes) => new Hasher(suite).update(bytes).digest();
export const hexDigest = (suite, data) => hexOf(digest(suite, typeof data === "string" ? bytesOf(data) : data));

// T(name, f1..fn) of the protocol: one line each, every line ended, the name of the protocol before it.
export const textHash = (suite, name, ...fields) =>
  hexDigest(suite, [`sxsj1:${name}`, ...fields].map((line) => `${line}\n`).join(""));
