// The page of a seat on a party's own phone: secret, own check of the seal, opening, and keeping up with the room.
import { bytesOf, hexDigest } from "../ui/hash.js";
import { commitmentOf, inFours, kept, made, plain } from "./secret.js";

const page = document.querySelector("[data-phone]");
const show = (selector, shown = true) => page.querySelectorAll(selector).forEach((one) => { one.hidden = !shown; });
const say = (selector, text) => page.querySelectorAll(selector).forEach((one) => { one.textContent = text; });

async function documentOf(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

// Announced: the plan is hashed here before anything is bound to it; only the commitment goes into the form.
async function seal(box) {
  const plan = await documentOf(box.dataset.planAt);
  if (hexDigest(box.dataset.suite, plan) !== box.dataset.plan) {
    show("[data-plan-differs]");
    return;
  }
  show("[data-plan-checked]");
  const secret = made(box);
  if (!secret) {
    show("[data-no-storage]");
    return;
  }
  say("[data-secret]", inFours(secret));
  page.querySelector("input[name=commitment]").value = commitmentOf(box, secret);
  show("[data-made]");
  const noted = page.querySelector("[data-noted]");
  const button = page.querySelector("[data-commit-form] button[type=submit]");
  button.disabled = !noted.checked;
  noted.addEventListener("change", () => { button.disabled = !noted.checked; });
}

// Sealed: what the journal holds is fetched, hashed and searched for the commitment of the secret kept here.
async function find(box) {
  const told = [];
  const text = await documentOf(box.dataset.sealAt);
  const event = JSON.parse(text);
  const sealed = JSON.stringify(event.body.commits.map((one) => [one.role, one.commit]));
  // Canonical bytes come out of the parser as they went in, so the body alone can be hashed again.
  const seal = hexDigest(box.dataset.suite, JSON.stringify(event.body));
  const own = event.body.commits.find((one) => one.role === box.dataset.role)?.commit ?? "";
  const secret = kept(box);
  if (JSON.stringify(event) !== text) told.push("日志里的封签不是规范写法");
  if (event.kind !== "seal" || event.draw !== box.dataset.draw) told.push("日志里的这一条不是本次抽取的封签");
  if (event.body.plan !== box.dataset.plan) told.push("封签所绑定的方案不是您承诺时的方案");
  if (seal !== box.dataset.sealHash) told.push("本机算出的封签哈希与页面显示的不同");
  if (secret && own !== commitmentOf(box, secret)) told.push("封签里没有由本机秘密算出的承诺");
  say("[data-found-why]", told.join("；"));
  show("[data-found-good]", secret !== "" && !told.length);
  show("[data-found-bad]", told.length > 0);
  show("[data-by-eye]", !secret);
  page.querySelector("[data-found-form] button[type=submit]").disabled = told.length > 0;
  page.querySelector("input[name=seal]").value = seal;
  box.dataset.keepsake = ["明签 封签留存", `抽取 ${box.dataset.draw}`, `方案哈希 ${event.body.plan}`, `封签哈希 ${seal}`,
    `封签时间 ${event.body.sealed_at}`, `我的承诺 ${own}`, `全部承诺 ${sealed}`, `日志叶哈希 ${leaf(box, text)}`].join("\n");
}

// A leaf of the log: one zero byte before the event's bytes.
function leaf(box, text) {
  const bytes = bytesOf(text);
  const whole = new Uint8Array(bytes.length + 1);
  whole.set(bytes, 1);
  return hexDigest(box.dataset.suite, whole);
}

// The seal's hash leaves the building: saved as a file, or shared with whomever the witness trusts.
function keepsake(box) {
  const save = page.querySelector("[data-save]");
  const share = page.querySelector("[data-share]");
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([box.dataset.keepsake, "\n"], { type: "text/plain" }));
    link.download = `封签-${box.dataset.draw}.txt`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  share.hidden = !navigator.share;
  share.addEventListener("click", () => navigator.share({ text: box.dataset.keepsake }).catch(() => {}));
}

// Opening: the secret enters the form at the press of the button, not before.
function reveal(box) {
  const field = page.querySelector("input[name=secret]");
  const secret = kept(box);
  show("[data-kept-here]", secret !== "");
  show("[data-from-paper]", !secret);
  field.closest(".field").hidden = secret !== "" && !page.querySelector(".refusal");
  page.querySelector("[data-reveal-form] form").addEventListener("submit", () => {
    field.value = plain(field.value) || secret;
  });
}

// The room goes on without anybody touching this phone; a half-written remark or signature is never lost.
function keepUp() {
  let silent = 0;
  let begun = false;
  const begin = (event) => { begun = begun || event.target.closest("form, [data-made]") !== null; };
  page.addEventListener("input", begin);
  page.addEventListener("toggle", begin, true);
  const busy = () => begun || page.querySelector("[data-touched]") || document.activeElement?.matches("main input");
  setInterval(async () => {
    if (document.hidden || busy()) return;
    try {
      const answer = await fetch(page.dataset.stampAt, { cache: "no-store", headers: { "X-Mingqian-Unattended": "1" } });
      silent = 0;
      show("[data-offline]", false);
      const news = !answer.ok || (await answer.json()).stamp !== page.dataset.stamp;
      // Asked again: on a slow network somebody may have begun to write while the answer was on its way.
      if (news && !busy()) location.reload();
    } catch {
      silent += 1;
      show("[data-offline]", silent > 1);
    }
  }, 3000);
}

// Deadlines are the server's; a phone whose clock is wrong is told so.
function clock() {
  if (!page.dataset.now) return; // a demo lives on a day of its own
  const apart = Math.round((Date.now() - Number(page.dataset.now) * 1000) / 60000);
  if (Math.abs(apart) < 2) return;
  say("[data-clock]", `您的手机比服务器${apart > 0 ? "快" : "慢"} ${Math.abs(apart)} 分钟；期限一律以服务器时间为准。`);
  show("[data-clock]");
}

const steps = { commit: seal, found: find, reveal };
const failed = (why) => { say("[data-failed]", `这台手机没能完成核对（${why.message}），请检查网络后重新打开。`); show("[data-failed]"); };
if (page) {
  clock();
  keepUp();
  const box = page.querySelector("[data-step-box]");
  if (box) Promise.resolve(steps[page.dataset.step]?.(box)).catch(failed);
  if (page.querySelector("[data-save]")) keepsake(box);
}
