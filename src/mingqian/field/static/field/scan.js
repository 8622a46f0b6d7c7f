// The camera as a reader of QR codes, where the browser has one; typing works everywhere.
import { button, el, notice } from "./dom.js";

export const able = () => "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

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
  return able() ? box : el("p.small", {}, "这部手机的浏览器不能直接扫码，请输入门口企业码（MQ1 开头）。");
}
