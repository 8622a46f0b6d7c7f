// Sound and video recorded in the page; every second lies in the store before the next one begins.
import { Hasher } from "../ui/hash.js";
import { offset } from "./clock.js";
import { CHUNK, append, fresh, most, seal } from "./media.js";
import { stamp } from "./words.js";

const TYPES = { audio: ["audio/webm", "audio/mp4"], video: ["video/webm", "video/mp4"] };
const NAMES = { audio: "录音", video: "录像" };

const typeOf = (kind) => (globalThis.MediaRecorder ? TYPES[kind].find((one) => MediaRecorder.isTypeSupported(one)) : "");
export const able = (kind) => Boolean(typeOf(kind) && navigator.mediaDevices?.getUserMedia);

// Pieces of one size, whatever the recorder hands out. `full` is called once, when there is room for one more second.
class Pile {
  constructor(row, limit, full) {
    Object.assign(this, { row, limit, full });
    this.began = Date.now();
    this.hasher = new Hasher("sha256");
    this.rest = new Uint8Array(0);
    this.work = Promise.resolve();
  }

  add(blob) {
    this.work = this.work.then(async () => this.take(new Uint8Array(await blob.arrayBuffer())));
    return this.work;
  }

  async take(bytes) {
    const whole = new Uint8Array(this.rest.length + bytes.length);
    whole.set(this.rest);
    whole.set(bytes, this.rest.length);
    let at = 0;
    for (; at + CHUNK <= whole.length; at += CHUNK) await this.store(whole.slice(at, at + CHUNK));
    this.rest = whole.slice(at);
    if (this.row.size + this.rest.length > this.limit - 2 * CHUNK) this.full?.();
  }

  // What a killed browser leaves knows its end, too; a clock set back meanwhile puts no end before the beginning.
  async store(bytes) {
    this.hasher.update(bytes);
    this.row.ended_at = stamp(Math.max(this.began, Date.now()) + offset());
    await append(this.row, bytes);
  }

  async end() {
    await this.work;
    if (this.rest.length) await this.store(this.rest);
    return seal(this.row, this.hasher);
  }
}

// → { id, stop(): row, stream }; the promise of `stop` is kept when all of it is on the disk. `full` hears that no more
// fits into one file of the desk.
export async function record(visit, kind, full) {
  const limit = await most();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: kind === "video" ? { facingMode: "environment" } : false });
  const type = typeOf(kind);
  const pile = new Pile(fresh(visit, { name: `${NAMES[kind]}.${type.split("/")[1]}`, type }), limit, () => {
    pile.full = null;
    full();
  });
  const machine = new MediaRecorder(stream, { mimeType: type });
  machine.addEventListener("dataavailable", (event) => event.data.size && pile.add(event.data));
  const stopped = new Promise((good) => machine.addEventListener("stop", good, { once: true }));
  machine.start(1000);
  return {
    id: pile.row.id,
    stream,
    async stop() {
      if (machine.state !== "inactive") machine.stop();
      await stopped;
      stream.getTracks().forEach((one) => one.stop());
      return pile.end();
    },
  };
}
