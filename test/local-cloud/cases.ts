/**
 * The cases of a test that deploys, for its time: the last one in a build, and all of them in `npx projen test:long-deployments`, which sets ALL_CASES.
 * The last one is the one that asks for the most.
 */
export function casesOfBuild<Case>(cases: readonly Case[]): readonly Case[] {
  return process.env.ALL_CASES ? cases : cases.slice(-1);
}
