// Replays a result that is already fixed. No chance anywhere: what a cell shows while it turns follows from the
// characters it will stop at, its place and the time gone by.
const HEX = "0123456789abcdef";
const FIRST = 1200; // milliseconds until the first cell stops
const ALL = 5800; // milliseconds from the first stop to the last, however many cells there are
const APART = 350; // but never more than this between two stops
const FRAME = 70;

export const still = matchMedia("(prefers-reduced-motion: reduce)");

let stop = () => {};

export function halt() {
  stop();
}

// Every drawn cell of the page turns and stops in the order of the draw; rows that were certain stand still.
export function replay(page) {
  stop();
  const cells = [...page.querySelectorAll(".cell:not(.forced, .none)")].filter((one) => one.querySelector(".number"));
  const reels = cells.map((cell) => ({ cell, text: cell.querySelector(".number"), final: cell.querySelector(".number").textContent }));
  const apart = Math.min(APART, ALL / Math.max(reels.length, 1));
  const began = performance.now();
  let next = 0;
  reels.forEach(({ cell }) => cell.classList.add("turning"));
  const settle = (count) => {
    for (; next < count && next < reels.length; next += 1) {
      reels[next].text.textContent = reels[next].final;
      reels[next].cell.classList.remove("turning");
    }
  };
  const frame = (time) => {
    const gone = Math.max(time - began, 0);
    settle(gone < FIRST ? 0 : Math.floor((gone - FIRST) / apart) + 1);
    for (let place = next; place < reels.length; place += 1) {
      reels[place].text.textContent = turned(reels[place].final, Math.floor(gone / FRAME) + 7 * place);
    }
    if (next < reels.length) running = requestAnimationFrame(frame);
  };
  let running = requestAnimationFrame(frame);
  stop = () => { cancelAnimationFrame(running); settle(reels.length); };
}

function turned(final, by) {
  return [...final].map((one, place) => {
    const digit = HEX.indexOf(one);
    return digit < 0 ? one : HEX[(digit + by * (2 * place + 1)) % 16];
  }).join("");
}
