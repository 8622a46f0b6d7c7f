// The camera as a reader of QR codes, where the browser has one; typing works everywhere.
import { typing } from "./codes.js";
import { button, el, field, notice } from "./dom.js";

export const able = () => "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

// Where nine letters are typed by the thumb: capitals, no corrections, Enter presses the button. `judge` says what is wrong.
export function byHand(typed, tell, judge, press) {
  const said = el("div", { "aria-live": "polite" });
  const hear = (text) => {
    tell(text);
    said.replaceChildren(...heard(text, judge));
  };
  const box = field("企业码", typed, hear, {
    hint: "二维码下面的 9 位手输码，不分大小写。", inputmode: "text", autocapitalize: "characters", autocorrect: "off", spellcheck: "false",
    enterkeyhint: "done", onkeydown: (event) => event.key === "Enter" && press.click(),
  });
  said.replaceChildren(...heard(typed, judge));
  return [box, said, press];
}

// What is typed so far, three by three; a fault as soon as there is one.
function heard(text, judge) {
  const part = typing(text);
  if (part?.left && !part.fault) return [el("p.small", {}, el("b.mono", {}, part.groups), ` 还差 ${part.left} 位`)];
  const fault = text.trim() ? part?.fault || judge(text) : "";
  return fault ? [notice("warn", fault)] : [];
}

// A window of the camera; `found(text)` is called once.
export function scanner(found) {
  const box = el("div.scanner");
  let stream = null;
  const close = () => {
    stream?.getTracks().forEach((one) => one.stop());
    stream = null;
    box.replaceChildren(open);
    box.removeAttribute("data-busy");
  };
  const open = button("打开相机扫码", async () => {
    box.setAttribute("data-busy", ""); // also while the phone asks whether the camera may be used
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      box.removeAttribute("data-busy");
      box.replaceChildren(notice("warn", `相机打不开（${error.name}）；请改用下面的输入框。`));
      return;
    }
    const video = el("video", { autoplay: true, playsinline: true, muted: true });
    video.srcObject = stream;
    box.replaceChildren(video, button("关闭相机", close, "quiet"));
    await watch(video);
  }, "main");

  async function watch(video) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (stream && box.isConnected) {
      const [code] = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : [];
      if (code) {
        close();
        found(code.rawValue);
        return;
      }
      await new Promise((next) => setTimeout(next, 150));
    }
    close();
  }

  box.append(open);
  return able() ? box : el("p.small", {}, "这部手机的浏览器不能直接扫码，请在下面手输门口企业码的 9 位。");
}
