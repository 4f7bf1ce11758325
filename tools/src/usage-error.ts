/** What the user can put right: it is printed without a stack trace, and the command ends with exit code 1. */
export class UsageError extends Error {}
