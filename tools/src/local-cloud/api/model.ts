import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ensureVenv } from '../venv';

/** The description of the Clean Rooms API that the AWS SDKs are made from, as botocore carries it. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface OperationModel {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode: number };
  readonly input: { readonly shape: string };
  /** None where an answer of Clean Rooms ML has no body. */
  readonly output: { readonly shape: string };
  readonly errors: readonly { readonly shape: string }[];
}

export interface Shape {
  readonly type: 'structure' | 'list' | 'map' | 'string' | 'boolean' | 'integer' | 'long' | 'float' | 'double' | 'timestamp';
  readonly members?: Readonly<Record<string, MemberShape>>;
  readonly required?: readonly string[];
  readonly union?: boolean;
  /** A structure that may hold any JSON. */
  readonly document?: boolean;
  /** What a list holds. */
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  readonly error?: { readonly httpStatusCode: number };
}

export interface MemberShape {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring';
  readonly locationName?: string;
}

const PLACE_IN_BOTOCORE = 'botocore/data/cleanrooms/2022-02-17/service-2.json.gz';

/** Where the model lies: `CLEANROOMS_MODEL`, or else in the virtual environment of the local cloud, which is made if need be. */
export async function findModel(): Promise<string> {
  if (process.env.CLEANROOMS_MODEL) return process.env.CLEANROOMS_MODEL;

  const libraries = path.join(await ensureVenv(), 'lib');
  const candidates = fs.readdirSync(libraries).map((python) => path.join(libraries, python, 'site-packages', PLACE_IN_BOTOCORE));
  const found = candidates.find((file) => fs.existsSync(file));
  if (!found) throw new Error(`there is no model of Clean Rooms in botocore under ${libraries}`);
  return found;
}

/** Where the model of Clean Rooms ML lies, beside that of Clean Rooms. */
export function machineLearningModelBeside(file: string): string {
  return path.join(path.dirname(file), '..', '..', 'cleanroomsml', '2023-09-06', path.basename(file));
}

export function loadModel(file: string): ServiceModel {
  return JSON.parse(gunzipSync(fs.readFileSync(file)).toString('utf8')) as ServiceModel;
}
