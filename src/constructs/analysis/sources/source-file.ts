import { readFileSync } from 'fs';
import type { IConstruct } from 'constructs';
import { fail } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** Returns the content of a file that a method of `AnalysisSource` was given. Throws an error of the given code if it cannot be read. */
export function readSource(scope: IConstruct, path: string, { code, method }: { readonly code: ValidationFault['code']; readonly method: string }): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    return fail(scope, code, `the file '${path}' of AnalysisSource.${method} cannot be read: ${String(error)}`);
  }
}
