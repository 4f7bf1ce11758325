import type { Fact } from '../fact';
import type { SourceText } from '../reading/template';
import { statement, unknown } from '../review';
import type { Block } from '../review';
import { say } from '../text';
import type { Text } from '../text';

/** What is said of a text that is shown. */
interface Placed {
  readonly label: Text;
  readonly path: string;
  readonly language: 'sql' | 'python';
  readonly facts: readonly Fact[];
}

/** A text with its hash, as far as they are known. */
export function sourceBlocks({ text, sha256, name }: SourceText, { label, path, language, facts }: Placed): Block[] {
  const place = name === undefined ? [] : say`, from ${name}`;
  if (sha256 === undefined) return [unknown(say`${label}${place}: known at deployment only.`, [path], facts)];
  if (text === undefined) return [statement(say`${label}${place}: not in the cloud assembly. Its SHA-256 is ${sha256}.`, [path], { facts })];
  return [{ kind: 'listing', caption: say`${label}${place}. SHA-256: ${sha256}`, language, text, sources: [path], certainty: 'known', facts }];
}
