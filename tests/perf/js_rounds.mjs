// Candidates that take turns in short rounds, so that what the machine does meanwhile hits all alike.
import { execFileSync } from "node:child_process";
import process from "node:process";

/** Milliseconds that a candidate runs at a stretch. */
export const STRETCH = 25;

/**
 * A candidate that is no call: the bare HMAC of so many bytes, in the native program that
 * TOKENSEAL_PERF_BARE names. Without it, none.
 */
export function limit(bytes) {
  const program = process.env.TOKENSEAL_PERF_BARE;
  if (program === undefined) {
    return {};
  }
  const call = () => undefined;
  call.elsewhere = () => Number(execFileSync(program, ["HS256", String(bytes), "10"]));
  return { limit: call };
}

/** One line for `tests/perf/run`: nanoseconds. */
export function report(part, group, label, times) {
  const [middle, least] = [median(times), Math.min(...times)].map((ns) => ns.toFixed(1));
  console.error(`bench ${part}\t${group}\t${label}\t${middle}\t${least}`);
}

/** Nanoseconds a call. */
async function time(call, count) {
  if (call.elsewhere) {
    return call.elsewhere();
  }
  const start = process.hrtime.bigint();
  const first = call();
  if (first instanceof Promise) {
    await first;
    for (let i = 1; i < count; i += 1) {
      await call();
    }
  } else {
    for (let i = 1; i < count; i += 1) {
      call();
    }
  }
  return Number(process.hrtime.bigint() - start) / count;
}

/** So many calls take about a stretch. */
async function calibrate(call) {
  if (call.elsewhere) {
    return 1;
  }
  let count = 16;
  for (;;) {
    const milliseconds = ((await time(call, count)) * count) / 1e6;
    if (milliseconds > STRETCH / 2) {
      return Math.max(1, Math.round((count * STRETCH) / milliseconds));
    }
    count *= 2;
  }
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The nanoseconds a call of each round, of each of the functions. */
export async function measure(candidates, rounds) {
  const found = [];
  for (const [label, call] of Object.entries(candidates)) {
    found.push({ label, call, count: await calibrate(call), times: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const candidate of found) {
      candidate.times.push(await time(candidate.call, candidate.count));
    }
  }
  return found;
}
