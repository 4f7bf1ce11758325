/*
 * Which operations each custom resource may call: a table in docs/custom-resources.md, made from the handler. `UPDATE_OPERATIONS=1` writes it anew.
 */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { handlerModuleOf } from './support/handler-modules';
import { ROOT, importedFrom, namesFrom, textOf } from './support/sources';
import { ResourceType } from '../src/custom-resources/contract';

const PAGE = 'docs/custom-resources.md';
const PLACE = /(?<=<!-- operations -->\n)[^]*(?=<!-- \/operations -->)/;

/** The services, with the packages that the handler imports their commands from. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'cleanrooms': ['@aws-sdk/client-cleanrooms', './missing-sdk/client-cleanrooms', '../missing-sdk/client-cleanrooms'],
  'cleanrooms-ml': ['./missing-sdk/client-cleanroomsml', '../missing-sdk/client-cleanroomsml'],
  'cloudformation': ['./missing-sdk/client-cloudformation'],
};

test(`${PAGE} has the operations of each custom resource`, () => {
  const rows = Object.entries(ResourceType).sort(([, one], [, other]) => (one < other ? -1 : 1)).map(([key, type]) => {
    const files = importedFrom(handlerModuleOf(key));
    const operations = Object.entries(PACKAGES).map(([service, packages]) => [
      service, [...new Set(files.flatMap((path) => packages.flatMap((name) => namesFrom(path, name))).filter((name) => /^\w+Command$/.test(name)))].sort(),
    ] as const).filter(([, commands]) => commands.length > 0);
    const described = operations.map(([service, commands]) => `${service}: ${commands.map((command) => command.replace(/Command$/, '')).join(', ')}`);
    return `| \`${type.replace('Custom::CleanRooms', '')}\` | ${described.join('; ') || 'none'} |`;
  });
  const table = ['| custom resource | operations |', '| --- | --- |', ...rows, ''].join('\n');
  if (process.env.UPDATE_OPERATIONS) writeFileSync(join(ROOT, PAGE), textOf(PAGE).replace(PLACE, () => table));
  expect(PLACE.exec(textOf(PAGE))?.[0]).toBe(table);
});
