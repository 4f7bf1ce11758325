#!/usr/bin/env node
// In a clone, npm links the command before its code is bundled: `npx projen bundle` makes it.
require('../lib/cdk-cleanrooms.js');
