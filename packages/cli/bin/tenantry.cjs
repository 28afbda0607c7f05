#!/usr/bin/env node
// What is published is one file. In a clone it is made of the sources first, so that it is never older than they are.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

require('node:module').enableCompileCache?.();
if (existsSync(join(__dirname, '../src'))) require('../build.cjs');
require('../dist/tenantry.cjs');
