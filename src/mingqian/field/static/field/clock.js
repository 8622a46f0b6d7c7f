// The server's clock as far as this phone knows it. The phone's own is written down as it is, and never trusted.
import { get, put } from "./store.js";
import { span } from "./words.js";

const WRONG = 5 * 60 * 1000;
let seen = null; // { server_at, server, phone }: what the server said, and what this phone showed then

export async function load() {
  seen = (await get("kept", "clock")) ?? null;
}

export async function note(serverAt) {
  const server = Date.parse(serverAt);
  if (Number.isNaN(server)) return;
  seen = { server_at: serverAt, server, phone: Date.now() };
  await put("kept", seen, "clock");
}

export const offset = () => (seen ? seen.server - seen.phone : 0);
export const now = () => Date.now() + offset();

// Goes with every action, so that the server can tell the true time.
export const bound = () =>
  seen ? { server_at: seen.server_at, elapsed_ms: Math.max(0, Math.round(Date.now() - seen.phone)) } : { server_at: "", elapsed_ms: 0 };

// When something was done, by the server's clock where this phone had seen it: what people read and sign.
export function instant({ at, clock }) {
  const server = Date.parse(clock?.server_at ?? "");
  return Number.isNaN(server) ? Date.parse(at) : server + clock.elapsed_ms;
}

// "" while the phone is right enough.
export function trouble() {
  if (Math.abs(offset()) < WRONG || document.documentElement.hasAttribute("data-demo")) return "";
  return `这部手机的时间比服务器${offset() > 0 ? "慢" : "快"} ${span(offset())}。记录照常保存，时间以服务器为准；请到系统设置里校准。`;
}
