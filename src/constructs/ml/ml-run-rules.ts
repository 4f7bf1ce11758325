import { SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type { Duration, Size } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

const RETENTION_DAYS = { least: 1, most: 30 };
const DATA_CHANNELS = { most: 20, name: /^[A-Za-z0-9._-]{1,64}$/ };
const VOLUME_GIBIBYTES = { least: 1, most: 8192 };
const MOST_INSTANCES = { training: 5, inference: 10 };
const RUN_TIME_SECONDS = { least: 1, most: 2_419_200 };

/** Checks for how long the data of an ML input channel is kept. */
export function checkRetention(retention: Duration): ValidationFault[] {
  if (retention.isUnresolved()) return [];
  const days = retention.toDays({ integral: false });
  return isWhole(days, RETENTION_DAYS.least, RETENTION_DAYS.most) ? [] : [{
    code: code`ChannelRetentionOutOfRange`,
    message: `'retention' must be ${RETENTION_DAYS.least} to ${RETENTION_DAYS.most} whole days, got ${retention.toHumanString()}`,
  }];
}

/** Checks the names of the channels of a training: its container knows them by these. */
export function checkDataChannels(names: readonly string[]): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (names.length < 1 || names.length > DATA_CHANNELS.most) {
    faults.push({ code: code`DataChannelsCount`, message: `'dataChannels' must have 1 to ${DATA_CHANNELS.most} channels, got ${names.length}` });
  }
  for (const name of names.filter((each) => !Token.isUnresolved(each) && !DATA_CHANNELS.name.test(each))) {
    faults.push({
      code: code`DataChannelNameMalformed`,
      message: `'channelName' must have 1 to 64 letters, digits, dots, underscores and hyphens, got '${name}'`,
    });
  }
  return faults;
}

/** Checks the number of instances that train a model or run inference. */
export function checkInstances(kind: keyof typeof MOST_INSTANCES, count: number | undefined): ValidationFault[] {
  const most = MOST_INSTANCES[kind];
  return count === undefined || Token.isUnresolved(count) || isWhole(count, 1, most) ? [] : [{
    code: code`InstanceCountOutOfRange`, message: `'instanceCount' of ${kind} must be a whole number from 1 to ${most}, got ${count}`,
  }];
}

/** Checks the volume of each instance that trains a model. */
export function checkVolume(size: Size): ValidationFault[] {
  if (size.isUnresolved()) return [];
  const { least, most } = VOLUME_GIBIBYTES;
  const gibibytes = size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
  return isWhole(gibibytes, least, most) ? [] : [{
    code: code`VolumeSizeOutOfRange`, message: `'volumeSize' must be ${least} to ${most} whole gibibytes, got ${gibibytes}`,
  }];
}

/** Checks how long a training may run. */
export function checkRunTime(maxRuntime: Duration | undefined): ValidationFault[] {
  if (!maxRuntime || maxRuntime.isUnresolved()) return [];
  const { least, most } = RUN_TIME_SECONDS;
  return isWhole(maxRuntime.toSeconds({ integral: false }), least, most) ? [] : [{
    code: code`TrainingRunTimeOutOfRange`, message: `'maxRuntime' must be 1 second to 28 days, in whole seconds, got ${maxRuntime.toHumanString()}`,
  }];
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
