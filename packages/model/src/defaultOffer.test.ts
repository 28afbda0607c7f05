import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultOffer } from './defaultOffer';
import { parsePlatform } from './parse';
import { unwrap } from './problems';
import { validatePlatform } from './validate';

const example = unwrap(
  parsePlatform(
    readFileSync(
      join(__dirname, '../../../examples/platform/platform.yaml'),
      'utf8',
    ),
  ),
);

describe('defaultOffer', () => {
  it('is what the example platform offers', () => {
    const { spec } = unwrap(
      validatePlatform({
        ...example,
        spec: { ...example.spec, ...defaultOffer },
      }),
    );
    expect(example.spec.profiles).toEqual(spec.profiles);
    expect(example.spec.sizes).toEqual(spec.sizes);
    expect(example.spec.defaults).toEqual(spec.defaults);
  });
});
