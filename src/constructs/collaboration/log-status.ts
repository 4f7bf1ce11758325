/** Returns the status that the service has for logs that are on or off. */
export function logStatus(isOn: boolean): string {
  return isOn ? 'ENABLED' : 'DISABLED';
}
