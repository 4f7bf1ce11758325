import type { ServiceModel } from './model';
import type { Values } from './resource';

/** Every role that an input hands to the service, wherever it stands. */
export function rolesIn(model: ServiceModel, shapeName: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (shapeName === 'RoleArn' || shapeName === 'IamRoleArn') return [value as string];
  const { type, member, members } = model.shapes[shapeName];
  if (type === 'list') return (value as unknown[]).flatMap((entry) => rolesIn(model, member!.shape, entry));
  return Object.entries(members ?? {}).flatMap(([name, { shape }]) => rolesIn(model, shape, (value as Values)[name]));
}
