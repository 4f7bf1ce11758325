/** Returns all items of a list that the API returns in pages. */
export async function allPages<Output extends { nextToken?: string }, Item>(
  page: (nextToken: string | undefined) => Promise<Output>,
  itemsOf: (output: Output) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  do {
    const output = await page(nextToken);
    items.push(...itemsOf(output) ?? []);
    nextToken = output.nextToken;
  } while (nextToken !== undefined);
  return items;
}
