import { textOf } from './sources';

/** The module that the dispatcher has for a type of custom resources, by its key in the contract. */
export function handlerModuleOf(key: string): string {
  const dispatcher = textOf('lambda/dispatch.ts');
  const [, handler] = new RegExp(`\\[ResourceType\\.${key}\\]: (\\w+)`).exec(dispatcher)!;
  const [, module] = new RegExp(`import \\{ ${handler} \\} from '\\./(.*)'`).exec(dispatcher)!;
  return `lambda/${module}.ts`;
}
