import { createHash } from 'crypto';
import { differencesOf, hasToken, shown } from './comparison';
import type { LiveFindings } from './findings';
import type { LiveProperties, Reading } from './readings';
import { renderedProperty, valueAt } from '../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../src/program/resource';

/** Compares the properties of a resource with those that AWS has. */
export function compareProperties(findings: LiveFindings, resource: ProgramResource, live: LiveProperties, reading: Reading): void {
  const { compared, defaults = {} } = reading;
  for (const [property, code] of Object.entries(compared)) {
    const program = renderedProperty(resource.cfn, property) ?? defaults[property];
    if (program === undefined) continue;
    const texts = property === 'Source' ? textsOf(program, live[property]) : undefined;
    if (texts) {compareTexts(findings, resource, texts, code);} else {
      const options = { inFull: code === 'RuleDiffers' || code === 'ResultsDiffer' };
      differencesOf(property, program, live[property], options).forEach(({ place, text }) => findings.difference(resource, code, `'${place}' ${text}`));
    }
  }
}

/** The text of an analysis template, in the program and in AWS. */
interface Texts {
  readonly program: string;
  readonly live: string;
}

/** The texts of an analysis template, where both are known. */
function textsOf(program: unknown, live: unknown): Texts | undefined {
  const [ofProgram, ofAws] = [valueAt<string>(program, 'Text'), valueAt<string>(live, 'Text')];
  return typeof ofProgram === 'string' && typeof ofAws === 'string' && !hasToken(ofProgram) ? { program: ofProgram, live: ofAws } : undefined;
}

/** Says of texts by their hashes that they differ: they may be long, and secret. */
function compareTexts(findings: LiveFindings, resource: ProgramResource, { program, live }: Texts, code: string): void {
  if (program !== live) findings.difference(resource, code, `the SHA-256 of the text is ${hash(live)} in AWS, and ${hash(program)} in the program`);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A resource that is deployed, and is not there any more. */
export function reportGone(findings: LiveFindings, resource: ProgramResource, id: string): void {
  findings.difference(resource, 'Gone', `${shown(id)} is deployed, and is not there any more: it was deleted outside of CloudFormation`);
}
