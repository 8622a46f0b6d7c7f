// 本机诊断: who, which device, how much room, which clock, what this phone can do; what it never asks.
import { offset, trouble } from "../clock.js";
import { button, card, el, facts, notice } from "../dom.js";
import { doing } from "../doing.js";
import { save } from "../exporting.js";
import { able as records } from "../recorder.js";
import { able as scans } from "../scan.js";
import { all, get } from "../store.js";
import { run } from "../sync.js";
import { day, moment, size, span } from "../words.js";

export async function device() {
  const [bundle, id, actions, media, estimate, kept] = await Promise.all([
    get("kept", "package"), get("kept", "device"), all("actions"), all("media"), navigator.storage?.estimate?.() ?? {}, navigator.storage?.persisted?.() ?? false]);
  const held = media.filter((one) => one.state !== "received").reduce((sum, one) => sum + one.size, 0);
  return {
    head: [el("h1", {}, "本机"), el("p", {}, bundle ? `${bundle.person.name} ${bundle.person.code}` : "尚未取得任务")],
    body: [
      trouble() ? notice("bad", trouble()) : null,
      card(el("h2", {}, "存储"), el("progress", { value: estimate.usage ?? 0, max: estimate.quota ?? 1, "aria-label": "已用空间" }),
        facts([["已用", `${size(estimate.usage ?? 0)} / ${size(estimate.quota ?? 0)}`], ["未传附件", `${media.filter((one) => one.state !== "received").length} 个，${size(held)}`], ["记录", `${actions.length} 条`],
          ["防清理", kept ? "已开启，浏览器不会自行清理" : "未开启"]]),
        kept ? null : el("p", {}, "安装到主屏幕后，浏览器才答应不清理这里的记录。", button("请求开启", doing(() => navigator.storage.persist()), "quiet")),
        button("导出未上传的记录和附件", doing(save))),
      card(el("h2", {}, "时间"), facts([["本机", moment(Date.now())], ["服务器", offset() ? moment(Date.now() + offset()) : "一致"], ["相差", Math.abs(offset()) > 1000 ? span(offset()) : "无"]])),
      card(el("h2", {}, "能力"), facts([["离线", navigator.serviceWorker?.controller ? "可以" : "尚未就绪，请在有网络时再打开一次"], ["相机扫码", scans() ? "可以" : "不能，手输 9 位"], ["录音", records("audio") ? "可以" : "用系统录音"], ["录像", records("video") ? "可以" : "用系统相机"],
        ["安全连接", isSecureContext ? "是" : "否：离线与存储不可用，请用 https 打开"]])),
      bundle ? card(el("h2", {}, "本人证件"), facts(bundle.person.certificates.map((one) => [one.paper, `${one.number}，至 ${day(one.valid_until)}`])), facts([["设备", bundle.device.name || id], ["设备号", el("span.mono", {}, id)]])) : null,
      el("div.go", {}, button("重新取任务", doing(() => run({ attended: true, renew: true }))), el("a.btn.btn-quiet", { href: "/desk/" }, "回工作台")),
      el("p.small", {}, "不记录位置、速度、行踪、电量和通讯录；在场由两本证件和一次扫码证明。"),
    ],
  };
}
