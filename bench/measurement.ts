import { cpuUsage } from 'process';

/** The middle of several measurements, to a tenth. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return rounded(sorted[Math.floor(sorted.length / 2)], 1);
}

/** How many times as much the first is as the second, to a hundredth. */
export function ratio(first: number, second: number): number {
  return rounded(first / second, 2);
}

/** The middle of each figure of several measurements. */
export function medians<Figures extends { readonly [Name in keyof Figures]: number }>(measurements: readonly Figures[]): Figures {
  const names = Object.keys(measurements[0]) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, median(measurements.map((each) => each[name]))])) as unknown as Figures;
}

/** Prints the figures of a benchmark as one line. */
export function report(benchmark: string, figures: object): void {
  process.stdout.write(`${JSON.stringify({ benchmark, node: process.version, ...figures })}\n`);
}

/** Runs several things in turn, as often as asked, so that what else happens on the machine happens to all of them. */
export function inTurn<Name extends string, Result>(times: number, runs: Readonly<Record<Name, () => Result>>): Record<Name, Result[]> {
  const results = {} as Record<Name, Result[]>;
  for (let round = 0; round < times; round++) {
    for (const name of Object.keys(runs) as Name[]) (results[name] ??= []).push(runs[name]());
  }
  return results;
}

/** How long something takes, and how much of the processors it uses in that time, on which what else runs on the machine counts less. */
export function time<Result>(action: () => Result): { readonly milliseconds: number; readonly cpuMilliseconds: number; readonly result: Result } {
  const [start, usage] = [process.hrtime.bigint(), cpuUsage()];
  const result = action();
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const { user, system } = cpuUsage(usage);
  return { milliseconds, cpuMilliseconds: (user + system) / 1e3, result };
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** How often to measure: as often as given, or as the environment says. */
export function rounds(usual: number): number {
  return Number(process.env.BENCH_ROUNDS ?? usual);
}
