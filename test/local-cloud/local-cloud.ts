import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rememberUsage } from './action-usage';
import { LOCAL_CLOUD_DIRECTORY } from './directory';
import { habitsOf } from './habits';
import { setReadyRoles } from './ready-roles';
import type { ServiceOptions } from '../../tools/src/local-cloud/api/service';
import { startLocalCloud as start, type LocalCloud, type LocalCloudOptions } from '../../tools/src/local-cloud/local-cloud';

export { REGION, type LocalCloud } from '../../tools/src/local-cloud/local-cloud';

export interface TestCloudOptions extends Pick<LocalCloudOptions, 'runsQueries' | 'data'> {
  /**
   * Names the folder of its logs under .local-cloud/logs, which is emptied first.
   *
   * @default 'local-cloud'
   */
  readonly name?: string;

  /**
   * How Clean Rooms behaves: its quotas, which roles it can assume, and the like.
   *
   * @default - as strict as it may be: see habits.ts
   */
  readonly cleanRooms?: ServiceOptions;
}

/** Starts a local cloud that is as strict as the tests want it, and remembers what functions used of what they were granted. */
export async function startLocalCloud({ name = 'local-cloud', cleanRooms, ...options }: TestCloudOptions = {}): Promise<LocalCloud> {
  const logDirectory = join(LOCAL_CLOUD_DIRECTORY, 'logs', name);
  rmSync(logDirectory, { recursive: true, force: true });
  setReadyRoles();
  const cloud = await start({ ...options, logDirectory, cleanRooms: { ...habitsOf(), ...cleanRooms }, bootstrapQualifier: 'hnb659fds' });
  return {
    ...cloud,
    stop: async () => {
      rememberUsage(name, await cloud.usedActions().catch(() => []));
      await cloud.stop();
    },
  };
}
