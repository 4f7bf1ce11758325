import { Aws, CfnParameter, Fn, Token } from 'aws-cdk-lib';
import type { CfnResource, Stack } from 'aws-cdk-lib';
import type { Template } from './cloud-assembly';

/*
 * Turns the functions of CloudFormation in a template into the references that the app had in their place, which the model of the program
 * follows: within a stack, to and from nested stacks by parameters and outputs, and to other stacks by exports. Functions that no reference can
 * stand for stay as they are, with the references in them.
 */

/** A template with the constructs that stand for what is in it. */
export interface LoadedTemplate {
  readonly stack: Stack;
  readonly template: Template;
  readonly elements: ReadonlyMap<string, CfnResource | CfnParameter>;
  /** The templates of nested stacks, by the logical ids of their resources. */
  readonly nested: ReadonlyMap<string, LoadedTemplate>;
  /** For a nested stack: the template that its resource is in, and the parameters that this gives it. */
  readonly parent?: { readonly template: LoadedTemplate; readonly parameters: Readonly<Record<string, unknown>> };
}

/** Turns templates of one stage into values with references. */
export class TemplateReferences {
  private readonly exported = new Map<string, () => unknown>();

  constructor(private readonly templates: readonly LoadedTemplate[]) {
    for (const template of templates) {
      for (const { Value, Export } of Object.values(template.template.Outputs ?? {})) {
        if (Export?.Name === undefined) continue;
        this.exported.set(exportKey(template.stack, this.resolve(Export.Name, template)), () => this.resolve(Value, template));
      }
    }
  }

  /** The value as the app had it. */
  public resolve(value: unknown, template: LoadedTemplate): unknown {
    if (Array.isArray(value)) return value.map((member) => this.resolve(member, template));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (entries.length === 1) {
      const resolved = this.resolveFunction(entries[0][0], entries[0][1], template);
      if (resolved !== undefined) return resolved;
    }
    return Object.fromEntries(entries.map(([key, member]) => [key, this.resolve(member, template)]));
  }

  /** What a function of CloudFormation refers to; `undefined` where a reference cannot stand for it. */
  private resolveFunction(name: string, argument: unknown, template: LoadedTemplate): unknown {
    switch (name) {
      case 'Ref':
        return this.resolveRef(String(argument), template);
      case 'Fn::GetAtt': {
        const [id, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
        return this.resolveAttribute(id, attribute.join('.'), template);
      }
      case 'Fn::Join':
        return this.resolveJoin(argument, template);
      case 'Fn::Sub':
        return this.resolveSub(argument, template);
      case 'Fn::ImportValue':
        return this.exported.get(exportKey(template.stack, this.resolve(argument, template)))?.();
      case 'Fn::GetStackOutput':
        return this.resolveStackOutput(argument as StackOutput);
      default:
        return undefined;
    }
  }

  private resolveRef(id: string, template: LoadedTemplate): unknown {
    if (id in PSEUDO_PARAMETERS) return PSEUDO_PARAMETERS[id];
    const { parent } = template;
    if (parent && id in parent.parameters) return this.resolve(parent.parameters[id], parent.template);
    const element = template.elements.get(id);
    if (element === undefined) return undefined;
    return element instanceof CfnParameter ? element.valueAsString : element.ref;
  }

  private resolveAttribute(id: string, attribute: string, template: LoadedTemplate): unknown {
    const nested = template.nested.get(id);
    const output = nested?.template.Outputs?.[attribute.replace(/^Outputs\./, '')];
    if (nested && output) return this.resolve(output.Value, nested);
    const element = template.elements.get(id);
    return element && !(element instanceof CfnParameter) ? Token.asString(element.getAtt(attribute)) : undefined;
  }

  /** The output of another stack, which can be in another account: the role that reads it then is of that account. */
  private resolveStackOutput({ StackName, Region, RoleArn, OutputName }: StackOutput): unknown {
    const isMeant = ({ stack, template, parent }: LoadedTemplate) => !parent
      && stack.stackName === StackName && OutputName in (template.Outputs ?? {})
      && (Region === undefined || Region === stack.region) && (RoleArn === undefined || JSON.stringify(RoleArn).includes(`:${stack.account}:`));
    const [meant, ...others] = this.templates.filter(isMeant);
    return meant && !others.length ? this.resolve(meant.template.Outputs![OutputName].Value, meant) : undefined;
  }

  private resolveJoin(argument: unknown, template: LoadedTemplate): string | undefined {
    const [delimiter, parts] = Array.isArray(argument) ? argument : [];
    return typeof delimiter === 'string' && Array.isArray(parts) ? parts.map((part) => this.resolveText(part, template)).join(delimiter) : undefined;
  }

  private resolveSub(argument: unknown, template: LoadedTemplate): string | undefined {
    const [text, variables = {}] = Array.isArray(argument) ? argument as [unknown, Record<string, unknown>?] : [argument];
    if (typeof text !== 'string') return undefined;
    return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (name in variables) return this.resolveText(variables[name], template);
      const resolved = name.includes('.') ? this.resolveAttribute(name.split('.')[0], name.slice(name.indexOf('.') + 1), template)
        : this.resolveRef(name, template);
      return resolved === undefined ? Fn.sub(whole) : String(resolved);
    });
  }

  private resolveText(value: unknown, template: LoadedTemplate): string {
    const resolved = this.resolve(value, template);
    return typeof resolved === 'string' ? resolved : Token.asString(resolved);
  }
}

/** The argument of `Fn::GetStackOutput`. */
interface StackOutput {
  readonly StackName: unknown;
  readonly OutputName: string;
  readonly Region?: unknown;
  readonly RoleArn?: unknown;
}

/** The pseudo parameters as apps write them; all others of a template are written as functions. */
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': Aws.ACCOUNT_ID,
  'AWS::Region': Aws.REGION,
  'AWS::Partition': Aws.PARTITION,
  'AWS::URLSuffix': Aws.URL_SUFFIX,
  'AWS::StackName': Aws.STACK_NAME,
  'AWS::StackId': Aws.STACK_ID,
  'AWS::NoValue': Aws.NO_VALUE,
};

/** An export has its name once in an account and Region. */
function exportKey({ account, region }: Stack, name: unknown): string {
  return JSON.stringify([account, region, name]);
}
