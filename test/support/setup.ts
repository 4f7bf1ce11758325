import '../local-cloud/directory';

/*
 * Runs before each test file. CloudFormation's validation costs 1.6 s and 350 MB in each of them: tests that want it set
 * CDK_VALIDATION themselves. What aws-cdk-lib deprecates is an error: it would warn every user of ours.
 */
process.env.JSII_DEPRECATED = 'fail';
process.env.CDK_VALIDATION ??= 'false';
