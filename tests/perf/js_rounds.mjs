// Candidates that take turns in short rounds, so that what the machine does meanwhile hits all alike.

/** Milliseconds that a candidate runs at a stretch. */
export const STRETCH = 25;

/** Nanoseconds a call. */
async function time(call, count) {
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
