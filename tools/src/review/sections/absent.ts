import type { ReviewedRoom } from '../reading/room';
import { statement, unknown } from '../review';
import type { Statement } from '../review';
import { list, say, words } from '../text';

/** Something that this program does not have, and members whose part is elsewhere can have. */
export function absent(room: ReviewedRoom, says: string): Statement {
  if (room.isWhole) return statement(words(says), [room.path]);
  const { elsewhere } = room;
  const others = elsewhere.length ? list(elsewhere.map((member) => room.nameOf(member))) : words('other members');
  return unknown(say`${words(says)} Whether ${others} ${words(elsewhere.length === 1 ? 'has any' : 'have any')} is not known here.`, [room.path]);
}
