// Signing on glass: pen, finger or mouse; kept as strokes of whole numbers in a box of 1000 × 400.
const WIDTH = 1000;
const HEIGHT = 400;
const MOST_POINTS = 3500;

const board = document.querySelector("canvas[data-sign]");
const field = document.querySelector("input[name=strokes]");

if (board && field) {
  const pen = board.getContext("2d");
  let strokes = [];
  let drawing = null;

  const at = (event) => {
    const frame = board.getBoundingClientRect();
    const x = Math.round(((event.clientX - frame.left) / frame.width) * WIDTH);
    const y = Math.round(((event.clientY - frame.top) / frame.height) * HEIGHT);
    return [Math.min(Math.max(x, 0), WIDTH), Math.min(Math.max(y, 0), HEIGHT)];
  };
  const line = (stroke) => {
    pen.beginPath();
    pen.moveTo(stroke[0], stroke[1]);
    for (let i = 2; i < stroke.length; i += 2) pen.lineTo(stroke[i], stroke[i + 1]);
    if (stroke.length === 2) pen.lineTo(stroke[0], stroke[1]);
    pen.stroke();
  };
  const clear = () => {
    board.width = WIDTH;
    board.height = HEIGHT;
    Object.assign(pen, { lineWidth: 9, lineCap: "round", lineJoin: "round", strokeStyle: "#16233f" });
  };
  const note = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
    board.toggleAttribute("data-touched", strokes.length > 0);
  };
  const points = () => strokes.reduce((sum, one) => sum + one.length / 2, 0);

  board.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    board.setPointerCapture(event.pointerId);
    drawing = at(event);
    line(drawing);
  });
  board.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = at(event);
    const far = Math.hypot(x - drawing[drawing.length - 2], y - drawing[drawing.length - 1]) >= 4;
    if (!far || points() + drawing.length / 2 >= MOST_POINTS) return;
    drawing.push(x, y);
    line(drawing.slice(-4));
  });
  const lift = () => {
    if (drawing) strokes.push(drawing);
    drawing = null;
    note();
  };
  board.addEventListener("pointerup", lift);
  board.addEventListener("pointercancel", lift);
  document.querySelector("[data-sign-clear]")?.addEventListener("click", () => { strokes = []; clear(); note(); });

  document.querySelectorAll("[data-sign-only]").forEach((one) => { one.hidden = false; });
  clear();
  // A refused form comes back with what was written.
  try {
    strokes = JSON.parse(field.value || "[]");
    strokes.forEach(line);
  } catch {
    strokes = [];
  }
  note();
}
