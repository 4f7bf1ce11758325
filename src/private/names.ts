/** The names by which the API knows values of classes such as `MemberAbility`. */
export function names(named: { readonly name: string }[] = []): string[] {
  return named.map(({ name }) => name);
}
