import { Component } from 'projen';
import type { awscdk } from 'projen';

/** What aws-cdk-lib depends on. The go.mod that is generated names what is installed, and the Go proxy has these. */
const BINDINGS = ['@aws-cdk/asset-node-proxy-agent-v6@2.1.2', '@aws-cdk/cloud-assembly-schema@54.11.0'];

/** Development dependencies whose names begin as those of CDK v1: added after projen has looked for these, which it warns of. */
export class CdkPins extends Component {
  constructor(private readonly library: awscdk.AwsCdkConstructLibrary, private readonly pins: Readonly<Record<string, string>>) {
    super(library);
  }

  public preSynthesize(): void {
    const versioned = Object.entries(this.pins).filter(([name]) => name.startsWith('@aws-cdk/')).map(([name, version]) => `${name}@${version}`);
    this.library.addDevDeps(...BINDINGS, ...versioned);
  }
}
