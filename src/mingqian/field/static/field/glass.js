// Signing on glass: pen, finger or mouse, as strokes of [x, y, milliseconds] in a box of 1000 × 400.
import { button, el } from "./dom.js";

const WIDTH = 1000;
const HEIGHT = 400;
const MOST = 3500;
const NEAR = 4;

// `tell(strokes)` after each stroke, so that a draft can keep it.
export function glass(words, strokes, tell) {
  const board = el("canvas", { width: WIDTH, height: HEIGHT, role: "img", "aria-label": words });
  const pen = board.getContext("2d");
  let all = strokes.map((one) => [...one]);
  let drawing = null;
  let began = 0;

  const place = (event) => {
    const frame = board.getBoundingClientRect();
    const within = (part, most) => Math.min(Math.max(Math.round(part * most), 0), most);
    return [within((event.clientX - frame.left) / frame.width, WIDTH), within((event.clientY - frame.top) / frame.height, HEIGHT), Math.round(event.timeStamp - began)];
  };
  const line = (points) => {
    pen.beginPath();
    pen.moveTo(points[0][0], points[0][1]);
    points.forEach(([x, y]) => pen.lineTo(x, y));
    pen.stroke();
  };
  const clear = () => {
    board.width = WIDTH;
    Object.assign(pen, { lineWidth: 9, lineCap: "round", lineJoin: "round", strokeStyle: "#16233f" });
    all.forEach(line);
  };
  const count = () => all.reduce((sum, one) => sum + one.length, drawing?.length ?? 0);
  const lift = () => {
    if (drawing) all.push(drawing);
    drawing = null;
    board.removeAttribute("data-busy");
    tell(all);
  };

  board.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    board.setPointerCapture(event.pointerId);
    board.setAttribute("data-busy", "");
    if (!all.length) began = event.timeStamp;
    drawing = [place(event)];
    line(drawing);
  });
  board.addEventListener("pointermove", (event) => {
    if (!drawing || count() >= MOST) return;
    const [x, y] = drawing.at(-1);
    const point = place(event);
    if (Math.hypot(point[0] - x, point[1] - y) < NEAR) return;
    drawing.push(point);
    line(drawing.slice(-2));
  });
  board.addEventListener("pointerup", lift);
  board.addEventListener("pointercancel", lift);
  clear();
  const again = button("重签", () => { all = []; clear(); tell(all); }, "quiet");
  return el("div.glass", {}, el("p.small", {}, words), board, again);
}

// A signature as a small picture, for the page that shows the record.
export function drawn(strokes) {
  const board = el("canvas.signature", { width: WIDTH, height: HEIGHT, role: "img", "aria-label": "签名" });
  const pen = board.getContext("2d");
  Object.assign(pen, { lineWidth: 9, lineCap: "round", lineJoin: "round", strokeStyle: "#16233f" });
  for (const stroke of strokes) {
    pen.beginPath();
    pen.moveTo(stroke[0][0], stroke[0][1]);
    stroke.forEach(([x, y]) => pen.lineTo(x, y));
    pen.stroke();
  }
  return board;
}
