/** The longest wait in one invocation of the function, which has 15 minutes. */
export const MOST_SECONDS_OF_INVOCATION = 14 * 60;

/** The longest wait of all: CloudFormation ends a custom resource after an hour, and needs the answer before. */
export const MOST_SECONDS_OF_WAIT = 59 * 60;
