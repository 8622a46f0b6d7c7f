// One call to the server, and the four ways it can end badly.
import { get } from "./store.js";

export class SignedOut extends Error {}
export class Silent extends Error {}
export class Refusal extends Error {
  constructor(status, told) {
    super([told.reason, told.remedy].filter(Boolean).join("；") || `服务器没有办理（${status}）`);
    Object.assign(this, { status, told });
  }
}

export const STALE = "http.stale_form"; // the token of an earlier sign-in
const PATIENCE = 60_000;

// `attended` is false when the phone asks by itself: nobody's sign-in stays alive by a phone in a pocket.
export async function call(method, path, { json = null, bytes = null, headers = {}, attended = false } = {}) {
  const token = (await get("kept", "package"))?.csrf ?? "";
  const said = { ...headers, Accept: "application/json" };
  if (json) said["Content-Type"] = "application/json";
  if (bytes) said["Content-Type"] = "application/offset+octet-stream";
  if (token && method !== "GET") said["X-CSRFToken"] = token;
  if (!attended) said["X-Mingqian-Unattended"] = "1";
  let answer;
  try {
    const body = json ? JSON.stringify(json) : bytes;
    answer = await fetch(path, { method, headers: said, body, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Silent();
  }
  const kind = answer.headers.get("content-type") ?? "";
  if (answer.status === 401 || (answer.redirected && !kind.includes("json"))) throw new SignedOut();
  let told;
  try {
    told = kind.includes("json") ? await answer.json() : {};
  } catch {
    throw new Silent(); // cut in the middle of the answer
  }
  if (!answer.ok) throw new Refusal(answer.status, told);
  return told;
}
