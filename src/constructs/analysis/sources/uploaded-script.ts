import { createHash } from 'crypto';
import { AssetStaging, FileAssetPackaging, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { LocatedScript } from './pyspark';
import { readSource } from './source-file';
import { code, fail } from '../../../foundation/validation-faults';
import { SCRIPT_NAME } from '../analysis-template-rules';

/** Returns where the CDK uploads a script: with the assets of the stack, under a key of its content. */
export function uploadedScript(scope: Construct, path: string): LocatedScript {
  const stack = Stack.of(scope);
  const script = readSource(scope, path, { code: code`ScriptUnreadable`, method: 'pysparkFromFile' });
  const sha256 = createHash('sha256').update(script).digest('hex');
  const { bucketName, objectKey: key } = stack.synthesizer.addFileAsset({
    // The synthesizer makes a key of this and of the extension of the file.
    sourceHash: `${sha256}/user_script`,
    fileName: new AssetStaging(scope, 'Script', { sourcePath: path }).relativeStagedPath(stack),
    packaging: FileAssetPackaging.FILE,
    displayName: `${scope.node.path} script`,
  });
  if (!key.endsWith(`/${SCRIPT_NAME}`)) {
    fail(scope, code`ScriptKeyUnknown`, `the script '${path}' must have a key that ends with '/${SCRIPT_NAME}', and the synthesizer of the stack uploads it as '${key}': `
      + "name the file with the extension '.py', use the DefaultStackSynthesizer, or upload the script yourself and use AnalysisSource.pyspark");
  }
  return { artifact: { bucket: Bucket.fromBucketName(scope, 'Scripts', bucketName), key }, sha256 };
}
