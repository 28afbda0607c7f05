import { kubernetesExpressions } from './environment';
import { libraryDialect } from './dialect';

const evaluate = (expression: string, variables = {}) =>
  kubernetesExpressions().compile(expression)(variables);

describe('expressions of Kubernetes', () => {
  it.each([
    ["quantity('1Gi').isGreaterThan(quantity('1G'))", true],
    ["quantity('1000m').compareTo(quantity('1'))", 0n],
    ["quantity('1').add(quantity('500m')).isLessThan(quantity('2'))", true],
    ["quantity('2').sub(1).asInteger()", 1n],
    ["isQuantity('1 Gi')", false],
    ["quantity('100m').isInteger()", false],
    ["ip('::1').isLoopback()", true],
    ["isIP('010.0.0.1')", false],
    ["isIP('::ffff:10.0.0.1')", false],
    ["cidr('10.0.0.0/8').containsIP('10.1.2.3')", true],
    ["cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", true],
    ["cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8'))", false],
    ["isCIDR('10.0.0.0/33')", false],
    ["'a1b22'.find('[0-9]+')", '1'],
    ["'a1b22'.findAll('[0-9]+')", ['1', '22']],
    ["'a.b.c'.split('.')", ['a', 'b', 'c']],
    ["'a.b'.replace('.', '-')", 'a-b'],
    ["'ÀB'.lowerAscii()", 'Àb'],
    ['[2, 1].isSorted()', false],
    ['[1, 2, 1].lastIndexOf(1)', 2n],
    ['[1, 3, 2].max()', 3n],
    ['[1, 3, 2].sum()', 6n],
    ["[3, 4].transformList(i, v, v > 3, 'at ' + string(i))", ['at 1']],
    ['[3, 4].transformList(i, v, i + v)', [3n, 5n]],
  ])('evaluates %s', (expression, result) => {
    expect(evaluate(expression)).toEqual(result);
  });

  it('tells a missing field from an empty one', () => {
    const object = { spec: { volumes: [{ emptyDir: {} }] } };
    const found = (expression: string) => evaluate(expression, { object });
    expect(found('has(object.spec.volumes[0].emptyDir)')).toBe(true);
    expect(found('object.?metadata.?labels.hasValue()')).toBe(false);
    expect(found("object.?metadata[?'a/b'].orValue('none')")).toBe('none');
  });

  it('refuses what it does not know, before anything is evaluated', () => {
    expect(() => evaluate("url('https://a').getHost() == 'a'")).toThrow();
    expect(() =>
      evaluate("authorizer.path('/').check('get').allowed()"),
    ).toThrow('authorizer is known to the API server alone');
  });
});

describe('libraryDialect', () => {
  it('makes a map of a message, and leaves texts alone', () => {
    expect(
      libraryDialect(
        "JSONPatch{op: 'add', path: '/a{b}', value: x ? {'k': 1} : 'JSONPatch{'}",
      ),
    ).toBe(
      "{'op': 'add', 'path': '/a{b}', 'value': x ? {'k': 1} : 'JSONPatch{'}",
    );
  });
});
