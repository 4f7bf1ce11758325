import type { ReviewedRoom } from '../reading/room';
import { statement, unknown } from '../review';
import type { Statement } from '../review';
import { list, say, words } from '../text';
import type { Text } from '../text';

/** Something that this program does not have, and members whose part is elsewhere can have. */
export function absent(room: ReviewedRoom, says: string): Statement {
  if (room.isWhole) return statement(words(says), [room.path]);
  const others = room.elsewhere.map((member) => room.nameOf(member));
  return unknown(say`${words(says)} Whether ${others.length ? list(others) : words('other members')} ${words(others.length === 1 ? 'has any' : 'have any')} is not known here.`, [room.path]);
}

/** What is not known of members whose part is not in this program: `what` begins the sentence. */
export function elsewhere(room: ReviewedRoom, what: (members: Text) => Text): Statement[] {
  const members = room.elsewhere.map((member) => room.nameOf(member));
  return members.length ? [unknown(say`${what(list(members))} is not known here.`, [room.path])] : [];
}
