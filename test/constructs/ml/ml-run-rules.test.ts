import { Duration, Lazy, Size, Token } from 'aws-cdk-lib';
import { checkDataChannels, checkInstances, checkRetention, checkRunTime, checkVolume } from '../../../src/constructs/ml/ml-run-rules';
import type { ValidationFault } from '../../../src/foundation/validation-faults';
import { codesAndMessages } from '../../support/faults';

const NUMBER = Token.asNumber({ Ref: 'Number' });

test.each<[string, ValidationFault[], string, string]>([
  ['data that is kept for no day', checkRetention(Duration.days(0)), 'ChannelRetentionOutOfRange', "'retention' must be 1 to 30 whole days"],
  ['data that is kept for too long', checkRetention(Duration.days(31)), 'ChannelRetentionOutOfRange', 'got 31 days'],
  ['half a day', checkRetention(Duration.hours(36)), 'ChannelRetentionOutOfRange', 'whole days'],
  ['no channel', checkDataChannels([]), 'DataChannelsCount', "'dataChannels' must have 1 to 20 channels, got 0"],
  ['too many channels', checkDataChannels(Array.from({ length: 21 }, (_, index) => `c${index}`)), 'DataChannelsCount', 'got 21'],
  ['a channel with a blank', checkDataChannels(['my data']), 'DataChannelNameMalformed', "got 'my data'"],
  ['no instance', checkInstances('training', 0), 'InstanceCountOutOfRange', "'instanceCount' of training must be a whole number from 1 to 5, got 0"],
  ['too many instances that train', checkInstances('training', 6), 'InstanceCountOutOfRange', 'from 1 to 5'],
  ['too many instances that infer', checkInstances('inference', 11), 'InstanceCountOutOfRange', 'from 1 to 10'],
  ['a volume that is too large', checkVolume(Size.gibibytes(8193)), 'VolumeSizeOutOfRange', "'volumeSize' must be 1 to 8192 whole gibibytes, got 8193"],
  ['a volume of no whole gibibytes', checkVolume(Size.mebibytes(512)), 'VolumeSizeOutOfRange', 'got 0.5'],
  ['a training that runs for too long', checkRunTime(Duration.days(29)), 'TrainingRunTimeOutOfRange', "'maxRuntime' must be 1 second to 28 days"],
])('refuses %s', (_, faults, code, message) => {
  expect(codesAndMessages(faults)).toEqual([[code, expect.stringContaining(message)]]);
});

test.each<[string, ValidationFault[]]>([
  ['the shortest and the longest retention', [...checkRetention(Duration.days(1)), ...checkRetention(Duration.days(30)), ...checkRetention(Duration.hours(48))]],
  ['the fewest and the most channels', [...checkDataChannels(['train']), ...checkDataChannels(Array.from({ length: 20 }, (_, index) => `a.b_c-${index}`))]],
  ['the fewest and the most instances', [...checkInstances('training', 1), ...checkInstances('training', 5), ...checkInstances('inference', 10)]],
  ['instances as the service has them', checkInstances('training', undefined)],
  ['the smallest and the largest volume', [...checkVolume(Size.gibibytes(1)), ...checkVolume(Size.gibibytes(8192)), ...checkVolume(Size.mebibytes(2048))]],
  ['the longest training, and one without a limit', [...checkRunTime(Duration.days(28)), ...checkRunTime(undefined)]],
  ['tokens', [
    ...checkRetention(Duration.days(NUMBER)), ...checkInstances('training', NUMBER), ...checkVolume(Size.gibibytes(NUMBER)),
    ...checkRunTime(Duration.seconds(NUMBER)), ...checkDataChannels([Lazy.string({ produce: () => 'a b' })]),
  ]],
])('accepts %s', (_, faults) => {
  expect(faults).toEqual([]);
});
