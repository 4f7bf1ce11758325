/** Tags, as in the API. */
export interface Tags {
  readonly [key: string]: string;
}
