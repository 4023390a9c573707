import { type Html, html, NOTHING } from "./html.ts";
import { dayText } from "./period.ts";
import type { Tongue } from "./tongue.ts";

/** One bar: what is proven stands below, the rest hatched above it. */
export interface Bar {
  /** Epoch seconds at which its time begins. */
  readonly at: number;
  readonly verified: number;
  readonly other: number;
}

const WIDTH = 720;
const HEIGHT = 200;
const LEFT = 44;
const BOTTOM = 24;
const TOP = 10;

/** A round number not below `most`: 1, 2 or 5 and zeros, and at least 4, so that its quarters are whole. */
function roundTop(most: number): number {
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [1, 2, 4, 8, 10]) if (step * power >= most && (step * power) % 4 === 0) return step * power;
  return 20 * power;
}

const said = ({ at, verified, other }: Bar, days: number, { say }: Tongue) => {
  const last = at + (days - 1) * 86_400;
  const when = days === 1 ? dayText(at) : say("span", dayText(at), dayText(last));
  return say("bar", when, verified, other);
};

/**
 * Reports over time as a bar chart.
 * @param bars at most about 60, one for each span, in order
 * @param days of one bar
 */
export function timePlot(bars: readonly Bar[], days: number, label: string, tongue: Tongue): Html {
  const top = roundTop(Math.max(0, ...bars.map(({ verified, other }) => verified + other)));
  const step = (WIDTH - LEFT) / Math.max(bars.length, 1);
  const height = (count: number) => ((HEIGHT - TOP - BOTTOM) * count) / top;
  const base = HEIGHT - BOTTOM;
  const lines = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const y = one(base - height(top * part));
    return html`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/><text class="tick" x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${top * part}</text>`;
  });
  const drawn = bars.map((bar, i) => {
    const [x, width] = [one(LEFT + i * step + step * 0.12), one(step * 0.76)];
    const [low, high] = [height(bar.verified), height(bar.other)];
    return html`<g><title>${said(bar, days, tongue)}</title>${rectangle("verified", x, base - low, width, low)}${rectangle("other", x, base - low - high, width, high)}</g>`;
  });
  const marks = bars.length < 3 ? [0] : [0, Math.floor((bars.length - 1) / 2), bars.length - 1];
  const dates = marks.map((i, place) => {
    const anchor = place === 0 ? "start" : place === marks.length - 1 ? "end" : "middle";
    const x = one(LEFT + step * (i + (place === 0 ? 0 : place === marks.length - 1 ? 1 : 0.5)));
    return html`<text class="tick" x="${x}" y="${HEIGHT - 6}" text-anchor="${anchor}">${dayText(bars[i]?.at ?? 0)}</text>`;
  });
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${hatch("hatch")}${lines}${drawn}${dates}</svg>`;
}

const SMALL_WIDTH = 180;
const SMALL_HEIGHT = 28;

/**
 * The same, small, for a line of a table; all lines of a table have one scale, so that they can be compared.
 * @param most the highest bar of all lines
 */
export function smallPlot(
  bars: readonly Bar[],
  {
    days,
    most,
    label,
    tongue,
  }: { readonly days: number; readonly most: number; readonly label: string; readonly tongue: Tongue },
): Html {
  const step = SMALL_WIDTH / Math.max(bars.length, 1);
  const height = (count: number) => ((SMALL_HEIGHT - 1) * count) / Math.max(most, 1);
  const drawn = bars.map((bar, i) => {
    if (bar.verified + bar.other === 0) return NOTHING;
    const [x, width] = [one(i * step), one(Math.max(step - 0.6, 0.8))];
    const [low, high] = [height(bar.verified), height(bar.other)];
    const base = SMALL_HEIGHT - 0.5;
    return html`<g><title>${said(bar, days, tongue)}</title>${rectangle("verified", x, base - low, width, low)}${rectangle("other", x, base - low - high, width, high)}</g>`;
  });
  return html`<svg class="small-plot" viewBox="0 0 ${SMALL_WIDTH} ${SMALL_HEIGHT}" role="img" aria-label="${label}"><line class="grid" x1="0" x2="${SMALL_WIDTH}" y1="${SMALL_HEIGHT - 0.5}" y2="${SMALL_HEIGHT - 0.5}"/>${drawn}</svg>`;
}

/** The mark of a kind of report in a legend: the same as in the plots. */
export const swatch = (kind: "verified" | "other"): Html =>
  html`<svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">${rectangle(kind, 1, 1, 12, 12)}</svg>`;

/** Lines across, so that the kinds differ without colour. One definition serves all plots of a page. */
const hatch = (id: string) =>
  html`<defs><pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-paper" width="5" height="5"/><rect class="hatch-line" width="2" height="5"/></pattern></defs>`;

const rectangle = (kind: string, x: number, y: number, width: number, height: number) =>
  height <= 0
    ? NOTHING
    : html`<rect class="bar ${kind}" x="${x}" y="${one(y)}" width="${width}" height="${one(height)}"/>`;

const one = (number: number) => Math.round(number * 10) / 10;
