import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetBucketEncryptionCommand, GetObjectCommand, PutObjectCommand, S3Client, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { ObjectLocation } from './api/service';

/** The S3 of a local cloud, as an account sees it. */
export class ObjectStorage {
  private readonly client: S3Client;
  private readonly kms: KMSClient;

  constructor(endpoint: string, account: string, region: string) {
    const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'local' } };
    this.client = new S3Client({ ...options, forcePathStyle: true });
    this.kms = new KMSClient(options);
  }

  /** The SHA-256 of an object; undefined where it is not there. */
  public async hash(location: ObjectLocation): Promise<string | undefined> {
    const content = await this.read(location).catch((error: Error) => {
      if (/^NoSuch(Key|Bucket)$/.test(error.name)) return undefined;
      throw error;
    });
    return content && createHash('sha256').update(content).digest('hex');
  }

  /** The keys of the objects under a prefix, less what stands for folders. */
  public async keys({ bucket, key }: ObjectLocation): Promise<string[]> {
    const keys: string[] = [];
    for await (const { Contents: objects = [] } of paginateListObjectsV2({ client: this.client }, { Bucket: bucket, Prefix: key })) {
      keys.push(...objects.flatMap(({ Key: name, Size: size }) => name !== undefined && size ? [name] : []));
    }
    return keys;
  }

  /** Writes objects under a prefix to a folder, under their names within the prefix, and returns the paths of the files. */
  public async download({ bucket, key }: ObjectLocation, keys: readonly string[], folder: string): Promise<string[]> {
    const files: string[] = [];
    for (const name of keys) {
      const file = join(folder, name.slice(key.length).split('/').map(safeName).join('/') || safeName(name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await this.read({ bucket, key: name }));
      files.push(file);
    }
    return files;
  }

  /** The ARN of the key that a bucket is encrypted with by default; undefined where it is one that S3 manages. */
  public async keyArn(bucket: string): Promise<string | undefined> {
    const { ServerSideEncryptionConfiguration: configuration } = await this.client.send(new GetBucketEncryptionCommand({ Bucket: bucket }));
    const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = configuration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault ?? {};
    if (!algorithm?.startsWith('aws:kms') || key === undefined) return undefined;
    return /^arn:.*:key\//.test(key) ? key : (await this.kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata!.Arn;
  }

  public async write({ bucket, key }: ObjectLocation, content: Uint8Array | string): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
  }

  public close(): void {
    this.client.destroy();
    this.kms.destroy();
  }

  private async read({ bucket, key }: ObjectLocation): Promise<Uint8Array> {
    const { Body: body } = await this.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return body!.transformToByteArray();
  }
}

/** A part of a key as the name of a file, which cannot lead out of its folder. */
function safeName(name: string): string {
  return encodeURIComponent(name).replace(/^\.+$/, (dots) => dots.replace(/\./g, '%2E')).replace(/%3D/g, '=');
}
