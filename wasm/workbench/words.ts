const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** A point in time as seen from now, both in Unix milliseconds: "in 14 minutes", "3 days ago". */
export function fromNow(time: number, now: number): string {
  const away = time - now;
  if (Number.isNaN(away)) {
    return "at some time";
  }
  if (Math.abs(away) < 1000) {
    return "now";
  }
  // Of two units the greater one would be too coarse: 119 seconds, not 1 minute.
  const [unit, size] = units.find(([, size]) => Math.abs(away) >= 2 * size) ?? ["second", 1000];
  return relative.format(Math.round(away / size), unit);
}

/** A duration in milliseconds: "15 minutes", "1 hour 30 minutes". */
export function lasting(milliseconds: number): string {
  let left = Math.abs(milliseconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) {
      parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
    }
    if (parts.length === 2 || (parts.length === 1 && count === 0)) {
      break;
    }
  }
  return parts.length === 0 ? `${Math.round(left)} ms` : parts.join(" ");
}

/** Whether a calendar has this point in time. */
export function isDate(time: number): boolean {
  return !Number.isNaN(new Date(time).getTime());
}

/** A point in time: "2026-11-30 19:52:10 UTC". */
export function date(time: number): string {
  if (!isDate(time)) {
    return "beyond any calendar";
  }
  return `${new Date(time)
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "")} UTC`;
}

/** A number of things: "1 byte", "32 bytes". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
