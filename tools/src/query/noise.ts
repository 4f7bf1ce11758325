import { createHash } from 'crypto';
import type { Value } from '../engine/engine';

/** Numbers from 0 to 1 that look random, the same for the same seed. */
export function randomOf(seed: string): () => number {
  let drawn = 0;
  return () => createHash('sha256').update(`${seed} ${drawn++}`).digest().readUInt32BE() / 2 ** 32;
}

/**
 * A value with noise of a Laplace distribution, as an illustration of differential privacy: as if the given number of users, more or less, had
 * been part of it. How the service makes noise is not published.
 */
export function withNoise(value: Value, users: number, usersNoise: number, random: () => number): Value {
  const uniform = random() - 0.5;
  const exact = Number(value); // a number of many digits is a text
  if (value === null || Number.isNaN(exact)) return null;
  const noise = -Math.sign(uniform) * Math.log(1 - 2 * Math.abs(uniform)) * usersNoise / Math.SQRT2;
  const noisy = exact + noise * (exact / Math.max(users, 1) || 1);
  return Number.isInteger(exact) ? Math.round(noisy) : noisy;
}
