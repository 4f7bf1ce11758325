import { Stack } from 'aws-cdk-lib';
import { Unreadable } from './aws';
import type { ProgramResource } from '../../../src/program/resource';

/** Something that is found in AWS. */
export interface LiveFinding {
  /** Whether AWS has something else than the program, or something stands in the way of deployments or analyses, or something was not read. */
  readonly severity: 'difference' | 'obstacle' | 'not read';
  readonly code: string;
  /** The path of the construct. */
  readonly path: string;
  readonly logicalId?: string;
  readonly message: string;
}

/** Collects what is found in AWS. */
export class LiveFindings {
  private readonly findings: LiveFinding[] = [];

  /** Adds what AWS has otherwise than the program. */
  public difference(resource: ProgramResource, code: string, message: string): void {
    this.add('difference', resource, code, message);
  }

  /** Adds what stands in the way of a deployment or an analysis. */
  public obstacle(resource: ProgramResource, code: string, message: string): void {
    this.add('obstacle', resource, code, message);
  }

  /** Runs what reads something for a resource, and adds what could not be read. */
  public async reading<T>(resource: ProgramResource, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.add('not read', resource, 'NotRead', error.message);
      return undefined;
    }
  }

  /** Everything that was found, each once, differences first, in the order of paths. */
  public list(): LiveFinding[] {
    const order = ({ severity, path, code, message }: LiveFinding) => [['difference', 'obstacle', 'not read'].indexOf(severity), path, code, message].join(' ');
    const unique = new Map(this.findings.map((finding) => [order(finding), finding]));
    return [...unique].sort(([one], [other]) => one < other ? -1 : 1).map(([, finding]) => finding);
  }

  private add(severity: LiveFinding['severity'], { cfn, path }: ProgramResource, code: string, message: string): void {
    this.findings.push({ severity, code, path, logicalId: String(Stack.of(cfn).resolve(cfn.logicalId)), message });
  }
}
