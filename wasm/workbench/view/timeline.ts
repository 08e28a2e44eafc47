import { drawn, element } from "../element.js";
import type { Moment, Span } from "../kinds/kind.js";
import { date, fromNow, isDate, lasting } from "../words.js";
import type { Live } from "./live.js";

/** Percent of the width that is left free on either side. */
const MARGIN = 9;
/** Percent of the width that a name needs, so that two do not touch. */
const NAME_WIDTH = 13;
const LANE = 18;
const BELOW = 40;

/** The times as a line, and the same in words; `undefined` when there is none. It follows the clock. */
export function timeline(
  said: readonly Moment[],
  { from, to, leeway = 0 }: Span,
  now: number,
  live: Live,
): HTMLElement | undefined {
  const moments = said.filter(({ time }) => isDate(time));
  if (moments.length === 0 || !isDate(now)) {
    return undefined;
  }
  const known = (time: number | undefined): number | undefined =>
    time !== undefined && isDate(time) ? time : undefined;
  const span = { from: known(from), to: known(to), leeway: Number.isFinite(leeway) ? leeway : 0 };
  const figure = element("figure", { class: "timeline" });
  live.add((now) => {
    figure.replaceChildren(line(moments, span, now), element("figcaption", {}, list(moments, span, now)));
  }, now);
  return figure;
}

function line(moments: readonly Moment[], { from, to, leeway = 0 }: Span, now: number): SVGSVGElement {
  const ends = [
    ...moments.map(({ time }) => time),
    now,
    ...(to === undefined ? [] : [to + leeway]),
    ...(from === undefined ? [] : [from - leeway]),
  ];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const place = (time: number): number =>
    last === first ? 50 : MARGIN + ((time - first) / (last - first)) * (100 - 2 * MARGIN);
  const lanes = placed(moments, place);
  const top = LANE * (1 + Math.max(0, ...lanes.map(({ lane }) => lane)));
  const middle = top + 10;
  const at = (time: number | undefined, otherwise: number): number =>
    time === undefined ? otherwise : place(time);
  const [start, end] = [at(from, 0), at(to, 100)];
  const band = (x: number, until: number, name: string): SVGElement | undefined =>
    until <= x
      ? undefined
      : drawn("rect", { class: name, x: `${x}%`, width: `${until - x}%`, y: middle - 5, height: 10, rx: 5 });
  return drawn(
    "svg",
    { "role": "img", "aria-label": inWords(moments, now), "width": "100%", "height": middle + BELOW },
    drawn("line", { class: "axis", x1: "0%", x2: "100%", y1: middle, y2: middle }),
    ...(leeway > 0
      ? [
          from === undefined ? undefined : band(place(from - leeway), start, "leeway"),
          to === undefined ? undefined : band(end, place(to + leeway), "leeway"),
        ]
      : []),
    band(
      start,
      end,
      now >= (from ?? -Infinity) - leeway && now < (to ?? Infinity) + leeway ? "span" : "span past",
    ),
    ...lanes.flatMap(({ moment, x, lane }) => {
      const y = top - lane * LANE - 4;
      return [
        drawn("line", { class: "stem", x1: `${x}%`, x2: `${x}%`, y1: y + 3, y2: middle }),
        drawn("circle", {
          class: `point ${moment.name.replaceAll(" ", "-")}`,
          cx: `${x}%`,
          cy: middle,
          r: 5,
        }),
        drawn("text", { "x": `${x}%`, y, "text-anchor": "middle" }, moment.name),
      ];
    }),
    drawn("line", {
      class: "now",
      x1: `${place(now)}%`,
      x2: `${place(now)}%`,
      y1: middle - 12,
      y2: middle + 18,
    }),
    drawn(
      "text",
      { "class": "now", "x": `${place(now)}%`, "y": middle + 33, "text-anchor": "middle" },
      "now",
    ),
  );
}

/** The names above the line, in lanes, so that none covers another. */
function placed(
  moments: readonly Moment[],
  place: (time: number) => number,
): { moment: Moment; x: number; lane: number }[] {
  const ends: number[] = [];
  return [...moments]
    .sort((one, other) => one.time - other.time)
    .map((moment) => {
      const x = place(moment.time);
      const free = ends.findIndex((end) => end <= x - NAME_WIDTH);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = x;
      return { moment, x, lane };
    });
}

function inWords(moments: readonly Moment[], now: number): string {
  return `Line of time. ${moments.map(({ what, time }) => `${what} ${fromNow(time, now)}`).join("; ")}.`;
}

function list(moments: readonly Moment[], { from, to, leeway = 0 }: Span, now: number): HTMLElement {
  const points = [
    ...moments.map(({ name, what, time }) => ({ name, time, words: `${what} ${fromNow(time, now)}` })),
    { name: "now", time: now, words: "" },
  ].sort((one, other) => one.time - other.time);
  const lengths = [
    ...(from !== undefined && to !== undefined && to > from ? [["life", lasting(to - from)] as const] : []),
    ...(leeway > 0 ? [["leeway", `${lasting(leeway)} on either side`] as const] : []),
  ];
  return element(
    "dl",
    {},
    ...points.flatMap(({ name, time, words }) => [
      element("dt", {}, name),
      element("dd", {}, words, " ", element("span", { class: "date" }, date(Math.floor(time / 1000) * 1000))),
    ]),
    ...lengths.flatMap(([name, words]) => [element("dt", {}, name), element("dd", {}, words)]),
  );
}
