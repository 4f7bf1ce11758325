import { checked } from '../../foundation/parameters';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

const BINS = { most: 25 };
const ABSOLUTE = { least: 1, most: 20_000_000 };
const PERCENTAGE = { least: 1, most: 100 };

/**
 * The sizes of audiences that can be asked for, at most 25.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_AudienceSizeConfig.html
 */
@checked('AudienceSizes')
export class AudienceSizes {
  /**
   * Numbers of users, each from 1 to 20,000,000.
   *
   * @param users The numbers, of which one is chosen when an audience is exported.
   */
  public static absolute(...users: number[]): AudienceSizes {
    return new AudienceSizes('ABSOLUTE', users);
  }

  /**
   * Percentages of the users in the training data, each from 1 to 100.
   *
   * @param percentages The percentages, of which one is chosen when an audience is exported.
   */
  public static percentage(...percentages: number[]): AudienceSizes {
    return new AudienceSizes('PERCENTAGE', percentages);
  }

  private constructor(private readonly type: 'ABSOLUTE' | 'PERCENTAGE', private readonly bins: number[]) {}

  /** @internal */
  public _render(): { readonly Type: string; readonly Bins: readonly number[] } {
    return { Type: this.type, Bins: this.bins };
  }

  /** @internal */
  public _check(): ValidationFault[] {
    const { least, most } = this.type === 'ABSOLUTE' ? ABSOLUTE : PERCENTAGE;
    const isFine = (size: number) => Number.isInteger(size) && size >= least && size <= most;
    const isCountFine = this.bins.length >= 1 && this.bins.length <= BINS.most;
    return isCountFine && this.bins.every(isFine) ? [] : [{
      code: code`AudienceSizesOutOfRange`,
      message: `'audienceSizes' must be 1 to ${BINS.most} whole numbers from ${least} to ${most}, got ${this.bins.join(', ') || 'none'}`,
    }];
  }
}
