import type { MarkerFace } from "./wire.ts";

/** A marker in the page. It is decoration: a page may hide or change it, and nothing rests on it (EXT-03). */
export interface Marker {
  readonly host: HTMLElement;
  show(face: MarkerFace): void;
}

const STYLE = `
:host { all: initial !important; display: inline-block !important; max-width: calc(100% - 16px) !important; margin-inline: 8px !important;
  vertical-align: middle !important }
.marker { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0 6px; box-sizing: border-box; max-width: 100%;
  padding: 1px 8px; border: 1px solid; border-radius: 10px;
  font: 600 12px/18px system-ui, sans-serif; white-space: nowrap; user-select: none; cursor: default;
  color: #45454d; background: #f4f4f6; border-color: #b9b9c2 }
.positive { color: #14532b; background: #eaf6ee; border-color: #2a8a4a }
.warning { color: #5d3d00; background: #fff5e0; border-color: #b8780a }
.alarm { color: #8a1616; background: #fdecec; border-color: #d23838; border-width: 2px }
.hint { font-weight: 400 }
canvas { height: 16px }
@media (prefers-color-scheme: dark) { .marker { box-shadow: 0 0 0 1px #0006 } }
@media (forced-colors: active) { .marker { color: CanvasText; background: Canvas; border-color: CanvasText } }
`;

const MARK_HEIGHT = 16;
const MARK_WIDTH = 96;

/** Makes a marker; it shows nothing until it is told to. */
export function createMarker(page: Document): Marker {
  const host = page.createElement("span");
  const root = host.attachShadow({ mode: "closed" });
  const style = page.createElement("style");
  style.textContent = STYLE;
  const box = page.createElement("span");
  box.setAttribute("role", "status");
  // The words are the reader's, whatever way the page runs.
  box.dir = "auto";
  root.append(style, box);
  // Nothing here is a button: what a page clicks in our name does nothing (EXT-03).
  return {
    host,
    show({ tone, label, hint, mark }) {
      box.className = `marker ${tone}`;
      const word = page.createElement("span");
      word.textContent = label;
      const where = page.createElement("span");
      where.className = "hint";
      where.textContent = hint;
      box.replaceChildren(...(mark === "" ? [] : [drawn(page, mark)]), word, where);
    },
  };
}

/** The personal mark as a picture: text could be found by the page's search, one guess at a time. */
function drawn(page: Document, mark: string): HTMLCanvasElement {
  const canvas = page.createElement("canvas");
  const scale = 2;
  // The same size for every mark: a size would tell its length.
  canvas.width = MARK_WIDTH * scale;
  canvas.height = MARK_HEIGHT * scale;
  const brush = canvas.getContext("2d");
  if (brush === null) return canvas;
  const forced = page.defaultView?.matchMedia("(forced-colors: active)").matches === true;
  brush.scale(scale, scale);
  brush.fillStyle = forced ? "CanvasText" : "#14532b";
  brush.font = "700 12px system-ui, sans-serif";
  brush.textBaseline = "middle";
  brush.textAlign = "center";
  brush.fillText(mark, MARK_WIDTH / 2, MARK_HEIGHT / 2 + 1, MARK_WIDTH);
  return canvas;
}
