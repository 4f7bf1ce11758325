import bundled from './bundled';
import { forgetUsage } from '../local-cloud/action-usage';

/** Jest's global setup for the tests against the local cloud. */
export = function setUp(): void {
  bundled();
  forgetUsage();
};
