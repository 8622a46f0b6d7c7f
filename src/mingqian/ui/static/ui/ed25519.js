// Ed25519 of RFC 8032 with numbers of any size: for verifiers that work from a disk and phones without HTTPS, where
// the browser offers none. Verification is public and may take its time; signing with these numbers is not constant
// in time, so it is for a witness's own phone, never for a server's key.

const MASK = (1n << 64n) - 1n;
const Q = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;

// The fraction of a root in 64 bits: what SHA-512 calls its constants (FIPS 180-4 §4.2.3, §5.3.5).
function fraction(prime, degree) {
  const wanted = BigInt(prime) << (64n * degree);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= wanted) low = middle;
    else high = middle;
  }
  return low & MASK;
}

function primes(count) {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime)) found.push(number);
  }
  return found;
}

const PRIMES = primes(80);
const ROUNDS = PRIMES.map((prime) => fraction(prime, 3n));
const START = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2n));
const right = (word, by) => (word >> by) | ((word << (64n - by)) & MASK);

export function sha512(bytes) {
  const whole = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  new DataView(whole.buffer).setBigUint64(whole.length - 8, BigInt(bytes.length) * 8n);
  const view = new DataView(whole.buffer);
  let state = START;
  for (let at = 0; at < whole.length; at += 128) state = block(state, view, at);
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, place) => out.setBigUint64(place * 8, word));
  return new Uint8Array(out.buffer);
}

function block(state, view, at) {
  const words = [];
  for (let place = 0; place < 16; place += 1) words.push(view.getBigUint64(at + place * 8));
  for (let place = 16; place < 80; place += 1) {
    const early = words[place - 15];
    const late = words[place - 2];
    const s0 = right(early, 1n) ^ right(early, 8n) ^ (early >> 7n);
    const s1 = right(late, 19n) ^ right(late, 61n) ^ (late >> 6n);
    words.push((words[place - 16] + s0 + words[place - 7] + s1) & MASK);
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let place = 0; place < 80; place += 1) {
    const s1 = right(e, 14n) ^ right(e, 18n) ^ right(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (~e & MASK & g)) + ROUNDS[place] + words[place];
    const s0 = right(a, 28n) ^ right(a, 34n) ^ right(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
  }
  return [a, b, c, d, e, f, g, h].map((word, place) => (word + state[place]) & MASK);
}

const mod = (number) => ((number % Q) + Q) % Q;

function power(base, exponent, modulus) {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

const inverse = (number) => power(mod(number), Q - 2n, Q);
const D = mod(-121665n * inverse(121666n));
const NEUTRAL = [0n, 1n, 1n];
const BASE = [15112221349535400772501151409588531511454012693041857206046113283949847762202n, mod(4n * inverse(5n)), 1n];

// Complete addition in projective coordinates: one formula for all pairs of points.
function plus([x1, y1, z1], [x2, y2, z2]) {
  const a = mod(z1 * z2);
  const c = mod(x1 * x2);
  const d = mod(y1 * y2);
  const square = mod(a * a);
  const product = mod(D * c * d);
  const less = mod(square - product);
  const more = mod(square + product);
  return [mod(a * less * ((x1 + y1) * (x2 + y2) - c - d)), mod(a * more * (d + c)), mod(less * more)];
}

function times(number, point) {
  let total = NEUTRAL;
  for (const bit of number.toString(2)) {
    total = plus(total, total);
    if (bit === "1") total = plus(total, point);
  }
  return total;
}

function numberOf(bytes) {
  let number = 0n;
  for (let at = bytes.length - 1; at >= 0; at -= 1) number = (number << 8n) | BigInt(bytes[at]);
  return number;
}

function bytesOfNumber(number) {
  const bytes = new Uint8Array(32);
  for (let at = 0; at < 32; at += 1) bytes[at] = Number((number >> BigInt(8 * at)) & 255n);
  return bytes;
}

function packed([x, y, z]) {
  const over = inverse(z);
  return bytesOfNumber(mod(y * over) | ((mod(x * over) & 1n) << 255n));
}

// The point of 32 bytes in their one spelling, or null.
function unpacked(bytes) {
  const number = numberOf(bytes);
  const y = number & ((1n << 255n) - 1n);
  const sign = number >> 255n;
  const top = mod(y * y - 1n);
  const bottom = mod(D * y * y + 1n);
  let x = power(mod(top * inverse(bottom)), (Q + 3n) / 8n, Q);
  if (mod(x * x * bottom) !== top) x = mod(x * power(2n, (Q - 1n) / 4n, Q));
  if (y >= Q || mod(x * x * bottom) !== top || (x === 0n && sign)) return null;
  return [(x & 1n) === sign ? x : Q - x, y, 1n];
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const equal = (one, other) => one.every((byte, at) => byte === other[at]);

// RFC 8032 §5.1.7, every encoding canonical; a key of small order would sign anything and is refused.
export function holds(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const point = unpacked(key);
  const scalar = numberOf(signature.subarray(32));
  if (point === null || scalar >= L || equal(packed(times(8n, point)), packed(NEUTRAL))) return false;
  const k = numberOf(sha512(joined(signature.subarray(0, 32), key, message))) % L;
  const found = plus(times(scalar, BASE), times(k, [Q - point[0], point[1], 1n]));
  return equal(packed(found), signature.subarray(0, 32));
}

// RFC 8032 §5.1.5: the scalar and the prefix of a 32-byte secret.
function spread(secret) {
  const hash = sha512(secret);
  const scalar = (numberOf(hash.subarray(0, 32)) & ((1n << 254n) - 8n)) | (1n << 254n);
  return [scalar, hash.subarray(32)];
}

export function publicKey(secret) {
  return packed(times(spread(secret)[0], BASE));
}

// RFC 8032 §5.1.6.
export function sign(secret, message) {
  const [scalar, prefix] = spread(secret);
  const key = packed(times(scalar, BASE));
  const once = numberOf(sha512(joined(prefix, message))) % L;
  const start = packed(times(once, BASE));
  const k = numberOf(sha512(joined(start, key, message))) % L;
  return joined(start, bytesOfNumber((once + k * scalar) % L));
}
