/*
 * Takes the place of `@smithy/core/event-streams` in the bundle: no operation that is called here has a stream of events.
 */

function unsupported(): never {
  throw new Error('the function of cdk-cleanrooms calls no operations with event streams');
}

/** What the SDK imports for an operation that has one. */
export { unsupported as EventStreamSerde, unsupported as eventStreamSerdeProvider };
