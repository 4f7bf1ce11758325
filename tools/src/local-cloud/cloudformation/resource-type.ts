import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import { addNewerProperties } from './newer-properties';

const SERVICES = ['aws-cleanrooms', 'aws-cleanroomsml'];

let loaded: SpecDatabase | undefined;

/** The specification that the L1s of aws-cdk-lib are generated from. It takes half a second to read, and is read when first needed. */
function database(): SpecDatabase {
  if (!loaded) {
    loaded = loadAwsServiceSpecSync();
    addNewerProperties(loaded);
  }
  return loaded;
}

/** A resource type of CloudFormation, as the specification has it. */
export class ResourceType {
  /** All resource types of Clean Rooms. */
  public static all(): ResourceType[] {
    return SERVICES.flatMap((name) => database().lookup('service', 'name', 'equals', name))
      .flatMap((service) => database().follow('hasResource', service))
      .map(({ entity }) => new ResourceType(entity));
  }

  public static named(name: string): ResourceType {
    const [type] = database().lookup('resource', 'cloudFormationType', 'equals', name);
    if (!type) throw new Error(`there is no resource type ${name}`);
    return new ResourceType(type);
  }

  /** `AWS::CleanRooms::ConfiguredTable` */
  public readonly name: string;
  /** `ConfiguredTable` */
  public readonly kind: string;
  public readonly properties: Readonly<Record<string, Property>>;
  public readonly attributes: readonly string[];
  /** The attributes and properties that identify a resource, in order. */
  public readonly primaryIdentifier: readonly string[];
  /** The property that holds the tags. */
  public readonly tags?: string;

  private constructor(type: Resource) {
    this.name = type.cloudFormationType;
    this.kind = type.cloudFormationType.split('::')[2];
    this.properties = type.properties;
    this.attributes = Object.keys(type.attributes);
    this.primaryIdentifier = type.primaryIdentifier ?? [];
    this.tags = type.tagInformation?.tagPropertyName;
  }

  /** The properties of which any change replaces the resource. */
  public get replacing(): string[] {
    return Object.keys(this.properties).filter((name) => replaces(this.properties[name]));
  }

  /** Where old and new properties differ in something that only a replacement can change, however deep it lies. */
  public replacement(before: object, after: object): string | undefined {
    return replacedMember(this.properties, before, after);
  }
}

/** The properties that a nested type has. */
export function membersOf(type: PropertyType): Readonly<Record<string, Property>> | undefined {
  return type.type === 'ref' ? database().get('typeDefinition', type.reference.$ref).properties : undefined;
}

function replaces({ causesReplacement }: Property): boolean {
  return causesReplacement === 'yes';
}

/** Lists are compared as a whole, since the specification does not say which entries are the same. */
function replacedMember(properties: Readonly<Record<string, Property>>, before: object, after: object): string | undefined {
  for (const [name, property] of Object.entries(properties)) {
    const [old, current] = [before, after].map((object) => (object as Record<string, unknown>)[name]);
    if (JSON.stringify(old) === JSON.stringify(current)) continue;
    if (replaces(property)) return name;
    const members = membersOf(property.type);
    const nested = members && replacedMember(members, old ?? {}, current ?? {});
    if (nested) return `${name}.${nested}`;
  }
  return undefined;
}
