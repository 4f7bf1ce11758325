/** The workers of a query or a job. */
export interface Workers {
  readonly Type: string;
  readonly Number: number;
  readonly Spark?: { readonly [key: string]: string };
}
