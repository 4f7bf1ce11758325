import { memberName } from './conversion';

type Values = Record<string, unknown>;

/** The value of an attribute, found in what the API says of the resource. */
export function attributeOf(kind: string, resource: Values, attribute: string): unknown {
  const [name, ...rest] = attribute.split('.');
  const value = inTemplateForm(resource[memberOf(kind, name)]);
  return rest.reduce((within: unknown, each) => (within as Values | undefined)?.[each], value);
}

/** CloudFormation says `CollaborationIdentifier` where the API says `collaborationId`, or only `id` for the resource's own. */
function memberOf(kind: string, name: string): string {
  if (name === `${kind}Identifier`) return 'id';
  return memberName(name).replace(/Identifier$/, 'Id');
}

/** Members begin with a capital letter in CloudFormation, in values too. */
function inTemplateForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inTemplateForm);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name[0].toUpperCase() + name.slice(1), inTemplateForm(member)]));
}
