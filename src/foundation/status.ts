/** What the service calls on and off. */
export function status(on: boolean): string {
  return on ? 'ENABLED' : 'DISABLED';
}
