/** The middle of several measurements, to a tenth of a millisecond. */
export function median(milliseconds: number[]): number {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  return Math.round(sorted[Math.floor(sorted.length / 2)] * 10) / 10;
}

/** How many times as long the first takes as the second, to a hundredth. */
export function ratio(first: number, second: number): number {
  return Math.round(first / second * 100) / 100;
}

/** Prints the figures of a benchmark as one line. */
export function report(benchmark: string, figures: object): void {
  process.stdout.write(`${JSON.stringify({ benchmark, node: process.version, ...figures })}\n`);
}
