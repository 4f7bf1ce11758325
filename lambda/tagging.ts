import type { CleanRooms } from './client';
import type { Tags } from '../src/custom-resources/contract';

/** The operations on tags, which each service has of its own. */
export interface Tagging extends TagReading {
  add(cleanRooms: CleanRooms, resourceArn: string, tags: Tags): Promise<unknown>;
  remove(cleanRooms: CleanRooms, resourceArn: string, tagKeys: string[]): Promise<unknown>;
}

/** The operation that reads tags. */
export interface TagReading {
  list(cleanRooms: CleanRooms, resourceArn: string): Promise<{ readonly tags?: Tags }>;
}
