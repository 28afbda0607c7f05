import { readManifests } from './readManifests';

const read = (text: string, file = 'web.yaml') =>
  readManifests([{ file, text }]);

const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

describe('readManifests', () => {
  it('reads every document, and knows the line of each field', () => {
    const { objects, findings } = read(
      `# settings\n---\n${configMap('one')}---\n${configMap('two')}`,
    );
    expect(findings).toEqual([]);
    expect(objects.map(({ object }) => object.metadata)).toEqual([
      { name: 'one' },
      { name: 'two' },
    ]);
    expect(objects[1].locate(['metadata', 'name'])).toEqual({
      line: 11,
      column: 3,
    });
  });

  it('names the line of the nearest field where one is missing', () => {
    const [{ locate }] = read(configMap('one')).objects;
    expect(locate(['metadata', 'labels', 'app'])).toEqual({
      line: 3,
      column: 1,
    });
    expect(locate(['spec'])).toEqual({ line: 1, column: 1 });
  });

  it('passes over empty documents and comments', () => {
    expect(read('---\n# nothing\n---\n\n---\n')).toEqual({
      objects: [],
      findings: [],
    });
  });

  it('takes Lists apart, each object with its own lines', () => {
    const { objects } = read(
      [
        'apiVersion: v1',
        'kind: List',
        'items:',
        '  - apiVersion: v1',
        '    kind: ConfigMap',
        '    metadata: { name: one }',
        '  - apiVersion: v1',
        '    kind: Secret',
        '    metadata: { name: two }',
      ].join('\n'),
    );
    expect(objects.map(({ object }) => object.kind)).toEqual([
      'ConfigMap',
      'Secret',
    ]);
    expect(objects[1].path).toEqual(['items', 1]);
    expect(objects[1].locate(['metadata', 'name']).line).toBe(9);
  });

  it('reads JSON', () => {
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'one' },
    });
    expect(read(text, 'web.json').objects).toHaveLength(1);
  });

  it('names the file that Helm says, on standard input alone', () => {
    const text = `---\n# Source: web/templates/settings.yaml\n${configMap(
      'one',
    )}---\n${configMap('two')}`;
    expect(read(text, '-').objects.map(({ file }) => file)).toEqual([
      'web/templates/settings.yaml',
      '-',
    ]);
    expect(read(text).objects.map(({ file }) => file)).toEqual([
      'web.yaml',
      'web.yaml',
    ]);
  });

  it('reports broken YAML at its line, and reads the other documents', () => {
    const { objects, findings } = read(
      `${configMap('one')}---\nkind: [ConfigMap\n---\n${configMap('two')}`,
    );
    expect(objects).toHaveLength(2);
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'unreadable',
        level: 'error',
        file: 'web.yaml',
        line: 7,
        message: expect.stringContaining("isn't valid YAML"),
      }),
    ]);
  });

  it.each([
    [
      'an object without a name',
      'apiVersion: v1\nkind: Pod\n',
      'has no metadata.name',
    ],
    ['a key twice', `${configMap('one')}kind: Pod\n`, 'unique'],
  ])('reports %s', (_, text, message) => {
    expect(read(text).findings).toEqual([
      expect.objectContaining({
        rule: 'unreadable',
        level: 'error',
        message: expect.stringContaining(message),
      }),
    ]);
  });

  it.each([
    ['text', 'hello\n'],
    ['values of a chart', 'replicas: 3\n'],
    ['a chart', 'apiVersion: v2\nname: web\n'],
  ])('passes over %s, and says so', (_, text) => {
    const { objects, findings } = read(text);
    expect(objects).toEqual([]);
    expect(findings).toEqual([
      expect.objectContaining({ rule: 'unreadable', level: 'warning' }),
    ]);
  });

  it('passes over what kustomize reads', () => {
    const text =
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]\n';
    expect(read(text)).toEqual({ objects: [], findings: [] });
  });

  it('reads words and numbers as the YAML reader of Kubernetes does', () => {
    const [{ object }] = read(
      `${configMap(
        'one',
      )}data: { on: yes, at: 1:30, day: 2026-01-01, none: ~ }`,
    ).objects;
    expect(object.data).toEqual({ true: true, at: '1:30', day: '2026-01-01' });
  });

  it('refuses a text that grows out of bounds', () => {
    const bomb = Array.from(
      { length: 12 },
      (_, level) =>
        `a${level}: &a${level} [${Array(10)
          .fill(level === 0 ? 'x' : `*a${level - 1}`)
          .join(', ')}]`,
    ).join('\n');
    expect(read(bomb).findings).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("can't be read"),
      }),
    ]);
  });
});
